"""Our scores beside those of the region, of councils of our kind and of England, and who there is to learn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework, Statement
from selfassess.domain.measures.measures import format_amount
from selfassess.domain.model.catalogue import Record
from selfassess.domain.readiness.assessors import is_same_council
from selfassess.domain.readiness.rating import Rating, rate_scores
from selfassess.domain.standings.published_scores import KINDS, PublishedScore
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import count_noun

ENGLAND = "England"
GOOD = 3
SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Councils that ours is set beside; ours itself is in none."""

    name: str
    members: tuple[PublishedScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStanding:
    """How a group scored in one statement: how many have each score, and how many of them are above and below ours."""

    group: str
    counts: Mapping[int, int]
    above: int
    below: int

    @property
    def total(self) -> int:
        """How many councils of the group have a score in the statement."""
        return sum(self.counts.values())

    @property
    def average(self) -> float | None:
        """The mean of the group's scores, to two places; None where it has none."""
        return round(sum(s * n for s, n in self.counts.items()) / self.total, 2) if self.total else None

    @property
    def words(self) -> str:
        """In a few words: "9 of 15 have 3 or 4 (2.6 on average)"."""
        if not self.total:
            return "none published"
        return f"{self.high:,} of {self.total:,} have 3 or 4 ({format_amount(self.average, '')} on average)"

    @property
    def high(self) -> int:
        """How many have 3 or 4."""
        return sum(number for score, number in self.counts.items() if score >= GOOD)

    @property
    def short(self) -> str:
        """The same for a column: "9 of 15 · 2.6"."""
        return f"{self.high:,} of {self.total:,} · {format_amount(self.average, '')}" if self.total else "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementStanding:
    """One statement: our score, and how each group stands."""

    key: str
    number: int
    name: str
    short: str
    ours: int | None
    groups: tuple[GroupStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """Everything: how far the rating is from the next, the statements, and the groups with their councils."""

    distance: str
    rating: Rating
    statements: tuple[StatementStanding, ...]
    groups: tuple[Group, ...]
    rests_on_one_source: int


def compare_scores(
    ours: Mapping[str, int | None], council: Record, published: Sequence[PublishedScore], framework: Framework
) -> Standings:
    """Our scores (statement key -> score) beside the published ones; a council is never compared with itself."""
    others = tuple(each for each in published if not is_same_council(each.council, council.text_of("name")))
    groups = build_groups(council, published, others)
    rows = tuple(_stand_in(each, at, ours.get(each.key), groups) for at, each in enumerate(framework.statements))
    worked = rate_scores([ours.get(each.key) for each in framework.statements], framework)
    return Standings(
        distance=describe_distance(worked),
        rating=worked,
        statements=rows,
        groups=groups,
        rests_on_one_source=sum(each.one_source for each in others),
    )


def build_groups(
    council: Record, published: Sequence[PublishedScore], others: Sequence[PublishedScore]
) -> tuple[Group, ...]:
    """Region, kind and England; region and kind as the workbook says, else as our own published row does."""
    own = next((each for each in published if is_same_council(each.council, council.text_of("name"))), None)
    region = council.text_of("region") or (own.region if own else "")
    kind = council.text_of("kind") or (own.kind if own else "")
    made = []
    if region:
        made.append(
            Group(name=region, members=tuple(each for each in others if fold_text(each.region) == fold_text(region)))
        )
    if kind in KINDS:
        made.append(Group(name=KINDS[kind], members=tuple(each for each in others if each.kind == kind)))
    return (*made, Group(name=ENGLAND, members=tuple(others)))


def _stand_in(statement: Statement, at: int, ours: int | None, groups: Sequence[Group]) -> StatementStanding:
    made = []
    for group in groups:
        scores = [score for each in group.members if (score := each.scores[at]) is not None]
        made.append(
            GroupStanding(
                group=group.name,
                counts={score: scores.count(score) for score in (1, 2, 3, 4)},
                above=sum(ours is not None and score > ours for score in scores),
                below=sum(ours is not None and score < ours for score in scores),
            )
        )
    return StatementStanding(
        key=statement.key,
        number=statement.number,
        name=statement.name,
        short=statement.short_name,
        ours=ours,
        groups=tuple(made),
    )


def list_to_learn_from(standings: Standings, framework: Framework, statement: str) -> tuple[PublishedScore, ...]:
    """Who scored 3 or 4 in a statement: the highest first, then those of our region and kind, then the latest."""
    at = [each.key for each in framework.statements].index(statement)
    england = next(group for group in standings.groups if group.name == ENGLAND)
    near = [set(group.members) for group in standings.groups if group.name != ENGLAND]
    found = [each for each in england.members if (each.scores[at] or 0) >= GOOD]
    return tuple(
        sorted(
            found,
            key=lambda each: (-(each.scores[at] or 0), -sum(each in group for group in near), _latest_first(each)),
        )
    )


def describe_distance(rating: Rating) -> str:
    """How far a rating is from the next, in points: "22 of 36: one point below good"."""
    if not rating.scored:
        return "No statement has a score yet."
    points = f"{rating.total} of {rating.maximum}"
    part = f" ({rating.scored} of {len(rating.scores)} statements scored)" if rating.provisional else ""
    if rating.points_to_next is None or rating.next_label is None:
        return f"{points}{part}: {(rating.label or 'not rated').lower()}, the highest rating"
    number = rating.points_to_next
    words = SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else f"{number:,}"
    said = count_noun(number, "point").split(" ", 1)[1]
    return f"{points}{part}: {words} {said} below {rating.next_label.lower()}"


def _latest_first(score: PublishedScore) -> tuple[int, ...]:
    return tuple(-int(part) for part in score.date.split("-") if part.isdigit())
