"""Where the printed pages of a sheet end: before headings, and never between a table and its chart.

Row heights are set, so it is known what fits on a page. A program that makes a sheet's text smaller to fit its width
has room to spare; the breaks stay where they are.
"""

from __future__ import annotations

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

PAGE_HEIGHT = 722.0
"""What an A4 page takes within its margins, in points, with a little to spare."""
_FILLED = 0.55
"""A page is at least so full before it ends for the sake of what follows."""
_USUAL = 15.0


class PageBreaks:
    """The rows of one sheet before which a page may end."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._good: set[int] = set()
        self._never: set[int] = set()

    def good(self, row: int) -> None:
        """A page had best end before this row."""
        self._good.add(row)

    def never(self, row: int) -> None:
        """No page ends before this row, unless nothing else is left."""
        self._never.add(row)

    def set(self, last: int) -> None:
        """Write the breaks into a sheet that ends with this row."""
        first, used = 1, 0.0
        ends: list[tuple[int, float]] = []
        row = 1
        while row <= last:
            height = self._sheet.row_dimensions[row].height or _USUAL
            if used + height > PAGE_HEIGHT and row > first:
                first = self._best(first, row, ends)
                self._sheet.row_breaks.append(Break(id=first - 1))
                row, used, ends = first, 0.0, []
                continue
            ends.append((row, used))
            used += height
            row += 1

    def _best(self, first: int, over: int, ends: list[tuple[int, float]]) -> int:
        """The row before which the page from ``first`` on ends; ``over`` is the one that does not fit any more."""
        rows = [row for row, used in ends if row > first and used >= PAGE_HEIGHT * _FILLED] + [over]
        good = [row for row in rows if row in self._good - self._never]
        allowed = [row for row in range(first + 1, over + 1) if row not in self._never]
        return max(good or allowed or [over])
