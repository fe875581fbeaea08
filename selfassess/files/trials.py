"""Whether something can be written, found out by trying: what rights say is not what holds on every system.

On Windows ``os.access`` looks at one mark of the file and never at the rights of its folder.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from selfassess.files import lasting, private


def can_write_in(folder: Path) -> bool:
    """Whether files can be made in a folder and taken away again."""
    probe = folder / f".{os.urandom(6).hex()}.part"
    try:
        private.create_private_file(probe).close()
    except (OSError, ValueError):
        return False
    with suppress(OSError):
        lasting.remove_file(probe)
    return True


def can_write(path: Path, *, on_windows: bool = os.name == "nt") -> bool:
    """Whether a file that is there can be written to; nothing in it is changed.

    Elsewhere than on Windows rights tell, and trying it would take SQLite's own locks on a workbook away.
    """
    if not on_windows:
        return os.access(path, os.W_OK)
    try:
        os.close(os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0)))
    except (OSError, ValueError):
        return False
    return True
