"""Assessments side by side: scores by statement, our view against that of CQC and peers, and what each year came to.

Everything is plain data with its words, in the order of the columns. Statements of earlier versions of a framework
stand in the rows of those that follow from them; what nothing follows from has a row of its own and says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from selfassess.domain.framework.carry_map import CarryMap, build_carry_map, find_newest_version, leads_to_version
from selfassess.domain.framework.framework import Framework, ScoreLook
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.readiness.coverage import assess_coverage
from selfassess.domain.report.summary_section import name_with_assessor

NOT_SCORED = "Not scored"
NOT_ENOUGH = "Not enough evidence to score"
NOT_THERE = "Not in this version"
UNKNOWN = "No version of the framework that is at hand has this statement."
ASSESSORS = {"cqc": "CQC", "peer": "Peer review"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One assessment. ``whose`` names it so that nobody takes our scores for CQC's."""

    id: str
    label: str
    assessor: str
    whose: str
    framework: str

    @property
    def is_own_view(self) -> bool:
        """Whether it is the council's own view."""
        return self.assessor == "self"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A score of one assessment, None where there is no single one; ``words`` always say what there is.

    ``under`` has the old names where the statement was called otherwise. ``moved`` is the difference to the last
    earlier assessment by the same assessor that has a score; ``moved_words`` say it, "" where there is none. Scores of
    which the ``scale`` differs are set side by side and not against each other.
    """

    score: int | None
    words: str
    under: tuple[str, ...] = ()
    moved: int | None = None
    moved_words: str = ""
    look: ScoreLook | None = None
    scale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One quality statement with a cell for each column. ``why`` says why the newest framework has it no more."""

    key: str
    name: str
    framework: str
    number: int | None
    why: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How far another view is from ours in one row: ``by`` points, None where they cannot be compared."""

    by: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The view of CQC or of a peer that is nearest in time to one of ours, with a difference for each row."""

    own: Column
    other: Column
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionsOfYear:
    """How the actions of a year stand: on ``as_at``, today or the last day of the year. ``open`` includes overdue."""

    column: str
    as_at: str
    complete: int
    cancelled: int
    open: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RisksOfYear:
    """How the risks of a year stand."""

    column: str
    open: int
    accepted: int
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageOfYear:
    """How much of statement x category has evidence in a year, in the terms of its own framework.

    ``by_category`` has each category's name with the statements that have evidence from it, of how many.
    """

    column: str
    items: int
    covered: int
    total: int
    by_category: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsSideBySide:
    """Assessments side by side, oldest first. ``framework`` is the newest of theirs; its statements come first."""

    framework: Framework
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    views: tuple[View, ...]
    actions: tuple[ActionsOfYear, ...]
    risks: tuple[RisksOfYear, ...]
    coverage: tuple[CoverageOfYear, ...]


def compare_assessments(
    assessments: Sequence[Assessment], today: str, known: Iterable[Framework] = ()
) -> YearsSideBySide:
    """Assessments (at least one, oldest first) side by side; ``known`` frameworks lead over versions in between."""
    versions = (*known, *(each.framework for each in assessments))
    side = _Side(assessments, versions)
    columns = tuple(map(_build_year_column, assessments))
    rows = tuple(side.build_comparison_rows())
    return YearsSideBySide(
        framework=side.newest,
        columns=columns,
        rows=rows,
        views=tuple(_build_views(assessments, columns, rows)),
        actions=tuple(_count_actions_of_year(each, today) for each in assessments),
        risks=tuple(map(_count_risks_of_year, assessments)),
        coverage=tuple(map(_count_coverage_of_year, assessments)),
    )


def find_judging_day(assessment: Assessment, today: str) -> str:
    """The day by which a year is judged late: today, or the last day of a year that is over."""
    return min(today, assessment.record.text_of("period_end") or today)


@dataclass(frozen=True, slots=True)
class _Origin:
    """The statement that a row is of, in the framework that has it last."""

    framework: Framework
    key: str
    why: str = ""


class _Side:
    """The rows of a comparison, and what each assessment has to say in them."""

    def __init__(self, assessments: Sequence[Assessment], versions: Sequence[Framework]) -> None:
        self.assessments = assessments
        self.versions = versions
        self.newest = find_newest_version([each.framework for each in assessments], versions)
        self._maps: dict[tuple[str, str], CarryMap] = {}

    def build_comparison_rows(self) -> Iterator[Row]:
        for origin in self._order_origins():
            statement = origin.framework.find_statement(origin.key)
            cells = [self._build_score_cell(each, origin) for each in self.assessments]
            yield Row(
                key=origin.key,
                name=statement.name if statement else origin.key,
                framework=origin.framework.id,
                number=statement.number if statement and not origin.why else None,
                why=origin.why,
                cells=tuple(self._add_score_moves(cells)),
            )

    def _order_origins(self) -> Sequence[_Origin]:
        """The statements of the newest framework, then those that nothing follows from, each once."""
        origins = [_Origin(self.newest, statement.key) for statement in self.newest.statements]
        for assessment in sorted(self.assessments, key=self._count_newer_frameworks):
            for key in dict.fromkeys((*assessment.framework.keys_by_part["statements"], *assessment.judgements)):
                if not any(key in self._statements_in_row(assessment, origin) for origin in origins):
                    fate = self._recall_carry_map(assessment.framework, self.newest).trace_statement(key)
                    origins.append(_Origin(assessment.framework, key, fate.why or UNKNOWN))
        return origins

    def _count_newer_frameworks(self, assessment: Assessment) -> int:
        """Newer frameworks first: those that more others lead to."""
        return -sum(leads_to_version(other, assessment.framework, self.versions) for other in self.versions)

    def _statements_in_row(self, assessment: Assessment, origin: _Origin) -> tuple[str, ...]:
        """The statements of an assessment that stand in a row."""
        found = self._recall_carry_map(assessment.framework, origin.framework).came_from(origin.key)
        unknown = assessment.framework.find_statement(origin.key) is None and origin.key in assessment.judgements
        return found or ((origin.key,) if unknown else ())

    def _recall_carry_map(self, old: Framework, new: Framework) -> CarryMap:
        if (old.id, new.id) not in self._maps:
            self._maps[old.id, new.id] = build_carry_map(old, new, self.versions)
        return self._maps[old.id, new.id]

    def _build_score_cell(self, assessment: Assessment, origin: _Origin) -> Cell:
        keys = self._statements_in_row(assessment, origin)
        if not keys:
            return Cell(score=None, words=NOT_THERE)
        names = Names(assessment)
        now = origin.framework.find_statement(origin.key)
        called = [names.name_statement(key) for key in keys]
        scores = {assessment.score_of(key) for key in keys}
        words = [_describe_year_score(assessment, key) for key in keys]
        if len(set(words)) == 1:
            said = words[0]
        else:
            said = "; ".join(f"{each} ({name})" for each, name in zip(words, called, strict=True))
        score, framework = scores.pop() if len(scores) == 1 else None, assessment.framework
        return Cell(
            score=score,
            words=said,
            look=framework.find_look(score),
            scale=tuple(each.label for each in framework.scores),
            under=tuple(name for name in called if now is not None and name != now.name),
        )

    def _add_score_moves(self, cells: Sequence[Cell]) -> Iterator[Cell]:
        last: dict[str, tuple[int, tuple[str, ...], str]] = {}
        for assessment, cell in zip(self.assessments, cells, strict=True):
            assessor = assessment.record.text_of("assessor")
            if cell.score is None or assessment.of_another_council:
                yield cell
                continue
            before, scale, label = last.get(assessor, (0, (), ""))
            if scale == cell.scale:
                by = cell.score - before
                yield replace(cell, moved=by, moved_words=f"{_describe_point_difference(by, 'the same as')} {label}")
            else:
                yield cell
            last[assessor] = cell.score, cell.scale, assessment.label


def _describe_point_difference(by: int, same: str) -> str:
    return f"{abs(by)} {'higher' if by > 0 else 'lower'} than" if by else same


def _describe_year_score(assessment: Assessment, statement: str) -> str:
    score = assessment.score_of(statement)
    if score is not None:
        return Names(assessment).format_score(score)
    judgement = assessment.judgements.get(statement)
    return NOT_ENOUGH if judgement is not None and judgement["insufficient_evidence"] else NOT_SCORED


def _build_year_column(assessment: Assessment) -> Column:
    return Column(
        id=assessment.id,
        label=assessment.label,
        assessor=assessment.record.text_of("assessor"),
        whose=name_with_assessor(assessment),
        framework=assessment.framework.id,
    )


def _build_views(assessments: Sequence[Assessment], columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[View]:
    for at, own in enumerate(columns):
        for assessor, called in ASSESSORS.items() if own.is_own_view else ():
            others = [other for other, column in enumerate(columns) if column.assessor == assessor]
            if others:
                near = min(others, key=lambda other: _measure_time_apart(assessments, at, other))
                told = tuple(_describe_score_difference(row.cells[at], row.cells[near], called) for row in rows)
                yield View(own=own, other=columns[near], differences=told)


def _measure_time_apart(assessments: Sequence[Assessment], one: int, other: int) -> tuple[int, int]:
    """How far two assessments are from each other: in days, or in places where one has no date."""
    days = [_parse_year_end(assessments[at]) for at in (one, other)]
    if days[0] is None or days[1] is None:
        return 1, abs(one - other)
    return 0, abs((days[0] - days[1]).days)


def _parse_year_end(assessment: Assessment) -> date | None:
    record = assessment.record
    try:
        return date.fromisoformat((record.text_of("period_end") or record.text_of("submitted_on"))[:10])
    except ValueError:
        return None


def _describe_score_difference(own: Cell, other: Cell, called: str) -> Difference:
    if own.score is None or other.score is None:
        who = called if own.score is not None else "Ours" if other.score is not None else "Neither"
        return Difference(None, f"{who} has {'a' if who == 'Neither' else 'no'} score")
    if own.scale != other.scale:
        return Difference(None, f"{called} on another scale")
    by = other.score - own.score
    return Difference(by, f"{called} {abs(by)} {'higher' if by > 0 else 'lower'}" if by else f"{called} the same")


def _count_actions_of_year(assessment: Assessment, today: str) -> ActionsOfYear:
    day = find_judging_day(assessment, today)
    actions = assessment.records_of("action")
    counted = Counter(each["status"] for each in actions)
    done = sum(counted[status] for status in readiness.DONE_ACTIONS)
    return ActionsOfYear(
        column=assessment.id,
        as_at=day,
        complete=counted["complete"],
        cancelled=counted["cancelled"],
        open=len(actions) - done,
        overdue=sum(readiness.is_overdue(each, day) for each in actions),
    )


def _count_risks_of_year(assessment: Assessment) -> RisksOfYear:
    counted = Counter(each["status"] for each in assessment.records_of("risk"))
    accepted, closed = counted["accepted"], counted["closed"]
    return RisksOfYear(column=assessment.id, open=counted.total() - accepted - closed, accepted=accepted, closed=closed)


def _count_coverage_of_year(assessment: Assessment) -> CoverageOfYear:
    counts = assess_coverage(assessment).item_counts
    categories = assessment.framework.categories
    by_category = tuple(
        (category.name, sum(row[category.key] > 0 for row in counts.values()), len(counts)) for category in categories
    )
    return CoverageOfYear(
        column=assessment.id,
        items=len(assessment.records_of("evidence")),
        covered=sum(covered for _, covered, _ in by_category),
        total=len(counts) * len(categories),
        by_category=by_category,
    )
