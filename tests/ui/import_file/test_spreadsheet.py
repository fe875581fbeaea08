"""Taking in somebody else's spreadsheet: what its columns mean is said first, then it is seen what would come in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord
from tests.ui.import_file.coming_back import run
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.dialogs.import_file.wording import FOREIGN

Open = Callable[[Workspace], ImportFileDialog]
Read = Callable[[ImportFileDialog, Path], None]
Take = Callable[[ImportFileDialog], None]

RISKS = (
    ("Quality statement", "Risk", "Cause", "Likelihood", "Severity", "Owner"),
    ("Equity", "Languages are missed", "Nobody asks which are spoken", 4, 3, "Head of access"),
    ("Safeguarding", "Enquiries wait", "Posts are empty", "often", 5, "Principal social worker"),
)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A list of risks as somebody keeps it."""
    book = Book()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Risk log"
    for row in RISKS:
        sheet.append(row)
    path = tmp_path / "Risk log 2023-24.xlsx"
    book.save(path)
    return path


@pytest.fixture
def dialog(blank_year: Workspace, theirs: Path, open_dialog: Open, read: Read, qtbot: QtBot) -> ImportFileDialog:
    """The dialog at the step that says what the spreadsheet means."""
    made = open_dialog(blank_year)
    read(made, theirs)
    leave_open_words_empty(made, qtbot)
    return made


def leave_open_words_empty(dialog: ImportFileDialog, qtbot: QtBot) -> None:
    """Say of the words that nobody knows that they mean nothing, and wait until what is left is worked out."""
    qtbot.waitUntil(lambda: dialog.mapping.reason_mapping_incomplete().startswith("Choose under"), timeout=20_000)
    assert not dialog.take.isEnabled()
    dialog.mapping.pane.leave_rest.click()
    qtbot.waitUntil(dialog.take.isEnabled, timeout=20_000)


def risks(workspace: Workspace, label: str) -> list[object]:
    year = next(record for record in workspace.session.assessments if record["label"] == label)
    return [record["title"] for record in workspace.session.load_assessment(year.id).records_of("risk")]


def test_what_it_means_comes_first_then_the_year_that_it_makes(
    dialog: ImportFileDialog, blank_year: Workspace, take: Take
) -> None:
    assert FOREIGN in dialog.file.text()
    assert dialog.mapping.year_label() == "2023-24"
    assert dialog.take.text() == "Next: see what would come in"
    take(dialog)
    assert dialog.steps.currentWidget() is dialog.years
    told = [(trouble.problem.sheet, trouble.problem.row) for trouble in dialog.years.troubles.troubles]
    assert ("Risk log", 3) in told
    take(dialog)
    assert risks(blank_year, "2023-24") == ["Languages are missed", "Enquiries wait"]
    dialog.result_page.undo.click()
    assert [record["label"] for record in blank_year.session.assessments] == ["2025-26"]


def test_into_a_year_that_is_here_it_is_merged_and_seen_first(
    dialog: ImportFileDialog, blank_year: Workspace, take: Take
) -> None:
    dialog.mapping.year.line.setEditText("2025-26")
    take(dialog)
    assert dialog.steps.currentWidget() is dialog.changes
    assert dialog.changes.summary.text().startswith("2 new")
    take(dialog)
    assert risks(blank_year, "2025-26") == ["Languages are missed", "Enquiries wait"]


def test_what_is_here_already_is_known_again(
    blank_year: Workspace, theirs: Path, open_dialog: Open, read: Read, take: Take, qtbot: QtBot
) -> None:
    given = {"quality_statement": "equity", "title": "Languages are missed", "cause": "Nobody asks which are spoken"}
    run(blank_year, AddRecord("risk", "here-already", given))
    dialog = open_dialog(blank_year)
    read(dialog, theirs)
    leave_open_words_empty(dialog, qtbot)
    dialog.mapping.year.line.setEditText("2025-26")
    take(dialog)
    assert dialog.changes.summary.text().startswith("1 changed, 1 new")
