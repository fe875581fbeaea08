"""What a document says, whatever format it is in, as one text."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import docx
from openpyxl import load_workbook
from pypdf import PdfReader


def words_of(path: Path) -> str:
    """All that a document says, with single spaces."""
    if path.suffix == ".pdf":
        # What is broken over two lines of a cell is one name to a reader.
        text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    elif path.suffix == ".docx":
        text = " ".join(each.text or "" for each in docx.Document(str(path)).element.body.iter() if each.text)
    elif path.suffix == ".xlsx":
        cells = (cell for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row)
        text = " ".join(str(cell.value) for cell in cells if cell.value is not None)
    else:
        text = unescape(re.sub(r"<[^>]+>", " ", path.read_text("utf-8")))
    return " ".join(text.split())
