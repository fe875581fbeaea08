"""What a sheet can be and what a column or label can mean, in words a person knows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.exchange.foreign import KINDS, Shape, SheetMapping, meanings
from selfassess.exchange.foreign.vocabulary import RECORD, needs_statement, statement_field

OF_LABELS = (Shape.STATEMENT_TAB, Shape.QUESTIONS)
"""The shapes in which labels stand with their answers."""
BASE = "judgement"
"""The kind whose fields a label names first."""

OUT = "Leave this out"
NOT_UNDERSTOOD = "Not understood yet"
LEFT_OUT = "Left out"
SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a sheet; ``kind`` None where the labels or the rows themselves say it."""

    key: str
    words: str
    shape: Shape
    kind: str | None = None


WAYS = (
    Way("table.judgement", "Judgements: one row for each quality statement", Shape.TABLE, "judgement"),
    *(
        Way(f"table.{kind}", f"{CATALOGUE[kind].plural}, one row each", Shape.TABLE, kind)
        for kind in KINDS
        if kind != "judgement"
    ),
    Way("scorecard", "Measures, with a column for each period", Shape.SCORECARD, "measure"),
    Way("tab", "One quality statement: questions and answers", Shape.STATEMENT_TAB),
    Way("questions", "Questions and answers, about several statements or none", Shape.QUESTIONS),
)
SEVERAL_KINDS = Way(SEVERAL, "Several kinds of record; a column says which", Shape.TABLE)


def way_of(part: SheetMapping) -> Way | None:
    """How a sheet is read, None where nobody knows yet."""
    if part.shape in OF_LABELS:
        return next(way for way in WAYS if way.shape is part.shape)
    if part.kind is None or part.header_row is None:
        return None
    if any(column.field == RECORD for column in part.columns):
        return SEVERAL_KINDS
    return next((way for way in WAYS if (way.shape, way.kind) == (part.shape, part.kind)), None)


def may_be_about_one(part: SheetMapping) -> bool:
    """Whether all of a sheet may be about one quality statement."""
    if part.shape in OF_LABELS:
        return part.shape is Shape.STATEMENT_TAB
    kinds = {part.kind, *(column.kind for column in part.columns)} - {None, "measure_value"}
    return any(statement_field(str(kind)) for kind in kinds)


def lacks_statement(part: SheetMapping) -> bool:
    """Whether the rows of a sheet need a quality statement, and nothing says which."""
    if part.statement is not None or part.kind is None or not needs_statement(part.kind):
        return False
    return not any(column.field == "quality_statement" and column.kind is None for column in part.columns)


def what(part: SheetMapping, framework: Framework) -> str:
    """What a sheet seems to be, in a few words."""
    if part.skip:
        return LEFT_OUT
    statement = framework.statement(part.statement or "")
    if part.shape is Shape.STATEMENT_TAB and statement is not None:
        return f"{statement.name}: questions and answers"
    way = way_of(part)
    return NOT_UNDERSTOOD if way is None else way.words


@cache
def choices(kind: str, *, label: bool = False) -> tuple[tuple[str, str], ...]:
    """What a column of a table of this kind, or a label, can mean: key and words, nothing first."""
    offered = list(_named(kind))
    if label:
        names = ("key", "text", RECORD)
        offered = [each for each in offered if each[0] not in ("quality_statement", RECORD)]
        offered += [
            (f"section.{key}", f"Section: {words}")
            for key, words, _ in meanings("section")
            if "." not in key and key not in names
        ]
    once: dict[str, str] = {}
    for key, words in offered:
        once.setdefault(words, key)
    return (("", OUT), *((key, words) for words, key in once.items()))


def words_of(kind: str, meaning: str, *, label: bool = False) -> str:
    """The words for one meaning; one that is not known here is shown as it is."""
    if not meaning:
        return OUT
    known = dict((*_named(kind), *choices(kind, label=label)))
    of, _, field = meaning.rpartition(".")
    return known.get(meaning) or dict(_named(of or kind)).get(field, meaning)


@cache
def _named(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((key, _tidy(words)) for key, words, _ in meanings(kind) if key != "section.key")


def _tidy(words: str) -> str:
    """ "Strength: Strength" says no more than "Strength"."""
    kind, _, field = words.partition(": ")
    return kind if kind == field else words
