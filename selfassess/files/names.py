"""What a file may be called where Windows runs: not as a device, with nothing that Windows leaves off, not too long."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePath

FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, with any ending."""

LONGEST = 259
"""Characters of a whole path where Windows was not told to take longer ones."""
BESIDE = 24
"""So many more have the names of what is made beside a file: its lock, its journal, itself while it is written."""


def find_name_fault(path: Path, *, on_windows: bool = os.name == "nt", longer: bool | None = None) -> str:
    """Why no file can be made or written under a name here, in a sentence; "" where it can.

    ``longer``: whether this Windows takes paths of any length; it is asked where that is not given.
    """
    if not on_windows:
        return ""
    unfit = [part for part in names_in_path(path) if is_name_unfit(part)]
    if unfit:
        return (
            f"“{unfit[-1]}” is no name that a file or folder can have on Windows: it is that of a device, has one of "
            'the signs < > : " | ? * in it, or ends in a space or a full stop. Choose another name.'
        )
    whole = str(path.absolute())
    if len(whole) > LONGEST - BESIDE and not (takes_long_paths() if longer is None else longer):
        return (
            f"{path.name} has {len(whole)} characters with all of its folders, and this Windows takes "
            f"{LONGEST - BESIDE}. Choose a shorter name, or a folder further up."
        )
    return ""


def names_in_path(path: PurePath) -> tuple[str, ...]:
    """The names in a path, without its drive."""
    return tuple(part for part in path.parts[bool(path.anchor) :] if part not in (".", ".."))


def is_name_unfit(name: str) -> bool:
    """Whether Windows takes a name for something else than a file of that name."""
    if FORBIDDEN.search(name) or RESERVED.fullmatch(name):
        return True
    return name != name.rstrip(" .")


def takes_long_paths() -> bool:
    """Whether this Windows was told to take paths of more than 259 characters."""
    if sys.platform == "win32":
        import ctypes

        return bool(getattr(ctypes.windll.ntdll, "RtlAreLongPathsEnabled", bool)() & 0xFF)
    return True
