"""Ten years side by side, and a year begun from the last of them: how long the window ever keeps a person waiting."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.services.workbook.settings import Settings
from tests.benchmarks import ten_years
from tests.benchmarks.heartbeat import Heartbeat
from ui.dialogs.carry_forward.page import CarryForwardDialog
from ui.pages.years.page import YearsPage
from ui.shell.window import MainWindow
from ui.widgets import theme

TARGET_MS = 50
LONGEST = 60_000


def test_ten_years_side_by_side_and_carried(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "home"))
    path = ten_years.file(tmp_path / "ten.sawb")
    theme.apply_theme(qapp, "light", 100)
    window = MainWindow(Settings(name="Bench"))
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(path)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=LONGEST)
    qtbot.wait(1000)
    assert window.frame is not None
    with Heartbeat() as heart:
        window.go("years")
        qtbot.wait(1000)
    print(f"\nyears: {heart.report(TARGET_MS)}")
    page = window.frame.pages.currentWidget()
    assert isinstance(page, YearsPage)
    for place in range(page.side.tabs.count()):
        with Heartbeat() as heart:
            page.side.tabs.setCurrentIndex(place)
            qtbot.wait(200)
        print(f"{page.side.tabs.tabText(place)}: {heart.report(TARGET_MS)}")
    with Heartbeat() as heart:
        dialog = window.open_carry_forward()
        assert isinstance(dialog, CarryForwardDialog)
        qtbot.waitUntil(dialog.begin.isEnabled, timeout=LONGEST)
    print(f"what would come along: {heart.report(TARGET_MS)}")
    for name, button, done in (
        ("start a year", dialog.begin, dialog.undo.isVisible),
        ("undo it", dialog.undo, lambda: not dialog.undo.isVisible()),
    ):
        with Heartbeat() as heart:
            button.click()
            qtbot.waitUntil(done, timeout=LONGEST)
            qtbot.wait(500)
        print(f"{name}: {heart.report(TARGET_MS)}")
    dialog.close()
    window.close()
