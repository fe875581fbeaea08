"""Undo of the workbook: it says what it takes back, asks where that is much, and goes where it is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField, remove_records
from selfassess.domain.model.new_year import new_id
from selfassess.services.workbook import bulk_edit
from ui.bridge.workspace import Workspace
from ui.shell.frame import WorkbookFrame
from ui.shell.undo_actions import UndoActions
from ui.widgets.announcement import VOICE


@pytest.fixture
def frame(qtbot: QtBot, workspace: Workspace) -> WorkbookFrame:
    made = WorkbookFrame(workspace)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show_place("overview")
    made.show()
    return made


@pytest.fixture
def actions(frame: WorkbookFrame, workspace: Workspace) -> UndoActions:
    made = UndoActions(frame)
    made.bind_workspace(workspace, frame.taking_back.undo_with_notice, frame.taking_back.redo_with_notice)
    return made


def _risk(workspace: Workspace, title: str = "Long waits") -> str:
    id = new_id()
    assert workspace.run(AddRecord("risk", id, {"title": title, "quality_statement": "equity"}))
    return id


def _remove_many(workspace: Workspace, count: int = 3) -> tuple[str, ...]:
    ids = tuple(_risk(workspace, f"Risk {number}") for number in range(count))
    session = workspace.session
    assert workspace.take_long_step(
        bulk_edit.take_bulk_changes(session, f"remove {count} risks", remove_records(session.current, ids)), "Removing"
    )
    return ids


def _pressed(frame: WorkbookFrame, words: str) -> None:
    next(each for each in frame.message.buttons if each.text() == words).click()


def _asked(frame: WorkbookFrame) -> QMessageBox | None:
    return next((each for each in frame.findChildren(QMessageBox) if each.isVisible()), None)


def test_a_removal_is_answered_by_a_message_with_undo_which_is_said_aloud(
    frame: WorkbookFrame, workspace: Workspace
) -> None:
    said: list[str] = []
    VOICE.announced.connect(said.append)
    id = _risk(workspace)
    workspace.run(RemoveRecord(id))
    assert frame.message.message_text == "Removed risk: Long waits."
    assert any("Removed risk: Long waits." in each and "Undo" in each for each in said)
    assert not frame.message.buttons[0].hasFocus()
    _pressed(frame, "Undo")
    assert id in workspace.session.current.by_id
    assert frame.message.message_text == "Taken back: remove risk: Long waits."
    _pressed(frame, "Redo")
    assert id not in workspace.session.current.by_id
    assert [each.text() for each in frame.message.buttons] == ["Undo"]


def test_a_large_step_is_taken_back_only_once_the_person_says_so(
    frame: WorkbookFrame, workspace: Workspace, actions: UndoActions
) -> None:
    ids = _remove_many(workspace)
    actions.undo.trigger()
    box = _asked(frame)
    assert box is not None
    assert "Remove 3 risks" in box.informativeText()
    assert not set(ids) & set(workspace.session.current.by_id)
    next(each for each in box.buttons() if each.text() == "Leave it").click()
    assert not set(ids) & set(workspace.session.current.by_id)
    actions.undo.trigger()
    again = _asked(frame)
    assert again is not None
    next(each for each in again.buttons() if each.text() == "Take back").click()
    assert set(ids) <= set(workspace.session.current.by_id)
    assert frame.message.message_text == "Taken back: remove 3 risks."
    assert [each.text() for each in frame.message.buttons] == ["Redo"]


def test_undo_goes_to_where_the_change_was(frame: WorkbookFrame, workspace: Workspace, actions: UndoActions) -> None:
    judgement = workspace.session.current.judgements["learning"]
    workspace.run(SetField(judgement.id, "impact", "Written there"))
    frame.show_place("statement:equity/judgement")
    actions.undo.trigger()
    assert frame.place.startswith("statement:learning/judgement")
    assert workspace.session.current.judgements["learning"]["impact"] == judgement["impact"]
    assert frame.message.message_text.startswith("Taken back: change “Impact on people”")


def test_the_message_goes_with_the_next_step_and_not_with_the_page(frame: WorkbookFrame, workspace: Workspace) -> None:
    workspace.run(RemoveRecord(_risk(workspace)))
    frame.show_place("register:risks")
    assert frame.message.message_text == "Removed risk: Long waits."
    workspace.run(SetField(workspace.session.current.judgements["equity"].id, "impact", "Something else"))
    assert frame.message.message_text == ""  # its Undo would take back another step now


def test_one_field_is_no_news(frame: WorkbookFrame, workspace: Workspace) -> None:
    _risk(workspace)
    workspace.run(SetField(workspace.session.current.judgements["equity"].id, "score", 2))
    assert frame.message.message_text == ""
