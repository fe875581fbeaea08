"""A step so long that it is taken back or done again in turns: a dialog says how far it is, and can stop it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.model.errors import CancelledError
from ui.widgets import theme
from ui.widgets.idle_queue import drop_work, in_turns
from ui.widgets.look import make_secondary_button, make_text
from ui.widgets.reading_order import InReadingOrder

AT_ONCE = 0.015
"""Seconds; what is done within them needs no dialog."""


def run_slices_patiently(parent: QWidget, turns: Generator[float, None, Any], words: str) -> Any:
    """Go through turns that yield how far they are, 0 to 1; comes back once they have ended, with what came of them.

    Raises what they raise, and CancelledError where the person stopped them; then nothing of them stays.
    """
    until = perf_counter() + AT_ONCE
    try:
        while perf_counter() < until:
            next(turns)
    except StopIteration as end:
        return end.value
    waiting = Waiting(parent, turns, words)
    waiting.exec()
    if waiting.error is not None:
        raise waiting.error
    return waiting.result_of


class Waiting(InReadingOrder, QDialog):
    """Goes through the turns while it is shown. ``result_of`` is what came of them, ``error`` what stopped them."""

    def __init__(self, parent: QWidget, turns: Generator[float, None, Any], words: str) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setWindowTitle(words)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.result_of: Any = None
        self.error: BaseException | None = None
        self._turns = turns
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far it is")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(make_text(f"{words} …"))
        column.addWidget(self.bar)
        column.addWidget(make_secondary_button("Stop", self.reject), 0, Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(360)
        in_turns(self, self._run_slices())

    def reject(self) -> None:
        """Stop: what was done of it is taken back."""
        drop_work(self)
        self._turns.close()
        self.error = self.error or CancelledError("Stopped. Everything is as it was before.")
        super().reject()

    def _run_slices(self) -> Iterator[None]:
        try:
            while True:
                self.bar.setValue(round(next(self._turns) * 1000))
                yield
        except StopIteration as end:
            self.result_of = end.value
        except Exception as error:  # told to whoever asked for the step, as if it had been done at once
            self.error = error
        self.accept()
