"""The first rows of each sheet as they would arrive."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.fields import format_for_display
from selfassess.domain.model.scale import fit_field
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.foreign.mapping import Mapping
from selfassess.exchange.foreign.taking import apply_mapping, keep_first_rows
from selfassess.exchange.spreadsheets.book import Book

Arriving = tuple[str, Dictionary[str, str]]
"""A record kind, and what the record would say: field label -> shown value."""

_PACK_NAMES = (("quality_statement",), ("theme",), ("category",), ("source",))
_LOOKED_AT = 120
"""Rows of a sheet that a preview reads."""


def preview_records(
    book: Book, mapping: Mapping, framework: Framework, asked: InformationReturn | None, rows: int = 5
) -> dict[str, tuple[Arriving, ...]]:
    """Sheet name -> the first records that it would give, at most ``rows`` of them, in the order of its rows."""
    taken = apply_mapping(
        keep_first_rows(book, _LOOKED_AT), mapping, framework=framework, asked=asked, council=None, label="Preview"
    ).incoming
    (year,) = taken.workbook.assessments
    found: dict[str, list[tuple[int, Arriving]]] = {sheet.name: [] for sheet in book.sheets}
    places = taken.places or {}
    for id, place in places.items():
        record = year.by_id.get(id)
        if record is not None:
            found[place.sheet].append((place.row, (record.kind, _format_preview_fields(record, year))))
    return {
        name: tuple(arriving for _, arriving in sorted(each, key=lambda pair: pair[0])[:rows])
        for name, each in found.items()
    }


def _format_preview_fields(record: Record, year: Assessment) -> dict[str, str]:
    kind = CATALOGUE[record.kind]
    found = {}
    for field in kind.fields:
        value = record[field.key]
        if value is None:
            continue
        keys = value if isinstance(value, tuple) else (str(value),)
        if field.target and links_to_records(field):
            found[field.label] = ", ".join(_title_of_linked_record(year.by_id.get(key), key) for key in keys)
        elif field.target in _PACK_NAMES:
            found[field.label] = ", ".join(_name_of_pack_key(year, field.target[0], key) for key in keys)
        else:
            found[field.label] = format_for_display(fit_field(field, year.framework), value)
    return found


def _title_of_linked_record(record: Record | None, key: str) -> str:
    if record is None:
        return key
    return record.text_of(CATALOGUE[record.kind].title)


def _name_of_pack_key(year: Assessment, target: str, key: str) -> str:
    pack = year.framework
    find = {"quality_statement": pack.find_statement, "category": pack.find_category, "source": pack.find_source}[
        target
    ]
    there = find(key)
    if there is None:
        return key
    return there.name
