"""What a measure is set against, period by period: values of England, the region and other councils, and own targets.

One measure may have many. Each is set beside our value of the same period where there is one, else the latest of theirs
beside the latest of ours, with both periods named, so that nobody takes two years for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfassess.domain.measures import periods
from selfassess.domain.measures.periods import Period, Span
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.text.folding import fold_text

if TYPE_CHECKING:
    from selfassess.domain.measures.measures import Point

TARGET = "target"
BASES = tuple(choice.key for choice in CATALOGUE["comparator"].by_key["basis"].choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One value to set ours against. ``period`` is None where what is written names none that is known."""

    id: str
    basis: str
    name: str
    period_name: str
    period: Period | None
    value: float

    @property
    def series(self) -> tuple[str, str]:
        """What levels of other periods share with it: whose they are."""
        return self.basis, fold_text(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How our value stands to one level, in numbers and ready to be shown.

    ``difference`` is ours less theirs; None where we have no value. ``verdict`` is "better", "worse", "the same", or ""
    where nobody said which way is better.
    """

    level: Level
    ours: float | None
    our_period: str
    difference: float | None
    verdict: str
    value_words: str
    difference_words: str

    @property
    def whose(self) -> str:
        """Who it is compared with, and of when: "England 2023-24"."""
        return " ".join(filter(None, (self.level.name, self.level.period_name)))

    @property
    def whose_then(self) -> str:
        """The same with the period only where it is not that of our value: "England (2021-22)"."""
        then = self.level.period_name
        same = not then or (periods.parse_period(then) or then) == (
            periods.parse_period(self.our_period) or self.our_period
        )
        if same:
            return self.level.name
        return f"{self.level.name} ({then})".strip()

    @property
    def short(self) -> str:
        """The gap alone: "4.2 points lower, worse"."""
        return ", ".join(dict.fromkeys(filter(None, (self.difference_words, self.verdict))))

    @property
    def sentence(self) -> str:
        """In full: "England: 65.8% (2021-22) – ours is 4.2 points lower, worse"."""
        period = f" ({self.level.period_name})" if self.level.period_name else ""
        said = f"{f'{self.level.name}: ' if self.level.name else ''}{self.value_words}{period}"
        return f"{said} – ours is {self.short}" if self.short else said


def name_level(record: Record) -> str:
    """Whose value a comparator is, as it is shown: its name, else what it is in words."""
    spec = CATALOGUE["comparator"].by_key["basis"]
    return record.text_of("name") or (spec.choice_label(record["basis"]) if record["basis"] else "")


def read_levels(comparators: Iterable[Record]) -> tuple[Level, ...]:
    """The levels of one measure: by whose they are in the catalogue's order, then by period."""
    made = []
    for record in comparators:
        value = record["value"]
        if isinstance(value, int | float) and not isinstance(value, bool):
            name = record.text_of("period")
            made.append(
                Level(
                    id=record.id,
                    basis=record.text_of("basis"),
                    name=name_level(record),
                    period_name=name,
                    period=periods.parse_period(name),
                    value=float(value),
                )
            )
    return tuple(sorted(made, key=_order_level))


def read_own_level(measure: Record) -> Level | None:
    """The one comparator that a measure holds itself; None where it has none as a number."""
    value, period = measure["comparator_value"], measure.text_of("comparator_period")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Level(
        id="",
        basis="",
        name=measure.text_of("comparator_name"),
        period_name=period,
        period=periods.parse_period(period) if period else None,
        value=float(value),
    )


def collect_levels(measure: Record, comparators: Iterable[Record]) -> tuple[Level, ...]:
    """Everything a measure is compared with; its own single comparator only where no other is of the same name."""
    levels = tuple(level for level in read_levels(comparators) if level.basis != TARGET)
    own = read_own_level(measure)
    if own is None or any(fold_text(own.name).startswith(fold_text(level.name)) for level in levels):
        return levels
    return (own, *levels)


def find_target(measure: Record, comparators: Iterable[Record], at: Period | None) -> float | None:
    """The target of a period: its own, else that of the year it lies in, else the one the measure holds for all."""
    by_period = {level.period: level.value for level in read_levels(comparators) if level.basis == TARGET}
    if at is not None:
        for wanted in (at, whole_year(at)):
            if wanted in by_period:
                return by_period[wanted]
    value = measure["target"]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return None


def whole_year(period: Period) -> Period:
    """The year that a period lies in; a month lies in a year from April to March."""
    if period.span is not Span.MONTH:
        return Period(span=Span.YEAR, year=period.year, financial=period.financial)
    return Period(span=Span.YEAR, year=period.year - (period.part < periods.APRIL))


def pair_with_ours(points: Sequence[Point], levels: Sequence[Level]) -> tuple[Point | None, Level]:
    """Our value and theirs (``levels`` of one series, earliest first) that can best be compared."""
    valued = [point for point in points if point.value is not None]
    theirs = {level.period: level for level in levels if level.period is not None}
    for point in reversed(valued):
        if point.period in theirs:
            return point, theirs[point.period]
    return (valued[-1] if valued else None), levels[-1]


def group_series(levels: Iterable[Level]) -> Mapping[tuple[str, str], list[Level]]:
    """The levels by whose they are, each row in the order of its periods."""
    found: dict[tuple[str, str], list[Level]] = {}
    for level in levels:
        found.setdefault(level.series, []).append(level)
    return found


def _order_level(level: Level) -> tuple[int, str, tuple[int, int, int]]:
    place = BASES.index(level.basis) if level.basis in BASES else len(BASES)
    return place, fold_text(level.name), level.period.sort_order if level.period is not None else (0, 0, 0)
