"""Takes a spreadsheet in by its mapping: the records it gives, and every cell that gave none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import Record, blank
from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.new_year import new_assessment, new_id
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange.foreign.headings import Headings, locate
from selfassess.exchange.foreign.labels import LabelReader, statement_rows
from selfassess.exchange.foreign.ledger import Ledger, Left, Unplaced
from selfassess.exchange.foreign.mapping import Mapping, Shape, SheetMapping, TableMapping
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.tables import TableReader
from selfassess.exchange.foreign.values import Answers
from selfassess.exchange.foreign.words import folded
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


def apply(
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
        ledgers.append(_sheet(sheet, mapping.sheet(sheet.name), year, statements, partial(watch, part)))
    assessment = year.finish()
    notes = (*book.notes, *_missing(book, mapping), *(note for ledger, _ in ledgers for note in ledger.notes))
    whole = council or blank("council", new_id(), 0, None, name=_stem(book.name))
    incoming = Incoming(
        workbook=Workbook(council=whole, assessments=(assessment,)),
        problems=tuple(problem for ledger, _ in ledgers for problem in ledger.problems),
        sent=year.sent(),
        places=year.places(),
        notes=notes,
    )
    left = tuple(each for ledger, otherwise in ledgers for each in ledger.left(otherwise))
    watch(1.0)
    unplaced = tuple(each for ledger, _ in ledgers for each in ledger.unplaced)
    return Taken(incoming=incoming, left=left, notes=notes, unplaced=unplaced)


def _sheet(
    sheet: Sheet, part: SheetMapping | None, year: Year, statements: Statements, stop: Callable[[], None]
) -> tuple[Ledger, str]:
    """The account of one sheet, and why its other cells were left."""
    ledger = Ledger(sheet)
    if part is None:
        return ledger, "the mapping says nothing of this sheet"
    if part.skip:
        return ledger, "this sheet is left aside"
    tables = list(_tables(part, sheet, ledger))
    starts = [_first_row(found) for _, found in tables]
    label_rows: frozenset[int] = frozenset()
    if part.questions:
        label_rows = _label_rows(part, sheet)
    named = _named_above(part, sheet, statements)
    bounds = (*starts, *label_rows, *named)
    ends = [min([row for row in bounds if row > found.row] or [len(sheet.rows)]) for _, found in tables]
    for (table, found), end in zip(tables, ends, strict=True):
        about = part.statement or named.get(max((row for row in named if row < found.row), default=-1))
        TableReader(table, found, ledger, year, statements, about, part.placed).read(end, stop)
    if part.questions or part.shape is Shape.STATEMENT_TAB:
        blocked = frozenset(row for start, end in zip(starts, ends, strict=True) for row in range(start, end))
        LabelReader(part.questions, ledger, year, statements, part.statement).read(blocked)
        return ledger, "it belongs to no label or table"
    if not part.tables:
        return ledger, "it is not known yet what this sheet holds"
    return ledger, "it stands outside the table"


def _tables(part: SheetMapping, sheet: Sheet, ledger: Ledger) -> Iterator[tuple[TableMapping, Headings]]:
    for table in part.tables:
        found = locate(table, sheet)
        if found is None:
            ledger.notes.append(f"The headings of a table were not found in the sheet “{sheet.name}”; it was left.")
        else:
            yield table, found


def _named_above(part: SheetMapping, sheet: Sheet, statements: Statements) -> dict[int, str]:
    """The rows of a sheet of labels that name a statement, which the tables below are about until the next."""
    if part.shape is not Shape.QUESTIONS or part.statement is not None or not part.tables:
        return {}
    questions = {folded(question.label): question for question in part.questions}
    return {row: key for row, (_, key) in statement_rows(sheet, statements, None, frozenset(), questions).items()}


def _label_rows(part: SheetMapping, sheet: Sheet) -> frozenset[int]:
    """Rows at which a table ends because a label begins: those whose first cell is a label."""
    labels = {folded(question.label) for question in part.questions}
    found = set()
    for number, row in enumerate(sheet.rows):
        first = next((cell for cell in row if cell is not None), None)
        if isinstance(first, str) and folded(first) in labels:
            found.add(number)
    return frozenset(found)


def _first_row(found: Headings) -> int:
    return min(row for row, _ in found.cells) if found.cells else found.row


def _missing(book: Book, mapping: Mapping) -> Iterator[str]:
    spoken = {id(mapping.sheet(sheet.name)) for sheet in book.sheets}
    for part in mapping.sheets:
        if id(part) not in spoken and not part.skip:
            yield f"The mapping speaks of a sheet “{part.sheet}”, which {book.name} does not have."


def _stem(name: str) -> str:
    return name.rsplit(".", 1)[0]


def first_rows(book: Book, rows: int) -> Book:
    """The book without what stands below the first rows of each sheet."""
    return replace(book, sheets=tuple(replace(sheet, rows=sheet.rows[:rows]) for sheet in book.sheets))
