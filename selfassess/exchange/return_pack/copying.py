"""The way of one file: read once, handed on piece by piece, and read back where it went.

Where the content's fingerprint is known beforehand, reading the copy back proves both that the file is what it was and
that the copy is whole. Where it is not, the pieces are reckoned on a second thread while they are copied.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from selfassess.domain.model.errors import CancelledError, FileError

PIECE = 1 << 20
_IN_HAND = 4
"""So many pieces may wait to be reckoned: memory stays small however large a file is."""

STRETCH = 16 << 20
"""Copies are read back in stretches of so many bytes."""

Cancelled = Callable[[], bool]
Heard = Callable[[int], None]


class SourceError(FileError):
    """A file that was to be copied cannot be, or is not what it was; the rest of the return is not touched by it."""


class Digest(Protocol):
    """What hashlib's objects do."""

    def update(self, data: memoryview, /) -> None:
        """Take in further bytes."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Whether somebody asked to stop."""

    cancelled: Cancelled

    def raise_if_stopped(self) -> None:
        """Raises CancelledError where somebody did."""
        if self.cancelled():
            raise CancelledError("Stopped. Nothing was written.")


class Reading:
    """Copies files one after the other, through the same few pieces of memory."""

    def __init__(self, stopped: Stopped, heard: Heard) -> None:
        self._stopped = stopped
        self._heard = heard
        self._pieces = [memoryview(bytearray(PIECE)) for _ in range(_IN_HAND)]
        self._reckoner = ThreadPoolExecutor(1, "reckoning")

    def copy_content(self, source: Path, write: Callable[[memoryview], object], *, reckon: bool) -> str:
        """Hand a file's content to ``write``; the fingerprint of what was read, "" unless it is to be reckoned.

        Raises SourceError where the file cannot be read or changes meanwhile, OSError where ``write`` fails.
        """
        digest = hashlib.sha256() if reckon else None
        waiting: list[Future[None]] = []
        with _explain_source_faults():
            # Looked at before it is opened: opening a pipe would wait for whoever writes into it.
            if not stat.S_ISREG(os.stat(source).st_mode):
                raise SourceError("It is a folder or a device and not a file.")
            file = source.open("rb", buffering=0)
        with file:
            before = os.fstat(file.fileno())
            at = 0
            while count := _read_into_piece(file, self._pieces[at % _IN_HAND]):
                self._stopped.raise_if_stopped()
                piece = self._pieces[at % _IN_HAND][:count]
                write(piece)
                if digest is not None:
                    waiting.append(self._reckoner.submit(digest.update, piece))
                    if len(waiting) == _IN_HAND:
                        waiting.pop(0).result()
                at += 1
                self._heard(count)
            after = os.fstat(file.fileno())
        for each in waiting:
            each.result()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise SourceError("The file was being changed while it was copied. Save and close it, then try again.")
        if digest is None:
            return ""
        return digest.hexdigest()

    def close(self) -> None:
        """Let go of the second thread."""
        self._reckoner.shutdown(cancel_futures=True)


class ReadingBack:
    """Reads what was written of one file, a stretch behind the one who writes, and reckons its fingerprint."""

    def __init__(self, path: Path, start: int, stopped: Stopped, checker: ThreadPoolExecutor) -> None:
        self._path, self._asked, self._end = path, start, start
        self._stopped, self._checker = stopped, checker
        self._digest = hashlib.sha256()
        self._waiting: list[Future[int]] = []
        self._wanted = 0

    def note_written_bytes(self, count: int, flush: Callable[[], object]) -> None:
        """Hear that so many more bytes are written; ``flush`` makes them visible to others."""
        self._end += count
        if self._end - self._asked >= STRETCH:
            flush()
            self._ask_for_reading()

    def close(self) -> None:
        """Hear that all is written and flushed."""
        self._ask_for_reading()

    def find_fingerprint(self) -> str:
        """The fingerprint of what is there, once all of it is read; "" where bytes are missing."""
        found = sum(each.result() for each in self._waiting)
        if found != self._wanted:
            return ""
        return self._digest.hexdigest()

    def _ask_for_reading(self) -> None:
        start = self._asked
        count = self._end - self._asked
        self._asked = self._end
        self._wanted = self._wanted + count
        self._waiting.append(self._checker.submit(feed_digest, self._digest, self._path, start, count, self._stopped))


def feed_digest(digest: Digest, path: Path, start: int, count: int, stopped: Stopped) -> int:
    """Have a digest eat ``count`` bytes of a file from ``start`` on; how many there were."""
    left = count
    piece = memoryview(bytearray(min(PIECE, max(count, 1))))
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while left and (got := file.readinto(piece[: min(left, PIECE)])):
            stopped.raise_if_stopped()
            digest.update(piece[:got])
            left -= got
    return count - left


def _read_into_piece(file: BinaryIO, piece: memoryview) -> int:
    with _explain_source_faults():
        return file.readinto(piece)  # type: ignore[attr-defined, no-any-return]


@contextmanager
def _explain_source_faults() -> Iterator[None]:
    """Tells what is wrong with the file that is read from what is wrong with the one that is written."""
    try:
        yield
    except FileNotFoundError as error:
        raise SourceError("The file is not there any more. It may have been moved, renamed or deleted.") from error
    except PermissionError as error:
        raise SourceError("The file cannot be read: this computer does not allow it, or a program keeps it.") from error
    except (OSError, ValueError) as error:
        raise SourceError("The file cannot be read. The drive it is on may be away or damaged.") from error
