"""What a sheet can be and what a column or label can mean, in words a person knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.exchange.foreign import KINDS, Shape, SheetMapping, column_meanings
from selfassess.exchange.foreign.vocabulary import RECORD, needs_statement, statement_field

OF_LABELS = (Shape.STATEMENT_TAB, Shape.QUESTIONS)
"""The shapes in which labels stand with their answers."""
BASE = "judgement"
"""The kind whose fields a label names first."""

OUT = "Leave this out"
NOT_UNDERSTOOD = "Not understood yet"
LEFT_OUT = "Left out"
SEVERAL, TAB = "several", "tab"


@dataclass(frozen=True, slots=True)
class ReadingWay:
    """One way to read a sheet; ``kind`` None where the labels or the rows themselves say it."""

    key: str
    words: str
    shape: Shape
    kind: str | None = None


WAYS = (
    ReadingWay("table.judgement", "Judgements: one row for each quality statement", Shape.TABLE, "judgement"),
    *(
        ReadingWay(f"table.{kind}", f"{CATALOGUE[kind].plural}, one row each", Shape.TABLE, kind)
        for kind in KINDS
        if kind != "judgement"
    ),
    ReadingWay("scorecard", "Measures, with a column for each period", Shape.SCORECARD, "measure"),
    ReadingWay(TAB, "One quality statement: questions and answers", Shape.STATEMENT_TAB),
    ReadingWay("questions", "Questions and answers, about several statements or none", Shape.QUESTIONS),
)
SEVERAL_KINDS = ReadingWay(SEVERAL, "Several kinds of record; a column says which", Shape.TABLE)


def find_way_of_reading(part: SheetMapping) -> ReadingWay | None:
    """How a sheet is read, None where nobody knows yet."""
    if part.shape in OF_LABELS:
        return next(way for way in WAYS if way.shape is part.shape)
    if part.kind is None or part.header_row is None:
        return None
    has_records = any(column.field == RECORD for column in part.columns)
    if has_records:
        return SEVERAL_KINDS
    return next((way for way in WAYS if (way.shape, way.kind) == (part.shape, part.kind)), None)


def may_concern_one_statement(part: SheetMapping) -> bool:
    """Whether all of a sheet may be about one quality statement."""
    if part.shape in OF_LABELS:
        return part.shape is Shape.STATEMENT_TAB
    kinds = {part.kind, *(column.kind for column in part.columns)} - {None, "measure_value"}
    return any(statement_field(str(kind)) for kind in kinds)


def is_statement_missing(part: SheetMapping) -> bool:
    """Whether the rows of a sheet need a quality statement, and nothing says which."""
    if part.statement is not None or part.kind is None or not needs_statement(part.kind):
        return False
    return not any(column.field == "quality_statement" and column.kind is None for column in part.columns)


def describe_sheet(part: SheetMapping, framework: Framework) -> str:
    """What a sheet seems to be, in a few words."""
    if part.skip:
        return LEFT_OUT
    statement = framework.find_statement(part.statement or "")
    if part.shape is Shape.STATEMENT_TAB and statement is not None:
        return f"{statement.name}: questions and answers"
    way = find_way_of_reading(part)
    if way is None:
        return NOT_UNDERSTOOD
    return way.words


@cache
def list_meaning_choices(kind: str, *, label: bool = False) -> tuple[tuple[str, str], ...]:
    """What a column of a table of this kind, or a label, can mean: key and words, nothing first."""
    offered = list(_list_named_meanings(kind))
    if label:
        names = ("key", "text", RECORD)
        offered = [each for each in offered if each[0] not in ("quality_statement", RECORD)]
        offered += [
            (f"section.{key}", f"Section: {words}")
            for key, words, _ in column_meanings("section")
            if "." not in key and key not in names
        ]
    once: dict[str, str] = {}
    for key, words in offered:
        once.setdefault(words, key)
    return (("", OUT), *((key, words) for words, key in once.items()))


def describe_meaning(kind: str, meaning: str, *, label: bool = False) -> str:
    """The words for one meaning; one that is not known here is shown as it is."""
    if not meaning:
        return OUT
    known = dict((*_list_named_meanings(kind), *list_meaning_choices(kind, label=label)))
    of, _, field = meaning.rpartition(".")
    return known.get(meaning) or dict(_list_named_meanings(of or kind)).get(field, meaning)


@cache
def _list_named_meanings(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, _drop_repeated_kind(words)) for key, words, _ in column_meanings(kind) if key != "section.key")


def _drop_repeated_kind(words: str) -> str:
    """ "Strength: Strength" says no more than "Strength"."""
    kind, _, field = words.partition(": ")
    if kind == field:
        return kind
    return words
