"""Saved means saved: in time however fast one types, said only when it is so, tried again where it failed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.services.workbook import snapshot
from ui.bridge.pending import IN_TIME_MS
from ui.bridge.workspace import Workspace
from ui.pages.information_return.contacts import Contacts
from ui.shell.frame import WorkbookFrame
from ui.widgets import idle_queue
from ui.widgets.announcement import VOICE
from ui.widgets.forms.comments import NewComment
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.new_record_line import NewRecordLine


@pytest.fixture
def frame(qtbot: QtBot, workspace: Workspace) -> Iterator[WorkbookFrame]:
    made = WorkbookFrame(workspace)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show_place("statement:equity/judgement")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: idle_queue.is_empty(), timeout=30_000)  # the fields come one after the other
    yield made
    workspace.forget_editors()


def editor(frame: WorkbookFrame, key: str = "impact") -> FieldEditor:
    found = [each for each in frame.findChildren(FieldEditor) if each.field.key == key and each.isVisible()]
    return found[0]


def type_in(made: FieldEditor, words: str) -> QWidget:
    target = made.control.focus_target
    target.setFocus()
    QTest.keyClicks(target, words)
    return target


def in_file(workspace: Workspace) -> str:
    year: Assessment = snapshot.read_snapshot(workspace.session.path).current
    found = next(each for each in year.records_of("judgement") if each["quality_statement"] == "equity")
    return str(found["impact"] or "")


def test_what_is_typed_without_a_pause_is_saved_within_three_seconds_of_its_first_key(
    frame: WorkbookFrame, workspace: Workspace
) -> None:
    assert IN_TIME_MS < 3000
    made, timer = editor(frame), workspace.pending.timer
    type_in(made, "First ")
    begun = timer.remainingTime()
    assert 0 < begun <= IN_TIME_MS
    while timer.remainingTime() == begun:  # each key may move it on, and none may put it off
        type_in(made, "x")
    assert timer.remainingTime() < begun
    timer.timeout.emit()
    assert "First x" in in_file(workspace)
    assert made.control.focus_target.hasFocus()
    type_in(made, " more")
    assert workspace.pending.timer.isActive()
    workspace.pending.save_editors()
    assert " more" in in_file(workspace)


def test_the_bar_says_saved_only_when_every_word_is_in_the_file(frame: WorkbookFrame, workspace: Workspace) -> None:
    made = editor(frame)
    type_in(made, "Words")
    assert frame.top_bar.saved.text() == "Saving…"
    workspace.pending.save_editors()
    assert frame.top_bar.saved.text().startswith("Saved ")
    line = NewRecordLine(workspace, "Add a risk", lambda title: "", "Add")
    line.line.setText("A risk to come")
    assert frame.top_bar.saved.text() == "Saving…"
    workspace.pending.save_editors()
    assert frame.top_bar.saved.text() == "Not saved yet"
    line.line.clear()
    assert frame.top_bar.saved.text().startswith("Saved ")
    comment = NewComment(workspace)
    comment.paper.setPlainText("To be added")
    assert frame.top_bar.saved.text() == "Saving…"


def test_half_a_date_is_not_called_saved(qtbot: QtBot, frame: WorkbookFrame, workspace: Workspace) -> None:
    id = new_id()
    workspace.run(AddRecord("risk", id, {"title": "R", "quality_statement": "equity"}))
    made = FieldEditor(workspace, CATALOGUE["risk"].by_key["review_on"])
    qtbot.addWidget(made)
    made.show_field_of(workspace.session.current.by_id[id])
    made.show()
    made.activateWindow()
    target = made.control.focus_target
    target.setFocus()
    qtbot.waitUntil(target.hasFocus)
    QTest.keyClicks(target, "28/0")
    workspace.pending.save_editors()
    assert frame.top_bar.saved.text() == "Not saved yet"
    assert not made.error.text()  # half a date is nobody's mistake while it is typed
    QTest.keyClicks(target, "2/2026")
    workspace.pending.save_editors()
    assert frame.top_bar.saved.text().startswith("Saved ")


def test_a_save_that_fails_keeps_the_words_says_why_once_and_is_tried_again(
    frame: WorkbookFrame, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    VOICE.announced.connect(said.append)
    store, connection = workspace.session.store, workspace.session.store._db.conn
    connection.execute("PRAGMA query_only = ON")
    made = editor(frame)
    type_in(made, "Kept on the screen")
    for _ in range(3):
        workspace.pending.save_editors()
    assert "Kept on the screen" in str(made.control.raw_value())
    assert "cannot be written" in frame.message.message_text
    assert "tried again" in frame.message.message_text
    # Nobody can put it away while it is so
    assert not any(each.isVisible() for each in frame.message.findChildren(QToolButton))
    assert sum("cannot be written" in each for each in said) == 1
    assert frame.top_bar.saved.text() == "Not saved yet"
    assert not workspace.flush()
    connection.execute("PRAGMA query_only = OFF")
    workspace.pending.save_editors()
    assert "Kept on the screen" in in_file(workspace)
    assert frame.message.message_text == "Everything you wrote is saved now."
    assert store.find_faults() == ()


def test_a_folder_that_vanishes_while_one_types_loses_no_word(frame: WorkbookFrame, workspace: Workspace) -> None:
    folder = workspace.session.path.parent
    away = folder.with_name(f"{folder.name}-away")
    os.rename(folder, away)
    try:
        made = editor(frame)
        type_in(made, "Written meanwhile")
        workspace.pending.save_editors()
        assert frame.message.isVisibleTo(frame)
        assert "Written meanwhile" in str(made.control.raw_value())
        assert frame.top_bar.saved.text() == "Not saved yet"
    finally:
        os.rename(away, folder)
    workspace.pending.save_editors()
    assert "Written meanwhile" in in_file(workspace)
    assert frame.message.message_text == "Everything you wrote is saved now."


def test_what_is_typed_in_a_cell_is_saved_while_the_cell_is_open(
    qtbot: QtBot, frame: WorkbookFrame, workspace: Workspace
) -> None:
    page = Contacts(workspace)
    qtbot.addWidget(page)
    asked = workspace.session.current.information_return
    assert asked is not None
    page.show_group_contacts(asked.contacts[0])
    page.show()
    page.activateWindow()
    grid = page.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(0, 0))
    grid.edit(grid.currentIndex())
    cell = grid.findChild(QLineEdit)
    assert cell is not None
    before = cell.text()
    cell.selectAll()
    QTest.keyClicks(cell, "Derby Carers")
    assert frame.top_bar.saved.text() == "Saving…"
    workspace.pending.save_editors()
    open_now = grid.findChild(QLineEdit)
    assert open_now is cell
    QTest.keyClicks(cell, " Association")
    assert cell.text() == "Derby Carers Association"
    workspace.pending.save_editors()
    names = {
        each["organisation"] for each in snapshot.read_snapshot(workspace.session.path).current.records_of("contact")
    }
    assert "Derby Carers Association" in names
    assert before not in names or not before
    assert frame.top_bar.saved.text().startswith("Saved ")
