"""Removing something for good: out of the records, the journal, the signed versions, and the bytes of the file.

It cannot be undone. What lies in backups, exports and other people's copies is said, since nothing here reaches that.
"""

from __future__ import annotations

import uuid
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from selfassess.domain.model import journal, new_year
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import british_date
from selfassess.domain.model.history_proof import Redaction
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.signed_version import KeptVersion
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing import redaction
from selfassess.domain.publishing.redaction import Target
from selfassess.exchange import json
from selfassess.services.safety import sibling_copies
from selfassess.services.workbook import backups
from selfassess.services.workbook.backups import Backup
from selfassess.services.workbook.cooperative import aside, to_its_end
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import snapshot
from selfassess.storage import ledger
from selfassess.storage.redacting import Shortened

ENDED = (
    "Something was removed for good from it on {on} by {by}, so the signatures no longer stand for what is kept here. "
    "The signed PDF that was given out is as it was."
)
ELSEWHERE = (
    "It is not removed from exports, printed papers, files that were sent, and copies that others have. A copy of this "
    "workbook that is merged later does not bring it back unasked."
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """Where it is: how many records and entries of the history, which signed versions and backups, which copies."""

    target: Target
    name: str
    records: int
    entries: int
    signed: tuple[str, ...]
    backups: tuple[Backup, ...]
    unread: tuple[Backup, ...]
    copies: tuple[str, ...]

    @property
    def nowhere(self) -> bool:
        """Whether there is nothing to remove."""
        return not (self.records or self.entries or self.signed or self.backups)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What would go, and what cannot."""
        number = f"{self.entries:,} {'entry' if self.entries == 1 else 'entries'}"
        told = [f"{self.name}: in {_records(self.records)} and {number} of the history."]
        if self.signed:
            one = len(self.signed) == 1
            told.append(
                f"It is in signed {', '.join(self.signed)}: "
                f"{'its signatures end' if one else 'their signatures end'} with it."
            )
        if self.backups:
            one = len(self.backups) == 1
            listed = "; ".join(f"{each.when}, {each.why}" for each in self.backups)
            told.append(f"{len(self.backups):,} {'backup holds' if one else 'backups hold'} it: {listed}.")
        if self.unread:
            listed = "; ".join(each.when for each in self.unread)
            told.append(f"Whether it is in these backups could not be told, since they cannot be read: {listed}.")
        if self.copies:
            told.append(f"Copies of this workbook that may hold it lie beside it: {', '.join(self.copies)}.")
        return (*told, ELSEWHERE)


def _records(number: int) -> str:
    return "no record as it is now" if not number else "1 record" if number == 1 else f"{number:,} records"


def look(path: Path, target: Target) -> Found:
    """Where something is; changes nothing. Raises WrongUseError where it cannot be removed. For a worker."""
    there = snapshot(path, journal=True)
    redaction.check(target, there)
    made = redaction.changes(target, there)
    wanted = redaction.targets(target, made)
    years = {each.id: each.label for each in there.assessments}
    signed = [each.version for each in there.kept if _shortened(each, wanted, "") is not None]
    holding, unread = [], []
    for backup in backups.listed(path):
        try:
            held = snapshot(backup.path, journal=True)
            if redaction.holds(held, wanted) or any(_shortened(each, wanted, "") for each in held.kept):
                holding.append(backup)
        except FileError:
            unread.append(backup)
    return Found(
        target=target,
        name=name(target, there),
        records=len({change.record for change in made}),
        entries=sum(1 for _ in redaction.touched(there.journal, wanted)),
        signed=tuple(f"{each.name} of {years.get(each.assessment, '')}" for each in signed),
        backups=tuple(holding),
        unread=tuple(unread),
        copies=tuple(each.path.name for each in sibling_copies.siblings(path)),
    )


def name(target: Target, there: Workbook) -> str:
    """What is to be removed, in a few words."""
    if target.words:
        line = " ".join(target.words.split())
        return f"“{line if len(line) <= 60 else line[:57] + '…'}”"
    kinds = {entry.change.record: entry.change.kind for entry in there.journal}
    kind = CATALOGUE[kinds[target.record]]
    record = next((each for each in there.records() if each.id == target.record), None)
    title = record.text(kind.title) if record is not None else ""
    field = f", “{kind.by_key[target.field].label}”" if target.field is not None else ""
    return f"{kind.name}{f' “{title}”' if title else ''}{field}"


def redact(session: Session, target: Target, gone: Iterable[Backup] = ()) -> StepTaken:
    """Remove something for good, and the backups that are ``gone`` with it. It cannot be undone, nor what was before.

    Raises WrongUseError where it cannot be removed, FileError where the file cannot be written; then it is all there.
    """
    return to_its_end(redact_in_turns(session, target, gone))


def redact_in_turns(session: Session, target: Target, gone: Iterable[Backup] = ()) -> Generator[float, None, StepTaken]:
    """The same in short turns, for where somebody waits; abandoned, it has removed nothing."""
    session.require_writable()
    moment = session.clock()
    head = session.store.head()
    written, label = yield from aside(lambda: _written(session.path, target, moment, session.author), 0.0)
    if session.store.head() != head:
        raise WrongUseError(f"{session.path.name} was changed meanwhile, so nothing was removed. Try again.")
    told = session.take_for_good(written, label)
    for backup in gone:
        with suppress(FileNotFoundError):
            backup.path.unlink()
    return told


def _written(path: Path, target: Target, moment: datetime, author: str) -> tuple[Shortened, str]:
    """What is to be written, and what that is called."""
    there = snapshot(path, journal=True)
    redaction.check(target, there)
    made = redaction.changes(target, there)
    wanted = redaction.targets(target, made)
    at, id = moment.isoformat(timespec="milliseconds"), str(uuid.uuid4())
    touched = {entry.id: (entry, change) for entry, change in redaction.touched(there.journal, wanted)}
    ended = ENDED.format(on=british_date(at[:10]), by=author or "somebody")
    signed = [found for each in there.kept if (found := _shortened(each, wanted, ended)) is not None]
    if not touched and not made and not signed:
        raise WrongUseError("It is nowhere in this workbook, so there is nothing to remove.")
    step = new_year.new_id()
    silenced = tuple(redaction.silent(change, wanted) for change in made)
    made_now = journal.entries(silenced, step=step, at=at, author=author)
    entries = tuple(replace(each, redaction=id, hash=ledger.hash_of_entry(each)) for each in made_now)
    shortened = tuple(_entry(entry, change, id) for entry, change in touched.values())
    now = {each.id: ledger.hash_of_entry(each) for each in (*shortened, *entries)}
    notes = _notes(target, touched.values(), made, id, at, author, now, signed)
    written = Shortened(
        changes=made, entries=entries, shortened=shortened, notes=notes, signed=tuple(signed), step=(step, at)
    )
    return written, f"remove {name(target, there)} for good"


def _entry(entry: Entry, change: Change, id: str) -> Entry:
    """A journal entry that no longer says what was removed: its hash stays, and what would let it be guessed goes."""
    kept = entry.hash or ledger.hash_of_entry(entry)
    return replace(entry, change=change, salt="", redaction=id, hash=kept)


def _notes(
    target: Target, touched: Iterable[tuple[Entry, Change]], made: Iterable[Change], id: str, at: str, author: str,
    now: dict[str, str], signed: Iterable[KeptVersion],
) -> Iterator[Redaction]:  # fmt: skip
    """A note for each place it was in; the first says which entries and versions were shortened."""
    changes = [*(entry.change for entry, _ in touched), *made]
    if target.words:
        places = dict.fromkeys((each.kind, each.record, each.field) for each in changes)
    else:
        wanted = redaction.targets(target, made)
        kinds = {each.record: each.kind for each in changes}
        places = dict.fromkeys((kinds.get(each.record, ""), each.record, each.field) for each in wanted)
    ended = tuple(each.version.id for each in signed)
    for number, (kind, record, field) in enumerate(places):
        first = number == 0
        yield Redaction(
            id=id if first else str(uuid.uuid4()), at=at, author=author, kind=kind, record=record, field=field,
            now=now if first else {}, ended=ended if first else (),
        )  # fmt: skip


def _shortened(kept: KeptVersion, wanted: tuple[Target, ...], ended: str) -> KeptVersion | None:
    """A signed version without what is to go and without its PDF, which cannot be shortened; None where it has none."""
    workbook, _ = json.unpack(kept.body, kept.version.name)
    after = redaction.without(workbook, wanted)
    if after is workbook:
        return None
    return KeptVersion(version=replace(kept.version, ended=ended), body=json.pack(after, b""))
