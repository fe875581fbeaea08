"""Files that only their owner can read, from their first byte on.

On Windows a new file takes the rights of its folder; a person's own folders are theirs alone there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

ONLY_OWNER, ONLY_OWNERS_FOLDER = 0o600, 0o700


def create_private_file(path: Path) -> BinaryIO:
    """A new file to write to, closed to everybody else; raises FileExistsError where the name is taken."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, ONLY_OWNER), "wb")


def write_private_file(path: Path, data: bytes) -> None:
    """Write a new file; nothing is left of it where that fails. Raises OSError."""
    with create_private_file(path) as file:
        try:
            file.write(data)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def write_over_file(path: Path, data: bytes) -> None:
    """Write a file that may be there already; then its rights stay as they were. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, ONLY_OWNER), "wb") as file:
        file.write(data)
