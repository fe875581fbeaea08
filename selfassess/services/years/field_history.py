"""What the journal of an open workbook tells, read through the store; and what was removed, brought back from it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from selfassess.domain.history import history
from selfassess.domain.history.history import Telling
from selfassess.domain.history.history_wording import Memory
from selfassess.domain.merging import set_aside
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.errors import CancelledError, WrongUseError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import ASSESSMENT, Change, Entry, Operation
from selfassess.services.workbook.cooperative import run_aside
from selfassess.services.workbook.session import Session
from selfassess.storage.store import Store

A_BREATH = 500
"""So many entries are told between two looks at whether to stop."""


def tell_record_story(session: Session, record: str) -> tuple[Telling, ...]:
    """The story of one record, earliest known first; found by the store's index, however long the journal is."""
    return tuple(history.tell_history(session.read_history(record)))


def read_workbook_story(path: Path, *, cancelled: Callable[[], bool] = lambda: False) -> tuple[list[Telling], Memory]:
    """The whole story of a workbook, and what its records are called. For a worker: it opens the file by itself.

    Raises FileError where it cannot be read, CancelledError when cancelled.
    """
    with Store.open_read_only(path) as opened:
        memory = Memory(opened.read_assessment(each) for each in opened.read_assessment_records())
        told: dict[int, Telling] = {}

        def learnt() -> Iterator[Entry]:
            for number, entry in enumerate(opened.read_journal()):
                if number % A_BREATH == 0 and cancelled():
                    raise CancelledError
                memory.learn_change(entry.change)
                yield entry

        for telling, replaced in history.tell_with_predecessors(learnt()):
            told.pop(replaced, None)
            told[telling.place] = telling
        return list(told.values()), memory


def bring_back_record(session: Session, record: str) -> Generator[float, None, StepTaken]:
    """Bring a removed record back, with what belonged to it and the links to it, as one step; in short turns.

    Raises WrongUseError where it cannot come back, FileError where it cannot be saved; then nothing has changed.
    """
    session.require_writable()
    step = yield from run_aside(lambda: find_last_removal(session.path, record), 0.0)
    gone = next(change for change in step if change.record == record and change.operation is Operation.DELETE)
    years = {year.id for year in session.assessments}
    year = session.load_assessment(gone.old[ASSESSMENT]) if gone.old[ASSESSMENT] in years else session.current
    once = ONE_EACH.get(gone.kind)
    is_there_again = once and any(each[once] == gone.old["values"].get(once) for each in year.records_of(gone.kind))
    if is_there_again:
        raise WrongUseError(f"There is a {CATALOGUE[gone.kind].name.lower()} for this already.")
    records = {**year.by_id, year.id: year.record, session.council.id: session.council}
    changes = history.build_restoring_changes(record, step, records, years)
    return (yield from session.take_step_in_turns(f"bring back {CATALOGUE[gone.kind].name.lower()}", changes))


def find_last_removal(path: Path, record: str) -> list[Change]:
    """The changes of the step in which a record was last removed, in order; raises WrongUseError where it never was."""
    found: list[Change] | None = None
    step = ""
    changes = list[Change]()
    with Store.open_read_only(path) as opened:
        for entry in opened.read_journal():
            if set_aside.changes_nothing(entry):
                continue
            if entry.step != step:
                step = entry.step
                changes = []
            changes.append(entry.change)
            if entry.change.record == record:
                found = None
                if entry.change.operation is Operation.DELETE:
                    found = changes
    if found is None:
        raise WrongUseError("This is in the workbook; there is nothing to bring back.")
    return found
