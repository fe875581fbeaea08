"""CQC's published scores of councils: one row for each assessment, held against the rating rule.

Scores stand in the order of the framework's statements. ``one_source`` marks a row that rests on one secondary source
and was not read in CQC's or the council's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.readiness.assessors import ANOTHER, CQC, council_assessed, is_council_named, is_same_council
from selfassess.domain.readiness.rating import rate_scores
from selfassess.domain.text.wording import british_month, format_percent

KINDS = {choice.key: choice.label for choice in CATALOGUE["council"].by_key["kind"].choices}
REGIONS = (
    "East Midlands", "East of England", "London", "North East", "North West", "South East", "South West",
    "West Midlands", "Yorkshire and The Humber",
)  # fmt: skip
_CODE = re.compile(r"E\d{8}")
_DATE = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])(?:-\d\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedScore:
    """One published assessment of one council. ``date`` is a month or a day; ``added``: not of the shipped file."""

    council: str
    date: str
    scores: tuple[int | None, ...]
    rating: str
    source: str
    code: str = ""
    kind: str = ""
    region: str = ""
    percent: int | None = None
    one_source: bool = False
    added: bool = False

    @property
    def month(self) -> str:
        """When it was published, as people write it: "August 2024"."""
        found = _DATE.match(self.date)
        return british_month(int(found[1]), int(found[2])) if found else self.date


def find_score_problems(score: PublishedScore, framework: Framework) -> Iterator[str]:
    """What cannot be right in a row, a sentence for each: fields, and the rating rule."""
    wanted = len(framework.statements)
    if not score.council.strip() or not is_council_named(score.council):
        yield "it does not say which council it is of"
    if not _DATE.fullmatch(score.date):
        yield f"“{score.date}” is no month; write it like 2024-08"
    if score.code and not _CODE.fullmatch(score.code):
        yield f"“{score.code}” is no code of a council; write it like E06000015, or leave it out"
    if score.kind and score.kind not in KINDS:
        yield f"“{score.kind}” is no kind of council; there is: {', '.join(KINDS)}"
    if score.region and score.region not in REGIONS:
        yield f"“{score.region}” is no region; there is: {', '.join(REGIONS)}"
    if not score.source.strip():
        yield "it does not say where it was published"
    if len(score.scores) != wanted:
        yield f"it has {len(score.scores)} scores, and there are {wanted} statements"
        return
    if any(each is not None and not 1 <= each <= 4 for each in score.scores):
        yield "a score is 1, 2, 3 or 4, or empty where it is not known"
        return
    yield from _find_rating_problems(score, framework)


def _find_rating_problems(score: PublishedScore, framework: Framework) -> Iterator[str]:
    """Where the published rating or percentage is not what the scores come to."""
    worked = rate_scores(score.scores, framework)
    if score.rating not in {band.key for band in framework.bands}:
        yield f"“{score.rating}” is no rating; there is: {', '.join(band.key for band in framework.bands)}"
    elif not worked.provisional and worked.rating != score.rating:
        yield f"its scores come to {format_percent(worked.percent)}, which is {worked.rating}, not {score.rating}"
    if score.percent is not None and not worked.provisional and worked.percent != score.percent:
        yield f"its scores come to {format_percent(worked.percent)}, not {format_percent(score.percent)}"


def refuse_wrong_scores(scores: Iterable[PublishedScore], framework: Framework, file: str) -> None:
    """Raise WrongUseError naming the first row that cannot be right; nothing of such a file is used."""
    for number, score in enumerate(scores, 1):
        problem = next(find_score_problems(score, framework), None)
        if problem is not None:
            raise WrongUseError(
                f"{file}, row {number} ({score.council or 'no council'}): {problem}. Nothing was added."
            )


def join_scores(*lists: Sequence[PublishedScore]) -> tuple[PublishedScore, ...]:
    """Several lists as one, the latest assessment of each council alone, by name; a later list wins on the same month.

    What a row does not say of its council (code, kind, region) is taken from another row of the same council.
    """
    found: list[PublishedScore] = []
    for score in (each for scores in lists for each in scores):
        at = next((at for at, each in enumerate(found) if is_same_council(each.council, score.council)), None)
        if at is None:
            found.append(score)
            continue
        newer, older = (score, found[at]) if score.date[:7] >= found[at].date[:7] else (found[at], score)
        found[at] = _complete_facts(newer, older)
    return tuple(sorted(found, key=lambda each: each.council.casefold()))


def _complete_facts(newer: PublishedScore, older: PublishedScore) -> PublishedScore:
    return PublishedScore(
        council=newer.council,
        date=newer.date,
        scores=newer.scores,
        rating=newer.rating,
        source=newer.source,
        code=newer.code or older.code,
        kind=newer.kind or older.kind,
        region=newer.region or older.region,
        percent=newer.percent,
        one_source=newer.one_source,
        added=newer.added,
    )


def read_reports(workbook: Workbook, framework: Framework) -> tuple[PublishedScore, ...]:
    """The reports of CQC's that a workbook holds, of ours and of other councils, that say scores and a rating."""
    ours = workbook.council
    made = []
    for year in workbook.assessments:
        if year.record["assessor"] not in (CQC, ANOTHER) or year.framework.id != framework.id:
            continue
        if not year.record["published_rating"] or not any(year.scores_by_statement.values()):
            continue
        own = year.record["assessor"] == CQC
        made.append(
            PublishedScore(
                council=council_assessed(year, ours.text_of("name")),
                date=_date_of(year),
                scores=tuple(year.scores_by_statement.get(each.key) for each in framework.statements),
                rating=year.record.text_of("published_rating"),
                percent=_whole(year.record["published_percent"]),
                source=f"CQC’s report, imported as “{year.label}”",
                code=ours.text_of("reference") if own else "",
                kind=ours.text_of("kind") if own else "",
                region=ours.text_of("region") if own else "",
                added=True,
            )
        )
    return tuple(made)


def summarise_sources(alone: int, published: Sequence[PublishedScore]) -> str:
    """What the numbers rest on, in a sentence; ``alone`` of them rest on one secondary source."""
    latest = max((each.date for each in published), default="")
    month = next((each.month for each in published if each.date == latest), "")
    return (
        f"CQC’s published scores of {len(published):,} councils, the latest of {month}. {alone:,} of them rest on one "
        "secondary source; check them with CQC before you quote them."
    )


def _date_of(year: Assessment) -> str:
    found = re.search(r"20\d\d", year.label)
    return year.record.text_of("period_end") or (found[0] if found else "")


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
