"""Long work in short turns: a generator that yields how far it is, for a window that has to answer meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")

_LOOK = 0.005
"""How long, in seconds, one turn waits for work that goes on aside."""


def run_aside(work: Callable[[], T], part: float) -> Generator[float, None, T]:
    """Do work that touches nothing of this thread on one of its own, so that no turn is long."""
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(work)
        while not wait((waiting,), timeout=_LOOK).done:
            yield part
        return waiting.result()


def run_to_end(turns: Generator[float, None, T]) -> T:
    """Do all turns at once, where nobody waits; what comes of them."""
    while True:
        try:
            next(turns)
        except StopIteration as done:
            value: T = done.value
            return value
