"""Our own export as other programs save it: .ods, .xls, .xlsb, Strict Open XML, a sheet as CSV.

openpyxl reads none of these, so their cells come from ``spreadsheets``, which tells no formula from what it gave.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from selfassess.exchange.excel.reading import xlsx_package
from selfassess.exchange.excel.reading.cell_comments import list_file_remarks
from selfassess.exchange.excel.reading.sheet_xml import Cell, Cells, Fault, Range
from selfassess.exchange.excel.reading.xlsx_package import Package
from selfassess.exchange.spreadsheets import cells, csv_files
from selfassess.exchange.spreadsheets.book import Book

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_HEAD = 4_000
_SOME_ERROR = "#N/A or the like"
_OTHER = (
    "{name} is saved as {format} and not as “Excel Workbook (.xlsx)”. It was read all the same; where it holds "
    "formulas, what they gave was taken. Save it as .xlsx to have formulas told."
)
_FORMATS = {
    "xl/workbook.bin": "“Excel Binary Workbook (.xlsb)”",
    "xl/workbook.xml": "“Strict Open XML Spreadsheet”",
    "content.xml": "“OpenDocument Spreadsheet (.ods)”",
}
"""What the list of formats in Excel calls a file, by its main part."""


class OtherPackage:
    """A spreadsheet in another format, as ``Package`` has one: its sheets, and their rows as they are asked for."""

    def __init__(self, path: Path, book: Book) -> None:
        self.path = path
        parts = zipfile.ZipFile(path).namelist() if zipfile.is_zipfile(path) else []
        self.remarks = (
            *list_file_remarks(path, parts),
            _OTHER.format(name=path.name, format=_name_excel_format(path, parts)),
        )
        self._sheets = {sheet.name: sheet for sheet in book.sheets}

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of its sheets, in order."""
        return tuple(self._sheets)

    def read_filled_rows(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """The rows of a sheet that have something in them, with their numbers."""
        faults: dict[int, list[int]] = {}
        for row_number, column in self._sheets[sheet].faults:
            faults.setdefault(row_number + 1, []).append(column + 1)
        for number, row in enumerate(self._sheets[sheet].rows, 1):
            found: dict[int, Cell] = {column: cell for column, cell in enumerate(row, 1) if cell is not None}
            for column in faults.get(number, ()):
                found.setdefault(column, Fault(_SOME_ERROR))
            if found:
                yield number, found

    def list_merged_ranges(self, sheet: str) -> list[Range]:
        """The ranges of a sheet whose cells were merged."""
        return [(left + 1, top + 1, right + 1, bottom + 1) for top, left, bottom, right in self._sheets[sheet].merged]


def _name_excel_format(path: Path, parts: list[str]) -> str:
    """What Excel's list of formats calls the one of a file."""
    known = next((name for part, name in _FORMATS.items() if part in parts), None)
    plain = "“CSV”" if path.suffix.lower() in csv_files.SUFFIXES else "“Excel 97-2003 Workbook (.xls)”"
    return known or plain


@contextmanager
def open_any_spreadsheet(path: Path, watch: Callable[[float], None]) -> Iterator[Package | OtherPackage]:
    """The file in whatever format, open until the block ends; raises FileError where it cannot be read."""
    if _is_plain_xlsx(path):
        with xlsx_package.open_xlsx_package(path, watch) as file:
            yield file
    else:
        yield OtherPackage(path, cells.read_cells(path, progress=watch))


def _is_plain_xlsx(path: Path) -> bool:
    """Whether this is a workbook as Excel saves it, or nothing that ``cells`` could read better."""
    with (
        xlsx_package.explain_reading_faults(path),
        path.open("rb") as file,
        suppress(RuntimeError),
    ):  # one that is encrypted
        if not zipfile.is_zipfile(file):
            return not (file.seek(0) or file.read(8) == xlsx_package.OLE or path.suffix.lower() == ".csv")
        with zipfile.ZipFile(file) as archive:
            parts = archive.namelist()
            if "xl/workbook.xml" not in parts:
                return not {"content.xml", "xl/workbook.bin"} & set(parts)
            with archive.open("xl/workbook.xml") as head:
                return _STRICT not in head.read(_HEAD)
    return True
