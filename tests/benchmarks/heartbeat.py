"""How long the GUI thread was ever busy at a time: in processor time of its own, by the clock, and with what.

A timer that wants to tick every few milliseconds tells. What other programs, or a worker, take of the machine makes a
turn longer by the clock and not in the thread's own time; so that is what a target is held against.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, thread_time
from types import FrameType, TracebackType
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer

EVERY_MS = 2
LOOK_MS = 5
"""How often is looked where the thread is, once a turn has lasted for LONG_MS."""
LONG_MS = 20
CAN_LOOK = hasattr(signal, "setitimer")
"""An alarm, which comes on the GUI thread itself: another thread that looks at its frames keeps painters alive."""
QT = "layout or painting by Qt"


class Turn(NamedTuple):
    """One turn of the event loop: the thread's own time, by the clock, what was being tried, where it mostly was."""

    thread_ms: float
    wall_ms: float
    during: str = ""
    cause: str = ""

    def __str__(self) -> str:
        told = f"{self.thread_ms:.0f} ms ({self.wall_ms:.0f} by the clock)"
        return ": ".join(filter(None, (told, self.during, self.cause)))


class Heartbeat:
    """Ticks while its block runs, or from ``start`` to ``stop``; ``turns`` are the times between two ticks.

    ``during`` is what is being tried, as the turns that follow are to say.
    """

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.during = ""
        self._seen: Counter[str] = Counter()
        self._wall = self._thread = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Heartbeat:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to tick; called on the GUI thread."""
        if CAN_LOOK:
            signal.signal(signal.SIGALRM, self._look)
        self._mark()
        self._timer.start(EVERY_MS)

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()
        if CAN_LOOK:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def longest(self, count: int = 3) -> list[Turn]:
        """The longest turns by the thread's own time, the longest first."""
        return sorted(self.turns, reverse=True)[:count]

    def report(self, target_ms: int) -> str:
        """The longest turns in words."""
        over = sum(turn.thread_ms > target_ms for turn in self.turns)
        shown = ", ".join(f"{turn.thread_ms:.0f} ({turn.wall_ms:.0f})" for turn in self.longest())
        cause = next((turn.cause for turn in self.longest(1)), "")
        return f"longest on the GUI thread {shown} ms (by the clock), {over} over {target_ms} ms; {cause}"

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Leave out what is done inside: it is the test's own work, not the program's."""
        wall, thread = perf_counter(), thread_time()
        seen, self._seen = self._seen, Counter()
        try:
            yield
        finally:
            self._seen = seen
            self._wall += perf_counter() - wall
            self._thread += thread_time() - thread

    def _mark(self) -> None:
        if CAN_LOOK:
            signal.setitimer(signal.ITIMER_REAL, LONG_MS / 1000, LOOK_MS / 1000)
        self._wall, self._thread = perf_counter(), thread_time()

    def _tick(self) -> None:
        wall, thread = self._wall, self._thread
        self._mark()
        seen, self._seen = self._seen, Counter()
        cause = seen.most_common(1)[0][0] if seen else ""
        self.turns.append(Turn((self._thread - thread) * 1000, (self._wall - wall) * 1000, self.during, cause))

    def _look(self, number: int, frame: FrameType | None) -> None:
        self._seen[_place(frame)] += 1


def _place(frame: FrameType | None) -> str:
    """The last places of the program itself in a stack; where only the event loop is left, Qt is at work.

    Frames are walked bare: to read their source, as a traceback does, would be half of what is measured.
    """
    within = traceback.walk_stack(frame)
    ours = [
        (each.f_code.co_filename, line) for each, line in within if f"{os.sep}ui{os.sep}" in each.f_code.co_filename
    ]
    places = [
        f"{os.path.basename(os.path.dirname(name))}/{os.path.basename(name)}:{line}"
        for name, line in reversed(ours)
        if not name.endswith("__main__.py")
    ]
    return " > ".join(places[-3:]) or QT
