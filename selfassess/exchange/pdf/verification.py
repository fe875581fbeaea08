"""Whether a PDF holds what was laid out."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pypdfium2

from selfassess.domain.model.errors import FileError
from selfassess.exchange.pdf.writer import PdfReport
from selfassess.exchange.pdf_engine import lock

_DEEPEST = 64
"""How far down bookmarks are counted: ours have at most as many levels as headings."""


def verify_pdf(path: Path, report: PdfReport) -> None:
    """Read a written PDF back and count its pages and bookmarks; raises FileError where it is not whole."""
    try:
        with lock, closing(pypdfium2.PdfDocument(path.read_bytes())) as reader:
            found = (len(reader), sum(1 for _ in reader.get_toc(max_depth=_DEEPEST)))
    except (OSError, pypdfium2.PdfiumError) as error:
        raise FileError("The PDF cannot be read back, so nothing was exported. Try again.") from error
    if found != (report.pages, report.headings):
        raise FileError(
            f"The PDF was not written whole: {found[0]} of {report.pages} pages and {found[1]} of {report.headings} "
            "bookmarks are there. Nothing was exported. Try again."
        )
