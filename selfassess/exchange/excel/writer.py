"""A workbook as Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl.workbook import Workbook as Book

from selfassess.domain.blocks import Outline, Section
from selfassess.domain.errors import CancelledError
from selfassess.domain.framework import Framework
from selfassess.domain.workbook import Assessment, Workbook
from selfassess.exchange.excel import hidden_sheet, looks, read_me
from selfassess.exchange.excel.pages import Page, find
from selfassess.exchange.excel.register_sheets import LISTS, Registers
from selfassess.exchange.excel.registers import REGISTERS
from selfassess.exchange.excel.texts import one_line

SUMMARY = "Summary"
_SHEET_LIMIT = 31
# Excel keeps "History" for itself.
_TAKEN = ("history", read_me.SHEET, SUMMARY, LISTS, hidden_sheet.SHEET, *(kind.sheet for kind in REGISTERS))
_SAVING = 0.6
"""The part of the work that is done before the file itself is written."""


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

    What an audience may not see has to be left out before. ``progress`` is told how far it is (0 to 1). Raises
    CancelledError once ``cancelled`` says so, and OSError where ``target`` cannot be written.
    """

    def stop() -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was exported.")

    book = Book()
    book.remove(book.worksheets[0])
    _set_properties(book, outline)
    _add_pages(book, workbook, outline, assessment)
    registers = Registers(book, workbook, outline.status)
    for number, kind in enumerate(REGISTERS):
        stop()
        progress(_SAVING * number / len(REGISTERS))
        registers.add(kind, stop)
    registers.add_lists()
    hidden_sheet.write(book, workbook, assessment, registers.columns)
    stop()
    progress(_SAVING)
    book.save(target)
    progress(1.0)


def _set_properties(book: Book, outline: Outline) -> None:
    book.properties.title = one_line(f"{outline.title}, {outline.council}, {outline.year}")
    book.properties.creator = one_line(outline.council)
    book.properties.subject = "Self-assessment of adult social care"
    book.properties.language = "en-GB"


def _add_pages(book: Book, workbook: Workbook, outline: Outline, assessment: Assessment) -> None:
    below = " · ".join(part for part in (outline.council, outline.year, outline.status) if part)
    names = dict(sheet_names(assessment.framework))
    guide = read_me.sections(workbook, outline, tuple(names.values()), tuple(kind.sheet for kind in REGISTERS))
    keys = {SUMMARY: "summary", **{name: f"statement:{key}" for key, name in names.items()}}
    sections: list[tuple[str, Section | None]] = [(read_me.SHEET, guide)]
    sections += [(sheet, find(outline.sections, key)) for sheet, key in keys.items()]
    for name, section in sections:
        sheet = book.create_sheet(name)
        looks.set_page(sheet, workbook, outline.year, outline.status, landscape=False)
        page = Page(sheet)
        page.title(outline.title if section is guide or section is None else section.title, below)
        if section is not None:
            page.section(section, headed=False)


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
