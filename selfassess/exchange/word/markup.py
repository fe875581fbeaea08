"""The XML of a Word document, piece by piece, as text that is parsed once when all of it is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from selfassess.exchange.outlines.texts import runs_rightwards

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
ADDITION = "Self-assessment addition"
"""The style of what the document says and nobody wrote: it does not come back."""
EMU = 12_700
"""So many of Word's units of length make a point."""
MOST_IN_A_NAME = 60

_RIGHTWARDS = re.compile("([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc][\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\\s]*)")
_BREAKS = re.compile("([\n\t])")
_BREAK = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def escape_attribute(text: str) -> str:
    """A text as the value of an attribute."""
    return escape(text).replace("\n", " ").replace("\t", " ")


def make_text_run(text: str, properties: str = "", language: str = "") -> str:
    """A run of text; what runs from right to left in it is marked so, and a language that is not the document's."""
    if not text:
        return ""
    said = ""
    if language:
        said = f'<w:lang w:val="{language}" w:bidi="{language}"/>'
    if text.isascii():
        return _make_plain_run(text, properties + said)
    made = ""
    for at, part in enumerate(_RIGHTWARDS.split(text)):
        if part:
            direction = "<w:rtl/>" if at % 2 else ""
            made += _make_plain_run(part, properties + direction + said)
    return made


def _make_plain_run(text: str, properties: str) -> str:
    held = "".join(
        _BREAK.get(part) or f'<w:t xml:space="preserve">{escape(part, quote=False)}</w:t>'
        for part in _BREAKS.split(text)
        if part
    )
    run_properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{run_properties}{held}</w:r>"


def make_paragraph(style: str, content: str, *, text: str = "", properties: str = "", last: str = "") -> str:
    """A paragraph; ``text`` is what it says, by which its direction is known.

    ``properties`` of it come after the style, ``last`` are spaces and how it is aligned: Word wants them in this order.
    """
    if text and runs_rightwards(text):
        properties += "<w:bidi/>"
    properties += last
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def text_paragraph(style: str, text: str, *, properties: str = "", last: str = "") -> str:
    """A paragraph of plain text."""
    return make_paragraph(style, make_text_run(text), text=text, properties=properties, last=last)


def make_control(number: int, tag: str, name: str, content: str) -> str:
    """A content control around runs or paragraphs; ``tag`` says where its text was written, ``name`` to people."""
    short_name = name if len(name) <= MOST_IN_A_NAME else name[: MOST_IN_A_NAME - 1] + "…"
    shown = escape_attribute(short_name)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{shown}"/><w:tag w:val="{escape_attribute(tag)}"/><w:id '
        f'w:val="{number}"/><w:richText/>'
        f"</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def make_bookmark(number: int, name: str, content: str) -> str:
    """Content that can be linked to by a name."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def make_field(instruction: str, result: str) -> str:
    """A field with what it shows until it is worked out again."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction, quote=False)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def make_link(anchor: str, content: str) -> str:
    """A link to a bookmark of this document."""
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{content}</w:hyperlink>'


def make_cell(width: int, content: str) -> str:
    """A cell of a table; widths are in twentieths of a point."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def make_row(cells: Iterable[str], *, heading: bool = False) -> str:
    """A row of a table; a ``heading`` row stands again on each page."""
    properties = ""
    if heading:
        properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def make_table(style: str, widths: Sequence[int], rows: Iterable[str], *, caption: str, heads: str) -> str:
    """A table as wide as its columns; ``heads`` says what heads the rest: the first "row" or "column"."""
    marked = {"row": 0x20, "column": 0x80}
    shown = " ".join(f'w:first{of.title()}="{int(of == heads)}"' for of in marked)
    value = 0x600 + marked[heads]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = ""
    if caption:
        said = f'<w:tblCaption w:val="{escape_attribute(caption)}"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{value:04X}" {shown} w:lastRow="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/>{said}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def make_picture(number: int, relation: str, width: float, height: float, alternative: str) -> str:
    """A run with a picture in the line; lengths are in points."""
    across = round(width * EMU)
    down = round(height * EMU)
    named = f'id="{number}" name="Figure {number}" descr="{escape_attribute(alternative)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr {named}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
