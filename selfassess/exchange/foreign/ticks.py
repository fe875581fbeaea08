"""The columns of a table that are ticked: which they are, what a mark in them means, and where x is a cross."""

from __future__ import annotations

from collections.abc import Collection

from selfassess.domain.text.folding import fold_text
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.values import is_placeholder
from selfassess.exchange.spreadsheets.book import Cell, Sheet, format_cell

_FEWEST = 2
_TICKED = frozenset({"x", "✓", "✔", "☑", "☒", "y", "yes", "•", "●", "*", "p", "primary", "s", "secondary", "true"})
_NOT_TICKED = frozenset({"", "0", "n", "no", "-", "–", "✗", "✘", "☐", "❌", "false"})
_CHECKS = frozenset({"✓", "✔", "☑", "✅", "y", "yes"})
"""Beside one of these an x may be a cross, and no tick."""
_CROSS = "✗"


def read_tick(cell: Cell) -> bool | None:
    """Whether a cell of a tick column is ticked; None where it holds something else than a mark."""
    if isinstance(cell, bool) or cell in (0, 1):
        return bool(cell)
    plain = fold_text(format_cell(cell))
    if plain in _TICKED or plain in _CHECKS or plain == "1":
        return True
    if plain in _NOT_TICKED or is_placeholder(cell):
        return False
    return None


def find_tick_columns(
    words: tuple[str, ...], below: tuple[tuple[Cell, ...], ...], statements: Statements
) -> frozenset[int]:
    """The columns of a table that is ticked by statement: each is headed by one, and holds marks and nothing else.

    The heading may be a short name or a bare number, as it is only among other such columns.
    """
    found = set()
    for column, text in enumerate(words):
        cells = [line[column] for line in below if line[column] is not None]
        is_tick_column = text and statements.find_statement(text) and all(read_tick(cell) is not None for cell in cells)
        if is_tick_column:
            found.add(column)
    numbers = {column for column in found if words[column].isdigit()}
    if len(numbers) <= _FEWEST:
        found -= numbers
    has_ticks = len(found) >= _FEWEST and any(_has_filled_cell(below, column) for column in found)
    if has_ticks:
        return frozenset(found)
    return frozenset()


def find_crossed_columns(
    sheet: Sheet, rows: range, columns: Collection[int], together: Collection[int]
) -> frozenset[int]:
    """The columns in which x is a cross: ticks and x stand there, and nothing else would say no, as an empty cell does.

    The columns ``together`` are looked at as if they were one.
    """
    filled = [number for number in rows if sum(cell is not None for cell in sheet.rows[number]) > 1]
    found: set[int] = set()
    for group in (*({column} for column in columns), set(together)):
        marks = {fold_text(format_cell(sheet.rows[number][column])) for number in filled for column in group}
        if "x" in marks and marks & _CHECKS and not marks & _NOT_TICKED:
            found |= group
    return frozenset(found)


def replace_x_by_cross(cell: Cell) -> Cell:
    """An x of such a column as the cross that it is; any other cell as it is."""
    if isinstance(cell, str) and fold_text(cell) == "x":
        return _CROSS
    return cell


def _has_filled_cell(below: tuple[tuple[Cell, ...], ...], column: int) -> bool:
    return any(line[column] is not None for line in below)
