"""The index of a return as an Excel workbook: one sheet a table, to read, filter and print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from openpyxl import load_workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.model.addresses import WEB
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.report_blocks import Column, Outline
from selfassess.domain.return_pack.index import Cell, Sheet
from selfassess.exchange import excel_saving as saving
from selfassess.exchange.excel.texts import escape_cell_text, split_cell_text
from selfassess.exchange.excel.writing import styles
from selfassess.exchange.excel.writing.page_styles import page_styles
from selfassess.exchange.excel.writing.places import MOST_LINKS, find_link_address
from selfassess.exchange.excel.writing.register_layout import count_heading_lines
from selfassess.exchange.excel.writing.tables import make_table, make_table_name
from selfassess.exchange.excel.writing.writer import begin_book

_HEADINGS = 4
"""The row with the headings of a table, below the title and two lines about the return."""
_CHARACTERS, _NARROWEST = 15.0, 11.0
"""How wide a column of weight 1 is, and the narrowest, in characters."""
_NOTHING = "Nothing to list."


def write_index(sheets: Sequence[Sheet], target: Path, *, outline: Outline, about: tuple[str, str]) -> None:
    """Write the index and read it back; two lines ``about`` the return stand above each table.

    Raises OSError where the target cannot be written, FileError where not every row is there.
    """
    book = begin_book(outline, subject="What is in an information return", keywords=("information return", "CQC"))
    streams = {sheet.title: _begin_index_sheet(book, sheet, outline, about) for sheet in sheets}
    saving.save_book(book, target, lambda: None, streams)
    _check_every_row_is_there(target, sheets)


def _begin_index_sheet(book: Book, sheet: Sheet, outline: Outline, about: tuple[str, str]) -> saving.Stream:
    """Add a sheet with everything but its rows, which are made while they are written."""
    page = book.create_sheet(sheet.title)
    _write_head(page, sheet, f"{outline.title}: {sheet.title}", about)
    rows = [piece for values in sheet.rows for piece in _split_into_rows(values)]
    last = _HEADINGS + max(len(rows), 1)
    across = get_column_letter(len(sheet.columns))
    if rows:
        name = make_table_name(sheet.title)
        headings = [column.label for column in sheet.columns]
        page.add_table(
            make_table(name, headings, _HEADINGS, last, title=sheet.title, said=sheet.caption, filtered=True)
        )
    else:
        styles.dress_cell(page.cell(last, 1, _NOTHING), page_styles(page)["quiet"])
    page.freeze_panes = f"A{_HEADINGS + 1}"
    page.sheet_view.showGridLines = False
    styles.set_up_printing(page, outline.council, outline.year, outline.status, landscape=True)
    page.print_title_rows = f"{_HEADINGS}:{_HEADINGS}"
    return saving.Stream(
        count=len(rows),
        extent=f"A1:{across}{last}",
        links=list(islice(_build_links(sheet, rows), MOST_LINKS)),
        made=_build_rows(book, page, sheet, rows),
    )


def _write_head(page: Worksheet, sheet: Sheet, title: str, about: tuple[str, str]) -> None:
    looks = page_styles(page)
    # No cells are merged: a filter or a screen reader stumbles over them, and these lines run over the empty cells.
    for row, (text, look) in enumerate(((title, "title"), (about[0], "below"), (about[1], "below")), 1):
        styles.dress_cell(page.cell(row, 1, escape_cell_text(text)), looks[look])
    page.row_dimensions[1].height, page.row_dimensions[3].height = 30, 20
    heading = {right: styles.make_heading_style(page, right=right) for right in (False, True)}
    lines = 1
    for number, column in enumerate(sheet.columns, 1):
        width = _find_width(column)
        page.column_dimensions[get_column_letter(number)].width = width
        styles.dress_cell(page.cell(_HEADINGS, number, column.label), heading[column.number])
        lines = max(lines, count_heading_lines(column.label, width))
    page.row_dimensions[_HEADINGS].height = lines * styles.REGISTER_LINE + 4


def _build_rows(
    book: Book, page: Worksheet, sheet: Sheet, rows: Sequence[Sequence[Cell]]
) -> Iterator[tuple[int, float, Sequence[saving.Cell]]]:
    """The rows below the headings as they are written: number, height and cells."""
    letters = [get_column_letter(number) for number in range(1, len(sheet.columns) + 1)]
    looks = [saving.look_number(book, _make_cell_look(page, column)) for column in sheet.columns]
    link = saving.look_number(book, styles.make_column_style(page, "location", None, link=True))
    for row, values in enumerate(rows, _HEADINGS + 1):
        cells = [
            (letters[at], value, link if at == sheet.linked and _find_link(value) else looks[at])
            for at, value in enumerate(values)
            if value != ""
        ]
        yield row, _find_height(values, sheet.columns), cells


def _make_cell_look(page: Worksheet, column: Column) -> styles.Style:
    """Numbers to the right, the rest to the left, so that none touch."""
    side = "right" if column.number else "left"
    return styles.make_cell_style(
        page,
        number_format="General" if column.number else styles.TEXT_FORMAT,
        alignment=Alignment(vertical="top", wrap_text=True, horizontal=side, indent=int(column.number)),
        font=styles.make_font(styles.REGISTER_SIZE),
    )


def _build_links(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> Iterator[Hyperlink]:
    if sheet.linked < 0:
        return
    letter = get_column_letter(sheet.linked + 1)
    for row, values in enumerate(rows, _HEADINGS + 1):
        link = _find_link(values[sheet.linked])
        if link:
            yield Hyperlink(ref=f"{letter}{row}", target=link)


def _find_link(value: Cell) -> str:
    """Where a cell of the linked column leads: a web page, or a file beside the index."""
    if not isinstance(value, str):
        return ""
    if WEB.match(value):
        return find_link_address(value.split(" ")[0])
    return quote(value) if value.startswith("IR ") else ""


def _find_width(column: Column) -> float:
    return max(_NARROWEST, column.weight * _CHARACTERS)


def _find_height(values: Sequence[Cell], columns: Sequence[Column]) -> float:
    """How high a row is about: not every program that opens it fits rows to what is in them."""
    pairs = zip(values, columns, strict=True)
    lines = [
        styles.estimate_line_count(value, _find_width(column)) for value, column in pairs if isinstance(value, str)
    ]
    return min(max(lines, default=1) * styles.REGISTER_LINE + 2, styles.MAX_HEIGHT)


def _split_into_rows(values: Sequence[Cell]) -> list[list[Cell]]:
    """A row as its cells' XML may hold it, and further ones for what does not fit into a cell."""
    cut = [split_cell_text(value) if isinstance(value, str) else [value] for value in values]
    return [[part[at] if at < len(part) else "" for part in cut] for at in range(max(map(len, cut)))]


def _check_every_row_is_there(target: Path, sheets: Sequence[Sheet]) -> None:
    with target.open("rb") as file:  # a file that is still being made has another ending
        book = load_workbook(file, read_only=True)
        found = [sum(1 for _ in page.iter_rows(min_row=_HEADINGS + 1, values_only=True)) for page in book.worksheets]
        book.close()
    wanted = [max(1, sum(len(_split_into_rows(row)) for row in sheet.rows)) for sheet in sheets]
    if found != wanted:
        raise FileError("The index was not written whole, so nothing was written. Try again.")
