"""How far the cells of each sheet reach, found before they are read.

The reading library makes room for the whole block from the first cell to the last, and takes the program down with it
where there is no such room: two cells at opposite corners of a sheet are enough. So the parts are looked through first,
for the places of cells with something in them and nothing else.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from selfassess.domain.model.errors import FileError

MAX_PART = 200_000_000
"""The bytes of one sheet, unpacked."""
MAX_ROWS = 1_000_000
"""Rows with something in them."""
MAX_CELLS = 20_000_000
"""Cells between the first and the last of a sheet, empty ones as well."""
MAX_ALL_CELLS = 2 * MAX_CELLS

_CHUNK = 4 << 20
# Names may carry a prefix; without it the patterns below begin with plain words, which is ten times as fast.
_PREFIX = re.compile(rb"(</?)\w{1,20}:(?=(?:row|c|f|v)\b)")
# Cells that end in the tag they begin with are empty.
_CELL = re.compile(rb"<c\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^<>]*(?<!/)>")
_WITHOUT_PLACE = re.compile(rb"<c(?:>|\s(?![^<>]*?\br\s*=)[^<>]*(?<!/)>)")
_ANY_CELL = re.compile(rb"<c(?:\s[^<>]*)?(?<!/)>")
_ROW = re.compile(rb"<row\b")
_UNCOUNTED = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_FAULT = re.compile(rb"<c\s[^<>]*\bt\s*=\s*[\"']e[\"']")


@dataclass(slots=True)
class Extent:
    """What was found in one sheet: the rows and columns (from 0) with something in them, and what cells hold."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    formulas: int = 0
    without_result: int = 0
    faults: int = 0

    @property
    def cell_count(self) -> int:
        """How many cells there are from the first to the last, empty ones as well."""
        if not self.rows or not self.columns:
            return 0
        return (max(self.rows) - min(self.rows) + 1) * (max(self.columns) - min(self.columns) + 1)

    def check_size(self, file: str, sheet: str, before: int = 0) -> int:
        """Raise FileError where the sheet is larger than can be read; all cells, with those of sheets ``before``."""
        if len(self.rows) > MAX_ROWS:
            raise error_too_many_rows(file, sheet)
        if self.cell_count > MAX_CELLS or before + self.cell_count > MAX_ALL_CELLS:
            raise error_cells_too_far(file, sheet, max(self.rows) + 1)
        return before + self.cell_count


def error_too_many_rows(file: str, sheet: str) -> FileError:
    """The sheet has more rows than are read."""
    return FileError(
        f"{file} has more than a million rows in the sheet “{sheet}”. "
        "Delete those that are not needed and save it again."
    )


def error_cells_too_far(file: str, sheet: str, row: int) -> FileError:
    """The sheet has cells so far from each other that it cannot be read."""
    return FileError(
        f"{file} has cells far away from the others in the sheet “{sheet}”, down to row {row:,}. "
        "Delete what stands there and save it again."
    )


def error_sheet_too_large(file: str, sheet: str) -> FileError:
    """The sheet has more bytes than are read."""
    return FileError(f"{file} is too large: its sheet “{sheet}” alone has more than 200 MB. Send only the rows needed.")


def error_encrypted(file: str) -> FileError:
    """The file is encrypted."""
    return FileError(f"{file} is protected by a password. Open it, save it without the password and try again.")


def measure_xlsx(file: BinaryIO, name: str, stop: Callable[[], None]) -> dict[str, Extent]:
    """Sheet name -> its extent, checked, for an xlsx or xlsm file."""
    with zipfile.ZipFile(file) as archive:
        names = map_sheet_parts(archive, "xl/workbook.xml")
        found = {}
        cells = 0
        for part in archive.infolist():
            # Where a sheet's part stands is for the file to say, so every part is looked through that may be one.
            if not part.filename.endswith(".xml") or part.filename.endswith(("/sharedStrings.xml", "/styles.xml")):
                continue
            sheet = names.get(part.filename.casefold(), part.filename.rsplit("/", 1)[-1])
            if part.file_size > MAX_PART:
                raise error_sheet_too_large(name, sheet)
            extent = _measure_sheet_part(archive, part, stop)
            cells = extent.check_size(name, sheet, cells)
            found[sheet] = extent
    return found


def _measure_sheet_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, stop: Callable[[], None]) -> Extent:
    extent = Extent()
    # Cells may leave out their place: they stand after the one before.
    row_count = 0
    with archive.open(part) as content:
        rest = b""
        while chunk := content.read(_CHUNK):
            stop()
            text = rest + chunk
            cut = text.rfind(b"</row>") + 6 if b"</row>" in text else text.rfind(b">") + 1
            text, rest = text[:cut], text[cut:]
            row_count = _measure_sheet_piece(text, extent, row_count)
        _measure_sheet_piece(rest, extent, row_count)
    return extent


def _measure_sheet_piece(text: bytes, extent: Extent, row_count: int) -> int:
    """Add what a piece of a sheet holds; how many rows there were so far."""
    if b":row" in text or b":c" in text:
        text = _PREFIX.sub(rb"\1", text)
    placed = _CELL.findall(text)
    columns = {letters for letters, _ in placed}
    extent.columns.update(_column_number(letters) for letters in columns)
    rows_found = {row for _, row in placed}
    extent.rows.update(int(row) - 1 for row in rows_found)
    if _WITHOUT_PLACE.search(text):
        for number, piece in enumerate(_ROW.split(text)[1:], row_count):
            cells = len(_ANY_CELL.findall(piece))
            if cells:
                extent.rows.add(number)
                extent.columns.update((0, cells - 1))
    extent.formulas += text.count(b"<f>") + text.count(b"<f ")
    if extent.formulas:
        extent.without_result += len(_UNCOUNTED.findall(text))
    if b't="e"' in text or b"t='e'" in text:
        extent.faults += len(_FAULT.findall(text))
    return row_count + text.count(b"<row")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def map_sheet_parts(archive: zipfile.ZipFile, book: str) -> dict[str, str]:
    """The name of the part of each sheet, in lower case -> the sheet's name."""
    try:
        text = archive.read(book).decode("utf-8", "replace")
        links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return {}
    targets = {}
    for link in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        id = re.search(r'\bId="([^"]*)"', link)
        target = re.search(r'\bTarget="([^"]*)"', link)
        if id and target:
            path = target[1].lstrip("/")
            part_path = path if path.startswith("xl/") else f"xl/{path}"
            targets[id[1]] = part_path.casefold()
    found = {}
    for sheet in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", text):
        id = re.search(r'\br:id="([^"]*)"', sheet)
        named = re.search(r'\bname="([^"]*)"', sheet)
        if id and named and id[1] in targets:
            found[targets[id[1]]] = html.unescape(named[1])
    return found
