"""Sheets to read and print: labels on the left, texts beside them, tables from the texts on to the right.

Nothing here is read back, and no cells are merged: headings run over into the empty cells beside them. Each line's
height is worked out from its text, since not every program does; a text that would be higher than a row may be goes on
in the next row.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.model import report_blocks
from selfassess.domain.model.report_blocks import Block, Section
from selfassess.exchange.excel.texts import escape_cell_text, reduce_to_one_line
from selfassess.exchange.excel.writing import styles
from selfassess.exchange.excel.writing.charts import Bars, Chart, add_chart
from selfassess.exchange.excel.writing.page_breaks import PageBreaks, set_paper
from selfassess.exchange.excel.writing.page_styles import PAGE_LOOKS, page_styles
from selfassess.exchange.excel.writing.tables import make_table, make_table_name

LABELS, TEXTS = 1, 2
"""The column of labels and headings, and the one of texts, in which tables begin."""
WIDTHS = (22.0, 70.0, 18.0)
FURTHER_WIDTH = 13.0
"""How wide the columns are, from the left, and each further one."""
MAX_LINES = 26
"""Excel's rows are at most 409 points high."""
_HEADING_LIMIT = 120

Shown = str | int | None
_Cell = tuple[int, Shown, str]
"""The column a cell stands in, what it shows, and the name of its looks."""
Head = tuple[str, bool]
"""The heading of a table's column, and whether it holds numbers."""


class Page:
    """One sheet being drawn, from top to bottom."""

    def __init__(self, sheet: Worksheet, places: Mapping[str, str] | None = None) -> None:
        """``places`` has, for what stands first in a line of a table, the sheet that it leads to."""
        self.sheet = sheet
        self._places = places or {}
        self.row = 1
        sheet.sheet_view.showGridLines = False
        self._across = TEXTS
        self._styles = page_styles(sheet)
        self._breaks = PageBreaks(sheet)
        self._last_gap = self._headed = 0
        self._under = ""

    def finish_page(self) -> None:
        """Say how wide columns are and where printed pages end, once everything is drawn."""
        widths = [find_column_width(column) for column in range(1, self._across + 1)]
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self._breaks.write_breaks(self.row - 1, set_paper(self.sheet, widths))

    def write_title(self, text: str, below: str = "") -> None:
        """The sheet's own heading, with a quiet line under it."""
        self._under = text
        self._write_headline(text, "title", 30)
        if below:
            self._write_headline(below, "below", 0)
        self._leave_gap()

    def write_section(self, section: Section, *, headed: bool = True) -> None:
        """A section with everything in it."""
        if headed:
            self.write_heading(section.title, section.level)
        for block in section.blocks:
            self.write_block(block)
        for child in section.children:
            self.write_section(child)

    def write_heading(self, text: str, level: int = 2) -> int:
        """A heading; what follows it stays on its page. Returns its row."""
        self._leave_gap()
        first = self._headed = self.row
        self._under = text
        self._breaks.allow_break_before(self.row)
        large = level <= 2
        self._write_headline(text, "heading" if large else "subheading", 24 if large else 20)
        self._breaks.forbid_break_before(self.row)
        return first

    def write_block(self, block: Block) -> None:
        """One block, whatever it is."""
        match block:
            case report_blocks.Paragraph():
                self.write_paragraph(block.text, "quiet" if block.quiet else "text")
            case report_blocks.Bullets():
                for label, item in zip(block.labels, block.items, strict=True):
                    self._write_line([(TEXTS, f"{label}  {item}", "bullet")])
                self._leave_gap()
            case report_blocks.Quotation():
                self._write_quotation(block.text, block.attribution)
            case report_blocks.Quote():
                self._write_quotation(f"“{block.text}”", block.voice)
            case report_blocks.Comparison():
                self.write_block(block.to_plain_table)
            case report_blocks.Facts():
                self._write_facts(block)
            case report_blocks.Table():
                self.write_table(block.caption, [(column.label, column.number) for column in block.columns], block.rows)
            case report_blocks.ScoreChart():
                self._write_score_chart(block)

    def write_paragraph(self, text: str, look: str) -> None:
        """A paragraph."""
        self._write_line([(TEXTS, text, look)])
        self._leave_gap()

    def write_table(
        self,
        caption: str,
        heads: Sequence[Head],
        rows: Iterable[Sequence[Shown]],
        looks_of: Callable[[Sequence[Shown], int], str] = lambda row, place: "",
    ) -> int:
        """A table. Returns the row of its first line.

        ``looks_of`` may name other looks for what a row has in a column (counted from 0).
        """
        self._breaks.allow_break_before(self.row)
        if caption:
            self._write_headline(caption, "caption", 0, column=TEXTS)
            self._breaks.forbid_break_before(self.row)
        top = self.row
        headings = _make_headings_different([label for label, _ in heads])
        kinds = ["number" if number else "cell" for _, number in heads]
        self._across = max(self._across, TEXTS + len(heads) - 1)
        self._write_line(
            [(TEXTS + n, heading, "number head" if number else "head")
             for n, (heading, (_, number)) in enumerate(zip(headings, heads, strict=True))]
        )  # fmt: skip
        self._breaks.forbid_break_before(self.row)
        for row in rows:
            found = enumerate(zip(row, kinds, strict=True))
            first = self.sheet.cell(self.row, TEXTS)
            self._write_line([(TEXTS + n, shown, looks_of(row, n) or kind) for n, (shown, kind) in found])
            if row[0] in self._places:
                self._link_cell_to_sheet(first, self._places[str(row[0])], "linked cell")
        if self.row > top + 1:
            title = caption or self._under
            said = f"{title}: {self.row - top - 1} rows of {', '.join(headings)}."
            name = make_table_name(self.sheet.title, str(len(self.sheet.tables) + 1))
            made = make_table(
                name,
                map(escape_cell_text, headings),
                top,
                self.row - 1,
                left=TEXTS,
                title=title,
                said=said,
                filtered=False,
            )
            self.sheet.add_table(made)
            self._breaks.keep_rows_together(top, self.row - 1)
        self._leave_gap()
        return top + 1

    def write_chart(self, chart: Chart, since: int) -> None:
        """A chart below what is drawn so far, on one page with everything after row ``since`` where that fits."""
        self._breaks.allow_break_before(self.row)
        self._breaks.keep_rows_together(self.row, self.row + chart.height_in_rows)
        self._breaks.keep_rows_together(since, self.row + chart.height_in_rows)
        add_chart(self.sheet, chart, row=self.row, column=TEXTS)
        for _ in range(chart.height_in_rows):
            self.sheet.row_dimensions[self.row].height = styles.LINE_HEIGHT
            self.row += 1
        self._leave_gap()

    def _write_score_chart(self, chart: report_blocks.ScoreChart) -> None:
        """Scores in words and numbers, and the chart of them; a statement without a score has no bar at all."""
        heads = [
            ("Quality statement", False),
            ("In words", False),
            ("Score" if chart.numbered else "Level, from the lowest", True),
        ]
        heads.append((chart.earlier_label or "Earlier", True))
        rows = [(bar.name, bar.words, bar.score, bar.earlier) for bar in chart.bars]
        shades = {bar.name: chart.shade_of(bar) for bar in chart.bars}
        top = len(chart.levels)

        def tinted(row: Sequence[Shown], place: int) -> str:
            shade = shades.get(str(row[0])) if place == 2 else None
            return f"score {shade}" if shade is not None else ""

        since = self._headed if self._headed == self.row - 1 else self.row
        first = self.write_table("", heads, rows, tinted)
        series = [Bars("This assessment", TEXTS + 2, styles.ACCENT, styles.ACCENT)]
        if any(bar.earlier is not None for bar in chart.bars):
            series.append(Bars(chart.earlier_label, TEXTS + 3, *styles.EARLIER))
        if rows:
            self.write_chart(
                Chart(
                    title=f"Score of each quality statement, 1 to {top} (no bar: not scored)",
                    description=chart.alternative,
                    names=TEXTS,
                    first=first,
                    last=first + len(rows) - 1,
                    series=series,
                    top=top,
                ),
                since,
            )

    def write_sheet_links(self, rows: Iterable[tuple[str, str]]) -> None:
        """Names of sheets with what is in them; each name leads there."""
        for name, words in rows:
            cell = self.sheet.cell(self.row, LABELS)
            self._write_line([(LABELS, name, "link"), (TEXTS, words, "fact")])
            self._link_cell_to_sheet(cell, name, "link")
        self._leave_gap()

    def _link_cell_to_sheet(self, cell: Any, sheet: str, look: str) -> None:
        cell.hyperlink = Hyperlink(
            ref=cell.coordinate, location=f"{quote_sheetname(sheet)}!A1", display=str(cell.value)
        )
        styles.dress_cell(cell, self._styles[look])

    def _write_quotation(self, text: str, whose: str) -> None:
        self._write_line([(TEXTS, text, "quotation")])
        self._breaks.forbid_break_before(self.row)
        self._write_line([(TEXTS, whose, "attribution")])
        self._leave_gap()

    def _write_facts(self, block: report_blocks.Facts) -> None:
        self._breaks.allow_break_before(self.row)
        if block.title:
            self._write_headline(block.title, "subheading", 20)
            self._breaks.forbid_break_before(self.row)
        for name, value in block.rows:
            self._write_line([(LABELS, name, "name"), (TEXTS, value, "fact")])
        self._leave_gap()

    def _write_headline(self, text: str, name: str, height: float, *, column: int = LABELS) -> None:
        """A line that runs over the empty cells beside it; one too long for that is a text like any other."""
        room = sum(find_column_width(n) for n in range(column, TEXTS + 1))
        if "\n" in text or len(text) > styles.estimate_letters_in_width(room) * PAGE_LOOKS[name].letter_scale:
            column = TEXTS
            name = f"long {name}" if f"long {name}" in PAGE_LOOKS else name
        cells: list[_Cell] = [(column, text, name)]
        if PAGE_LOOKS[name].below:
            cells = [(LABELS, None, name), (TEXTS, None, name)]
            cells[column - 1] = (column, text, name)
        self._write_line(cells, height=height)

    def _leave_gap(self) -> None:
        """A little space, however many ask for it."""
        if self._last_gap == self.row - 1:
            return
        self._breaks.forbid_break_before(self.row)
        self.sheet.row_dimensions[self.row].height = 9
        self._last_gap = self.row
        self.row += 1

    def _write_line(self, cells: Sequence[_Cell], height: float = 0) -> None:
        """One line of cells side by side, in as many rows as its longest text needs."""
        pieces = [_split_high_text(value, column, name) for column, value, name in cells]
        for number in range(max(len(each) for each in pieces)):
            tall = styles.LINE_HEIGHT
            for (column, _, name), texts in zip(cells, pieces, strict=True):
                shown = texts[number] if number < len(texts) else None
                tall = max(tall, self._put_cell(column, shown, name) * _find_line_height(name))
            self.sheet.row_dimensions[self.row].height = min(styles.MAX_HEIGHT, max(height, tall + 3))
            self.row += 1

    def _put_cell(self, column: int, value: Shown, name: str) -> int:
        cell = self.sheet.cell(self.row, column)
        styles.dress_cell(cell, self._styles[name])
        if isinstance(value, str):
            cell.value = escape_cell_text(value)
            cell.data_type = "s"
            return len(_wrap_cell_text(value, column, name)) if PAGE_LOOKS[name].wrap else 1
        if value is not None:
            cell.value = value
        return 1


def find_section(sections: Sequence[Section], key: str) -> Section | None:
    """The section with this key, however deep it lies."""
    return next((section for section in _walk_sections(sections) if section.key == key), None)


def _walk_sections(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk_sections(section.children)


def find_column_width(column: int) -> float:
    """How wide a column is, in characters."""
    return WIDTHS[column - 1] if column <= len(WIDTHS) else FURTHER_WIDTH


def _wrap_cell_text(text: str, column: int, name: str) -> list[str]:
    width = max(1, int(styles.estimate_letters_in_width(find_column_width(column)) * PAGE_LOOKS[name].letter_scale))
    return [line for hard in text.splitlines() or [""] for line in textwrap.wrap(hard, width) or [""]]


def _split_high_text(value: Shown, column: int, name: str) -> list[Shown]:
    if not isinstance(value, str) or len(value) < MAX_LINES or not PAGE_LOOKS[name].wrap:
        return [value]
    lines = _wrap_cell_text(value, column, name)
    most = min(MAX_LINES, int(styles.MAX_HEIGHT / _find_line_height(name)))
    if len(lines) <= most:
        return [value]
    return ["\n".join(lines[start : start + most]) for start in range(0, len(lines), most)]


def _find_line_height(name: str) -> float:
    return max(styles.LINE_HEIGHT, styles.LINE_HEIGHT * PAGE_LOOKS[name].size / 11)


def _make_headings_different(headings: Sequence[str]) -> list[str]:
    """Headings as a table takes them: one line each, none empty, none twice."""
    found: list[str] = []
    taken: set[str] = set()
    for number, heading in enumerate(headings, 1):
        plain = name = reduce_to_one_line(heading, _HEADING_LIMIT) or f"Column {number}"
        while name.casefold() in taken:
            name = f"{plain} ({number})"
            plain = name
        taken.add(name.casefold())
        found.append(name)
    return found
