"""Undo in a field takes back what was done in that field, and leaves the workbook alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.shell.search import SearchBox
from ui.shell.undo_actions import UndoActions

Add = Callable[..., str]
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _editable() -> QComboBox:
    combo = QComboBox()
    combo.setEditable(True)
    return combo


def _read_only() -> QLineEdit:
    line = QLineEdit("Only to read")
    line.setReadOnly(True)
    return line


FIELDS: dict[str, Callable[[Workspace], QWidget]] = {
    "line": lambda _: QLineEdit(),
    "paper": lambda _: QPlainTextEdit(),
    "text": lambda _: QTextEdit(),
    "number": lambda _: QSpinBox(),
    "editable list": lambda _: _editable(),
    "search": SearchBox,
    "read only": lambda _: _read_only(),
    "list": lambda _: QComboBox(),
}


@pytest.fixture
def at_field(qtbot: QtBot, workspace: Workspace, add: Add) -> Callable[[QWidget], None]:
    """Shows a field in a window that has the workbook's undo, with something to undo."""

    kept = []

    def show(field: QWidget) -> None:
        window = QWidget()
        qtbot.addWidget(window)
        kept.append(window)
        QVBoxLayout(window).addWidget(field)
        actions = UndoActions(window)
        actions.bind_workspace(workspace)
        window.addActions([actions.undo, actions.redo])
        window.show()
        window.activateWindow()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)

    add("risk", title="Stays", quality_statement="equity")
    return show


def _press(key: Qt.Key, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


@pytest.mark.parametrize("make", FIELDS.values(), ids=FIELDS)
def test_undo_and_redo_never_fall_through_to_the_workbook(
    make: Callable[[Workspace], QWidget], workspace: Workspace, at_field: Callable[[QWidget], None]
) -> None:
    at_field(make(workspace))
    before = workspace.session.undoable_steps
    for _ in range(5):
        _press(Qt.Key.Key_Z)
    assert workspace.session.undoable_steps == before
    workspace.undo_last_step()
    for _ in range(3):
        _press(Qt.Key.Key_Z, CONTROL | SHIFT)
        _press(Qt.Key.Key_Y)
    assert len(workspace.session.redoable_steps) == 1


@pytest.mark.parametrize(
    "redo", [(Qt.Key.Key_Z, CONTROL | SHIFT), (Qt.Key.Key_Y, CONTROL)], ids=["Ctrl+Shift+Z", "Ctrl+Y"]
)
@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit])
def test_typing_is_taken_back_and_done_again_in_the_field(
    make: type[QLineEdit] | type[QPlainTextEdit],
    redo: tuple[Qt.Key, Qt.KeyboardModifier],
    at_field: Callable[[QWidget], None],
) -> None:
    field = make()
    at_field(field)
    QTest.keyClicks(field, "Words")
    text = field.text if isinstance(field, QLineEdit) else field.toPlainText
    _press(Qt.Key.Key_Z)
    assert text() == ""
    _press(*redo)
    assert text() == "Words"


def test_a_choice_goes_back_to_the_one_before(at_field: Callable[[QWidget], None]) -> None:
    combo = QComboBox()
    for words in ("One", "Two", "Three"):
        combo.addItem(words, words)
    at_field(combo)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    told: list[int] = []
    combo.activated.connect(told.append)
    _press(Qt.Key.Key_Z)
    assert (combo.currentText(), told) == ("Two", [1])
    _press(Qt.Key.Key_Z)
    _press(Qt.Key.Key_Z)
    assert combo.currentText() == "One"
    _press(Qt.Key.Key_Y)
    assert combo.currentText() == "Two"
