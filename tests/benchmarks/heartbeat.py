"""How long the GUI thread was ever busy at a time: a timer that wants to tick every few milliseconds tells."""

from __future__ import annotations

from time import perf_counter
from types import TracebackType

from PySide6.QtCore import Qt, QTimer

EVERY_MS = 2


class Heartbeat:
    """Ticks while its block runs; the longest gap between ticks is the longest anybody waited."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Heartbeat:
        self._last = perf_counter()
        self._timer.start(EVERY_MS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()

    def report(self, target_ms: int) -> str:
        """The longest gaps in words."""
        longest = sorted(self.gaps, reverse=True)[:3]
        over = sum(gap > target_ms for gap in self.gaps)
        shown = ", ".join(f"{gap:.0f}" for gap in longest)
        return f"longest on the GUI thread {shown} ms; {over} over {target_ms} ms (target: none)"

    def _tick(self) -> None:
        moment = perf_counter()
        self.gaps.append((moment - self._last) * 1000)
        self._last = moment
