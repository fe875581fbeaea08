"""The window, started: ``python -m ui`` or ``selfassess``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from selfassess.services.workbook import settings as kept
from ui.bridge.crash import CrashReporter
from ui.bridge.tasks import stop_all_tasks
from ui.shell.crash_screen import CrashScreen
from ui.shell.cycle_collector import Collector
from ui.shell.double_click import OpenedByIcon
from ui.shell.window import NAME, MainWindow
from ui.widgets import theme
from ui.widgets.accessible_roles import install_roles
from ui.widgets.focus import Follower


def prepare(arguments: Sequence[str]) -> tuple[QApplication, MainWindow]:
    """The application and its window, which is not shown yet; ``arguments`` are those meant for Qt."""
    app = QApplication(["selfassess", *arguments])
    install_roles()
    Collector(app)
    app.setApplicationName("selfassess")
    app.setApplicationDisplayName(NAME)
    settings = kept.load_settings()
    theme.apply_theme(app, settings.appearance, settings.text_percent)
    Follower(app)
    window = MainWindow(settings)
    theme.follow_system(app, window)
    if sys.platform == "darwin":
        OpenedByIcon(app, window.open_workbook)
    crashes = CrashReporter(window)
    screen = CrashScreen(window)
    crashes.crashed.connect(screen.show_crash_report)
    crashes.install_hooks()
    return app, window


def main(path: Path | None = None, at: str = "", *, take_over: bool = False) -> int:
    """Run the program until its window is closed; with ``path`` it opens that workbook, ``at`` a place in it.

    The exit code comes back. ``take_over``: whoever started it says that it is closed where nothing was heard from for
    a while.
    """
    if path is not None and not take_over and _call_open_window(path, at):
        return 0
    app, window = prepare(())
    window.show()
    QTimer.singleShot(0, window, _sweep_temp_files)  # nobody waits for these before the window is there
    QTimer.singleShot(0, window, partial(_tell_update_news, window))
    if path is not None:
        window.open_workbook(path, at, take_over=take_over)
    try:
        return app.exec()
    finally:
        stop_all_tasks()


def _call_open_window(path: Path, at: str) -> bool:
    """Bring the window that has the workbook open to the front; False where there is none."""
    from selfassess.services.workbook import summons  # not for the start screen, which waits for what is imported

    return summons.call_window(path, at)


def _sweep_temp_files() -> None:
    """Take away what was left unfinished when the program was killed."""
    from selfassess.services.workbook import temp_files

    temp_files.sweep_abandoned()


def _tell_update_news(window: MainWindow) -> None:
    """Say once what came with an update."""
    from ui.shell import renewed

    renewed.show_update_news(window)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
