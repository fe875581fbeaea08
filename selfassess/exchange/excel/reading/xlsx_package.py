"""Opens a spreadsheet that somebody sent, with care, and gives the cells of its sheets row by row.

A file from outside may be anything: another kind of file, cut off, protected, or made to do harm; ``archive`` refuses
what could fill the memory before anything is opened. Entities from outside are never fetched: expat does not.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from selfassess.domain.model.errors import FileError, WorkbookError
from selfassess.exchange.archive import check_zip_is_safe as check_archive
from selfassess.exchange.excel.reading.cell_comments import describe_who_has_it_open, list_file_remarks
from selfassess.exchange.excel.reading.sheet_xml import Cells, Formats, Range, SheetParser

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the old kind (.xls) begins, and one with a password."""
_CHUNK = 1 << 16


class Package:
    """An open spreadsheet file. ``remarks`` are sentences about it; each sheet is read as its rows are asked for."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, watch: Callable[[float], None]) -> None:
        self.path = path
        self.remarks = tuple(list_file_remarks(path, archive.namelist()))
        self._archive = archive
        self._watch = watch
        self._done = 0
        self._merged: dict[str, list[Range]] = {}
        with warnings.catch_warnings():
            # openpyxl warns of what it does not keep (rules of other programs), none of which is read here.
            warnings.simplefilter("ignore")
            reader = _Reader(archive)
            self._parts = reader.sheet_parts()
            self._formats = reader.cell_formats()
        strings = reader.strings_part()
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        part_sizes = sum(sizes.get(part, 0) for part in (strings, *self._parts.values()))
        self._whole = part_sizes or 1
        self._strings = self._read_shared_strings(strings) if strings in sizes else []

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of its sheets, in order."""
        return tuple(self._parts)

    def read_filled_rows(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """The rows of a sheet that have something in them, with their numbers."""
        parser = SheetParser(self._strings, self._formats)
        with self._archive.open(self._parts[sheet]) as source:
            data = b"?"
            while data:
                with explain_reading_faults(self.path):
                    data = source.read(_CHUNK)
                    found = parser.feed_xml(data)
                self._report_bytes_read(len(data))
                yield from found
        self._merged[sheet] = parser.merged

    def list_merged_ranges(self, sheet: str) -> list[Range]:
        """The ranges of a sheet whose cells were merged; known once its rows were read to the end."""
        return self._merged.get(sheet, [])

    def _read_shared_strings(self, part: str) -> list[str]:
        """The texts that cells share, as the file has them: openpyxl's own reader drops ``x005F_`` from them."""
        found: list[str] = []
        before = 0
        with self._archive.open(part) as source:
            for _, node in iterparse(source):
                if node.tag == _ITEM:
                    found.append("".join(_list_text_runs(node)))
                    node.clear()
                    if len(found) % 500 == 0:
                        self._report_bytes_read(source.tell() - before)
                        before = source.tell()
            self._report_bytes_read(source.tell() - before)
        return found

    def _report_bytes_read(self, size: int) -> None:
        self._done += size
        self._watch(min(1.0, self._done / self._whole))


_ITEM, _RUN, _TEXT = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("si", "r", "t"))


def _list_text_runs(item: Any) -> Iterator[str]:
    """The texts of an item without its phonetic hints."""
    for part in item:
        text_parts = (part,) if part.tag == _TEXT else part.findall(_TEXT) if part.tag == _RUN else ()
        for text in text_parts:
            yield text.text or ""


@contextmanager
def open_xlsx_package(path: Path, watch: Callable[[float], None]) -> Iterator[Package]:
    """The file, open until the block ends. ``watch`` is told how far reading is (0 to 1) and may raise.

    Raises FileError where the file cannot be read, here and as its rows are asked for.
    """
    with explain_reading_faults(path):
        file = path.open("rb")
    with file:
        with explain_reading_faults(path):
            check_is_safe_spreadsheet(file, path.name)
            archive = zipfile.ZipFile(file)
        with archive:
            with explain_reading_faults(path):
                package = Package(path, archive, watch)
            yield package


@contextmanager
def explain_reading_faults(path: Path) -> Iterator[None]:
    """Whatever goes wrong in the block while a file is read becomes a FileError that names it."""
    try:
        yield
    except WorkbookError:
        raise
    except FileNotFoundError as error:
        raise FileError(f"{path} is not there. Check the name and the folder.") from error
    except PermissionError as error:
        who = describe_who_has_it_open(path)
        advice = f"{who} Close it there first." if who else "If it is open in another program, close it there first."
        raise FileError(f"{path} cannot be read. {advice}") from error
    # A damaged part can fail anywhere in openpyxl and in any way; to the person it is one and the same.
    except Exception as error:
        if path.is_dir():
            raise FileError(f"{path} is a folder. Choose a file in it.") from error
        raise FileError(f"{path.name} is damaged or cut off. Ask for it to be sent again.") from error


class _Reader(ExcelReader):
    """openpyxl's reader, as far as the names of the sheets and the styles of the cells."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.valid_files = archive.namelist()
        self.read_only = self.data_only = True
        self.keep_vba = self.keep_links = False
        self.read_manifest()
        self.read_workbook()
        apply_stylesheet(archive, self.wb)

    def sheet_parts(self) -> dict[str, str]:
        """Name of each sheet with cells -> its part."""
        parser: Any = self.parser  # openpyxl's lookups carry no types
        return {
            sheet.name: rel.target
            for sheet, rel in parser.find_sheets()
            if rel.target in self.valid_files and rel.Type.endswith("/worksheet")
        }

    def strings_part(self) -> str:
        """The part with the texts that cells share; "" where they share none."""
        package: Any = self.package
        part = package.find(SHARED_STRINGS)
        return part.PartName[1:] if part is not None else ""

    def cell_formats(self) -> Formats:
        """Which cell styles show a number as something else."""
        book: Any = self.wb
        numbers = {place: style.numFmtId for place, style in enumerate(book._cell_styles)}
        own = {164 + place: text for place, text in enumerate(book._number_formats)}
        return Formats(
            dates=frozenset(book._date_formats),
            durations=frozenset(book._timedelta_formats),
            percents=frozenset(p for p, number in numbers.items() if "%" in own.get(number, "%" * (number in (9, 10)))),
            epoch=book.epoch,
        )


def check_is_safe_spreadsheet(file: BinaryIO, name: str) -> None:
    """Raise FileError, calling the file ``name``, where it is no spreadsheet that is safe to open."""
    if not file.read(1):
        raise FileError(f"{name} is empty. Ask for it to be sent again.")
    check_archive(file, name)
