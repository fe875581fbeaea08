"""How far the reading of many files is: by their sizes, so that a large one does not seem to stand still."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from selfassess.domain.model.errors import CancelledError

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

_PER_FILE = 20_000
"""What opening a file costs, in bytes that could be read instead: it counts with the size."""


class Gauge:
    """How far the reading of many files is, by their sizes; stops where it is asked to."""

    def __init__(self, progress: Progress, cancelled: Cancelled, paths: Iterable[Path]) -> None:
        self.cancelled = cancelled
        self._progress = progress
        self._sizes = {path: read_file_size(path) + _PER_FILE for path in paths}
        self._total, self._done = max(sum(self._sizes.values()), 1), 0

    def add_bytes_read(self, count: int) -> None:
        """Tell that so many bytes of the file in hand were read."""
        self._progress(min((self._done + count) / self._total, 1.0))

    def enter_file(self, path: Path) -> Gauge:
        """Take a file in hand; leaving the block lays it down."""
        if self.cancelled():
            raise CancelledError("Stopped. Nothing was changed.")
        self._path = path
        return self

    def __enter__(self) -> None:
        """The file is in hand."""

    def __exit__(self, *_: object) -> None:
        """The file is done with."""
        self._done += self._sizes.get(self._path, 0)
        self._progress(min(self._done / self._total, 1.0))


def read_file_size(path: Path) -> int:
    """The size of a file in bytes, 0 where it cannot be told."""
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0
