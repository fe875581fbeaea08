"""Where the printed pages of a sheet end: before headings, and never between a table and its chart.

Row heights are set, so it is known what fits on a page.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

PORTRAIT, LANDSCAPE = (690.0, 722.0), (1020.0, 478.0)
"""What an A4 page takes within its margins, with a little to spare: pixels across, and points down."""
_FILLED = 0.55
"""A page is at least so full before it ends for the sake of what follows."""
_USUAL = 15.0


def set_paper(sheet: Worksheet, widths: Sequence[float]) -> float:
    """Turn the paper on its side where columns of these widths need it; returns what a page then takes, in points."""
    across = sum(int(width * 7 + 5) for width in widths)
    upright = across <= PORTRAIT[0]
    sheet.page_setup.orientation = "portrait" if upright else "landscape"
    room, height = PORTRAIT if upright else LANDSCAPE
    return height * max(1.0, across / room)


class PageBreaks:
    """The rows of one sheet before which a page may end."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._good: set[int] = set()
        self._never: set[int] = set()
        self._together: list[tuple[int, int]] = []

    def allow_break_before(self, row: int) -> None:
        """A page had best end before this row."""
        self._good.add(row)

    def forbid_break_before(self, row: int) -> None:
        """No page ends before this row, unless nothing else is left."""
        self._never.add(row)

    def keep_rows_together(self, first: int, last: int) -> None:
        """These rows stand on one page, where they fit on one."""
        self._together.append((first, last))

    def write_breaks(self, last: int, page: float) -> None:
        """Write the breaks into a sheet that ends with this row, for pages that take so many points."""
        for start, end in self._together:
            block_height = sum(self._row_height(row) for row in range(start, end + 1))
            if block_height <= page:
                self._never.update(range(start + 1, end + 1))
        first, used = 1, 0.0
        ends: list[tuple[int, float]] = []
        row = 1
        while row <= last:
            height = self._row_height(row)
            if used + height > page and row > first:
                first = self._choose_break_row(first, row, ends, page * _FILLED)
                self._sheet.row_breaks.append(Break(id=first - 1))
                row = first
                used = 0.0
                ends = []
                continue
            ends.append((row, used))
            used += height
            row += 1

    def _row_height(self, row: int) -> float:
        return self._sheet.row_dimensions[row].height or _USUAL

    def _choose_break_row(self, first: int, over: int, ends: list[tuple[int, float]], filled: float) -> int:
        """The row before which the page from ``first`` on ends; ``over`` is the one that does not fit any more."""
        rows = [row for row, used in ends if row > first and used >= filled] + [over]
        good = [row for row in rows if row in self._good - self._never]
        allowed = [row for row in range(first + 1, over + 1) if row not in self._never]
        return max(good or allowed or [over])
