"""The assessments of a workbook as rows, and what is worked out of them where nobody waits for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import display
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.assessors import rate_assessment, status_words
from selfassess.domain.years.compare_pair import Followed, ProseChange, changed_prose, followed
from selfassess.domain.years.compare_years import Column as Year
from selfassess.domain.years.compare_years import YearsSideBySide, compare
from selfassess.packs import reader as packs
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
    found = rate_assessment(row.year)
    if found.percent is None:
        return "None for a part" if found.scored else "No score yet"
    return f"{found.label}, {found.percent} % (indicative)"


YEAR_COLUMNS = (
    Column(
        label="Year",
        words=lambda row: f"{row.record.text('label')}, open now" if row.current else row.record.text("label"),
        share=1,
        width=16,
    ),
    Column(label="Assessed by", words=lambda row: display(FIELDS["assessor"], row.record["assessor"]), width=20),
    Column(label="Status", words=lambda row: status_words(row.record), width=12),
    Column(label="Scored", words=scored, number=True, width=9, gives_way=1),
    Column(label="Rating", words=rated, share=1, width=30),
)


def year_rows(records: Sequence[Record], read: Mapping[str, Assessment], current: str) -> tuple[YearRow, ...]:
    """The assessments of a workbook, oldest first, with what has been read of them."""
    return tuple(YearRow(r.id, place, r, read.get(r.id), r.id == current) for place, r in enumerate(records))


def compared(years: Sequence[Assessment], pair: Pair | None, today: str) -> Compared:
    """Work out everything the page shows of these years (oldest first)."""
    known = [packs.framework(id) for id in packs.framework_ids()]
    side = compare(years, today, known)
    if pair is None:
        return Compared(side, None)
    by_id = {year.id: year for year in years}
    before, after = by_id[pair.before], by_id[pair.after]
    return Compared(
        side,
        Between(
            before,
            after,
            changed_prose(before, after, known),
            followed("action", before, after, years, today),
            followed("risk", before, after, years, today),
        ),
    )


def pair_of(records: Sequence[Record], wanted: Pair | None = None) -> Pair | None:
    """The two years to begin with: the last two of our own, or of any. Those that are ``wanted`` where they exist."""
    ids = {record.id for record in records}
    if wanted is not None and {wanted.before, wanted.after} <= ids:
        return wanted
    own = [record.id for record in records if record["assessor"] == "self"]
    two = own if len(own) > 1 else [record.id for record in records]
    return Pair(two[-2], two[-1]) if len(two) > 1 else None


def in_order(years: Sequence[Year]) -> tuple[Year, ...]:
    """Years (given oldest first) as one wants to see them: our newest, the last of CQC and of a peer, then back."""
    newest = tuple(reversed(years))
    first = [next((year for year in newest if year.assessor == who), None) for who in ("self", "cqc", "peer")]
    ahead = [year for year in first if year is not None]
    return (*ahead, *(year for year in newest if year not in ahead))
