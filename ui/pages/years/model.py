"""The assessments of a workbook as rows, and the scores of each statement across them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain import rating
from selfassess.domain.fields import display
from selfassess.domain.framework import Statement
from selfassess.domain.records import CATALOGUE, Record
from selfassess.domain.workbook import Assessment
from ui.widgets.tables import Column

FIELDS = CATALOGUE["assessment"].by_key
READING = "reading …"


@dataclass(frozen=True, slots=True)
class YearRow:
    """One assessment; ``year`` is None until it was read from the file."""

    id: str
    place: int
    record: Record
    year: Assessment | None
    current: bool


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One quality statement of the year in view."""

    id: str
    statement: Statement


def scored(row: YearRow) -> str:
    """How many statements have a score."""
    if row.year is None:
        return READING
    scores = row.year.scores.values()
    return f"{sum(score is not None for score in scores)} of {len(scores)}"


def rated(row: YearRow) -> str:
    """The published rating, or where the scores point."""
    if row.record["published_rating"]:
        percent = row.record["published_percent"]
        beside = f", {percent} %" if percent is not None else ""
        return f"{display(FIELDS['published_rating'], row.record['published_rating'])}{beside} (published)"
    if row.year is None:
        return READING
    found = rating.rate(tuple(row.year.scores.values()), row.year.framework.bands)
    return f"{found.label}, {found.percent} % (indicative)" if found.percent is not None else "No score yet"


YEAR_COLUMNS = (
    Column(
        label="Year",
        words=lambda row: f"{row.record.text('label')}, open now" if row.current else row.record.text("label"),
        share=1,
        width=16,
    ),
    Column(label="Assessed by", words=lambda row: display(FIELDS["assessor"], row.record["assessor"]), width=13),
    Column(label="Status", words=lambda row: display(FIELDS["status"], row.record["status"]), width=12),
    Column(label="Scored", words=scored, number=True, width=9, gives_way=1),
    Column(label="Rating", words=rated, share=1, width=30),
)


def score_words(year: Assessment | None, before: Sequence[Assessment], statement: str) -> str:
    """A score in words, with where it has moved since the last year that has one and was judged the same way."""
    if year is None:
        return READING
    score = year.score(statement)
    if score is None:
        return "not scored" if year.framework.statement(statement) else "not in this framework"
    label = year.framework.score(score)
    said = f"{score}  {label.label}" if label else str(score)
    for other in before:
        earlier = other.score(statement) if other.framework.id == year.framework.id else None
        if earlier is not None:
            moved = "up from" if score > earlier else "down from" if score < earlier else "same as"
            return f"{said}  ({moved} {earlier if score != earlier else other.label})"
    return said


def score_columns(rows: Sequence[YearRow]) -> tuple[Column, ...]:
    """A column for the statements and one for each year, oldest first."""
    columns = [
        Column(
            label="Quality statement",
            words=lambda row: f"{row.statement.number}  {row.statement.name}",
            order=lambda row: row.statement.number,
            share=1,
            width=24,
        )
    ]
    for number, shown in enumerate(rows):
        before = [row.year for row in reversed(rows[:number]) if row.year is not None]
        words = _words(shown.year, before)
        columns.append(
            Column(label=shown.record.text("label"), words=words, order=_order(shown.year), share=1, width=18)
        )
    return tuple(columns)


def _words(year: Assessment | None, before: Sequence[Assessment]) -> Callable[[StatementRow], str]:
    return lambda row: score_words(year, before, row.statement.key)


def _order(year: Assessment | None) -> Callable[[StatementRow], int | None]:
    return lambda row: year.score(row.statement.key) if year is not None else None


def year_rows(records: Sequence[Record], read: Mapping[str, Assessment], current: str) -> tuple[YearRow, ...]:
    """The assessments of a workbook, oldest first, with what has been read of them."""
    return tuple(YearRow(r.id, place, r, read.get(r.id), r.id == current) for place, r in enumerate(records))
