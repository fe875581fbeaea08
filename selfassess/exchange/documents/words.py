"""The text of a document, piece by piece, whatever kind of file it is; what it is, its content says and not its name.

Nothing is kept, nothing is run, no link is followed. A file may be made to do harm: each reader bounds what it unpacks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.text.wording import format_file_size
from selfassess.exchange.documents import office, pdf_text, plain_files, spreadsheets
from selfassess.exchange.documents.fingerprint import build_unreadable_error, format_file_name
from selfassess.exchange.documents.passage import Passage, Watch
from selfassess.exchange.recognition import CUT_OFF, FileKind, recognize_file

MAX_BYTES = 500_000_000


def read_passages(
    path: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Passage]:
    """The text of a PDF, Word, PowerPoint, Excel or plain file with its places; ``progress`` is told 0 to 1.

    Raises FileError, one sentence that names the file, where it cannot be read; also at the end, after all that could
    be read, where parts of it could not. Raises CancelledError once ``cancelled`` says so.
    """

    def watch(part: float) -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was kept.")
        progress(part)

    watch(0.0)
    name = format_file_name(path.name)
    _refuse_size(path, name)
    yield from _choose_passage_reader(path, name)(path, name, watch)
    watch(1.0)


def _refuse_size(path: Path, name: str) -> None:
    try:
        if not path.is_file():
            raise FileError(f"{name} is not there. It may have been moved, renamed or deleted.")
        if os.stat(path).st_size > MAX_BYTES:
            raise FileError(f"{name} is too large to be read for its text ({format_file_size(MAX_BYTES)} at most).")
    except (OSError, ValueError) as error:
        raise build_unreadable_error(path, error) from error


Reader = Callable[[Path, str, Watch], Iterator[Passage]]


_READERS: dict[FileKind, Reader] = {
    FileKind.PDF: pdf_text.read_pdf_passages,
    FileKind.WORD: office.read_office_passages,
    FileKind.SLIDES: office.read_office_passages,
    FileKind.EXCEL: spreadsheets.read_spreadsheet_passages,
    FileKind.CALC: spreadsheets.read_spreadsheet_passages,
    FileKind.OLD_WORD: spreadsheets.read_old,
    FileKind.OLD_EXCEL: spreadsheets.read_old,
    FileKind.OLD_SLIDES: spreadsheets.read_old,
    FileKind.OLD_OFFICE: spreadsheets.read_old,
    FileKind.LOCKED_OFFICE: spreadsheets.read_old,
    FileKind.OUTLOOK: spreadsheets.read_old,
    FileKind.MESSAGE: plain_files.read_message,
    FileKind.SAVED_PAGE: plain_files.read_message,
}
"""How each kind is read; what is not here is read as plain text."""


def _choose_passage_reader(path: Path, name: str) -> Reader:
    found = recognize_file(path)
    if found.kind in (FileKind.PICTURE, FileKind.FILM):
        raise FileError(f"{name} is {found.kind}: what is said in it cannot be read here.")
    if found.kind in (FileKind.WRITER, FileKind.OPEN_SLIDES, FileKind.APPLE):
        raise FileError(
            f"{name} is {found.kind}, whose text cannot be read here. Save it as PDF or Word and look at that."
        )
    if found.kind is FileKind.ARCHIVE:
        raise FileError(f"{name} is a packed folder. Unpack it and add the files in it.")
    is_empty_or_cut = found.kind in (FileKind.EMPTY, FileKind.ZEROS) or (
        found.kind is not FileKind.PDF and found.fault.endswith(CUT_OFF)
    )
    if is_empty_or_cut:
        raise FileError(found.fault)
    return _READERS.get(found.kind, plain_files.read_plain_passages)
