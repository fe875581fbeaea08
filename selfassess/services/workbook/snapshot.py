"""Reading a whole workbook without touching it: what show, check and every export begin with.

Kept apart from opening so that a command that only reads starts quickly.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.workbook import Workbook
from selfassess.storage.store import Store

if TYPE_CHECKING:  # a command that only reads has no session
    from selfassess.services.workbook.session import Session


def read_snapshot(path: Path, *, journal: bool = False, odd: list[Problem] | None = None) -> Workbook:
    """Everything in a workbook as a frozen value; the file is not touched, an older one is brought up in memory.

    Entries of its journal that make no sense are left out and told in ``odd``.
    """
    with Store.open_read_only(path) as opened:
        return opened.read_workbook(journal=journal, odd=odd)


def hold_workbook(session: Session) -> Workbook:
    """All years of an open workbook as they are now, without its journal: for a worker to look through."""
    years = tuple(session.load_assessment(record.id) for record in session.assessments)
    return Workbook(council=session.council, assessments=years, imported=session.store.packs.read_imported())


def read_incoming_copy(path: Path) -> Incoming:
    """A workbook that comes in: its journal without what makes no sense in it, which is named."""
    from selfassess.domain.model import admission  # a command that only reads needs none of it

    odd: list[Problem] = []
    workbook = read_snapshot(path, journal=True, odd=odd)
    admitted = admission.admit_journal(workbook.journal, workbook.by_id)
    left_out = tuple(admission.shorten_problem_list((*odd, *admitted.problems)))
    return Incoming(workbook=replace(workbook, journal=admitted.journal), left_out=left_out)
