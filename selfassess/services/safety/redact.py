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
from selfassess.domain.model.history_proof import Redaction
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.signed_version import KeptVersion
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing import redaction
from selfassess.domain.publishing.redaction import Target
from selfassess.domain.text.wording import british_date, choose_plural, count_noun
from selfassess.exchange import json
from selfassess.services.safety import sibling_copies
from selfassess.services.workbook import backups
from selfassess.services.workbook.backups import Backup
from selfassess.services.workbook.cooperative import run_aside, run_to_end
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import read_snapshot
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
    def is_nowhere(self) -> bool:
        """Whether there is nothing to remove."""
        return not (self.records or self.entries or self.signed or self.backups)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What would go, and what cannot."""
        number = count_noun(self.entries, "entry", "entries")
        told = [f"{self.name}: in {_count_current_records(self.records)} and {number} of the history."]
        if self.signed:
            told.append(
                f"It is in signed {', '.join(self.signed)}: "
                f"{choose_plural(len(self.signed), 'its', 'their')} signatures end with it."
            )
        if self.backups:
            listed = "; ".join(f"{each.describe_time}, {each.describe_reason}" for each in self.backups)
            told.append(f"{count_noun(len(self.backups), 'backup holds', 'backups hold')} it: {listed}.")
        if self.unread:
            listed = "; ".join(each.describe_time for each in self.unread)
            told.append(f"Whether it is in these backups could not be told, since they cannot be read: {listed}.")
        if self.copies:
            told.append(f"Copies of this workbook that may hold it lie beside it: {', '.join(self.copies)}.")
        return (*told, ELSEWHERE)


def _count_current_records(number: int) -> str:
    return "no record as it is now" if not number else count_noun(number, "record")


def find_redaction_target(path: Path, target: Target) -> Found:
    """Where something is; changes nothing. Raises WrongUseError where it cannot be removed. For a worker."""
    there = read_snapshot(path, journal=True)
    redaction.check_redaction_target(target, there)
    made = redaction.plan_redaction_changes(target, there)
    wanted = redaction.list_redaction_targets(target, made)
    years = {each.id: each.label for each in there.assessments}
    signed = [each.version for each in there.kept if _shorten_kept_version(each, wanted, "") is not None]
    holding, unread = [], []
    for backup in backups.list_backups(path):
        try:
            held = read_snapshot(backup.path, journal=True)
            if redaction.holds_redacted_words(held, wanted) or any(
                _shorten_kept_version(each, wanted, "") for each in held.kept
            ):
                holding.append(backup)
        except FileError:
            unread.append(backup)
    return Found(
        target=target,
        name=describe_redaction_target(target, there),
        records=len({change.record for change in made}),
        entries=sum(1 for _ in redaction.find_touched_entries(there.journal, wanted)),
        signed=tuple(f"{each.name} of {years.get(each.assessment, '')}" for each in signed),
        backups=tuple(holding),
        unread=tuple(unread),
        copies=tuple(each.path.name for each in sibling_copies.find_sibling_copies(path)),
    )


def describe_redaction_target(target: Target, there: Workbook) -> str:
    """What is to be removed, in a few words."""
    if target.words:
        line = " ".join(target.words.split())
        return f"“{line if len(line) <= 60 else line[:57] + '…'}”"
    kinds = {entry.change.record: entry.change.kind for entry in there.journal}
    kind = CATALOGUE[kinds[target.record]]
    record = next((each for each in there.all_records() if each.id == target.record), None)
    title = record.text_of(kind.title) if record is not None else ""
    field = f", “{kind.by_key[target.field].label}”" if target.field is not None else ""
    return f"{kind.name}{f' “{title}”' if title else ''}{field}"


def redact_target(session: Session, target: Target, gone: Iterable[Backup] = ()) -> StepTaken:
    """Remove something for good, and the backups that are ``gone`` with it. It cannot be undone, nor what was before.

    Raises WrongUseError where it cannot be removed, FileError where the file cannot be written; then it is all there.
    """
    return run_to_end(redact_in_slices(session, target, gone))


def redact_in_slices(
    session: Session, target: Target, gone: Iterable[Backup] = ()
) -> Generator[float, None, StepTaken]:
    """The same in short turns, for where somebody waits; abandoned, it has removed nothing."""
    session.require_writable()
    moment = session.clock()
    head = session.store.history_head()
    written, label = yield from run_aside(
        lambda: _build_shortened_workbook(session.path, target, moment, session.author), 0.0
    )
    if session.store.history_head() != head:
        raise WrongUseError(f"{session.path.name} was changed meanwhile, so nothing was removed. Try again.")
    told = session.take_for_good(written, label)
    for backup in gone:
        with suppress(FileNotFoundError):
            backup.path.unlink()
    return told


def _build_shortened_workbook(path: Path, target: Target, moment: datetime, author: str) -> tuple[Shortened, str]:
    """What is to be written, and what that is called."""
    there = read_snapshot(path, journal=True)
    redaction.check_redaction_target(target, there)
    made = redaction.plan_redaction_changes(target, there)
    wanted = redaction.list_redaction_targets(target, made)
    at, id = moment.isoformat(timespec="milliseconds"), str(uuid.uuid4())
    touched = {entry.id: (entry, change) for entry, change in redaction.find_touched_entries(there.journal, wanted)}
    ended = ENDED.format(on=british_date(at[:10]), by=author or "somebody")
    signed = [found for each in there.kept if (found := _shorten_kept_version(each, wanted, ended)) is not None]
    if not touched and not made and not signed:
        raise WrongUseError("It is nowhere in this workbook, so there is nothing to remove.")
    step = new_year.new_id()
    silenced = tuple(redaction.silence_change(change, wanted) for change in made)
    made_now = journal.make_entries(silenced, step=step, at=at, author=author)
    entries = tuple(replace(each, redaction=id, hash=ledger.hash_journal_entry(each)) for each in made_now)
    shortened = tuple(_shorten_journal_entry(entry, change, id) for entry, change in touched.values())
    now = {each.id: ledger.hash_journal_entry(each) for each in (*shortened, *entries)}
    notes = _build_redaction_notes(target, touched.values(), made, id, at, author, now, signed)
    written = Shortened(
        changes=made, entries=entries, shortened=shortened, notes=notes, signed=tuple(signed), step=(step, at)
    )
    return written, f"remove {describe_redaction_target(target, there)} for good"


def _shorten_journal_entry(entry: Entry, change: Change, id: str) -> Entry:
    """A journal entry that no longer says what was removed: its hash stays, and what would let it be guessed goes."""
    kept = entry.hash or ledger.hash_journal_entry(entry)
    return replace(entry, change=change, salt="", redaction=id, hash=kept)


def _build_redaction_notes(
    target: Target, touched: Iterable[tuple[Entry, Change]], made: Iterable[Change], id: str, at: str, author: str,
    now: dict[str, str], signed: Iterable[KeptVersion],
) -> Iterator[Redaction]:  # fmt: skip
    """A note for each place it was in; the first says which entries and versions were shortened."""
    changes = [*(entry.change for entry, _ in touched), *made]
    if target.words:
        places = dict.fromkeys((each.kind, each.record, each.field) for each in changes)
    else:
        wanted = redaction.list_redaction_targets(target, made)
        kinds = {each.record: each.kind for each in changes}
        places = dict.fromkeys((kinds.get(each.record, ""), each.record, each.field) for each in wanted)
    ended = tuple(each.version.id for each in signed)
    for number, (kind, record, field) in enumerate(places):
        first = number == 0
        yield Redaction(
            id=id if first else str(uuid.uuid4()), at=at, author=author, kind=kind, record=record, field=field,
            now=now if first else {}, ended=ended if first else (),
        )  # fmt: skip


def _shorten_kept_version(kept: KeptVersion, wanted: tuple[Target, ...], ended: str) -> KeptVersion | None:
    """A signed version without what is to go and without its PDF, which cannot be shortened; None where it has none."""
    workbook, _ = json.unpack_snapshot(kept.body, kept.version.name)
    after = redaction.redact_workbook(workbook, wanted)
    if after is workbook:
        return None
    return KeptVersion(version=replace(kept.version, ended=ended), body=json.pack_snapshot(after, b""))
