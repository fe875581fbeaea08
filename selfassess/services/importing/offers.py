"""What is offered of a file: what is held back by decisions that hold in a workbook, revoking them, what is asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

from selfassess.domain.merging import offers, set_aside
from selfassess.domain.merging.offers import Decided
from selfassess.domain.model import journal, new_year
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import Why
from selfassess.domain.model.workbook import Workbook
from selfassess.services.importing import merge_questions
from selfassess.services.importing.plan_merge import Prepared
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import read_snapshot


def read_declined_offers(path: Path) -> tuple[Decided, ...]:
    """What is not offered again in a workbook, latest first; for a worker, or where nobody waits."""
    return declined_offers(read_snapshot(path, journal=True))


def declined_offers(there: Workbook) -> tuple[Decided, ...]:
    """The same of a workbook that was read, with its journal."""
    return offers.list_declined_decisions(there)


def name_declined_offer(each: Decided, there: Workbook | None = None) -> str:
    """What it is about: "Risk “Waiting times”"."""
    kind = CATALOGUE[each.record.kind]
    year = there.assessments if there is not None else ()
    names = next((Names(one) for one in year if each.record.assessment == one.id), None)
    called = names.name_record(each.record) if names is not None else each.record.text_of(kind.title)
    if called:
        return f"{kind.name} “{called}”"
    return kind.name


def offer_again(session: Session, records: Collection[str]) -> tuple[Decided, ...]:
    """Revoke the decisions not to offer something, about these records; what they were.

    Raises WrongUseError where there is no such decision about one of them, FileError where it cannot be saved.
    """
    session.require_writable()
    there = read_snapshot(session.path, journal=True)
    known = {each.record.id: each for each in offers.list_declined_decisions(there)}
    unknown = [id for id in records if id not in known]
    if unknown:
        raise WrongUseError(f"Nothing is held back about {unknown[0]}. Ask for the list again.")
    at = session.clock().isoformat(timespec="milliseconds")
    make = partial(journal.make_entries, step=new_year.new_id(), at=at, author=session.author)
    here = {record.id for record in there.all_records()}
    revoked = tuple(known[id] for id in records)
    rows = [
        set_aside.make_mark_entry(e.record, Why.OFFERED, e.marks, e.mark.source, make, is_here=e.record.id in here)
        for e in revoked
    ]
    run_to_end(session.take_step_in_turns("offer again what was not offered", (), journaled=rows))
    return revoked


def ask_before_removing(prepared: Prepared) -> Prepared:
    """The same, with a question wherever they removed what another wrote than who removed it.

    For where nobody looks at what comes in. Who took a row out of a sheet or a file without history is not known.
    """
    if prepared.meeting is None:
        return prepared
    return replace(prepared, merge=merge_questions.ask_before_removing(prepared.merge, prepared.all_writers))
