"""A workbook as Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from openpyxl.workbook import Workbook as Book

from selfassess.domain.blocks import Outline, Section
from selfassess.domain.framework import Framework
from selfassess.domain.workbook import Assessment, Workbook
from selfassess.exchange import excel_saving as saving
from selfassess.exchange.excel import hidden_sheet, looks, read_me, summary
from selfassess.exchange.excel.meter import Meter
from selfassess.exchange.excel.pages import Page, find
from selfassess.exchange.excel.register_sheets import LISTS, Registers
from selfassess.exchange.excel.registers import REGISTERS
from selfassess.exchange.excel.texts import one_line

SUMMARY = "Summary"
_SHEET_LIMIT = 31
# Excel keeps "History" for itself.
_TAKEN = ("history", read_me.SHEET, SUMMARY, LISTS, hidden_sheet.SHEET, *(kind.sheet for kind in REGISTERS))
_PAGES, _REGISTERS = 0.1, 0.45
"""How far the whole is once pages and registers are made; saving the file takes the rest."""


def write(
    workbook: Workbook,
    outline: Outline,
    assessment: Assessment,
    target: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write ``workbook`` to ``target``: ``outline`` of ``assessment`` to read, every record of every year to edit.

    What the outline’s edition may not show has to be left out before. ``progress`` is told how far it is (0 to 1).
    Raises CancelledError once ``cancelled`` says so, and OSError where ``target`` cannot be written.
    """
    meter = Meter(progress, cancelled)
    book = Book()
    book.remove(book.worksheets[0])
    _set_properties(book, outline)
    names = dict(sheet_names(assessment.framework))
    meter.stage(_PAGES, len(names) + 2)
    pages = dict(_pages(workbook, outline, names))
    for name, section in pages.items():
        page = _page(book, workbook, outline, name, section)
        if name == SUMMARY:
            summary.draw(page, section, assessment, outline.edition)
        elif name == read_me.SHEET:
            read_me.draw(page, section, {name: pages[name].title for name in names.values()})
        else:
            page.section(section, headed=False)
        page.finish()
        meter.step()
    registers = Registers(book, workbook, outline.status)
    meter.stage(_REGISTERS, 2 * sum(len(each.of(kind.key)) for each in workbook.assessments for kind in REGISTERS))
    for kind in REGISTERS:
        registers.add(kind, meter.step)
    registers.add_lists()
    hidden_sheet.write(book, workbook, assessment, registers.columns, outline)
    meter.stage(1.0, saving.rows(book))
    saving.save(book, target, meter.step)
    progress(1.0)


def _set_properties(book: Book, outline: Outline) -> None:
    properties = book.properties
    properties.title = one_line(f"{outline.title}, {outline.council}, {outline.year}")
    properties.creator = one_line(outline.council)
    properties.subject = "Self-assessment of adult social care"
    properties.description = one_line(f"Status: {outline.status}. Made for {outline.readers}.")
    properties.keywords = ", ".join(("adult social care", "self-assessment", one_line(outline.year), "CQC", "IR 1"))
    properties.category = "Self-assessment"
    properties.language = "en-GB"


def _pages(workbook: Workbook, outline: Outline, names: Mapping[str, str]) -> Iterator[tuple[str, Section]]:
    """The sheets to read, with what stands in each."""
    yield read_me.SHEET, read_me.guide(workbook, outline)
    keys = {SUMMARY: "summary", **{name: f"statement:{key}" for key, name in names.items()}}
    for name, key in keys.items():
        yield name, find(outline.sections, key) or Section(key=key, title=name, level=1)


def _page(book: Book, workbook: Workbook, outline: Outline, name: str, section: Section) -> Page:
    below = " · ".join(part for part in (outline.council, outline.year, outline.status) if part)
    sheet = book.create_sheet(name)
    looks.set_page(sheet, workbook, outline.year, outline.status, landscape=False)
    sheet.sheet_properties.tabColor = looks.ACCENT
    page = Page(sheet)
    page.title(outline.title if name == read_me.SHEET else section.title, below)
    return page


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
