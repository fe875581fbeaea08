"""The text of a document, piece by piece, whatever kind of file it is; what it is, its content says and not its name.

Nothing is kept, nothing is run, no link is followed. A file may be made to do harm: each reader bounds what it unpacks.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from selfassess.domain.errors import CancelledError, FileError
from selfassess.exchange.documents import office, pdf_text, plain_files, spreadsheets
from selfassess.exchange.documents.fingerprint import shown, unreadable
from selfassess.exchange.documents.passage import Passage, Watch

MAX_BYTES = 500_000_000

_HEAD = 4_096
_PDF, _ZIP, _OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def passages(
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
    name = shown(path.name)
    yield from _reader(path, name, _head(path, name))(path, name, watch)
    watch(1.0)


def _head(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            raise FileError(f"{name} is not there. It may have been moved, renamed or deleted.")
        if os.stat(path).st_size > MAX_BYTES:
            raise FileError(f"{name} is too large to be read for its text ({MAX_BYTES // 1_000_000} MB at most).")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if not head:
        raise FileError(f"{name} is empty.")
    return head


Reader = Callable[[Path, str, Watch], Iterator[Passage]]


def _reader(path: Path, name: str, head: bytes) -> Reader:
    if _PDF in head[:1_024]:
        return pdf_text.read
    if head.startswith(_ZIP):
        return _of_package(path, name)
    if head.startswith(_OLE):
        return spreadsheets.read_old
    if head.startswith(_PICTURES) or head[4:8] == b"ftyp":
        raise FileError(f"{name} is a picture, sound or film: what is said in it cannot be read here.")
    return plain_files.read_message if path.suffix.lower() in (".eml", ".mht") else plain_files.read


def _of_package(path: Path, name: str) -> Reader:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        raise FileError(f"{name} is damaged or cut off. Ask for it to be sent again.") from error
    if any(part.startswith(office.FOLDERS) for part in parts):
        return office.read
    if any(part.startswith("xl/") for part in parts) or path.suffix.lower() == ".ods":
        return spreadsheets.read
    if "mimetype" in parts:
        raise FileError(f"{name} is of a kind whose text cannot be read here. Save it as PDF or Word and look at that.")
    raise FileError(f"{name} is a packed folder. Unpack it and add the files in it.")
