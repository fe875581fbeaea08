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
from selfassess.exchange.excel.texts import one_line, unescaped
from selfassess.exchange.excel.values import Content, mark
from selfassess.exchange.excel.writing import read_me, styles, summary
from selfassess.exchange.excel.writing.reading_sheets import Page, find
from selfassess.exchange.excel.writing.register_sheets import LISTS

SUMMARY = "Summary"
_SHEET_LIMIT = 31
# Excel keeps "History" for itself.
_TAKEN = ("history", read_me.SHEET, SUMMARY, LISTS, hidden_sheet.SHEET, *(kind.sheet for kind in REGISTERS))


def draw(
    book: Book,
    workbook: Workbook,
    made: Outline,
    assessment: Assessment,
    step: Callable[[], None] = lambda: None,
) -> None:
    """Add the sheets to read to a book; ``step`` is called after each and may raise."""
    names = dict(sheet_names(assessment.framework))
    pages = dict(_pages(workbook, made, names))
    places = {
        words: names[each.key] for each in assessment.framework.statements for words in (each.name, each.short_name)
    }
    for name, section in pages.items():
        page = _page(book, workbook, made, name, section, places)
        if name == SUMMARY:
            summary.draw(page, section, assessment, made.edition)
        elif name == read_me.SHEET:
            read_me.draw(page, section, {name: pages[name].title for name in names.values()})
        else:
            page.section(section, headed=False)
        page.finish()
        step()


def drawn(workbook: Workbook, assessment: Assessment, edition: Edition, options: EditionOptions) -> Iterator[PageCell]:
    """What stands on the sheets to read of a workbook that is already reduced to what its edition may show."""
    book = Book()
    draw(book, workbook, outline.build(workbook, assessment, edition, options=options), assessment)
    for name in page_names(assessment.framework):
        yield from of_sheet(name, _rows(book[name]))


def page_names(framework: Framework) -> Iterator[str]:
    """The sheets whose texts come of records; ``Read me`` says the same whatever they are."""
    yield SUMMARY
    yield from (name for _, name in sheet_names(framework))


def of_sheet(name: str, rows: Iterable[tuple[int, Cells]]) -> Iterator[PageCell]:
    """The cells of one sheet of a file."""
    for row, cells in rows:
        for column, cell in cells.items():
            text = _shown(cell)
            if text:
                yield PageCell(sheet=name, row=row, column=column, text=text)


def seal(cells: Iterable[PageCell]) -> str:
    """A short mark of all that stands on a sheet, and where."""
    return mark("\n".join(f"{each.row} {each.column} {zlib.crc32(each.text.encode('utf-8'))}" for each in cells))


def seals(book: Book, framework: Framework) -> Mapping[str, str]:
    """The mark of each sheet that was drawn into a book."""
    return {name: seal(of_sheet(name, _rows(book[name]))) for name in page_names(framework) if name in book.sheetnames}


def sheet_names(framework: Framework) -> Iterator[tuple[str, str]]:
    """The key of each quality statement with the name of its sheet: its short name, as far as Excel allows it."""
    taken = {name.casefold() for name in _TAKEN}
    for statement in framework.statements:
        plain = "".join(" " if mark in "[]:*?/\\" else mark for mark in one_line(statement.short_name))
        name = plain.strip("' ")[:_SHEET_LIMIT].strip("' ") or f"Statement {statement.number}"
        if name.casefold() in taken:
            name = f"{statement.number} {name}"[:_SHEET_LIMIT].strip("' ")
        taken.add(name.casefold())
        yield statement.key, name


def _rows(sheet: Worksheet) -> Iterator[tuple[int, Cells]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        cells: dict[int, Any] = {column: value for column, value in enumerate(row, 1) if value is not None}
        if cells:
            yield number, cells


def _shown(cell: object) -> str:
    content: Content = cell if isinstance(cell, str | int | float) else None
    if isinstance(content, str):
        return " ".join(unescaped(content).split())
    return f"{content:.10g}" if isinstance(content, int | float) else ""


def _pages(workbook: Workbook, made: Outline, names: Mapping[str, str]) -> Iterator[tuple[str, Section]]:
    """The sheets to read, with what stands in each."""
    yield read_me.SHEET, read_me.guide(workbook, made)
    keys = {SUMMARY: "summary", **{name: f"statement:{key}" for key, name in names.items()}}
    for name, key in keys.items():
        yield name, find(made.sections, key) or Section(key=key, title=name, level=1)


def _page(
    book: Book, workbook: Workbook, made: Outline, name: str, section: Section, places: Mapping[str, str]
) -> Page:
    below = " · ".join(part for part in (made.council, made.year, made.status) if part)
    sheet = book.create_sheet(name)
    styles.set_page(sheet, workbook, made.year, made.status, landscape=False)
    sheet.sheet_properties.tabColor = styles.ACCENT
    page = Page(sheet, places)
    page.title(made.title if name == read_me.SHEET else section.title, below)
    return page
