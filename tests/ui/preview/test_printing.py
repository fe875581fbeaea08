"""Printing, with a printer that writes what it is sent into a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange.pdf.rendering import Document
from tests.ui.preview.conftest import PAGES
from ui.pages.preview import printing


@pytest.fixture
def printer(tmp_path: Path, qtbot: QtBot) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    made.setResolution(72)
    return made


def only(printer: QPrinter, first: int, last: int) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(first, last)


def test_pages_go_to_the_printer_each_the_right_way_round(document: Document, printer: QPrinter) -> None:
    only(printer, 9, 11)
    told: list[float] = []
    assert printing.print_pages(document, printer, told.append, lambda: False) == 3
    assert told[-1] == 1
    printed = PdfReader(printer.outputFileName()).pages
    assert [page.mediabox.width > page.mediabox.height for page in printed] == [False, True, False]


@pytest.mark.parametrize(
    ("first", "last", "order", "pages"),
    [
        (2, 4, QPrinter.PageOrder.FirstPageFirst, [1, 2, 3]),
        (2, 4, QPrinter.PageOrder.LastPageFirst, [3, 2, 1]),
        (299, 400, QPrinter.PageOrder.FirstPageFirst, [298, 299]),
    ],
)
def test_the_pages_asked_for_are_printed(
    printer: QPrinter, first: int, last: int, order: QPrinter.PageOrder, pages: list[int]
) -> None:
    only(printer, first, last)
    printer.setPageOrder(order)
    assert printing.pages_to_print(printer, PAGES) == pages


def test_all_pages_are_printed_unless_some_are_asked_for(printer: QPrinter) -> None:
    assert printing.pages_to_print(printer, PAGES) == list(range(PAGES))


def test_printing_can_be_stopped(document: Document, printer: QPrinter) -> None:
    done: list[float] = []
    with pytest.raises(CancelledError):
        printing.print_pages(document, printer, done.append, lambda: len(done) >= 2)
    assert len(done) == 2


def test_a_printer_that_refuses_is_said_in_a_sentence(document: Document, printer: QPrinter, tmp_path: Path) -> None:
    printer.setOutputFileName(str(tmp_path / "nowhere" / "printed.pdf"))
    with pytest.raises(FileError, match="did not take the pages"):
        printing.print_pages(document, printer, lambda part: None, lambda: False)


def test_without_a_printer_nothing_is_asked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert printing.ask_printer(parent, 3, "A report", lambda printer: None) is None
