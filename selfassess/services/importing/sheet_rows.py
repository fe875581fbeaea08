"""What came in sheets, made ready to be merged: they say less than a workbook, and not which record a row is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selfassess.domain.merging import row_matching
from selfassess.domain.merging.three_way import Records
from selfassess.domain.model import new_year
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.import_result import Incoming, Sent
from selfassess.domain.model.workbook import Assessment, Workbook


def treat_as_sheets(
    there: Workbook, incoming: Incoming, theirs: dict[str, Record], base: Records | None
) -> tuple[Incoming, dict[str, Record]]:
    """What came in sheets: they say nothing of years that are here as such; a year that is not is whole and new."""
    assert incoming.sent is not None
    ours = {assessment.id: assessment.record for assessment in there.assessments}
    theirs |= {id: record for id, record in ours.items() if id in theirs}
    for year in incoming.workbook.assessments:
        if year.id not in ours:
            theirs |= new_year.complete_assessment(year).by_id
    fields = {
        **dict.fromkeys(ONE_EACH, frozenset[str]()),
        **incoming.sent.fields,
        "assessment": frozenset(CATALOGUE["assessment"].by_key),
    }
    # A row that was moved to another sheet is a new row there, and gone from where it was.
    kinds_before = {id: record.kind for id, record in (base or {}).items()}
    kinds_there = {r.id: r.kind for r in there.all_records()}
    kinds = {**kinds_before, **kinds_there}
    moved = {id: new_year.new_id() for id, record in theirs.items() if kinds.get(id, record.kind) != record.kind}
    sent = replace(incoming.sent, fields=fields, nameless=incoming.sent.nameless | set(moved))
    return retell_as_known_records(replace(incoming, sent=sent), moved), row_matching.rename_records(theirs, moved)


def retell_as_known_records(incoming: Incoming, known: Mapping[str, str]) -> Incoming:
    """What was told of rows, told of the records that they are."""
    if not known:
        return incoming
    known_places = incoming.places or {}
    places = {known.get(id, id): place for id, place in known_places.items()}
    problems = tuple(replace(each, id=known.get(each.id or "", each.id)) for each in incoming.problems)
    sent = incoming.sent
    if sent is not None:
        unread = frozenset((known.get(id, id), field) for id, field in sent.unread)
        nameless = frozenset(known.get(id, id) for id in sent.nameless)
        copies = {known.get(id, id): written for id, written in sent.copies.items()}
        sent = replace(sent, unread=unread, nameless=nameless, copies=copies)
    return replace(incoming, sent=sent, places=places, problems=problems)


def sent_by_values(year: Assessment) -> Sent:
    """What a year speaks of that says only what it says: the fields that hold something; its ids mean nothing."""
    fields: dict[str, set[str]] = {}
    for record in year.by_id.values():
        fields.setdefault(record.kind, set()).update(key for key, value in record.values.items() if value is not None)
    kept = {kind: frozenset(keys) for kind, keys in fields.items()}
    return Sent(fields=kept, listed=frozenset(), nameless=frozenset(year.by_id))
