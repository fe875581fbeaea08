"""The document that a report is written into: the council's own template, or an empty one of ours."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml.etree import XMLSyntaxError

from selfassess.domain.model.errors import FileError
from selfassess.domain.text.wording import format_file_size
from selfassess.exchange import archive
from selfassess.exchange.word.markup import MAIN
from selfassess.exchange.word.styles import clear_styles

LARGEST = 50_000_000
"""Bytes; a template with a few pictures has a tenth of it."""
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_TYPES = "[Content_Types].xml"
_A4 = (11_906, 16_838)
_SIDE, _TOP, _FOOT = 1_190, 1_300, 1_130
"""Lengths in twentieths of a point."""
_KEPT = ("/styles", "/settings", "/numbering", "/fontTable", "/theme", "/webSettings", "/footnotes", "/endnotes")


def open_template(path: Path | None) -> Any:
    """A document without a text: a template's styles, page, headers and footers, or ours where there is none.

    Raises FileError where the template cannot be used, saying why.
    """
    document = _create_own_template() if path is None else _open_template(path)
    body = document.element.body
    for child in list(body):
        if child.tag != f"{{{MAIN}}}sectPr":
            body.remove(child)
    _drop_what_was_in_the_text(document)
    return document


def _create_own_template() -> Any:
    """An empty A4 document without the styles of the library's own template."""
    document = docx.Document()
    clear_styles(document)
    section = document.sections[0]
    size = section._sectPr.get_or_add_pgSz()
    for name, length in zip(("w", "h"), _A4, strict=True):
        size.set(f"{{{MAIN}}}{name}", str(length))
    margins = section._sectPr.get_or_add_pgMar()
    for name, length in (("left", _SIDE), ("right", _SIDE), ("top", _TOP), ("bottom", _FOOT)):
        margins.set(f"{{{MAIN}}}{name}", str(length))
    package = document.part.package
    for id, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[id]
    for id, relation in list(document.part.rels.items()):
        if relation.reltype.endswith(("/stylesWithEffects", "/customXml")):
            del document.part.rels[id]
    return document


def _open_template(path: Path) -> Any:
    """A council's template; FileError where it is no Word file, too large, or has macros."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"The template {path} cannot be read ({error.strerror}).") from error
    if len(data) > LARGEST:
        raise FileError(f"The template {path.name} is larger than {format_file_size(LARGEST)}. Take its pictures out.")
    archive.check_zip_is_safe(io.BytesIO(data), path.name, "Word document")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = set(packed.namelist())
        is_no_word_file = _TYPES not in names or not any(name.startswith("word/") for name in names)
        if is_no_word_file:
            raise FileError(f"{path.name} is no Word document, so it cannot be the template. Choose a .docx file.")
        types = packed.read(_TYPES)
        has_macros = b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names)
        if has_macros:
            raise FileError(f"The template {path.name} has macros. Save it in Word as “Word document (.docx)” first.")
        if _TEMPLATE_TYPE in types:
            data = _as_document(packed, types)
    try:
        document = docx.Document(io.BytesIO(data))
        if not document.sections or document.styles.element.tag != f"{{{MAIN}}}styles":
            raise ValueError("no section or no styles")
    except (PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, AttributeError, *archive.DAMAGE) as error:
        raise FileError(f"The template {path.name} is damaged. Save it anew in Word, or leave it out.") from error
    return document


def _as_document(packed: zipfile.ZipFile, types: bytes) -> bytes:
    """A Word template (.dotx) as the document that is made from it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in packed.namelist():
            content = types.replace(_TEMPLATE_TYPE, _MAIN_TYPE) if name == _TYPES else packed.read(name)
            fresh.writestr(name, content)
    return made.getvalue()


def _drop_what_was_in_the_text(document: Any) -> None:
    """Take out what only the template's own text needed, and each address from which something would be fetched."""
    used = {value for element in document.element.body.iter() for value in element.attrib.values()}
    for id, relation in list(document.part.rels.items()):
        if id not in used and not relation.reltype.endswith(_KEPT):
            del document.part.rels[id]
    settings = document.part._settings_part
    for id, relation in list(settings.rels.items()):
        if relation.is_external:
            del settings.rels[id]
    for element in list(document.settings.element):
        dropped = {f"{{{MAIN}}}{name}" for name in ("attachedTemplate", "mailMerge", "documentProtection")}
        if element.tag in dropped:
            document.settings.element.remove(element)


def text_width(document: Any) -> int:
    """How wide the text of a page is, in twentieths of a point."""
    section = document.sections[-1]
    sides = (section.page_width, section.left_margin, section.right_margin)
    width, left, right = (int(each.twips) if each is not None else None for each in sides)
    left_margin = left if left is not None else _SIDE
    right_margin = right if right is not None else _SIDE
    return (width or _A4[0]) - left_margin - right_margin
