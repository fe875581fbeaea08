"""What leads from one state of a workbook to another, as changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.journal import POSITION, Change

_ORDER = {kind: place for place, kind in enumerate(CATALOGUE)}


def diff_record_sets(before: Mapping[str, Record], after: Mapping[str, Record]) -> Iterator[Change]:
    """What leads from some records to others (both by id): what belongs to others goes first and comes last."""
    for record in sorted(before.values(), key=lambda each: -_ORDER[each.kind]):
        other = after.get(record.id)
        if other is None or not _is_same_place(record, other):
            yield journal.delete_record(record)
    for record in sorted(after.values(), key=lambda each: _ORDER[each.kind]):
        was = before.get(record.id)
        if was is None or not _is_same_place(was, record):
            yield journal.create_record(record)
            continue
        if was.position != record.position:
            yield journal.update_field(was, POSITION, record.position)
        for key, value in record.values.items():
            if value != was.values[key] or type(value) is not type(was.values[key]):
                yield journal.update_field(was, key, value)


def _is_same_place(before: Record, after: Record) -> bool:
    return (before.kind, before.assessment) == (after.kind, after.assessment)
