"""A committee's progress tracker and the learning from complaints: in, and out again with every column.

The sources hold no spreadsheet of either. The rows are those of the tables in Dudley's published committee papers of
11 September 2023 (progress tracker, and annual report on complaints), set into sheets with the columns of those papers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from selfassess.domain.improvement_plan.progress_report import progress_options
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Assessment
from selfassess.services.exporting import progress_report
from selfassess.services.workbook import snapshot
from tests.making import new_file

DIRECTOR = "Director of Children's Services"
TRACKER = (
    ("Subject (Date of Meeting)", "Recommendation/action", "Responsible Officer/Area", "Status/Notes"),
    ("(19 th June 2023) Programme of Meetings and Business Items for 2023/2024",
     "Minute No. 7 Resolution 9(a) – Meetings to be arranged for Members to the Family Centres", DIRECTOR, "Ongoing"),
    (None, "Minute No. 7 Resolution 9(b) – An offer of Safeguarding Training to all Elected Members", DIRECTOR,
     "Link to level 1 training emailed to Members on 15/08/2023"),
    (None, "Minute No. 7 Resolution 9(c) – Consider the request that Members DBS checks be updated", DIRECTOR,
     "Enquiries of the Council's Human Resources Section are ongoing"),
)  # fmt: skip
LEARNING = (
    ("Learning", "Complaint", "Actions"),
    ("Training", "Staff Behaviour",
     "Action: Reflective discussion around communication with Social Worker. Completed: Yes"),
    ("Improve Communication/ Procedure", "Lack of Communication",
     "Action: Service User calls to be returned within 24 hours unless worker on annual leave.\n\n"
     "Completed- Ongoing process"),
    ("Practice", "Alleged data breach",
     "Action: Out of office messages to be used when not available with clear return date/time recorded.\n\n"
     "Completed -Yes"),
)  # fmt: skip
PLAN = (
    ("Action", "Source of action", "Milestones", "Update log", "Due date", "Colour of folder"),
    ("Offer carers a break", "LGA peer challenge", "Advert out, 1 May 2026; Interviews Jun 26",
     "12/01/2026: Money agreed\n14/02/2026: Advert written", "01/09/2026", "green"),
)  # fmt: skip


@pytest.fixture
def taken(run: Any, tmp_path: Path) -> tuple[Path, Assessment, str]:
    """The three sheets in a workbook, as the wizard proposes by itself; what was said of them."""
    book = Book()
    for name, rows in (("Progress tracker", TRACKER), ("Learning from complaints", LEARNING), ("Our actions", PLAN)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "tracker.xlsx")
    path = new_file(tmp_path)
    ran = run("import", path, tmp_path / "tracker.xlsx", "--mapping", "auto", "--year", "2024-25")
    assert ran.code == 0, ran.err
    return path, snapshot.read_snapshot(path).current, ran.out + ran.err


def find(year: Assessment, title: str) -> Record:
    return next(each for each in year.records_of("action") if each.text_of("title").startswith(title))


def test_where_an_action_comes_from_is_read_and_taken_on_below(taken: tuple[Path, Assessment, str]) -> None:
    _, year, _ = taken
    rows = [find(year, f"Minute No. 7 Resolution 9({letter})") for letter in "abc"]
    subject = "Programme of Meetings and Business Items for 2023/2024"
    for row in rows:
        assert (row["origin"], row["origin_date"], row["origin_reference"], row["owner"]) == (
            "member_resolution", "2023-06-19", subject, DIRECTOR,
        )  # fmt: skip
    assert (rows[0]["status"], rows[1]["progress"]) == ("in_progress", TRACKER[2][3])


def test_learning_from_complaints_becomes_actions_that_say_whether_they_are_done(
    taken: tuple[Path, Assessment, str],
) -> None:
    _, year, _ = taken
    rows = [find(year, title) for title in ("Reflective discussion", "Service User calls", "Out of office")]
    assert [(row["origin"], row["origin_reference"], row["detail"], row["status"]) for row in rows] == [
        ("complaint", "Staff Behaviour", "Training", "complete"),
        ("complaint", "Lack of Communication", "Improve Communication/ Procedure", "in_progress"),
        ("complaint", "Alleged data breach", "Practice", "complete"),
    ]


def test_milestones_and_updates_of_a_row_are_records_of_their_own_and_the_rest_is_said(
    taken: tuple[Path, Assessment, str],
) -> None:
    _, year, said = taken
    action = find(year, "Offer carers a break")
    assert (action["origin"], action["due_on"]) == ("peer_review", "2026-09-01")
    milestones = [(m["title"], m["due_on"]) for m in year.records_of("milestone") if m["action"] == action.id]
    assert milestones == [("Advert out", "2026-05-01"), ("Interviews", "2026-06-30")]
    updates = [(u["dated_on"], u["text"]) for u in year.records_of("update") if u["about"] == action.id]
    assert updates == [("2026-01-12", "Money agreed"), ("2026-02-14", "Advert written")]
    assert "Colour of folder" in said or "green" in said


def test_what_came_in_goes_out_with_every_column(taken: tuple[Path, Assessment, str], tmp_path: Path) -> None:
    path, _, _ = taken
    out = tmp_path / "progress.xlsx"
    options = progress_options(Edition.FULL, names=True)
    progress_report.export_progress(
        path, out, since="2024-01-01", today="2026-03-01", edition=Edition.FULL, options=options
    )
    book = load_workbook(out)
    tracker = list(book["Progress tracker"].iter_rows(min_row=4, values_only=True))
    assert tracker[0] == TRACKER[0]
    subject = "(19 June 2023) Programme of Meetings and Business Items for 2023/2024"
    assert [row[:3] for row in tracker[1:4]] == [(subject, row[1], DIRECTOR) for row in TRACKER[1:]]
    assert [row[3] for row in tracker[1:4]] == ["In progress", TRACKER[2][3], TRACKER[3][3]]
    learning = list(book["Learning from complaints"].iter_rows(min_row=4, values_only=True))
    assert learning[0] == LEARNING[0]
    assert [row[:2] for row in learning[1:]] == [row[:2] for row in LEARNING[1:]]
    assert [str(row[2]).rpartition("Completed: ")[2] for row in learning[1:]] == ["Yes", "Ongoing", "Yes"]
