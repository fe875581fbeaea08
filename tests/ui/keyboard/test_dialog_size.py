"""No dialog is larger than the free space of its screen."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot

from ui.widgets.look import make_primary_button
from ui.widgets.reading_order import InReadingOrder


class LargeDialog(InReadingOrder, QDialog):
    """Wants more room than any screen has."""

    def __init__(self) -> None:
        super().__init__()
        self.go = make_primary_button("Go")
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.go)
        self.resize(9000, 9000)


def test_a_dialog_that_wants_more_room_than_there_is_keeps_its_buttons_on_the_screen(qtbot: QtBot) -> None:
    dialog = LargeDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    room = dialog.screen().availableGeometry()
    qtbot.waitUntil(lambda: dialog.height() < room.height())
    assert dialog.width() < room.width()
    assert dialog.rect().contains(dialog.go.geometry())
    dialog.resize(400, 300)
    dialog.hide()
    dialog.show()
    assert (dialog.width(), dialog.height()) == (400, 300)
