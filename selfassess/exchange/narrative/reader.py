"""A narrative in any format as a document of pieces; runs in the process that is there for other people's files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import ParseError

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.years.narrative import Document
from selfassess.exchange import archive
from selfassess.exchange.narrative import html_pieces, odt_pieces, own_exports, text_pieces, word_pieces
from selfassess.exchange.narrative.gathering import Pieces, Watch
from selfassess.exchange.recognition import FileKind, recognize_file

MAX_BYTES = 300_000_000
_MAX_TEXT = 50_000_000
"""Bytes of a text or web page."""


def read_narrative(
    path: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Document:
    """The document that a file holds; ``progress`` is told how far it is (0 to 1).

    Raises FileError, one sentence that says what to do, where it cannot be read, and CancelledError once ``cancelled``
    says so.
    """

    def watch(part: float) -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was imported.")
        progress(part)

    if path.stat().st_size > MAX_BYTES:
        raise FileError(f"{path.name} is far larger than a self-assessment, so it was not opened.")
    pieces = Pieces(path.name)
    try:
        sort = _read_by_kind(path, pieces, watch)
    except (*archive.DAMAGE, ParseError, RecursionError, KeyError, zipfile.LargeZipFile) as error:
        raise FileError(f"{path.name} is damaged or cut off. Ask for it to be sent again.") from error
    watch(1.0)
    return Document(
        name=path.name, sort=sort, title=pieces.title, pieces=tuple(pieces.found), notes=tuple(pieces.notes)
    )


def _read_by_kind(path: Path, pieces: Pieces, watch: Watch) -> str:
    """Read a file by what it holds; what sort it is."""
    kind = recognize_file(path).kind
    if kind is FileKind.PDF:
        from selfassess.exchange.narrative import pdf_pieces

        own_exports.refuse_own_pdf(path)
        pdf_pieces.read_pdf_pieces(path, pieces, watch)
        return "PDF"
    if kind in (FileKind.WORD, FileKind.WRITER, FileKind.ARCHIVE):
        return _read_package(path, kind, pieces, watch)
    if path.stat().st_size > _MAX_TEXT:
        raise FileError(f"{path.name} is far larger than a self-assessment, so it was not opened.")
    if kind in (FileKind.WEB_PAGE, FileKind.SAVED_PAGE):
        page = path.read_bytes() if kind is FileKind.WEB_PAGE else page_in_message(path.read_bytes(), path.name)
        own_exports.refuse_own_page(page, path.name)
        html_pieces.read_page(page, pieces, watch)
        return "web page"
    text_pieces.read_text_pieces(path, pieces, watch)
    return "text"


def _read_package(path: Path, kind: FileKind, pieces: Pieces, watch: Watch) -> str:
    with path.open("rb") as file:
        archive.check_zip_is_safe(file, path.name, "document")
    if kind is FileKind.WORD:
        word_pieces.read_word_pieces(path, pieces, watch)
        return "Word document"
    if kind is FileKind.WRITER:
        with zipfile.ZipFile(path) as package:
            own_exports.refuse_own_text(package, path.name)
        odt_pieces.read_odt_pieces(path, pieces, watch)
        return "OpenDocument text"
    with zipfile.ZipFile(path) as package:
        page = web_page_in(package.namelist())
        if page is None:
            raise FileError(f"{path.name} is {kind}. Unpack it, and import the files in it.")
        html_pieces.read_page(package.read(page), pieces, watch)
    return "web page"


def page_in_message(data: bytes, name: str) -> bytes:
    """The web page in a file that a browser saved as one (.mht), in UTF-8."""
    from email import message_from_bytes, policy  # takes a while to import
    from email.message import EmailMessage

    for part in message_from_bytes(data, policy=policy.default).walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            content = part.get_content()
            return str(content).encode("utf-8-sig")
    raise FileError(f"{name} holds no web page. Open it in a browser, and save the page again or print it to PDF.")


def holds_web_page(path: Path) -> bool:
    """Whether a packed folder is one web page with its pictures, as Google Docs saves a document."""
    try:
        with zipfile.ZipFile(path) as package:
            return web_page_in(package.namelist()) is not None
    except (*archive.DAMAGE, RuntimeError):
        return False


def web_page_in(names: list[str]) -> str | None:
    """The one web page at the top of a packed folder; None where there is none, or more than one."""
    pages = [name for name in names if name.casefold().endswith((".html", ".htm")) and "/" not in name]
    if len(pages) != 1:
        return None
    return pages[0]
