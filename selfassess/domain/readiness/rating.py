"""The indicative rating: what the scores come to as a percentage and in words.

Source: CQC's published method, as the sources' README records it: the sum of the scores over the most that the
statements scored could have (four each), all weighted alike, rounded up to a whole percentage (21 of 36 is published
as 59). No score caps the whole. Everything is whole-number arithmetic, so that no rounding error can move a rating.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.text.wording import choose_plural, format_percent, join_with_or


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a set of scores comes to. ``percent`` and ``rating`` are None while nothing is scored, and where the
    framework ``rates`` no whole.

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
    rates: bool = True

    @property
    def explain_working(self) -> str:
        """How it was worked out, in a sentence."""
        if self.percent is None and self.scored and not self.rates:
            return f"{self.scored} of {len(self.scores)} statements scored. This framework gives the whole no rating."
        if self.percent is None and self.scored:
            return f"{self.scored} of {len(self.scores)} statements have a score here, so no rating is worked out."
        if self.percent is None:
            return "No statement has a score yet, so there is no indicative rating."
        part = f"{self.scored} of {len(self.scores)} statements scored, " if self.provisional else ""
        left_out = " Empty scores are left out." if self.provisional else ""
        points = f"{self.total} of {self.maximum} points, which is {format_percent(self.percent)}"
        return f"Indicative: {part}{points}.{left_out}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one point more or less in one statement would do; None where the score cannot move that way."""

    up: Rating | None
    down: Rating | None


def work_out_percentage(total: int, most: int) -> int:
    """Points as a whole percentage of the most that they could be, rounded up."""
    return -(-100 * total // most)


def rate_scores(scores: Sequence[int | None], framework: Framework) -> Rating:
    """The rating of a set of scores (None = unscored) on a framework's scale and by its bands.

    Raises WrongUseError for a score that is none.
    """
    for score in scores:
        if score is not None and (isinstance(score, bool) or framework.find_score_label(score) is None):
            raise WrongUseError(f"“{score}” is not a score: a score is {_list_scores(framework)}.")
    bands = framework.bands
    given = [score for score in scores if score is not None]
    total, scored = sum(given), len(given)
    most = framework.top_score * scored
    percent = work_out_percentage(total, most) if scored and bands else None
    reached = [band for band in bands if percent is not None and percent >= band.minimum]
    # The lowest band has no floor to fall through: all 1s are 25%.
    lowest = bands[0] if percent is not None else None
    band = reached[-1] if reached else lowest
    above = bands[bands.index(band) + 1] if band is not None and band is not bands[-1] else None
    lacking = None
    if above is not None:
        lacking = next(n for n in range(1, most) if work_out_percentage(total + n, most) >= above.minimum)
    return Rating(
        scores=tuple(scores),
        scored=scored,
        total=total,
        maximum=most,
        percent=percent,
        rating=band.key if band else None,
        label=band.label if band else None,
        provisional=scored < len(scores),
        points_to_next=lacking,
        next_label=above.label if above else None,
        notices=_build_notices(given, framework),
        rates=bool(bands),
    )


def rate_one_point_apart(scores: Sequence[int | None], framework: Framework) -> tuple[Effect, ...]:
    """For each statement in turn, the rating with its score one higher and one lower."""

    def moved(index: int, by: int) -> Rating | None:
        score = scores[index]
        if score is None or framework.find_score_label(score + by) is None:
            return None
        return rate_scores([*scores[:index], score + by, *scores[index + 1 :]], framework)

    return tuple(Effect(up=moved(i, 1), down=moved(i, -1)) for i in range(len(scores)))


def _list_scores(framework: Framework) -> str:
    return join_with_or(str(score.value) for score in framework.scores)


def _build_notices(given: Sequence[int], framework: Framework) -> tuple[str, ...]:
    ones = sum(score == 1 for score in given)
    if not ones or not framework.is_one_to_four:
        return ()
    which = choose_plural(ones, "One statement has", f"{ones:,} statements have")
    return (
        f"{which} a score of 1. It does not cap the rating, but a score of 1 can lead CQC to notify the Secretary of "
        "State (Health and Social Care Act 2008, section 50).",
    )
