"""Importing a self-assessment as a document: where each piece goes is looked through first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from tests.exchange.narrative_making import Made
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.dialog import ImportFileDialog

Open = Callable[[Workspace], ImportFileDialog]
Read = Callable[[ImportFileDialog, Path], None]
Take = Callable[[ImportFileDialog], None]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    made = Made()
    made.add("Quality statement 7: Safeguarding", style="Heading 1")
    made.add("Our judgement: 2-3")
    made.add("What we do well", style="Heading 2")
    made.add("Calls are answered. Visits are made.", style="List Bullet")
    made.add("What could be better", style="Heading 2")
    made.add("People wait.", style="List Bullet")
    return made.save(tmp_path, "Self-assessment 2024-25")


@pytest.fixture
def dialog(blank_year: Workspace, document: Path, open_dialog: Open, read: Read, qtbot: QtBot) -> ImportFileDialog:
    """The dialog at the step that says where the pieces go."""
    made = open_dialog(blank_year)
    read(made, document)
    qtbot.waitUntil(made.take.isEnabled, timeout=20_000)
    return made


def year_named(workspace: Workspace, label: str) -> str:
    return next(record.id for record in workspace.session.assessments if record["label"] == label)


def test_what_a_person_sets_right_is_what_comes_in_and_undo_takes_it_out(
    dialog: ImportFileDialog, blank_year: Workspace, take: Take
) -> None:
    step = dialog.narrative
    assert step.year.label == "2024-25"
    assert "6 pieces: 3 taken, 1 to be looked at, 0 left out." in step.told.text()
    step.table.choose_row("000003")
    cursor = step.words.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    for _ in "Calls are answered.":
        cursor.movePosition(QTextCursor.MoveOperation.Right)
    step.words.setTextCursor(cursor)
    step.split.click()
    step.table.choose_row("000006")
    step.kind.setCurrentIndex(step.kind.findData("risk.title"))
    step.kind.activated.emit(step.kind.currentIndex())
    take(dialog)
    assert dialog.steps.currentWidget() is dialog.years
    take(dialog)
    year = blank_year.session.load_assessment(year_named(blank_year, "2024-25"))
    assert [each["title"] for each in year.records_of("strength")] == ["Calls are answered.", "Visits are made."]
    assert [(each["title"], each["quality_statement"]) for each in year.records_of("risk")] == [
        ("People wait.", "safeguarding")
    ]
    assert year.judgements["safeguarding"]["score"] is None
    dialog.result_page.undo.click()
    assert [record["label"] for record in blank_year.session.assessments] == ["2025-26"]


def test_going_to_a_piece_chooses_it_alone_while_a_key_is_held(dialog: ImportFileDialog, qtbot: QtBot) -> None:
    table = dialog.narrative.table
    for key, held in (
        (Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier),
    ):
        table.choose_row("000003")
        qtbot.keyPress(table, key, held)
        table.choose_row("000005")
        qtbot.keyRelease(table, key)
        assert table.selected_ids() == ("000005",)


def test_the_keyboard_leaves_out_what_is_chosen_and_takes_that_back(dialog: ImportFileDialog, qtbot: QtBot) -> None:
    step = dialog.narrative
    step.table.setFocus()
    step.table.choose_row("000005")
    qtbot.keyClick(step.table, Qt.Key.Key_Delete)
    assert step.current_proposal().placed[5].goes.is_left_out
    step.shown.setCurrentText("Left out")
    assert step.model.shown_ids == ("000005",)
    step.revert_last_change()
    assert step.current_proposal().placed[5].goes.record == "improvement"


def test_into_a_year_that_is_here_it_adds_and_overwrites_nothing(
    dialog: ImportFileDialog, blank_year: Workspace, take: Take
) -> None:
    dialog.narrative.year.line.setEditText("2025-26")
    take(dialog)
    assert dialog.steps.currentWidget() is dialog.changes
    take(dialog)
    year = blank_year.session.load_assessment(year_named(blank_year, "2025-26"))
    assert [each["title"] for each in year.records_of("improvement")] == ["People wait."]


@pytest.mark.parametrize("name", ["table", "words", "kind", "statement", "shown"])
def test_every_part_has_a_name_for_a_screen_reader(dialog: ImportFileDialog, name: str) -> None:
    assert getattr(dialog.narrative, name).accessibleName()


def test_another_councils_document_is_asked_about_before_it_goes_on(
    blank_year: Workspace, tmp_path: Path, open_dialog: Open, read: Read, take: Take, qtbot: QtBot
) -> None:
    made = Made()
    made.add("Surrey County Council: our self-assessment")
    made.add("Quality statement 7: Safeguarding", style="Heading 1")
    made.add("What we do well", style="Heading 2")
    made.add("Calls are answered.", style="List Bullet")
    dialog = open_dialog(blank_year)
    read(dialog, made.save(tmp_path, "Theirs 2023-24"))
    step = dialog.narrative
    qtbot.waitUntil(step.ours.isVisible, timeout=20_000)
    assert "of Surrey County Council, and this workbook is of" in step.ours.said.message_text
    assert not dialog.take.isEnabled()
    assert "names another council" in dialog.reason.text()
    step.ours.yes.click()
    take(dialog)
    assert not dialog.years.refused.text()
    take(dialog)
    year = year_named(blank_year, "2023-24")
    assert [each["title"] for each in blank_year.session.load_assessment(year).records_of("strength")] == [
        "Calls are answered."
    ]
