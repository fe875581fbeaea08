"""The assessments of a workbook as rows, and what is worked out of them where nobody waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import format_for_display
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.assessors import describe_assessment_status, rate_assessment
from selfassess.domain.text.wording import format_percent
from selfassess.domain.years.compare_pair import Followed, ProseChange, find_changed_prose, follow_records
from selfassess.domain.years.compare_years import Column as Year
from selfassess.domain.years.compare_years import YearsSideBySide, compare_assessments
from selfassess.services.years.describe_packs import list_shipped_frameworks
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
class Pair:
    """Two years of which one looks at what became of the earlier in the later, by their ids."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Between:
    """What changed from one year to another."""

    before: Assessment
    after: Assessment
    prose: tuple[ProseChange, ...]
    actions: Followed
    risks: Followed


@dataclass(frozen=True, slots=True)
class Compared:
    """Every year side by side, and what changed between two of them (None where there is only one)."""

    side: YearsSideBySide
    between: Between | None


def describe_scored_count(row: YearRow) -> str:
    """How many statements have a score."""
    if row.year is None:
        return READING
    scores = row.year.scores_by_statement.values()
    return f"{sum(score is not None for score in scores)} of {len(scores)}"


def describe_year_rating(row: YearRow) -> str:
    """The published rating, or where the scores point."""
    if row.record["published_rating"]:
        percent = row.record["published_percent"]
        beside = f", {format_percent(percent)}" if percent is not None else ""
        return f"{format_for_display(FIELDS['published_rating'], row.record['published_rating'])}{beside} (published)"
    if row.year is None:
        return READING
    found = rate_assessment(row.year)
    if not found.rates:
        return "None in this framework"
    if found.percent is None:
        return "None for a part" if found.scored else "No score yet"
    return f"{found.label}, {format_percent(found.percent)} (indicative)"


YEAR_COLUMNS = (
    Column(
        label="Year",
        words=lambda row: f"{row.record.text_of('label')}, open now" if row.current else row.record.text_of("label"),
        share=1,
        width=16,
    ),
    Column(
        label="Assessed by", words=lambda row: format_for_display(FIELDS["assessor"], row.record["assessor"]), width=20
    ),
    Column(label="Status", words=lambda row: describe_assessment_status(row.record), width=12),
    Column(label="Scored", words=describe_scored_count, number=True, width=9, gives_way=1),
    Column(label="Rating", words=describe_year_rating, share=1, width=30),
)


def build_year_rows(records: Sequence[Record], read: Mapping[str, Assessment], current: str) -> tuple[YearRow, ...]:
    """The assessments of a workbook, oldest first, with what has been read of them."""
    return tuple(YearRow(r.id, place, r, read.get(r.id), r.id == current) for place, r in enumerate(records))


def compare_read_years(years: Sequence[Assessment], pair: Pair | None, today: str) -> Compared:
    """Work out everything the page shows of these years (oldest first)."""
    known = list_shipped_frameworks()
    side = compare_assessments(years, today, known)
    if pair is None:
        return Compared(side, None)
    by_id = {year.id: year for year in years}
    before, after = by_id[pair.before], by_id[pair.after]
    return Compared(
        side,
        Between(
            before,
            after,
            find_changed_prose(before, after, known),
            follow_records("action", before, after, years, today),
            follow_records("risk", before, after, years, today),
        ),
    )


def choose_pair(records: Sequence[Record], wanted: Pair | None = None) -> Pair | None:
    """The two years to begin with: the last two of our own, or of any. Those that are ``wanted`` where they exist."""
    ids = {record.id for record in records}
    if wanted is not None and {wanted.before, wanted.after} <= ids:
        return wanted
    own = [record.id for record in records if record["assessor"] == "self"]
    two = own if len(own) > 1 else [record.id for record in records]
    return Pair(two[-2], two[-1]) if len(two) > 1 else None


def order_years_for_view(years: Sequence[Year]) -> tuple[Year, ...]:
    """Years (given oldest first) as one wants to see them: our newest, the last of CQC and of a peer, then back."""
    newest = tuple(reversed(years))
    first = [next((year for year in newest if year.assessor == who), None) for who in ("self", "cqc", "peer")]
    ahead = [year for year in first if year is not None]
    return (*ahead, *(year for year in newest if year not in ahead))
