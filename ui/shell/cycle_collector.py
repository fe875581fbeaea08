"""Python's collector of cycles, on the GUI thread only.

Left to itself it runs on whichever thread happens to allocate, also on a worker. What it finds there may be the last of
a widget, and a widget that is destroyed on another thread than its own takes the process with it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor

EVERY_MS = 500
"""How often it is looked whether there is enough to collect; Python looks at each allocation."""
QUIET_LOOKS = 20
"""After so many looks at which nothing went on, nobody is at the window: what takes longer may be done."""
AT_REST = 100
"""So many objects come and go between two looks while nobody does anything."""
OVERDUE = 10
"""A full collection waits for a quiet moment until this many times as much has come together."""


class Collector(QObject):
    """Collects in a timer of the GUI thread what Python would collect by itself.

    A full collection looks at everything there is, 50 to 80 ms with ten years open, and waits until nobody is busy.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._quiet_looks = 0
        self._seen = self._look_around()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_oldest)
        self._timer.start(EVERY_MS)

    def collect_oldest(self) -> None:
        """Collect the oldest generation of which enough has come together."""
        self._count_quiet_looks()
        for generation in (2, 1, 0):
            if self._is_due(generation):
                gc.collect(generation)
                break
        self._seen = self._look_around()

    def _is_due(self, generation: int) -> bool:
        gathered, threshold = gc.get_count()[generation], gc.get_threshold()[generation]
        may_wait = generation == 2 and self._quiet_looks < QUIET_LOOKS
        return gathered > (OVERDUE * threshold if may_wait else threshold)

    def _count_quiet_looks(self) -> None:
        objects, pointer = self._look_around()
        was_quiet = pointer == self._seen[1] and abs(objects - self._seen[0]) < AT_REST
        self._quiet_looks = self._quiet_looks + 1 if was_quiet else 0

    @staticmethod
    def _look_around() -> tuple[int, tuple[int, int]]:
        """How many objects have come since the last collection, and where the pointer is."""
        return gc.get_count()[0], QCursor.pos().toTuple()
