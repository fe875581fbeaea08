"""One sheet of a draft in words: what it seems to be, where its headings may stand, and what is still to be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfassess.exchange.foreign import Cell, Sheet, SheetMapping, format_cell
from selfassess.services.importing.spreadsheet_mapping.draft import MappingDraft
from selfassess.services.importing.spreadsheet_mapping.entries import GONE, TO_CHECK, Entry, shorten_to_line
from selfassess.services.importing.spreadsheet_mapping.meanings import (
    OF_LABELS,
    TAB,
    ReadingWay,
    describe_sheet,
    find_way_of_reading,
    is_statement_missing,
    may_concern_one_statement,
)

NO_STATEMENT = (
    "Nothing would arrive yet: no column says which quality statement a row is about. Choose one above for all of "
    "them, or give that meaning to the column that says it."
)
ROWS = 60
"""Rows that may hold the headings."""
_ROW_SHOWN = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One sheet in a list: its name, what it seems to be, whether it is taken, and whether anything is in it."""

    name: str
    what: str
    taken: bool
    filled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """One sheet: how it is read, where its headings stand, what it is about, and its columns and labels.

    ``heading_rows`` are the rows that may hold the headings, in words; ``has_heading_row`` and ``may_be_about_one``
    say whether it makes sense to ask where they stand, and which statement all of it is about.
    """

    name: str
    left_out: bool
    filled: bool
    way: ReadingWay | None
    has_labels: bool
    has_heading_row: bool
    header_row: int | None
    heading_rows: tuple[tuple[int, str], ...]
    may_be_about_one: bool
    statement: str
    lacks_statement: bool
    entries: tuple[Entry, ...]

    def describe(self, *, nothing: bool) -> str:
        """What is to be said of it, or what there is to check; ``nothing`` says that nothing of it would arrive."""
        if self.left_out:
            if self.filled:
                return "This sheet is left out. Tick it in the list to import it."
            return "Nothing is in it."
        if self.way is None:
            return "It is not clear what this sheet holds. Say it above, or take its tick away to leave it out."
        if self.way.key == TAB and not self.statement:
            return "Say which quality statement this sheet is about."
        if self.entries and all(entry.check == GONE for entry in self.entries):
            return "None of the headings is in this file. Choose the row in which they stand."
        if not self.entries:
            return "No headings or labels were found in it."
        if nothing:
            elsewhere = "Nothing of it would arrive. The reasons stand under “Not taken”."
            return NO_STATEMENT if self.lacks_statement else elsewhere
        return self._describe_checks()

    def _describe_checks(self) -> str:
        count = sum(entry.check in TO_CHECK for entry in self.entries)
        if count == 1:
            return "1 meaning is not certain: please check it."
        if count:
            return f"{count:,} meanings are not certain: please check them."
        return "Every column and label has a meaning. Change one where it is wrong."


def list_sheets(draft: MappingDraft) -> tuple[SheetLine, ...]:
    """The sheets of a spreadsheet in their order, and what each seems to be."""
    return tuple(_build_lines(draft))


def view_sheet(draft: MappingDraft, name: str) -> SheetView | None:
    """One sheet of a draft; None where there is no such sheet, or nothing is said of it."""
    sheet, part = draft.spreadsheet.book.find_sheet(name), draft.mapping.find_sheet_mapping(name)
    if sheet is None or part is None:
        return None
    has_labels = part.shape in OF_LABELS
    return SheetView(
        name=name,
        left_out=part.skip,
        filled=bool(sheet.rows),
        way=find_way_of_reading(part),
        has_labels=has_labels,
        has_heading_row=not has_labels and bool(sheet.rows),
        header_row=part.header_row,
        heading_rows=_list_heading_rows(sheet, part),
        may_be_about_one=may_concern_one_statement(part),
        statement=part.statement or "",
        lacks_statement=is_statement_missing(part),
        entries=draft.list_entries(name),
    )


def _build_lines(draft: MappingDraft) -> Iterator[SheetLine]:
    for sheet in draft.spreadsheet.book.sheets:
        part = draft.mapping.find_sheet_mapping(sheet.name)
        if part is not None:
            filled = bool(sheet.rows)
            what = describe_sheet(part, draft.framework) if filled else "Empty"
            yield SheetLine(name=sheet.name, what=what, taken=filled and not part.skip, filled=filled)


def _list_heading_rows(sheet: Sheet, part: SheetMapping) -> tuple[tuple[int, str], ...]:
    """The first rows of a sheet that hold something, and the one that is chosen, by what stands in them."""
    first = enumerate(sheet.rows[:ROWS], 1)
    rows: dict[int, Sequence[Cell]] = {number: row for number, row in first if any(cell is not None for cell in row)}
    if part.header_row is not None:
        rows[part.header_row] = next(iter(sheet.rows[part.header_row - 1 : part.header_row]), ())
    return tuple((number, _describe_row(number, row)) for number, row in sorted(rows.items()))


def _describe_row(number: int, row: Sequence[Cell]) -> str:
    words = " | ".join(shorten_to_line(format_cell(cell), 40) for cell in row if cell is not None)
    return f"{number:,}:  {shorten_to_line(words, _ROW_SHOWN)}"
