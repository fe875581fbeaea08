"""How much the thread of a test does, counted in calls: a figure that no slow or busy machine changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType, TracebackType

MOMENT = 100_000
"""About so many calls fit into the 50 ms for which a window may be busy; a machine of 2020 makes more."""


class CallCounter:
    """Counts the calls that this thread makes inside its block, of Python's functions and of those it calls in C."""

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> CallCounter:
        sys.setprofile(self._count)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.setprofile(None)

    def _count(self, frame: FrameType, event: str, argument: object) -> None:
        self.count += event in ("call", "c_call")


def count_calls(act: Callable[[], object]) -> int:
    """So many calls an act takes."""
    with CallCounter() as counter:
        act()
    return counter.count
