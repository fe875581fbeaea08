"""A workbook as Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.exchange import excel_saving as saving
from selfassess.exchange.excel import hidden_sheet, page_sheets
from selfassess.exchange.excel.registers import REGISTERS
from selfassess.exchange.excel.texts import one_line
from selfassess.exchange.excel.writing.progress_meter import Meter
from selfassess.exchange.excel.writing.register_sheets import Registers

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
    meter.stage(_PAGES, len(assessment.framework.statements) + 2)
    page_sheets.draw(book, workbook, outline, assessment, meter.step)
    registers = Registers(book, workbook, outline.status)
    meter.stage(_REGISTERS, sum(len(each.of(kind.key)) for each in workbook.assessments for kind in REGISTERS))
    for kind in REGISTERS:
        registers.add(kind, meter.step)
    registers.add_lists()
    seals = page_sheets.seals(book, assessment.framework)
    hidden_sheet.write(book, workbook, assessment, registers.columns, outline, seals)
    meter.stage(1.0, saving.rows(book, registers.streams))
    saving.save(book, target, meter.step, registers.streams)
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
