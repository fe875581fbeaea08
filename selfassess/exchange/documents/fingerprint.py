"""What tells one file's content from another's: read once from end to end, never copied."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange.documents.titles import remove_invisible_signs
from selfassess.files import attributes

_PIECE = 1 << 20
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """SHA-256 of a file's content, its size in bytes, and the day it was last changed (local time, ISO 8601)."""

    sha256: str
    size: int
    modified: str


def compute_fingerprint(
    path: Path,
    *,
    progress: Callable[[int], None] = lambda read: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Fingerprint:
    """The fingerprint of a file; ``progress`` is told the bytes read so far.

    Raises FileError, in one sentence that names the file, where it cannot be read or changes meanwhile, and
    CancelledError once ``cancelled`` says so.
    """
    name = format_file_name(path.name)
    try:
        # Looked at before it is opened: opening a pipe would wait for whoever writes into it.
        there = os.stat(path)
        if not stat.S_ISREG(there.st_mode):
            raise FileError(f"{name} is a folder or a device and not a file. Choose a file.")
        refuse_only_online(path, there)
        with path.open("rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            digest = hashlib.sha256()
            size = 0
            piece = memoryview(bytearray(min(_PIECE, max(before.st_size, 1))))
            while size <= before.st_size and (count := file.readinto(piece)):  # one that grows has no end
                digest.update(piece[:count])
                size += count
                if cancelled():
                    raise CancelledError("Stopped. Nothing was changed.")
                progress(size)
            after = os.fstat(file.fileno())
    except (OSError, ValueError) as error:
        raise build_unreadable_error(path, error) from error
    if (size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise FileError(f"{name} was being changed while it was read. Save and close it, then try again.")
    return Fingerprint(digest.hexdigest(), size, format_local_day(after.st_mtime))


def refuse_only_online(path: Path, there: os.stat_result) -> None:
    """Raise FileError where reading a file would have it fetched over the network first; it is not read then."""
    if attributes.is_only_online(there):
        raise FileError(
            f"{format_file_name(path.name)} is only online and was not fetched. Choose “Always keep "
            "on this device” for it, "
            "then try again."
        )


def format_local_day(moment: float) -> str:
    """The local day of a moment in seconds, "" where no calendar has it."""
    try:
        return date.fromtimestamp(moment).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def build_unreadable_error(path: Path, error: Exception) -> FileError:
    """What to say of a file that could not be read."""
    name = format_file_name(path.name)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return FileError(f"{name} is not there. It may have been moved, renamed or deleted.")
    if isinstance(error, PermissionError):
        return FileError(
            f"{name} cannot be read: this computer does not allow it. It may be open elsewhere, or not be yours."
        )
    return FileError(f"{name} cannot be read. Its name may be too long, or the drive it is on may be away or damaged.")


def format_file_name(name: str) -> str:
    """A file's name as a sentence can hold it: on one line, in its own order, and cut where it is very long."""
    cleaned = remove_invisible_signs(name) or "A file without a name"
    if len(cleaned) <= _SHOWN:
        return cleaned
    return f"{cleaned[: _SHOWN - 20]}…{cleaned[-19:]}"
