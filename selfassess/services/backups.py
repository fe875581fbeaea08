"""Copies of a workbook, taken before anything risky, kept with the person's own data."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from selfassess.domain.errors import FileError
from selfassess.services import settings
from selfassess.storage import store

KEPT = 30


def folder(path: Path) -> Path:
    """Where the backups of a workbook are kept: one folder for each place a workbook is in."""
    place = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
    return settings.home("data") / "backups" / f"{path.stem}-{place}"


def take(path: Path, reason: str, at: datetime) -> Path:
    """Copy a workbook before ``reason`` ("import"); the oldest beyond KEPT go. Raises FileError where it cannot."""
    try:
        target_folder = folder(path)
        target_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{at:%Y-%m-%d %H%M%S}"
        number = len(list(target_folder.glob(f"{name}*")))
        target = target_folder / f"{name}{f' ({number})' if number else ''} before {reason}{store.SUFFIX}"
        store.copy(path, target)
        for old in sorted(target_folder.glob(f"*{store.SUFFIX}"))[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(
            f"No backup of {path.name} could be made ({error.strerror}), so nothing was changed. "
            "Free some space and try again."
        ) from error
    return target
