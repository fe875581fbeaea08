from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import ceil

import pytest

from selfassess.domain.framework.framework import Band
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.readiness.rating import rate_one_point_apart, rate_scores
from selfassess.packs import reader

FRAMEWORK = reader.newest_framework()
BANDS = FRAMEWORK.bands
DERBY = (2, 2, 2, 2, 3, 2, 2, 2, 2)


def test_derby_as_published_requires_improvement() -> None:
    rated = rate_scores(DERBY, FRAMEWORK)
    assert (rated.total, rated.maximum, rated.percent, rated.rating) == (19, 36, 53, "requires_improvement")
    assert (rated.points_to_next, rated.next_label, rated.provisional) == (4, "Good", False)


def test_the_percentage_is_rounded_up_as_published() -> None:
    assert rate_scores((3, 3, 3, 2, 2, 2, 2, 2, 2), FRAMEWORK).percent == 59  # 21 of 36


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_whole_number_arithmetic_agrees_with_exact_fractions(count: int) -> None:
    for scores in product((1, 2, 3, 4), repeat=count):
        rated = rate_scores(scores, FRAMEWORK)
        assert rated.percent == ceil(Fraction(100 * sum(scores), 4 * count))
        expected = [band.key for band in BANDS if rated.percent >= band.minimum]
        assert rated.rating == expected[-1]


@pytest.mark.parametrize(
    ("percent", "key"),
    [(25, "inadequate"), (38, "inadequate"), (39, "requires_improvement"), (62, "requires_improvement"), (63, "good")],
)
def test_bands_begin_where_they_are_published(percent: int, key: str) -> None:
    assert [band.key for band in BANDS if percent >= band.minimum][-1] == key


def test_unscored_statements_are_left_out_and_make_it_provisional() -> None:
    rated = rate_scores((2, None, 4), FRAMEWORK)
    assert (rated.scored, rated.total, rated.maximum, rated.percent, rated.provisional) == (2, 6, 8, 75, True)
    assert "2 of 3 statements scored" in rated.explain_working


def test_nothing_scored_has_no_rating() -> None:
    rated = rate_scores((None,) * 9, FRAMEWORK)
    assert (rated.percent, rated.rating, rated.points_to_next, rated.provisional) == (None, None, None, True)
    assert "no indicative rating" in rated.explain_working


def test_points_to_the_next_band_are_the_fewest_that_reach_it() -> None:
    for scores in product((1, 2, 3, 4), repeat=3):
        rated = rate_scores(scores, FRAMEWORK)
        if rated.points_to_next is None:
            assert rated.rating == "outstanding"
            continue
        floor = next(band.minimum for band in BANDS if band.label == rated.next_label)
        assert ceil(Fraction(100 * (rated.total + rated.points_to_next), 12)) >= floor
        assert ceil(Fraction(100 * (rated.total + rated.points_to_next - 1), 12)) < floor


def test_a_one_point_change_is_worked_out_for_each_statement() -> None:
    effects = rate_one_point_apart((4, 1, None, 2), FRAMEWORK)
    assert effects[0].up is None
    assert effects[0].down is not None
    assert effects[0].down.total == 6
    assert effects[1].down is None
    assert effects[2].up is None
    assert effects[3].up is not None
    assert effects[3].up.total == 8


def test_any_one_is_noticed_but_caps_nothing() -> None:
    rated = rate_scores((1, 4, 4, 4, 4, 4, 4, 4, 4), FRAMEWORK)
    assert rated.rating == "outstanding"
    assert "Secretary of State" in rated.notices[0]
    assert rate_scores(DERBY, FRAMEWORK).notices == ()


@pytest.mark.parametrize("score", [0, 5, -1, True])
def test_a_score_that_is_none_is_refused(score: int) -> None:
    with pytest.raises(WrongUseError, match="1, 2, 3 or 4"):
        rate_scores((score,), FRAMEWORK)


def test_a_framework_of_other_bands_is_rated_by_them() -> None:
    bands = (Band(key="low", label="Low", minimum=0), Band(key="high", label="High", minimum=50))
    framework = replace(FRAMEWORK, bands=bands)
    assert rate_scores((1, 1), framework).rating == "low"
    assert rate_scores((2, 2), framework).rating == "high"
