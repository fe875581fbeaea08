"""What was removed for good here and comes in with an older copy: it stays out unless somebody decides otherwise."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from selfassess.domain.merging.causality import Meeting
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.history_proof import Redaction
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing import redaction
from selfassess.domain.publishing.redaction import Target
from selfassess.domain.text.wording import british_date
from selfassess.storage import ledger

HERE = (
    "{what} was removed for good here on {on} by {by}. {source} still has it, and somebody wrote in it there. It comes "
    "back only where you decide for {source}, as you decide it; what was written on the way stays out of the history."
)
THERE = (
    "{what} was removed for good in {source} on {on} by {by}. Its words are still in the history of this workbook; to "
    "remove them here too, use “Remove for good…”."
)


@dataclass(frozen=True, kw_only=True)
class KeptOut:
    """A meeting of two copies without what was removed for good, the notes to keep of it, and sentences to show."""

    meeting: Meeting
    redactions: tuple[Redaction, ...]
    said: tuple[str, ...]


def keep_out_removed(there: Workbook, theirs: Workbook, meeting: Meeting, source: str) -> KeptOut:
    """Their new entries without what was removed for good here; the hashes of what they said stay."""
    known = {each.id for each in there.redactions}
    fresh = {entry.id for entry in meeting.fresh}
    brought = tuple(each for each in theirs.redactions if each.id not in known)
    met: dict[str, Redaction] = {}
    entries = tuple(_silence_removed_entries(meeting.fresh, redaction.index_redacted_places(there.redactions), met))
    said = [_describe_kept_out(HERE, each, source) for each in met.values()]
    said += [_describe_kept_out(THERE, each, source) for each in brought if _has_removed_words(there, each)]
    kept = [each for each in brought if fresh.intersection(each.now)]
    return KeptOut(
        meeting=replace(meeting, fresh=entries),
        redactions=(*kept, *_add_hashes_to_notes(entries, met)),
        said=tuple(dict.fromkeys(said)),
    )


def _silence_removed_entries(
    entries: tuple[Entry, ...], places: Mapping[tuple[str, str | None], Redaction], met: dict[str, Redaction]
) -> Iterator[Entry]:
    for entry in entries:
        change, about = entry.change, None
        for field in dict.fromkeys((change.field, None)):
            removed = places.get((change.record, field))
            if removed is not None:
                change = redaction.silence_change(change, (Target(record=change.record, field=field),))
                about = removed
        for key in () if change.field is not None else _fields_of_change(change):
            removed = places.get((change.record, key))
            if removed is not None:
                change = redaction.silence_change(change, (Target(record=change.record, field=key),))
                about = removed
        if about is None or change == entry.change:
            yield entry
            continue
        note = met.setdefault(about.id, replace(about, id=str(uuid.uuid4()), now={}, ended=()))
        kept = entry.hash or ledger.hash_journal_entry(entry)
        yield replace(entry, change=change, salt="", redaction=note.id, hash=kept)


def _fields_of_change(change: Change) -> Iterator[str]:
    for body in (change.old, change.new):
        values = body["values"] if isinstance(body, dict) else ()
        yield from values


def _add_hashes_to_notes(entries: tuple[Entry, ...], met: Mapping[str, Redaction]) -> Iterator[Redaction]:
    for note in met.values():
        yield replace(
            note, now={each.id: ledger.hash_journal_entry(each) for each in entries if each.redaction == note.id}
        )


def _has_removed_words(there: Workbook, removed: Redaction) -> bool:
    """Whether the history here still has entries that say what was removed elsewhere."""
    wanted = (Target(record=removed.record, field=removed.field),)
    return next(redaction.find_touched_entries(there.journal, wanted), None) is not None


def _describe_kept_out(words: str, removed: Redaction, source: str) -> str:
    kind = CATALOGUE.get(removed.kind)
    what = "Something"
    if kind is not None:
        spec = kind.by_key.get(removed.field or "")
        what = f"“{spec.label}” of a record ({kind.name})" if spec else f"A record ({kind.name})"
    on = british_date(removed.at[:10])
    by = removed.author or "somebody"
    return words.format(what=what, on=on, by=by, source=source)
