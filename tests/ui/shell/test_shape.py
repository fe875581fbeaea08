"""The window stands within the free space of a screen that is there, whatever it was left in."""

from __future__ import annotations

from base64 import b64encode

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from selfassess.services.workbook.settings import Settings
from ui.shell.shape import BORDER, FIRST, LEAST, TITLE, fit_box_to_screens, restore_window_shape
from ui.shell.window import MainWindow

SCREENS = {
    "1366 x 768 with a task bar": QRect(0, 0, 1366, 728),
    "1024 x 600": QRect(0, 0, 1024, 560),
    "1920 x 1080 at 150 %": QRect(0, 0, 1280, 693),
    "right of another": QRect(1920, 120, 1280, 760),
    "large": QRect(0, 0, 2560, 1400),
}
LEFT = (QRect(0, 0, 1366, 768), QRect(1400, 60, 1300, 700), QRect(-3000, -900, 900, 600), QRect(200, 5000, 4000, 3000))


@pytest.mark.parametrize("free", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("left", LEFT, ids=str)
def test_a_window_fits_with_its_frame(free: QRect, left: QRect) -> None:
    box = fit_box_to_screens(left, [free])
    assert free.contains(box.adjusted(-BORDER, -TITLE, BORDER, BORDER))
    assert box.width() >= LEAST.width()
    assert box.height() >= LEAST.height()


def test_it_stays_on_the_screen_that_holds_most_of_it_and_comes_back_from_one_that_is_gone() -> None:
    first, second = SCREENS["large"], QRect(2560, 0, 1366, 728)
    left = QRect(2600, 60, 1000, 600)
    assert fit_box_to_screens(left, [first, second]) == left
    assert first.contains(fit_box_to_screens(left, [first]))


@pytest.mark.parametrize("left", ["", "nonsense", "AAAA"])
def test_a_first_window_fits_the_screen(qtbot: QtBot, left: str) -> None:
    window = MainWindow(Settings(window=left))
    qtbot.addWidget(window)
    free = QGuiApplication.primaryScreen().availableGeometry()
    assert free.contains(QRect(free.topLeft(), window.size()))
    assert window.width() == min(FIRST.width(), free.width() - 2 * BORDER)


def test_a_window_is_shown_as_it_was_left(qtbot: QtBot) -> None:
    before, after = QWidget(), QWidget()
    for window in (before, after):
        qtbot.addWidget(window)
    before.setGeometry(60, 80, 500, 420)
    restore_window_shape(after, b64encode(before.saveGeometry().data()).decode("ascii"))
    assert after.size() == before.size()
