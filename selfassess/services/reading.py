"""Reading a whole workbook without touching it: what show, check and every export begin with.

Kept apart from opening so that a command that only reads starts quickly.
"""

from __future__ import annotations

from pathlib import Path

from selfassess.domain.workbook import Workbook
from selfassess.storage.store import Store


def snapshot(path: Path, *, journal: bool = False) -> Workbook:
    """Everything in a workbook as a frozen value; the file is not touched, an older one is brought up in memory."""
    with Store.read_only(path) as opened:
        return opened.workbook(journal=journal)
