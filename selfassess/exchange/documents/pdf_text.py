"""The text of a PDF, page by page, with its comments and what was filled into its forms."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selfassess.domain.model.errors import FileError
from selfassess.exchange.documents.passage import MAX_TEXT, Passage, Watch
from selfassess.exchange.pdf_engine import lock

MAX_PAGES = 20_000
_MAX_ANNOTATIONS = 10_000
_MAX_VALUE = 100_000
_PASSWORD = (4, 5)
"""The engine's numbers for a password that is asked for, and for a way of locking that it does not know."""
_SAID = (b"Contents", b"V")
_PICTURE = 3


def read_pdf_passages(path: Path, name: str, watch: Watch) -> Iterator[Passage]:
    """The text of every page; the lock is held page by page, so that others get their turn."""
    document = _open_pdf_document(path, name)
    try:
        with lock:
            count = len(document)
        if not count or count > MAX_PAGES:
            raise FileError(f"{name} has {count:,} pages, so it was not read ({MAX_PAGES:,} at most).")
        length = 0
        silent = []
        for number in range(1, count + 1):
            watch((number - 1) / count)
            with lock:
                text, picture = _read_page_text(document, number - 1, name)
            length += len(text)
            if length > MAX_TEXT:
                raise FileError(f"{name} holds more text than any document, so it was not read to its end.")
            if text.strip():
                yield Passage(f"page {number}", text)
            elif picture:
                silent.append(number)
    finally:
        with lock:
            document.close()
    if not length:
        raise FileError(f"{name} has no text in it, as when pages were scanned. Somebody has to look at its pages.")
    if silent:
        further = f" and {len(silent) - 8} more" if len(silent) > 8 else ""
        which = ", ".join(map(str, silent[:8])) + further
        raise FileError(f"{name} has pages that are pictures, and these could not be read: {which}.")


def _open_pdf_document(path: Path, name: str) -> Any:
    """The document; FileError where it is protected or damaged."""
    import pypdfium2  # brings the engine along, which takes a while

    try:
        with lock:
            return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _PASSWORD:
            raise FileError(f"{name} is protected by a password. Look at a copy without one.") from error
        raise FileError(f"{name} is damaged or cut off. Ask for it to be sent again.") from error
    except (OSError, ValueError) as error:
        raise FileError(f"{name} cannot be read. It may be open in another program.") from error


def _read_page_text(document: Any, index: int, name: str) -> tuple[str, bool]:
    """The text of a page, and whether there is a picture on it."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise FileError(f"{name} is damaged: page {index + 1} and those after it could not be read.") from error
    try:
        text_page = page.get_textpage()
        try:
            if text_page.count_chars() > MAX_TEXT:
                raise FileError(f"{name} holds more text than any document, so it was not read to its end.")
            text = text_page.get_text_bounded().replace("\r\n", "\n")
        finally:
            text_page.close()
        text = "\n".join((text, *_read_annotations(page, pypdfium2.raw)))
        picture = not text.strip() and next(iter(page.get_objects(filter=[_PICTURE], max_depth=3)), None) is not None
        return text, picture
    finally:
        page.close()


def _read_annotations(page: Any, raw: Any) -> Iterator[str]:
    """What comments on a page say, and what was filled into its fields."""
    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MAX_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            for key in _SAID:
                size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
                if 2 < size <= _MAX_VALUE:
                    value = (ctypes.c_ushort * (size // 2))()
                    raw.FPDFAnnot_GetStringValue(annotation, key, value, size)
                    yield bytes(value).decode("utf-16-le", "replace").rstrip("\0")
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
