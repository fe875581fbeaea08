"""A council's share for its region: numbers by statement and year, made from a workbook, with what goes told in words.

Only numbers, names of measures and keys of the framework are in it: no prose, no names of people, no evidence. Which of
the four parts go is for the council to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.measures.comparators import find_target
from selfassess.domain.measures.measures import order_value_points, values_by_measure
from selfassess.domain.measures.published_values import normalise_area
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.readiness.assessors import rate_assessment
from selfassess.domain.readiness.coverage import assess_coverage
from selfassess.domain.readiness.readiness import is_overdue
from selfassess.domain.text.wording import count_noun

SCORES, MEASURES, COVERAGE, ACTIONS = PARTS = ("scores", "measures", "coverage", "actions")
WHOLE = ""
"""The statement of an action that is about the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMeasure:
    """One value of a measure."""

    title: str
    period: str
    value: float
    code: str = ""
    unit: str = ""
    better: str = ""
    target: float | None = None
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCoverage:
    """How many sources of a category have evidence in a statement, of those always asked for."""

    statement: str
    category: str
    asked: int
    have: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedActions:
    """How many actions of a statement have a status, and how many of them are late."""

    statement: str
    status: str
    number: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedYear:
    """One year's numbers. ``scores``: statement key -> score."""

    year: str
    as_at: str
    parts: tuple[str, ...]
    rating: str = ""
    percent: int | None = None
    scores: dict[str, int]
    measures: tuple[SharedMeasure, ...] = ()
    coverage: tuple[SharedCoverage, ...] = ()
    actions: tuple[SharedActions, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one council shares."""

    council: str
    made_at: str
    years: tuple[SharedYear, ...]
    code: str = ""
    kind: str = ""
    region: str = ""

    @property
    def key(self) -> str:
        """What the council is known by, however its name is written."""
        return normalise_area(self.council)


def build_share(
    workbook: Workbook, labels: Sequence[str], parts: Collection[str], *, made_at: str, today: str
) -> Share:
    """What a council shares of its own years with these labels (none named: all); only the ``parts`` named.

    Raises WrongUseError for a year that is not its own, and where it has no name.
    """
    odd = set(parts) - set(PARTS)
    if odd or not parts:
        raise WrongUseError(f"What is shared is one or more of: {', '.join(PARTS)}.")
    council = workbook.council
    if not normalise_area(council.text_of("name")):
        raise WrongUseError("The council has no name yet, so the region could not tell whose numbers these are.")
    own = [each for each in workbook.assessments if not each.by_cqc]
    chosen = [_find_own(own, label) for label in labels] if labels else own
    return Share(
        council=council.text_of("name"),
        code=council.text_of("reference"),
        kind=council.text_of("kind"),
        region=council.text_of("region"),
        made_at=made_at,
        years=tuple(_build_year(each, parts, today) for each in chosen),
    )


def describe_share(share: Share) -> Iterator[str]:
    """What goes, one line for each part of each year, for the sender to see."""
    yield f"Council: {', '.join(filter(None, (share.council, share.code, share.region)))}"
    for year in share.years:
        said = []
        if SCORES in year.parts:
            said.append(f"{count_noun(len(year.scores), 'score')}{f', {year.rating}' if year.rating else ''}")
        else:
            said.append("no scores")
        if MEASURES in year.parts:
            titles = len({each.title for each in year.measures})
            said.append(f"{count_noun(len(year.measures), 'value')} of {count_noun(titles, 'measure')}")
        if COVERAGE in year.parts:
            said.append(f"{count_noun(len(year.coverage), 'count')} of evidence by statement and category")
        if ACTIONS in year.parts:
            number = sum(each.number for each in year.actions)
            said.append(f"{count_noun(number, 'action')} as counts by statement and status")
        yield f"{year.year}: {'; '.join(said)}"
    yield "No text, no names, no evidence and no titles but those of measures."


def _find_own(own: Sequence[Assessment], label: str) -> Assessment:
    found = next((each for each in own if each.label == label), None)
    if found is None:
        raise WrongUseError(
            f"There is no year “{label}” of your own in this workbook. It has: {', '.join(each.label for each in own)}."
        )
    return found


def _build_year(year: Assessment, parts: Collection[str], today: str) -> SharedYear:
    # Scores of another scale cannot stand beside those of other councils.
    parts = [part for part in PARTS if part in parts and (part != SCORES or year.framework.is_one_to_four)]
    rated = rate_assessment(year) if SCORES in parts else None
    return SharedYear(
        year=year.label,
        as_at=year.record.text_of("period_end") or today,
        parts=tuple(parts),
        rating=(rated.rating or "") if rated is not None and not rated.provisional else "",
        percent=rated.percent if rated is not None and not rated.provisional else None,
        scores={key: score for key, score in year.scores_by_statement.items() if score is not None}
        if SCORES in parts
        else {},
        measures=tuple(_list_measures(year)) if MEASURES in parts else (),
        coverage=tuple(_list_coverage(year)) if COVERAGE in parts else (),
        actions=tuple(_count_actions(year, today)) if ACTIONS in parts else (),
    )


def _list_measures(year: Assessment) -> Iterator[SharedMeasure]:
    values, others = values_by_measure(year), values_by_measure(year, "comparator")
    for measure in year.records_of("measure"):
        for point in order_value_points(values.get(measure.id, ())):
            if point.value is not None and measure.text_of("title"):
                yield SharedMeasure(
                    title=measure.text_of("title"),
                    code=measure.text_of("code"),
                    unit=measure.text_of("unit"),
                    better=measure.text_of("better"),
                    period=point.name,
                    value=point.value,
                    target=find_target(measure, others.get(measure.id, ()), point.period),
                    statements=measure.links_of("quality_statements"),
                )


def _list_coverage(year: Assessment) -> Iterator[SharedCoverage]:
    found = assess_coverage(year)
    for statement in year.framework.statements:
        for key, cell in found.cells_of_statement(statement.key).items():
            yield SharedCoverage(
                statement=statement.key, category=key, asked=cell.sources_asked, have=cell.sources_covered
            )


def _count_actions(year: Assessment, today: str) -> Iterator[SharedActions]:
    numbers: Counter[tuple[str, str]] = Counter()
    late: Counter[tuple[str, str]] = Counter()
    for action in year.records_of("action"):
        key = (action.text_of("quality_statement") or WHOLE, action.text_of("status") or "not_started")
        numbers[key] += 1
        late[key] += is_overdue(action, today)
    for (statement, status), number in sorted(numbers.items()):
        yield SharedActions(statement=statement, status=status, number=number, late=late[statement, status])
