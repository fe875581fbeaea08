"""Reading a whole workbook without touching it: what show, check and every export begin with.

Kept apart from opening so that a command that only reads starts quickly.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.workbook import Workbook
from selfassess.storage.store import Store


def snapshot(path: Path, *, journal: bool = False, odd: list[Problem] | None = None) -> Workbook:
    """Everything in a workbook as a frozen value; the file is not touched, an older one is brought up in memory.

    Entries of its journal that make no sense are left out and told in ``odd``.
    """
    with Store.read_only(path) as opened:
        return opened.workbook(journal=journal, odd=odd)


def copy_of(path: Path) -> Incoming:
    """A workbook that comes in: its journal without what makes no sense in it, which is named."""
    from selfassess.domain.model import admission  # a command that only reads needs none of it

    odd: list[Problem] = []
    workbook = snapshot(path, journal=True, odd=odd)
    admitted = admission.admit(workbook.journal, {record.id: record for record in workbook.records()})
    left_out = tuple(admission.told((*odd, *admitted.problems)))
    return Incoming(workbook=replace(workbook, journal=admitted.journal), left_out=left_out)
