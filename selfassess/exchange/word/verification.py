"""Whether a Word document holds what was to be written."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.report_blocks import Outline
from selfassess.exchange.outlines.bits import part_text
from selfassess.exchange.outlines.texts import outline_texts
from selfassess.exchange.word.identity import read_tag
from selfassess.exchange.word.markup import MAIN
from selfassess.exchange.word.writer import WordReport

_DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BREAK = {f"{{{MAIN}}}br": "\n", f"{{{MAIN}}}tab": "\t", f"{{{MAIN}}}p": "\n"}


def verify_word(path: Path, outline: Outline, report: WordReport) -> None:
    """Read a written document back and count what is in it; raises FileError naming the first thing that is missing."""
    try:
        with zipfile.ZipFile(path) as packed:
            root = etree.fromstring(packed.read("word/document.xml"), etree.XMLParser(huge_tree=True))
    except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise FileError("The Word document cannot be read back, so nothing was exported. Try again.") from error
    there = _read_document_text(root, report.addition)
    for text in outline_texts(outline):
        missing = next((bit.text for bit in part_text(text) if bit.text.strip() not in there), None)
        if missing is not None:
            raise _build_word_error(f"the text “{missing[:80]}” is missing")
    counts = report.counts
    tags = (each.get(f"{{{MAIN}}}val", "") for each in root.iter(f"{{{MAIN}}}tag"))
    headings = sum(1 for each in root.iter(f"{{{MAIN}}}bookmarkStart"))
    tables = sum(1 for _ in root.iter(f"{{{MAIN}}}tbl"))
    marked_texts = sum(1 for tag in tags if read_tag(tag))
    pictures = sum(1 for each in root.iter(_DESCRIBED) if each.get("descr"))
    found = {
        "headings": headings,
        "tables": tables,
        "marked texts": marked_texts,
        "pictures": pictures,
    }
    wanted = (counts.headings, counts.tables, counts.controls, counts.pictures)
    for (what, number), expected in zip(found.items(), wanted, strict=True):
        if number != expected:
            raise _build_word_error(f"{number} of {expected} {what} are there")


def _read_document_text(root: etree._Element, addition: str) -> str:
    """Everything that stands in the document but what it adds itself, and what is said of its pictures."""
    added = {run for run in root.iter(f"{{{MAIN}}}r") if _style_of(run) == addition}
    made: list[str] = []
    for element in root.iter():
        if element.tag == f"{{{MAIN}}}t":
            made.append((element.text or "") if element.getparent() not in added else "")
        elif element.tag in _BREAK:
            made.append(_BREAK[element.tag])
        elif element.tag == _DESCRIBED:
            made.append(f"\n{element.get('descr', '')}\n")
    return "".join(made)


def _style_of(run: etree._Element) -> str:
    style = run.find(f"{{{MAIN}}}rPr/{{{MAIN}}}rStyle")
    if style is None:
        return ""
    return str(style.get(f"{{{MAIN}}}val"))


def _build_word_error(what: str) -> FileError:
    return FileError(f"The Word document was not written whole: {what}. Nothing was exported. Try again.")
