"""Python's collector of cycles, on the GUI thread only.

Left to itself it runs on whichever thread happens to allocate, also on a worker. What it finds there may be the last of
a widget, and a widget that is destroyed on another thread than its own takes the process with it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from ui.bridge import worker_priority

EVERY_MS = 500
"""How often it is looked whether there is enough to collect; Python looks at each allocation."""


class Collector(QObject):
    """Collects in a timer of the GUI thread what Python would collect by itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY_MS)

    def look(self) -> None:
        """Collect the oldest generation of which enough has come together, unless a worker has long work."""
        if worker_priority.is_hurrying():
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
