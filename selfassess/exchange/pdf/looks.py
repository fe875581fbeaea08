"""How the report looks: page, colours, type scale, spaces. All lengths in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle

from selfassess.exchange.pdf.fonts import BOLD, ITALIC, REGULAR

INK = HexColor("#1B2430")
MUTED = HexColor("#5B6675")
LINE = HexColor("#DDE2E8")
ACCENT = HexColor("#0B4F8A")
TINT = HexColor("#E8F0F8")
ALARM = HexColor("#8C1D18")

SCORES = {
    1: (HexColor("#8C1D18"), HexColor("#FBEAE9")),
    2: (HexColor("#7A4B00"), HexColor("#FDF3E1")),
    3: (HexColor("#14532D"), HexColor("#E7F4EB")),
    4: (HexColor("#0B3D6E"), HexColor("#E4EEF8")),
}
"""Ink and tint of each score, which always stands beside its numeral and words."""

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE = 62.0
TOP = 68.0
FOOT = 58.0
WIDTH = PAGE_WIDTH - 2 * SIDE
HEIGHT = PAGE_HEIGHT - TOP - FOOT


def _style(name: str, size: float, leading: float, before: float = 0, **more: Any) -> ParagraphStyle:
    settings = {
        "fontName": REGULAR,
        "textColor": INK,
        "bulletFontName": REGULAR,
        "bulletFontSize": size,
        "allowWidows": 0,
        "allowOrphans": 0,
        "splitLongWords": 1,
    }
    return ParagraphStyle(name, fontSize=size, leading=leading, spaceBefore=before, **(settings | more))


BODY = _style("body", 10, 15, 7)
QUIET = _style("quiet", 10, 15, 7, textColor=MUTED)
ITEM = _style("item", 10, 15, 3.5, leftIndent=15, bulletIndent=3)
QUOTE = _style("quote", 11, 17, 12, leftIndent=14, textColor=INK, fontName=ITALIC)
ATTRIBUTION = _style("attribution", 8.5, 12.5, 5, leftIndent=14, textColor=MUTED)
CAPTION = _style("caption", 9, 13, 14, fontName=BOLD)
HEAD = _style("column heading", 8.5, 11.5, fontName=BOLD)
HEAD_NUMBER = _style("number heading", 8.5, 11.5, fontName=BOLD, alignment=TA_RIGHT)
CELL = _style("cell", 8.5, 12)
CELL_NUMBER = _style("number", 8.5, 12, alignment=TA_RIGHT)
CELL_ITEM = _style("cell item", 8.5, 12, 1.5, leftIndent=10, bulletIndent=1)
LABEL = _style("label", 8.5, 12.5, textColor=MUTED, fontName=BOLD)
VALUE = _style("value", 9, 12.5)
VALUE_ITEM = _style("value item", 9, 12.5, 1.5, leftIndent=11, bulletIndent=1)
RUN_TITLE = _style("running title", 9.5, 13, 11, fontName=BOLD)
RUN = _style("running", 9, 12.5, 2)
RUN_ITEM = _style("running item", 9, 12.5, 1.5, leftIndent=12, bulletIndent=2)

HEADINGS = {
    1: _style("heading 1", 20, 26, 26, fontName=BOLD, textColor=ACCENT),
    2: _style("heading 2", 14.5, 20, 22, fontName=BOLD),
    3: _style("heading 3", 11.5, 16, 15, fontName=BOLD, textColor=ACCENT),
}


@dataclass(frozen=True, slots=True)
class Styles:
    """How running text is set: its paragraphs, its notes, and the items of its lists."""

    body: ParagraphStyle
    quiet: ParagraphStyle
    item: ParagraphStyle


SET = Styles(BODY, QUIET, ITEM)
CLOSE_SET = Styles(
    _style("close body", 9.5, 13.5, 5),
    _style("close note", 9, 12.5, 3, textColor=MUTED),
    _style("close item", 9.5, 13, 2, leftIndent=15, bulletIndent=3),
)
"""For what has to be taken in at one glance."""
CLOSE_HEADINGS = {
    1: HEADINGS[1],
    2: _style("close heading 2", 12, 16, 12, fontName=BOLD),
    3: _style("close heading 3", 11, 15, 10, fontName=BOLD, textColor=ACCENT),
}

COVER_SPACE = 110.0
COVER_COUNCIL = _style("cover council", 15, 21, textColor=MUTED)
COVER_TITLE = _style("cover title", 30, 38, 8, fontName=BOLD, textColor=ACCENT)
COVER_YEAR = _style("cover year", 18, 25, 8)
COVER_STATUS = _style("cover status", 11, 16, 6, textColor=MUTED)
COVER_DRAFT = _style("cover draft", 13, 18, 20, leftIndent=12, fontName=BOLD, textColor=ALARM)

CONTENTS_TITLE = _style("contents title", 20, 26, fontName=BOLD, textColor=ACCENT)
CONTENTS = {
    1: _style("contents 1", 10.5, 14.5, 6.5, fontName=BOLD, rightIndent=34),
    2: _style("contents 2", 9.5, 13.5, 2, leftIndent=14, rightIndent=34),
}

BAR_NAME = _style("bar name", 9, 12)
