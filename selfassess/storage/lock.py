"""Who has a workbook open: a small file beside it with the person, the machine and the time.

The first opener makes the file; a second finds it and reads only. A lock whose process has gone (same
machine) is taken over; one of another machine is believed, because nothing here can tell that it is stale.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from pathlib import Path

import msgspec

from selfassess.domain.errors import FileError, LockedError
from selfassess.domain.fields import british_datetime


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock, since when (local time, ISO 8601)."""

    person: str
    machine: str
    process: int
    since: str

    @property
    def words(self) -> str:
        """The holder in a sentence part: "A Name on LAPTOP-7 since 28 February 2025, 2:02pm"."""
        who = self.person or "somebody"
        return f"{who} on {self.machine} since {british_datetime(self.since)}"


class Lock:
    """The lock of one workbook; release it by ``release``."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self.file = lock_file(path)
        self.holder = holder

    @classmethod
    def take(cls, path: Path, person: str, since: str) -> Lock:
        """Take the lock of a workbook; raises LockedError naming the holder, FileError where none can be made."""
        lock = cls(path, Holder(person, platform.node() or "this computer", os.getpid(), since))
        for _ in range(2):
            try:
                handle = os.open(lock.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                holder = current_holder(path)
                if holder is not None and not _gone(holder):
                    raise LockedError(
                        f"{path.name} is open elsewhere: {holder.words}. Close it there first, or open it to read only."
                    ) from None
                lock.file.unlink(missing_ok=True)
                continue
            except OSError as error:
                raise FileError(
                    f"{path.name} cannot be opened for writing: nothing can be saved in its folder ({error.strerror})."
                ) from error
            with os.fdopen(handle, "wb") as out:
                out.write(msgspec.json.encode(lock.holder))
            return lock
        raise LockedError(f"{path.name} is being opened by somebody else at this moment. Try again.")

    def release(self) -> None:
        """Give the lock back, where it is still ours."""
        try:
            if msgspec.json.decode(self.file.read_bytes(), type=Holder) == self.holder:
                self.file.unlink(missing_ok=True)
        except (OSError, msgspec.MsgspecError):
            return


def lock_file(path: Path) -> Path:
    """Where the lock of a workbook stands."""
    return path.with_name(f".{path.name}.lock")


def current_holder(path: Path) -> Holder | None:
    """Who holds a workbook's lock; None where nobody does or where the lock cannot be read."""
    try:
        return msgspec.json.decode(lock_file(path).read_bytes(), type=Holder)
    except (OSError, msgspec.MsgspecError):
        return None


def _gone(holder: Holder) -> bool:
    if holder.machine != platform.node():
        return False
    if sys.platform == "win32":
        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, holder.process)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return not handle
    try:
        os.kill(holder.process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
