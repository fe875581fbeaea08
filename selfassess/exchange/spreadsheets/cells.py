"""The cells of a spreadsheet as plain values. ``opening`` is the way here, since any file may end the reading library.

It takes xlsx, xlsm, xlsb, xls, ods and CSV, gives the values that formulas had when the file was saved,
runs no macro and follows no link. What could do harm is refused before the library sees it.
"""

from __future__ import annotations

import io
import math
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from selfassess.domain.model.errors import FileError, WorkbookError
from selfassess.domain.text.wording import count_noun
from selfassess.exchange import archive
from selfassess.exchange.spreadsheets import (
    compound,
    csv_files,
    extents,
    ods_details,
    sheet_details,
    xls_details,
    xlsx_details,
)
from selfassess.exchange.spreadsheets.book import Book, Cell, Sheet
from selfassess.exchange.spreadsheets.extents import Extent
from selfassess.exchange.spreadsheets.sheet_details import SheetDetails

_ZIP = b"PK"
_LARGEST_FILE = 500_000_000
_MANY = 1_000
_BINARY = (
    "{name} is a binary workbook (.xlsb), of which the values are read and no more: 54% comes as 0.54, zeros in front "
    "of a number are gone, and merged cells, links, notes, struck-out and hidden rows are not seen. Open it in Excel, "
    "save it as .xlsx and import that, to have all of it."
)
_EXACT = 10**15
"""Up to here a decimal holds every whole number."""
_LOOKED_THROUGH = 0.4
"""The part of the work that looking through the file is, before its cells are read."""


def read_cells(path: Path, *, progress: Callable[[float], None] = lambda part: None) -> Book:
    """The cells of every sheet, as ``opening.open_book`` promises them, but for what ends the whole process."""
    watch = progress
    watch(0.0)
    data = _read_spreadsheet_bytes(path)
    notes: list[str] = []
    if path.suffix.lower() in csv_files.SUFFIXES and not data.startswith((_ZIP, compound.OLE)):
        return csv_files.read_csv(data, path.name, lambda: watch(_LOOKED_THROUGH))
    found = _inspect_package(data, path.name, notes, lambda: watch(_LOOKED_THROUGH / 2))
    watch(_LOOKED_THROUGH)
    details = _read_sheet_details(data, notes, lambda: watch(_LOOKED_THROUGH))
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            plain = _convert_sheets(book, path.name, notes, watch)
            sheets = tuple(sheet_details.apply_sheet_details(each, details.get(each.name)) for each in plain)
    except (WorkbookError, KeyboardInterrupt, SystemExit):
        raise
    except PasswordError as error:
        raise extents.error_encrypted(path.name) from error
    # A fault inside the library comes as a panic, which is no Exception; to the person it is a damaged file.
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if isinstance(error, CalamineError) and "limit exceeded" in str(error):
            raise extents.error_cells_too_far(path.name, "(not known)", 0) from error
        raise FileError(f"{path.name} is damaged or cut off. Ask for it to be sent again.") from error
    notes += _describe_left_out_content(found, frozenset(each.name for each in sheets))
    notes += filter(None, map(sheet_details.describe_faults, sheets))
    notes += filter(None, (sheet_details.describe_colours(each, details.get(each.name)) for each in sheets))
    if _is_open_elsewhere(path):
        notes.append(f"{path.name} seems to be open in another program; what was not saved there is not in it.")
    watch(1.0)
    return Book(name=path.name, sheets=sheets, notes=tuple(notes))


def _read_spreadsheet_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise FileError(f"{path.name} is too large to read. Send only the sheets and rows that are needed.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileError(f"{path} is not there. Check the name and the folder.") from error
    except OSError as error:
        if path.is_dir():
            raise FileError(f"{path} is a folder. Choose a file in it.") from error
        raise FileError(f"{path} cannot be read. If it is open in another program, close it there first.") from error
    if not data:
        raise FileError(f"{path.name} is empty. Ask for it to be sent again.")
    return data


def _inspect_package(data: bytes, name: str, notes: list[str], stop: Callable[[], None]) -> dict[str, Extent]:
    """Refuse what is not safe or no spreadsheet; the extents of the sheets where the format tells them."""
    if data.startswith(compound.OLE):
        return _inspect_compound_file(data, name, notes)
    if not data.startswith(_ZIP):
        raise FileError(
            f"{name} is not a spreadsheet, whatever it is called. "
            "Open it in a spreadsheet program and save it as .xlsx."
        )
    file = io.BytesIO(data)
    archive.check_zip_is_safe(file, name)
    with zipfile.ZipFile(file) as parts:
        there = {part.filename for part in parts.infolist()}
        manifest = parts.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in there else b""
        mimetype = parts.read("mimetype") if "mimetype" in there else b""
    if b"encryption-data" in manifest:
        raise extents.error_encrypted(name)
    if "xl/vbaProject.bin" in there:
        notes.append("The file holds macros. They were not run and are not imported.")
    if any(part.startswith("xl/externalLinks/") for part in there):
        notes.append("The file refers to other files. They were not looked at; the values saved in it were taken.")
    try:
        if "xl/workbook.bin" in there:
            notes.append(_BINARY.format(name=name))
            return {}
        if "xl/workbook.xml" in there or "[Content_Types].xml" in there:
            return extents.measure_xlsx(file, name, stop)
        if b"spreadsheet" not in mimetype:
            raise FileError(f"{name} is not a spreadsheet. Choose a file in .xlsx, .xlsm, .xlsb, .xls or .ods.")
    except archive.DAMAGE as error:
        raise FileError(f"{name} is damaged or cut off. Ask for it to be sent again.") from error
    return {}


def _inspect_compound_file(data: bytes, name: str, notes: list[str]) -> dict[str, Extent]:
    there = compound.entry_names(data)
    if "encryptedpackage" in there or compound.is_locked(data):
        raise extents.error_encrypted(name)
    if not {"workbook", "book"} & there:
        raise FileError(f"{name} is not a whole spreadsheet. It may be cut off or another kind of file.")
    if "_vba_project_cur" in there or "vba" in there:
        notes.append("The file holds macros. They were not run and are not imported.")
    return {}


def _convert_sheets(
    book: CalamineWorkbook, name: str, notes: list[str], watch: Callable[[float], None]
) -> Iterator[Sheet]:
    hidden = [each.name for each in book.sheets_metadata if each.visible is not SheetVisibleEnum.Visible]
    if hidden:
        names = ", ".join(f"“{each}”" for each in hidden)
        notes.append(f"Hidden sheets were read as well: {names}.")
    for number, title in enumerate(book.sheet_names):
        part = _LOOKED_THROUGH + (1 - _LOOKED_THROUGH) * number / len(book.sheet_names)
        watch(part)
        try:
            found = book.get_sheet_by_name(title)
        except CalamineError as error:
            if "limit exceeded" in str(error):
                raise extents.error_cells_too_far(name, title, 0) from error
            if "WorksheetNotFound" in type(error).__name__:
                notes.append(f"The sheet “{title}” holds a chart or a dialogue and no cells.")
                continue
            raise
        yield _convert_sheet(found, title, name, partial(watch, part))


def _read_sheet_details(data: bytes, notes: list[str], stop: Callable[[], None]) -> Mapping[str, SheetDetails]:
    """What is said beside the cells' values, where the format tells it."""
    there = set[str]()
    if data.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            there = set(parts.namelist())
    try:
        if data.startswith(compound.OLE):
            return xls_details.read_xls_details(data)
        if "xl/workbook.xml" in there:
            return xlsx_details.read_xlsx_details(data, stop)
        if "content.xml" in there:
            return ods_details.read_ods_details(data, stop)
    except (ParseError, KeyError, ValueError, IndexError, struct.error):
        notes.append("Links, notes and formats of the cells could not be read; the cells themselves were.")
    return {}


def _convert_sheet(found: CalamineSheet, title: str, name: str, stop: Callable[[], None]) -> Sheet:
    start, end = found.start, found.end
    if start is None or end is None:
        return Sheet(name=title, rows=())
    wide = end[1] + 1
    if (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > extents.MAX_CELLS:
        raise extents.error_cells_too_far(name, title, end[0] + 1)
    empty: tuple[Cell, ...] = (None,) * wide
    before = empty[: start[1]]
    rows: list[tuple[Cell, ...]] = []
    used = 0
    for number, line in enumerate(found.iter_rows()):
        if number % _MANY == 0:
            stop()
        row = before + tuple(map(_convert_cell, line))
        filled = any(cell is not None for cell in row)
        used += filled
        rows.append(row if filled else empty)
    if used > extents.MAX_ROWS:
        raise extents.error_too_many_rows(name, title)
    # Some formats count rows that are empty before the first cell among the lines, others do not.
    rows = [empty] * max(end[0] + 1 - len(rows), 0) + rows
    return Sheet(name=title, rows=_trim_empty_rows(rows, empty), merged=_merged_ranges(found))


def _trim_empty_rows(rows: list[tuple[Cell, ...]], empty: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], ...]:
    """The rows without empty ones at the end, all as wide as the widest; empty rows are one and the same."""
    last = max((number for number, row in enumerate(rows) if row is not empty), default=-1)
    kept = rows[: last + 1]
    filled = [row for row in kept if row is not empty]
    wide = next((column + 1 for column in reversed(range(len(empty))) if any(r[column] is not None for r in filled)), 0)
    nothing = empty[:wide]
    return tuple(nothing if row is empty else row[:wide] for row in kept)


def _merged_ranges(found: CalamineSheet) -> tuple[tuple[int, int, int, int], ...]:
    ranges = found.merged_cell_ranges or []
    return tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges)


def _convert_cell(value: object) -> Cell:
    if isinstance(value, str):
        if value.strip():
            return value.replace("\r\n", "\n").replace("\r", "\n")
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        if value == int(value) and abs(value) < _EXACT:
            return int(value)
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.replace(tzinfo=None)
    return value  # type: ignore[return-value]  # dates, times and whole numbers, as the library's types say


def _describe_left_out_content(found: dict[str, Extent], sheets: frozenset[str]) -> Iterator[str]:
    for sheet, extent in found.items():
        if sheet not in sheets:  # a chart's own part has formulas too
            continue
        if extent.formulas:
            yield (
                f"The sheet “{sheet}” has formulas ({extent.formulas:,}); the values they had when the file was saved "
                "were taken."
            )
        if count := extent.without_result:
            empty = ("formula was never worked out and so is empty", "formulas were never worked out and so are empty")
            yield f"In the sheet “{sheet}”, {count_noun(count, *empty)}. Open the file in Excel, save it and try again."
        if count := extent.faults:
            faults = ("cell shows an error such as #REF!; it counts", "cells show an error such as #REF!; they count")
            yield f"In the sheet “{sheet}”, {count_noun(count, *faults)} as empty."


def _is_open_elsewhere(path: Path) -> bool:
    """Whether a program has put its lock file beside the file."""
    return (path.parent / f"~${path.name}").exists() or (path.parent / f".~lock.{path.name}#").exists()
