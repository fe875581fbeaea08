"""The history of one field, opened from the field; and several steps undone at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import SetField
from ui.bridge.workspace import Workspace
from ui.pages.history.steps import StepsDialog
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.past import FieldHistory


def editor_of(workspace: Workspace, qtbot: QtBot, field: str) -> FieldEditor:
    made = FieldEditor(workspace, CATALOGUE["judgement"].by_key[field])
    qtbot.addWidget(made)
    made.show_field_of(workspace.session.current.judgements["equity"])
    made.show()
    return made


def write(workspace: Workspace, field: str, *values: object) -> None:
    for value in values:
        assert workspace.run(SetField(workspace.session.current.judgements["equity"].id, field, value))


def history_of(workspace: Workspace, qtbot: QtBot) -> FieldHistory:
    judgement = workspace.session.current.judgements["equity"]
    made = FieldHistory(workspace, judgement, CATALOGUE["judgement"].by_key["summary"], "Where we are")
    qtbot.addWidget(made)
    return made


def alternate(workspace: Workspace, *texts: str) -> None:
    """Each text by another person, so that each is a version."""
    for number, text in enumerate(texts):
        workspace.session.author = ("Ada", "Bo")[number % 2]
        write(workspace, "summary", text)


@pytest.mark.parametrize("field", ["summary", "score", "confidence", "agreed_on"])
def test_ctrl_h_opens_the_history_of_any_field_after_saving_it(workspace: Workspace, qtbot: QtBot, field: str) -> None:
    editor = editor_of(workspace, qtbot, field)
    with qtbot.waitActive(editor):
        editor.activateWindow()
    target = editor.control.focus_target
    target.setFocus()
    qtbot.waitUntil(target.hasFocus)
    if isinstance(target, QPlainTextEdit):
        qtbot.keyClicks(target, "Typed")
    qtbot.keyClick(target, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = next((child for child in editor.children() if isinstance(child, FieldHistory)), None)
    assert dialog is not None
    assert dialog.windowTitle() == f"History of “{editor.label.text()}”"
    if field == "summary":
        assert workspace.session.current.judgements["equity"]["summary"] == "Typed"
        assert dialog.list.count() == 1
    else:
        assert dialog.same.text() == "Nothing was ever written in this field."
        assert not dialog.restore_button.isEnabled()
    dialog.close()


@pytest.mark.parametrize("field", ["summary", "lead", "score"])
def test_the_menu_of_a_control_ends_with_its_history(workspace: Workspace, qtbot: QtBot, field: str) -> None:
    editor = editor_of(workspace, qtbot, field)
    target = editor.control.focus_target
    assert isinstance(target, QLineEdit | QPlainTextEdit | QComboBox)
    target.customContextMenuRequested.emit(target.rect().center())
    menus = [menu for menu in target.findChildren(QMenu) if menu.isVisible()]
    assert [menu.actions()[-1] for menu in menus] == [editor.history]
    menus[0].close()


def test_any_two_versions_are_compared_and_one_is_restored(workspace: Workspace, qtbot: QtBot) -> None:
    alternate(workspace, "People wait.", "People wait less.", "People wait no more.")
    dialog = history_of(workspace, qtbot)
    assert [dialog.list.item(row).text().split(",")[0] for row in range(3)] == ["Ada", "Bo", "Ada"]
    assert dialog.same.text() == "This is what stands there now."
    assert not dialog.restore_button.isEnabled()
    dialog.list.setCurrentRow(2)
    dialog.against.setCurrentIndex(2)  # the latest
    assert "Added: “wait”." in dialog.text.accessibleDescription()
    dialog.restore_button.click()
    assert workspace.session.current.judgements["equity"]["summary"] == "People wait."
    workspace.undo_last_step()
    assert workspace.session.current.judgements["equity"]["summary"] == "People wait no more."


def test_where_it_cannot_be_restored_it_says_why(
    workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    alternate(workspace, "People wait.", "People wait less.")
    dialog = history_of(workspace, qtbot)
    dialog.list.setCurrentRow(1)
    monkeypatch.setattr(workspace.session, "read_only_because", "somebody else has it.")
    dialog.restore_version()
    assert dialog.same.text() == "Nothing can be changed here: somebody else has it."


def test_several_steps_are_undone_down_to_the_one_that_was_chosen(workspace: Workspace, qtbot: QtBot) -> None:
    write(workspace, "score", 2)
    write(workspace, "summary", "People wait.")
    write(workspace, "confidence", "low")
    dialog = StepsDialog(workspace)
    qtbot.addWidget(dialog)
    assert dialog.steps.item(1).text().endswith("Change “Where we are” in Equity in experiences and outcomes")
    dialog.steps.setCurrentRow(1)
    assert dialog.button.text() == "Undo these 2 steps"
    dialog.button.click()
    judgement = workspace.session.current.judgements["equity"]
    assert (judgement["score"], judgement["summary"], judgement["confidence"]) == (2, None, None)
    assert len(workspace.session.redoable_steps) == 2
