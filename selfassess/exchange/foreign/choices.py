"""The words in columns whose fields have a set of answers: how often each stands there, and what it is taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind
from selfassess.exchange.foreign.headings import columns, locate
from selfassess.exchange.foreign.mapping import ColumnMapping, Mapping, SheetMapping, TableMapping, plain
from selfassess.exchange.foreign.values import Answers, is_placeholder
from selfassess.exchange.spreadsheets.book import Book, Cell, Sheet, shown

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
    def unknown(self) -> bool:
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
        part = mapping.sheet(sheet.name)
        if part is not None and not part.skip:
            found += _of_sheet(sheet, part, framework, answers)
    return tuple(found)


def _of_sheet(sheet: Sheet, part: SheetMapping, framework: Framework, answers: Answers) -> Iterator[ChoiceColumn]:
    tables = [(table, located) for table in part.tables if (located := locate(table, sheet)) is not None]
    starts = sorted(located.row for _, located in tables)
    for table, located in tables:
        last = next((row for row in starts if row > located.row), len(sheet.rows))
        there, _ = columns(table, located)
        for index, column in there.items():
            made = _of_column(sheet, table, column, index, (located.row + 1, last), framework, answers)
            if made is not None and made.words:
                yield made


def _of_column(
    sheet: Sheet,
    table: TableMapping,
    column: ColumnMapping,
    index: int,
    rows: tuple[int, int],
    framework: Framework,
    answers: Answers,
) -> ChoiceColumn | None:
    kind = column.kind or table.kind
    spec = CATALOGUE[kind].by_key.get(column.field or "") if kind in CATALOGUE else None
    offered = _answers(kind, spec, framework) if spec is not None else ()
    if spec is None or not offered:
        return None
    counts: Counter[str] = Counter()
    cells: dict[str, Cell] = {}
    for row in range(*rows):
        cell = sheet.rows[row][index]
        text = " ".join(shown(cell).split())[:_LONGEST_WORD]
        if text and not is_placeholder(cell) and plain(text) != plain(column.heading):
            key = next((known for known in (text, text.casefold(), text.title()) if known in counts), text)
            counts[key] += 1
            cells.setdefault(key, cell)
    words = tuple(
        _word(kind, spec, text, cells[text], count, column, offered, answers)
        for text, count in counts.most_common(MOST_WORDS)
    )
    return ChoiceColumn(
        sheet=sheet.name, header_row=table.header_row, index=column.index, heading=column.heading,
        label=f"{CATALOGUE[kind].name}: {spec.label}", answers=offered, words=words,
    )  # fmt: skip


def _word(
    kind: str,
    spec: Field,
    text: str,
    cell: Cell,
    count: int,
    column: ColumnMapping,
    offered: tuple[tuple[str, str], ...],
    answers: Answers,
) -> Word:
    said = column.meaning(text)
    if said is not None:
        return Word(text=text, count=count, means=said, certain=True, chosen=True)
    try:
        read = answers.read(kind, spec, cell)
    except InvalidValueError:
        return Word(text=text, count=count, means="", certain=False, chosen=False)
    means = _key(read.value)
    own = {plain(each) for pair in offered for each in pair}
    return Word(text=text, count=count, means=means, certain=plain(text) in own and not read.note, chosen=False)


def _key(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else "" if value is None else str(value)


def _answers(kind: str, spec: Field, framework: Framework) -> tuple[tuple[str, str], ...]:
    """What a field can be, keys and words; nothing where it has no set of answers."""
    if kind == "judgement" and spec.key == "score":
        return tuple((str(score.value), f"{score.value} - {score.label}") for score in framework.scores)
    if spec.kind is Kind.CHOICE:
        return tuple((choice.key, choice.label) for choice in spec.choices)
    if spec.kind is Kind.YES_NO:
        return (("yes", "Yes"), ("no", "No"))
    bounded = spec.kind is Kind.WHOLE and spec.minimum is not None and spec.maximum is not None
    if bounded and spec.maximum - spec.minimum < _LONGEST_SCALE:  # type: ignore[operator]  # both are there
        return tuple((str(step), str(step)) for step in range(spec.minimum, spec.maximum + 1))  # type: ignore[arg-type, operator]
    return ()
