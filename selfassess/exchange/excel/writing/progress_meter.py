"""How far a long piece of work is, and whether it is still wanted."""

from __future__ import annotations

from collections.abc import Callable

from selfassess.domain.model.errors import CancelledError

_TOLD = 200
"""How often in a stage, at most, somebody is told: a bar shows no more, and telling takes time."""


class Meter:
    """Counts the steps of one stage of the work after another."""

    def __init__(self, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._reached = self._end = 0.0
        self._every = self._done = self._steps = 1

    def begin_stage(self, until: float, steps: int) -> None:
        """Begin the next stage, which brings the whole to ``until`` (0 to 1) in about so many steps."""
        self._reached, self._end = self._end, until
        self._done, self._steps = 0, max(1, steps)
        self._every = max(1, self._steps // _TOLD)
        self._report_progress()

    def finish_step(self) -> None:
        """One step is done. Raises CancelledError where the work is no longer wanted."""
        self._done += 1
        if self._done % self._every == 0:
            self._report_progress()

    def _report_progress(self) -> None:
        if self._cancelled():
            raise CancelledError("Stopped. Nothing was exported.")
        part = min(1.0, self._done / self._steps)
        self._progress(self._reached + (self._end - self._reached) * part)
