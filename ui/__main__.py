"""The window, started: ``python -m ui`` or ``selfassess``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from selfassess.services.workbook import settings as kept
from ui.bridge.collecting import Collector
from ui.bridge.crash import CrashReporter
from ui.bridge.tasks import stop_all
from ui.shell.crash_screen import CrashScreen
from ui.shell.double_click import OpenedByIcon
from ui.shell.window import NAME, MainWindow
from ui.widgets import theme
from ui.widgets.focus import Follower


def prepare(arguments: Sequence[str]) -> tuple[QApplication, MainWindow]:
    """The application and its window, which is not shown yet; ``arguments`` are those meant for Qt."""
    app = QApplication(["selfassess", *arguments])
    Collector(app)
    app.setApplicationName("selfassess")
    app.setApplicationDisplayName(NAME)
    settings = kept.load()
    theme.apply(app, settings.appearance, settings.text_percent)
    Follower(app)
    window = MainWindow(settings)
    if sys.platform == "darwin":
        OpenedByIcon(app, window.open)
    crashes = CrashReporter(window)
    screen = CrashScreen(window)
    crashes.crashed.connect(screen.show)
    crashes.install()
    return app, window


def main(path: Path | None = None, at: str = "", *, take_over: bool = False) -> int:
    """Run the program until its window is closed; with ``path`` it opens that workbook, ``at`` a place in it.

    The exit code comes back. ``take_over``: whoever started it says that it is closed where nothing was heard from for
    a while.
    """
    if path is not None and not take_over and _call(path, at):
        return 0
    app, window = prepare(())
    window.show()
    QTimer.singleShot(0, window, _sweep)  # nobody waits for these before the window is there
    QTimer.singleShot(0, window, partial(_tell_news, window))
    if path is not None:
        window.open(path, at, take_over=take_over)
    try:
        return app.exec()
    finally:
        stop_all()


def _call(path: Path, at: str) -> bool:
    """Bring the window that has the workbook open to the front; False where there is none."""
    from selfassess.services.workbook import summons  # not for the start screen, which waits for what is imported

    return summons.call(path, at)


def _sweep() -> None:
    """Take away what was left unfinished when the program was killed."""
    from selfassess.services.workbook import temp_files

    temp_files.sweep()


def _tell_news(window: MainWindow) -> None:
    """Say once what came with an update."""
    from ui.shell import renewed

    renewed.tell_news(window)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
