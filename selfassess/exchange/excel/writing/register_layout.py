"""How wide a register's columns are, and which of them are printed: all on one page, in letters one can read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.model.fields import Kind
from selfassess.exchange.excel.registers import EXACT, ID, POSITION, YEAR, Column, is_column_about_row
from selfassess.exchange.excel.values import Content
from selfassess.exchange.excel.writing import styles

LAST_ROW = 1_048_576
ROOM = 500
"""Colours and drop-downs reach so many rows below a table: to a sheet's last row, other programs stop for minutes."""
SMALLEST = 8
"""The letters of a register are printed in at least so many points."""
PAGE_WIDTH = 1020
"""The pixels across an A4 page on its side, within its margins, with a little to spare."""
_ROOM_ACROSS = PAGE_WIDTH * styles.REGISTER_SIZE / SMALLEST

# The narrowest and the widest that a column of this kind is made for what stands in it, in characters. Dates have
# room for "30 Sep 2025": a date that does not fit shows as signs only.
_BOUNDS: Mapping[Kind, tuple[float, float]] = {
    Kind.TEXT: (13, 34),
    Kind.PROSE: (16, 100),
    Kind.CHOICE: (9, 16),
    Kind.WHOLE: (8, 12),
    Kind.DECIMAL: (9, 14),
    Kind.DATE: (12, 12),
    Kind.DATETIME: (17, 17),
    Kind.YES_NO: (7, 10),
    Kind.LINK: (13, 32),
    Kind.LINKS: (14, 40),
}
_OWN_BOUNDS: Mapping[str, tuple[float, float]] = {
    YEAR: (8, 14),
    EXACT: (12, 12),
    POSITION: (10, 10),
    ID: (38, 38),
    "title": (22, 40),
    "sha256": (14, 20),
    "findings": (14, 20),
    "carried_from": (14, 18),
    "not_reviewed": (18, 20),
}
_EDGE = 2.0
_BOLD = 0.95
"""How many bold letters take the place of a plain one."""
_LETTERS = 11 / styles.REGISTER_SIZE
_LETTERS_IN_100 = styles.estimate_letters_in_width(100)
_WASTED = 12
"""How many letters a line end leaves empty, about."""
MOST_LINES = int(styles.MAX_HEIGHT / styles.REGISTER_LINE)
_EASY = 5
"""Where there is no page to fit on, the longest text takes about so many lines."""
_NEVER = 100_000
"""No text has so many lines: the columns are too wide for a page even where each is as narrow as it may be."""


@dataclass(slots=True)
class _Wish:
    """What a column asks for: its least width, the width at which nothing in it is broken, and its longest text."""

    low: float
    whole: float
    letters: int = 0
    ends: int = 0

    def see_content(self, shown: Content, high: float) -> None:
        """Know of one more thing that stands in the column."""
        text = shown if isinstance(shown, str) else str(shown)
        ends = text.count("\n")
        longest = max(map(len, text.split("\n"))) if ends else len(text)
        self.whole = max(self.whole, min(high, longest / _LETTERS + _EDGE))
        if len(text) + _WASTED * ends > self.letters:
            self.letters, self.ends = len(text) + _WASTED * ends, ends

    def width_for_lines(self, lines: int) -> float:
        """How wide it is where its longest text takes so many lines."""
        asked = self.letters / (lines * _LETTERS_IN_100 / 100 * _LETTERS * 0.92) + _EDGE
        return min(self.whole, max(self.low, asked))


@dataclass(frozen=True, slots=True)
class Layout:
    """The width of each column, in characters, and how many columns from the left are printed."""

    widths: tuple[float, ...]
    printed: int


def lay_out_columns(cols: Sequence[Column], rows: Iterable[Mapping[str, Content]], *, years: int = 1) -> Layout:
    """Share a page's width out among the columns, so that no row is higher than it has to be.

    Columns that say something about their row are not printed. Nor are, from the right, those without which the long
    texts would not be seen whole.
    """
    wishes = [_begin_column_wish(column) for column in cols]
    bounds = [_column_width_bounds(column)[1] for column in cols]
    places = [(n, column.key) for n, column in enumerate(cols) if column.part == 1 and wishes[n].low < bounds[n]]
    for row in rows:
        for n, key in places:
            shown = row.get(key)
            if shown is not None:
                wishes[n].see_content(shown, bounds[n])
    printed = next((n for n, column in enumerate(cols) if is_column_about_row(column, years=years)), len(cols))
    lines = _find_fewest_lines(wishes[:printed])
    while printed > 1 and (lines > _NEVER or (lines > MOST_LINES and not _is_prose_column(cols[printed - 1]))):
        printed -= 1
        lines = _find_fewest_lines(wishes[:printed])
    widths = [wish.width_for_lines(lines if n < printed else _EASY) for n, wish in enumerate(wishes)]
    return Layout(tuple(widths), printed)


def count_heading_lines(heading: str, width: float) -> int:
    """How many lines a heading takes above its filter button; words are not parted."""
    lines = 1
    used = 0
    room = (width - 1) * _LETTERS * _BOLD
    for word in heading.split():
        if used and used + 1 + len(word) > room:
            lines += 1
            used = 0
        space = 1 if used else 0
        used += len(word) + space
    return lines + 1


def set_register_pages(sheet: Worksheet, cols: Sequence[Column], layout: Layout) -> None:
    """Print a register one page wide, with its headings on each page, however many rows it comes to have."""
    sheet.page_setup.fitToWidth = 1
    sheet.print_options.gridLines = True
    sheet.print_title_rows = "1:1"
    if layout.printed < len(cols):
        sheet.print_area = f"A1:{get_column_letter(layout.printed)}{LAST_ROW}"


def to_pixels(width: float) -> int:
    """How many pixels a column of so many characters takes."""
    return int(width * 7 + 5)


def _find_fewest_lines(wishes: Sequence[_Wish]) -> int:
    """The fewest lines of the highest row with which the columns are no wider than a page."""

    def fits_page(lines: int) -> bool:
        return sum(to_pixels(wish.width_for_lines(lines)) for wish in wishes) <= _ROOM_ACROSS

    # With more lines no column is wider, so the first that fits is found by halving.
    return _TRIED_LINES[bisect_left(_TRIED_LINES, True, hi=len(_TRIED_LINES) - 1, key=fits_page)]


def _list_tried_lines() -> Iterator[int]:
    """From 1 upwards, each a little further from the one before; the last is one that no text has."""
    lines = 1
    while lines <= _NEVER:
        yield lines
        lines += 1 + lines // 16
    yield lines


_TRIED_LINES = tuple(_list_tried_lines())


def _begin_column_wish(column: Column) -> _Wish:
    longest = max(map(len, column.heading.split()), default=1)
    low = max(_column_width_bounds(column)[0], longest / _LETTERS / _BOLD + 1)
    wish = _Wish(low=low, whole=low)
    if column.spec is not None and column.spec.kind is Kind.CHOICE:
        for choice in column.spec.choices:
            wish.see_content(choice.label, _column_width_bounds(column)[1])
    return wish


def _is_prose_column(column: Column) -> bool:
    return column.spec is not None and column.spec.kind is Kind.PROSE


def _column_width_bounds(column: Column) -> tuple[float, float]:
    if column.key in _OWN_BOUNDS:
        return _OWN_BOUNDS[column.key]
    if column.spec:
        return _BOUNDS[column.spec.kind]
    return (12, 12)
