"""A spreadsheet as plain values: what a cell shows, by sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from selfassess.domain.text.wording import british_date, british_datetime

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds; None where it is empty."""

Block = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a sheet says outside its cells, and where, from 0: a note on a cell, a text box over one."""

    row: int
    column: int
    text: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. Every row has the same number of cells; empty rows and columns at the end are left out.

    ``merged`` has the blocks of cells shown as one; their value stands in the first. ``links`` has the target of a
    cell's link by its place, ``beside`` what the sheet says outside its cells, ``hidden_rows`` and ``struck_rows`` the
    rows that people do not see, or see struck out, ``faults`` the empty cells that show an error; rows and columns
    count from 0.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Block, ...] = ()
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    beside: tuple[Beside, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    faults: frozenset[tuple[int, int]] = frozenset()

    @property
    def width(self) -> int:
        """How many columns there are."""
        if not self.rows:
            return 0
        return len(self.rows[0])

    def filled_cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell that is not empty, with its row and column from 0."""
        for number, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    yield number, column, cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A spreadsheet file: its name, its sheets in order, and what is worth knowing about how it was read."""

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()

    def find_sheet(self, name: str) -> Sheet | None:
        """The sheet with this name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def column_letters(column: int) -> str:
    """How a spreadsheet calls a column, counted from 0: A, B, ..., Z, AA."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def format_cell(cell: Cell) -> str:
    """A cell's content as a person reads it, "" where it is empty."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        if cell:
            return "TRUE"
        return "FALSE"
    if isinstance(cell, datetime):
        return british_datetime(cell.isoformat())
    if isinstance(cell, date):
        return british_date(cell.isoformat())
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)
