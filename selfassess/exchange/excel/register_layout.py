"""How wide a register's columns are, and how they share out on printed pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.fields import Kind
from selfassess.exchange.excel import looks
from selfassess.exchange.excel.registers import EXACT, HIDDEN, ID, POSITION, YEAR, Column
from selfassess.exchange.excel.values import Content

# The narrowest and the widest that a column of this kind is made for what stands in it, in characters. Dates have
# room for "30 September 2025": a date that does not fit shows as signs only.
_BOUNDS: Mapping[Kind, tuple[float, float]] = {
    Kind.TEXT: (14, 28),
    Kind.PROSE: (30, 56),
    Kind.CHOICE: (14, 22),
    Kind.WHOLE: (11, 12),
    Kind.DECIMAL: (11, 16),
    Kind.DATE: (19, 19),
    Kind.DATETIME: (24, 24),
    Kind.YES_NO: (12, 12),
    Kind.LINK: (16, 32),
    Kind.LINKS: (18, 38),
}
_OWN_BOUNDS: Mapping[str, tuple[float, float]] = {
    YEAR: (11, 18),
    EXACT: (12, 12),
    POSITION: (10, 10),
    ID: (38, 38),
    "title": (34, 40),
    "sha256": (14, 20),
    "carried_from": (14, 18),
    "not_reviewed": (20, 20),
    "insufficient_evidence": (17, 17),
}
_FILTER_BUTTON = 3
"""What the button beside a heading takes, in characters."""
_EDGE = 1.5

_WIDEST = 100
_MOST_LINES = looks.MAX_HEIGHT / looks.LINE_HEIGHT
_PAGE_WIDTH = 1020
"""The pixels across an A4 page on its side, within its margins."""
_SMALLEST = 0.6
"""Text is not printed smaller than this part of its size for the sake of fewer pages side by side ..."""
_MOST_PAGES = 3
"""... unless it would be more than these."""


def column_widths(cols: Sequence[Column], rows: Iterable[Mapping[str, Content]]) -> list[float]:
    """The width of each column, in characters: as wide as what stands in it, within bounds."""
    bounds = {column.key: _bounds(column) for column in cols}
    widths = {key: low for key, (low, _) in bounds.items()}
    growing = {key: high for key, (low, high) in bounds.items() if low < high}
    for row in rows:
        for key, high in growing.items():
            shown = row.get(key)
            if shown is not None:
                widths[key] = max(widths[key], _wanted(shown, high))
    made = [max(widths[column.key], _longest_word(column.heading) + _FILTER_BUTTON) for column in cols]
    return _spread(cols, made)


def heading_lines(heading: str, width: float) -> int:
    """How many lines a heading takes beside its filter button; words are not parted."""
    lines, used = 1, 0.0
    for word in heading.split():
        if used and used + 1 + len(word) > width - _FILTER_BUTTON:
            lines, used = lines + 1, 0.0
        used += len(word) + (1 if used else 0)
    return lines


def set_pages(sheet: Worksheet, cols: Sequence[Column], widths: Sequence[float]) -> None:
    """Share the columns out on as many pages side by side as it takes to read them, with headings on each.

    On several pages, the columns that say which record a row is stand on each.
    """
    shown = [_pixels(w) for c, w in zip(cols, widths, strict=True) if c.key not in HIDDEN]
    named = next((n for n, c in enumerate(cols, 1) if c.key == "title"), 2)
    again = sum(shown[:named])
    across = 1
    while across < _MOST_PAGES and across * _PAGE_WIDTH / (sum(shown) + (across - 1) * again) < _SMALLEST:
        across += 1
    sheet.page_setup.fitToWidth = across
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_options.gridLines = True
    sheet.print_title_rows = "1:1"
    if across > 1:
        sheet.print_title_cols = f"A:{get_column_letter(named)}"


def _spread(cols: Sequence[Column], widths: list[float]) -> list[float]:
    """What a page has left goes to prose and to columns that are too narrow, so that rows become less high."""
    used = sum(_pixels(width) for column, width in zip(cols, widths, strict=True) if column.key not in HIDDEN)
    growing = {n for n, (column, width) in enumerate(zip(cols, widths, strict=True)) if _may_grow(column, width)}
    if used >= _PAGE_WIDTH or not growing:
        return widths
    more = (_PAGE_WIDTH - used) / 7 / len(growing)
    return [min(_WIDEST, width + more) if n in growing else width for n, width in enumerate(widths)]


def _may_grow(column: Column, width: float) -> bool:
    if column.spec is None:
        return False
    full = column.spec.kind in (Kind.TEXT, Kind.LINK, Kind.LINKS) and width >= _bounds(column)[1]
    return full or column.spec.kind is Kind.PROSE


def _bounds(column: Column) -> tuple[float, float]:
    if column.key in _OWN_BOUNDS:
        return _OWN_BOUNDS[column.key]
    return _BOUNDS[column.spec.kind] if column.spec else (12, 12)


def _wanted(shown: Content, high: float) -> float:
    """The width that something asks for: as long as its longest line, up to ``high``.

    Only what would be higher than a row may be asks for more: it would not be seen whole.
    """
    if not isinstance(shown, str):
        return len(str(shown)) + _EDGE
    if len(shown) <= high:
        longest = max(map(len, shown.split("\n"))) if "\n" in shown else len(shown)
        return min(high, longest + _EDGE)
    if "\n" not in shown and len(shown) <= high * _MOST_LINES / 2:
        return high
    tall = looks.line_count(shown, high) / _MOST_LINES
    return high if tall <= 1 else min(_WIDEST, high * tall)


def _longest_word(heading: str) -> int:
    return max(map(len, heading.split()), default=1)


def _pixels(width: float) -> int:
    return int(width * 7 + 5)
