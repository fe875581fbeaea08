"""Printing what is looked at, through the system's own dialog; the pages go to the printer from a worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from selfassess.domain.model.errors import CancelledError, FileError
from ui.bridge.tasks import Cancelled, Progress

if TYPE_CHECKING:
    from selfassess.services.exporting.preview import Document

NO_PRINTER = "No printer is set up on this computer. Save the PDF, and print it where there is one."
REFUSED = "The printer did not take the pages. See whether it is ready, then print again."
MOST_DOTS = 300
"""Dots an inch that pages are drawn with: more cannot be seen, and would take many times as long."""


def ask_printer(parent: QWidget, pages: int, name: str, chosen: Callable[[QPrinter], object]) -> QPrintDialog | None:
    """Ask which printer and which pages, then call back; None where there is no printer."""
    if not QPrinterInfo.availablePrinterNames():
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    dialog.accepted.connect(lambda: chosen(printer))
    QDialog.open(dialog)  # the dialog's own asks for a slot by its name
    return dialog


def pages_to_print(printer: QPrinter, count: int) -> list[int]:
    """The pages that the dialog asked for, in the order they are printed; numbered from 0."""
    whole = printer.printRange() != QPrinter.PrintRange.PageRange
    first, last = (1, count) if whole else (max(printer.fromPage(), 1), min(printer.toPage() or count, count))
    pages = list(range(first - 1, last))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return pages * copies


def print_pages(document: Document, printer: QPrinter, progress: Progress, cancelled: Cancelled) -> int:
    """Print, and give the number of pages; runs on a worker.

    Raises FileError where the printer refuses, CancelledError once ``cancelled`` says so.
    """
    pages = pages_to_print(printer, len(document.sizes))
    printer.setFullPage(True)
    painter = QPainter()
    try:
        for done, page in enumerate(pages):
            if cancelled():
                printer.abort()
                raise CancelledError("Printing was stopped.")
            width, height = document.sizes[page]
            wide = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
            printer.setPageOrientation(wide)
            goes_on = painter.begin(printer) if not done else printer.newPage()
            if not goes_on:
                raise FileError(REFUSED)
            _print_page(document, page, printer, painter)
            progress((done + 1) / len(pages))
    finally:
        if painter.isActive():
            painter.end()
    return len(pages)


def _print_page(document: Document, page: int, printer: QPrinter, painter: QPainter) -> None:
    """One page in the middle of the paper, as large as on its own, smaller where the paper is."""
    width, height = document.sizes[page]
    paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    dots = min(printer.resolution() / 72, paper.width() / width, paper.height() / height)
    made = document.render_page(page, min(dots, MOST_DOTS / 72))
    image = QImage(made.data.cast("B"), made.width, made.height, made.width * 4, QImage.Format.Format_RGB32)
    box = QRectF(0, 0, width * dots, height * dots)
    box.moveCenter(QRectF(0, 0, paper.width(), paper.height()).center())
    painter.drawImage(box, image, QRectF(image.rect()))
