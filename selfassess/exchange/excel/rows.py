"""The rows of a register by what their cells are of, wherever the columns stand and whatever case headings are in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from selfassess.domain.records import RecordKind
from selfassess.exchange.excel.names import folded
from selfassess.exchange.excel.registers import EXACT, ID, POSITION, YEAR, keys, label
from selfassess.exchange.excel.texts import unescaped
from selfassess.exchange.excel.values import Content

_SEARCHED = 20
"""Headings may have been pushed down this far by rows inserted above them."""
_ENOUGH = 2
_FURTHER_PART = re.compile(r"(.+) \((\d+)\)")

Place = tuple[str, int]
"""A field (or hidden column) and which part of it a column holds."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with something in it: cells by column key, headings as they stand, and what the hidden columns say."""

    sheet: str
    number: int
    cells: Mapping[str, Content]
    headings: Mapping[str, str]
    exact: Mapping[str, tuple[str, Any]]
    id: str
    position: int | None


def rows(
    kind: RecordKind, sheet: str, cells: Sequence[tuple[Content, ...]], known: Mapping[str, Place]
) -> Iterator[SheetRow]:
    """A register's rows; ``known`` are the headings that the export wrote, with what they stand for."""
    names = {folded(heading): place for heading, place in known.items()}
    for key in keys(kind):
        names.setdefault(folded(label(kind, key)), (key, 1))
    top, columns = _headings(kind, cells, names)
    headings = {key: str(cells[top][index]).strip() for (key, part), index in columns.items() if part == 1}
    for number, row in enumerate(cells[top + 1 :], top + 2):
        found = _cells(row, columns)
        id = str(found.pop(ID, "") or "").strip()
        position, exact = _whole(found.pop(POSITION, None)), _exact(found.pop(EXACT, None))
        if id or any(value is not None for key, value in found.items() if key != YEAR):
            yield SheetRow(sheet, number, found, headings, exact, id, position)


def _headings(
    kind: RecordKind, cells: Sequence[tuple[Content, ...]], names: Mapping[str, Place]
) -> tuple[int, dict[Place, int]]:
    """Which row holds the headings, and the column of each place."""
    wanted = set(keys(kind))
    for top, row in enumerate(cells[:_SEARCHED]):
        columns: dict[Place, int] = {}
        for index, heading in enumerate(row):
            place = _named(heading, names)
            if place is not None and place[0] in wanted:
                columns.setdefault(place, index)
        if len(columns) >= _ENOUGH:
            return top, columns
    return len(cells), {}


def _named(heading: Content, names: Mapping[str, Place]) -> Place | None:
    if not isinstance(heading, str):
        return None
    text = folded(heading)
    further = _FURTHER_PART.fullmatch(text)
    if text not in names and further is not None and further.group(1) in names:
        return names[further.group(1)][0], int(further.group(2))
    return names.get(text)


def _cells(row: tuple[Content, ...], columns: Mapping[Place, int]) -> dict[str, Content]:
    found: dict[str, Content] = {}
    for (key, _), index in sorted(columns.items()):
        value = row[index] if index < len(row) else None
        value = unescaped(value) if isinstance(value, str) else value
        if value is None or value == "":
            continue
        before = found.get(key)
        found[key] = value if before is None else f"{before}{value}"
    return found


def _whole(raw: Content) -> int | None:
    try:
        return int(float(raw)) if isinstance(raw, str | int | float) else None
    except (ValueError, OverflowError):
        return None


def _exact(raw: Content) -> Mapping[str, tuple[str, Any]]:
    """What the hidden column keeps; where somebody changed it, the visible cells alone count."""
    if not isinstance(raw, str):
        return {}
    try:
        return msgspec.json.decode(raw, type=dict[str, tuple[str, Any]])
    except msgspec.MsgspecError:
        return {}
