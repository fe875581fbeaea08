"""A dialog that is open follows colours, contrast and text size that are changed meanwhile, as the window does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening, settings
from tests.ui.shell.test_large_text import find_cuts, wait_until_laid_out
from tests.ui.shell.test_tour import enter, plain, settle
from ui.shell.window import DIALOGS, MainWindow
from ui.widgets import theme

LOOKS = (("dark", 100), ("contrast", 100), ("light", 200), ("light", 100))


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    opening.write_demo_workbook(tmp_path / "derby.sawb", author="Ada")
    made = MainWindow(settings.Settings(name="Ada"))
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    enter(made, tmp_path / "derby.sawb", qtbot)
    yield made
    made.close()
    theme.apply_theme(qapp, "light", 100)


def find_stale(dialog: QWidget) -> Iterator[str]:
    """What of a dialog still looks as before the last change, in words."""
    grounds = {QColor(value).name() for name, value in theme.colour_tokens().items()}
    ground = dialog.grab().toImage().pixelColor(2, 2).name()
    if ground not in grounds:
        yield f"the ground is {ground}"
    for part in dialog.findChildren(QWidget):
        size = part.font().pixelSize()
        if part.isVisible() and isinstance(part, QLabel | QPushButton) and part.text() and size < theme.px(11):
            yield f"{type(part).__name__} “{part.text()[:40]}” has letters of {size} dots"


@pytest.mark.parametrize("name", DIALOGS)
def test_an_open_dialog_follows_every_change(window: MainWindow, qapp: QApplication, qtbot: QtBot, name: str) -> None:
    dialog = window._open_dialog(name)
    assert isinstance(dialog, QDialog)
    settle(qtbot)
    faults: list[str] = []
    for scheme, percent in LOOKS:
        theme.apply_theme(qapp, scheme, percent)
        settle(qtbot)
        wait_until_laid_out(dialog, qtbot)
        found = (*plain(dialog), *find_stale(dialog), *find_cuts(dialog))
        faults += [f"{scheme}, {percent} %: {each}" for each in found]
    qtbot.waitUntil(lambda: getattr(dialog, "task", None) is None, timeout=15_000)
    dialog.reject()
    assert not faults, "\n".join(faults)
