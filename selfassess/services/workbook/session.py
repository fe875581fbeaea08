"""One open workbook with somebody at it: runs commands, undoes and redoes them, tells who listens.

Every command is one step: worked out by the domain, written with its journal entries in one transaction, then told as
an event. Undo and redo are steps of their own that say the opposite, so the journal never loses anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from selfassess.domain.framework.framework import Pack
from selfassess.domain.merging import set_aside
from selfassess.domain.model import commands, journal, statement_status
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import Command, SetField
from selfassess.domain.model.errors import AgreedError, FileError, WrongUseError
from selfassess.domain.model.events import Event, StepTaken, YearOpened
from selfassess.domain.model.history_proof import NO_PROOF, Proof, Redaction
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.signed_version import KeptVersion
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.contributor_scope import Scope
from selfassess.domain.signing import signing
from selfassess.services.workbook.apply_changes import Revision
from selfassess.services.workbook.cooperative import aside, to_its_end
from selfassess.services.workbook.snapshot import snapshot
from selfassess.storage.lock import Lock
from selfassess.storage.redacting import Shortened
from selfassess.storage.store import Store

Clock = Callable[[], datetime]
Listener = Callable[[Event], None]
Consent = Callable[[Sequence[tuple[Assessment, Record]]], str]
"""Asked before agreed statements are written in, with their years and judgements: why not, "" where one may."""
P = TypeVar("P")

TYPING_PAUSE = timedelta(seconds=20)
"""Saves of the same field that follow each other within this time are one thing to undo."""


AT_A_TIME = 50
"""So many changes are written in one turn of a long step: a few thousandths of a second."""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Step:
    """What was one act of the person. ``final`` says why it cannot be taken back, "" where it can.

    ``span`` is where the journal stood before and after what was imported, or went back: taking that back puts aside
    what came, and says nothing against it.
    """

    label: str
    changes: tuple[Change, ...]
    at: datetime
    final: str = ""
    span: tuple[str, str] | None = None


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
        self._undoable: list[Step] = []
        self._redoable: list[Step] = []
        self._writing: Generator[None, None, None] | None = None
        self.consent: Consent | None = None
        self.council = store.council()
        self.assessments = store.assessments()
        self.versions = store.versions()
        self.contribution = store.contribution()
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

    def closed(self, id: str | None = None) -> str:
        """Why nothing can be written in an assessment that is signed off (the one in view), "" where it can."""
        wanted = id or self.current_id
        return next((signing.closed(each, self.versions) for each in self.assessments if each.id == wanted), "")

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
        if any(change.kind == "judgement" and change.field == "status" for change in changes):
            today = self.clock().astimezone().date().isoformat()
            changes = signing.with_agreement(changes, self.current, self.author, today)
        self._refuse_signed(changes)
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
        step = Step(label, tuple(changes), self.clock())
        to_its_end(self._write(step.changes, packs))
        return self._taken(step, initiator, joins)

    def take_in_turns(
        self,
        label: str,
        changes: Sequence[Change],
        *,
        packs: Sequence[Pack] = (),
        journaled: Sequence[Entry] | None = None,
        signed: Sequence[KeptVersion] = (),
        proof: Proof = NO_PROOF,
        redactions: Sequence[Redaction] = (),
        final: str = "",
        comes_in: bool = False,
        initiator: object = None,
    ) -> Generator[float, None, StepTaken]:
        """The same for a step of thousands of changes: yields how far it is, each turn short; its value is the event.

        ``journaled`` is what the journal gets where others wrote it; it has to come to the same as the changes.
        ``signed`` versions, the steps of ``proof`` and ``redactions`` come in with it; ``final`` says why it cannot be
        taken back. What ``comes_in`` is others' work, or what a backup holds: taking it back puts it aside.
        It is one transaction. Until it ends nothing is in the file or in the years that are held, and nothing else can
        be written; abandoned or failing, it has changed nothing.
        """
        step = Step(label, tuple(changes), self.clock(), final)
        before = self.store.journal_position()
        yield from self._write(step.changes, packs, journaled, signed, proof, redactions)
        after = self.store.journal_position()
        if comes_in:
            step.span = before, after
        # What was decided in a merge can be taken back with it, also where all is as it was before.
        if not changes and not (comes_in and after != before):
            self._redoable.clear()
            return self._told(label, (), initiator)
        return self._taken(step, initiator)

    def take_for_good(self, wanted: Shortened, label: str) -> StepTaken:
        """Write what removes something for good. Nothing that was done before can be undone after it."""
        self.require_writable()
        self._refuse_outside(wanted.changes)
        self._refuse_agreed(wanted.changes)
        self.store.redact(wanted)
        self.saved_at = self.clock()
        self._undoable.clear()
        self._redoable.clear()
        self._loaded.clear()
        self.council, self.assessments = self.store.council(), self.store.assessments()
        self.versions = self.store.versions()
        told = self._told(label, wanted.changes, None)
        self._tell(YearOpened(self.current_id))
        return told

    def _taken(self, step: Step, initiator: object, joins: bool = False) -> StepTaken:
        self._redoable.clear()
        last = self._undoable[-1] if self._undoable else None
        if joins and last is not None and _continues(last, step):
            first, more = last.changes[0], step.changes[0]
            self._undoable[-1] = Step(step.label, (replace(first, new=more.new),), step.at)
        else:
            self._undoable.append(step)
        return self._told(step.label, step.changes, initiator)

    @property
    def undo_label(self) -> str:
        """What undo would take back, "" where there is nothing."""
        return self._undoable[-1].label if self._undoable else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again, "" where there is nothing."""
        return self._redoable[-1].label if self._redoable else ""

    @property
    def undoable(self) -> tuple[Step, ...]:
        """The steps that undo would take back one after the other, latest first."""
        return tuple(reversed(self._undoable))

    @property
    def redoable(self) -> tuple[Step, ...]:
        """The steps that redo would do again one after the other, latest undone first."""
        return tuple(reversed(self._redoable))

    def undo(self) -> StepTaken | None:
        """Take the last step back."""
        return to_its_end(self.undo_in_turns())

    def undo_in_turns(self) -> Generator[float, None, StepTaken | None]:
        """The same in short turns; abandoned, it has taken nothing back."""
        if not self._undoable:
            return None
        step = self._undoable[-1]
        if step.final:
            raise WrongUseError(step.final)
        backwards = tuple(change.reversed() for change in reversed(step.changes))
        told = None if step.span is None else (yield from self._turned(step, backwards, step.span[0]))
        yield from self._write(backwards, (), told)
        self._redoable.append(self._undoable.pop())
        return self._told(f"undo {step.label}", backwards, None)

    def redo(self) -> StepTaken | None:
        """Do again what was last taken back."""
        return to_its_end(self.redo_in_turns())

    def redo_in_turns(self) -> Generator[float, None, StepTaken | None]:
        """The same in short turns; abandoned, it has done nothing again."""
        if not self._redoable:
            return None
        step = self._redoable[-1]
        told = None if step.span is None else (yield from self._turned(step, step.changes, step.span[1]))
        yield from self._write(step.changes, (), told)
        self._undoable.append(self._redoable.pop())
        return self._told(f"redo {step.label}", step.changes, None)

    def _turned(
        self, step: Step, changes: Sequence[Change], position: str
    ) -> Generator[float, None, tuple[Entry, ...]]:
        """What the journal gets where these changes bring back what was in force when it had come to ``position``."""
        self.require_writable()
        now, span = self.store.journal_position(), step.span or ("", "")
        make = partial(
            journal.entries,
            step=str(uuid.uuid4()),
            at=self.clock().isoformat(timespec="milliseconds"),
            author=self.author,
        )

        def gone() -> tuple[Entry, ...]:
            return set_aside.gone_to(snapshot(self.path, journal=True), changes, position, span, make)

        told = yield from aside(gone, 0.0)
        if self.store.journal_position() != now:
            raise WrongUseError(f"{self.path.name} was changed meanwhile, so nothing was taken back. Try again.")
        return told

    def require_writable(self) -> None:
        """Raise FileError saying why, where nothing can be written; WrongUseError while a long step is written."""
        if self.read_only_because:
            raise FileError(f"Nothing can be changed here: {self.read_only_because}")
        if self._lock is not None:
            self._lock.require()
        if self._writing is not None:
            raise WrongUseError("Something is being imported at this moment. Wait until that is done, or stop it.")

    def rivals(self) -> tuple[str, ...]:
        """Who else has this workbook open for writing because a synchronised folder told them of it too late, in words.

        Nobody's work is lost by it: each writes in a copy of their own, and the copies can be merged.
        """
        lock = self._lock  # a worker asks, and the workbook may be closed meanwhile
        return () if lock is None else tuple(holder.words for holder in lock.rivals())

    def history(self, record: str | None = None) -> tuple[Entry, ...]:
        """The journal, of one record where its id is given."""
        return tuple(self.store.journal(record))

    def close(self) -> None:
        """Let go of the file and its lock; a long step that is not written to its end is not written at all."""
        if self._writing is not None:
            self._writing.close()
        self.store.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _refuse_signed(self, changes: Sequence[Change], *, opens: bool = False) -> None:
        """Raise WrongUseError where a year that is signed off would be written in."""
        if not self.versions:
            return
        years = {each.id: said for each in self.assessments if (said := signing.closed(each, self.versions))}
        closed = {id: (self.assessment(id), said) for id, said in years.items()}
        why = signing.refused(changes, closed, {each.assessment for each in self.versions}, opens=opens)
        if why:
            raise WrongUseError(why)

    @property
    def scope(self) -> Scope | None:
        """What may be written here, where this copy was made for one contributor; None where everything may."""
        return Scope(self.contribution, self.current) if self.contribution is not None else None

    def _refuse_outside(self, changes: Sequence[Change]) -> None:
        """Raise WrongUseError where a contributor's copy would be written in outside of what it was made for."""
        if self.scope is not None and (why := self.scope.refused(changes)):
            raise WrongUseError(why)

    def _refuse_agreed(self, changes: Sequence[Change]) -> None:
        """Raise AgreedError where agreed statements would be written in and nobody said that they may be."""
        if self.consent is None:
            return
        years = (self.assessment(each.id) for each in self.assessments)
        touched = [(year, judgement) for year in years for judgement in statement_status.written_in(year, changes)]
        if touched and (why := self.consent(touched)):
            raise AgreedError(why)

    def _write(
        self,
        changes: Sequence[Change],
        packs: Sequence[Pack],
        journaled: Sequence[Entry] | None = None,
        signed: Sequence[KeptVersion] = (),
        proof: Proof = NO_PROOF,
        redactions: Sequence[Redaction] = (),
    ) -> Generator[float, None, None]:
        self.require_writable()
        self._refuse_signed(changes, opens=True)
        self._refuse_outside(changes)
        self._refuse_agreed(changes)
        moment = self.clock()
        at, step = moment.isoformat(timespec="milliseconds"), str(uuid.uuid4())
        parts = _in_parts(changes)
        told = None if journaled is None else _in_parts(journaled)
        count = len(parts) + len(told or ())
        entries = (journal.entries(part, step=step, at=at, author=self.author) for part in parts)
        held, years, revision = set(self._loaded), self._loaded, Revision(self._loaded, packs)
        writing = self.store.write_in_turns(entries, packs, told, signed, proof, (step, at), redactions=redactions)
        try:
            with closing(writing) as turns:
                self._writing = turns
                for number, _ in enumerate(turns):
                    if number < len(parts):
                        revision.apply(parts[number])
                    if number + 1 == len(parts):
                        years = revision.finish()  # before the step is in the file: that takes a while by itself
                    yield (number + 1) / count
        except BaseException:
            # A year that was read meanwhile may hold what is now taken back.
            self._loaded = {id: year for id, year in self._loaded.items() if id in held}
            raise
        finally:
            self._writing = None
        self.saved_at = moment
        if signed:
            self.versions = self.store.versions()
        self._bring_up(changes, years)

    def _told(self, label: str, changes: tuple[Change, ...], initiator: object) -> StepTaken:
        event = StepTaken(label, changes, initiator)
        self._tell(event)
        if any(each.kind == "assessment" and each.field == "status" for each in changes) and self.versions:
            # Signed off or opened again: what is in view can be written no more, or again.
            self._tell(YearOpened(self.current_id))
        return event

    def _tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def _bring_up(self, changes: Sequence[Change], years: dict[str, Assessment]) -> None:
        """Hold what was written."""
        self._loaded = years
        kinds = {change.kind for change in changes}
        if "assessment" in kinds:
            self.assessments = self.store.assessments()
            if self.current_id not in {record.id for record in self.assessments}:
                self.current_id = self.assessments[-1].id
        if "council" in kinds:
            self.council = self.store.council()


def _in_parts(every: Sequence[P]) -> list[Sequence[P]]:
    return [every[start : start + AT_A_TIME] for start in range(0, len(every), AT_A_TIME)]


def _continues(last: Step, step: Step) -> bool:
    if len(last.changes) != 1 or len(step.changes) != 1 or step.at - last.at > TYPING_PAUSE:
        return False
    first, more = last.changes[0], step.changes[0]
    return first.field is not None and (first.record, first.field) == (more.record, more.field)
