"""How cells look: the product's colours, and styles made once for a workbook and shared by its cells."""

from __future__ import annotations

from typing import Any, Literal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.model.fields import Field, Kind
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.exchange.excel.registers import POSITION
from selfassess.exchange.excel.texts import reduce_to_one_line

INK, MUTED, LINE, ACCENT, TINT = "1B2430", "5B6675", "DDE2E8", "0B4F8A", "E8F0F8"
SCORE_INKS = {1: "8C1D18", 2: "7A4B00", 3: "14532D", 4: "0B3D6E"}
SCORE_TINTS = {1: "FBEAE9", 2: "FDF3E1", 3: "E7F4EB", 4: "E4EEF8"}

# Of a bar: its fill and its outline. Fill or outline stands out from white by 3 to 1, and each differs in lightness.
EARLIER = ("8793A1", "5B6675")
COVERED = (ACCENT, ACCENT)
PARTIAL = ("D9A441", "7A4B00")
MISSING = ("FFFFFF", "5B6675")

TEXT_FORMAT = "@"
"""Keeps what is typed as it is typed: "0012" stays, "1/2" is no date, "- so" is no formula."""
FORMATS = {Kind.WHOLE: "0", Kind.DECIMAL: "General", Kind.DATE: "d mmm yyyy", Kind.DATETIME: "d mmm yyyy h:mm"}

LINE_HEIGHT = 15.0
MAX_HEIGHT = 409.0
"""The height of a line of our text, and of the highest row that Excel allows, in points."""
REGISTER_SIZE = 10
REGISTER_LINE = 13.5
"""The letters of a register, and the height of a line of them, in points."""
_LETTERS = 1.15
"""A column's width counts digits; this many letters of running text take the place of one."""

_USED = 0.92
"""The part of a line that is used where words are not parted."""

Style = Any
"""openpyxl's index of a cell's looks; it has no public name."""


def make_cell_style(sheet: Worksheet, *, number_format: str = TEXT_FORMAT, **looks: Any) -> Style:
    """A style in the sheet's workbook, for ``put``."""
    cell: Any = Cell(sheet, row=1, column=1)
    cell.number_format = number_format
    cell.alignment = looks.get("alignment", Alignment(vertical="top", wrap_text=True))
    cell.font = looks.get("font", Font(name="Calibri", size=11, color=INK))
    for part in ("fill", "border"):
        if part in looks:
            setattr(cell, part, looks[part])
    return cell._style


def dress_cell(cell: Any, look: Style) -> None:
    """Give a cell (or a whole column) a style that ``style`` made; setting font, fill and the rest on each is slow."""
    cell._style = look


def make_font(
    size: int = 11, *, bold: bool = False, italic: bool = False, line: Literal["single"] | None = None, color: str = INK
) -> Font:
    """The face of everything we write."""
    return Font(name="Calibri", size=size, bold=bold, italic=italic, underline=line, color=color)


def make_mark_font(color: str) -> Font:
    """What a rule changes of a cell's letters; its face and size stay."""
    return Font(bold=True, color=color)


def make_fill(color: str) -> PatternFill:
    """A plain background."""
    return PatternFill("solid", start_color=color, end_color=color)


def make_underline(color: str = LINE) -> Border:
    """A thin line below."""
    return Border(bottom=Side(style="thin", color=color))


def make_heading_style(sheet: Worksheet, *, right: bool = False) -> Style:
    """The heading of a table's column, to the ``right`` where it stands above numbers."""
    alignment = Alignment(vertical="top", wrap_text=True, horizontal="right" if right else None, indent=int(right))
    return make_cell_style(
        sheet, font=make_font(REGISTER_SIZE, bold=True, color="FFFFFF"), fill=make_fill(ACCENT), alignment=alignment
    )


def make_column_style(sheet: Worksheet, key: str, spec: Field | None, *, link: bool = False) -> Style:
    """How the cells of a register's column look: numbers to the right, the rest to the left, so that none touch."""
    right = spec is not None and spec.kind in (Kind.WHOLE, Kind.DECIMAL)
    alignment = Alignment(vertical="top", wrap_text=True, horizontal="right" if right else "left", indent=int(right))
    letters = make_font(REGISTER_SIZE, line="single", color=ACCENT) if link else make_font(REGISTER_SIZE)
    return make_cell_style(sheet, number_format=find_number_format(key, spec), alignment=alignment, font=letters)


def find_number_format(key: str, spec: Field | None) -> str:
    """How a column's cells are formatted."""
    if spec is None:
        return "0" if key == POSITION else TEXT_FORMAT
    return FORMATS.get(spec.kind, TEXT_FORMAT)


def estimate_line_count(text: str, width: float) -> int:
    """About how many lines a text takes in a register's column of this width."""
    letters = max(1, int(estimate_letters_in_width(width) * _USED * 11 / REGISTER_SIZE))
    return sum(1 + len(line) // letters for line in text.split("\n"))


def estimate_letters_in_width(width: float) -> int:
    """About how many letters of running text a column of this width takes in one line."""
    return max(4, int(width * _LETTERS))


def set_up_printing(sheet: Any, council: str, year: str, status: str, *, landscape: bool) -> None:
    """A4, as wide as the sheet, with council, year, status and page in header and footer."""
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.75
    # However small a sheet is printed, one can read whose it is.
    sheet.HeaderFooter.scaleWithDoc = False
    sheet.oddHeader.left.text = _escape_printed_text(council, 42)
    sheet.oddHeader.center.text = _escape_printed_text(year, 20)
    sheet.oddHeader.right.text = _escape_printed_text(status, 20)
    sheet.oddFooter.left.text = _escape_printed_text(sheet.title, 31)
    sheet.oddFooter.right.text = "Page &P of &N"


def describe_years(workbook: Workbook) -> str:
    """The years a workbook holds, in words: "2024-25" or "2023-24 to 2025-26"."""
    labels: list[Assessment] = list(workbook.assessments)
    if len(labels) == 1:
        return labels[0].label
    return f"{labels[0].label} to {labels[-1].label}"


def _escape_printed_text(text: str, limit: int) -> str:
    # Beside each other on an upright page; in a header "&" starts a code.
    return reduce_to_one_line(text, limit).replace("&", "&&")
