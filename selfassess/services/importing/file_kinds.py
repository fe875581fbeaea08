"""Files that can be imported: what each is, by what it holds, and what it holds as a workbook.

Nothing here changes anything. Libraries that read other people's files are imported where one is read: most commands
never need them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import IO

from selfassess.domain.model.errors import FileError
from selfassess.domain.text.wording import format_file_size
from selfassess.exchange import apart, archive
from selfassess.exchange.recognition import FileKind, Recognized, recognize_file
from selfassess.exchange.recognition.kinds import DOCUMENT_ENDINGS, SPREADSHEET_ENDINGS

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

READS = (
    "This program imports workbooks (.sawb), the Excel, Word and JSON files it exports, spreadsheets, and "
    "self-assessments and CQC’s published reports as Word, OpenDocument, PDF, web page or text."
)
_OUR_WORD = b"selfassess-word"
OFFERED = (
    ("Workbooks", ("sawb",)),
    ("Spreadsheets", SPREADSHEET_ENDINGS),
    ("Documents and CQC’s reports", DOCUMENT_ENDINGS),
    ("JSON", ("json",)),
    ("Locked zip files", ("zip",)),
)
"""The files that are offered to choose from, by ending; once one is chosen, what it holds decides."""
_OUR_SHEET = b'"_selfassess"'
_IDENTITY = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""An id of a record, as all but the old formats hold it."""
_LARGEST_LIST = 10_000_000
_CHUNK = 1 << 20
_LONGEST_ID = 36
_MOST_CHUNKS = 200
_LARGEST_JSON = 250_000_000
"""Bytes. Ten years of a large council come to a tenth of it; reading takes several times as much memory."""

_DOCUMENTS = (
    FileKind.PDF, FileKind.WORD, FileKind.WRITER, FileKind.WEB_PAGE, FileKind.SAVED_PAGE, FileKind.TEXT, FileKind.XML,
    FileKind.UNKNOWN,
)  # fmt: skip
_NARRATIVES = (
    FileKind.PDF, FileKind.WORD, FileKind.WRITER, FileKind.WEB_PAGE, FileKind.SAVED_PAGE, FileKind.TEXT,
)  # fmt: skip
_WAYS_OUT = {
    FileKind.OLD_WORD: "Open it in Word, save it as .docx, and import that.",
    FileKind.OLD_OFFICE: "Open it in the program that made it, save it as .docx or .xlsx, and import that.",
    FileKind.RICH_TEXT: "Open it in Word, save it as .docx, and import that.",
    FileKind.APPLE: "Export it from there as Word, Excel or PDF, and import that.",
    FileKind.OUTLOOK: "Save what is attached to it, and import that.",
    FileKind.MESSAGE: "Save what is attached to it, and import that.",
    FileKind.ARCHIVE: "Unpack it, and import the files in it.",
    FileKind.PICTURE: "Ask for the document that it shows, as Word or PDF.",
}
"""What to do with a file of a kind that cannot be imported; of all others it is said what can be."""


class Source(StrEnum):
    """What a file is, by what it holds."""

    WORKBOOK = "workbook"
    EXCEL = "excel"
    WORD = "word"
    JSON = "json"
    REPORT = "report"
    NARRATIVE = "narrative"
    SPREADSHEET = "spreadsheet"


def recognize_source(
    source: Path, *, progress: Progress = lambda part: None, cancelled: Cancelled = lambda: False
) -> Source:
    """What a file is, by what it holds and not by its name.

    ``progress`` is told how far it is (0 to 1). Raises FileError where it is nothing that can be read, and
    CancelledError once ``cancelled`` says so.
    """
    found = recognize_file(source)
    kind = found.kind
    if kind is FileKind.WORKBOOK:
        return Source.WORKBOOK
    if kind is FileKind.EXCEL and has_our_sheet(source):
        return Source.EXCEL
    if kind is FileKind.WORD and _says_it_is_ours(source):
        return Source.WORD
    if kind.is_spreadsheet:
        if _holds_register(source, progress, cancelled):
            return Source.EXCEL
        return Source.SPREADSHEET
    if kind is FileKind.JSON:
        if source.stat().st_size > _LARGEST_JSON:
            raise FileError(
                f"{source.name} is larger than any export of a workbook is, so it was not read: JSON is imported up to "
                f"{format_file_size(_LARGEST_JSON)}."
            )
        return Source.JSON
    if kind in _DOCUMENTS and _is_report(source, kind):
        return Source.REPORT
    if kind in _NARRATIVES or (kind is FileKind.ARCHIVE and _is_packed_page(source)):
        return Source.NARRATIVE
    raise FileError(_explain_not_importable(found))


def _is_report(source: Path, kind: FileKind) -> bool:
    """Whether a document is one of CQC's reports; what cannot be read, the reader of narratives says best."""
    from selfassess.exchange import report

    try:
        return report.looks_like_report(source)
    except FileError:
        if kind in _NARRATIVES:
            return False
        raise


def _is_packed_page(source: Path) -> bool:
    from selfassess.exchange.narrative.reader import holds_web_page

    return holds_web_page(source)


def _explain_not_importable(found: Recognized) -> str:
    """Why a file cannot be imported, and the way out."""
    if found.kind in _DOCUMENTS:
        return f"{found.name} is {found.kind} and not one of CQC’s reports. {READS}"
    return found.fault or f"{found.name} is {found.kind}. {_WAYS_OUT.get(found.kind, READS)}"


def _holds_register(source: Path, progress: Progress, cancelled: Cancelled) -> bool:
    """Whether a spreadsheet in any format is an export of ours, or has a sheet of one; a child says it for sure."""
    if not _may_hold_ids(source):
        return False
    try:
        return bool(apart.read_apart("excel_register", source, progress=progress, cancelled=cancelled))
    except FileError:
        return False  # whoever reads it whole says what is wrong with it


def _may_hold_ids(source: Path) -> bool:
    """Whether ids of records stand in a spreadsheet: most of other people's hold none, and need no closer look."""
    try:
        if not zipfile.is_zipfile(source):
            with source.open("rb") as file:
                return _finds_id(file)
        with zipfile.ZipFile(source) as packed:
            for part in packed.infolist():
                if part.filename.startswith(("xl/sharedStrings.", "xl/worksheets/sheet", "content.xml")):
                    with packed.open(part) as content:
                        if _finds_id(content):
                            return True
    except (OSError, RuntimeError, *archive.DAMAGE):
        pass  # whoever reads it says what is wrong with it
    return False


def _finds_id(content: IO[bytes]) -> bool:
    rest = b""
    for _ in range(_MOST_CHUNKS):
        chunk = content.read(_CHUNK)
        if not chunk:
            return False
        # The old formats have two bytes a letter, the second of which is nothing.
        plain = rest + chunk.replace(b"\0", b"")
        if _IDENTITY.search(plain):
            return True
        rest = plain[-_LONGEST_ID:]
    return True


def has_our_sheet(source: Path) -> bool:
    """Whether a zip file is an Excel workbook with the sheet that ours have; any other file has not."""
    try:
        with zipfile.ZipFile(source) as packed, packed.open("xl/workbook.xml") as content:
            return _OUR_SHEET in content.read(_LARGEST_LIST).replace(b"'", b'"')
    except (KeyError, RuntimeError):
        return False
    except archive.DAMAGE as error:
        raise FileError(f"{source.name} is damaged or cut off. Ask for it to be sent again.") from error


def _says_it_is_ours(source: Path) -> bool:
    """Whether a Word document is an export of a workbook, as its properties say."""
    try:
        with zipfile.ZipFile(source) as packed, packed.open("docProps/custom.xml") as content:
            return _OUR_WORD in content.read(_LARGEST_LIST)
    except (KeyError, RuntimeError):
        return False
    except archive.DAMAGE as error:
        raise FileError(f"{source.name} is damaged or cut off. Ask for it to be sent again.") from error
