"""One open workbook with somebody at it: runs commands, undoes and redoes them, tells who listens.

Every command is one step: worked out by the domain, written with its journal entries in one transaction, then told as
an event. Undo and redo are steps of their own that say the opposite, so the journal never loses anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
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
from selfassess.domain.model.touched import find_touched
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.contributor_scope import Scope
from selfassess.domain.signing import signing
from selfassess.domain.visit import codes
from selfassess.services.workbook.act import Step, is_typing_on
from selfassess.services.workbook.apply_changes import Revision
from selfassess.services.workbook.cooperative import run_aside, run_to_end
from selfassess.services.workbook.derived import DerivedValues
from selfassess.services.workbook.snapshot import read_snapshot
from selfassess.storage.lock import Lock
from selfassess.storage.redacting import Shortened
from selfassess.storage.store import Store

Clock = Callable[[], datetime]
Listener = Callable[[Event], None]
Consent = Callable[[Sequence[tuple[Assessment, Record]]], str]
"""Asked before agreed statements are written in, with their years and judgements: why not, "" where one may."""
P = TypeVar("P")

AT_A_TIME = 50
"""So many changes are written in one turn of a long step: a few thousandths of a second."""


def now_utc() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Session:
    """An open workbook. ``read_only_because`` says why nothing can be written, "" where it can."""

    def __init__(
        self,
        store: Store,
        *,
        author: str,
        lock: Lock | None = None,
        read_only_because: str = "",
        clock: Clock = now_utc,
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
        self.council = store.read_council()
        self.assessments = store.read_assessment_records()
        self.versions = store.signed_versions()
        self.contribution = store.read_contribution()
        self._loaded: dict[str, Assessment] = {}
        self.derived = DerivedValues()
        own = [record for record in self.assessments if record["assessor"] == "self"]
        self.current_id = (own or list(self.assessments))[-1].id

    @property
    def path(self) -> Path:
        """The workbook's file."""
        return self.store.path

    @property
    def current(self) -> Assessment:
        """The assessment in view, as it is now."""
        return self._loaded.get(self.current_id) or self.load_assessment(self.current_id)

    def load_assessment(self, id: str) -> Assessment:
        """Any assessment of the workbook, as it is now; read from the file the first time."""
        if id not in self._loaded:
            record = next(record for record in self.assessments if record.id == id)
            self._loaded[id] = self.store.read_assessment(record)
        return self._loaded[id]

    def reason_closed(self) -> str:
        """Why nothing can be written in the assessment in view because it is signed off, "" where it can."""
        for record in self.assessments:
            if record.id == self.current_id:
                return signing.reason_year_closed(record, self.versions)
        return ""

    def earlier_years(self) -> tuple[Assessment, ...]:
        """The assessments before the one in view, latest first."""
        index = [record.id for record in self.assessments].index(self.current_id)
        return tuple(self.load_assessment(record.id) for record in reversed(self.assessments[:index]))

    def read_all_years(self) -> None:
        """Read every year now, where nobody waits for it: pages look at earlier years while one writes."""
        for record in self.assessments:
            self.load_assessment(record.id)

    def open_year(self, id: str) -> None:
        """Bring another assessment into view."""
        self.load_assessment(id)
        self.current_id = id
        self._tell_listeners(YearOpened(id))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with every event from now on; what comes back ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def run_command(self, command: Command, *, initiator: object = None, year: str | None = None) -> StepTaken | None:
        """Do a command in the assessment in view, or in the one with this id; None where everything is so already.

        Raises WrongUseError where it cannot be done, FileError where it cannot be saved; then nothing has changed.
        """
        assessment = self.current if year is None else self.load_assessment(year)
        changes = commands.work_out_changes(command, assessment, self.council)
        if not changes:
            return None
        if why := codes.explain_refused_codes(changes):
            raise WrongUseError(why)
        if any(change.kind == "judgement" and change.field == "status" for change in changes):
            today = self.clock().astimezone().date().isoformat()
            changes = signing.add_agreement_changes(changes, assessment, self.author, today)
        label = commands.describe_command(command, changes, assessment)
        step = Step(label, changes, self.clock())
        run_to_end(self._write_step(step, opens=False))
        return self._remember_step(step, initiator, joins=isinstance(command, SetField))

    def take_step(self, label: str, changes: Sequence[Change]) -> StepTaken:
        """Write changes as one step that can be undone."""
        step = Step(label, tuple(changes), self.clock())
        run_to_end(self._write_step(step))
        return self._remember_step(step)

    def take_step_in_turns(
        self,
        label: str,
        changes: Sequence[Change],
        *,
        packs: Sequence[Pack] = (),
        dropped: Sequence[Pack] = (),
        journaled: Sequence[Entry] | None = None,
        signed: Sequence[KeptVersion] = (),
        proof: Proof = NO_PROOF,
        redactions: Sequence[Redaction] = (),
        final: str = "",
        comes_in: bool = False,
    ) -> Generator[float, None, StepTaken]:
        """The same for a step of thousands of changes: yields how far it is, each turn short; its value is the event.

        ``packs`` are kept with it, ``dropped`` are kept no longer.
        ``journaled`` is what the journal gets where others wrote it; it has to come to the same as the changes.
        ``signed`` versions, the steps of ``proof`` and ``redactions`` come in with it; ``final`` says why it cannot be
        taken back. What ``comes_in`` is others' work, or what a backup holds: taking it back puts it aside.
        It is one transaction. Until it ends nothing is in the file or in the years that are held, and nothing else can
        be written; abandoned or failing, it has changed nothing.
        """
        step = Step(label, tuple(changes), self.clock(), final, dropped=tuple(dropped))
        if not changes and not comes_in:
            step.packs = tuple(packs)
        before = self.store.journal_position()
        yield from self._write_step(step, packs, journaled, signed, proof, redactions)
        after = self.store.journal_position()
        if comes_in:
            step.span = before, after
        # What was decided in a merge can be taken back with it, also where all is as it was before.
        if not (changes or step.packs or step.dropped) and not (comes_in and after != before):
            self._redoable.clear()
            return self._announce_step(label, (), None)
        return self._remember_step(step)

    def take_for_good(self, wanted: Shortened, label: str) -> StepTaken:
        """Write what removes something for good. Nothing that was done before can be undone after it."""
        self.require_writable()
        self._refuse_outside(wanted.changes)
        self._refuse_agreed(wanted.changes)
        self.store.redact_for_good(wanted)
        self.saved_at = self.clock()
        self._undoable.clear()
        self._redoable.clear()
        self._loaded.clear()
        self.council, self.assessments = self.store.read_council(), self.store.read_assessment_records()
        self.versions = self.store.signed_versions()
        told = self._announce_step(label, wanted.changes, None)
        self._tell_listeners(YearOpened(self.current_id))
        return told

    def _remember_step(self, step: Step, initiator: object = None, joins: bool = False) -> StepTaken:
        self._redoable.clear()
        last = self._undoable[-1] if self._undoable else None
        if joins and last is not None and is_typing_on(last, step):
            first, more = last.changes[0], step.changes[0]
            self._undoable[-1] = Step(step.label, (replace(first, new=more.new),), step.at)
        else:
            self._undoable.append(step)
        return self._announce_step(step.label, step.changes, initiator)

    @property
    def undo_label(self) -> str:
        """What undo would take back, "" where there is nothing."""
        return self._undoable[-1].label if self._undoable else ""

    @property
    def undoable_steps(self) -> tuple[Step, ...]:
        """The steps that undo would take back one after the other, latest first."""
        return tuple(reversed(self._undoable))

    @property
    def redoable_steps(self) -> tuple[Step, ...]:
        """The steps that redo would do again one after the other, latest undone first."""
        return tuple(reversed(self._redoable))

    def undo_step(self) -> StepTaken | None:
        """Take the last step back."""
        return run_to_end(self.undo_step_in_turns())

    def undo_step_in_turns(self) -> Generator[float, None, StepTaken | None]:
        """The same in short turns; abandoned, it has taken nothing back."""
        if not self._undoable:
            return None
        step = self._undoable[-1]
        if step.final:
            raise WrongUseError(step.final)
        backwards = tuple(change.reverse_change() for change in reversed(step.changes))
        told = None if step.span is None else (yield from self._entries_going_back(step, backwards, step.span[0]))
        back = Step(step.label, backwards, self.clock(), dropped=step.packs)
        yield from self._write_step(back, step.dropped, told)
        self._redoable.append(self._undoable.pop())
        return self._announce_step(f"undo {step.label}", backwards, None)

    def redo_step_in_turns(self) -> Generator[float, None, StepTaken | None]:
        """Do again in short turns what was last taken back; abandoned, it has done nothing again."""
        if not self._redoable:
            return None
        step = self._redoable[-1]
        told = None if step.span is None else (yield from self._entries_going_back(step, step.changes, step.span[1]))
        again = Step(step.label, step.changes, self.clock(), dropped=step.dropped)
        yield from self._write_step(again, step.packs, told)
        self._undoable.append(self._redoable.pop())
        return self._announce_step(f"redo {step.label}", step.changes, None)

    def _entries_going_back(
        self, step: Step, changes: Sequence[Change], position: str
    ) -> Generator[float, None, tuple[Entry, ...]]:
        """What the journal gets where these changes bring back what was in force when it had come to ``position``."""
        self.require_writable()
        now, span = self.store.journal_position(), step.span or ("", "")
        make = partial(
            journal.make_entries,
            step=str(uuid.uuid4()),
            at=self.clock().isoformat(timespec="milliseconds"),
            author=self.author,
        )

        def gone() -> tuple[Entry, ...]:
            return set_aside.build_entries_going_back(
                read_snapshot(self.path, journal=True), changes, position, span, make
            )

        told = yield from run_aside(gone, 0.0)
        if self.store.journal_position() != now:
            raise WrongUseError(f"{self.path.name} was changed meanwhile, so nothing was taken back. Try again.")
        return told

    def require_writable(self) -> None:
        """Raise FileError saying why, where nothing can be written; WrongUseError while a long step is written."""
        if self.read_only_because:
            raise FileError(f"Nothing can be changed here: {self.read_only_because}")
        if self._lock is not None:
            self._lock.require_still_ours()
        if self._writing is not None:
            raise WrongUseError("Something is being imported at this moment. Wait until that is done, or stop it.")

    def describe_rivals(self) -> tuple[str, ...]:
        """Who else has this workbook open for writing because a synchronised folder told them of it too late, in words.

        Nobody's work is lost by it: each writes in a copy of their own, and the copies can be merged.
        """
        lock = self._lock  # a worker asks, and the workbook may be closed meanwhile
        return () if lock is None else tuple(holder.describe_holder for holder in lock.find_rivals())

    def read_history(self, record: str | None = None) -> tuple[Entry, ...]:
        """The journal, of one record where its id is given."""
        return tuple(self.store.read_journal(record))

    def close(self) -> None:
        """Let go of the file and its lock; a long step that is not written to its end is not written at all."""
        if self._writing is not None:
            self._writing.close()
        self.store.close()
        if self._lock is not None:
            self._lock.release_lock()
            self._lock = None

    def _refuse_signed(self, changes: Sequence[Change], *, opens: bool) -> None:
        """Raise WrongUseError where a year that is signed off would be written in."""
        if not self.versions:
            return
        years = {
            each.id: said for each in self.assessments if (said := signing.reason_year_closed(each, self.versions))
        }
        closed = {id: (self.load_assessment(id), said) for id, said in years.items()}
        why = signing.reason_changes_refused(changes, closed, {each.assessment for each in self.versions}, opens=opens)
        if why:
            raise WrongUseError(why)

    @property
    def contributor_scope(self) -> Scope | None:
        """What may be written here, where this copy was made for one contributor; None where everything may."""
        return Scope(self.contribution, self.current) if self.contribution is not None else None

    def _refuse_outside(self, changes: Sequence[Change]) -> None:
        """Raise WrongUseError where a contributor's copy would be written in outside of what it was made for."""
        scope = self.contributor_scope
        if scope is not None and (why := scope.reason_refused(changes)):
            raise WrongUseError(why)

    def _refuse_agreed(self, changes: Sequence[Change]) -> None:
        """Raise AgreedError where agreed statements would be written in and nobody said that they may be."""
        if self.consent is None:
            return
        years = (self.load_assessment(each.id) for each in self.assessments)
        touched = [
            (year, judgement) for year in years for judgement in statement_status.find_agreed_judgements(year, changes)
        ]
        if touched and (why := self.consent(touched)):
            raise AgreedError(why)

    def _write_step(
        self,
        written: Step,
        packs: Sequence[Pack] = (),
        journaled: Sequence[Entry] | None = None,
        signed: Sequence[KeptVersion] = (),
        proof: Proof = NO_PROOF,
        redactions: Sequence[Redaction] = (),
        *,
        opens: bool = True,
    ) -> Generator[float, None, None]:
        """Write a step, once nobody and nothing objects; ``opens``: it may open a year that is signed off again."""
        changes, moment = written.changes, written.at
        self.require_writable()
        self._refuse_signed(changes, opens=opens)
        self._refuse_outside(changes)
        self._refuse_agreed(changes)
        at, step = moment.isoformat(timespec="milliseconds"), str(uuid.uuid4())
        parts = _split_in_parts(changes)
        told = None if journaled is None else _split_in_parts(journaled)
        count = len(parts) + len(told or ())
        entries = (journal.make_entries(part, step=step, at=at, author=self.author) for part in parts)
        held, years, revision = set(self._loaded), self._loaded, Revision(self._loaded, packs)
        writing = self.store.write_step_in_turns(
            entries, packs, told, signed, proof, (step, at), redactions=redactions, dropped=written.dropped
        )
        try:
            with closing(writing) as turns:
                self._writing = turns
                for number, _ in enumerate(turns):
                    if number < len(parts):
                        revision.apply_changes(parts[number])
                    if number + 1 == len(parts):
                        years = revision.finish_years()  # before the step is in the file: that takes a while by itself
                    yield (number + 1) / count
        except BaseException:
            # A year that was read meanwhile may hold what is now taken back.
            self._loaded = {id: year for id, year in self._loaded.items() if id in held}
            raise
        finally:
            self._writing = None
        self.saved_at = moment
        if signed:
            self.versions = self.store.signed_versions()
        self._bring_years_up(changes, years)

    def _announce_step(self, label: str, changes: tuple[Change, ...], initiator: object) -> StepTaken:
        event = StepTaken(label, changes, initiator, find_touched(changes, self.current))
        self._tell_listeners(event)
        if any(each.kind == "assessment" and each.field == "status" for each in changes) and self.versions:
            # Signed off or opened again: what is in view can be written no more, or again.
            self._tell_listeners(YearOpened(self.current_id))
        return event

    def _tell_listeners(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    def _bring_years_up(self, changes: Sequence[Change], years: dict[str, Assessment]) -> None:
        """Hold what was written."""
        self._loaded = years
        kinds = {change.kind for change in changes}
        if "assessment" in kinds:
            self.assessments = self.store.read_assessment_records()
            if self.current_id not in {record.id for record in self.assessments}:
                self.current_id = self.assessments[-1].id
        if "council" in kinds:
            self.council = self.store.read_council()


def _split_in_parts(every: Sequence[P]) -> list[Sequence[P]]:
    return [every[start : start + AT_A_TIME] for start in range(0, len(every), AT_A_TIME)]
