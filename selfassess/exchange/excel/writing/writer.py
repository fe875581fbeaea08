"""A workbook as Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.exchange import excel_saving as saving
from selfassess.exchange.excel import hidden_sheet, page_sheets
from selfassess.exchange.excel.registers import REGISTERS
from selfassess.exchange.excel.texts import reduce_to_one_line
from selfassess.exchange.excel.writing.progress_meter import Meter
from selfassess.exchange.excel.writing.register_sheets import Registers

_PAGES, _REGISTERS = 0.1, 0.45
"""How far the whole is once pages and registers are made; saving the file takes the rest."""


def write_excel_workbook(
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
    book = begin_book(
        outline,
        subject="Self-assessment of adult social care",
        keywords=("adult social care", "self-assessment", reduce_to_one_line(outline.year), "CQC", "IR 1"),
    )
    meter.begin_stage(_PAGES, len(assessment.framework.statements) + 2)
    page_sheets.draw_page_sheets(book, workbook, outline, assessment, meter.finish_step)
    registers = Registers(book, workbook, outline.status)
    meter.begin_stage(
        _REGISTERS, sum(len(each.records_of(kind.key)) for each in workbook.assessments for kind in REGISTERS)
    )
    for kind in REGISTERS:
        registers.add_register(kind, meter.finish_step)
    registers.add_answer_lists()
    seals = page_sheets.seal_drawn_sheets(book, assessment.framework)
    hidden_sheet.write_hidden_sheet(book, workbook, assessment, registers.columns, outline, seals)
    meter.begin_stage(1.0, saving.count_rows_to_save(book, registers.streams))
    saving.save_book(book, target, meter.finish_step, registers.streams)
    progress(1.0)


def begin_book(outline: Outline, *, subject: str, keywords: Sequence[str]) -> Book:
    """A book without a sheet, which says in its properties whose it is and what it holds."""
    book = Book()
    book.remove(book.worksheets[0])
    properties = book.properties
    properties.title = reduce_to_one_line(", ".join(filter(None, (outline.title, outline.council, outline.year))))
    properties.creator = reduce_to_one_line(outline.council)
    properties.subject = subject
    properties.description = reduce_to_one_line(f"Status: {outline.status}. Made for {outline.readers}.")
    properties.keywords = ", ".join(keywords)
    properties.category = "Self-assessment"
    properties.language = "en-GB"
    return book
