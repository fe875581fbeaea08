"""Going back to a backup: what differs, and one step that takes the workbook there and can itself be taken back.

A workbook that cannot be opened gets the backup as a file beside it; nothing is ever written over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from selfassess.domain.framework.framework import Pack
from selfassess.domain.merging import set_aside
from selfassess.domain.merging.three_way import Outcome, is_same_value
from selfassess.domain.model import diff_records, new_year
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import Entry, make_entries
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.workbook import Workbook
from selfassess.services.safety import sibling_copies
from selfassess.services.workbook import backups, temp_files
from selfassess.services.workbook.backups import Backup
from selfassess.services.workbook.cooperative import run_aside, run_to_end
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import read_snapshot
from selfassess.storage import store

_VERBS = {Outcome.NEW: "added", Outcome.CHANGED: "changed", Outcome.REMOVED: "removed"}
_BACK = {Outcome.NEW: "taken away", Outcome.CHANGED: "set back", Outcome.REMOVED: "brought back"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record that differs: what became of it since the backup, its kind and name, its year and changed fields."""

    outcome: Outcome
    kind: str
    id: str
    name: str
    year: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What was done since a backup was taken, record by record."""

    items: tuple[Item, ...]

    def count_by_kind(self, outcome: Outcome) -> Mapping[str, int]:
        """How many records of each kind were added, changed or removed since."""
        found = Counter(item.kind for item in self.items if item.outcome is outcome)
        return {kind: found[kind] for kind in CATALOGUE if found[kind]}

    @property
    def describe_since(self) -> str:
        """What was done since, in a sentence: "Since then: 2 risks added; 1 judgement changed."."""
        return self._describe_counts("Since then", _VERBS) or "Nothing was changed since."

    @property
    def describe_going_back(self) -> str:
        """What going back would do, in a sentence: "2 risks would be taken away; 1 judgement would be set back."."""
        return self._describe_counts("Going back", _BACK) or "Going back would change nothing."

    def _describe_counts(self, lead: str, verbs: Mapping[Outcome, str]) -> str:
        parts = []
        for outcome, verb in verbs.items():
            counts = [count_records(kind, number) for kind, number in self.count_by_kind(outcome).items()]
            if counts:
                parts.append(f"{', '.join(counts)} {verb}")
        if not parts:
            return ""
        return f"{lead}: {'; '.join(parts)}."


def compare_with_backup(backup: Backup, there: Workbook) -> Differences:
    """What was done in a workbook since a backup; raises FileError where the backup cannot be read. For a worker."""
    return Differences(items=tuple(_find_differences(_read_backup(backup), there)))


def _find_differences(then: Workbook, now: Workbook) -> Iterator[Item]:
    before = then.by_id
    after = now.by_id
    names = {year.id: Names(year) for year in (*then.assessments, *now.assessments)}

    def item(outcome: Outcome, record: Record, fields: tuple[str, ...] = ()) -> Item:
        known = names.get(record.assessment or record.id)
        called = known.name_record(record) if known is not None else record.text_of(CATALOGUE[record.kind].title)
        year = ""
        if known is not None and record.assessment:
            year = known.assessment.label
        return Item(outcome=outcome, kind=record.kind, id=record.id, name=called, year=year, fields=fields)

    for id, record in after.items():
        if id not in before:
            yield item(Outcome.NEW, record)
        elif fields := tuple(_changed_field_labels(before[id], record)):
            yield item(Outcome.CHANGED, record, fields)
    for id, record in before.items():
        if id not in after:
            yield item(Outcome.REMOVED, record)


def _changed_field_labels(before: Record, after: Record) -> Iterator[str]:
    if before.position != after.position:
        yield "Order"
    for spec in CATALOGUE[after.kind].fields:
        if before.kind != after.kind or not is_same_value(before[spec.key], after[spec.key]):
            yield spec.label


def restore_backup(session: Session, backup: Backup) -> StepTaken | None:
    """Take an open workbook back to a backup as one step, after a backup of how it is now; None where nothing differs.

    What came since is put aside here and stays in every other copy. It can be undone like any other step. Raises
    FileError where it cannot be read or written, WrongUseError where the backup is of another workbook; then nothing
    has changed.
    """
    return run_to_end(restore_in_slices(session, backup))


def restore_in_slices(session: Session, backup: Backup) -> Generator[float, None, StepTaken | None]:
    """The same in short turns, for where somebody waits: yields how far it is (0 to 1); its value is the step.

    Abandoned (closed), it has changed nothing.
    """
    session.require_writable()
    position = session.store.journal_position()

    def prepared() -> tuple[Workbook, Workbook]:
        return _read_backup(backup, journal=True), read_snapshot(session.path, journal=True)

    then, now = yield from run_aside(prepared, 0.0)
    if then.id != now.id:
        raise WrongUseError("This backup is of another workbook, so nothing was changed.")
    state = then.by_id
    held = now.by_id
    changes = yield from run_aside(lambda: tuple(diff_records.diff_record_sets(held, state)), 0.1)
    if not changes:
        return None
    at = session.clock().isoformat(timespec="milliseconds")
    make = partial(make_entries, step=new_year.new_id(), at=at, author=session.author)

    def turned() -> tuple[Entry, ...]:
        return set_aside.build_turning_entries(now.journal, set_aside.entries_in_force(then.journal), held, state, make)

    told = yield from run_aside(turned, 0.15)
    yield from run_aside(lambda: backups.take_backup(session.path, "restore", session.clock()), 0.2)
    if session.store.journal_position() != position:
        raise WrongUseError(f"{session.path.name} was changed meanwhile, so nothing was set back. Try again.")
    frozen: tuple[Pack, ...] = (*then.frameworks, *then.returns)
    label = f"go back to {backup.describe_time}"
    return (yield from session.take_step_in_turns(label, changes, packs=frozen, journaled=told, comes_in=True))


def restore_beside_workbook(backup: Backup, path: Path) -> Path:
    """Put a backup as a file beside a workbook that cannot be opened; its new name. The workbook is not touched."""
    target = backups.find_free_name(path, f"as of {backup.at.astimezone():%Y-%m-%d %H.%M}")
    try:
        with temp_files.fresh_file_beside(target, over=False) as fresh:
            store.copy_workbook(backup.path, fresh)
    except OSError as error:
        raise FileError(f"{target} cannot be written ({error.strerror}). Choose another folder.") from error
    return target


def save_backup_as(backup: Backup, target: Path) -> Path:
    """Put a backup as a file where a person chose; raises FileError where it cannot be, see ``copies.save_copy``."""
    return sibling_copies.save_copy(backup.path, target)


def _read_backup(backup: Backup, *, journal: bool = False) -> Workbook:
    if not backup.path.exists():
        raise FileError("This backup is no longer there. Look at the list again.")
    return read_snapshot(backup.path, journal=journal)
