"""Another copy of the workbook in the dialog: who wrote what, what was joined, what was taken back, files dropped."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.merging.resolution import Resolution
from selfassess.domain.merging.three_way import WHOLE
from selfassess.domain.model.commands import Command, RemoveRecord, SetField
from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from tests.making import Clock
from tests.ui.import_file.coming_back import judgement, run
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.dialogs.import_file.merge.conflict_card import ConflictCard
from ui.dialogs.import_file.merge.lines import Group
from ui.shell.window import MainWindow
from ui.widgets.dropping import DropArea

Open = Callable[[Workspace], ImportFileDialog]
Read = Callable[[ImportFileDialog, Path], None]
Take = Callable[[ImportFileDialog], None]


def written_by(path: Path, author: str, *commands: Command) -> None:
    """What somebody writes in a copy."""
    session = opening.open_workbook(path, author=author, clock=Clock("2025-03-03T14:00:00+00:00"))
    for command in commands:
        session.run_command(command)
    session.close()


@pytest.fixture
def copy(example: Workspace) -> Path:
    """A copy in which Ben wrote: beside Ada in one text, over hers in another, and in what she removed."""
    path = example.session.path.with_name("example-LAPTOP.sawb")
    shutil.copy(example.session.path, path)
    equity, board = judgement(example, "equity"), judgement(example, "governance")
    strength, other = example.session.current.records_of("strength")[:2]
    written_by(
        path,
        "Ben",
        SetField(equity.id, "summary", f"{equity['summary']}\n\nBen wrote below."),
        SetField(board.id, "summary", "Ben wrote it anew."),
        SetField(strength.id, "title", "Ben’s title"),
        RemoveRecord(other.id),
    )
    run(example, SetField(equity.id, "summary", f"Ada wrote above.\n\n{equity['summary']}"))
    run(example, SetField(board.id, "summary", "Ada wrote it anew."))
    run(example, RemoveRecord(strength.id))
    return path


@pytest.fixture
def dialog(example: Workspace, copy: Path, open_dialog: Open, read: Read) -> ImportFileDialog:
    made = open_dialog(example)
    read(made, copy)
    return made


def said(dialog: ImportFileDialog) -> str:
    shown = dialog.changes.detail.widget()
    assert shown is not None
    return "\n".join(label.text() for label in shown.findChildren(QLabel))


def choose(dialog: ImportFileDialog, group: Group) -> None:
    assert dialog.changes.shown is not None
    line = next(each for each in dialog.changes.shown.lines if each.group is group)
    dialog.changes.table.choose_row(line.id)


def test_it_says_whose_changes_they_are_and_who_wrote_each(
    dialog: ImportFileDialog, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    assert dialog.file.text() == (
        "example-LAPTOP.sawb: A copy of this workbook, with 4 changes by Ben since 3 March 2025 that are not here."
    )
    assert dialog.changes.summary.text() == "1 joined, 1 removed, 2 in conflict."
    model = dialog.changes.model
    last = model.columnCount() - 1
    assert model.headerData(last, Qt.Orientation.Horizontal) == "Written by"
    assert {model.index(row, last).data() for row in range(model.rowCount())} == {"Ben"}
    qtmodeltester.check(model)


def test_what_was_joined_can_be_read_before_it_is_taken(dialog: ImportFileDialog) -> None:
    choose(dialog, Group.JOINED)
    assert "Joined: both wrote, in different parts of it. This is how it would stand" in said(dialog)
    assert "Ada, " in said(dialog)
    assert "Ben, 3 March 2025" in said(dialog)
    whole = "".join(piece.text for piece in dialog.changes.detail.words["summary"].pieces)
    assert whole.startswith("Ada wrote above.")
    assert whole.rstrip().endswith("Ben wrote below.")


def test_a_conflict_names_both_and_a_removed_record_is_a_question_in_words(
    dialog: ImportFileDialog, example: Workspace
) -> None:
    dialog.changes.table.choose_row(judgement(example, "governance").id)
    card = dialog.changes.detail.conflicts["summary"]
    assert isinstance(card, ConflictCard)
    assert card.accessibleName() == "“Where we are” was changed here and in the copy"
    assert (card.sides.mine_by[:4], card.sides.theirs_by[:4]) == ("Ada,", "Ben,")
    question = next(id for id, key in dialog.changes.choices.list_open_conflicts() if key is WHOLE)
    dialog.changes.table.choose_row(question)
    assert "! This strength was removed here (Ada, " in said(dialog)
    assert "and changed in the copy (Ben, 3 March 2025" in said(dialog)
    whole = dialog.changes.detail.conflicts[WHOLE]
    assert [each.text() for each in whole.ends.buttons.values()] == [
        "Leave it out, as it is here", "Bring it back, as in the copy",
    ]  # fmt: skip


def test_what_is_left_aside_is_said_to_come_again_and_the_report_is_there_to_read(
    dialog: ImportFileDialog, example: Workspace, take: Take, qtbot: QtBot
) -> None:
    dialog.changes.end_open_conflicts(Resolution.BOTH)
    removed = next(line for line in dialog.changes.shown.lines if line.group is Group.REMOVED)  # type: ignore[union-attr]
    dialog.changes.model.toggle_difference(removed.id)
    assert dialog.reason.text() == "What you leave aside is offered again when you import this file again."
    take(dialog)
    details = dialog.result_page.details.text()
    assert "Written by Ben." in details
    assert "1 change was left aside; you are asked again when you import this file again." in details
    qtbot.waitUntil(lambda: "Written by: Ben" in dialog.result_page.reading.toPlainText())
    assert example.session.undo_label == "import changes from example-LAPTOP.sawb"


def test_after_an_undo_the_copy_is_offered_again_and_it_is_said_that_it_was_put_aside(
    dialog: ImportFileDialog, example: Workspace, copy: Path, take: Take, open_dialog: Open, read: Read
) -> None:
    dialog.changes.end_open_conflicts(Resolution.THEIRS)
    take(dialog)
    dialog.result_page.undo.click()
    again = open_dialog(example)
    read(again, copy)
    assert len(again.changes.shown.lines) == len(dialog.changes.shown.lines)  # type: ignore[union-attr]
    assert "4 changes of this file were put aside here by" in again.changes.notes.said.text()
    again.changes.go_to_first_line()
    assert "put aside here on" in " ".join(label.text() for label in again.changes.detail.findChildren(QLabel))


def test_where_nothing_would_change_the_history_of_a_copy_can_still_come_along(
    example: Workspace, tmp_path: Path, open_dialog: Open, read: Read, take: Take
) -> None:
    path = example.session.path.with_name("same.sawb")
    shutil.copy(example.session.path, path)
    same = SetField(judgement(example, "equity").id, "impact", "Both wrote this.")
    written_by(path, "Ben", same)
    run(example, same)
    dialog = open_dialog(example)
    read(dialog, path)
    assert dialog.said.message_text.startswith("Nothing here would change: what same.sawb says is here already.")
    assert dialog.take.text() == "Import its history"
    take(dialog)
    assert "Ben" in {entry.author for entry in example.session.read_history()}
    read(open_dialog(example), path)


def test_the_workbook_that_is_open_is_no_copy_of_itself(example: Workspace, open_dialog: Open, read: Read) -> None:
    dialog = open_dialog(example)
    read(dialog, example.session.path)
    assert (
        dialog.said.message_text == "example.sawb is the workbook that is open. Choose a copy of it, or another file."
    )


# --- dropping a file on the window ------------------------------------------------------------------------------------


def drop(area: DropArea, target: QWidget, path: Path) -> bool:
    """Drop a file as a file manager does; whether it is taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    asks = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(5, 5), *asks)
    assert area.overlay.isHidden()
    QApplication.sendEvent(target, entering)
    if area.overlay.isHidden():
        return False
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), *asks))
    return True


def test_a_copy_dropped_on_the_window_leads_to_what_it_would_bring(
    example: Workspace, copy: Path, qtbot: QtBot
) -> None:
    path = example.session.path
    example.session.close()
    window = MainWindow(Settings(name="Ada"))
    qtbot.addWidget(window)
    window.show()
    assert drop(window.drop, window, path)  # on the start screen it opens
    qtbot.waitUntil(lambda: window.frame is not None and bool(window.frame.place), timeout=20_000)
    assert drop(window.drop, window, copy)
    qtbot.waitUntil(lambda: bool(window.findChildren(ImportFileDialog)), timeout=20_000)
    (dialog,) = window.findChildren(ImportFileDialog)
    qtbot.waitUntil(lambda: dialog.task is None and dialog.found is not None, timeout=20_000)
    assert "4 changes by Ben" in dialog.file.text()
    dialog.close()
    window.close()


def test_a_workbook_is_not_taken_for_evidence(qtbot: QtBot, copy: Path) -> None:
    page = QLabel("Evidence")
    qtbot.addWidget(page)
    page.show()
    area = DropArea(page, "Drop here to add as evidence")
    assert not drop(area, page, copy)
    assert drop(area, page, copy.with_name("minutes.pdf"))
