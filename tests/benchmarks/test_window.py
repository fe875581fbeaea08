"""The window against bare Qt: how soon it is there, and how long it ever keeps a person waiting."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.services.workbook.settings import Settings
from tests.benchmarks import ten_years
from tests.benchmarks.heartbeat import Heartbeat
from tests.benchmarks.places import PLACES
from tests.benchmarks.ratio import process, ratio
from ui.shell.window import MainWindow
from ui.widgets import theme

TARGET_MS = 50
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


def test_start_to_painted_start_screen(tmp_path: Path) -> None:
    ours, bare = (process(tmp_path, "-c", script + PAINTED) for script in (OURS, BARE))
    ratio("start to painted start screen", ours, bare, 1.8)


def test_going_everywhere_at_ten_years(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    path = ten_years.file(tmp_path / "ten.sawb")
    theme.apply_theme(qapp, "light", 100)
    window = MainWindow(Settings(name="Bench"))
    qtbot.addWidget(window)
    window.show()
    qtbot.wait(300)
    with Heartbeat() as opening:
        window.open_workbook(path)
        qtbot.waitUntil(lambda: window.frame is not None, timeout=60_000)
        qtbot.wait(1500)
    print(f"\nopening ten years to a painted overview: {opening.report(TARGET_MS)}")
    turns = opening.turns
    for place in PLACES:
        with Heartbeat() as heart:
            window.go(place)
            qtbot.wait(700)
        print(f"{place}: {heart.report(TARGET_MS)}")
        turns += (turn._replace(during=place) for turn in heart.turns)
    print(f"longest of all on the GUI thread, target {TARGET_MS} ms: {max(turns)}")
    window.close()
