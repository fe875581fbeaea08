"""The progress report as files: Word, PDF, HTML and Excel of one workbook, and what comes back of the Word one."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.errors import WrongUseError
from selfassess.services.exporting import progress_report
from selfassess.services.exporting.formats import PAPER_FORMATS
from tests.making import Clock, close_sessions, new_file, session

TODAY, SINCE = "2025-05-01", "2025-03-01"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook in which something moved in April."""
    clock = Clock("2025-02-01T09:00:00+00:00", timedelta(seconds=1))
    path = new_file(tmp_path_factory.mktemp("plan"), clock=clock)
    held = session(path, clock)
    complaint = {
        "title": "Answer calls within 24 hours", "owner": "Head of Contact Services, Ann Example",
        "due_on": "2025-04-01", "status": "in_progress", "origin": "complaint",
        "origin_reference": "Lack of Communication",
    }  # fmt: skip
    resolution = {
        "title": "Train managers", "theme": "leadership", "origin": "member_resolution", "origin_date": "2023-06-19",
        "origin_reference": "Minute No. 7",
    }  # fmt: skip
    held.run_command(AddRecord("action", "late", complaint))
    held.run_command(AddRecord("action", "done", resolution))
    clock.moment += timedelta(days=70)
    held.run_command(AddRecord("milestone", "m", {"action": "late", "title": "New phones", "done_on": "2025-04-02"}))
    news = {"about": "late", "text": "Two teams are trained", "dated_on": "2025-04-03"}
    held.run_command(AddRecord("update", "u", news))
    for field, value in (("status", "complete"), ("completed_on", "2025-04-04"), ("effect", "Fewer delays – at last")):
        held.run_command(SetField("done", field, value))
    close_sessions()
    return path


WORDS = ("Answer calls within 24 hours", "30 days", "New phones", "Two teams are trained", "Fewer delays – at last")


def text_of_file(path: Path) -> str:
    match path.suffix:
        case ".pdf":
            said = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        case ".docx":
            said = "\n".join(node.text or "" for node in Document(str(path)).element.body.iter() if node.text)
        case ".xlsx":
            book = load_workbook(path, read_only=True)
            rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
            said = "\n".join(str(cell) for row in rows for cell in row if cell is not None)
            book.close()
        case _:
            said = path.read_text(encoding="utf-8")
    return " ".join(said.split())


@pytest.mark.parametrize("ending", PAPER_FORMATS)
def test_every_format_says_what_moved_and_no_name(plan: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"progress.{ending}"
    report = progress_report.export_progress(plan, out, since=SINCE, today=TODAY)
    assert report.path == out
    said = text_of_file(out)
    missing = [words for words in WORDS if words not in said and not (ending == "xlsx" and words == WORDS[4])]
    assert missing == []
    assert "Ann Example" not in said
    assert "Head of Contact" in said


def test_excel_has_the_sheets_of_the_report_and_the_columns_that_councils_keep(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "progress.xlsx"
    progress_report.export_progress(plan, out, since=SINCE, today=TODAY)
    book = load_workbook(out)
    rows = {sheet.title: list(sheet.iter_rows(min_row=4, values_only=True)) for sheet in book.worksheets}
    assert rows["Progress tracker"] == [
        ("Subject (Date of Meeting)", "Recommendation/action", "Responsible Officer/Area", "Status/Notes"),
        ("(19 June 2023) Minute No. 7", "Train managers", None, "Complete"),
    ]
    learning = rows["Learning from complaints"]
    assert learning[0] == ("Learning", "Complaint", "Actions")
    assert learning[1][1:] == ("Lack of Communication", "Action: Answer calls within 24 hours\nCompleted: Ongoing")
    assert {"In brief", "What is late", "Milestones", "The whole plan"} <= set(rows)


def test_a_word_report_comes_back_with_what_was_changed_in_it(run: Any, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "progress.docx"
    progress_report.export_progress(plan, out, since=SINCE, today=TODAY)
    document = Document(str(out))
    (written,) = {
        node for node in document.element.body.iter() if node.tag == qn("w:t") and node.text == "Fewer delays – at last"
    }
    written.text = "Fewer delays – everywhere"
    document.save(str(out))
    answer = run("import", plan, out, "--dry-run", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert [(each["field"], each["merged"]) for each in json.loads(answer.out)["changed"]["items"]] == [
        ("effect", "Fewer delays – everywhere")
    ]


def test_the_command_line_asks_for_a_day_that_is_over(run: Any, plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "progress.html"
    answer = run("progress", plan, out, "--since", "1 March 2025", "--no-risks")
    assert (answer.code, answer.err, out.exists()) == (0, "", True)
    assert run("progress", plan, out, "--since", "soon enough").code == 2
    for since in ("soon enough", "1 March 2999"):
        with pytest.raises(WrongUseError):
            progress_report.read_since(since, TODAY)
    with pytest.raises(WrongUseError, match="should end in"):
        progress_report.export_progress(plan, tmp_path / "progress.pptx", since=SINCE, today=TODAY)
