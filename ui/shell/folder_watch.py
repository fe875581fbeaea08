"""How an open workbook stands where it is: who else has it, copies beside it, whether its place is safe.

Everything here reads folders, so a worker asks; nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from selfassess.services.safety import folder_safety, lock_status, sibling_copies
from selfassess.services.safety.folder_safety import Place
from selfassess.services.safety.lock_status import Held
from selfassess.services.safety.sibling_copies import Neighbours, Sibling
from selfassess.services.workbook import policy, settings
from selfassess.services.years import checking


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a look round told. ``held``: who keeps one from writing; ``may_write``: whether nothing does any more."""

    held: Held | None = None
    may_write: bool = False
    rivals: tuple[str, ...] = ()
    copies: tuple[Sibling, ...] = ()
    beside: Neighbours = frozenset()
    place: Place | None = None
    faults: tuple[str, ...] = ()
    """What of the workbook is not as it was written, as far as that is told quickly."""
    missing: str = ""
    """What has to be done without where the person’s own folders cannot be used."""
    policy: str = ""
    """What of the organisation’s own settings cannot be read."""


def inspect_surroundings(
    path: Path, reading: bool, rivals: Callable[[], tuple[str, ...]], before: Surroundings | None
) -> Surroundings:
    """Look round a workbook; ``reading``: it can only be read here.

    Copies are read again only where other files lie beside it than ``before``, and the place is looked at once.
    """
    beside = sibling_copies.list_neighbours(path)
    same = before is not None and before.beside == beside
    held = None
    if reading and path.exists():
        held = lock_status.find_lock_holder(path)
    return Surroundings(
        held=held,
        may_write=reading and held is None and lock_status.may_be_written(path),
        rivals=() if reading else rivals(),
        copies=before.copies if before is not None and same else _find_copies_with_news(path),
        beside=beside,
        place=before.place if before is not None else folder_safety.inspect_folder(path),
        faults=before.faults if before is not None else checking.find_file_faults(path, thorough=False),
        missing=before.missing if before is not None else settings.explain_missing_folders(),
        policy=policy.current_policy().describe_faults,
    )


def _find_copies_with_news(path: Path) -> tuple[Sibling, ...]:
    return tuple(each for each in sibling_copies.find_sibling_copies(path) if each.entries)
