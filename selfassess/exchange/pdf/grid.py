"""Tables: rows laid out one by one, headings on every page, and long cells that go on overleaf.

reportlab's own table lays out every row again after each page break and cannot always cut a row; this one takes as
long for a row on the last page as for one on the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from selfassess.exchange.pdf.fonts import make_readable, measure_line_width
from selfassess.exchange.pdf.looks import HEIGHT, LINE, TINT
from selfassess.exchange.pdf.shapes import Piece
from selfassess.exchange.pdf.structure import RUNNING

PAD = 6.0
"""Left and right of what stands in a cell."""

CLOSE, LOOSE = 2.8, 4.0
"""Above and below it: in facts, which are short, and in tables."""

TOGETHER = 3
"""A page break leaves at least this many rows before it, and one more than one after it."""

TALL = HEIGHT / 4
"""A row taller than this may be cut at a page break; a shorter one moves to the next page whole."""

SHORT_FIGURE = re.compile(r"\d[^\n]{0,16}")
"""Such as "30 September 2025" or "3 × 4 = 12"."""

Cell = list[Any]
"""What stands in a cell, one piece below the other."""


class Row:
    """One row: cells, each laid out to its column's width."""

    def __init__(self, cells: Sequence[Cell], widths: Sequence[float], pad: float = LOOSE) -> None:
        self.cells = cells
        self.widths = widths
        self.pad = pad
        self.heights = [
            [
                piece.wrap(wide - 2 * PAD, HEIGHT)[1] + (piece.getSpaceBefore() if number else 0)
                for number, piece in enumerate(cell)
            ]
            for cell, wide in zip(cells, widths, strict=True)
        ]
        self.height = max((sum(heights) for heights in self.heights), default=0.0) + 2 * pad

    def add_to_cell(self, column: int, piece: Any) -> None:
        """One more piece at the foot of a cell."""
        wide = self.widths[column] - 2 * PAD
        self.cells[column].append(piece)
        self.heights[column].append(piece.wrap(wide, HEIGHT)[1])
        self.height = max(self.height, sum(self.heights[column]) + 2 * self.pad)

    def split_row_at(self, height: float) -> tuple[Row, Row] | None:
        """The part of the row that has room in a height, and what is left; None where nothing can be cut."""
        room = height - 2 * self.pad
        halves = [self._cut_cell(number, room) for number in range(len(self.cells))]
        has_top = any(top for top, _ in halves)
        if not has_top:
            return None
        top, rest = ([half[part] for half in halves] for part in (0, 1))
        return Row(top, self.widths, self.pad), Row(rest, self.widths, self.pad)

    def _cut_cell(self, column: int, room: float) -> tuple[Cell, Cell]:
        """What of a cell fits into a height, and what is left."""
        top: Cell = []
        cell = self.cells[column]
        for number, (piece, tall) in enumerate(zip(cell, self.heights[column], strict=True)):
            if tall > room + 0.01:
                space_before = piece.getSpaceBefore() if number else 0
                parts = piece.split(self.widths[column] - 2 * PAD, room - space_before)
                return [*top, *parts[:1]], [*(parts[1:] or ([] if parts else [piece])), *cell[number + 1 :]]
            top.append(piece)
            room -= tall
        return top, []

    def draw_row(self, canvas: Any, left: float, top: float) -> None:
        """Draw the cells below ``top``."""
        for cell, heights, wide in zip(self.cells, self.heights, self.widths, strict=True):
            y = top - self.pad
            for piece, tall in zip(cell, heights, strict=True):
                y -= tall
                piece.drawOn(canvas, left + PAD, y)
            left += wide


class Grid(Piece):
    """Rows under an optional heading row that comes again on every page; ``said`` once it has been said."""

    def __init__(
        self, rows: list[Row], head: Row | None = None, *, before: float = 6, after: float = 6, said: bool = False
    ) -> None:
        super().__init__()
        self.rows = rows
        self.head = head
        self.said = said
        self.spaceBefore = before
        self.spaceAfter = after

    @property
    def _head_height(self) -> float:
        if not self.head:
            return 0.0
        return self.head.height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Add up the rows, as far as there is room."""
        self.height = self._head_height
        for row in self.rows:
            self.height += row.height
            if self.height > height + 1:
                break
        return width, self.height

    def split(self, width: float, height: float) -> list[Grid]:
        """Cut between two rows, or in a tall one."""
        room = height - self._head_height
        for number, row in enumerate(self.rows):
            if row.height > room:
                halves = None
                if row.height > TALL and room > TALL / 4:
                    halves = row.split_row_at(room)
                if halves:
                    return self._split_between([*self.rows[:number], halves[0]], [halves[1], *self.rows[number + 1 :]])
                number -= len(self.rows) - number == 1 and number > TOGETHER
                is_too_near = number == 0 or (number < TOGETHER and height < HEIGHT / 2)
                if is_too_near:
                    return []
                return self._split_between(self.rows[:number], self.rows[number:])
            room -= row.height
        return [self]

    def _split_between(self, above: list[Row], below: list[Row]) -> list[Grid]:
        """The table in two, the second with the headings said again for the eye alone."""
        return [
            Grid(above, self.head, before=self.spaceBefore, after=0, said=self.said),
            Grid(below, self.head, before=0, after=self.spaceAfter, said=True),
        ]

    def draw_at(self, x: float, y: float) -> None:
        """Draw the headings on their tint, then the rows with a line below each."""
        top = y + self.height
        if self.head is not None:
            with self.canv.mark_decoration():
                self.canv.setFillColor(TINT)
                self.canv.rect(x, top - self.head.height, sum(self.head.widths), self.head.height, stroke=0, fill=1)
            # A heading row that comes again is no text of its own: it was said on the page where it began.
            with self.canv.mark_decoration(RUNNING["heading row"]) if self.said else nullcontext():
                self.head.draw_row(self.canv, x, top)
            top -= self.head.height
            self._draw_rule(x, top, sum(self.head.widths))
        for row in self.rows:
            row.draw_row(self.canv, x, top)
            top -= row.height
            self._draw_rule(x, top, sum(row.widths))

    def _draw_rule(self, x: float, y: float, wide: float) -> None:
        with self.canv.mark_decoration():
            self.canv.setStrokeColor(LINE)
            self.canv.setLineWidth(0.7)
            self.canv.line(x, y, x + wide, y)


def longest_word(texts: Sequence[str], font: str, size: float) -> float:
    """The width of the widest word among some texts, in points. Only the longest by letters are measured.

    A date or a short figure with its unit counts as one word, since it reads badly over two lines.
    """
    made = {make_readable(text) for text in texts}
    words = {word for text in made for word in ([text] if SHORT_FIGURE.fullmatch(text) else text.split())}
    return max((measure_line_width(word[:60], font, size) for word in sorted(words, key=len)[-6:]), default=0.0)


def share_column_widths(weights: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """Share out a width by weight, but give every column at least what its longest word needs.

    Where even that is too much for the page, long words break.
    """
    if not weights:
        return []
    limit = max(total / len(weights), total * 0.24)
    least = [min(need, limit) for need in least]
    if sum(least) >= total:
        return [need * total / sum(least) for need in least]
    fixed: set[int] = set()
    while True:
        spare = total - sum(least[n] for n in fixed)
        shared_weight = sum(weight for n, weight in enumerate(weights) if n not in fixed)
        shared = shared_weight or 1.0
        made = [least[n] if n in fixed else weight * spare / shared for n, weight in enumerate(weights)]
        short = {n for n, wide in enumerate(made) if n not in fixed and wide < least[n]}
        if not short:
            return made
        fixed |= short
