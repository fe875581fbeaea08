"""Writes the registers: one Excel table for each kind of record, made to be edited and sent back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.model.catalogue import CATALOGUE, RecordKind, links_to_records
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.text.wording import join_with_or
from selfassess.exchange.excel.names import PackNames, names_of_every_year
from selfassess.exchange.excel.registers import (
    CONTENTS,
    EXACT,
    HIDDEN,
    ID,
    POSITION,
    YEAR,
    Column,
    Row,
    build_register_row,
    list_register_columns,
)
from selfassess.exchange.excel.texts import split_cell_text
from selfassess.exchange.excel.values import Content, mark_of_cell
from selfassess.exchange.excel.writing import styles as looks
from selfassess.exchange.excel.writing.conditional_formats import add_register_marks
from selfassess.exchange.excel.writing.places import MOST_LINKS, find_link_address
from selfassess.exchange.excel.writing.register_layout import (
    ROOM,
    count_heading_lines,
    lay_out_columns,
    set_register_pages,
)
from selfassess.exchange.excel.writing.tables import make_table, make_table_name
from selfassess.exchange.excel_saving import Cell, Stream, look_number

LISTS = "_lists"
_FEW = 10
"""A whole number with no more answers than this gets a list to choose from."""


class Registers:
    """Writes the registers of one workbook into one book, and remembers their columns."""

    def __init__(self, book: Book, workbook: Workbook, status: str) -> None:
        self.book = book
        self.workbook = workbook
        self.status = status
        self.columns: dict[str, Sequence[Column]] = {}
        self.streams: dict[str, Stream] = {}
        """By sheet the rows below its headings, which are made as they are written."""
        self._packs = {a.id: PackNames(a.framework, a.information_return) for a in workbook.assessments}
        self._names = names_of_every_year(workbook.assessments)
        self._lists: dict[tuple[str | int, ...], str] = {}

    def add_register(self, kind: RecordKind, step: Callable[[], None]) -> None:
        """Add the register of one kind; ``step`` is called for each record and may raise."""
        rows: list[Row] = []
        for assessment in self.workbook.assessments:
            for record in assessment.records_of(kind.key):
                rows.append(build_register_row(kind, record, assessment.label, self._names[assessment.id]))
                if self.workbook.find_assessment(assessment.label) is not assessment:
                    rows[-1].exact[YEAR] = (mark_of_cell(assessment.label), assessment.id)
                step()
        sheet = self.book.create_sheet(kind.sheet)
        every = [_collect_row_cells(each) for each in rows]
        years = len(self.workbook.assessments)
        cols = list_register_columns(kind, every, years=years)
        self.columns[kind.sheet] = cols
        layout = lay_out_columns(cols, every, years=years)
        _write_register_head(sheet, cols, layout.widths)
        self.streams[kind.sheet] = Stream(
            count=len(every),
            extent=f"A1:{get_column_letter(len(cols))}{len(every) + 1}",
            links=list(islice(_build_evidence_links(cols, every), MOST_LINKS)),
            made=self._build_row_lines(sheet, cols, layout.widths, every),
        )
        # A table has at least one row below its headings.
        bottom = max(len(rows), 1) + 1
        self._dress_register(sheet, kind, cols, bottom)
        set_register_pages(sheet, cols, layout)
        add_register_marks(sheet, kind, cols, bottom + ROOM, [names.framework for names in self._packs.values()])

    def add_answer_lists(self) -> None:
        """Add the hidden sheet that the drop-downs take their answers from."""
        sheet = self.book.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        for number, answers in enumerate(self._lists, 1):
            for place, answer in enumerate(answers, 1):
                cell = sheet.cell(place, number)
                if isinstance(answer, int):
                    cell.value = answer
                else:
                    cell.value = split_cell_text(answer)[0]
                    cell.data_type = "s"

    def _build_row_lines(
        self, sheet: Worksheet, cols: Sequence[Column], widths: Sequence[float], rows: Sequence[Mapping[str, Content]]
    ) -> Iterator[tuple[int, float, Sequence[Cell]]]:
        """The rows below the headings as they are written: number, height and cells."""
        letters = [get_column_letter(number) for number in range(1, len(cols) + 1)]
        styles = [look_number(self.book, looks.make_column_style(sheet, c.key, c.spec)) for c in cols]
        link = look_number(self.book, looks.make_column_style(sheet, "location", None, link=True))
        for place, values in enumerate(rows, 2):
            lines = 1
            cells: list[Cell] = []
            for number, column in enumerate(cols):
                shown = values.get(column.key)
                if shown is None:
                    continue
                style = styles[number]
                if isinstance(shown, str):
                    pieces = split_cell_text(shown)
                    if column.part > len(pieces):
                        continue
                    shown = pieces[column.part - 1]
                    if column.key not in HIDDEN:
                        lines = max(lines, looks.estimate_line_count(shown, widths[number]))
                    if column.key == "location" and find_link_address(shown):
                        style = link
                cells.append((letters[number], shown, style))
            yield place, min(looks.MAX_HEIGHT, lines * looks.REGISTER_LINE + 2), cells

    def _dress_register(self, sheet: Worksheet, kind: RecordKind, cols: Sequence[Column], bottom: int) -> None:
        headings = [column.heading for column in cols]
        said = CONTENTS[kind.key]
        sheet.add_table(
            make_table(make_table_name(kind.plural), headings, 1, bottom, title=kind.sheet, said=said, filtered=True)
        )
        sheet.freeze_panes = "B2"
        sheet.sheet_properties.tabColor = looks.EARLIER[0]
        council = self.workbook.council.text_of("name")
        looks.set_up_printing(sheet, council, looks.describe_years(self.workbook), self.status, landscape=True)
        for number, column in enumerate(cols, 1):
            validation = self._build_validation(column)
            if validation is not None:
                letter = get_column_letter(number)
                validation.add(f"{letter}2:{letter}{bottom + ROOM}")
                sheet.add_data_validation(validation)

    def _build_validation(self, column: Column) -> DataValidation | None:
        spec = column.spec
        if spec is not None and spec.kind is Kind.LINKS and column.part == 1:
            sheets = join_with_or(CATALOGUE[target].sheet for target in spec.target if target in CATALOGUE)
            where = f", as it stands in the sheet {sheets}" if links_to_records(spec) else ""
            return DataValidation(
                promptTitle=spec.label[:32], prompt=f"One a line{where}.", showInputMessage=True, allow_blank=True
            )
        answers = tuple(self._list_allowed_answers(column))
        if not answers:
            return None
        strict = spec is not None and spec.kind in (Kind.CHOICE, Kind.YES_NO, Kind.WHOLE)
        return DataValidation(
            type="list",
            formula1=self._place_answer_list(answers),
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop" if strict else "warning",
            errorTitle=column.heading[:32],
            error="Please choose one of the answers in the list.",
        )

    def _list_allowed_answers(self, column: Column) -> Iterator[str | int]:
        spec = column.spec
        if column.key == YEAR:
            yield from dict.fromkeys(a.label for a in self.workbook.assessments if a.label)
        elif spec is None or column.part > 1:
            return
        elif spec.kind is Kind.CHOICE:
            yield from (choice.label for choice in spec.choices)
        elif spec.kind is Kind.YES_NO:
            yield from ("Yes", "No")
        elif spec.on_scale:
            yield from dict.fromkeys(
                score.value if names.framework.numbered else score.label
                for names in self._packs.values()
                for score in names.framework.scores
            )
        elif spec.kind is Kind.WHOLE and spec.minimum is not None and spec.maximum is not None:
            if spec.maximum - spec.minimum < _FEW:
                yield from range(spec.minimum, spec.maximum + 1)
        elif spec.kind is Kind.LINK and not links_to_records(spec):
            pairs = (pair for names in self._packs.values() for pair in names.list_key_words(spec.target[0]))
            yield from dict.fromkeys(words for _, words in pairs)

    def _place_answer_list(self, answers: tuple[str | int, ...]) -> str:
        """Where the hidden sheet holds these answers: one written in the rule has no commas and ends at 255."""
        letter = self._lists.setdefault(answers, get_column_letter(len(self._lists) + 1))
        return f"{LISTS}!${letter}$1:${letter}${len(answers)}"


def _write_register_head(sheet: Worksheet, cols: Sequence[Column], widths: Sequence[float]) -> None:
    heading = looks.make_heading_style(sheet)
    lines = 1
    for number, (column, width) in enumerate(zip(cols, widths, strict=True), 1):
        looks.dress_cell(sheet.cell(1, number, column.heading), heading)
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = width
        dimension.hidden = column.key in HIDDEN
        # Cells that are not there yet look and behave like the ones above them.
        looks.dress_cell(dimension, looks.make_column_style(sheet, column.key, column.spec))
        if not dimension.hidden:
            lines = max(lines, count_heading_lines(column.heading, width))
    sheet.row_dimensions[1].height = lines * looks.REGISTER_LINE + 3


def _build_evidence_links(cols: Sequence[Column], rows: Sequence[Mapping[str, Content]]) -> Iterator[Hyperlink]:
    """The places of evidence that a click opens."""
    found = [get_column_letter(n) for n, column in enumerate(cols, 1) if (column.key, column.part) == ("location", 1)]
    for place, values in enumerate(rows if found else (), 2):
        shown = values.get("location")
        if isinstance(shown, str) and (target := find_link_address(split_cell_text(shown)[0])):
            yield Hyperlink(ref=f"{found[0]}{place}", target=target)


def _collect_row_cells(row: Row) -> dict[str, Content]:
    cells = {**row.cells, POSITION: row.position, ID: row.id}
    if row.exact:
        cells[EXACT] = msgspec.json.encode(row.exact).decode()
    return cells
