"""What many records come to when one thing is said of all of them: set, link, or join into one.

Each gives the changes as it works them out, so that a step over thousands of records need not be one long wait.
A person sees what is meant before it is done, and it is one step to undo.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value, clean_filled
from selfassess.domain.model.journal import Change
from selfassess.domain.model.workbook import Assessment


def set_field(records: Sequence[Record], field: str, value: object) -> Iterator[Change]:
    """Write one value into a field of all of them. Raises WrongUseError where it cannot be written there."""
    kinds = dict.fromkeys(record.kind for record in records)
    for kind in kinds:
        spec = CATALOGUE[kind].by_key[field]
        cleaned = clean_filled(spec, value)
        for record in records:
            if record.kind == kind and record.values[field] != cleaned:
                yield journal.update_field(record, field, cleaned)


def add_links(records: Sequence[Record], field: str, keys: Sequence[str]) -> Iterator[Change]:
    """Link all of them to ``keys`` as well, after what each is linked to already."""
    for record in records:
        links = record.links_of(field)
        after = tuple(dict.fromkeys((*links, *keys)))
        if after != links:
            yield journal.update_field(record, field, after)


def take_links(records: Sequence[Record], field: str, keys: Collection[str]) -> Iterator[Change]:
    """Take the links to ``keys`` off all of them."""
    for record in records:
        links = record.links_of(field)
        after = tuple(link for link in links if link not in keys)
        if after != links:
            yield journal.update_field(record, field, after or None)


def join_records(assessment: Assessment, keep: str, others: Collection[str]) -> Iterator[Change]:
    """Make one record of several of a kind: ``keep`` takes their links, and what it says nothing of itself.

    Whatever linked to the others, or belonged to them, links or belongs to it afterwards; the others are removed.
    """
    kept = assessment.by_id.get(keep)
    gone = [assessment.by_id[id] for id in others if id in assessment.by_id and id != keep]
    if kept is None or not gone or any(other.kind != kept.kind for other in gone):
        raise WrongUseError("One of these is no longer in the workbook, so they cannot be joined.")
    for spec in CATALOGUE[kept.kind].fields:
        value = _join_values([record.values[spec.key] for record in (kept, *gone)])
        if value != kept.values[spec.key]:
            yield journal.update_field(kept, spec.key, value)
    now = {other.id: keep for other in gone}
    for record in assessment.by_id.values():
        if record.id in now:
            yield journal.delete_record(record)
        elif record.id != keep:
            yield from _relink_record(record, now)


def _join_values(values: Sequence[Value]) -> Value:
    """The links of all in order; of anything else the first that says something."""
    has_links = any(isinstance(value, tuple) for value in values)
    if has_links:
        return tuple(dict.fromkeys(link for value in values if isinstance(value, tuple) for link in value))
    return next((value for value in values if value is not None), None)


def _relink_record(record: Record, now: dict[str, str]) -> Iterator[Change]:
    """What changes in a record when others are known by another id now, or ("") are gone."""
    for spec in CATALOGUE[record.kind].fields:
        value = record.values[spec.key]
        if value is None or not links_to_records(spec):
            continue
        if isinstance(value, tuple):
            keeps_link = any(link in now for link in value)
            if not keeps_link:
                continue
            after = tuple(dict.fromkeys(new for link in value if (new := now.get(link, link))))
            yield journal.update_field(record, spec.key, after or None)
        elif str(value) in now:
            yield journal.update_field(record, spec.key, now[str(value)] or None)
