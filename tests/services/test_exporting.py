from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pptx
import pytest

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.exchange import excel
from selfassess.services.exporting import export
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import opening, snapshot
from tests.making import Clock, empty_assessment, filled, new_file, with_record, workbook

FORMATS = ("xlsx", "docx", "pdf", "html", "pptx", "json")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "whole.sawb"
    whole = workbook(filled(empty_assessment("2023-24")), filled(empty_assessment("2024-25")))
    opening.write_new_workbook(path, whole, author="Tester", clock=Clock())
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_stands_whole_beside_nothing_else_and_leaves_the_workbook_alone(path: Path, name: str) -> None:
    before = path.read_bytes()
    out = path.with_name(f"out.{name}")
    report = export.export_workbook(path, out)
    assert (report.path, report.format) == (out, name)
    assert report.records == sum(1 for _ in snapshot.read_snapshot(path).all_records())
    assert out.stat().st_size > 1000
    assert sorted(p.name for p in path.parent.iterdir()) == sorted([path.name, out.name])
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["xlsx", "json"])
def test_one_year_can_be_exported_on_its_own(path: Path, name: str) -> None:
    out = path.with_name(f"out.{name}")
    export.export_workbook(path, out, year="2023-24")
    back = read_source(out).workbook
    assert [a.label for a in back.assessments] == ["2023-24"]
    assert back.current.by_id == snapshot.read_snapshot(path).find_assessment("2023-24").by_id


@pytest.mark.parametrize("name", FORMATS)
def test_the_public_export_holds_no_scores_risks_or_names(path: Path, name: str) -> None:
    out = path.with_name(f"out.{name}")
    export.export_workbook(path, out, edition=Edition.PUBLIC)
    if name == "pdf":
        from pypdf import PdfReader

        text = " ".join(page.extract_text() for page in PdfReader(out).pages)
        assert "risk event" not in text
        assert "risk title text" not in text
    elif name == "pptx":
        shown = list(pptx.Presentation(str(out)).slides)
        text = "".join("".join(part.itertext()) for s in shown for part in (s._element, s.notes_slide._element))
        assert "strength title text" in text
        assert "risk title text" not in text
    elif name in ("docx", "html"):
        text = "".join(docx.Document(str(out)).element.itertext()) if name == "docx" else out.read_text("utf-8")
        assert "strength title text" in text
        assert "risk event" not in text
        assert "risk title text" not in text
    else:
        back = read_source(out).workbook.current
        assert not back.records_of("risk")
        assert set(back.scores_by_statement.values()) == {None}
    assert b"action owner text" not in out.read_bytes()


def _wrong(path: Path, out: Path, **more: object) -> Callable[[], object]:
    return lambda: export.export_workbook(path, out, **more)  # type: ignore[arg-type]


def test_a_wrong_target_is_a_sentence_and_nothing_is_written(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    cases: list[tuple[Callable[[], object], type[Exception], str]] = [
        (_wrong(path, tmp_path / "out.odt"), WrongUseError, "should end in"),
        (_wrong(path, tmp_path / "out.pdf", template=path), WrongUseError, "A template is for Word"),
        (_wrong(path, tmp_path / "out.json", year="1999-00"), WrongUseError, "It has: 2023-24, 2024-25"),
        (_wrong(path, tmp_path, format="json"), FileError, "is a folder"),
        (_wrong(path, tmp_path / "none" / "out.json"), FileError, "is not there"),
        (_wrong(path, path, format="json"), WrongUseError, "over the workbook itself"),
        (_wrong(tmp_path / "none.sawb", tmp_path / "out.json"), FileError, "is not there"),
    ]
    for attempt, error, says in cases:
        with pytest.raises(error, match=says):
            attempt()
    assert sorted(p.name for p in tmp_path.iterdir()) == [path.name]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", FORMATS)
def test_stopping_leaves_what_was_there_before(path: Path, name: str) -> None:
    out = path.with_name(f"out.{name}")
    out.write_bytes(b"last week's")
    with pytest.raises(CancelledError):
        export.export_workbook(path, out, cancelled=lambda: True)
    assert out.read_bytes() == b"last week's"
    assert sorted(p.name for p in path.parent.iterdir()) == sorted([path.name, out.name])


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_leaves_what_was_there_before(path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out = path.with_name(f"out.{name}")
    out.write_bytes(b"last week's")
    full = Path("/dev/full")
    if not full.exists():
        pytest.fail("this machine has no /dev/full to stand for a full disk")
    monkeypatch.setattr("selfassess.services.exporting.export.os.replace", lambda *_: full.write_bytes(b"x" * 10))
    with pytest.raises(FileError, match="No space left"):
        export.export_workbook(path, out)
    assert out.read_bytes() == b"last week's"
    assert sorted(p.name for p in path.parent.iterdir()) == sorted([path.name, out.name])


@pytest.mark.parametrize("name", FORMATS)
def test_a_target_that_another_program_holds_open_is_left_as_it_is(
    path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = path.with_name(f"out.{name}")
    out.write_bytes(b"last week's")

    def held(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    monkeypatch.setattr("selfassess.services.exporting.export.os.replace", held)
    with pytest.raises(FileError, match="open in another program, close it there first"):
        export.export_workbook(path, out)
    assert out.read_bytes() == b"last week's"
    assert sorted(p.name for p in path.parent.iterdir()) == sorted([path.name, out.name])


@pytest.mark.parametrize("edition", list(Edition), ids=str)
@pytest.mark.parametrize("without_empty", [False, True])
def test_a_workbook_with_nothing_in_it_makes_a_whole_pdf(tmp_path: Path, edition: Edition, without_empty: bool) -> None:
    import pdfua

    path, out = tmp_path / "empty.sawb", tmp_path / "out.pdf"
    opening.write_new_workbook(path, workbook(empty_assessment()), author="Tester", clock=Clock())
    report = export.export_workbook(path, out, edition=edition, without_empty=without_empty)
    assert report.notes == ()
    assert report.pages > (2 if edition.is_narrative else 5)
    assert [str(finding) for finding in pdfua.validate(str(out)).findings] == []


def test_progress_goes_forward_to_the_end(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    for name in ("xlsx", "docx", "pdf", "html", "pptx"):
        seen: list[float] = []
        export.export_workbook(path, tmp_path / f"out.{name}", progress=seen.append)
        assert seen == sorted(seen)
        assert seen
        assert 0 <= seen[0] <= seen[-1] <= 1


def test_an_excel_export_says_whom_it_was_made_for(tmp_path: Path) -> None:
    path, out = new_file(tmp_path), tmp_path / "for the board.xlsx"
    export.export_workbook(path, out, edition=Edition.BOARD)
    assert excel.read_excel_export(out).edition is Edition.BOARD


def test_an_export_can_be_stopped_while_it_is_read_back(tmp_path: Path) -> None:
    path, out = new_file(tmp_path), tmp_path / "out.xlsx"
    reached: list[float] = []
    with pytest.raises(CancelledError, match="Nothing was exported"):
        export.export_workbook(
            path, out, progress=reached.append, cancelled=lambda: bool(reached and reached[-1] > 0.75)
        )
    assert 0.7 < reached[-1] < 1
    assert not out.exists()


def test_only_a_pdf_can_be_of_parts_and_only_of_those_that_there_are(path: Path, tmp_path: Path) -> None:
    cases = [
        (tmp_path / "out.xlsx", Edition.FULL, ("summary",), "Only a document can be of chosen parts"),
        (tmp_path / "out.pdf", Edition.FULL, ("summary", "sumary"), "no part “sumary”"),
        (tmp_path / "out.pdf", Edition.PUBLIC, ("risk-summary",), "None of the chosen parts is for the public"),
        (tmp_path / "out.pdf", Edition.FULL, (), "None of the chosen parts"),
    ]
    for out, edition, parts, says in cases:
        with pytest.raises(WrongUseError, match=says):
            export.export_workbook(path, out, edition=edition, parts=parts)
        assert not out.exists()


def test_a_pdf_of_some_parts_holds_no_others(path: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    out = tmp_path / "out.pdf"
    export.export_workbook(path, out, parts=("action-plan", "contacts"), without_empty=True)
    text = " ".join(page.extract_text() for page in PdfReader(out).pages)
    assert "action title text" in text
    assert "contact purpose" in text
    assert "risk title text" not in text


def test_what_no_font_can_draw_is_told_by_record_and_field(tmp_path: Path) -> None:
    whole, _ = with_record(empty_assessment(), "risk", quality_statement="equity", title="Long waits", controls="🦊 🦊")
    for n in range(20):
        whole, _ = with_record(whole, "comment", about="", text=f"中 {n}")
    path = tmp_path / "file.sawb"
    opening.write_new_workbook(path, workbook(whole), author="Tester", clock=Clock())
    first, risk, *more = export.export_workbook(path, tmp_path / "out.pdf").notes
    assert "\N{REPLACEMENT CHARACTER}" in first
    assert risk == "In “Risk: Long waits”, Controls: 🦊 (U+1F98A), twice."
    assert more[0] == "In “Comment: 中 0”, Comment: 中 (U+4E2D), once."
    assert more[-1] == "There are 9 more such places."
    few = export.export_workbook(path, tmp_path / "few.pdf", parts=("statements",)).notes
    assert few[1:] == (risk,)
