"""How an open workbook stands where it is: who else has it, copies beside it, whether its place is safe.

Everything here reads folders, so a worker asks; nothing is changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from selfassess.files import trials
from selfassess.services.safety import folder_safety, lock_status, sibling_copies
from selfassess.services.safety.folder_safety import Place
from selfassess.services.safety.lock_status import Held
from selfassess.services.safety.sibling_copies import Sibling
from selfassess.services.workbook import policy, settings
from selfassess.services.years import checking
from selfassess.storage.store import SUFFIX

Beside = frozenset[tuple[str, float]]
"""The other workbooks of the folder, by name and when they were last written."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a look round told. ``held``: who keeps one from writing; ``may_write``: whether nothing does any more."""

    held: Held | None = None
    may_write: bool = False
    rivals: tuple[str, ...] = ()
    copies: tuple[Sibling, ...] = ()
    beside: Beside = frozenset()
    place: Place | None = None
    faults: tuple[str, ...] = ()
    """What of the workbook is not as it was written, as far as that is told quickly."""
    missing: str = ""
    """What has to be done without where the person’s own folders cannot be used."""
    policy: str = ""
    """What of the organisation’s own settings cannot be read."""


def look_round(
    path: Path, reading: bool, rivals: Callable[[], tuple[str, ...]], before: Surroundings | None
) -> Surroundings:
    """Look round a workbook; ``reading``: it can only be read here.

    Copies are read again only where other files lie beside it than ``before``, and the place is looked at once.
    """
    beside = _beside(path)
    same = before is not None and before.beside == beside
    held = lock_status.held(path) if reading and path.exists() else None
    return Surroundings(
        held=held,
        may_write=reading and held is None and _may_write(path),
        rivals=() if reading else rivals(),
        copies=before.copies if before is not None and same else _with_news(path),
        beside=beside,
        place=before.place if before is not None else folder_safety.look(path),
        faults=before.faults if before is not None else checking.file_faults(path, thorough=False),
        missing=before.missing if before is not None else settings.missing(),
        policy=policy.now().sentence,
    )


def _may_write(path: Path) -> bool:
    return policy.allows(path) and trials.can_write(path) and trials.can_write_in(path.parent)


def _with_news(path: Path) -> tuple[Sibling, ...]:
    return tuple(each for each in sibling_copies.siblings(path) if each.entries)


def _beside(path: Path) -> Beside:
    found = set()
    with suppress(OSError), os.scandir(path.parent) as folder:
        for each in folder:
            if each.name.lower().endswith(SUFFIX) and each.name != path.name:
                with suppress(OSError):
                    found.add((each.name, each.stat().st_mtime))
    return frozenset(found)
