"""What one sheet is made of, as a person sees it: each column of its tables, each label, and what they mean now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from selfassess.exchange.foreign import (
    BELOW,
    RIGHT,
    ColumnMapping,
    Left,
    QuestionMapping,
    Sheet,
    SheetMapping,
    TableMapping,
    letters,
    shown,
    vocabulary,
)
from selfassess.exchange.foreign.headings import columns, locate
from selfassess.exchange.foreign.labels import find
from selfassess.exchange.foreign.vocabulary import LONGEST_HEADING, PERIOD, RECORD, statement_field
from selfassess.exchange.foreign.words import folded
from ui.dialogs.import_file.mapping.wording import BASE, OF_LABELS, words_of

LOOKED_AT = 200
"""Rows in which examples and labels are looked for."""
_SURE = 0.9

RECOGNISED, DOUBTFUL = "Recognised", "Please check"
BY_HAND, AS_SAVED, GONE, BARE = "Set by you", "As saved", "Not in this file", "Nothing in it"
TO_CHECK = (DOUBTFUL, GONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A label that may be given a meaning, and where its answer stands."""

    label: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A column or a label. ``table`` counts the sheet's tables (its own first), None for a label; ``at`` is its place
    among the columns of the mapping, None where the mapping does not have it; ``index`` its column in the sheet.

    ``kind`` is the one whose meanings are offered, ``meaning`` a key among them, "" where it is left out.
    """

    id: str
    place: tuple[int, int]
    where: str
    heading: str
    example: str
    kind: str
    meaning: str
    check: str
    table: int | None = None
    at: int | None = None
    index: int = 0
    side: str = RIGHT

    @property
    def words(self) -> str:
        """What it means, in words."""
        return words_of(self.kind, self.meaning, label=self.table is None)


def entries(
    sheet: Sheet, part: SheetMapping, offers: Sequence[Offer], by_hand: Collection[str], saved: bool
) -> tuple[Entry, ...]:
    """Everything of a sheet that can mean something, from its top.

    ``by_hand`` are the ids of what the person has set; ``saved`` says that the rest comes from a mapping that was kept.
    """
    top = replace(sheet, rows=sheet.rows[: max([LOOKED_AT, *(table.header_row + 20 for table in part.tables)])])
    found = [*_columns(top, part), *(_labels(top, part, offers) if part.shape in OF_LABELS else ())]
    judged = (replace(entry, check=_check(entry, by_hand, saved)) for entry in found)
    return tuple(sorted(judged, key=lambda entry: entry.place))


def with_meaning(part: SheetMapping, entry: Entry, meaning: str) -> SheetMapping:
    """The sheet with another meaning for one of its columns or labels, "" for none."""
    if entry.table is None:
        return replace(part, questions=tuple(_questions(part, entry, meaning)))
    kind, _, field = meaning.rpartition(".")
    if entry.table == 0:
        return replace(part, columns=_with_column(part.columns, entry, kind or None, field or None))
    number = entry.table - 1
    table = part.more[number]
    changed = replace(table, columns=_with_column(table.columns, entry, kind or None, field or None))
    return replace(part, more=(*part.more[:number], changed, *part.more[number + 1 :]))


def unknown_labels(sheet: Sheet, left: Sequence[Left]) -> tuple[Offer, ...]:
    """The labels of a sheet that nobody knew: what begins a row, with something beside it or a colon at its end."""
    places = {(each.row - 1, each.column) for each in left if each.sheet == sheet.name and each.row <= LOOKED_AT}
    found: dict[str, Offer] = {}
    for row in sorted({row for row, _ in places}):
        filled = [(column, cell) for column, cell in enumerate(sheet.rows[row]) if cell is not None]
        column, cell = filled[0]
        if (row, letters(column)) not in places or not isinstance(cell, str) or len(cell) > LONGEST_HEADING:
            continue
        text = " ".join(cell.split())
        if len(filled) > 1 or text.endswith((":", "?")):
            found.setdefault(folded(text), Offer(label=text, where=RIGHT if len(filled) > 1 else BELOW))
    return tuple(found.values())


def short(text: str, most: int = 120) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text[: most * 2].split())
    return line if len(line) <= most and len(text) <= most * 2 else f"{line[:most].rstrip()} …"


def _tables(part: SheetMapping) -> Iterator[tuple[int, TableMapping]]:
    if part.kind is not None and part.header_row is not None:
        yield 0, TableMapping(header_row=part.header_row, kind=part.kind, columns=part.columns)
    yield from enumerate(part.more, 1)


def _columns(sheet: Sheet, part: SheetMapping) -> Iterator[Entry]:
    for number, table in _tables(part):
        found = locate(table, sheet)
        placed, missing = columns(table, found) if found is not None else ({}, table.columns)
        for at, gone in enumerate(table.columns):
            if any(gone is each for each in missing):
                place = (table.header_row - 1, sheet.width + at)
                yield _entry(number, table, gone, at, place, "", f"{number}-{at}", GONE)
        if found is None:
            continue
        for index, words in enumerate(found.words):
            column = placed.get(index)
            if column is None and not words:
                continue
            known = next((at for at, each in enumerate(table.columns) if each is column), None)
            example = _below(sheet, found.row, index)
            there = column or ColumnMapping(heading=words, index=index)
            place, id = (found.row, index), f"{number}:{index}"
            yield _entry(number, table, replace(there, heading=words, index=index), known, place, example, id, "")


def _entry(
    number: int,
    table: TableMapping,
    column: ColumnMapping,
    at: int | None,
    place: tuple[int, int],
    example: str,
    id: str,
    check: str,
) -> Entry:
    return Entry(
        id=id,
        place=place,
        where="" if check == GONE else f"Column {letters(column.index)}",
        heading=column.heading,
        example=example,
        kind=table.kind,
        meaning=f"{column.kind}.{column.field}" if column.kind and column.field else column.field or "",
        check=check,
        table=number,
        at=at,
        index=column.index,
    )


def _below(sheet: Sheet, row: int, column: int) -> str:
    return next((short(shown(line[column])) for line in sheet.rows[row + 1 :] if line[column] is not None), "")


def _labels(sheet: Sheet, part: SheetMapping, offers: Sequence[Offer]) -> Iterator[Entry]:
    known = {folded(question.label): question for question in part.questions}
    every = {folded(each.label): each for each in offers}
    asked = {
        key: known.get(key) or QuestionMapping(label=each.label, kind="", field="", where=each.where)
        for key, each in (every | known).items()
    }
    heads = frozenset(found.row for _, table in _tables(part) if (found := locate(table, sheet)) is not None)
    seen = set()
    for row, labels in sorted(find(sheet, asked, heads, frozenset()).items()):
        for label in labels:
            key = folded(label.question.label)
            if key not in seen:
                seen.add(key)
                place = (row, label.spot.column)
                example = next((short(shown(spot.cell)) for spot in label.answers), "")
                yield _label(key, label.question, place, f"Cell {letters(place[1])}{row + 1}", example)
    for key, question in asked.items():
        if key not in seen:
            yield _label(key, question, (len(sheet.rows), 0), "", "", GONE)


def _label(
    key: str, question: QuestionMapping, place: tuple[int, int], where: str, example: str, check: str = ""
) -> Entry:
    meaning = question.field if question.kind == BASE else f"{question.kind}.{question.field}" if question.kind else ""
    return Entry(
        id=f"label:{key}",
        place=place,
        where=where,
        heading=question.label,
        example=example,
        kind=BASE,
        meaning=meaning,
        check=check,
        side=question.where,
    )


def _check(entry: Entry, by_hand: Collection[str], saved: bool) -> str:
    """What a person should know of how sure its meaning is."""
    if entry.check:
        return entry.check
    if entry.id in by_hand:
        return BY_HAND
    if saved and (entry.at is not None or (entry.table is None and entry.meaning)):
        return AS_SAVED
    if not entry.meaning:
        return DOUBTFUL if entry.example else BARE
    return RECOGNISED if _sure(entry) else DOUBTFUL


def _sure(entry: Entry) -> bool:
    of, _, field = entry.meaning.rpartition(".")
    kind = of or entry.kind
    if field in (RECORD, PERIOD) or (kind in vocabulary.KINDS and field == statement_field(kind)):
        return True
    meant = vocabulary.matches(entry.heading)
    return any((each.kind, each.field) == (kind, field) and each.strength >= _SURE for each in meant)


def _with_column(
    there: tuple[ColumnMapping, ...], entry: Entry, kind: str | None, field: str | None
) -> tuple[ColumnMapping, ...]:
    if entry.at is None:
        return (*there, ColumnMapping(heading=entry.heading, index=entry.index, field=field, kind=kind))
    changed = replace(there[entry.at], field=field, kind=kind)
    return (*there[: entry.at], changed, *there[entry.at + 1 :])


def _questions(part: SheetMapping, entry: Entry, meaning: str) -> Iterator[QuestionMapping]:
    kind, _, field = meaning.rpartition(".")
    key, done = entry.id.removeprefix("label:"), False
    for question in part.questions:
        if folded(question.label) != key:
            yield question
        elif meaning:
            done = True
            yield replace(question, kind=kind or BASE, field=field)
    if meaning and not done:
        yield QuestionMapping(label=entry.heading, kind=kind or BASE, field=field, where=entry.side)
