"""The first rows of each sheet as they would arrive."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.fields import display
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.foreign.mapping import Mapping
from selfassess.exchange.foreign.taking import apply, first_rows
from selfassess.exchange.spreadsheets.book import Book

Arriving = tuple[str, Dictionary[str, str]]
"""A record kind, and what the record would say: field label -> shown value."""

_PACK_NAMES = (("quality_statement",), ("category",), ("source",))
_LOOKED_AT = 120
"""Rows of a sheet that a preview reads."""


def preview(
    book: Book, mapping: Mapping, framework: Framework, asked: InformationReturn | None, rows: int = 5
) -> dict[str, tuple[Arriving, ...]]:
    """Sheet name -> the first records that it would give, at most ``rows`` of them, in the order of its rows."""
    taken = apply(
        first_rows(book, _LOOKED_AT), mapping, framework=framework, asked=asked, council=None, label="Preview"
    ).incoming
    (year,) = taken.workbook.assessments
    found: dict[str, list[tuple[int, Arriving]]] = {sheet.name: [] for sheet in book.sheets}
    for id, place in (taken.places or {}).items():
        record = year.by_id.get(id)
        if record is not None:
            found[place.sheet].append((place.row, (record.kind, _shown(record, year))))
    return {
        name: tuple(arriving for _, arriving in sorted(each, key=lambda pair: pair[0])[:rows])
        for name, each in found.items()
    }


def _shown(record: Record, year: Assessment) -> dict[str, str]:
    kind = CATALOGUE[record.kind]
    found = {}
    for field in kind.fields:
        value = record[field.key]
        if value is None:
            continue
        keys = value if isinstance(value, tuple) else (str(value),)
        if field.target and links_to_records(field):
            found[field.label] = ", ".join(_title(year.by_id.get(key), key) for key in keys)
        elif field.target in _PACK_NAMES:
            found[field.label] = ", ".join(_named(year, field.target[0], key) for key in keys)
        else:
            found[field.label] = display(field, value)
    return found


def _title(record: Record | None, key: str) -> str:
    return record.text(CATALOGUE[record.kind].title) if record is not None else key


def _named(year: Assessment, target: str, key: str) -> str:
    pack = year.framework
    find = {"quality_statement": pack.statement, "category": pack.category, "source": pack.source}[target]
    there = find(key)
    return there.name if there is not None else key
