"""The index as an Excel workbook: one sheet a table, to read, filter and print. All text is text, never a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as MadeCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.model.addresses import WEB
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.report_blocks import Column
from selfassess.domain.return_pack.index import Cell, Sheet
from selfassess.exchange.excel_saving import save

INK, MUTED, LINE, ACCENT = "1B2430", "5B6675", "DDE2E8", "0B4F8A"
LONGEST = 16_000
"""Characters of a cell: half of what Excel takes, for some count as two; a longer text goes on in a row of its own."""
_WIDTH = 15
_LINE_HEIGHT, _HIGHEST = 15.0, 405.0
"""Of a line and of a row, in points."""
_FILLED = 0.85
"""The part of a line that is used, for words are not parted."""
_MOST_LINKS = 60_000
_LONGEST_LINK = 2_000
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_HEADINGS = 4
"""The row with the headings of a table."""
_TITLE, _ABOUT = Font("Calibri", 16, bold=True, color=INK), Font("Calibri", 11, color=MUTED)
_BODY, _LINK = Font("Calibri", 11, color=INK), Font("Calibri", 11, color=ACCENT, u="single")
_BELOW = Border(bottom=Side("thin", LINE))


def write_index(sheets: Sequence[Sheet], target: Path, *, title: str, about: str) -> None:
    """Write the index and read it back; ``title`` and ``about`` stand above each table.

    Raises OSError where the target cannot be written, FileError where not every row is there.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.language = _plain(title), "en-GB"
    book.properties.creator = "selfassess"
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet, title, about)
    save(book, target, lambda: None)
    _check(target, sheets)


def _write(page: Worksheet, sheet: Sheet, title: str, about: str) -> None:
    across = len(sheet.columns)
    for row, text, font in ((1, f"{title}: {sheet.title}", _TITLE), (2, about, _ABOUT)):
        cell = page.cell(row, 1, _plain(text))
        cell.font, cell.alignment = font, Alignment(vertical="top", wrap_text=True)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=across)
    page.row_dimensions[1].height, page.row_dimensions[2].height = 24, 3 * _LINE_HEIGHT
    for at, column in enumerate(sheet.columns, 1):
        cell = page.cell(_HEADINGS, at, column.label)
        cell.font, cell.fill = Font("Calibri", 11, bold=True, color="FFFFFF"), PatternFill("solid", ACCENT)
        cell.alignment = _aligned(column)
        page.column_dimensions[get_column_letter(at)].width = _width(column)
    page.row_dimensions[_HEADINGS].height = 2 * _LINE_HEIGHT
    row, looks = _HEADINGS, _looks(page, sheet.columns)
    for values in sheet.rows:
        for part in _in_rows(values):
            row += 1
            _write_row(page, row, part, sheet, looks)
    if row == _HEADINGS:
        page.cell(row + 1, 1, "Nothing to list.").font = Font("Calibri", 11, italic=True, color=MUTED)
    else:
        page.auto_filter.ref = f"A{_HEADINGS}:{get_column_letter(len(sheet.columns))}{row}"
    page.freeze_panes = f"A{_HEADINGS + 1}"
    page.sheet_view.showGridLines = False
    _set_page(page)


def _write_row(page: Worksheet, row: int, values: Sequence[Cell], sheet: Sheet, looks: Sequence[Any]) -> None:
    page.row_dimensions[row].height = _height(values, sheet.columns)
    for at, value in enumerate(values):
        cell: Any = page.cell(row, at + 1)
        cell._style = looks[at]
        if not isinstance(value, str):
            cell.value = value
            continue
        if value:
            cell.value = _plain(value)
            cell.data_type = "s"  # also where it begins with "="
        if at == sheet.linked and (link := _link(value)) and row < _MOST_LINKS:
            cell.hyperlink = link
            cell._style = looks[-1]


def _looks(page: Worksheet, columns: Sequence[Column]) -> list[Any]:
    """How the cells of each column look, and last a link: made once and shared, for setting each part is slow."""
    made = []
    for column, font in (*((column, _BODY) for column in columns), (Column(""), _LINK)):
        cell: Any = MadeCell(page, row=1, column=1)
        cell.font, cell.border, cell.alignment = font, _BELOW, _aligned(column)
        cell.number_format = "General" if column.number else "@"
        made.append(cell._style)
    return made


def _aligned(column: Column) -> Alignment:
    """Numbers to the right, the rest to the left, so that none touch."""
    return Alignment(vertical="top", wrap_text=True, horizontal="right" if column.number else "left", indent=1)


def _width(column: Column) -> float:
    return max(11.0, column.weight * _WIDTH)


def _height(values: Sequence[Cell], columns: Sequence[Column]) -> float:
    """How high a row is about: not every program that opens it fits rows to what is in them."""
    lines = (
        sum(1 + len(line) // int(_width(column) * _FILLED) for line in value.split("\n"))
        for value, column in zip(values, columns, strict=True)
        if isinstance(value, str)
    )
    return min(max(lines, default=1) * _LINE_HEIGHT, _HIGHEST)


def _link(value: str) -> str:
    """Where a cell of the linked column leads: a web page, or a file beside the index."""
    if WEB.match(value):
        link = quote(value.split(" ")[0], safe=":/?#[]@!$&'()*+,;=%-._~")
    else:
        link = quote(value) if value.startswith("IR ") else ""
    return link if len(link) <= _LONGEST_LINK else ""


def _in_rows(values: Sequence[Cell]) -> list[list[Cell]]:
    """A row, and further ones for what does not fit into a cell."""
    cut = [
        [value[at : at + LONGEST] for at in range(0, len(value), LONGEST)] or [""]
        if isinstance(value, str)
        else [value]
        for value in values
    ]
    return [[part[at] if at < len(part) else "" for part in cut] for at in range(max(map(len, cut)))]


def _plain(text: str) -> str:
    """A text as a cell's XML may hold it."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", _UNSAFE.sub(" ", text.replace("\r\n", "\n")))


def _set_page(page: Worksheet) -> None:
    page.page_setup.paperSize, page.page_setup.orientation = 9, "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    page.print_title_rows = f"{_HEADINGS}:{_HEADINGS}"
    if (foot := page.oddFooter) is not None and foot.left is not None and foot.right is not None:
        foot.left.text, foot.right.text = page.title, "Page &P of &N"
    page.page_margins.left = page.page_margins.right = 0.5


def _check(target: Path, sheets: Sequence[Sheet]) -> None:
    book = load_workbook(target, read_only=True)
    try:
        found = [sum(1 for _ in page.iter_rows(min_row=_HEADINGS + 1, values_only=True)) for page in book.worksheets]
    finally:
        book.close()
    wanted = [max(1, sum(len(_in_rows(row)) for row in sheet.rows)) for sheet in sheets]
    if found != wanted:
        raise FileError("The index was not written whole, so nothing was written. Try again.")
