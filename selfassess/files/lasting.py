"""Files that are on the disk before they take their name, and names that are tried again.

On Windows a file that a scanner, an indexer or a synchroniser looks at for some milliseconds can be neither replaced
nor deleted. That is tried again, for about two seconds; whoever keeps a file for longer has it open.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
"""Seconds between one attempt and the next."""

_HELD = frozenset((5, 32, 33))
"""What Windows says of a file that somebody holds: access denied, sharing violation, lock violation."""

T = TypeVar("T")


def retry_while_held(act: Callable[[], T], wait: Callable[[float], object] = time.sleep) -> T:
    """Do something with a file, again after a moment where Windows says that somebody holds it; raises OSError."""
    for pause in PAUSES:
        try:
            return act()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
        wait(pause)
    return act()


def sync_file(path: Path) -> None:
    """Have the disk hold what was written to a file. Raises OSError."""
    with path.open("r+b") as file:  # Windows makes nothing lasting that was opened to read
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk hold the names in a folder; Windows does so by itself. Never fails: not every system can."""
    if os.name == "nt":
        return
    with suppress(OSError):
        at = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(at)
        finally:
            os.close(at)


def put_in_place(fresh: Path, out: Path) -> None:
    """Give a finished file its name once the disk holds it; one of this name is replaced, and its rights stay.

    Raises OSError; then what was at ``out`` is as before.
    """
    if os.name != "nt":
        with suppress(OSError):
            os.chmod(fresh, stat.S_IMODE(out.stat().st_mode))
    sync_file(fresh)
    replace_file(fresh, out)
    sync_folder(out.parent)


def take_free_name(fresh: Path, out: Path) -> None:
    """Give a finished file a name that nothing has yet; raises FileExistsError where something has, or OSError."""
    sync_file(fresh)
    try:
        os.link(fresh, out)  # fails where the name was taken meanwhile; not every file system has links
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(out):
            raise FileExistsError(f"{out} is there already") from None
        replace_file(fresh, out)
    else:
        with suppress(OSError):
            remove_file(fresh)
    sync_folder(out.parent)


def replace_file(fresh: Path, out: Path) -> None:
    """Rename a file or an empty place, over what is there. Raises OSError."""
    retry_while_held(lambda: os.replace(fresh, out))


def remove_file(path: Path) -> None:
    """Delete a file where it is there. Raises OSError."""
    retry_while_held(lambda: path.unlink(missing_ok=True))
