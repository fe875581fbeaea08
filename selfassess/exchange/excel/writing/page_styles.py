"""The looks of what stands on sheets to read and print, by name, and how much text each takes in a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.exchange.excel.writing import styles
from selfassess.exchange.excel.writing.styles import Style

_BOLD = 0.95
"""How many bold letters take the place of a plain one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLook:
    """One way that a cell of a page may look. ``below`` is the colour of a line under it.

    What does not ``wrap`` runs over into the empty cells beside it.
    """

    size: int = 11
    bold: bool = False
    italic: bool = False
    line: Literal["single"] | None = None
    color: str = styles.INK
    align: str = "left"
    indent: int = 0
    wrap: bool = True
    below: str = ""
    fill: str = ""

    @property
    def letter_scale(self) -> float:
        """How many of its letters take the place of one of usual size."""
        letter_width = _BOLD if self.bold else 1
        return 11 / self.size * letter_width


PAGE_LOOKS: dict[str, PageLook] = {
    **{
        f"{long}{name}": replace(look, wrap=bool(long))
        for long in ("", "long ")
        for name, look in {
            "title": PageLook(size=20, bold=True),
            "below": PageLook(size=10, color=styles.MUTED),
            "heading": PageLook(size=15, bold=True, color=styles.ACCENT, below=styles.ACCENT),
            "subheading": PageLook(size=12, bold=True),
            "caption": PageLook(bold=True),
        }.items()
    },
    "lead": PageLook(size=12, bold=True),
    "text": PageLook(),
    "quiet": PageLook(size=10, color=styles.MUTED),
    "bullet": PageLook(indent=1),
    "quotation": PageLook(italic=True, indent=1, fill=styles.TINT),
    "attribution": PageLook(size=9, color=styles.MUTED, indent=1, fill=styles.TINT),
    "name": PageLook(bold=True, color=styles.MUTED, below=styles.LINE),
    "link": PageLook(line="single", color=styles.ACCENT, below=styles.LINE),
    "fact": PageLook(below=styles.LINE),
    "head": PageLook(size=10, bold=True, below=styles.ACCENT, fill=styles.TINT),
    "number head": PageLook(size=10, bold=True, align="right", indent=2, below=styles.ACCENT, fill=styles.TINT),
    "linked cell": PageLook(size=10, line="single", color=styles.ACCENT, below=styles.LINE),
    "cell": PageLook(size=10, below=styles.LINE),
    "number": PageLook(size=10, align="right", indent=2, below=styles.LINE),
    **{
        f"score {score}": PageLook(
            size=10, bold=True, color=ink, align="right", indent=2, below=styles.LINE, fill=styles.SCORE_TINTS[score]
        )
        for score, ink in styles.SCORE_INKS.items()
    },
    **{
        f"level {score}": PageLook(size=10, color=ink, below=styles.LINE, fill=styles.SCORE_TINTS[score])
        for score, ink in styles.SCORE_INKS.items()
    },
}


def page_styles(sheet: Worksheet) -> dict[str, Style]:
    """Every name with its style in the sheet's workbook."""
    return {name: _build_page_style(sheet, look) for name, look in PAGE_LOOKS.items()}


def _build_page_style(sheet: Worksheet, look: PageLook) -> Style:
    more: dict[str, Any] = {}
    if look.below:
        more["border"] = styles.make_underline(look.below)
    if look.fill:
        more["fill"] = styles.make_fill(look.fill)
    return styles.make_cell_style(
        sheet,
        number_format="General",
        font=styles.make_font(look.size, bold=look.bold, italic=look.italic, line=look.line, color=look.color),
        alignment=Alignment(vertical="top", wrap_text=look.wrap, horizontal=look.align, indent=look.indent),
        **more,
    )
