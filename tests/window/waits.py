"""How long words that are typed wait for their file, as the program itself has it; for ``probed.py``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from tests.window.sights import Found

if TYPE_CHECKING:
    from tests.window.probed import Watcher


class Waits(QObject):
    """How long words wait for their file, told by the program's own timer, so that a slow machine changes nothing.

    A wait begins when something is unsaved and ends when a step is written or nothing is unsaved any more. Of each:
    ``keys`` that had come when it began (1: the first began it), ``left`` on the timer then, by how much keys typed on
    have ``moved`` its end (0: typing on does not put it off), ``took`` until the words were written, all in thousandths
    of a second.
    """

    def __init__(self, window: Any, watcher: Watcher) -> None:
        super().__init__(window)
        self.window, self.watcher = window, watcher
        self.found: list[Found] = []
        self._keys = 0
        self._began = self._ends = 0.0
        self._open = False
        watcher.typed = self._on_key
        workspace = window.frame.workspace
        workspace.pending.changed.connect(self._on_pending)
        workspace.step_taken.connect(lambda _: self._end())

    def _on_key(self) -> None:
        self._keys += 1
        if self._open:
            self.found[-1]["moved"] = max(self.found[-1]["moved"], self._due() - self._ends)

    def _on_pending(self) -> None:
        pending = self.window.frame.workspace.pending
        if pending and not self._open:
            self._open, self._began, self._ends = True, time.monotonic(), self._due()
            left = pending.timer.remainingTime()
            self.found.append({"keys": self._keys, "left": left, "moved": 0.0, "took": 0.0})
        elif not pending:
            self._end()

    def _end(self) -> None:
        if self._open:
            self._open = False
            self.found[-1]["took"] = (time.monotonic() - self._began) * 1000
        self._keys = 0

    def _due(self) -> float:
        """When the timer is due, by the clock that only goes on."""
        return time.monotonic() * 1000 + max(self.window.frame.workspace.pending.timer.remainingTime(), 0)
