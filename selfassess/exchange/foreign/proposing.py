"""Proposes what a spreadsheet means: the row of headings, each column, each label, and the statement of each tab."""

from __future__ import annotations

import re
from dataclasses import replace

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.text.folding import fold_text
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.columns import Reading, read_heading_row
from selfassess.exchange.foreign.headings import FIRST_ROWS, join_heading_lines
from selfassess.exchange.foreign.labels import find_labels, find_statement_rows
from selfassess.exchange.foreign.mapping import (
    BELOW,
    RIGHT,
    Mapping,
    QuestionMapping,
    Shape,
    SheetMapping,
    TableMapping,
    empty_sheet_mapping,
)
from selfassess.exchange.foreign.more_tables import SAMPLE, find_headings_below, find_tables_among_labels
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.vocabulary import LISTED, Match
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.spreadsheets.book import Book, Sheet
from selfassess.packs import reader as packs

_SURE_LABEL = 0.75
_WORD_FOR_WORD = 0.95
_OF_STATEMENT = ("score", "summary", "impact", "rationale", "confidence", "direction")
"""What a label of a tab asks about the statement, whatever list stands above it."""
_WHOLE = ("statement", "this area", "overall")
"""What a label says that asks about the statement itself and not about the list above it."""
_FEWEST_COLUMNS = 3
_TITLE_PART = re.compile(r"\s*:\s+|\s+[-–—]\s+")
_PAIR = 2
_COLUMN_WORDS = frozenset(
    ("type", "owner", "lead", "date", "due date", "deadline", "status", "rag", "link", "location", "version", "format")
)
"""What only heads a column: no answer beside a label is one of these."""
_TITLES = 5
"""A title stands within these rows."""


def propose_book_mapping(book: Book, framework: Framework, asked: InformationReturn | None) -> Mapping:
    """What each sheet of a spreadsheet seems to mean."""
    statements = Statements(framework)
    return Mapping(framework=framework.id, sheets=tuple(_propose_sheet(sheet, statements) for sheet in book.sheets))


def propose_sheet_again(
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
    there = book.find_sheet(sheet)
    if there is None:
        return mapping
    known = framework or (
        packs.load_framework(mapping.framework) if mapping.framework in packs.framework_ids() else None
    )
    statements = Statements(known) if known is not None else None
    part = _propose_as_forced(there, statements, kind, header_row, shape, statement)
    others = tuple(each for each in mapping.sheets if each is not mapping.find_sheet_mapping(sheet))
    names = [each.name for each in book.sheets]
    order = sorted((*others, part), key=lambda each: names.index(each.sheet) if each.sheet in names else len(names))
    return replace(mapping, sheets=tuple(order))


def _propose_as_forced(
    sheet: Sheet,
    statements: Statements | None,
    kind: str | None,
    header_row: int | None,
    shape: Shape | None,
    statement: str | None,
) -> SheetMapping:
    about = statement or (
        _find_statement_of_sheet(sheet, statements) if statements and shape is not Shape.TABLE else None
    )
    if shape is None and header_row is None and kind is None:
        shape = Shape.STATEMENT_TAB if statement else None
        if shape is None:
            return _propose_sheet(sheet, statements)
    if shape in (Shape.STATEMENT_TAB, Shape.QUESTIONS) and header_row is None:
        tab_statement = about if shape is Shape.STATEMENT_TAB else None
        return _propose_label_sheet(sheet, statements, tab_statement, shape)
    wanted = kind or ("measure" if shape is Shape.SCORECARD else vocabulary.kind_named_by(sheet.name))
    if header_row is not None and 1 <= header_row <= len(sheet.rows):
        reading = read_heading_row(sheet, header_row - 1, statements, wanted, forced=kind is not None, chosen=True)
    else:
        best = _find_best_heading_row(sheet, statements, wanted, forced=kind is not None)
        reading = None
        if sheet.rows:
            reading = best or read_heading_row(sheet, 0, statements, wanted, forced=kind is not None)
    if reading is None:
        return replace(empty_sheet_mapping(sheet.name), statement=statement, kind=kind)
    made = _mapping_of_reading(sheet, reading, statement, statements)
    if shape is None:
        return made
    return replace(made, shape=shape)


def _propose_sheet(sheet: Sheet, statements: Statements | None) -> SheetMapping:
    if not sheet.rows:
        return replace(empty_sheet_mapping(sheet.name), skip=True)
    whole = sheet
    sheet = replace(sheet, rows=sheet.rows[: 2 * SAMPLE])
    called = vocabulary.kind_named_by(sheet.name)
    table = _find_best_heading_row(sheet, statements, called)
    statement = _find_statement_of_sheet(whole, statements, table.row if table is not None and table.tabular else None)
    if statement is not None and not (table is not None and table.names_statement):
        return _propose_label_sheet(sheet, statements, statement, Shape.STATEMENT_TAB)
    if statements is not None and _is_turned(sheet, statements, table):
        return empty_sheet_mapping(sheet.name)
    if table is None and statements is not None and _lists_statements(sheet, statements):
        return empty_sheet_mapping(sheet.name)
    pair = _read_pair_of_headings(sheet, statements, called)
    if pair is not None:
        return _mapping_of_reading(sheet, pair, None, statements)
    labels = _propose_label_sheet(sheet, statements, None, Shape.QUESTIONS)
    if table is not None and len(labels.all_tables) > 1 and _named_between(whole, statements, table.row):
        return labels
    known = table is not None and table.sure >= len(labels.questions)
    if table is not None and (table.names_statement or table.periods or table.tabular or known):
        return _mapping_of_reading(sheet, table, None, statements)
    if labels.questions:
        return labels
    if table is not None:
        return _mapping_of_reading(sheet, table, None, statements)
    return empty_sheet_mapping(sheet.name)


def _named_between(sheet: Sheet, statements: Statements | None, headed: int) -> bool:
    """Whether statements are named above a row of headings and below it too, as above tables of the same make."""
    if statements is None:
        return False
    rows = find_statement_rows(sheet, statements, None, frozenset(), {})
    stands_above = any(row < headed for row in rows)
    return stands_above and any(row > headed for row in rows)


def _is_turned(sheet: Sheet, statements: Statements, table: Reading | None) -> bool:
    """Whether statements head the columns, and what is said of each stands below: no table that can be read by rows."""
    if table is not None and table.names_statement:
        return False
    for line in sheet.rows[:_TITLES]:
        filled = [cell for cell in line if cell is not None]
        named = [cell for cell in filled if isinstance(cell, str) and statements.find_statement(cell)]
        if len(named) > 1 and len(named) >= len(filled) - 1:
            return True
    return False


def _lists_statements(sheet: Sheet, statements: Statements) -> bool:
    """Whether a row heads a column of statements, with others beside it: a table, though nobody knows what of."""
    for line, below in zip(sheet.rows[:FIRST_ROWS], sheet.rows[1:], strict=False):
        heads = [
            column for column, cell in enumerate(line) if isinstance(cell, str) and vocabulary.names_statement(cell)
        ]
        is_wide = sum(cell is not None for cell in line) >= _FEWEST_COLUMNS
        if is_wide and any(statements.find_statement(below[column]) for column in heads):
            return True
    return False


def _mapping_of_reading(
    sheet: Sheet, reading: Reading, statement: str | None, statements: Statements | None
) -> SheetMapping:
    shape = Shape.SCORECARD if reading.periods else Shape.TABLE
    below = range(reading.row + 2, len(sheet.rows)) if reading.kind != "measure" else range(0)
    return SheetMapping(
        sheet=sheet.name,
        shape=shape,
        kind=reading.kind,
        header_row=reading.row + 1,
        statement=statement,
        columns=reading.columns,
        more=tuple(find_headings_below(sheet, below, statements, reading.columns)),
    )


def _find_best_heading_row(
    sheet: Sheet, statements: Statements | None, called: str | None, *, forced: bool = False
) -> Reading | None:
    """The likeliest row of headings among the first rows, read; None where no row looks like one."""
    best: Reading | None = None
    for row in range(min(FIRST_ROWS, len(sheet.rows) - 1)):
        filled_count = sum(cell is not None for cell in sheet.rows[row])
        if filled_count < 2:
            continue
        reading = read_heading_row(sheet, row, statements, called, forced=forced)
        fits = (
            reading is not None
            and reading.looks_like_headings
            and not (reading.sure == 1 and _has_table_row_below(sheet, row))
        )
        if reading is not None and fits and (best is None or reading.rank_as_headings > best.rank_as_headings):
            best = reading
    return best


def _read_pair_of_headings(sheet: Sheet, statements: Statements | None, called: str | None) -> Reading | None:
    """The first row of a list of two columns, read as headings; None where it may be a label with its answer.

    Only where the second cell is a word that nobody answers with (“Owner”, “Type”): what stands below the first would
    otherwise be taken for labels where it happens to be one, as a document called “Policy”.
    """
    filled = [[at for at, cell in enumerate(row) if cell is not None] for row in sheet.rows]
    row = next((at for at, columns in enumerate(filled) if columns), None)
    if row is None or len(filled[row]) != _PAIR:
        return None
    second = sheet.rows[row][filled[row][1]]
    pairs = sum(columns == filled[row] for columns in filled[row + 1 :])
    beside = any(not set(columns) <= set(filled[row]) for columns in filled[row + 1 :])
    if not isinstance(second, str) or fold_heading(second) not in _COLUMN_WORDS or beside or pairs < _PAIR:
        return None
    reading = read_heading_row(sheet, row, statements, called)
    return reading if reading is not None and reading.named else None


def _has_table_row_below(sheet: Sheet, row: int) -> bool:
    """Whether a row stands below one that fills as many cells, as a row of a table does below another."""
    wide, above = (sum(cell is not None for cell in sheet.rows[each]) for each in (row, max(row - 1, 0)))
    return row > 0 and above >= max(wide, 3)


def _find_statement_of_sheet(sheet: Sheet, statements: Statements | None, headed: int | None = None) -> str | None:
    """The one statement that a sheet is about: by its name, or by a title in its first rows.

    Below the headings of a table, which stand in row ``headed``, a statement is a name above some of its rows.
    """
    if statements is None:
        return None
    by_name = statements.find_statement(sheet.name)
    if by_name is not None:
        return by_name
    if vocabulary.kind_named_by(sheet.name):
        return None
    rows = find_statement_rows(sheet, statements, None, frozenset(), {})
    named = {key for _, key in rows.values()}
    last = _TITLES if headed is None else min(headed, _TITLES)
    early = [row for row in rows if row < last]
    titled = set() if named else _find_statements_in_titles(sheet, statements, last)
    if (len(named) == 1 and early) or len(titled) == 1:
        return (named or titled).pop()
    return None


def _find_statements_in_titles(sheet: Sheet, statements: Statements, last: int) -> set[str]:
    """The statements that titles name behind a colon or a dash, by their whole name: "Action plan: Safeguarding"."""
    alone = (filled[0] for row in sheet.rows[:last] if len(filled := [cell for cell in row if cell is not None]) == 1)
    parts = (part for cell in alone if isinstance(cell, str) for part in _TITLE_PART.split(cell)[1:])
    return {key for part in parts for key in statements.find_full_name(part)}


def _propose_label_sheet(
    sheet: Sheet, statements: Statements | None, statement: str | None, shape: Shape
) -> SheetMapping:
    """A sheet of labels with answers, and of tables where rows of headings stand among them."""
    headed = find_statement_rows(sheet, statements, statement, frozenset(), {}) if statements else {}
    tables = find_tables_among_labels(sheet, statements, frozenset(headed))
    blocked = _rows_held_by_tables(tables, sheet, frozenset(headed))
    questions: dict[str, QuestionMapping] = {}
    unsure: set[str] = set()
    latest: str | None = None
    for row in range(min(SAMPLE, len(sheet.rows))):
        if row in blocked or row in headed:
            continue
        for cell in sheet.rows[row]:
            meant = None
            if isinstance(cell, str) and not vocabulary.holds_own_answer(cell):
                of_statement = statement is not None or any(above < row for above in headed)
                meant = _choose_label_meaning(cell, latest, of_statement=of_statement)
            if meant is None:
                continue
            if meant.kind in LISTED and meant.field == vocabulary.title_field(meant.kind):
                latest = meant.kind
            text = " ".join(str(cell).split())
            questions.setdefault(fold_heading(text), QuestionMapping(label=text, kind=meant.kind, field=meant.field))
            if meant.strength < _WORD_FOR_WORD and not vocabulary.ends_like_label(text):
                unsure.add(fold_heading(text))
    for key in unsure - _labels_answered_beside(sheet, questions, blocked, frozenset(headed)):
        del questions[key]
    placed = tuple(_set_answer_sides(sheet, questions, blocked, frozenset(headed)))
    first = tables[0] if tables else None
    first_kind = first.kind if first else None
    header_row = first.header_row if first else None
    first_columns = first.columns if first else ()
    return SheetMapping(
        sheet=sheet.name,
        shape=shape,
        statement=statement,
        questions=placed,
        kind=first_kind,
        header_row=header_row,
        columns=first_columns,
        more=tuple(tables[1:]),
    )


def _labels_answered_beside(
    sheet: Sheet, questions: dict[str, QuestionMapping], blocked: frozenset[int], headed: frozenset[int]
) -> set[str]:
    """The labels, folded, that have an answer on their right; a line in a list of points has none."""
    return {
        fold_heading(label.question.label)
        for of_row in find_labels(sheet, questions, blocked, headed).values()
        for label in of_row
        if any(answer.row == label.spot.row for answer in label.answers)
    }


def _choose_label_meaning(text: str, latest: str | None, *, of_statement: bool = False) -> Match | None:
    """What a label asks: a judgement's field before others of the same name, except below a list of its own.

    Where it stands below the name of a statement it asks about that, and not about the whole.
    """
    found = _match_label(text)
    if of_statement:
        found = [match for match in found if match.kind != "section"]
    if not found or (len(text) > 60 and not text.rstrip().endswith(("?", ":"))):
        return None
    best = found[0].strength
    close = [match for match in found if match.strength > best - 0.06]
    titles = [m for m in close if m.kind in LISTED and m.field == vocabulary.title_field(m.kind)]
    whole = any(word in fold_text(text) for word in _WHOLE)
    ranked = [
        *(match for match in close if match.kind == "section"),
        *(match for match in titles if not _is_generic_label(text)),
        *(match for match in close if match.kind == "judgement" and (match.field in _OF_STATEMENT or whole)),
        *(
            match
            for match in close
            if match.kind == latest
            and match.field != vocabulary.title_field(match.kind)
            and "overall" not in fold_text(text)
        ),
        *(match for match in close if match.kind == "judgement"),
    ]
    if not ranked:
        return None
    return ranked[0]


def _match_label(text: str) -> list[Match]:
    """What a label may mean: word for word, else as a question, else where the words are sure enough."""
    known = vocabulary.match_heading(text)
    exact = [match for match in known if match.strength >= _WORD_FOR_WORD]
    if exact:
        return exact
    question = vocabulary.match_question(text)
    if question is not None:
        return list(question)
    return [match for match in known if match.strength >= _SURE_LABEL]


def _is_generic_label(text: str) -> bool:
    """Whether a label may be the title of anything, such as "Description"."""
    titles = {m.kind for m in vocabulary.match_heading(text) if m.kind in LISTED and m.strength == 1.0}
    return len(titles) > 2


def _set_answer_sides(
    sheet: Sheet, questions: dict[str, QuestionMapping], blocked: frozenset[int], headed: frozenset[int]
) -> list[QuestionMapping]:
    """Each label with the side on which more of its answers stand."""
    sides: dict[str, list[str]] = {key: [] for key in questions}
    for of_row in find_labels(sheet, questions, blocked, headed).values():
        for label in of_row:
            if label.answers:
                beside = any(answer.row == label.spot.row for answer in label.answers)
                side = RIGHT if beside else BELOW
                sides[fold_heading(label.question.label)].append(side)
    return [
        replace(question, where=BELOW if sides[key].count(BELOW) > sides[key].count(RIGHT) else RIGHT)
        for key, question in questions.items()
    ]


def _rows_held_by_tables(tables: list[TableMapping], sheet: Sheet, headed: frozenset[int]) -> frozenset[int]:
    """The rows of tables in a tab: each up to a lone cell in the first column that is a label, or the next table."""
    rows: set[int] = set()
    for table in tables:
        rows.add(table.header_row - 1)
        for row in range(table.header_row, len(sheet.rows)):
            filled = [cell for cell in sheet.rows[row] if cell is not None]
            is_above_heading = any(other.header_row - 1 == row for other in tables)
            begins = is_above_heading or row in headed
            text = join_heading_lines(filled[0]) if filled else ""
            begins_other = begins or (
                filled and len(filled) <= 2 and isinstance(filled[0], str) and _choose_label_meaning(text, None)
            )
            if begins_other:
                break
            rows.add(row)
    return frozenset(rows)
