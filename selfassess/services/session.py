"""One open workbook with somebody at it: runs commands, undoes and redoes them, tells who listens.

Every command is one step: worked out by the domain, written with its journal entries in one transaction, then told as
an event. Undo and redo are steps of their own that say the opposite, so the journal never loses anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from selfassess.domain import commands, journal
from selfassess.domain.commands import Command, SetField
from selfassess.domain.errors import FileError
from selfassess.domain.events import Event, StepTaken, YearOpened
from selfassess.domain.framework import Pack
from selfassess.domain.journal import Change, Entry
from selfassess.domain.records import Record
from selfassess.domain.workbook import Assessment
from selfassess.storage.lock import Lock
from selfassess.storage.store import Store

Clock = Callable[[], datetime]
Listener = Callable[[Event], None]

TYPING_PAUSE = timedelta(seconds=20)
"""Saves of the same field that follow each other within this time are one thing to undo."""


MANY = 200
"""With more changes than this in a step, reading a year again is quicker than bringing it up record by record."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class _Step:
    label: str
    changes: tuple[Change, ...]
    at: datetime


class Session:
    """An open workbook. ``read_only_because`` says why nothing can be written, "" where it can."""

    def __init__(
        self, store: Store, *, author: str, lock: Lock | None = None, read_only_because: str = "", clock: Clock = now
    ) -> None:
        self.store = store
        self.author = author
        self.read_only_because = read_only_because
        self.saved_at: datetime | None = None
        self._lock = lock
        self.clock = clock
        self._listeners: list[Listener] = []
        self._undoable: list[_Step] = []
        self._redoable: list[_Step] = []
        self.council = store.council()
        self.assessments = store.assessments()
        self._loaded: dict[str, Assessment] = {}
        own = [record for record in self.assessments if record["assessor"] == "self"]
        self.current_id = (own or list(self.assessments))[-1].id

    @property
    def path(self) -> Path:
        """The workbook's file."""
        return self.store.path

    @property
    def current(self) -> Assessment:
        """The assessment in view, as it is now."""
        return self.assessment(self.current_id)

    def assessment(self, id: str) -> Assessment:
        """Any assessment of the workbook, as it is now; read from the file the first time."""
        if id not in self._loaded:
            record = next(record for record in self.assessments if record.id == id)
            self._loaded[id] = self.store.assessment(record)
        return self._loaded[id]

    def earlier(self) -> tuple[Assessment, ...]:
        """The assessments before the one in view, latest first."""
        index = [record.id for record in self.assessments].index(self.current_id)
        return tuple(self.assessment(record.id) for record in reversed(self.assessments[:index]))

    def read_all(self) -> None:
        """Read every year now, where nobody waits for it: pages look at earlier years while one writes."""
        for record in self.assessments:
            self.assessment(record.id)

    def open_year(self, id: str) -> None:
        """Bring another assessment into view."""
        self.assessment(id)
        self.current_id = id
        self._tell(YearOpened(id))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with every event from now on; what comes back ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def run(self, command: Command, *, initiator: object = None) -> StepTaken | None:
        """Do a command in the assessment in view; None where everything is so already.

        Raises WrongUseError where it cannot be done, FileError where it cannot be saved; then nothing has changed.
        """
        changes = commands.changes(command, self.current, self.council)
        if not changes:
            return None
        label = commands.label(command, self.current, self.council)
        return self.take(label, changes, initiator=initiator, joins=isinstance(command, SetField))

    def take(
        self,
        label: str,
        changes: Sequence[Change],
        *,
        packs: Sequence[Pack] = (),
        initiator: object = None,
        joins: bool = False,
    ) -> StepTaken:
        """Write changes as one step that can be undone; ``joins`` lets typing on in one field stay one step."""
        step = _Step(label, tuple(changes), self.clock())
        self._write(step.changes, packs)
        self._redoable.clear()
        last = self._undoable[-1] if self._undoable else None
        if joins and last is not None and _continues(last, step):
            first, more = last.changes[0], step.changes[0]
            self._undoable[-1] = _Step(label, (replace(first, new=more.new),), step.at)
        else:
            self._undoable.append(step)
        return self._told(label, step.changes, initiator)

    @property
    def undo_label(self) -> str:
        """What undo would take back, "" where there is nothing."""
        return self._undoable[-1].label if self._undoable else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again, "" where there is nothing."""
        return self._redoable[-1].label if self._redoable else ""

    def undo(self) -> StepTaken | None:
        """Take the last step back."""
        if not self._undoable:
            return None
        step = self._undoable[-1]
        backwards = tuple(change.reversed() for change in reversed(step.changes))
        self._write(backwards, ())
        self._redoable.append(self._undoable.pop())
        return self._told(f"undo {step.label}", backwards, None)

    def redo(self) -> StepTaken | None:
        """Do again what was last taken back."""
        if not self._redoable:
            return None
        step = self._redoable[-1]
        self._write(step.changes, ())
        self._undoable.append(self._redoable.pop())
        return self._told(f"redo {step.label}", step.changes, None)

    def require_writable(self) -> None:
        """Raise FileError saying why, where nothing can be written."""
        if self.read_only_because:
            raise FileError(f"Nothing can be changed here: {self.read_only_because}")

    def history(self, record: str | None = None) -> tuple[Entry, ...]:
        """The journal, of one record where its id is given."""
        return tuple(self.store.journal(record))

    def close(self) -> None:
        """Let go of the file and its lock."""
        self.store.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _write(self, changes: Sequence[Change], packs: Sequence[Pack]) -> None:
        self.require_writable()
        moment = self.clock()
        step = str(uuid.uuid4())
        entries = journal.entries(changes, step=step, at=moment.isoformat(timespec="milliseconds"), author=self.author)
        self.store.write(entries, packs)
        self.saved_at = moment
        self._update(changes)

    def _told(self, label: str, changes: tuple[Change, ...], initiator: object) -> StepTaken:
        event = StepTaken(label, changes, initiator)
        self._tell(event)
        return event

    def _tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def _update(self, changes: Sequence[Change]) -> None:
        """Bring what is held in memory up to what was written."""
        if any(change.kind == "assessment" for change in changes):
            self.assessments = self.store.assessments()
            held = {record.id: record for record in self.assessments}
            self._loaded = {id: replace(a, record=held[id]) for id, a in self._loaded.items() if id in held}
            if self.current_id not in held:
                self.current_id = self.assessments[-1].id
        if len(changes) > MANY:
            self._loaded.clear()
            changes = [change for change in changes if change.kind == "council"]
        for change in changes:
            if change.kind == "council":
                self.council = self.store.council()
            elif change.kind != "assessment":
                self._update_record(change)

    def _update_record(self, change: Change) -> None:
        owner = (change.new or change.old)[journal.ASSESSMENT] if change.field is None else None
        for id, assessment in self._loaded.items():
            before = assessment.by_id.get(change.record)
            if owner != id and before is None:
                continue
            after = journal.applied(before, change)
            self._loaded[id] = _with(assessment, change.kind, before, after)


def _continues(last: _Step, step: _Step) -> bool:
    if len(last.changes) != 1 or len(step.changes) != 1 or step.at - last.at > TYPING_PAUSE:
        return False
    first, more = last.changes[0], step.changes[0]
    return first.field is not None and (first.record, first.field) == (more.record, more.field)


def _with(assessment: Assessment, kind: str, before: Record | None, after: Record | None) -> Assessment:
    row = list(assessment.of(kind))
    if before is not None and after is not None and before.position == after.position:
        row[row.index(before)] = after
    else:
        row = [record for record in row if before is None or record.id != before.id]
        if after is not None:
            row.append(after)
            row.sort(key=lambda record: (record.position, record.id))
    return replace(assessment, records={**assessment.records, kind: tuple(row)})
