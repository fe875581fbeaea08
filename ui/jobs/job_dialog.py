"""A dialog that has long work done: it tells how far that is and what came of it; while it runs, closing stops it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.bridge.tasks import Task
from ui.widgets import theme
from ui.widgets.look import Banner, make_secondary_button
from ui.widgets.reading_order import InReadingOrder

LARGEST = QSize(1200, 700)
"""What the smallest screen leaves for a dialog."""


class TaskDialog(QDialog):
    """``task`` is what runs now, None while nothing does; ``say_stopping`` tells the person that it stops.

    What cannot be stopped (``can_stop``) is over in a moment: until then the dialog stays.
    """

    task: Task | None = None
    can_stop = True

    def say_stopping(self) -> None:
        """Say that the work is being stopped; it ends at its next chance."""

    def reject(self) -> None:
        """While the work runs, stop it; otherwise close."""
        if self.task is None:
            super().reject()
        elif self.can_stop:
            self.say_stopping()
            self.task.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.task is not None:
            self.reject()
            event.ignore()
            return
        super().closeEvent(event)


class JobDialog(InReadingOrder, TaskDialog):
    """Runs one job after another, on a worker or in slices.

    ``said`` tells what goes on and what came of it, ``bar`` how far it is, and ``stop`` stops or closes: it says
    ``stop_words`` while something runs and ``close_words`` otherwise. ``stopped_words`` are said once it has stopped.
    """

    stop_words = "Stop"
    stopped_words = "Stopped."

    def __init__(
        self, parent: QWidget | None, title: str, size: tuple[int, int], *, progress: str = "How far it is"
    ) -> None:
        """``size`` is that of the usual text; ``progress`` is what the bar is called."""
        super().__init__(parent)
        theme.dress_parts(self)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(QSize(*map(theme.px, size)).boundedTo(LARGEST))
        self.close_words = "Cancel"
        self.said = Banner("", dismissible=False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000 if self.can_stop else 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(progress)
        self.bar.hide()
        self.stop = make_secondary_button(self.close_words, self.reject)

    def set_busy(self, busy: bool) -> None:
        """Say what cannot be touched while something runs; called when it begins, and when it has ended."""

    def run_job(self, task: Task, words: str, done: Callable[[Any], object]) -> None:
        """Start something long and say so; ``done`` is told what came of it, once nothing runs any more."""
        self.task = task
        task.progressed.connect(self._show_progress)
        task.done.connect(lambda result: self._finish_job(lambda: done(result)))
        task.failed.connect(self.show_refusal)
        task.cancelled.connect(self.show_stopped)
        if self.can_stop:
            self.bar.setValue(0)
        self.said.show_message(words, "info")
        self._show_running(True)
        task.start()

    def show_refusal(self, sentence: str) -> None:
        """Say why it could not be done, or was not begun."""
        self._finish_job(lambda: self.said.show_message(sentence, "error"))

    def show_stopped(self) -> None:
        """Say that it was stopped."""
        self._finish_job(lambda: self.said.show_message(self.stopped_words, "info"))

    def offer_to_close(self) -> None:
        """From now on there is nothing to cancel."""
        self.close_words = "Close"
        self.stop.setText(self.close_words)

    def say_stopping(self) -> None:
        self.said.show_message("Stopping …", "info")

    def arrange_page(
        self,
        body: QWidget,
        *below: QWidget,
        above: Sequence[QWidget] = (),
        left: Sequence[QWidget] = (),
        right: Sequence[QWidget] = (),
    ) -> None:
        """Lay out the dialog: ``body`` takes what room there is, and ``stop`` stands at the foot, left of ``right``."""
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for part in left:
            foot.addWidget(part)
        foot.addStretch(1)
        for part in (self.stop, *right):
            foot.addWidget(part)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        for part in above:
            page.addWidget(part)
        page.addWidget(body, 1)
        for part in below:
            page.addWidget(part)
        page.addStretch(0)  # where the body is hidden
        page.addLayout(foot)

    def _show_progress(self, part: float) -> None:
        self.bar.setValue(round(part * 1000))

    def _show_running(self, running: bool) -> None:
        self.bar.setVisible(running)
        self.stop.setText(self.stop_words if running and self.can_stop else self.close_words)
        self.stop.setEnabled(self.can_stop or not running)
        self.set_busy(running)

    def _finish_job(self, tell: Callable[[], object]) -> None:
        self.task = None
        self._show_running(False)
        tell()
