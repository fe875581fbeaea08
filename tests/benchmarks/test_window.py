"""The window against bare Qt: how soon it is there, and how long it ever keeps a person waiting."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.services.settings import Settings
from tests.benchmarks import ten_years
from tests.benchmarks.heartbeat import Heartbeat
from tests.benchmarks.ratio import ratio
from ui.shell.window import MainWindow
from ui.widgets import theme

PAINTED = """
from PySide6.QtCore import QTimer
window.show()
window.grab()
QTimer.singleShot(0, app.quit)
app.exec()
"""
BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("Hello"))
window.resize(1366, 768)
"""
OURS = """
import ui.__main__ as program
app, window = program.prepare([])
"""


def _python(script: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_start_to_painted_start_screen() -> None:
    ratio("start to painted start screen", _python(OURS + PAINTED), _python(BARE + PAINTED), 1.8)


def test_opening_ten_years_to_a_painted_overview(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    path = ten_years.file(tmp_path / "ten.sawb")
    theme.apply(qapp, "light", 100)
    window = MainWindow(Settings(name="Bench"))
    qtbot.addWidget(window)
    window.show()
    qtbot.wait(300)
    with Heartbeat() as heart:
        window.open(path)
        qtbot.waitUntil(lambda: window.frame is not None, timeout=60_000)
        qtbot.wait(1500)
    print(f"\nopening ten years to a painted overview: {heart.report(target_ms=50)}")
    assert window.frame is not None
    for place in ("statement:equity/evidence", "register:evidence", "register:actions", "return", "overview"):
        with Heartbeat() as heart:
            window.go(place)
            qtbot.wait(700)
        print(f"{place}: {heart.report(target_ms=50)}")
    window.close()
