"""The cells of a table of a narrative, by row and by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from selfassess.domain.years.narrative import Piece, PieceKind

Cell: TypeAlias = tuple[int, Piece]
"""The number of a piece, and the piece."""
Row: TypeAlias = list[Cell]


def loosen_cell(piece: Piece) -> Piece:
    """A cell as a paragraph or a list item."""
    kind = PieceKind.ITEM if piece.depth else PieceKind.PARAGRAPH
    return replace(piece, kind=kind)


def group_cells_by_column(row: Row) -> dict[int, Row]:
    """The cells of a row by the column in which they begin; each may have several paragraphs."""
    found: dict[int, Row] = {}
    for cell in row:
        found.setdefault(cell[1].column, []).append(cell)
    return found


def group_cells_by_row(cells: Sequence[Cell]) -> Iterator[tuple[int, Row]]:
    """Each row with its number, from the top, its cells from the left."""
    rows: dict[int, Row] = {}
    for cell in cells:
        rows.setdefault(cell[1].row, []).append(cell)
    for number in sorted(rows):
        yield number, sorted(rows[number], key=lambda cell: (cell[1].column, cell[0]))
