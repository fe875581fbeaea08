"""A brief: one page about a statement or for a group of interviewees, as Word, PDF and HTML."""

import subprocess
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.domain.report.brief import briefs_of
from selfassess.services.exporting import export
from selfassess.services.importing import plan_import
from selfassess.services.workbook import opening, snapshot
from tests.exchange.pdf_making import SENTENCE
from tests.exchange.word_making import paragraphs
from tests.making import Clock, empty_assessment, judged, with_record, workbook


@pytest.fixture
def example(tmp_path: Path) -> Path:
    path = tmp_path / "demo.sawb"
    opening.write_demo_workbook(path, author="Tester", clock=Clock())
    return path


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """Everything is as long as it can be."""
    year = judged(empty_assessment(), "equity", summary=SENTENCE * 100, score=2)
    for n in range(20):
        title = f"{n} {SENTENCE}"
        for kind in ("strength", "improvement", "risk", "action"):
            detail: dict[str, Value] = {} if kind == "risk" else {"detail": SENTENCE * 9}
            year, _ = with_record(year, kind, quality_statement="equity", title=title, **detail)
        heard: dict[str, Value] = {"category": "people", "shows": SENTENCE * 5, "quality_statements": ("equity",)}
        year, _ = with_record(year, "evidence", title=title, **heard)
        beside: dict[str, Value] = {
            "comparator_name": "England",
            "comparator_value": 5.0,
            "unit": "%",
            "quality_statements": ("equity",),
        }
        year, measure = with_record(year, "measure", title=title, **beside)
        year, _ = with_record(year, "measure_value", measure=measure.id, period="2023-24", value=4.0)
    path = tmp_path / "full.sawb"
    opening.write_new_workbook(path, workbook(year), author="Tester", clock=Clock())
    return path


@pytest.mark.parametrize("about", ["equity", "people"])
def test_a_brief_is_one_page_however_much_is_written(full: Path, about: str) -> None:
    out = full.with_name("brief.pdf")
    assert export.export_workbook(full, out, brief=about).pages == 1
    assert "Nobody" not in PdfReader(out).pages[0].extract_text()


@pytest.mark.libreoffice
@pytest.mark.parametrize("about", ["equity", "people"])
def test_so_is_it_in_word(full: Path, about: str) -> None:
    out = full.with_name("brief.docx")
    export.export_workbook(full, out, brief=about)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{full.parent}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", str(full.parent), str(out)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    assert len(PdfReader(full.with_name("brief.pdf")).pages) == 1


def test_where_a_page_has_room_nothing_is_cut(example: Path) -> None:
    out = example.with_name("brief.docx")
    export.export_workbook(example, out, brief="equity")
    said = paragraphs(docx.Document(str(out)))
    assert not [line for line in said if line.endswith("…")]
    assert any(line.endswith("difference did it make?") for line in said)


@pytest.mark.parametrize("about", list(briefs_of(empty_assessment().framework)))
def test_there_is_a_brief_for_each_statement_and_group(example: Path, about: str) -> None:
    out = example.with_name("brief.docx")
    export.export_workbook(example, out, brief=about)
    said = paragraphs(docx.Document(str(out)))
    name = briefs_of(snapshot.read_snapshot(example).current.framework)[about]
    assert f"Brief: {name}" in said
    assert "Contents" not in said


def test_a_brief_says_no_score_and_no_risk_where_the_edition_has_none(example: Path) -> None:
    out = example.with_name("brief.docx")
    export.export_workbook(example, out, brief="assessing-needs")
    said = paragraphs(docx.Document(str(out)))
    assert any(line.startswith("Our score: 2") for line in said)
    assert "Our most pressing risks" in said
    export.export_workbook(example, out, brief="assessing-needs", edition=Edition.PUBLIC)
    said = paragraphs(docx.Document(str(out)))
    assert not any("Our score" in line for line in said)
    assert "Our most pressing risks" not in said


def test_a_brief_that_comes_back_unchanged_changes_nothing(example: Path) -> None:
    out = example.with_name("brief.docx")
    export.export_workbook(example, out, brief="assessing-needs")
    there = snapshot.read_snapshot(example, journal=True)
    found = plan_import.plan_file(there, out).prepared
    assert found.merge.differences == ()
    assert found.problems == ()


def test_a_brief_on_nothing_that_there_is_or_as_no_document_is_refused(example: Path) -> None:
    with pytest.raises(WrongUseError, match="There is no brief on “weather”"):
        export.export_workbook(example, example.with_name("a.docx"), brief="weather")
    with pytest.raises(WrongUseError, match="A brief is a document"):
        export.export_workbook(example, example.with_name("a.xlsx"), brief="equity")
