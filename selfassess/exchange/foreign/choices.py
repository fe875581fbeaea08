"""The words in columns whose fields have a set of answers: how often each stands there, and what it is taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind
from selfassess.exchange.foreign.headings import locate_headings, match_columns
from selfassess.exchange.foreign.mapping import ColumnMapping, Mapping, SheetMapping, TableMapping, fold_case_and_spaces
from selfassess.exchange.foreign.values import Answers, is_placeholder
from selfassess.exchange.spreadsheets.book import Book, Cell, Sheet, format_cell

_LONGEST_SCALE = 10
_LONGEST_WORD = 200
MOST_WORDS = 60
"""A column with more different words than this is no column of answers; the first so many are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a column: how often it stands there, and the answer it is taken for ("" for none).

    ``certain`` says that nobody needs to look: it is an answer's own word. ``chosen`` that a person said it.
    """

    text: str
    count: int
    means: str
    certain: bool
    chosen: bool

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows yet what it means."""
        return not self.means and not self.chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceColumn:
    """A column of a table whose field has a set of answers. ``answers`` are their keys with their words."""

    sheet: str
    header_row: int
    index: int
    heading: str
    label: str
    answers: tuple[tuple[str, str], ...]
    words: tuple[Word, ...]


def choice_columns(
    book: Book, mapping: Mapping, framework: Framework, asked: InformationReturn | None
) -> tuple[ChoiceColumn, ...]:
    """Every mapped column of a spreadsheet whose field has a set of answers, with the words found in it."""
    answers = Answers(framework, asked)
    found: list[ChoiceColumn] = []
    for sheet in book.sheets:
        part = mapping.find_sheet_mapping(sheet.name)
        if part is not None and not part.skip:
            found += _choice_columns_of_sheet(sheet, part, framework, answers)
    return tuple(found)


def _choice_columns_of_sheet(
    sheet: Sheet, part: SheetMapping, framework: Framework, answers: Answers
) -> Iterator[ChoiceColumn]:
    tables = [(table, located) for table in part.all_tables if (located := locate_headings(table, sheet)) is not None]
    starts = sorted(located.row for _, located in tables)
    for table, located in tables:
        last = next((row for row in starts if row > located.row), len(sheet.rows))
        there, _ = match_columns(table, located)
        for index, column in there.items():
            made = _choice_column_of(sheet, table, column, index, (located.row + 1, last), framework, answers)
            if made is not None and made.words:
                yield made


def _choice_column_of(
    sheet: Sheet,
    table: TableMapping,
    column: ColumnMapping,
    index: int,
    rows: tuple[int, int],
    framework: Framework,
    answers: Answers,
) -> ChoiceColumn | None:
    kind = column.kind or table.kind
    spec = None
    if kind in CATALOGUE:
        spec = CATALOGUE[kind].by_key.get(column.field or "")
    offered = _list_choice_answers(kind, spec, framework) if spec is not None else ()
    if spec is None or not offered:
        return None
    counts: Counter[str] = Counter()
    cells: dict[str, Cell] = {}
    for row in range(*rows):
        cell = sheet.rows[row][index]
        text = " ".join(format_cell(cell).split())[:_LONGEST_WORD]
        if text and not is_placeholder(cell) and fold_case_and_spaces(text) != fold_case_and_spaces(column.heading):
            key = next((known for known in (text, text.casefold(), text.title()) if known in counts), text)
            counts[key] += 1
            cells.setdefault(key, cell)
    words = tuple(
        _find_word_meaning(kind, spec, text, cells[text], count, column, offered, answers)
        for text, count in counts.most_common(MOST_WORDS)
    )
    return ChoiceColumn(
        sheet=sheet.name,
        header_row=table.header_row,
        index=column.index,
        heading=column.heading,
        label=f"{CATALOGUE[kind].name}: {spec.label}",
        answers=offered,
        words=words,
    )


def _find_word_meaning(
    kind: str,
    spec: Field,
    text: str,
    cell: Cell,
    count: int,
    column: ColumnMapping,
    offered: tuple[tuple[str, str], ...],
    answers: Answers,
) -> Word:
    said = column.meaning_of_word(text)
    if said is not None:
        return Word(text=text, count=count, means=said, certain=True, chosen=True)
    try:
        read = answers.read_answer(kind, spec, cell)
    except InvalidValueError:
        return Word(text=text, count=count, means="", certain=False, chosen=False)
    means = _format_choice_key(read.value)
    own = {fold_case_and_spaces(each) for pair in offered for each in pair}
    return Word(
        text=text, count=count, means=means, certain=fold_case_and_spaces(text) in own and not read.note, chosen=False
    )


def _format_choice_key(value: object) -> str:
    if isinstance(value, bool):
        return {True: "yes", False: "no"}[value]
    if value is None:
        return ""
    return str(value)


def _list_choice_answers(kind: str, spec: Field, framework: Framework) -> tuple[tuple[str, str], ...]:
    """What a field can be, keys and words; nothing where it has no set of answers."""
    if kind == "judgement" and spec.key == "score":
        told = "{value} - {label}" if framework.numbered else "{label}"
        return tuple((str(each.value), told.format(value=each.value, label=each.label)) for each in framework.scores)
    if spec.kind is Kind.CHOICE:
        return tuple((choice.key, choice.label) for choice in spec.choices)
    if spec.kind is Kind.YES_NO:
        return (("yes", "Yes"), ("no", "No"))
    bounded = spec.kind is Kind.WHOLE and spec.minimum is not None and spec.maximum is not None
    if bounded and spec.maximum - spec.minimum < _LONGEST_SCALE:  # type: ignore[operator]  # both are there
        return tuple((str(step), str(step)) for step in range(spec.minimum, spec.maximum + 1))  # type: ignore[arg-type, operator]
    return ()
