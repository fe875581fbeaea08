"""Takes labels and their answers: what stands to the right of a label, or below it, up to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import ONE_EACH
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.drafts import Draft
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.mapping import BELOW, QuestionMapping
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.values import is_bare_answer, names_something
from selfassess.exchange.foreign.vocabulary import LISTED, needs_statement, statement_field
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.foreign.year import Year
from selfassess.exchange.spreadsheets.book import Cell, Sheet, format_cell

_SHORT = 60
_ROWS_OF_LIST = 2
_FEWEST_LABELS = 2


@dataclass(frozen=True, slots=True)
class Label:
    """A label where it stands, and the cells that answer it."""

    question: QuestionMapping
    spot: Spot
    answers: tuple[Spot, ...]


class LabelReader:
    """Reads the labels of one sheet into a year, row by row; rows of tables are none of its business."""

    def __init__(
        self,
        questions: tuple[QuestionMapping, ...],
        ledger: Ledger,
        year: Year,
        statements: Statements,
        statement: str | None,
    ) -> None:
        self._ledger, self._year, self._statements = ledger, year, statements
        self._questions = {fold_heading(question.label): question for question in questions}
        self._statement = self._tab = statement
        self._latest: dict[tuple[str, str | None], list[Draft]] = {}

    def read_labels(self, blocked: frozenset[int]) -> None:
        """Take every label's answer; ``blocked`` are the rows (from 0) that belong to tables."""
        sheet = self._ledger.sheet
        headings = find_statement_rows(sheet, self._statements, self._tab, blocked, self._questions)
        labels = find_labels(sheet, self._questions, blocked, frozenset(headings))
        for row in range(len(sheet.rows)):
            if row in headings:
                column, key = headings[row]
                self._statement = key
                self._ledger.mark_used((row, column))
                self._use_statement_label(row, column)
            for label in labels.get(row, ()):
                self._take_answer(label)

    def _use_statement_label(self, row: int, column: int) -> None:
        """The words "Quality statement" before a statement's name."""
        for before in range(column):
            cell = self._ledger.sheet.rows[row][before]
            if isinstance(cell, str) and vocabulary.names_statement(cell):
                self._ledger.mark_used((row, before))

    def _take_answer(self, label: Label) -> None:
        question = label.question
        self._ledger.mark_used(label.spot)
        statement = question.statement or self._statement
        keys = (statement,) if statement else ()
        if question.field == statement_field(question.kind):
            return  # the heading has been read already
        if needs_statement(question.kind) and not keys:
            self._ledger.leave_cells(label.answers, "no quality statement is known here", problem=True)
        elif question.kind in ONE_EACH:
            self._take_single_answer(label, keys)
        elif question.kind in LISTED and question.field == vocabulary.title_field(question.kind):
            self._take_points_of_answer(label, keys)
        else:
            self._take_answer_about_earlier(label, statement)

    def _take_single_answer(self, label: Label, keys: tuple[str, ...]) -> None:
        question = label.question
        in_section = question.kind == "section" and question.field in vocabulary.section_keys()
        if in_section:
            key = question.field
        elif keys and question.kind == "judgement":
            key = keys[0]
        else:
            key = ""
        draft = self._year.get_single_record(question.kind, key, self._ledger, label.spot.row)
        if draft is None:
            self._ledger.leave_cells(label.answers, "it is not known what this answers", problem=True)
            return
        for spot in label.answers:
            plain = Spot(spot.row, spot.column, spot.cell)  # its label says no more than the field does
            answered_field = "text" if in_section else question.field
            draft.set_field_from_cell(answered_field, plain, self._ledger, self._year.answers)

    def _take_points_of_answer(self, label: Label, keys: tuple[str, ...]) -> None:
        kind = label.question.kind
        made: list[Draft] = []
        texts = [spot for spot in label.answers if isinstance(spot.cell, str) and names_something(spot.cell)]
        for spot in label.answers:
            if texts and spot not in texts:
                self._ledger.leave_cell(spot, "a number among the answers")
                continue
            made += self._year.add_points(kind, spot, keys, self._ledger)
        if made:
            self._latest[kind, keys[0] if keys else None] = made

    def _take_answer_about_earlier(self, label: Label, statement: str | None) -> None:
        """An answer about what an earlier label named: whose action, by when."""
        drafts = self._latest.get((label.question.kind, statement), [])
        if not drafts:
            name = CATALOGUE[label.question.kind].name.lower()
            self._ledger.leave_cells(label.answers, f"there is no {name} above that this could belong to", problem=True)
        for spot in label.answers:
            for draft in drafts:
                draft.set_field_from_cell(label.question.field, spot, self._ledger, self._year.answers)


def find_labels(
    sheet: Sheet, questions: Mapping[str, QuestionMapping], blocked: frozenset[int], headings: frozenset[int]
) -> dict[int, list[Label]]:
    """Every label of a sheet with its answers, by row."""
    there: dict[int, dict[int, QuestionMapping]] = {}
    for row, column, cell in sheet.filled_cells():
        found = None
        if row not in blocked and row not in headings:
            found = _question_of_cell(cell, questions)
        if found is not None and not _heads_list(sheet, row, column, found, questions):
            there.setdefault(row, {})[column] = found
    taken: set[tuple[int, int]] = {(row, column) for row, of_row in there.items() for column in of_row}
    found_labels: dict[int, list[Label]] = {}
    below_label = partial(_cells_below_label, spaced=_are_parted_by_empty_rows(sheet, there))
    for row, of_row in there.items():
        for column, question in of_row.items():
            spot = Spot(row, column, sheet.rows[row][column], format_cell(sheet.rows[row][column]).strip())
            # A label above whose answer nothing stands is answered to the right, and the other way round.
            sides: list[Callable[..., tuple[Spot, ...]]] = [_cells_right_of_label, below_label]
            if question.where == BELOW:
                sides.reverse()
            answers: tuple[Spot, ...] = ()
            for side in sides:
                answers = side(sheet, spot, there, blocked | headings, taken)
                if answers or question.where == BELOW:
                    break
            taken.update((answer.row, answer.column) for answer in answers)
            found_labels.setdefault(row, []).append(Label(question, spot, answers))
    return found_labels


def _heads_list(
    sheet: Sheet, row: int, column: int, question: QuestionMapping, questions: Mapping[str, QuestionMapping]
) -> bool:
    """Whether what reads like a label heads a list: short words beside it, and rows below that fill both columns."""
    title = question.kind in LISTED and question.field == vocabulary.title_field(question.kind)
    beside = sheet.rows[row][column + 1] if column + 1 < sheet.width else None
    below = sheet.rows[row + 1 : row + 1 + _ROWS_OF_LIST]
    if not title or not isinstance(beside, str) or len(beside) > _SHORT or len(below) < _ROWS_OF_LIST:
        return False
    if not vocabulary.is_known_heading(beside) and any(is_bare_answer(line[column + 1]) for line in below):
        return False  # "Recruit two workers" beside "Actions" heads no column of numbers and grades
    return all(
        line[column] is not None and line[column + 1] is not None and _question_of_cell(line[column], questions) is None
        for line in below
    )


def _question_of_cell(cell: Cell, questions: Mapping[str, QuestionMapping]) -> QuestionMapping | None:
    if isinstance(cell, str) and len(cell) <= vocabulary.LONGEST_HEADING:
        return questions.get(fold_heading(cell))
    return None


def _cells_right_of_label(
    sheet: Sheet,
    spot: Spot,
    labels: Mapping[int, Mapping[int, QuestionMapping]],
    closed: frozenset[int],
    taken: set[tuple[int, int]],
) -> tuple[Spot, ...]:
    """What stands beside a label, and below that while nothing stands below the label itself."""
    end = min((column for column in labels[spot.row] if column > spot.column), default=sheet.width)
    found: list[Spot] = []
    for row in range(spot.row, len(sheet.rows)):
        if row > spot.row and (
            row in closed or row in labels or any(cell is not None for cell in sheet.rows[row][: spot.column + 1])
        ):
            break
        found += _spots_of_row(sheet, row, spot.column + 1, end, spot.heading, taken)
    is_taken = any(each.row == spot.row for each in found)
    if not is_taken:
        return ()
    return tuple(found)


def _cells_below_label(
    sheet: Sheet,
    spot: Spot,
    labels: Mapping[int, Mapping[int, QuestionMapping]],
    closed: frozenset[int],
    taken: set[tuple[int, int]],
    *,
    spaced: bool,
) -> tuple[Spot, ...]:
    """What stands below a label, as far as the next row with a label; in a ``spaced`` form an empty row parts them."""
    end = min((column for column in labels[spot.row] if column > spot.column), default=sheet.width)
    found: list[Spot] = []
    kind = labels[spot.row][spot.column].kind
    for row in range(spot.row + 1, len(sheet.rows)):
        if row in closed or row in labels or _looks_like_label(sheet, row, spot.column, end, kind):
            break
        if kind in LISTED and _begins_other_answer(sheet, row, spot, spaced=spaced):
            break
        found += _spots_of_row(sheet, row, spot.column, end, spot.heading, taken)
    return tuple(found)


def _looks_like_label(sheet: Sheet, row: int, column: int, end: int, kind: str) -> bool:
    """Whether a row under a label is a label of its own that nobody knows: a question, or with its answer beside it."""
    cell = sheet.rows[row][column]
    is_label = isinstance(cell, str) and (vocabulary.ends_like_label(cell) or vocabulary.holds_own_answer(cell, kind))
    if is_label:
        return True
    is_number = cell is None or not names_something(format_cell(cell))
    return not is_number and any(beside is not None for beside in sheet.rows[row][column + 1 : end])


def _begins_other_answer(sheet: Sheet, row: int, spot: Spot, *, spaced: bool) -> bool:
    """Whether a line under a list is a label that nobody knows: its answer below is a number, a date or a grade.

    In a ``spaced`` form one is also known by the empty row above it.
    """
    cell = sheet.rows[row][spot.column]
    if not isinstance(cell, str) or len(cell) > _SHORT or cell.rstrip().endswith(".") or not names_something(cell):
        return False
    below = sheet.rows[row + 1][spot.column] if row + 1 < len(sheet.rows) else None
    parted = spaced and row - 1 > spot.row and _is_empty_row(sheet, row - 1)
    return parted or (below is not None and is_bare_answer(below))


def _are_parted_by_empty_rows(sheet: Sheet, labels: Mapping[int, Mapping[int, QuestionMapping]]) -> bool:
    """Whether the labels of a sheet, two at least, are parted by empty rows and stand right above their answers."""
    rows = sorted(labels)
    parted = len(rows) >= _FEWEST_LABELS and all(_is_empty_row(sheet, row - 1) for row in rows[1:])
    return parted and not any(_is_empty_row(sheet, row + 1) for row in rows)


def _is_empty_row(sheet: Sheet, row: int) -> bool:
    return row < len(sheet.rows) and all(cell is None for cell in sheet.rows[row])


def _spots_of_row(
    sheet: Sheet, row: int, first: int, end: int, heading: str, taken: set[tuple[int, int]]
) -> list[Spot]:
    cells = enumerate(sheet.rows[row][first:end], first)
    return [
        Spot(row, column, cell, heading) for column, cell in cells if cell is not None and (row, column) not in taken
    ]


def find_statement_rows(
    sheet: Sheet,
    statements: Statements,
    tab: str | None,
    blocked: frozenset[int],
    questions: Mapping[str, QuestionMapping],
) -> dict[int, tuple[int, str]]:
    """The rows that name a statement, with the column of the name and its key."""
    found: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(sheet.rows):
        filled = [(column, cell) for column, cell in enumerate(row) if cell is not None]
        if number in blocked or not filled or len(filled) > 2:
            continue
        column, cell = filled[0]
        after_label = len(filled) == 2 and isinstance(cell, str) and vocabulary.names_statement(cell)
        if after_label:
            column, cell = filled[1]
        elif len(filled) == 2 or _question_of_cell(cell, questions):
            continue
        key = statements.find_statement(cell, loose=after_label)
        if key is not None and (tab is None or key == tab):
            found[number] = (column, key)
    return found
