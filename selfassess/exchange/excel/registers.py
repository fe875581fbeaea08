"""Which columns each register has: one for each field of the catalogue, and the hidden ones at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfassess.domain.fields import Field, Kind, Value
from selfassess.domain.records import CATALOGUE, Record, RecordKind, links_to_records
from selfassess.exchange.excel.names import Names
from selfassess.exchange.excel.texts import CELL_LIMIT, parts
from selfassess.exchange.excel.values import Content, InvalidValueError, content, mark, meaning

YEAR = "assessment"
EXACT = "exact"
POSITION = "position"
ID = "id"

LABELS = {YEAR: "Year", EXACT: "Exact values", POSITION: "Position", ID: "Id"}
HIDDEN = (EXACT, POSITION, ID)

# DESIGN section 8 gives the order of the sheets.
_ORDER = (
    "judgement", "strength", "improvement", "risk", "action", "evidence", "story", "measure", "measure_value",
    "return_answer", "figure", "contact", "section", "comment",
)  # fmt: skip
REGISTERS: tuple[RecordKind, ...] = tuple(CATALOGUE[key] for key in _ORDER)

Exact = dict[str, tuple[str, Value]]
"""Column key -> the mark of what its cell shows, and the value itself."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field (or hidden column) it is of, which part of it, and its heading."""

    key: str
    part: int
    heading: str
    spec: Field | None


@dataclass(frozen=True, slots=True)
class Row:
    """One record as its cells show it."""

    cells: Mapping[str, Content]
    exact: Exact
    position: int
    id: str


def columns(kind: RecordKind, rows: Iterable[Mapping[str, Content]]) -> list[Column]:
    """A register's columns; a field has further ones where a row's text needs more than one cell."""
    needed: dict[str, int] = {}
    for row in rows:
        for key, value in row.items():
            # Escaping makes a character into seven at most, so what is this short needs no closer look.
            if isinstance(value, str) and len(value) > CELL_LIMIT // 7:
                needed[key] = max(needed.get(key, 1), len(parts(value)))
    return [column for key in keys(kind) for column in _columns(kind, key, needed.get(key, 1))]


def keys(kind: RecordKind) -> Iterator[str]:
    """The keys of a register's columns, in order."""
    yield from (YEAR, *kind.by_key, *HIDDEN)


def label(kind: RecordKind, key: str) -> str:
    """The heading of a column's first part."""
    return LABELS[key] if key in LABELS else kind.by_key[key].label


def _columns(kind: RecordKind, key: str, count: int) -> Iterator[Column]:
    heading = label(kind, key)
    for part in range(1, count + 1):
        yield Column(key, part, heading if part == 1 else f"{heading} ({part})", kind.by_key.get(key))


def row(kind: RecordKind, record: Record, year: str, names: Names) -> Row:
    """A record as a row: what its cells show, and the values that this does not give back."""
    cells: dict[str, Content] = {YEAR: year}
    exact: Exact = {}
    for spec in kind.fields:
        value = record.values[spec.key]
        if value is None:
            continue
        shown = content(spec, value, names, record.values)
        cells[spec.key] = shown
        if links_to_records(spec) or not _gives_back(kind.key, spec, shown, value, names, record.values):
            exact[spec.key] = (mark(shown), value)
    return Row(cells, exact, record.position, record.id)


def _gives_back(
    kind: str, spec: Field, shown: Content, value: Value, names: Names, values: Mapping[str, Value]
) -> bool:
    if spec.kind in (Kind.TEXT, Kind.PROSE):
        # LibreOffice makes CR LF into LF.
        text = str(value)
        return "\r" not in text and (bool(text.strip()) or (spec.kind is Kind.PROSE and text != ""))
    try:
        return meaning(kind, spec, shown, names, values)[0] == value
    except InvalidValueError:
        return False
