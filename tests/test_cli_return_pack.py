"""The command that writes the return: exit codes, what it prints, and that it changes nothing else."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from selfassess.cli import main
from tests.services.handing_over_making import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main(["return-pack", *map(str, arguments)])
    said = capsys.readouterr()
    return int(stopped.value.code or 0), said.out, said.err


def test_a_whole_return_is_written_with_exit_code_0(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.file("a.txt", b"a", "Policy", "IR 3")
    code, said, wrong = run(capsys, desk.save(), tmp_path / "out")
    assert (code, wrong) == (0, "")
    assert f"{tmp_path / 'out'} is written and checked: 4 files." in said
    assert (tmp_path / "out" / "IR 03 - Policy.txt").read_bytes() == b"a"


def test_what_is_held_back_is_named_and_the_exit_code_says_so(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.file("a.pdf", b"old", "Policy\u202e", "IR 3").write_bytes(b"newer")
    desk.file("b.pdf", b"b", "Case notes", "IR 2", personal_data="needs_redaction")
    code, said, _ = run(capsys, desk.save(), tmp_path / "out.zip")
    assert code == 1
    assert "  Policy (IR 3): The file has changed since it was added as evidence." in said
    assert "  Case notes (IR 2): It is marked as needing redaction." in said
    code, _, _ = run(capsys, desk.book, tmp_path / "sent.zip", "--changed")
    assert code == 1
    with zipfile.ZipFile(tmp_path / "sent.zip") as archive:
        assert archive.read("IR 03 - Policy.pdf") == b"newer"
        assert not any("Case notes" in name for name in archive.namelist())


def test_a_dry_run_says_everything_as_json_and_writes_nothing(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.file("a.pdf", b"a", "Policy", "IR 3", "IR 9", personal_data="not_checked")
    desk.file("gone.pdf", b"b", "Report", "IR 3").unlink()
    code, said, _ = run(capsys, desk.save(), tmp_path / "out", "--dry-run", "--json")
    assert code == 1
    told = json.loads(said)
    assert told["path"] is None
    assert told["files"] == [
        {
            "name": "IR 03 - Policy.pdf", "title": "Policy", "item": "IR 3", "also": ["IR 9"], "size": 1,
            "fault": "a.pdf is called a PDF but is plain text, so it does not open. Ask for the document itself.",
        }
    ]  # fmt: skip
    assert [each["title"] for each in told["held_back"]] == ["Report"]
    assert len(told["items"]) == 38
    assert any(each["about"] == ["Policy"] for each in told["warnings"])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("missing.sawb", "out"), 3, "missing.sawb"),
        (("book.sawb", "nowhere/out"), 3, "is not there"),
        (("book.sawb", "evidence"), 2, "is not empty"),
        (("book.sawb", "out", "--year", "1999-00"), 2, "no year “1999-00”"),
        (("book.sawb",), 2, "OUT"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    desk: Desk,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    desk.file("a.pdf", b"a", "Policy", "IR 3")
    desk.save()
    monkeypatch.chdir(desk.folder)
    found, said, wrong = run(capsys, *arguments)
    assert (found, said) == (code, "")
    assert sentence in wrong
    assert "Traceback" not in wrong
    assert sorted(path.name for path in desk.folder.iterdir()) == ["book.sawb", "evidence"]


def test_what_acts_is_sent_only_where_that_is_asked_for(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.file("a.lnk", b"x", "Shortcut", "IR 3")
    desk.file("b.docm", b"y", "Macros", "IR 4")
    desk.file("c.pdf", b"MZ\x90\x00", "Renamed", "IR 5")
    desk.file("old.doc", b"\xd0\xcf\x11\xe0" + bytes(200_000) + "_VBA_PROJECT".encode("utf-16-le"), "Old", "IR 6")
    desk.file("d.pdf", b"%PDF-1.7", "Policy", "IR 7")
    book = desk.save()
    code, said, _ = run(capsys, book, tmp_path / "out")
    assert code == 1
    for words in ("a shortcut or link", "a document that may hold macros", "a program or script"):
        assert f"It is {words}. It is sent only where that is asked for." in said
    assert sorted(each.name for each in (tmp_path / "out").glob("IR 0[3-9]*")) == ["IR 07 - Policy.pdf"]
    code, said, _ = run(capsys, book, tmp_path / "all", "--acting")
    assert code == 0
    assert len(list((tmp_path / "all").glob("IR 0[3-9]*"))) == 5


def test_a_link_and_what_lies_elsewhere_is_named_before_it_is_taken(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    far = tmp_path / "a" / "b" / "far.pdf"
    far.parent.mkdir(parents=True)
    far.write_bytes(b"%PDF-1.7 far")
    desk.file("plain.txt", b"Dear all", "Plain", "IR 3")
    link = desk.file("link.pdf", b"%PDF-1.7 far", "Linked", "IR 4")
    link.unlink()
    link.symlink_to(far)
    inner = desk.file("inner.pdf", b"%PDF-1.7 other", "Linked inside", "IR 5")
    inner.unlink()
    (desk.files / "other.pdf").write_bytes(b"%PDF-1.7 other")
    inner.symlink_to(desk.files / "other.pdf")
    desk.file("away.pdf", b"%PDF-1.7 outside", "Away", "IR 6", location="/usr/share/x/away.pdf")
    desk.save()
    for words in (("--dry-run",), ()):
        _, said, wrong = run(capsys, desk.book, tmp_path / "out", *words)
        assert "are links, or lie outside of the folders of the workbook and your own: 2." in said
        for name, place in (("Linked", far), ("Linked inside", desk.files / "other.pdf")):
            assert f"{name}: {place}" in said
            assert (f"“{name}” is taken from {place}." in wrong) == (not words)
        assert "“Plain”" not in wrong
