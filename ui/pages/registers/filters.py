"""The filters over a register: by what stands in a field, or by what only a look at the whole year tells."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Assessment

NOTHING = "none"
"""The choice of a filter that keeps the rows with nothing written there."""

_MANY = frozenset(spec.key for kind in CATALOGUE.values() for spec in kind.fields if spec.kind is Kind.LINKS)
"""The fields that link to many: what is chosen is one of theirs."""

Test = Callable[[Record], bool]


class Facts(Protocol):
    """What is known of the records of a year beyond their own fields."""

    def kept_by(self, question: str, answer: str) -> Test:
        """The test whether a record stays in view when ``question`` is answered so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A drop-down over a register: the field it looks at and what to call a row that has nothing there.

    With ``answers`` it asks what no field says, and ``field`` names the question to the facts.
    """

    field: str
    everything: str
    nothing: str = ""
    answers: tuple[tuple[str, str], ...] = ()

    def list_options(self, kind: str, assessment: Assessment) -> list[tuple[str, str]]:
        """What can be chosen, as key and words; "" is everything."""
        if self.answers:
            return [("", self.everything), *self.answers]
        return [("", self.everything), *list_field_choices(kind, self.field, assessment), (NOTHING, self.nothing)]

    def build_test(self, chosen: str, facts: Facts) -> Test:
        """The test whether a record stays in view with this choice."""
        field = self.field
        if self.answers:
            return facts.kept_by(field, chosen)
        if chosen == NOTHING:
            return lambda record: record.values[field] is None
        if field in _MANY:
            return lambda record: chosen in (record.values[field] or ())  # type: ignore[operator]
        return lambda record: record.values[field] == chosen


def combine_tests(tests: Collection[Test]) -> Test | None:
    """One test for several, None where there is none."""
    first, *more = tests or (None,)
    if first is None or not more:
        return first
    every = tuple(tests)
    return lambda record: all(test(record) for test in every)


def list_field_choices(kind: str, field: str, assessment: Assessment) -> list[tuple[str, str]]:
    """The answers a field can have in a year, as key and words."""
    spec = CATALOGUE[kind].by_key[field]
    framework, asked = assessment.framework, assessment.information_return
    if spec.choices:
        return [(choice.key, choice.label) for choice in spec.choices]
    match spec.target:
        case ("theme",):
            return [(theme.key, theme.name) for theme in framework.themes]
        case ("category",):
            return [(category.key, category.name) for category in framework.categories]
        case ("source",):
            return [(source.key, source.name) for source in framework.sources]
        case ("return_item",):
            items = asked.items if asked else ()
            return [(item.ref, f"{item.ref}  {item.title}") for item in items]
        case _:
            return [(statement.key, f"{statement.number}  {statement.name}") for statement in framework.statements]
