"""What has become of the workbooks that were open lately, as far as a look at their files tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from selfassess.files import attributes

_BEGINNING = b"SQLite format 3"
"""Said again here, where the store need not be brought in: the start screen asks before anything is open."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a file told: when it was last changed, None where it is missing, and whether it is damaged."""

    path: str
    changed: datetime | None
    damaged: bool = False


def inspect_recent_files(paths: Sequence[str], cancelled: Callable[[], bool] = lambda: False) -> list[Found]:
    """Look at each file; a drive that has gone away can take many seconds, so this runs on a worker."""
    found = []
    for path in paths:
        if cancelled():
            break
        try:
            there = Path(path).stat()
            changed = datetime.fromtimestamp(there.st_mtime).astimezone()
        except (OSError, ValueError):
            found.append(Found(path, None))
        else:
            found.append(Found(path, changed, not attributes.is_only_online(there) and _is_damaged(path)))
    return found


def _is_damaged(path: str) -> bool:
    """Whether a file no longer begins as a workbook does; one that cannot be read now may be sound."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_BEGINNING)) != _BEGINNING
    except OSError:
        return False
