"""Saves a book row by row, so that it can be watched and stopped, and leaves nothing in the folder for temporary files.

openpyxl writes each sheet to a temporary file first, which a cancelled export would leave behind with all its text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


def rows(book: Book) -> int:
    """About how many rows there are to save."""
    return sum(len(sheet.row_dimensions) for sheet in book.worksheets)


def save(book: Book, target: Path, step: Callable[[], None]) -> None:
    """Save ``book``; ``step`` is called after each row and may raise. Raises OSError where it cannot be written."""
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _BookWriter(book, archive, step).write_data()


class _BookWriter(ExcelWriter):
    """openpyxl's writer, with each sheet written straight into the file."""

    def __init__(self, book: Book, archive: ZipFile, step: Callable[[], None]) -> None:
        super().__init__(book, archive)
        self._parts = archive
        self._step = step

    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet with its drawing."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        with self._parts.open(ws.path[1:], "w") as part:
            writer: Any = _SheetWriter(ws, part, self._step)
            try:
                writer.write()
            finally:
                # What it has not written yet must be written while the part is open.
                writer.close()
        ws._rels = writer._rels
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    def __init__(self, sheet: Any, part: IO[bytes], step: Callable[[], None]) -> None:
        super().__init__(sheet, part)
        self._step = step

    def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
        """Write one row."""
        super().write_row(xf, row, row_idx)
        self._step()
