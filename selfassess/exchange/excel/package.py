"""Opens a spreadsheet that somebody sent, with care, and gives the plain cells of its sheets.

A file from outside may be anything: another kind of file, cut off, protected, or made to do harm. What could fill the
memory is refused before it is opened: by the sizes the archive declares (zipfile never unpacks more than those), and by
the first bytes of each part, since OOXML allows no document types and so no entities. Entities from outside are never
fetched anyway: openpyxl parses with the standard library's expat, which does not.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook as Book
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from selfassess.domain.errors import FileError, WorkbookError
from selfassess.exchange.excel.values import Content

MAX_BYTES = 1_000_000_000
MAX_RATIO = 200
RATIO_FROM = 50_000_000
"""Below this size a part may be packed as tightly as it likes."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 2_000

Rows = list[tuple[Content, ...]]


def sheets(path: Path, wanted: Callable[[str], bool], watch: Callable[[float], None]) -> dict[str, Rows]:
    """The rows, headings and all, of every sheet whose name is wanted; texts as the file has them, still escaped.

    ``watch`` is told how far it is (0 to 1) and may raise. Raises FileError where the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            _check(file, path.name)
            return _read(file, wanted, watch)
    except WorkbookError:
        raise
    except FileNotFoundError as error:
        raise FileError(f"{path} is not there. Check the name and the folder.") from error
    except PermissionError as error:
        raise FileError(f"{path} cannot be read. If it is open in another program, close it there first.") from error
    # A damaged part can fail anywhere in openpyxl and in any way; to the person it is one and the same.
    except Exception as error:
        if path.is_dir():
            raise FileError(f"{path} is a folder. Choose a file in it.") from error
        raise FileError(f"{path.name} is damaged or cut off. Ask for it to be sent again.") from error


class _Reader(ExcelReader):
    """openpyxl's reader with shared texts left as they are: its own drops ``x005F_`` from them."""

    def read_strings(self) -> None:
        """Read the texts that cells share."""
        package: Any = self.package  # openpyxl's lookups carry no types
        part = package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                    text = Text.from_tree(node)
                    self.shared_strings.append(text.content if text is not None else "")
                    node.clear()


def _read(file: BinaryIO, wanted: Callable[[str], bool], watch: Callable[[float], None]) -> dict[str, Rows]:
    with warnings.catch_warnings():
        # It warns of what it does not keep (charts, rules of other programs), none of which is read here.
        warnings.simplefilter("ignore")
        reader = _Reader(file, read_only=True, data_only=True, keep_links=False)
        reader.read()
        book: Book = reader.wb
        names = [sheet.title for sheet in book.worksheets if wanted(sheet.title)]
        found: dict[str, Rows] = {}
        for number, name in enumerate(names):
            sheet: Any = book[name]
            # The size a sheet declares may be wrong, as some programs write it.
            sheet.reset_dimensions()
            part = number / len(names)
            found[name] = list(_watched(sheet.iter_rows(values_only=True), partial(watch, part)))
        return found


def _watched(rows: Iterable[tuple[Content, ...]], watch: Callable[[], None]) -> Iterator[tuple[Content, ...]]:
    for number, row in enumerate(rows):
        if number % 100 == 0:
            watch()
        yield row


def _check(file: BinaryIO, name: str) -> None:
    head = file.read(len(_OLE))
    if not head:
        raise FileError(f"{name} is empty. Ask for it to be sent again.")
    if head == _OLE:
        raise FileError(
            f"{name} is protected by a password or in the old format .xls. "
            "Open it in Excel and save it as .xlsx without a password."
        )
    file.seek(0)
    if not zipfile.is_zipfile(file):
        raise FileError(f"{name} is not a whole Excel file. It may be cut off or another kind of file.")
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_BYTES or any(map(_swells, parts)):
            raise FileError(f"{name} is far larger than it seems, which no export is, so it was not opened.")
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as content:
                    _check_head(content.read(_HEAD), name)
    file.seek(0, io.SEEK_SET)


def _check_head(head: bytes, name: str) -> None:
    # In UTF-16 every other byte is zero.
    if b"<!DOCTYPE" in head.replace(b"\0", b"").upper():
        raise FileError(f"{name} holds definitions that no Excel file has, so it was not opened.")


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
