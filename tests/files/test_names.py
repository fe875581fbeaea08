"""What a file may be called on Windows, and where it lies there while it is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from selfassess.domain.model.errors import WorkbookError
from selfassess.files import attributes, names
from selfassess.services.exporting import export, return_pack
from selfassess.services.importing import contributor_copies
from selfassess.services.importing.contributor_copies import Wanted
from selfassess.services.safety import sibling_copies
from selfassess.services.workbook import opening, temp_files
from tests.making import new_file

UNFIT = (
    *("CON.sawb", "nul.pdf", "Aux .xlsx", "COM1.json", "lpt9", "COM¹.html", "conin$.docx"),
    *("a.pdf:stream", "a?.pdf", "what*.xlsx", "a|b.json", 'a".pdf', "a<b>.pdf", "end.", "end ", "a\tb.pdf"),
)
FIT = ("Council.sawb", "CONtract.pdf", "com10.txt", ".hidden", "Ŵyn #1 100%.xlsx", "a. b.pdf", "COM.pdf")


@pytest.mark.parametrize("name", UNFIT)
def test_what_windows_takes_for_something_else_is_no_name_there(name: str, tmp_path: Path) -> None:
    for path in (tmp_path / name, tmp_path / name / "a.pdf", Path(name)):
        assert f"“{name}” is no name" in names.find_name_fault(path, on_windows=True)
        assert names.find_name_fault(path, on_windows=False) == ""


@pytest.mark.parametrize("name", FIT)
def test_every_other_name_is_one(name: str, tmp_path: Path) -> None:
    assert names.find_name_fault(tmp_path / name, on_windows=True, longer=True) == ""
    assert names.find_name_fault(Path("..") / name, on_windows=True, longer=True) == ""


def test_the_drive_or_share_of_a_path_is_no_name_in_it() -> None:
    for whole in ("C:\\a b\\c.sawb", "\\\\host\\share$\\c.sawb", "\\\\?\\C:\\a b\\c.sawb"):
        assert not [part for part in names.names_in_path(PureWindowsPath(whole)) if names.is_name_unfit(part)]
    assert names.is_name_unfit("C:")


def test_a_path_that_windows_cannot_take_whole_is_said_unless_it_was_told_to(tmp_path: Path) -> None:
    room = names.LONGEST - names.BESIDE - len(f"{tmp_path}/")
    fits, too_long = tmp_path / ("n" * room), tmp_path / ("n" * (room + 1))
    assert names.find_name_fault(fits, on_windows=True, longer=False) == ""
    assert "this Windows takes 235" in names.find_name_fault(too_long, on_windows=True, longer=False)
    assert names.find_name_fault(too_long, on_windows=True, longer=True) == ""


def test_nothing_is_written_under_such_a_name_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_file(tmp_path)
    prepared = return_pack.prepare_return_pack(path)
    wanted = Wanted(person="Ben", statements=("equity",))
    real = names.find_name_fault
    monkeypatch.setattr(names, "find_name_fault", lambda path: real(path, on_windows=True, longer=True))
    writes: dict[str, Callable[[Path], object]] = {
        "CON.sawb": lambda out: opening.create_workbook(out, council="D", reference="D", year="2025-26", author="A"),
        "PRN.sawb": lambda out: opening.write_demo_workbook(out, author="A"),
        "NUL.xlsx": lambda out: export.export_workbook(path, out),
        "AUX.sawb": lambda out: contributor_copies.make_copy(path, out, wanted, author="A"),
        "LPT1": lambda out: return_pack.write_return_pack(prepared, out),
        "COM1.zip": lambda out: return_pack.write_return_pack(prepared, out),
        "COM2.sawb": lambda out: sibling_copies.save_copy(path, out),
    }
    for name, write in writes.items():
        with pytest.raises(WorkbookError, match="is no name that a file or folder can have on Windows"):
            write(tmp_path / name)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_workbook_with_too_long_a_path_can_still_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = new_file(tmp_path)
    real = names.find_name_fault
    monkeypatch.setattr(names, "LONGEST", len(str(path)))
    monkeypatch.setattr(names, "find_name_fault", lambda path: real(path, on_windows=True, longer=False))
    opened = opening.open_workbook(path, author="A", or_read_only=True)
    assert "Choose a shorter name, or a folder further up" in opened.read_only_because
    opened.close()


def test_what_is_being_made_is_out_of_sight_on_windows_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden: list[Path] = []
    monkeypatch.setattr(attributes, "hide_file", hidden.append)
    real = temp_files.path_out_of_sight
    monkeypatch.setattr(temp_files, "path_out_of_sight", lambda made: real(made, on_windows=True))
    out, book = tmp_path / "out.txt", tmp_path / "council.sawb"
    for over, words in ((True, b"one"), (True, b"two")):
        with temp_files.fresh_file_beside(out, over=over) as fresh:
            fresh.write_bytes(words)
            assert fresh.parent == hidden[-1]
            assert {each.name for each in tmp_path.iterdir()} <= {"out.txt", fresh.parent.name}
        assert out.read_bytes() == words
    with pytest.raises(FileExistsError), temp_files.fresh_file_beside(out, over=False) as fresh:
        fresh.write_bytes(b"three")
    with pytest.raises(ZeroDivisionError), temp_files.fresh_file_beside(out) as fresh:
        fresh.write_bytes(str(1 // 0).encode())
    opening.create_workbook(book, council="D", reference="D", year="2025-26", author="A")
    assert hidden[-1].name.endswith(".new")
    assert out.read_bytes() == b"two"
    assert sorted(os.listdir(tmp_path)) == ["council.sawb", "out.txt"]
