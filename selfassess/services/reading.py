"""Reading a whole workbook without touching it: what show, check and every export begin with.

Kept apart from opening so that a command that only reads starts quickly.
"""

from __future__ import annotations

from pathlib import Path

from selfassess.domain.records import FORMAT
from selfassess.domain.workbook import Workbook
from selfassess.storage import store
from selfassess.storage.store import Store


def snapshot(path: Path, *, journal: bool = False) -> Workbook:
    """Everything in a workbook as a frozen value; the file is not touched, an older one is brought up in a copy."""
    if store.format_of(path) == FORMAT:
        with Store.read_only(path) as opened:
            return opened.workbook(journal=journal)
    import tempfile  # only an older file needs it

    with tempfile.TemporaryDirectory(prefix="selfassess-") as folder:
        copy = Path(folder) / path.name
        store.copy(path, copy)
        store.upgrade(copy)
        with Store.read_only(copy) as opened:
            return opened.workbook(journal=journal)
