"""Lets the window go first while a worker has long work."""

from __future__ import annotations

import time
from collections.abc import Callable

A_BREATH = 0.001
"""Seconds that the worker rests whenever it asks whether to stop, so that the window has its turn for certain."""


def rest_before_asking(cancelled: Callable[[], bool]) -> Callable[[], bool]:
    """The question whether to stop, with a rest before it."""

    def asked() -> bool:
        time.sleep(A_BREATH)
        return cancelled()

    return asked
