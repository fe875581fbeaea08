"""How long changing the colours holds the window up, against the sheet of the whole application being changed."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter, thread_time

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.services.workbook.settings import Settings
from tests.benchmarks import ten_years
from tests.benchmarks.heartbeat import Turn
from tests.benchmarks.places import PLACES
from ui.shell.window import MainWindow
from ui.widgets import theme

TARGET_MS = 200


def _change(app: QApplication, scheme: str) -> Turn:
    """From asking for the colours to the window painted in them."""
    wall, thread = perf_counter(), thread_time()
    theme.apply_theme(app, scheme)
    app.processEvents()
    return Turn((thread_time() - thread) * 1000, (perf_counter() - wall) * 1000)


def test_changing_the_colours_after_every_page_was_visited(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    theme.apply_theme(qapp, "light", 100)
    window = MainWindow(Settings(name="Bench"))
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(ten_years.file(tmp_path / "ten.sawb"))
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.place != "", timeout=60_000)
    longest: dict[str, Turn] = {}
    for place in PLACES:
        window.go(place)
        qtbot.wait(500)
    for place in PLACES:
        window.go(place)
        qtbot.wait(300)
        longest[place] = max(_change(qapp, scheme) for scheme in ("dark", "light"))
    worst = max(longest, key=longest.__getitem__)
    once = thread_time()
    qapp.setStyleSheet(theme.style_sheet())
    qapp.setStyleSheet(f"{theme.style_sheet()} ")
    whole = (thread_time() - once) * 1000
    qapp.setStyleSheet("")
    print(
        f"\nchanging the colours: {longest[worst]} at most, at {worst} (target {TARGET_MS} ms), "
        f"{longest[worst].thread_ms / whole:.2f} x the {whole:.0f} ms of one sheet for the application; "
        f"{len(QApplication.allWidgets()):,} widgets"
    )
    window.close()
