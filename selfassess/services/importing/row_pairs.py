"""Rows that may be records that are here: asked pair by pair, before anything is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfassess.domain.merging.row_likeness import compare_rows
from selfassess.domain.merging.three_way import Records
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.import_result import Incoming

NOT_ASKED: Mapping[str, bool] = MappingProxyType({})
SAME_OR_NEW = "It may be the same as one that is here, or a new one."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row of a file and the record here that it may be; the row's id was made up when it was read."""

    row: Record
    record: Record
    sheet: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Row -> record for all that are known to be one, and the pairs that have to be asked."""

    known: Mapping[str, str]
    pairs: tuple[Pair, ...] = ()


def match_rows(
    theirs: Records, seen: Records, known: Mapping[str, str], incoming: Incoming, same: Mapping[str, bool]
) -> Matched:
    """What is left of a file's rows after those were found that say the same, by how alike they are.

    ``same`` has what a person said of a row before: that it is the record that was asked about, or is not.
    """
    nameless = incoming.sent.nameless if incoming.sent is not None else frozenset()
    rows = [theirs[id] for id in nameless if id in theirs and id not in known]
    taken = {*known.values(), *theirs}
    found = compare_rows(rows, (record for record in seen.values() if record.id not in taken))
    matched = {**known, **found.known}
    pairs = []
    for row, id in found.doubtful.items():
        if same.get(row):
            matched[row] = id
        elif row not in same:
            place = (incoming.places or {}).get(row)
            sheet_name = place.sheet if place is not None else ""
            row_number = place.row if place is not None else 0
            pairs.append(
                Pair(
                    row=theirs[row],
                    record=seen[id],
                    sheet=sheet_name,
                    number=row_number,
                )
            )
    return Matched(known=matched, pairs=tuple(sorted(pairs, key=lambda pair: (pair.sheet, pair.number))))


def pairs_as_items(pairs: tuple[Pair, ...]) -> Iterator[dict[str, Any]]:
    """The pairs as the conflicts that ``--json`` prints."""
    for pair in pairs:
        title = CATALOGUE[pair.row.kind].title
        yield {
            "record": pair.record.kind,
            "id": pair.record.id,
            "field": None,
            "sheet": pair.sheet,
            "row": pair.number,
            "column": None,
            "mine": pair.record[title],
            "theirs": pair.row[title],
            "message": SAME_OR_NEW,
        }


def describe_pairs(pairs: tuple[Pair, ...]) -> Iterator[str]:
    """The same in sentences."""
    for pair in pairs:
        kind = CATALOGUE[pair.row.kind]
        yield (
            f"Sheet “{pair.sheet}”, row {pair.number}: {kind.name} “{pair.row.text_of(kind.title)}” may be "
            f"“{pair.record.text_of(kind.title)}” of this workbook, or a new one."
        )
