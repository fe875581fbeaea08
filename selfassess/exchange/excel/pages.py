"""Sheets to read and print: the outline's blocks drawn on a grid of twelve columns.

Nothing here is read back. Cells of a line are merged, and Excel gives merged cells no height of their own, so each
line's height is worked out from its text; a text that would be higher than a row may be goes on in the next row.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain import blocks
from selfassess.domain.blocks import Block, Section
from selfassess.exchange.excel import looks
from selfassess.exchange.excel.charts import add_chart
from selfassess.exchange.excel.looks import Style
from selfassess.exchange.excel.texts import escaped

COLUMNS = 12
COLUMN_WIDTH = 7.8
MAX_LINES = 26
"""Excel's rows are at most 409 points high."""

_Cell = tuple[int, str | int | None, Style]
"""How many grid columns a cell spans, what it shows, and its looks."""


class Page:
    """One sheet being drawn, from top to bottom."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.row = 1
        sheet.sheet_view.showGridLines = False
        for number in range(1, COLUMNS + 1):
            sheet.column_dimensions[get_column_letter(number)].width = COLUMN_WIDTH
        self._styles = _styles(sheet)

    def title(self, text: str, below: str = "") -> None:
        """The sheet's own heading, with a quiet line under it."""
        self._line([(COLUMNS, text, self._styles["title"])], height=30)
        if below:
            self._line([(COLUMNS, below, self._styles["quiet"])])
        self._gap()

    def section(self, section: Section, *, headed: bool = True) -> None:
        """A section with everything in it."""
        if headed:
            name = "heading" if section.level <= 2 else "subheading"
            self._gap()
            self._line([(COLUMNS, section.title, self._styles[name])], height=24 if name == "heading" else 20)
        for block in section.blocks:
            self.block(block)
        for child in section.children:
            self.section(child)

    def block(self, block: Block) -> None:
        """One block, whatever it is."""
        match block:
            case blocks.Paragraph():
                self._line([(COLUMNS, block.text, self._styles["quiet" if block.quiet else "text"])])
                self._gap()
            case blocks.Bullets():
                for item in block.items:
                    self._line([(COLUMNS, f"•  {item}", self._styles["bullet"])])
                self._gap()
            case blocks.Quotation():
                self._line([(COLUMNS, block.text, self._styles["quotation"])])
                self._line([(COLUMNS, block.attribution, self._styles["attribution"])])
                self._gap()
            case blocks.Facts():
                if block.title:
                    self._line([(COLUMNS, block.title, self._styles["subheading"])])
                for name, value in block.rows:
                    self._line([(4, name, self._styles["name"]), (COLUMNS - 4, value, self._styles["fact"])])
                self._gap()
            case blocks.Table():
                self._table(block)
            case blocks.ScoreChart():
                self._chart(block)

    def _table(self, table: blocks.Table) -> None:
        if table.caption:
            self._line([(COLUMNS, table.caption, self._styles["caption"])])
        spans = _spans([column.weight for column in table.columns])
        kinds = ["number" if column.number else "cell" for column in table.columns]
        heads = [self._styles["number head" if column.number else "head"] for column in table.columns]
        self._line([(s, c.label, h) for s, c, h in zip(spans, table.columns, heads, strict=True)])
        for row in table.rows:
            self._line([(s, text, self._styles[k]) for s, text, k in zip(spans, row, kinds, strict=True)])
        self._gap()

    def _chart(self, chart: blocks.ScoreChart) -> None:
        spans = (5, 1, 4, 2)
        labels = ("Quality statement", "Score", "In words", chart.earlier_label)
        heads = [self._styles[name] for name in ("head", "number head", "head", "number head")]
        self._line(list(zip(spans, labels, heads, strict=True)))
        first = self.row
        for bar in chart.bars:
            score = self._styles[f"score {bar.score}"] if bar.score in looks.SCORE_INKS else self._styles["number"]
            cells = (bar.name, bar.score, bar.words, bar.earlier)
            styles = (self._styles["cell"], score, self._styles["cell"], self._styles["number"])
            self._line(list(zip(spans, cells, styles, strict=True)))
        self._gap()
        if chart.bars:
            lines = add_chart(self.sheet, chart, first=first, anchor=f"A{self.row}", columns=(1, 6, 11))
            self.row += lines
        self._line([(COLUMNS, chart.alternative, self._styles["quiet"])])
        self._gap()

    def _gap(self) -> None:
        self.sheet.row_dimensions[self.row].height = 8
        self.row += 1

    def _line(self, cells: Sequence[_Cell], height: float = 0) -> None:
        """One line of cells side by side, in as many rows as its longest text needs."""
        pieces = [_pieces(value, span) for span, value, _ in cells]
        for number in range(max(len(each) for each in pieces)):
            start, lines = 1, 1
            for (span, _, look), texts in zip(cells, pieces, strict=True):
                if number < len(texts):
                    lines = max(lines, self._put(start, texts[number], look, span))
                else:
                    self._put(start, None, look, span)
                start += span
            self.sheet.row_dimensions[self.row].height = max(height, lines * looks.LINE_HEIGHT + 3)
            self.row += 1

    def _put(self, start: int, value: str | int | None, look: Style, span: int) -> int:
        for place in range(start, start + span):
            looks.dress(self.sheet.cell(self.row, place), look)
        cell = self.sheet.cell(self.row, start)
        if isinstance(value, str):
            cell.value = escaped(value)
            cell.data_type = "s"
        elif value is not None:
            cell.value = value
        if span > 1:
            # merge_cells compares each range with all before it, which takes most of a second on long sheets.
            merged = CellRange(min_row=self.row, max_row=self.row, min_col=start, max_col=start + span - 1)
            self.sheet.merged_cells.ranges.add(merged)
        return len(_wrapped(value, span)) if isinstance(value, str) else 1


def find(sections: Sequence[Section], key: str) -> Section | None:
    """The section with this key, however deep it lies."""
    return next((section for section in _every(sections) if section.key == key), None)


def _every(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _every(section.children)


def _wrapped(text: str, span: int) -> list[str]:
    width = looks.letters_in(span * COLUMN_WIDTH)
    return [line for hard in text.splitlines() or [""] for line in textwrap.wrap(hard, width) or [""]]


def _pieces(value: str | int | None, span: int) -> list[str | int | None]:
    if not isinstance(value, str) or len(value) < MAX_LINES:
        return [value]
    lines = _wrapped(value, span)
    if len(lines) <= MAX_LINES:
        return [value]
    return ["\n".join(lines[start : start + MAX_LINES]) for start in range(0, len(lines), MAX_LINES)]


def _spans(weights: Sequence[float]) -> list[int]:
    """The grid's columns shared out by weight, at least one each."""
    spans = [max(1, round(weight * COLUMNS / sum(weights))) for weight in weights]
    while sum(spans) != COLUMNS and not (sum(spans) > COLUMNS and max(spans) == 1):
        widest = spans.index(max(spans))
        spans[widest] += 1 if sum(spans) < COLUMNS else -1
    return spans


def _styles(sheet: Worksheet) -> dict[str, Style]:
    def made(font: object, horizontal: str = "general", indent: int = 0, **more: object) -> Style:
        alignment = Alignment(vertical="top", wrap_text=True, horizontal=horizontal, indent=indent)
        return looks.style(sheet, number_format="General", font=font, alignment=alignment, **more)

    line = looks.underline()
    strong = looks.underline(looks.ACCENT)
    styles = {
        "title": made(looks.font(20, bold=True)),
        "heading": made(looks.font(15, bold=True, color=looks.ACCENT), border=strong),
        "subheading": made(looks.font(12, bold=True)),
        "text": made(looks.font()),
        "quiet": made(looks.font(10, color=looks.MUTED)),
        "bullet": made(looks.font(), "left", 1),
        "quotation": made(looks.font(italic=True), "left", 1, fill=looks.fill(looks.TINT)),
        "attribution": made(looks.font(9, color=looks.MUTED), "left", 1, fill=looks.fill(looks.TINT)),
        "name": made(looks.font(bold=True, color=looks.MUTED), "left", border=line),
        "fact": made(looks.font(), "left", border=line),
        "caption": made(looks.font(bold=True)),
        "head": made(looks.font(10, bold=True), "left", border=strong, fill=looks.fill(looks.TINT)),
        "number head": made(looks.font(10, bold=True), "right", 1, border=strong, fill=looks.fill(looks.TINT)),
        "cell": made(looks.font(10), "left", border=line),
        "number": made(looks.font(10), "right", 1, border=line),
    }
    for score, ink in looks.SCORE_INKS.items():
        face = looks.font(10, bold=True, color=ink)
        styles[f"score {score}"] = made(face, "right", 1, border=line, fill=looks.fill(looks.SCORE_TINTS[score]))
    return styles
