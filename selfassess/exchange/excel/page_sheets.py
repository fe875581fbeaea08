"""The sheets that are only to be read: drawn, and their cells as they were drawn or stand in a file."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.import_result import PageCell
from selfassess.domain.model.report_blocks import Outline, Section
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.report import outline
from selfassess.exchange.excel import hidden_sheet
from selfassess.exchange.excel.reading.sheet_xml import Cells
from selfassess.exchange.excel.registers import REGISTERS
from selfassess.exchange.excel.texts import reduce_to_one_line, unescape_cell_text
from selfassess.exchange.excel.values import Content, mark_of_cell
from selfassess.exchange.excel.writing import read_me, styles, summary
from selfassess.exchange.excel.writing.reading_sheets import Page, find_section
from selfassess.exchange.excel.writing.register_sheets import LISTS

SUMMARY = "Summary"
_SHEET_LIMIT = 31
# Excel keeps "History" for itself.
_TAKEN = ("history", read_me.SHEET, SUMMARY, LISTS, hidden_sheet.SHEET, *(kind.sheet for kind in REGISTERS))


def draw_page_sheets(
    book: Book,
    workbook: Workbook,
    made: Outline,
    assessment: Assessment,
    step: Callable[[], None] = lambda: None,
) -> None:
    """Add the sheets to read to a book; ``step`` is called after each and may raise."""
    names = dict(name_statement_sheets(assessment.framework))
    pages = dict(_list_page_sections(workbook, made, names))
    places = {
        words: names[each.key] for each in assessment.framework.statements for words in (each.name, each.short_name)
    }
    for name, section in pages.items():
        page = _start_page(book, workbook, made, name, section, places)
        if name == SUMMARY:
            summary.draw_summary(page, section, assessment, made.edition)
        elif name == read_me.SHEET:
            read_me.draw_read_me(page, section, {name: pages[name].title for name in names.values()})
        else:
            page.write_section(section, headed=False)
        page.finish_page()
        step()


def list_drawn_cells(
    workbook: Workbook, assessment: Assessment, edition: Edition, options: EditionOptions
) -> Iterator[PageCell]:
    """What stands on the sheets to read of a workbook that is already reduced to what its edition may show."""
    book = Book()
    draw_page_sheets(book, workbook, outline.build_outline(workbook, assessment, edition, options=options), assessment)
    for name in list_page_names(assessment.framework):
        yield from read_page_cells(name, _iterate_sheet_rows(book[name]))


def list_page_names(framework: Framework) -> Iterator[str]:
    """The sheets whose texts come of records; ``Read me`` says the same whatever they are."""
    yield SUMMARY
    yield from (name for _, name in name_statement_sheets(framework))


def read_page_cells(name: str, rows: Iterable[tuple[int, Cells]]) -> Iterator[PageCell]:
    """The cells of one sheet of a file."""
    for row, cells in rows:
        for column, cell in cells.items():
            text = _normalise_page_cell(cell)
            if text:
                yield PageCell(sheet=name, row=row, column=column, text=text)


def seal_page_cells(cells: Iterable[PageCell]) -> str:
    """A short mark of all that stands on a sheet, and where."""
    return mark_of_cell(
        "\n".join(f"{each.row} {each.column} {zlib.crc32(each.text.encode('utf-8'))}" for each in cells)
    )


def seal_drawn_sheets(book: Book, framework: Framework) -> Mapping[str, str]:
    """The mark of each sheet that was drawn into a book."""
    return {
        name: seal_page_cells(read_page_cells(name, _iterate_sheet_rows(book[name])))
        for name in list_page_names(framework)
        if name in book.sheetnames
    }


def name_statement_sheets(framework: Framework) -> Iterator[tuple[str, str]]:
    """The key of each quality statement with the name of its sheet: its short name, as far as Excel allows it."""
    taken = {name.casefold() for name in _TAKEN}
    for statement in framework.statements:
        plain = "".join(" " if mark in "[]:*?/\\" else mark for mark in reduce_to_one_line(statement.short_name))
        name = plain.strip("' ")[:_SHEET_LIMIT].strip("' ") or f"Statement {statement.number}"
        if name.casefold() in taken:
            name = f"{statement.number} {name}"[:_SHEET_LIMIT].strip("' ")
        taken.add(name.casefold())
        yield statement.key, name


def _iterate_sheet_rows(sheet: Worksheet) -> Iterator[tuple[int, Cells]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells: dict[int, Any] = {column: value for column, value in enumerate(row, 1) if value is not None}
        if cells:
            yield number, cells


def _normalise_page_cell(cell: object) -> str:
    content: Content = cell if isinstance(cell, str | int | float) else None
    if isinstance(content, str):
        return " ".join(unescape_cell_text(content).split())
    if isinstance(content, int | float):
        return f"{content:.10g}"
    return ""


def _list_page_sections(workbook: Workbook, made: Outline, names: Mapping[str, str]) -> Iterator[tuple[str, Section]]:
    """The sheets to read, with what stands in each."""
    yield read_me.SHEET, read_me.build_guide_section(workbook, made)
    keys = {SUMMARY: "summary", **{name: f"statement:{key}" for key, name in names.items()}}
    for name, key in keys.items():
        yield name, find_section(made.sections, key) or Section(key=key, title=name, level=1)


def _start_page(
    book: Book, workbook: Workbook, made: Outline, name: str, section: Section, places: Mapping[str, str]
) -> Page:
    below = " · ".join(part for part in (made.council, made.year, made.status) if part)
    sheet = book.create_sheet(name)
    styles.set_up_printing(sheet, workbook.council.text_of("name"), made.year, made.status, landscape=False)
    sheet.sheet_properties.tabColor = styles.ACCENT
    page = Page(sheet, places)
    page.write_title(made.title if name == read_me.SHEET else section.title, below)
    return page
