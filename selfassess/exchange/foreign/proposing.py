"""Proposes what a spreadsheet means: the row of headings, each column, each label, and the statement of each tab."""

from __future__ import annotations

from dataclasses import replace

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.text.folding import fold
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.columns import Reading, read_table
from selfassess.exchange.foreign.headings import FIRST_ROWS, one_line
from selfassess.exchange.foreign.labels import find, statement_rows
from selfassess.exchange.foreign.mapping import (
    BELOW,
    RIGHT,
    ColumnMapping,
    Mapping,
    QuestionMapping,
    Shape,
    SheetMapping,
    TableMapping,
    unmapped,
)
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.vocabulary import LISTED, Match
from selfassess.exchange.foreign.words import folded
from selfassess.exchange.spreadsheets.book import Book, Sheet
from selfassess.packs import reader as packs

_SURE_LABEL = 0.75
_WORD_FOR_WORD = 0.95
_OF_STATEMENT = ("score", "summary", "impact", "rationale", "confidence", "direction")
"""What a label of a tab asks about the statement, whatever list stands above it."""
_TITLES = 5
"""A title stands within these rows."""
_SAMPLE = 200
"""Rows that are looked at for labels: a tab to read by people is not longer."""


def propose(book: Book, framework: Framework, asked: InformationReturn | None) -> Mapping:
    """What each sheet of a spreadsheet seems to mean."""
    statements = Statements(framework)
    return Mapping(framework=framework.id, sheets=tuple(_sheet(sheet, statements) for sheet in book.sheets))


def reproposed(
    book: Book,
    mapping: Mapping,
    sheet: str,
    *,
    framework: Framework | None = None,
    kind: str | None = None,
    header_row: int | None = None,
    shape: Shape | None = None,
    statement: str | None = None,
) -> Mapping:
    """The mapping with one sheet proposed anew, holding to what a person has set: kind, header row, shape, statement.

    ``header_row`` counts from 1. ``framework`` lets names of statements be recognised; without it the
    shipped framework that the mapping names is used. A sheet that the book does not have changes nothing.
    """
    there = book.sheet(sheet)
    if there is None:
        return mapping
    known = framework or (packs.framework(mapping.framework) if mapping.framework in packs.framework_ids() else None)
    statements = Statements(known) if known is not None else None
    part = _forced(there, statements, kind, header_row, shape, statement)
    others = tuple(each for each in mapping.sheets if each is not mapping.sheet(sheet))
    names = [each.name for each in book.sheets]
    order = sorted((*others, part), key=lambda each: names.index(each.sheet) if each.sheet in names else len(names))
    return replace(mapping, sheets=tuple(order))


def _forced(
    sheet: Sheet,
    statements: Statements | None,
    kind: str | None,
    header_row: int | None,
    shape: Shape | None,
    statement: str | None,
) -> SheetMapping:
    about = statement or (_statement_of(sheet, statements) if statements and shape is not Shape.TABLE else None)
    if shape is None and header_row is None and kind is None:
        shape = Shape.STATEMENT_TAB if statement else None
        if shape is None:
            return _sheet(sheet, statements)
    if shape in (Shape.STATEMENT_TAB, Shape.QUESTIONS) and header_row is None:
        return _labels(sheet, statements, about if shape is Shape.STATEMENT_TAB else None, shape)
    wanted = kind or ("measure" if shape is Shape.SCORECARD else vocabulary.kind_called(sheet.name))
    if header_row is not None and 1 <= header_row <= len(sheet.rows):
        reading = read_table(sheet, header_row - 1, statements, wanted, forced=kind is not None)
    else:
        best = _best_table(sheet, statements, wanted, forced=kind is not None)
        reading = best or read_table(sheet, 0, statements, wanted, forced=kind is not None) if sheet.rows else None
    if reading is None:
        return replace(unmapped(sheet.name), statement=statement, kind=kind)
    made = _of_reading(sheet, reading, statement)
    return replace(made, shape=shape) if shape is not None else made


def _sheet(sheet: Sheet, statements: Statements | None) -> SheetMapping:
    if not sheet.rows:
        return replace(unmapped(sheet.name), skip=True)
    whole, sheet = sheet, replace(sheet, rows=sheet.rows[: 2 * _SAMPLE])
    called = vocabulary.kind_called(sheet.name)
    table = _best_table(sheet, statements, called)
    statement = _statement_of(whole, statements, table.row if table is not None and table.tabular else None)
    if statement is not None and not (table is not None and table.names_statement):
        return _labels(sheet, statements, statement, Shape.STATEMENT_TAB)
    if statements is not None and _is_turned(sheet, statements, table):
        return unmapped(sheet.name)
    labels = _labels(sheet, statements, None, Shape.QUESTIONS)
    if table is not None and len(labels.tables) > 1 and _named_between(whole, statements, table.row):
        return labels
    known = table is not None and table.sure >= len(labels.questions)
    if table is not None and (table.names_statement or table.periods or table.tabular or known):
        return _of_reading(sheet, table, None)
    if labels.questions:
        return labels
    return _of_reading(sheet, table, None) if table is not None else unmapped(sheet.name)


def _named_between(sheet: Sheet, statements: Statements | None, headed: int) -> bool:
    """Whether statements are named above a row of headings and below it too, as above tables of the same make."""
    if statements is None:
        return False
    rows = statement_rows(sheet, statements, None, frozenset(), {})
    return any(row < headed for row in rows) and any(row > headed for row in rows)


def _is_turned(sheet: Sheet, statements: Statements, table: Reading | None) -> bool:
    """Whether statements head the columns, and what is said of each stands below: no table that can be read by rows."""
    if table is not None and table.names_statement:
        return False
    for line in sheet.rows[:_TITLES]:
        filled = [cell for cell in line if cell is not None]
        named = [cell for cell in filled if isinstance(cell, str) and statements.find(cell)]
        if len(named) > 1 and len(named) >= len(filled) - 1:
            return True
    return False


def _of_reading(sheet: Sheet, reading: Reading, statement: str | None) -> SheetMapping:
    return SheetMapping(
        sheet=sheet.name,
        shape=Shape.SCORECARD if reading.periods else Shape.TABLE,
        kind=reading.kind,
        header_row=reading.row + 1,
        statement=statement,
        columns=reading.columns,
    )


def _best_table(
    sheet: Sheet, statements: Statements | None, called: str | None, *, forced: bool = False
) -> Reading | None:
    """The likeliest row of headings among the first rows, read; None where no row looks like one."""
    best: Reading | None = None
    for row in range(min(FIRST_ROWS, len(sheet.rows) - 1)):
        if sum(cell is not None for cell in sheet.rows[row]) < 2:
            continue
        reading = read_table(sheet, row, statements, called, forced=forced)
        fits = reading is not None and reading.fits and not (reading.sure == 1 and _goes_on(sheet, row))
        if reading is not None and fits and (best is None or reading.score > best.score):
            best = reading
    return best


def _goes_on(sheet: Sheet, row: int) -> bool:
    """Whether a row stands below one that fills as many cells, as a row of a table does below another."""
    wide, above = (sum(cell is not None for cell in sheet.rows[each]) for each in (row, max(row - 1, 0)))
    return row > 0 and above >= max(wide, 3)


def _statement_of(sheet: Sheet, statements: Statements | None, headed: int | None = None) -> str | None:
    """The one statement that a sheet is about: by its name, or by a title in its first rows.

    Below the headings of a table, which stand in row ``headed``, a statement is a name above some of its rows.
    """
    if statements is None:
        return None
    by_name = statements.find(sheet.name)
    if by_name is not None:
        return by_name
    if vocabulary.kind_called(sheet.name):
        return None
    named = {key for _, key in statement_rows(sheet, statements, None, frozenset(), {}).values()}
    last = _TITLES if headed is None else min(headed, _TITLES)
    early = [row for row in statement_rows(sheet, statements, None, frozenset(), {}) if row < last]
    return named.pop() if len(named) == 1 and early else None


def _labels(sheet: Sheet, statements: Statements | None, statement: str | None, shape: Shape) -> SheetMapping:
    """A sheet of labels with answers, and of tables where rows of headings stand among them."""
    headed = statement_rows(sheet, statements, statement, frozenset(), {}) if statements else {}
    tables = _tables(sheet, statements, frozenset(headed))
    blocked = _rows_of(tables, sheet, frozenset(headed))
    questions: dict[str, QuestionMapping] = {}
    latest: str | None = None
    for row in range(min(_SAMPLE, len(sheet.rows))):
        if row in blocked or row in headed:
            continue
        for cell in sheet.rows[row]:
            meant = _meant(cell, latest) if isinstance(cell, str) and not vocabulary.holds_own_answer(cell) else None
            if meant is None:
                continue
            if meant.kind in LISTED and meant.field == vocabulary.title_field(meant.kind):
                latest = meant.kind
            text = " ".join(str(cell).split())
            questions.setdefault(folded(text), QuestionMapping(label=text, kind=meant.kind, field=meant.field))
    placed = tuple(_placed(sheet, questions, blocked, frozenset(headed)))
    first = tables[0] if tables else None
    return SheetMapping(
        sheet=sheet.name,
        shape=shape,
        statement=statement,
        questions=placed,
        kind=first.kind if first else None,
        header_row=first.header_row if first else None,
        columns=first.columns if first else (),
        more=tuple(tables[1:]),
    )


def _meant(text: str, latest: str | None) -> Match | None:
    """What a label asks: a judgement's field before others of the same name, except below a list of its own."""
    known = vocabulary.matches(text)
    found = [match for match in known if match.strength >= _WORD_FOR_WORD]
    if not found:
        question = vocabulary.asked(text)
        sure = [match for match in known if match.strength >= _SURE_LABEL]
        found = sure if question is None else list(question)
    if not found or (len(text) > 60 and not text.rstrip().endswith(("?", ":"))):
        return None
    best = found[0].strength
    close = [match for match in found if match.strength > best - 0.06]
    titles = [m for m in close if m.kind in LISTED and m.field == vocabulary.title_field(m.kind)]
    whole = "statement" in fold(text) or "this area" in fold(text)
    ranked = [
        *(match for match in close if match.kind == "section"),
        *(match for match in titles if not _generic(text)),
        *(match for match in close if match.kind == "judgement" and (match.field in _OF_STATEMENT or whole)),
        *(match for match in close if match.kind == latest and match.field != vocabulary.title_field(match.kind)),
        *(match for match in close if match.kind == "judgement"),
    ]
    return ranked[0] if ranked else None


def _generic(text: str) -> bool:
    """Whether a label may be the title of anything, such as "Description"."""
    titles = {m.kind for m in vocabulary.matches(text) if m.kind in LISTED and m.strength == 1.0}
    return len(titles) > 2


def _placed(
    sheet: Sheet, questions: dict[str, QuestionMapping], blocked: frozenset[int], headed: frozenset[int]
) -> list[QuestionMapping]:
    """Each label with the side on which more of its answers stand."""
    sides: dict[str, list[str]] = {key: [] for key in questions}
    for of_row in find(sheet, questions, blocked, headed).values():
        for label in of_row:
            if label.answers:
                beside = any(answer.row == label.spot.row for answer in label.answers)
                sides[folded(label.question.label)].append(RIGHT if beside else BELOW)
    return [
        replace(question, where=BELOW if sides[key].count(BELOW) > sides[key].count(RIGHT) else RIGHT)
        for key, question in questions.items()
    ]


def _tables(sheet: Sheet, statements: Statements | None, headed: frozenset[int]) -> list[TableMapping]:
    """Every row in a tab that reads like headings, with a row below it that does not."""
    found = []
    for row in range(min(_SAMPLE, len(sheet.rows) - 1)):
        filled = [cell for cell in sheet.rows[row] if cell is not None]
        if row in headed or len(filled) < 2 or not all(isinstance(cell, str) for cell in filled):
            continue
        reading = read_table(sheet, row, statements, None)
        if reading is not None and reading.fits and (reading.tabular or reading.sure >= max(2, len(filled) - 1)):
            found.append(TableMapping(header_row=row + 1, kind=reading.kind, columns=_named(reading.columns)))
    return found


def _named(columns: tuple[ColumnMapping, ...]) -> tuple[ColumnMapping, ...]:
    return tuple(column for column in columns if column.heading)


def _rows_of(tables: list[TableMapping], sheet: Sheet, headed: frozenset[int]) -> frozenset[int]:
    """The rows of tables in a tab: each up to a lone cell in the first column that is a label, or the next table."""
    rows: set[int] = set()
    for table in tables:
        rows.add(table.header_row - 1)
        for row in range(table.header_row, len(sheet.rows)):
            filled = [cell for cell in sheet.rows[row] if cell is not None]
            begins = any(other.header_row - 1 == row for other in tables) or row in headed
            text = one_line(filled[0]) if filled else ""
            if begins or (filled and len(filled) <= 2 and isinstance(filled[0], str) and _meant(text, None)):
                break
            rows.add(row)
    return frozenset(rows)
