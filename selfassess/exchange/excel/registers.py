"""Which columns each register has: one for each field of the catalogue, and the hidden ones at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE, Record, RecordKind, links_to_records
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.exchange.excel.names import Names
from selfassess.exchange.excel.texts import CELL_LIMIT, split_cell_text
from selfassess.exchange.excel.values import (
    Content,
    InvalidValueError,
    cell_content,
    interpret_cell_content,
    mark_of_cell,
)

YEAR = "assessment"
EXACT = "exact"
POSITION = "position"
ID = "id"

LABELS = {YEAR: "Year", EXACT: "Exact values", POSITION: "Position", ID: "Id"}
HIDDEN = (EXACT, POSITION, ID)

# DESIGN section 8 gives the order of the sheets.
_ORDER = (
    "judgement", "strength", "improvement", "risk", "action", "milestone", "update", "evidence", "story", "measure",
    "measure_value", "comparator", "return_answer", "figure", "contact", "finding", "section", "comment",
    "interview", "case_criterion", "case", "request", "meeting_note", "accuracy_point", "partner_view", "refresh_point",
)  # fmt: skip
REGISTERS: tuple[RecordKind, ...] = tuple(CATALOGUE[key] for key in _ORDER)

CONTENTS: Mapping[str, str] = {
    "judgement": "The score of each quality statement, and why.",
    "strength": "What goes well, and its impact on people.",
    "improvement": "What needs to be better, and its cause.",
    "risk": "What may go wrong, how likely and how severe, and what holds it down.",
    "action": "What will be done, by whom and by when.",
    "milestone": "The steps of the actions, when each is due and when it was reached.",
    "update": "What moved in an action or risk, and when.",
    "evidence": "What everything rests on, and where it is kept.",
    "story": "What people said or what happened to them, whose voice it is, and whether they agreed to its use.",
    "measure": "Figures that are followed over time, with targets.",
    "measure_value": "The values of the measures, period by period.",
    "comparator": "What the measures are compared with, and their targets, period by period.",
    "return_answer": "Where each item of CQC’s request stands.",
    "figure": "The figures that CQC’s request asks for.",
    "contact": "Organisations and people CQC may speak to.",
    "finding": "What CQC or a peer found, point by point, and how ours compares.",
    "section": "The texts around the quality statements.",
    "comment": "What was said about a record while it was drafted.",
    "interview": "Whom CQC speaks to, as groups and roles, and what they are told beforehand.",
    "case_criterion": "What CQC’s list of cases has to cover, as its spreadsheet words it.",
    "case": "The cases that CQC may follow, as codes only, and the criteria that each meets.",
    "request": "What CQC asked for beside the information return, by when, and what was answered.",
    "meeting_note": "What was learnt at each meeting around the visit.",
    "accuracy_point": "What is wrong in CQC’s draft report, and what CQC says to it.",
    "partner_view": "What the lead member and partners think of the self-assessment.",
    "refresh_point": "What a refresh asks somebody to look at again.",
}
"""What each register holds, in a sentence."""

# Where the title alone does not say what a row is.
_NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "measure_value": ("measure", "period"),
    "comparator": ("measure", "basis", "name", "period"),
    "figure": ("return_item", "breakdown", "figure"),
    "milestone": ("action", "title"),
    "update": ("about", "dated_on"),
    "finding": ("quality_statement", "topic", "text"),
    "comment": ("about",),
    "refresh_point": ("about", "why"),
}
_FIRST = (
    "quality_statement", "score", "status", "strength", "consent", "priority", "likelihood", "severity", "owner",
    "lead", "due_on", "review_on", "dated_on", "personal_data", "at", "page", "sort", "held_on", "asked_on",
)  # fmt: skip
"""After what a row is: how it stands, whose it is and by when."""
_SELDOM = ("no_date_reason", "no_action_reason")
_LAST = (
    "sha256", "size_bytes", "checked_on", "theme", "origin", "origin_reference", "origin_date", "findings",
    "carried_from", "not_reviewed",
)  # fmt: skip
"""What is said about a row rather than in it."""
_READ = (Kind.PROSE, Kind.LINK, Kind.LINKS)
"""What the rows are read for; short facts that are in none of the lists above follow on it."""

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


def list_register_columns(kind: RecordKind, rows: Iterable[Mapping[str, Content]], *, years: int = 1) -> list[Column]:
    """A register's columns; a field has further ones where a row's text needs more than one cell.

    Where it holds several ``years``, each row says early of which it is.
    """
    needed: dict[str, int] = {}
    for row in rows:
        for key, value in row.items():
            # Escaping makes a character into seven at most, so what is this short needs no closer look.
            if isinstance(value, str) and len(value) > CELL_LIMIT // 7:
                needed[key] = max(needed.get(key, 1), len(split_cell_text(value)))
    return [
        column
        for key in list_column_keys(kind, years=years)
        for column in _split_field_columns(kind, key, needed.get(key, 1))
    ]


def list_column_keys(kind: RecordKind, *, years: int = 1) -> Iterator[str]:
    """The keys of a register's columns, in order: what people look for first, then the rest, what is hidden last."""
    naming = _NAMED_BY.get(kind.key, (kind.title,))
    first = (*naming, *((YEAR,) if years > 1 else ()), *(key for key in _FIRST if key in kind.by_key))
    last = (*(key for key in _LAST if key in kind.by_key), *((YEAR,) if years == 1 else ()))
    read = (spec.key for spec in kind.fields if spec.kind in _READ and spec.key not in (*_SELDOM, *last))
    facts = (key for key in kind.by_key if key not in last)
    yield from dict.fromkeys((*first, *read, *facts, *last, *HIDDEN))


def is_column_about_row(column: Column, *, years: int = 1) -> bool:
    """Whether a column says something about its row rather than in it; such columns stand last and are not printed."""
    return column.key in (*_LAST, *HIDDEN) or (column.key == YEAR and years == 1)


def find_column_heading(kind: RecordKind, key: str) -> str:
    """The heading of a column's first part."""
    return LABELS[key] if key in LABELS else kind.by_key[key].label


def _split_field_columns(kind: RecordKind, key: str, count: int) -> Iterator[Column]:
    heading = find_column_heading(kind, key)
    for part in range(1, count + 1):
        yield Column(key, part, heading if part == 1 else f"{heading} ({part})", kind.by_key.get(key))


def build_register_row(kind: RecordKind, record: Record, year: str, names: Names) -> Row:
    """A record as a row: what its cells show, and the values that this does not give back."""
    cells: dict[str, Content] = {YEAR: year}
    exact: Exact = {}
    for spec in kind.fields:
        value = record.values[spec.key]
        if value is None:
            continue
        shown = cell_content(spec, value, names, record.values)
        cells[spec.key] = shown
        if links_to_records(spec) or not _cell_gives_value_back(kind.key, spec, shown, value, names, record.values):
            exact[spec.key] = (mark_of_cell(shown), value)
    return Row(cells, exact, record.position, record.id)


def _cell_gives_value_back(
    kind: str, spec: Field, shown: Content, value: Value, names: Names, values: Mapping[str, Value]
) -> bool:
    if spec.kind in (Kind.TEXT, Kind.PROSE):
        # LibreOffice makes CR LF into LF.
        text = str(value)
        return "\r" not in text and (bool(text.strip()) or (spec.kind is Kind.PROSE and text != ""))
    try:
        return interpret_cell_content(kind, spec, shown, names, values)[0] == value
    except InvalidValueError:
        return False
