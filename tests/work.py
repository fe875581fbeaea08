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


ASKED_BY_QT = ("eventFilter", "paint", "sizeHint", "minimumSizeHint", "heightForWidth", "data", "flags")
"""Beside handlers of events: what Qt calls by itself, as often as it has come to paint or to lay out."""


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
    """Counts the calls that this thread makes inside its block of the project's own functions, by file and name.

    ``total`` leaves out what Qt asks for to paint and to hand on events: how often it does is up to the machine.
    """

    def __init__(self) -> None:
        self.counts = Counter[tuple[str, str]]()
        self.total = 0
        self._asked_by_qt = 0

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
        if event not in ("call", "return") or not code.co_filename.startswith(PROJECT):
            return
        by_qt = code.co_name.endswith("Event") or code.co_name in ASKED_BY_QT
        if event == "return":
            self._asked_by_qt -= by_qt
            return
        self._asked_by_qt += by_qt
        self.counts[code.co_filename, code.co_qualname] += 1
        self.total += not self._asked_by_qt
