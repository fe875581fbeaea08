"""Lets the window go first while a worker has long work.

Painting a table asks for every cell by itself, and each time waits for the interpreter until the worker lets go of it:
up to five milliseconds, unless it is told to let go sooner. Looking through all that there is for what nobody holds any
more would stop everything for longer than a person overlooks; that waits until the work is done.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

SOONER = 0.0005
"""Seconds after which the worker lets go."""

A_BREATH = 0.001
"""Seconds that the worker rests whenever it asks whether to stop, so that the window has its turn for certain."""

Found = TypeVar("Found")

_lock = Lock()
_before: list[tuple[float, bool]] = []
"""How it was before, once for each work that goes on."""


def unhurried(work: Callable[[], Found]) -> Found:
    """What ``work`` gives; all is as it was before when the last of several has ended."""
    with _lock:
        _before.append(_before[0] if _before else (sys.getswitchinterval(), gc.isenabled()))
        sys.setswitchinterval(SOONER)
        gc.disable()
    try:
        return work()
    finally:
        with _lock:
            pause, collecting = _before.pop()
            if not _before:
                sys.setswitchinterval(pause)
                if collecting:
                    gc.enable()


def is_hurrying() -> bool:
    """Whether a worker has long work that nothing is to hold up."""
    return bool(_before)


def breathing(cancelled: Callable[[], bool]) -> Callable[[], bool]:
    """The question whether to stop, with a rest before it."""

    def asked() -> bool:
        time.sleep(A_BREATH)
        return cancelled()

    return asked
