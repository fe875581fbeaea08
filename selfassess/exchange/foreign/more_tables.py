"""Finds further tables of a sheet: rows of headings among labels, or below the rows of another table."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.columns import read_heading_row
from selfassess.exchange.foreign.mapping import ColumnMapping, TableMapping
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.spreadsheets.book import Cell, Sheet

SAMPLE = 200
"""Rows that are looked at for labels: a tab to read by people is not longer."""
_LONGEST = 60
_QUARTERS: dict[str, str | None] = {
    fold_heading(name): kind
    for names, kind in (
        ("strength strengths", "strength"), ("weakness weaknesses", "improvement"), ("threat threats", "risk"),
        ("opportunity opportunities", None),
    )
    for name in names.split()
}  # fmt: skip
"""What the four parts of one analysis, folded, give; two of them head the lower half of it."""


def is_quarter(text: str) -> bool:
    """Whether a heading is one of the four parts of an analysis: strengths, weaknesses, opportunities, threats."""
    return fold_heading(text) in _QUARTERS


def find_tables_among_labels(sheet: Sheet, statements: Statements | None, headed: frozenset[int]) -> list[TableMapping]:
    """Every row in a tab that reads like headings, with a row below it that does not."""
    found = []
    for row in range(min(SAMPLE, len(sheet.rows) - 1)):
        quarters = _read_quarters(sheet, row)
        if quarters is not None:
            found.append(quarters)
            continue
        filled = [cell for cell in sheet.rows[row] if cell is not None]
        is_no_heading = row in headed or len(filled) < 2 or not all(isinstance(cell, str) for cell in filled)
        if is_no_heading:
            continue
        reading = read_heading_row(sheet, row, statements, None)
        if (
            reading is not None
            and reading.looks_like_headings
            and (reading.tabular or reading.sure >= max(2, len(filled) - 1))
            and (len(filled) > 2 or all(map(_may_head_column, filled)))
        ):
            columns = _columns_with_heading(reading.columns)
            found.append(TableMapping(header_row=row + 1, kind=reading.kind, columns=columns))
    return found


def find_headings_below(
    sheet: Sheet, rows: range, statements: Statements | None, above: tuple[ColumnMapping, ...]
) -> Iterator[TableMapping]:
    """The rows below a table's headings that are word for word headings themselves, and not the same ones again."""
    said = {fold_heading(column.heading) for column in above}
    for row in rows:
        quarters = _read_quarters(sheet, row)
        filled = [cell for cell in sheet.rows[row] if cell is not None]
        if quarters is not None and not {fold_heading(str(cell)) for cell in filled} <= said:
            yield quarters
            continue
        if len(filled) < 2 or not all(map(_is_heading, filled)):
            continue
        reading = read_heading_row(sheet, row, statements, None)
        if reading is None or {fold_heading(str(cell)) for cell in filled} <= said:
            continue
        if reading.named and reading.sure >= 2:
            yield TableMapping(header_row=row + 1, kind=reading.kind, columns=_columns_with_heading(reading.columns))


def _is_heading(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= _LONGEST and vocabulary.is_known_heading(cell)


def _may_head_column(cell: Cell) -> bool:
    """Whether one of two cells in a row may head a column, and is no answer: "Action | Appoint a lead" is none."""
    return _is_heading(cell) or (isinstance(cell, str) and vocabulary.ends_like_label(cell))


def _read_quarters(sheet: Sheet, row: int) -> TableMapping | None:
    """A row that names two parts of an analysis and nothing else, as the headings of what stands below them."""
    filled = [(column, cell) for column, cell in enumerate(sheet.rows[row]) if cell is not None]
    named = [(column, cell) for column, cell in filled if isinstance(cell, str) and fold_heading(cell) in _QUARTERS]
    if len(filled) != 2 or named != filled:
        return None
    columns = []
    for column, cell in named:
        kind = _QUARTERS[fold_heading(cell)]
        field = vocabulary.title_field(kind) if kind else None
        columns.append(ColumnMapping(heading=" ".join(cell.split()), index=column, field=field, kind=kind))
    return TableMapping(header_row=row + 1, kind="judgement", columns=tuple(columns))


def _columns_with_heading(columns: tuple[ColumnMapping, ...]) -> tuple[ColumnMapping, ...]:
    return tuple(column for column in columns if column.heading)
