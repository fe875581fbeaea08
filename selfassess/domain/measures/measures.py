"""What the values of a measure come to: the latest one, against its target and comparator, and its two trends.

The short-term trend compares a period with the one before within the same year, the annual trend the same period
between years, as councils' scorecards define them. Everything is said in words with a sign; nothing is judged where
nobody said whether higher or lower is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selfassess.domain.measures import comparators, periods
from selfassess.domain.measures.comparators import Gap, Level
from selfassess.domain.measures.periods import Period, Span
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import format_percent

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
    def arrow_sign(self) -> str:
        """An arrow for the way the value went, or a dash."""
        return ARROWS.get(self.move, NONE_SIGN)

    @property
    def trend_words(self) -> str:
        """In a few words, for a column: "up, better", "not yet: first quarter"."""
        if self.verdict:
            return f"{self.move}, {self.verdict}"
        if self.why:
            return f"{self.move}: {self.why}"
        return str(self.move)

    @property
    def sign_and_words(self) -> str:
        """Sign and words."""
        return f"{self.arrow_sign} {self.trend_words}"

    @property
    def sign_and_move(self) -> str:
        """Sign and words without the reason, for where the sentence stands beside."""
        if self.move in ARROWS:
            return self.sign_and_words
        return f"{self.arrow_sign} {self.move}"

    @property
    def full_sentence(self) -> str:
        """In full: "↑ Up from 9% (Q1 2022-23) to 25%, better"."""
        if self.move not in ARROWS:
            return f"{self.arrow_sign} {_capitalise_first(self.trend_words)}"
        went = f"from {self.was} ({self.against}) to {self.now}"
        said = f"No change since {self.against}: {self.now}" if self.move is Move.SAME else f"{self.move} {went}"
        return f"{self.arrow_sign} {_capitalise_first(said)}{f', {self.verdict}' if self.verdict else ''}"


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
    """What it is compared with in words, and how our value stands to each; "" where there is nothing."""
    target: float | None = None
    """The target of the latest value's period."""
    gaps: tuple[Gap, ...] = ()
    """How our value stands to each of those it is compared with."""

    @property
    def status_words(self) -> str:
        """Sign and words: "✗ Target not met"."""
        said = {Status.MET: "Target met", Status.NOT_MET: "Target not met"}.get(
            self.status, _capitalise_first(self.status)
        )
        return f"{SIGNS.get(self.status, NONE_SIGN)} {said}"


def values_by_measure(assessment: Assessment, kind: str = "measure_value") -> Mapping[str, tuple[Record, ...]]:
    """Measure id -> its values (or its comparators), in the order in which they were written."""
    found: dict[str, list[Record]] = {}
    for value in assessment.records_of(kind):
        found.setdefault(value.text_of("measure"), []).append(value)
    return {id: tuple(values) for id, values in found.items()}


def stand_in_year(assessment: Assessment) -> Callable[[Record], Standing]:
    """What says how a measure of a year stands, by all that is written about it there."""
    values, others = values_by_measure(assessment), values_by_measure(assessment, "comparator")
    return lambda measure: find_standing(measure, values.get(measure.id, ()), others.get(measure.id, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCount:
    """How the measures that bear on a statement stand to others: how many there are, and gaps by verdict."""

    measures: int
    better: int
    worse: int
    other: int


def count_gaps(assessment: Assessment, statement: str, stand: Callable[[Record], Standing]) -> GapCount:
    """The gaps of the measures of a statement, counted; ``stand`` says how a measure of that year stands."""
    own = assessment.for_statement("measure", statement)
    verdicts = [gap.verdict for each in own for gap in stand(each).gaps if gap.difference is not None]
    better, worse = verdicts.count("better"), verdicts.count("worse")
    return GapCount(measures=len(own), better=better, worse=worse, other=len(verdicts) - better - worse)


def order_value_points(values: Iterable[Record]) -> tuple[Point, ...]:
    """The values of one measure in the order of their periods; those of no known period first, as they were written."""
    made = []
    for record in values:
        number = record["value"]
        made.append(
            Point(
                id=record.id,
                name=record.text_of("period"),
                period=periods.parse_period(record.text_of("period")),
                value=float(number) if isinstance(number, int | float) else None,
                note=record.text_of("note"),
            )
        )
    return tuple(sorted(made, key=lambda point: point.period.sort_order if point.period else (0, 0, 0)))


def find_standing(measure: Record, values: Iterable[Record], others: Iterable[Record] = ()) -> Standing:
    """How a measure stands by its values; ``others`` are its comparators and targets."""
    row, others = order_value_points(values), tuple(others)
    latest = next((point for point in reversed(row) if point.value is not None), None)
    target = comparators.find_target(measure, others, latest.period if latest is not None else None)
    status, why = _judge_target(measure, latest, target)
    gaps = _gaps(measure, row, others)
    return Standing(
        points=row,
        latest=latest,
        status=status,
        short_term=find_short_term_trend(measure, row, latest),
        annual=find_annual_trend(measure, row, latest),
        value=_describe_latest_value(measure, row, latest),
        against_target=why,
        comparator="; ".join(gap.sentence for gap in gaps) or measure.text_of("comparator_name"),
        target=target,
        gaps=gaps,
    )


def find_short_term_trend(measure: Record, row: Sequence[Point], at: Point | None) -> Trend:
    """A period against the one before within the same year."""
    if at is None or at.value is None or at.period is None:
        return Trend(
            move=Move.NO_VALUE if at is None or at.value is None else Move.MISSING, why=_explain_unknown_period(at)
        )
    if at.period.span is Span.YEAR:
        return Trend(move=Move.YEARLY)
    before = at.period.previous_in_year
    if before is None:
        return Trend(move=Move.FIRST, why=f"first {at.period.span}")
    return _work_out_trend(measure, at, _find_point_of_period(row, before), str(before))


def find_annual_trend(measure: Record, row: Sequence[Point], at: Point | None) -> Trend:
    """The same period between years."""
    if at is None or at.value is None or at.period is None:
        return Trend(
            move=Move.NO_VALUE if at is None or at.value is None else Move.MISSING, why=_explain_unknown_period(at)
        )
    wanted = at.period.same_period_year_before
    before = _find_point_of_period(row, wanted)
    if before is None and any(_notes_new_measure(point, wanted) for point in row):
        return Trend(move=Move.NEW, why=f"none for {wanted}")
    return _work_out_trend(measure, at, before, str(wanted))


def format_amount(value: object, unit: str) -> str:
    """A number with its unit, as people read it: "26.5%", "1,250"; "" where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    number = f"{value:,.10g}"
    if unit.strip() == "%":
        return format_percent(number)
    return f"{number} {unit}".strip()


def _find_point_of_period(row: Sequence[Point], wanted: Period) -> Point | None:
    return next((p for p in reversed(row) if p.period == wanted and p.value is not None), None)


def _notes_new_measure(point: Point, wanted: Period) -> bool:
    """Whether the note of a period says that the measure was not there yet at the time that is looked for."""
    said = fold_text(point.note).startswith("new ")
    return said and point.period is not None and point.period.year == wanted.year and point.value is None


def _work_out_trend(measure: Record, at: Point, before: Point | None, name: str) -> Trend:
    if before is None or before.value is None or at.value is None:
        return Trend(move=Move.MISSING, why=f"none for {name}")
    unit = measure.text_of("unit")
    move = Move.SAME if at.value == before.value else Move.UP if at.value > before.value else Move.DOWN
    return Trend(
        move=move,
        verdict=judge_difference(measure, at.value, before.value),
        against=name,
        was=format_amount(before.value, unit),
        now=format_amount(at.value, unit),
    )


def judge_difference(measure: Record, value: float, other: float) -> str:
    """Whether one value is better than another, "" where they are the same or nobody said what is better."""
    if value == other or measure["better"] not in ("higher", "lower"):
        return ""
    if (value > other) == (measure["better"] == "higher"):
        return "better"
    return "worse"


def _judge_target(measure: Record, latest: Point | None, target: float | None) -> tuple[Status, str]:
    if latest is None or latest.value is None:
        return Status.NO_VALUE, "There is no value yet."
    if target is None:
        return Status.NO_TARGET, "No target is set as a number."
    unit = measure.text_of("unit")
    said = f"{format_amount(latest.value, unit)} against a target of {format_amount(target, unit)}"
    if measure["better"] is None:
        return Status.UNJUDGED, f"{said}; it is not said whether higher or lower is better."
    if measure["better"] not in ("higher", "lower"):
        return Status.UNJUDGED, f"{said}; neither higher nor lower is better."
    met = latest.value == target or judge_difference(measure, latest.value, target) == "better"
    return Status.MET if met else Status.NOT_MET, f"{said}; {measure['better']} is better."


def _describe_latest_value(measure: Record, row: Sequence[Point], latest: Point | None) -> str:
    if latest is not None:
        return f"{format_amount(latest.value, measure.text_of('unit'))} ({latest.name})"
    noted = next((point for point in reversed(row) if point.note), None)
    if noted is not None:
        return f"no value ({noted.note.split('; ')[0]})"
    return "no value"


def _gaps(measure: Record, row: Sequence[Point], others: Iterable[Record]) -> tuple[Gap, ...]:
    series = comparators.group_series(comparators.collect_levels(measure, others)).values()
    return tuple(_gap(measure, *comparators.pair_with_ours(row, levels)) for levels in series)


def _gap(measure: Record, ours: Point | None, level: Level) -> Gap:
    unit = measure.text_of("unit")
    value = ours.value if ours is not None else None
    apart = round(value - level.value, 9) if value is not None else None
    verdict = difference = ""
    if value is not None and apart is not None:
        verdict = judge_difference(measure, value, level.value) or ("" if apart else "the same")
        if apart:
            in_points = unit == "%" or unit.casefold().startswith("out of")  # a difference is out of nothing
            many = format_amount(abs(apart), "points" if in_points else unit)
            difference = f"{many} {'higher' if apart > 0 else 'lower'}"
    return Gap(
        level=level,
        ours=value,
        our_period=ours.name if ours is not None else "",
        difference=apart,
        verdict=verdict,
        value_words=format_amount(level.value, unit),
        difference_words=difference,
    )


def _explain_unknown_period(at: Point | None) -> str:
    if at is not None and at.value is not None:
        return "its period is not understood"
    return ""


def _capitalise_first(words: str) -> str:
    return words[:1].upper() + words[1:]
