"""What the values of a measure come to: the latest one, against its target and comparator, and its two trends.

The short-term trend compares a period with the one before within the same year, the annual trend the same period
between years, as councils' scorecards define them. Everything is said in words with a sign; nothing is judged where
nobody said whether higher or lower is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selfassess.domain.measures import periods
from selfassess.domain.measures.periods import Period, Span
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold

NONE_SIGN = "–"


class Status(StrEnum):
    """How the latest value stands to the target."""

    MET = "met"
    NOT_MET = "not met"
    UNJUDGED = "not judged"
    NO_TARGET = "no target"
    NO_VALUE = "no value yet"


SIGNS = {Status.MET: "✓", Status.NOT_MET: "✗"}


class Move(StrEnum):
    """How a value compares with an earlier one, or why it cannot be compared."""

    UP = "up"
    DOWN = "down"
    SAME = "no change"
    FIRST = "not yet"
    """The first quarter or month of a year has none before it in that year."""
    NEW = "new measure"
    """A note of that time says that the measure was new, so there was no figure."""
    MISSING = "no earlier figure"
    YEARLY = "yearly figure"
    """A figure for a whole year has none before it within the year."""
    NO_VALUE = "no value yet"


ARROWS = {Move.UP: "↑", Move.DOWN: "↓", Move.SAME: "→"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a measure. ``period`` is None where what is written names none that is known."""

    id: str
    name: str
    period: Period | None
    value: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A move with what it is measured against; ``verdict`` is "better", "worse" or "" where it is not judged."""

    move: Move
    verdict: str = ""
    against: str = ""
    was: str = ""
    now: str = ""
    why: str = ""

    @property
    def sign(self) -> str:
        """An arrow for the way the value went, or a dash."""
        return ARROWS.get(self.move, NONE_SIGN)

    @property
    def words(self) -> str:
        """In a few words, for a column: "up, better", "not yet: first quarter"."""
        if self.verdict:
            return f"{self.move}, {self.verdict}"
        return f"{self.move}: {self.why}" if self.why else str(self.move)

    @property
    def short(self) -> str:
        """Sign and words."""
        return f"{self.sign} {self.words}"

    @property
    def brief(self) -> str:
        """Sign and words without the reason, for where the sentence stands beside."""
        return self.short if self.move in ARROWS else f"{self.sign} {self.move}"

    @property
    def sentence(self) -> str:
        """In full: "↑ Up from 9 % (Q1 2022-23) to 25 %, better"."""
        if self.move not in ARROWS:
            return f"{self.sign} {_capital(self.words)}"
        went = f"from {self.was} ({self.against}) to {self.now}"
        said = f"No change since {self.against}: {self.now}" if self.move is Move.SAME else f"{self.move} {went}"
        return f"{self.sign} {_capital(said)}{f', {self.verdict}' if self.verdict else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A measure as it stands: latest value, status, trends and comparison, each ready to be shown in words."""

    points: tuple[Point, ...]
    latest: Point | None
    status: Status
    short_term: Trend
    annual: Trend
    value: str
    """The latest value with its unit, or why there is none."""
    against_target: str
    """Why the status is what it is: "522 against a target of 380; lower is better"."""
    comparator: str
    """The comparator in words, and how the latest value stands to it; "" where there is none."""

    @property
    def status_words(self) -> str:
        """Sign and words: "✗ Target not met"."""
        said = {Status.MET: "Target met", Status.NOT_MET: "Target not met"}.get(self.status, _capital(self.status))
        return f"{SIGNS.get(self.status, NONE_SIGN)} {said}"


def by_measure(assessment: Assessment) -> Mapping[str, tuple[Record, ...]]:
    """Measure id -> its values, in the order in which they were written."""
    found: dict[str, list[Record]] = {}
    for value in assessment.of("measure_value"):
        found.setdefault(value.text("measure"), []).append(value)
    return {id: tuple(values) for id, values in found.items()}


def points(values: Iterable[Record]) -> tuple[Point, ...]:
    """The values of one measure in the order of their periods; those of no known period first, as they were written."""
    made = []
    for record in values:
        number = record["value"]
        made.append(
            Point(
                id=record.id,
                name=record.text("period"),
                period=periods.read(record.text("period")),
                value=float(number) if isinstance(number, int | float) else None,
                note=record.text("note"),
            )
        )
    return tuple(sorted(made, key=lambda point: point.period.order if point.period else (0, 0, 0)))


def standing(measure: Record, values: Iterable[Record]) -> Standing:
    """How a measure stands by its values."""
    row = points(values)
    latest = next((point for point in reversed(row) if point.value is not None), None)
    status, why = _status(measure, latest)
    return Standing(
        points=row,
        latest=latest,
        status=status,
        short_term=short_term(measure, row, latest),
        annual=annual(measure, row, latest),
        value=_latest(measure, row, latest),
        against_target=why,
        comparator=_compared(measure, latest),
    )


def short_term(measure: Record, row: Sequence[Point], at: Point | None) -> Trend:
    """A period against the one before within the same year."""
    if at is None or at.value is None or at.period is None:
        return Trend(move=Move.NO_VALUE if at is None or at.value is None else Move.MISSING, why=_unknown(at))
    if at.period.span is Span.YEAR:
        return Trend(move=Move.YEARLY)
    before = at.period.before
    if before is None:
        return Trend(move=Move.FIRST, why=f"first {at.period.span}")
    return _trend(measure, at, _at(row, before), str(before))


def annual(measure: Record, row: Sequence[Point], at: Point | None) -> Trend:
    """The same period between years."""
    if at is None or at.value is None or at.period is None:
        return Trend(move=Move.NO_VALUE if at is None or at.value is None else Move.MISSING, why=_unknown(at))
    wanted = at.period.year_before
    before = _at(row, wanted)
    if before is None and any(_says_new(point, wanted) for point in row):
        return Trend(move=Move.NEW, why=f"none for {wanted}")
    return _trend(measure, at, before, str(wanted))


def amount(value: object, unit: str) -> str:
    """A number with its unit, as people read it: "26.5 %", "1,250"; "" where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:,.10g} {unit}".strip()


def _at(row: Sequence[Point], wanted: Period) -> Point | None:
    return next((p for p in reversed(row) if p.period == wanted and p.value is not None), None)


def _says_new(point: Point, wanted: Period) -> bool:
    """Whether the note of a period says that the measure was not there yet at the time that is looked for."""
    said = fold(point.note).startswith("new ")
    return said and point.period is not None and point.period.year == wanted.year and point.value is None


def _trend(measure: Record, at: Point, before: Point | None, name: str) -> Trend:
    if before is None or before.value is None or at.value is None:
        return Trend(move=Move.MISSING, why=f"none for {name}")
    unit = measure.text("unit")
    move = Move.SAME if at.value == before.value else Move.UP if at.value > before.value else Move.DOWN
    return Trend(
        move=move,
        verdict=verdict_of(measure, at.value, before.value),
        against=name,
        was=amount(before.value, unit),
        now=amount(at.value, unit),
    )


def verdict_of(measure: Record, value: float, other: float) -> str:
    """Whether one value is better than another, "" where they are the same or nobody said what is better."""
    if value == other or measure["better"] not in ("higher", "lower"):
        return ""
    return "better" if (value > other) == (measure["better"] == "higher") else "worse"


def _status(measure: Record, latest: Point | None) -> tuple[Status, str]:
    target = measure["target"]
    if latest is None or latest.value is None:
        return Status.NO_VALUE, "There is no value yet."
    if not isinstance(target, int | float):
        return Status.NO_TARGET, "No target is set as a number."
    unit = measure.text("unit")
    said = f"{amount(latest.value, unit)} against a target of {amount(target, unit)}"
    if measure["better"] is None:
        return Status.UNJUDGED, f"{said}; it is not said whether higher or lower is better."
    if measure["better"] not in ("higher", "lower"):
        return Status.UNJUDGED, f"{said}; neither higher nor lower is better."
    met = latest.value == target or verdict_of(measure, latest.value, float(target)) == "better"
    return Status.MET if met else Status.NOT_MET, f"{said}; {measure['better']} is better."


def _latest(measure: Record, row: Sequence[Point], latest: Point | None) -> str:
    if latest is not None:
        return f"{amount(latest.value, measure.text('unit'))} ({latest.name})"
    noted = next((point for point in reversed(row) if point.note), None)
    return f"no value ({noted.note.split('; ')[0]})" if noted is not None else "no value"


def _compared(measure: Record, latest: Point | None) -> str:
    name, value = measure.text("comparator_name"), measure["comparator_value"]
    if not isinstance(value, int | float):
        return name
    number = amount(value, measure.text("unit"))
    period = f" ({measure.text('comparator_period')})" if measure["comparator_period"] else ""
    said = f"{f'{name}: ' if name else ''}{number}{period}"
    if latest is None or latest.value is None:
        return said
    way = "the same" if latest.value == value else "higher" if latest.value > value else "lower"
    verdict = verdict_of(measure, latest.value, float(value))
    return f"{said} – ours is {way}{f', {verdict}' if verdict else ''}"


def _unknown(at: Point | None) -> str:
    return "its period is not understood" if at is not None and at.value is not None else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
