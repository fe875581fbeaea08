"""What Windows keeps about a file beside its content: that it is hidden, or that its content is only online."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_HIDDEN = 0x2
_UNKNOWN = 0xFFFFFFFF
_ONLY_ONLINE = 0x1000 | 0x40000 | 0x400000
"""Offline; fetched when it is opened; fetched when it is read."""
_ONLY_ONLINE_ON_A_MAC = 0x40000000


def hide_file(path: Path, kernel: Any = None) -> None:
    """Have Windows not show a file or folder whose name begins with a dot; other systems do not show it anyway.

    ``kernel`` is what is asked in place of this system's own. Never fails: it is only a matter of looks.
    """
    if sys.platform == "win32" and kernel is None:
        import ctypes

        kernel = ctypes.windll.kernel32
    if kernel is not None:
        now = kernel.GetFileAttributesW(str(path)) & _UNKNOWN
        if now != _UNKNOWN:
            kernel.SetFileAttributesW(str(path), now | _HIDDEN)


def is_only_online(there: os.stat_result) -> bool:
    """Whether reading a file would have a synchroniser (OneDrive or iCloud, say) fetch it first."""
    on_a_mac = sys.platform == "darwin" and getattr(there, "st_flags", 0) & _ONLY_ONLINE_ON_A_MAC
    return bool(on_a_mac or getattr(there, "st_file_attributes", 0) & _ONLY_ONLINE)
