"""The indicative rating: what nine scores come to as a percentage and in words.

Source: CQC's published method, as the sources' README records it: the sum of the scores over four times the
statements scored, all weighted alike, rounded up to a whole percentage (21 of 36 is published as 59). No score caps the
whole. Everything is whole-number arithmetic, so that no rounding error can move a rating.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfassess.domain.framework.framework import Band
from selfassess.domain.model.errors import WrongUseError

TOP_SCORE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a set of scores comes to. ``percent`` and ``rating`` are None while nothing is scored.

    ``provisional`` says that some statement has no score yet. ``points_to_next`` counts the points that the scored
    statements together lack for ``next_label``; None at the top.
    """

    scores: tuple[int | None, ...]
    scored: int
    total: int
    maximum: int
    percent: int | None
    rating: str | None
    label: str | None
    provisional: bool
    points_to_next: int | None
    next_label: str | None
    notices: tuple[str, ...]

    @property
    def working(self) -> str:
        """How it was worked out, in a sentence."""
        if self.percent is None and self.scored:
            return f"{self.scored} of {len(self.scores)} statements have a score here, so no rating is worked out."
        if self.percent is None:
            return "No statement has a score yet, so there is no indicative rating."
        part = f"{self.scored} of {len(self.scores)} statements scored, " if self.provisional else ""
        left_out = " Empty scores are left out." if self.provisional else ""
        return f"Indicative: {part}{self.total} of {self.maximum} points, which is {self.percent} %.{left_out}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one point more or less in one statement would do; None where the score cannot move that way."""

    up: Rating | None
    down: Rating | None


def percentage(total: int, scored: int) -> int:
    """Points as a whole percentage of the most that the scored statements can have, rounded up."""
    return -(-100 * total // (TOP_SCORE * scored))


def rate(scores: Sequence[int | None], bands: Sequence[Band]) -> Rating:
    """The rating of a set of scores (None = unscored) by a framework's bands.

    Raises WrongUseError for a score that is none.
    """
    for score in scores:
        if score is not None and (isinstance(score, bool) or not 1 <= score <= TOP_SCORE):
            raise WrongUseError(f"“{score}” is not a score: a score is 1, 2, 3 or 4.")
    given = [score for score in scores if score is not None]
    total, scored = sum(given), len(given)
    percent = percentage(total, scored) if scored else None
    reached = [band for band in bands if percent is not None and percent >= band.minimum]
    # The lowest band has no floor to fall through: all 1s are 25 %.
    band = reached[-1] if reached else (bands[0] if scored else None)
    above = bands[bands.index(band) + 1] if band is not None and band is not bands[-1] else None
    lacking = None
    if above is not None:
        lacking = next(n for n in range(1, TOP_SCORE * scored) if percentage(total + n, scored) >= above.minimum)
    return Rating(
        scores=tuple(scores),
        scored=scored,
        total=total,
        maximum=TOP_SCORE * scored,
        percent=percent,
        rating=band.key if band else None,
        label=band.label if band else None,
        provisional=scored < len(scores),
        points_to_next=lacking,
        next_label=above.label if above else None,
        notices=_notices(given),
    )


def one_point(scores: Sequence[int | None], bands: Sequence[Band]) -> tuple[Effect, ...]:
    """For each statement in turn, the rating with its score one higher and one lower."""

    def moved(index: int, by: int) -> Rating | None:
        score = scores[index]
        if score is None or not 1 <= score + by <= TOP_SCORE:
            return None
        return rate([*scores[:index], score + by, *scores[index + 1 :]], bands)

    return tuple(Effect(up=moved(i, 1), down=moved(i, -1)) for i in range(len(scores)))


def _notices(given: Sequence[int]) -> tuple[str, ...]:
    ones = sum(score == 1 for score in given)
    if not ones:
        return ()
    which = "One statement has" if ones == 1 else f"{ones} statements have"
    return (
        f"{which} a score of 1. It does not cap the rating, but a score of 1 can lead CQC to notify the Secretary of "
        "State (Health and Social Care Act 2008, section 50).",
    )
