"""How the report looks: page, colours, type scale, spaces. All lengths in points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab.lib.colors import Color, HexColor
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

COVER_SPACE = 110.0
USUAL = 10
"""The size of text that the lengths below are given for."""
LARGE = 16
"""Large print: nothing is set smaller."""


@dataclass(frozen=True, slots=True)
class Styles:
    """How running text is set: its paragraphs, its notes, and the items of its lists."""

    body: ParagraphStyle
    quiet: ParagraphStyle
    item: ParagraphStyle


class Looks:
    """The styles for text of one size, in points, with headings in one colour."""

    def __init__(self, size: float, accent: Color = ACCENT) -> None:
        self.accent = accent
        self.share = size / USUAL
        """How much larger everything is than usual."""
        self._least = LARGE if size >= LARGE else 0
        self._strong: dict[str, ParagraphStyle] = {}
        self.body = self._build_style("body", 10, 14, 6)
        self.quiet = self._build_style("quiet", 10, 14, 6, textColor=MUTED)
        self.item = self._build_style("item", 10, 14, 3, leftIndent=15, bulletIndent=3)
        self.quote = self._build_style("quote", 11, 17, 12, leftIndent=14, textColor=INK, fontName=ITALIC)
        self.attribution = self._build_style("attribution", 8.5, 12.5, 5, leftIndent=14, textColor=MUTED)
        self.caption = self._build_style("caption", 9, 13, 14, fontName=BOLD)
        self.head = self._build_style("column heading", 8.5, 11.5, fontName=BOLD)
        self.head_number = self._build_style("number heading", 8.5, 11.5, fontName=BOLD, alignment=TA_RIGHT)
        self.cell = self._build_style("cell", 8.5, 12)
        self.cell_number = self._build_style("number", 8.5, 12, alignment=TA_RIGHT)
        self.cell_item = self._build_style("cell item", 8.5, 12, 1.5, leftIndent=10, bulletIndent=1)
        self.label = self._build_style("label", 8.5, 12.5, textColor=MUTED, fontName=BOLD)
        self.value = self._build_style("value", 9, 12.5)
        self.value_item = self._build_style("value item", 9, 12.5, 1.5, leftIndent=11, bulletIndent=1)
        self.run_title = self._build_style("running title", 9.5, 13, 11, fontName=BOLD)
        self.run = self._build_style("running", 9, 12.5, 2)
        self.run_item = self._build_style("running item", 9, 12.5, 1.5, leftIndent=12, bulletIndent=2)
        self.cover_council = self._build_style("cover council", 15, 21, textColor=MUTED)
        self.cover_title = self._build_style("cover title", 30, 38, 8, fontName=BOLD, textColor=accent)
        self.cover_year = self._build_style("cover year", 18, 25, 8)
        self.cover_status = self._build_style("cover status", 11, 16, 6, textColor=MUTED)
        self.cover_draft = self._build_style("cover draft", 13, 18, 20, leftIndent=12, fontName=BOLD, textColor=ALARM)
        self.contents_title = self._build_style("contents title", 20, 26, fontName=BOLD, textColor=accent)
        self.bar_name = self._build_style("bar name", 9, 12)
        self.headings = {
            1: self._build_style("heading 1", 20, 26, 26, fontName=BOLD, textColor=accent),
            2: self._build_style("heading 2", 14, 19, 20, fontName=BOLD),
            3: self._build_style("heading 3", 11.5, 16, 13, fontName=BOLD, textColor=accent),
        }
        self.set = Styles(self.body, self.quiet, self.item)
        self.close_set = Styles(
            self._build_style("close body", 9.5, 13.5, 5),
            self._build_style("close note", 9, 12.5, 3, textColor=MUTED),
            self._build_style("close item", 9.5, 13, 2, leftIndent=15, bulletIndent=3),
        )
        """For what has to be taken in at one glance."""
        self.close_headings = {
            1: self.headings[1],
            2: self._build_style("close heading 2", 12, 16, 12, fontName=BOLD),
            3: self._build_style("close heading 3", 11, 15, 10, fontName=BOLD, textColor=accent),
        }
        self.contents = {
            1: self._build_style("contents 1", 10.5, 14.5, 6.5, fontName=BOLD, rightIndent=34),
            2: self._build_style("contents 2", 9.5, 13.5, 2, leftIndent=14, rightIndent=34),
        }

    def make_strong_style(self, style: ParagraphStyle) -> ParagraphStyle:
        """A style in bold letters; made once."""
        if style.name not in self._strong:
            self._strong[style.name] = style.clone(f"{style.name}, strong", fontName=BOLD)
        return self._strong[style.name]

    def _build_style(self, name: str, size: float, leading: float, before: float = 0, **more: Any) -> ParagraphStyle:
        """A style of the type scale: sizes grow with the base size, and none falls below the least."""
        tall = max(size * self.share, self._least)
        scaled = {key: value * self.share for key, value in more.items() if key in ("leftIndent", "bulletIndent")}
        settings = {
            "fontName": REGULAR,
            "textColor": INK,
            "bulletFontName": REGULAR,
            "bulletFontSize": tall,
            "allowWidows": 0,
            "allowOrphans": 0,
            "splitLongWords": 1,
        }
        lengths = {"fontSize": tall, "leading": tall * leading / size, "spaceBefore": before * self.share}
        return ParagraphStyle(name, **(settings | more | scaled | lengths))


@cache
def looks_at(size: float = USUAL, accent: str = "") -> Looks:
    """The looks for a size of text and an accent colour such as "#0B4F8A"; made once."""
    colour = HexColor(accent) if accent else ACCENT
    return Looks(size, colour)
