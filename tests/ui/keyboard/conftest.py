"""The window on the worked example, driven by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from ui.shell.frame import WorkbookFrame
from ui.shell.window import MainWindow
from ui.widgets import idle_queue


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window, open on the worked example and in front."""
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "home"))
    opening.write_demo_workbook(tmp_path / "example.sawb", author="Ada")
    made = MainWindow(Settings(name="Ada"))
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.open_workbook(tmp_path / "example.sawb")
    qtbot.waitUntil(lambda: made.frame is not None and bool(made.frame.place), timeout=30000)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=30000)
    yield made
    made.close()


@pytest.fixture
def frame(window: MainWindow) -> WorkbookFrame:
    """What the window shows of the workbook."""
    assert window.frame is not None
    return window.frame


@pytest.fixture
def at(window: MainWindow, frame: WorkbookFrame, qtbot: QtBot) -> Callable[[str], QWidget]:
    """Goes to a place, waits until all of it is there, and gives the page; the keyboard is in the navigation."""

    def go(place: str) -> QWidget:
        frame.navigation.list.setFocus()
        window.go(place)
        qtbot.waitUntil(lambda: idle_queue.is_empty(), timeout=30000)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=30000)
        page = frame.pages.currentWidget()
        assert page is not None
        return page

    return go


@pytest.fixture
def press(window: MainWindow) -> Callable[..., QWidget]:
    """Presses a key where the keyboard is, and gives where it is then."""

    def press_key(
        key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1
    ) -> QWidget:
        for _ in range(times):
            QTest.keyClick(window.focusWidget() or window, key, modifier)
        focus = window.focusWidget()
        assert focus is not None, "the keyboard is nowhere"
        return focus

    return press_key
