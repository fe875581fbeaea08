"""Sheets to read and print: the outline's blocks drawn on a grid of twelve columns.

Nothing here is read back. Cells of a line are merged, and Excel gives merged cells no height of their own, so each
line's height is worked out from its text; a text that would be higher than a row may be goes on in the next row.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain import blocks
from selfassess.domain.blocks import Block, Section
from selfassess.exchange.excel import looks
from selfassess.exchange.excel.charts import Bars, Chart, add_chart
from selfassess.exchange.excel.page_breaks import PAGE_HEIGHT, PageBreaks
from selfassess.exchange.excel.page_styles import PAGE_LOOKS, page_styles
from selfassess.exchange.excel.texts import escaped

COLUMNS = 12
COLUMN_WIDTH = 7.4
"""Twelve of these are as wide as an A4 page within its margins."""
MAX_LINES = 26
"""Excel's rows are at most 409 points high."""

Shown = str | int | None
_Cell = tuple[int, Shown, str]
"""How many grid columns a cell spans, what it shows, and the name of its looks."""


class Page:
    """One sheet being drawn, from top to bottom."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.row = 1
        sheet.sheet_view.showGridLines = False
        for number in range(1, COLUMNS + 1):
            sheet.column_dimensions[get_column_letter(number)].width = COLUMN_WIDTH
        self._styles = page_styles(sheet)
        self._breaks = PageBreaks(sheet)
        self._last_gap = 0

    def finish(self) -> None:
        """Say where printed pages end, once everything is drawn."""
        self._breaks.set(self.row - 1)

    def title(self, text: str, below: str = "") -> None:
        """The sheet's own heading, with a quiet line under it."""
        self._line([(COLUMNS, text, "title")], height=30)
        if below:
            self._line([(COLUMNS, below, "quiet")])
        self._gap()

    def section(self, section: Section, *, headed: bool = True) -> None:
        """A section with everything in it."""
        if headed:
            self.heading(section.title, section.level)
        for block in section.blocks:
            self.block(block)
        for child in section.children:
            self.section(child)

    def heading(self, text: str, level: int = 2) -> int:
        """A heading; what follows it stays on its page. Returns its row."""
        self._gap()
        first = self.row
        self._breaks.good(self.row)
        large = level <= 2
        self._line([(COLUMNS, text, "heading" if large else "subheading")], height=24 if large else 20)
        self._breaks.never(self.row)
        return first

    def block(self, block: Block) -> None:
        """One block, whatever it is."""
        match block:
            case blocks.Paragraph():
                self._line([(COLUMNS, block.text, "quiet" if block.quiet else "text")])
                self._gap()
            case blocks.Bullets():
                for item in block.items:
                    self._line([(COLUMNS, f"•  {item}", "bullet")])
                self._gap()
            case blocks.Quotation():
                self._line([(COLUMNS, block.text, "quotation")])
                self._breaks.never(self.row)
                self._line([(COLUMNS, block.attribution, "attribution")])
                self._gap()
            case blocks.Quote():
                self._line([(COLUMNS, f"“{block.text}”", "quotation")])
                self._breaks.never(self.row)
                self._line([(COLUMNS, block.voice, "attribution")])
                self._gap()
            case blocks.Comparison():
                self.block(block.table)
            case blocks.Facts():
                self._facts(block)
            case blocks.Table():
                spans = _spans([column.weight for column in block.columns])
                heads = [(c.label, span, c.number) for c, span in zip(block.columns, spans, strict=True)]
                self.table(block.caption, heads, block.rows)
            case blocks.ScoreChart():
                self._scores(block)

    def table(
        self,
        caption: str,
        heads: Sequence[tuple[str, int, bool]],
        rows: Iterable[Sequence[Shown]],
        looks_of: Callable[[int, Shown], str] = lambda place, shown: "",
    ) -> int:
        """A table; ``heads`` are label, span and whether it holds numbers. Returns the row of its first line.

        ``looks_of`` may name other looks for what a column (counted from 0) shows.
        """
        self._breaks.good(self.row)
        if caption:
            self._line([(COLUMNS, caption, "caption")])
            self._breaks.never(self.row)
        self._line([(span, label, "number head" if number else "head") for label, span, number in heads])
        self._breaks.never(self.row)
        first = self.row
        kinds = ["number" if number else "cell" for _, _, number in heads]
        for row in rows:
            named = [looks_of(place, shown) or kind for place, (shown, kind) in enumerate(zip(row, kinds, strict=True))]
            self._line([(span, shown, look) for (_, span, _), shown, look in zip(heads, row, named, strict=True)])
        self._gap()
        return first

    def chart(self, chart: Chart, since: int) -> None:
        """A chart below what is drawn so far, on one page with everything after row ``since`` where that fits."""
        drawn = sum(self.sheet.row_dimensions[row].height or 0 for row in range(since, self.row))
        fits = drawn + chart.height * looks.LINE_HEIGHT <= PAGE_HEIGHT
        self._breaks.good(self.row)
        for row in range(since if fits else self.row, self.row + chart.height):
            self._breaks.never(row + 1)
        add_chart(self.sheet, chart, row=self.row, columns=COLUMNS)
        for _ in range(chart.height):
            self.sheet.row_dimensions[self.row].height = looks.LINE_HEIGHT
            self.row += 1
        self._gap()

    def _scores(self, chart: blocks.ScoreChart) -> None:
        """Scores in numbers and words, and the chart of them; a statement without a score has no bar at all."""
        heads = [("Quality statement", 5, False), ("Score", 1, True), ("In words", 3, False)]
        heads.append((chart.earlier_label or "Earlier", 3, True))
        rows = [(bar.name, bar.score, bar.words, bar.earlier) for bar in chart.bars]

        def tinted(place: int, shown: Shown) -> str:
            return f"score {shown}" if place == 1 and shown in looks.SCORE_INKS else ""

        since = self.row
        first = self.table("", heads, rows, tinted)
        series = [Bars("This assessment", 6, looks.ACCENT, looks.ACCENT)]
        if any(bar.earlier is not None for bar in chart.bars):
            series.append(Bars(chart.earlier_label, 10, *looks.EARLIER))
        if rows:
            self.chart(
                Chart(
                    title="Score of each quality statement, 1 to 4 (no bar: not scored)",
                    description=chart.alternative,
                    names=1,
                    first=first,
                    last=first + len(rows) - 1,
                    series=series,
                    top=4,
                ),
                since,
            )

    def links(self, rows: Iterable[tuple[str, str]]) -> None:
        """Names of sheets with what is in them; each name leads there."""
        for name, words in rows:
            cell = self.sheet.cell(self.row, 1)
            self._line([(4, name, "link"), (COLUMNS - 4, words, "fact")])
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(name)}!A1", display=name)
        self._gap()

    def _facts(self, block: blocks.Facts) -> None:
        self._breaks.good(self.row)
        if block.title:
            self._line([(COLUMNS, block.title, "subheading")])
            self._breaks.never(self.row)
        for name, value in block.rows:
            self._line([(4, name, "name"), (COLUMNS - 4, value, "fact")])
        self._gap()

    def _gap(self) -> None:
        """A little space, however many ask for it."""
        if self._last_gap == self.row - 1:
            return
        self._breaks.never(self.row)
        self.sheet.row_dimensions[self.row].height = 9
        self._last_gap = self.row
        self.row += 1

    def _line(self, cells: Sequence[_Cell], height: float = 0) -> None:
        """One line of cells side by side, in as many rows as its longest text needs."""
        pieces = [_pieces(value, span, name) for span, value, name in cells]
        for number in range(max(len(each) for each in pieces)):
            start, tall = 1, looks.LINE_HEIGHT
            for (span, _, name), texts in zip(cells, pieces, strict=True):
                shown = texts[number] if number < len(texts) else None
                tall = max(tall, self._put(start, shown, name, span) * _line_height(name))
                start += span
            self.sheet.row_dimensions[self.row].height = min(looks.MAX_HEIGHT, max(height, tall + 3))
            self.row += 1

    def _put(self, start: int, value: Shown, name: str, span: int) -> int:
        for place in range(start, start + span):
            looks.dress(self.sheet.cell(self.row, place), self._styles[name])
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
        return len(_wrapped(value, span, name)) if isinstance(value, str) else 1


def find(sections: Sequence[Section], key: str) -> Section | None:
    """The section with this key, however deep it lies."""
    return next((section for section in _every(sections) if section.key == key), None)


def _every(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _every(section.children)


def _wrapped(text: str, span: int, name: str) -> list[str]:
    width = max(1, int(looks.letters_in(span * COLUMN_WIDTH) * PAGE_LOOKS[name].letters))
    return [line for hard in text.splitlines() or [""] for line in textwrap.wrap(hard, width) or [""]]


def _pieces(value: Shown, span: int, name: str) -> list[Shown]:
    if not isinstance(value, str) or len(value) < MAX_LINES:
        return [value]
    lines = _wrapped(value, span, name)
    most = min(MAX_LINES, int(looks.MAX_HEIGHT / _line_height(name)))
    if len(lines) <= most:
        return [value]
    return ["\n".join(lines[start : start + most]) for start in range(0, len(lines), most)]


def _line_height(name: str) -> float:
    return max(looks.LINE_HEIGHT, looks.LINE_HEIGHT * PAGE_LOOKS[name].size / 11)


def _spans(weights: Sequence[float]) -> list[int]:
    """The grid's columns shared out by weight, at least one each."""
    spans = [max(1, round(weight * COLUMNS / sum(weights))) for weight in weights]
    while sum(spans) != COLUMNS and not (sum(spans) > COLUMNS and max(spans) == 1):
        widest = spans.index(max(spans))
        spans[widest] += 1 if sum(spans) < COLUMNS else -1
    return spans
