"""The border between a list and what stands beside it is moved without a mouse."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.announcement import VOICE
from ui.widgets.splitters import move_border
from ui.widgets.tables import ListAndDetail


def test_keys_move_the_border_from_anywhere_in_the_parts(qtbot: QtBot) -> None:
    left, right = QLineEdit(), QWidget()
    both = ListAndDetail(left, right, lambda width: False, (1, 1))
    qtbot.addWidget(both)
    both.resize(1000, 300)
    both.show()
    both.activateWindow()
    left.setFocus()
    qtbot.waitUntil(left.hasFocus)
    before = both.sizes()[0]
    with qtbot.waitSignal(VOICE.announced) as said:
        qtbot.keyClick(left, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert both.sizes()[0] > before
    assert "% of the room" in said.args[0]
    move_border(both, -1)
    assert abs(both.sizes()[0] - before) <= 2
