"""Exports of this program that come back as documents to read: they are refused, with the file that holds all of it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.exchange import pdf_engine

MARK = "selfassess"
"""What the exports say of who made them."""
_PAGE = re.compile(rb'<meta name="generator" content="selfassess">')
_HEAD = 4_000
_META = 1_000_000
_INSTEAD = "It shows the texts and not what belongs together. Import the workbook, Excel, Word or JSON file instead."
_AS_TEXT = "Save it as .docx in the program that saved it as OpenDocument, and import that."


def refuse_own_pdf(path: Path) -> None:
    """Raise FileError where a PDF is an export of this program."""
    import pypdfium2

    with pdf_engine.lock:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            return  # whoever reads it says what is wrong with it
        try:
            creator = document.get_metadata_value("Creator")
        finally:
            document.close()
    if creator == MARK:
        raise FileError(f"{path.name} is a PDF that this program exported. {_INSTEAD}")


def refuse_own_page(page: bytes, name: str) -> None:
    """Raise FileError where a web page is an export of this program."""
    if _PAGE.search(page[:_HEAD]):
        raise FileError(f"{name} is a web page that this program exported. {_INSTEAD}")


def refuse_own_text(package: zipfile.ZipFile, name: str) -> None:
    """Raise FileError where an OpenDocument text is a Word export of this program that was saved as such."""
    if "meta.xml" in package.namelist():
        with package.open("meta.xml") as content:
            if b'meta:name="selfassess-workbook"' in content.read(_META):
                raise FileError(f"{name} is a Word export of this program. {_AS_TEXT}")
