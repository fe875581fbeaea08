"""Whether a PDF holds what was laid out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from selfassess.domain.errors import FileError
from selfassess.exchange.pdf.writer import PdfReport


def verify(path: Path, report: PdfReport) -> None:
    """Read a written PDF back and count its pages and bookmarks; raises FileError where it is not whole."""
    try:
        reader = PdfReader(path)
        found = (len(reader.pages), _bookmarks(reader.outline))
    except (OSError, PyPdfError, ValueError, KeyError) as error:
        raise FileError("The PDF cannot be read back, so nothing was exported. Try again.") from error
    if found != (report.pages, report.headings):
        raise FileError(
            f"The PDF was not written whole: {found[0]} of {report.pages} pages and {found[1]} of {report.headings} "
            "bookmarks are there. Nothing was exported. Try again."
        )


def _bookmarks(outline: Sequence[Any]) -> int:
    return sum(_bookmarks(item) if isinstance(item, list) else 1 for item in outline)
