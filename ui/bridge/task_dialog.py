"""A dialog that has long work done: while it runs, closing means stopping it."""

from __future__ import annotations

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog

from ui.bridge.tasks import Task


class TaskDialog(QDialog):
    """``task`` is what runs now, None while nothing does; ``say_stopping`` tells the person that it stops."""

    task: Task | None = None

    def say_stopping(self) -> None:
        """Say that the work is being stopped; it ends at its next chance."""

    def reject(self) -> None:
        """While the work runs, stop it; otherwise close."""
        if self.task is None:
            super().reject()
            return
        self.say_stopping()
        self.task.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.task is not None:
            self.reject()
            event.ignore()
            return
        super().closeEvent(event)
