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
    column_letters,
    format_cell,
    vocabulary,
)
from selfassess.exchange.foreign.headings import locate_headings, match_columns
from selfassess.exchange.foreign.labels import find_labels
from selfassess.exchange.foreign.vocabulary import LONGEST_HEADING, PERIOD, RECORD, statement_field
from selfassess.exchange.foreign.words import fold_heading
from selfassess.services.importing.spreadsheet_mapping.meanings import BASE, OF_LABELS, describe_meaning

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
    def meaning_words(self) -> str:
        """What it means, in words."""
        return describe_meaning(self.kind, self.meaning, label=self.table is None)


def build_entries(
    sheet: Sheet, part: SheetMapping, offers: Sequence[Offer], by_hand: Collection[str], saved: bool
) -> tuple[Entry, ...]:
    """Everything of a sheet that can mean something, from its top.

    ``by_hand`` are the ids of what the person has set; ``saved`` says that the rest comes from a mapping that was kept.
    """
    top = replace(sheet, rows=sheet.rows[: max([LOOKED_AT, *(table.header_row + 20 for table in part.all_tables)])])
    label_entries = _build_label_entries(top, part, offers) if part.shape in OF_LABELS else ()
    found = [*_build_column_entries(top, part), *label_entries]
    judged = (replace(entry, check=_choose_entry_check(entry, by_hand, saved)) for entry in found)
    return tuple(sorted(judged, key=lambda entry: entry.place))


def replace_meaning(part: SheetMapping, entry: Entry, meaning: str) -> SheetMapping:
    """The sheet with another meaning for one of its columns or labels, "" for none."""
    if entry.table is None:
        return replace(part, questions=tuple(_replace_question_meaning(part, entry, meaning)))
    kind, _, field = meaning.rpartition(".")
    if entry.table == 0:
        kind_key = kind or None
        field_key = field or None
        return replace(part, columns=_replace_column_meaning(part.columns, entry, kind_key, field_key))
    number = entry.table - 1
    table = part.more[number]
    kind_key = kind or None
    field_key = field or None
    changed = replace(table, columns=_replace_column_meaning(table.columns, entry, kind_key, field_key))
    return replace(part, more=(*part.more[:number], changed, *part.more[number + 1 :]))


def find_unknown_labels(sheet: Sheet, left: Sequence[Left]) -> tuple[Offer, ...]:
    """The labels of a sheet that nobody knew: what begins a row, with something beside it or a colon at its end."""
    places = {(each.row - 1, each.column) for each in left if each.sheet == sheet.name and each.row <= LOOKED_AT}
    found: dict[str, Offer] = {}
    rows = sorted({row for row, _ in places})
    for row in rows:
        filled = [(column, cell) for column, cell in enumerate(sheet.rows[row]) if cell is not None]
        column, cell = filled[0]
        if (row, column_letters(column)) not in places or not isinstance(cell, str) or len(cell) > LONGEST_HEADING:
            continue
        text = " ".join(cell.split())
        if len(filled) > 1 or text.endswith((":", "?")):
            side = RIGHT if len(filled) > 1 else BELOW
            found.setdefault(fold_heading(text), Offer(label=text, where=side))
    return tuple(found.values())


def shorten_to_line(text: str, most: int = 120) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text[: most * 2].split())
    if len(line) <= most and len(text) <= most * 2:
        return line
    return f"{line[:most].rstrip()} …"


def _iterate_sheet_tables(part: SheetMapping) -> Iterator[tuple[int, TableMapping]]:
    if part.kind is not None and part.header_row is not None:
        yield 0, TableMapping(header_row=part.header_row, kind=part.kind, columns=part.columns)
    yield from enumerate(part.more, 1)


def _build_column_entries(sheet: Sheet, part: SheetMapping) -> Iterator[Entry]:
    for number, table in _iterate_sheet_tables(part):
        found = locate_headings(table, sheet)
        placed, missing = match_columns(table, found) if found is not None else ({}, table.columns)
        for at, gone in enumerate(table.columns):
            is_missing = any(gone is each for each in missing)
            if is_missing:
                place = (table.header_row - 1, sheet.width + at)
                yield _build_column_entry(number, table, gone, at, place, "", f"{number}-{at}", GONE)
        if found is None:
            continue
        for index, words in enumerate(found.words):
            column = placed.get(index)
            if column is None and not words:
                continue
            known = next((at for at, each in enumerate(table.columns) if each is column), None)
            example = _read_cell_below(sheet, found.row, index)
            there = column or ColumnMapping(heading=words, index=index)
            place = (found.row, index)
            id = f"{number}:{index}"
            yield _build_column_entry(
                number, table, replace(there, heading=words, index=index), known, place, example, id, ""
            )


def _build_column_entry(
    number: int,
    table: TableMapping,
    column: ColumnMapping,
    at: int | None,
    place: tuple[int, int],
    example: str,
    id: str,
    check: str,
) -> Entry:
    place_words = "" if check == GONE else f"Column {column_letters(column.index)}"
    meaning_key = f"{column.kind}.{column.field}" if column.kind and column.field else column.field or ""
    return Entry(
        id=id,
        place=place,
        where=place_words,
        heading=column.heading,
        example=example,
        kind=table.kind,
        meaning=meaning_key,
        check=check,
        table=number,
        at=at,
        index=column.index,
    )


def _read_cell_below(sheet: Sheet, row: int, column: int) -> str:
    return next(
        (shorten_to_line(format_cell(line[column])) for line in sheet.rows[row + 1 :] if line[column] is not None), ""
    )


def _build_label_entries(sheet: Sheet, part: SheetMapping, offers: Sequence[Offer]) -> Iterator[Entry]:
    known = {fold_heading(question.label): question for question in part.questions}
    every = {fold_heading(each.label): each for each in offers}
    asked = {
        key: known.get(key) or QuestionMapping(label=each.label, kind="", field="", where=each.where)
        for key, each in (every | known).items()
    }
    heads = frozenset(
        found.row for _, table in _iterate_sheet_tables(part) if (found := locate_headings(table, sheet)) is not None
    )
    seen = set()
    for row, labels in sorted(find_labels(sheet, asked, heads, frozenset()).items()):
        for label in labels:
            key = fold_heading(label.question.label)
            if key not in seen:
                seen.add(key)
                place = (row, label.spot.column)
                example = next((shorten_to_line(format_cell(spot.cell)) for spot in label.answers), "")
                yield _build_label_entry(
                    key, label.question, place, f"Cell {column_letters(place[1])}{row + 1}", example
                )
    for key, question in asked.items():
        if key not in seen:
            yield _build_label_entry(key, question, (len(sheet.rows), 0), "", "", GONE)


def _build_label_entry(
    key: str, question: QuestionMapping, place: tuple[int, int], where: str, example: str, check: str = ""
) -> Entry:
    if question.kind == BASE:
        meaning = question.field
    elif question.kind:
        meaning = f"{question.kind}.{question.field}"
    else:
        meaning = ""
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


def _choose_entry_check(entry: Entry, by_hand: Collection[str], saved: bool) -> str:
    """What a person should know of how sure its meaning is."""
    if entry.check:
        return entry.check
    if entry.id in by_hand:
        return BY_HAND
    if saved and (entry.at is not None or (entry.table is None and entry.meaning)):
        return AS_SAVED
    if not entry.meaning:
        if entry.example:
            return DOUBTFUL
        return BARE
    if _is_meaning_certain(entry):
        return RECOGNISED
    return DOUBTFUL


def _is_meaning_certain(entry: Entry) -> bool:
    of, _, field = entry.meaning.rpartition(".")
    kind = of or entry.kind
    if field in (RECORD, PERIOD) or (kind in vocabulary.KINDS and field == statement_field(kind)):
        return True
    meant = vocabulary.match_heading(entry.heading)
    return any((each.kind, each.field) == (kind, field) and each.strength >= _SURE for each in meant)


def _replace_column_meaning(
    there: tuple[ColumnMapping, ...], entry: Entry, kind: str | None, field: str | None
) -> tuple[ColumnMapping, ...]:
    if entry.at is None:
        return (*there, ColumnMapping(heading=entry.heading, index=entry.index, field=field, kind=kind))
    changed = replace(there[entry.at], field=field, kind=kind)
    return (*there[: entry.at], changed, *there[entry.at + 1 :])


def _replace_question_meaning(part: SheetMapping, entry: Entry, meaning: str) -> Iterator[QuestionMapping]:
    kind, _, field = meaning.rpartition(".")
    key = entry.id.removeprefix("label:")
    done = False
    for question in part.questions:
        if fold_heading(question.label) != key:
            yield question
        elif meaning:
            done = True
            yield replace(question, kind=kind or BASE, field=field)
    if meaning and not done:
        yield QuestionMapping(label=entry.heading, kind=kind or BASE, field=field, where=entry.side)
