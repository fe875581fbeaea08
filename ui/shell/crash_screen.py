"""Who shows a fault that nobody foresaw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ui.shell.crash_dialog import CrashDialog


class CrashScreen(QObject):
    """Shows one dialog at a time: a fault that repeats must not bury the person in dialogs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.shown: CrashDialog | None = None

    def show_crash_report(self, report: str, file: str) -> None:
        """Show a report."""
        if self.shown is None:
            from ui.shell.crash_dialog import CrashDialog  # nothing the first paint should wait for

            self.shown = CrashDialog(report, file, self._window)
            self.shown.finished.connect(self._on_crash_dialog_closed)
            self.shown.open()

    def _on_crash_dialog_closed(self) -> None:
        self.shown = None
