"""Handing over the return: whole or not at all, checked, private, and true about what is not in it."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.return_pack.plan import CHANGED, INDEX
from selfassess.exchange.documents.fingerprint import Fingerprint, compute_fingerprint
from selfassess.exchange.return_pack import ArchivePack, FolderPack, SourceError, copying
from selfassess.services.exporting import evidence_files
from selfassess.services.exporting.return_pack import (
    CHANGED_MEANWHILE,
    HandedOver,
    prepare_return_pack,
    write_return_pack,
)
from tests import systems
from tests.exchange import document_making as making
from tests.services.handing_over_making import Desk

OWN = {"IR 01 - Self-assessment 2024-25.pdf", *INDEX}
SHAPES = ["out", "out.zip"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "target"
    folder.mkdir()
    return folder


def contents(out: Path) -> dict[str, bytes]:
    """What is in a return, by name."""
    if out.is_dir():
        return {path.name: path.read_bytes() for path in out.iterdir()}
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def hand_over(desk: Desk, out: Path, *, changed: bool = False) -> HandedOver:
    return write_return_pack(prepare_return_pack(desk.save(), changed=changed), out)


def reasons(done: HandedOver) -> dict[str, str]:
    return {each.title: each.reason for each in done.plan.held_back}


def sheet(out: Path, title: str) -> list[tuple[Any, ...]]:
    book = load_workbook(out / "Index.xlsx")
    return [row for row in book[title].iter_rows(min_row=5, values_only=True) if any(row)]


def test_the_self_assessment_goes_as_pdf_alone_unless_another_form_is_asked_for(desk: Desk, target: Path) -> None:
    desk.file("a.pdf", b"pathway" * 1000, "Discharge pathway", "IR 24")
    book = desk.save()
    write_return_pack(prepare_return_pack(book), target / "plain")
    assert {name for name in contents(target / "plain") if name.startswith("IR 01")} == {
        "IR 01 - Self-assessment 2024-25.pdf"
    }
    write_return_pack(prepare_return_pack(book, forms=("xlsx", "docx")), target / "more")
    assert {name for name in contents(target / "more") if name.startswith("IR 01")} == {
        "IR 01 - Self-assessment 2024-25.docx", "IR 01 - Self-assessment 2024-25.xlsx",
    }  # fmt: skip


def test_files_that_nobody_can_open_are_named_before_anything_is_written(desk: Desk, tmp_path: Path) -> None:
    whole = making.pdf(tmp_path / "whole.pdf", ["Words"] * 5).read_bytes()
    page = b"<!DOCTYPE html><html><head><title>Not found</title></head><body>Not here.</body></html>"
    letter = making.word(tmp_path / "letter.docx", making.paragraph("Words") * 900).read_bytes()
    locked = making.pdf(tmp_path / "locked.pdf", ["Words"], password="word").read_bytes()
    for name, content, title in (
        ("whole.pdf", whole, "Whole"), ("page.pdf", page, "Error page"), ("cut.pdf", whole[: len(whole) // 2], "Cut"),
        ("locked.pdf", locked, "Locked"), ("half.docx", letter[: len(letter) // 2], "Half"),
        ("letter.docx", letter, "Letter"), ("notes.docx", b"Dear all", "Text"), ("zeros.pdf", bytes(9_000), "Zeros"),
        ("~$letter.docx", b"\x05desk" + bytes(157), "Lock file"), ("notes.txt", b"Dear everybody", "Notes"),
    ):  # fmt: skip
        desk.file(name, content, title, "IR 24")
    prepared = prepare_return_pack(desk.save())
    named = next(each for each in prepared.notices if each.sentence.startswith("Documents that nobody can open"))
    titles = {line.partition(":")[0] for line in named.about}
    assert titles == {"Error page", "Cut", "Locked", "Half", "Text", "Zeros", "Lock file"}
    assert prepared.notices[0] == named
    assert len(prepared.plan.documents) == 10


@pytest.mark.parametrize("name", SHAPES)
def test_a_return_holds_every_file_once_with_the_self_assessment_and_an_index(
    desk: Desk, target: Path, name: str
) -> None:
    desk.file("a.pdf", b"pathway" * 1000, "Discharge pathway", "IR 24", "IR 22")
    desk.file("b.docx", b"other", "Discharge pathway", "IR 22")
    desk.file("copy.pdf", b"pathway" * 1000, "The pathway again", "IR 8")
    desk.file("empty.txt", b"", "Empty", "IR 3")
    book = desk.save()
    before = book.read_bytes()
    heard: list[float] = []
    done = write_return_pack(prepare_return_pack(book), target / name, progress=heard.append)
    found = contents(target / name)
    names = {"IR 08 - The pathway again.pdf", "IR 22 - Discharge pathway.docx", "IR 03 - Empty.txt"}
    assert set(found) == OWN | names
    assert found["IR 08 - The pathway again.pdf"] == b"pathway" * 1000
    assert done.file_count == len(found)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert [path.name for path in target.iterdir()] == [name]
    assert book.read_bytes() == before


def test_all_of_it_is_only_for_the_person_who_wrote_it(desk: Desk, target: Path) -> None:
    desk.file("a.pdf", b"a", "A", "IR 3").chmod(0o666)
    hand_over(desk, target / "out")
    assert stat.S_IMODE((target / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (target / "out").iterdir()} == {0o600}
    write_return_pack(prepare_return_pack(desk.book), target / "out.zip")
    assert stat.S_IMODE((target / "out.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(target / "out.zip") as archive:
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o100600}


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_not_sent_is_named_with_its_reason_in_the_index(desk: Desk, target: Path, name: str) -> None:
    desk.file("secret.docx", b"Mrs Smith", "Case notes", "IR 2", personal_data="needs_redaction")
    desk.file("gone.pdf", b"x", "Annual report", "IR 26").unlink()
    desk.file("longer.pdf", b"old", "Procedure", "IR 3").write_bytes(b"longer than before")
    desk.file("same.pdf", b"old", "Policy", "IR 3").write_bytes(b"new")
    (desk.files / "folder.pdf").mkdir()
    desk.record(
        "evidence", title="Folder", location="evidence/folder.pdf", location_kind="file", return_items=("IR 3",)
    )
    desk.record("evidence", title="Web", location="file://server/share/x.pdf", return_items=("IR 3",))
    done = hand_over(desk, target / name)
    found = contents(target / name)
    assert set(found) == OWN
    assert not any(word in content for word in (b"Mrs Smith", b"longer than") for content in found.values())
    said = reasons(done)
    assert said["Annual report"] == "gone.pdf is not there. It may have been moved, renamed or deleted."
    assert said["Procedure"] == CHANGED
    assert said["Policy"] == CHANGED_MEANWHILE
    assert "folder" in said["Folder"]
    assert "another computer" in said["Web"]
    assert len(done.late) == 1


def test_the_index_says_where_every_item_stands(desk: Desk, target: Path) -> None:
    desk.file("a.pdf", b"a", "=1+1", "IR 3", "IR 4")
    desk.answer("IR 6", status="not_applicable")
    desk.answer("IR 8", note="Atal ac oedi – ŵ\nSecond line")
    desk.record(
        "evidence", title="Offer", location="https://x.gov.uk/a b?c=1", location_kind="web", return_items=("IR 10",)
    )
    hand_over(desk, target / "out")
    items = {row[0]: row[2] for row in sheet(target / "out", "What is in this return")}
    assert len(items) == 38
    assert items["IR 1"] == items["IR 3"] == items["IR 4"] == items["IR 10"] == "With evidence"
    assert items["IR 6"] == "Not applicable"
    assert items["IR 8"] == "Answered"
    assert items["IR 7"] == "Missing"
    documents = load_workbook(target / "out" / "Index.xlsx")["Documents"]
    (row,) = [row for row in documents.iter_rows(min_row=5) if row[3].value == "=1+1"]
    assert row[3].data_type == "s"
    assert row[2].value == "IR 4"
    link = row[0].hyperlink
    assert link is not None
    assert link.target == "IR%2003%20-%20%3D1%2B1.pdf"
    text = " ".join(page.extract_text() for page in PdfReader(target / "out" / "Index.pdf").pages)
    assert "IR 03 - =1+1.pdf" in text
    assert "Second line" in text
    assert "Cyngor Sir Gâr" in text


def test_the_self_assessment_for_cqc_holds_no_comments(desk: Desk, target: Path) -> None:
    desk.record("comment", about=desk.year.judgements["equity"].id, text="Not true, says Bob", author="Bob")
    desk.record("strength", quality_statement="equity", title="Known to communities", detail="It is.")
    write_return_pack(prepare_return_pack(desk.save(), forms=("pdf", "xlsx")), target / "out")
    text = " ".join(page.extract_text() for page in PdfReader(target / "out" / sorted(OWN)[0]).pages)
    assert "Known to communities" in text
    assert "Version for CQC" in text
    assert "says Bob" not in text
    book = load_workbook(target / "out" / "IR 01 - Self-assessment 2024-25.xlsx")
    cells = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell]
    assert any("Known to communities" in cell for cell in cells)
    assert not any("says Bob" in cell for cell in cells)


@pytest.mark.parametrize("name", SHAPES)
def test_a_changed_file_goes_as_it_is_now_where_somebody_says_so(desk: Desk, target: Path, name: str) -> None:
    desk.file("a.pdf", b"old", "Policy", "IR 3").write_bytes(b"new")
    done = hand_over(desk, target / name, changed=True)
    assert contents(target / name)["IR 03 - Policy.pdf"] == b"new"
    assert not done.plan.held_back


@pytest.mark.parametrize("name", SHAPES)
def test_a_document_is_taken_from_its_other_place_where_the_first_has_changed(
    desk: Desk, target: Path, name: str
) -> None:
    desk.file("a.pdf", b"right", "Policy", "IR 3").write_bytes(b"wrong")
    desk.file("b.pdf", b"right", "Policy, copy", "IR 4")
    done = hand_over(desk, target / name)
    assert contents(target / name)["IR 03 - Policy.pdf"] == b"right"
    assert not done.plan.held_back


@pytest.mark.parametrize("name", SHAPES)
def test_a_file_that_vanishes_after_the_plan_is_held_back_by_name(desk: Desk, target: Path, name: str) -> None:
    path = desk.file("a.pdf", b"a", "Policy", "IR 3")
    desk.file("b.pdf", b"b", "Report", "IR 3")
    prepared = prepare_return_pack(desk.save())
    path.unlink()
    done = write_return_pack(prepared, target / name)
    assert set(contents(target / name)) == OWN | {"IR 03 - Report.pdf"}
    assert "not there any more" in reasons(done)["Policy"]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", SHAPES)
def test_a_file_that_changes_while_it_is_copied_is_held_back(desk: Desk, target: Path, name: str, known: bool) -> None:
    size = copying.PIECE * 3
    path = desk.file("a.pdf", b"a" * size, "Policy", "IR 3", known=known)
    desk.file("z.pdf", b"z", "Report", "IR 4")
    prepared = prepare_return_pack(desk.save())
    written: list[float] = []

    def meddle(part: float) -> None:
        if part > 0.35 and not written:  # the first of three pieces went by
            written.append(part)
            with path.open("r+b") as file:
                file.seek(size - 1)
                file.write(b"bcd")

    done = write_return_pack(prepared, target / name, progress=meddle)
    assert written
    assert set(contents(target / name)) == OWN | {"IR 04 - Report.pdf"}
    assert "being changed while it was copied" in reasons(done)["Policy"]
    if name == "out.zip":
        assert (target / name).stat().st_size < size, "what was held back is not left between the members"


@pytest.mark.parametrize("name", SHAPES)
def test_a_file_without_a_fingerprint_is_sent_only_as_it_was_planned(desk: Desk, target: Path, name: str) -> None:
    path = desk.file("a.pdf", b"planned", "Policy", "IR 3", known=False)
    prepared = prepare_return_pack(desk.save())
    path.write_bytes(b"another")
    done = write_return_pack(prepared, target / name)
    assert set(contents(target / name)) == OWN
    assert reasons(done)["Policy"] == CHANGED_MEANWHILE


def test_the_workbook_itself_is_never_sent(desk: Desk, target: Path) -> None:
    desk.record("evidence", title="Us", location="book.sawb", location_kind="file", return_items=("IR 1",))
    done = hand_over(desk, target / "out")
    assert "workbook of this program" in reasons(done)["Us"]


# Places


def test_a_folder_that_is_there_has_to_be_empty(desk: Desk, target: Path) -> None:
    prepared = prepare_return_pack(desk.save())
    (target / "out").mkdir()
    write_return_pack(prepared, target / "out")
    assert set(contents(target / "out")) == OWN
    with pytest.raises(WrongUseError, match="not empty"):
        write_return_pack(prepared, target / "out")
    (target / "file").write_text("mine")
    with pytest.raises(WrongUseError, match="is a file"):
        write_return_pack(prepared, target / "file")
    with pytest.raises(FileError, match="is not there"):
        write_return_pack(prepared, target / "nowhere" / "out")
    assert (target / "file").read_text() == "mine"


def test_evidence_is_never_written_over(desk: Desk) -> None:
    path = desk.file("all.zip", b"PK", "Evidence in a zip", "IR 3")
    prepared = prepare_return_pack(desk.save())
    with pytest.raises(WrongUseError, match="itself evidence"):
        write_return_pack(prepared, path)
    assert path.read_bytes() == b"PK"


def test_names_are_cut_so_that_the_whole_path_can_be_opened_anywhere(desk: Desk, target: Path) -> None:
    desk.file("a.pdf", b"a", "Very long title " * 20, "IR 3")
    desk.file("b.pdf", b"b", "Very long title " * 20, "IR 3")
    deep = target
    while len(str(deep)) < 150:
        deep /= "a folder"
    deep.mkdir(parents=True)
    hand_over(desk, deep / "out")
    names = [str(path) for path in (deep / "out").iterdir()]
    assert len(names) == 5
    assert max(map(len, names)) <= 240
    while len(str(deep)) < 220:
        deep /= "deeper"
    deep.mkdir(parents=True)
    with pytest.raises(WrongUseError, match="too deep"):
        write_return_pack(prepare_return_pack(desk.book), deep / "out")


# Stopping and failing


def stop_at(part: float) -> tuple[Callable[[float], None], Callable[[], bool]]:
    reached = [0.0]
    return reached.append, lambda: max(reached) >= part


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.92])
@pytest.mark.parametrize("name", SHAPES)
def test_stopping_leaves_nothing_behind(desk: Desk, target: Path, name: str, part: float) -> None:
    for number in range(4):
        desk.file(f"{number}.pdf", bytes([number]) * copying.PIECE * 2, f"Document {number}", "IR 3")
    prepared = prepare_return_pack(desk.save())
    progress, cancelled = stop_at(part)
    with pytest.raises(CancelledError):
        write_return_pack(prepared, target / name, progress=progress, cancelled=cancelled)
    assert list(target.iterdir()) == []


@pytest.fixture
def no_larger() -> Iterator[Callable[[int], None]]:
    """Has the system refuse to write a file larger than this, as a full disk does."""
    resource = pytest.importorskip("resource", reason="a full disk is made with a limit that POSIX has")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (before[1] if size < 0 else size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("name", SHAPES)
def test_a_full_disk_is_said_and_leaves_what_was_there(
    desk: Desk, target: Path, no_larger: Callable[[int], None], name: str
) -> None:
    desk.file("a.pdf", b"a" * 6_000_000, "Large", "IR 3")
    prepared = prepare_return_pack(desk.save())
    if name == "out":
        (target / name).mkdir()
    else:
        (target / name).write_bytes(b"an earlier return")
    no_larger(5_000_000)
    with pytest.raises(FileError, match="not enough room"):
        write_return_pack(prepared, target / name)
    no_larger(-1)
    (left,) = target.iterdir()
    assert left.is_dir() or left.read_bytes() == b"an earlier return"
    assert not left.is_dir() or list(left.iterdir()) == []


def test_a_return_that_does_not_fit_is_not_begun(desk: Desk, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.file("a.pdf", b"a", "Small", "IR 3")
    prepared = prepare_return_pack(desk.save())
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: _Usage(7_000_000))
    with pytest.raises(FileError, match=r"needs 8 MB, and 7 MB are free"):
        write_return_pack(prepared, target / "out")
    assert list(target.iterdir()) == []


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


@pytest.mark.parametrize("name", SHAPES)
def test_a_share_that_goes_away_is_said(desk: Desk, target: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    desk.file("a.pdf", b"a", "Policy", "IR 3")
    prepared = prepare_return_pack(desk.save())

    def gone(self: Any, names: frozenset[str]) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(FolderPack, "_seal_contents", gone)
    monkeypatch.setattr(ArchivePack, "_seal_contents", gone)
    with pytest.raises(FileError, match="cannot be written"):
        write_return_pack(prepared, target / name)
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("shape", [FolderPack, ArchivePack])
def test_a_copy_that_is_not_what_was_read_stops_it_all(
    desk: Desk, target: Path, shape: type[FolderPack | ArchivePack], known: bool
) -> None:
    path = desk.file("a.pdf", b"right", "Policy", "IR 3")
    sha256 = desk.year.records_of("evidence")[0].text_of("sha256")
    with shape(target / "out") as pack:
        pack.add_copy("a.pdf", path, sha256 if known else "")
        copied = pack._copied["a.pdf"]
        assert copied.back.find_fingerprint() == sha256
        copied.back._digest.update(b"a bit that fell over")
        with pytest.raises(FileError, match="not copied faithfully"):
            pack.list_changed_copies()
    assert list(target.iterdir()) == []


@systems.pipes
def test_a_pipe_is_not_waited_for(target: Path) -> None:
    os.mkfifo(target / "pipe")
    with FolderPack(target / "out") as pack, pytest.raises(SourceError, match="not a file"):
        pack.add_copy("a", target / "pipe")


def test_large_files_are_read_back_while_they_are_written(target: Path) -> None:
    source = target / "large"
    source.write_bytes(os.urandom(copying.STRETCH + copying.PIECE + 1))
    for shape in (FolderPack, ArchivePack):
        with shape(target / "out") as pack:
            pack.add_copy("a.bin", source)
            assert len(pack._copied["a.bin"].back._waiting) == 2
            assert pack.list_changed_copies() == ()


def test_a_plan_reads_only_files_that_may_have_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.file("kept.pdf", b"one", "Kept", "IR 3")
    desk.file("saved.pdf", b"two", "Saved since", "IR 3", checked_on="2001-01-01")
    desk.file("new.pdf", b"three", "Without a fingerprint", "IR 3", known=False)
    desk.file("twin.pdf", b"four4", "As large", "IR 3", known=False)
    read: list[str] = []

    def spy(path: Path, **kw: Any) -> Fingerprint:
        read.append(path.name)
        return compute_fingerprint(path, **kw)

    monkeypatch.setattr(evidence_files, "compute_fingerprint", spy)
    prepared = prepare_return_pack(desk.save())
    assert sorted(read) == ["new.pdf", "saved.pdf", "twin.pdf"]
    assert len(prepared.plan.documents) == 4
    read.clear()
    prepare_return_pack(desk.book, changed=True)
    assert len(read) == 4
