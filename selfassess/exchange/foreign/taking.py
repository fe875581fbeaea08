"""Takes a spreadsheet in by its mapping: the records it gives, and every cell that gave none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.new_year import new_assessment, new_id
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange.foreign.headings import Headings, locate_headings
from selfassess.exchange.foreign.labels import LabelReader, find_statement_rows
from selfassess.exchange.foreign.ledger import Ledger, Left, Unplaced
from selfassess.exchange.foreign.mapping import Mapping, Shape, SheetMapping, TableMapping
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.tables import TableReader
from selfassess.exchange.foreign.values import Answers
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.foreign.year import Year
from selfassess.exchange.spreadsheets.book import Book, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a spreadsheet gave, every cell that was left with its place and why, and what is worth knowing."""

    incoming: Incoming
    left: tuple[Left, ...]
    notes: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    """The rows that name no quality statement and that nobody put under one."""


def apply_mapping(
    book: Book,
    mapping: Mapping,
    *,
    framework: Framework,
    asked: InformationReturn | None,
    council: Record | None,
    label: str,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Taken:
    """The self-assessment called ``label`` that a spreadsheet holds, read the way a mapping says.

    Every cell with something in it is in a record, or served as heading, label or name of a statement, or is among
    ``left``. ``progress`` is told how far it is (0 to 1). Raises CancelledError once ``cancelled`` says so.
    """

    def watch(part: float) -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was imported.")
        progress(part)

    year = Year(new_assessment(label, 0, framework, asked), Answers(framework, asked), council)
    statements = Statements(framework)
    ledgers: list[tuple[Ledger, str]] = []
    for number, sheet in enumerate(book.sheets):
        part = number / len(book.sheets)
        watch(part)
        ledgers.append(
            _take_sheet(sheet, mapping.find_sheet_mapping(sheet.name), year, statements, partial(watch, part))
        )
    assessment = year.build_assessment()
    notes = (
        *book.notes,
        *_describe_missing_sheets(book, mapping),
        *(note for ledger, _ in ledgers for note in ledger.notes),
    )
    whole = council or blank_record("council", new_id(), 0, None, name=_strip_ending(book.name))
    incoming = Incoming(
        workbook=Workbook(council=whole, assessments=(assessment,)),
        problems=tuple(problem for ledger, _ in ledgers for problem in ledger.problems),
        sent=year.describe_sent_fields(),
        places=year.map_record_places(),
        notes=notes,
    )
    left = tuple(each for ledger, otherwise in ledgers for each in ledger.list_left_cells(otherwise))
    watch(1.0)
    unplaced = tuple(each for ledger, _ in ledgers for each in ledger.unplaced)
    return Taken(incoming=incoming, left=left, notes=notes, unplaced=unplaced)


def _take_sheet(
    sheet: Sheet, part: SheetMapping | None, year: Year, statements: Statements, stop: Callable[[], None]
) -> tuple[Ledger, str]:
    """The account of one sheet, and why its other cells were left."""
    ledger = Ledger(sheet)
    if part is None:
        return ledger, "the mapping says nothing of this sheet"
    if part.skip:
        return ledger, "this sheet is left aside"
    tables = list(_locate_tables(part, sheet, ledger))
    starts = [_first_row_of_headings(found) for _, found in tables]
    label_rows: frozenset[int] = frozenset()
    if part.questions:
        label_rows = _find_label_rows(part, sheet)
    named = _find_statements_above_tables(part, sheet, statements)
    bounds = (*starts, *label_rows, *named)
    ends = [min([row for row in bounds if row > found.row] or [len(sheet.rows)]) for _, found in tables]
    for (table, found), end in zip(tables, ends, strict=True):
        about = part.statement or named.get(max((row for row in named if row < found.row), default=-1))
        TableReader(table, found, ledger, year, statements, about, part.statement_of_row).read_table_rows(end, stop)
    if part.questions or part.shape is Shape.STATEMENT_TAB:
        blocked = frozenset(row for start, end in zip(starts, ends, strict=True) for row in range(start, end))
        LabelReader(part.questions, ledger, year, statements, part.statement).read_labels(blocked)
        return ledger, "it belongs to no label or table"
    if not part.all_tables:
        return ledger, "it is not known yet what this sheet holds"
    return ledger, "it stands outside the table"


def _locate_tables(part: SheetMapping, sheet: Sheet, ledger: Ledger) -> Iterator[tuple[TableMapping, Headings]]:
    for table in part.all_tables:
        found = locate_headings(table, sheet)
        if found is None:
            ledger.notes.append(f"The headings of a table were not found in the sheet “{sheet.name}”; it was left.")
        else:
            yield table, found


def _find_statements_above_tables(part: SheetMapping, sheet: Sheet, statements: Statements) -> dict[int, str]:
    """The rows of a sheet of labels that name a statement, which the tables below are about until the next."""
    if part.shape is not Shape.QUESTIONS or part.statement is not None or not part.all_tables:
        return {}
    questions = {fold_heading(question.label): question for question in part.questions}
    return {row: key for row, (_, key) in find_statement_rows(sheet, statements, None, frozenset(), questions).items()}


def _find_label_rows(part: SheetMapping, sheet: Sheet) -> frozenset[int]:
    """Rows at which a table ends because a label begins: those whose first cell is a label."""
    labels = {fold_heading(question.label) for question in part.questions}
    found = set()
    for number, row in enumerate(sheet.rows):
        first = next((cell for cell in row if cell is not None), None)
        if isinstance(first, str) and fold_heading(first) in labels:
            found.add(number)
    return frozenset(found)


def _first_row_of_headings(found: Headings) -> int:
    if found.cells:
        return min(row for row, _ in found.cells)
    return found.row


def _describe_missing_sheets(book: Book, mapping: Mapping) -> Iterator[str]:
    spoken = {id(mapping.find_sheet_mapping(sheet.name)) for sheet in book.sheets}
    for part in mapping.sheets:
        if id(part) not in spoken and not part.skip:
            yield f"The mapping speaks of a sheet “{part.sheet}”, which {book.name} does not have."


def _strip_ending(name: str) -> str:
    return name.rsplit(".", 1)[0]


def keep_first_rows(book: Book, rows: int) -> Book:
    """The book without what stands below the first rows of each sheet."""
    return replace(book, sheets=tuple(replace(sheet, rows=sheet.rows[:rows]) for sheet in book.sheets))
