"""Words that are on the screen and belong to no record yet: kept for a person beside their settings, so that a crash
loses none of them, and let go of as soon as they are in the workbook.

One private file for each workbook, found by where the workbook is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from selfassess.files import lasting, private
from selfassess.services.workbook import settings

LARGEST = 5_000_000
"""Bytes of such a file; more is none of ours."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was written and not added: in which year and place, in the line of which name, and the words."""

    year: str
    place: str
    name: str
    words: str


def load_drafts(path: Path) -> tuple[Draft, ...]:
    """What was left of a workbook when the program ended without adding it; what makes no sense is left out."""
    names = [each.name for each in fields(Draft)]
    try:
        with _draft_file(path).open("rb") as file:
            kept = json.loads(file.read(LARGEST))
        return tuple(Draft(*(str(each[name]) for name in names)) for each in kept)
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ()


def keep_drafts(path: Path, drafts: Sequence[Draft]) -> None:
    """Keep these of a workbook and no others; where nothing can be kept the person can still work."""
    with suppress(OSError):
        file = _draft_file(path)
        if not drafts:
            lasting.remove_file(file)
            return
        fresh = file.with_suffix(".new")
        lasting.remove_file(fresh)
        private.write_private_file(fresh, json.dumps([asdict(each) for each in drafts]).encode())
        lasting.replace_file(fresh, file)


def _draft_file(path: Path) -> Path:
    folder = settings.ensure_own_folder("data") / "drafts"
    folder.mkdir(mode=private.ONLY_OWNERS_FOLDER, exist_ok=True)
    name = hashlib.sha256(str(path.resolve()).encode(errors="surrogateescape")).hexdigest()
    return folder / f"{name[:32]}.json"
