"""How much the thread of a test does, counted in calls: a figure that no slow or busy machine changes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType

ROOT = Path(__file__).resolve().parents[1]
PROJECT = (f"{ROOT / 'selfassess'}{os.sep}", f"{ROOT / 'ui'}{os.sep}")
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


@contextmanager
def not_counted() -> Iterator[None]:
    """Leave out what is done inside: a test that waits looks the more often the slower the machine is."""
    counting = sys.getprofile()
    sys.setprofile(None)
    try:
        yield
    finally:
        sys.setprofile(counting)


class ProjectCalls:
    """Counts the calls that this thread makes inside its block of the project's own functions, by file and name."""

    def __init__(self) -> None:
        self.counts = Counter[tuple[str, str]]()

    @property
    def total(self) -> int:
        """All of them."""
        return self.counts.total()

    def of(self, *names: str) -> int:
        """Those of functions and classes whose full name has one of these in it."""
        return sum(count for (_, name), count in self.counts.items() if any(each in name for each in names))

    def __enter__(self) -> ProjectCalls:
        sys.setprofile(self._count)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.setprofile(None)

    def _count(self, frame: FrameType, event: str, argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(PROJECT):
            self.counts[code.co_filename, code.co_qualname] += 1
