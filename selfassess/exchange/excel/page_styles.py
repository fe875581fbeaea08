"""The looks of what stands on sheets to read and print, by name, and how much text each takes in a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.exchange.excel import looks
from selfassess.exchange.excel.looks import Style

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
    color: str = looks.INK
    align: str = "left"
    indent: int = 0
    wrap: bool = True
    below: str = ""
    fill: str = ""

    @property
    def letters(self) -> float:
        """How many of its letters take the place of one of usual size."""
        return 11 / self.size * (_BOLD if self.bold else 1)


PAGE_LOOKS: dict[str, PageLook] = {
    **{
        f"{long}{name}": replace(look, wrap=bool(long))
        for long in ("", "long ")
        for name, look in {
            "title": PageLook(size=20, bold=True),
            "below": PageLook(size=10, color=looks.MUTED),
            "heading": PageLook(size=15, bold=True, color=looks.ACCENT, below=looks.ACCENT),
            "subheading": PageLook(size=12, bold=True),
            "caption": PageLook(bold=True),
        }.items()
    },
    "lead": PageLook(size=12, bold=True),
    "text": PageLook(),
    "quiet": PageLook(size=10, color=looks.MUTED),
    "bullet": PageLook(indent=1),
    "quotation": PageLook(italic=True, indent=1, fill=looks.TINT),
    "attribution": PageLook(size=9, color=looks.MUTED, indent=1, fill=looks.TINT),
    "name": PageLook(bold=True, color=looks.MUTED, below=looks.LINE),
    "link": PageLook(line="single", color=looks.ACCENT, below=looks.LINE),
    "fact": PageLook(below=looks.LINE),
    "head": PageLook(size=10, bold=True, below=looks.ACCENT, fill=looks.TINT),
    "number head": PageLook(size=10, bold=True, align="right", indent=2, below=looks.ACCENT, fill=looks.TINT),
    "linked cell": PageLook(size=10, line="single", color=looks.ACCENT, below=looks.LINE),
    "cell": PageLook(size=10, below=looks.LINE),
    "number": PageLook(size=10, align="right", indent=2, below=looks.LINE),
    **{
        f"score {score}": PageLook(
            size=10, bold=True, color=ink, align="right", indent=2, below=looks.LINE, fill=looks.SCORE_TINTS[score]
        )
        for score, ink in looks.SCORE_INKS.items()
    },
}


def page_styles(sheet: Worksheet) -> dict[str, Style]:
    """Every name with its style in the sheet's workbook."""
    return {name: _style(sheet, look) for name, look in PAGE_LOOKS.items()}


def _style(sheet: Worksheet, look: PageLook) -> Style:
    more: dict[str, Any] = {}
    if look.below:
        more["border"] = looks.underline(look.below)
    if look.fill:
        more["fill"] = looks.fill(look.fill)
    return looks.style(
        sheet,
        number_format="General",
        font=looks.font(look.size, bold=look.bold, italic=look.italic, line=look.line, color=look.color),
        alignment=Alignment(vertical="top", wrap_text=look.wrap, horizontal=look.align, indent=look.indent),
        **more,
    )
