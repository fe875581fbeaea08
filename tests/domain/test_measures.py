"""Measures: the latest value, status against target, the two trends and the comparator, in words and signs."""

from __future__ import annotations

import pytest

from selfassess.domain.measures import measures
from selfassess.domain.measures.measures import Move, Standing, Status
from selfassess.domain.model.fields import Value
from tests.making import empty_assessment, with_record


def standing(values: dict[str, float | str | None], **measure: Value) -> Standing:
    """A measure with a value for each period; words are its note."""
    year, record = with_record(empty_assessment(), "measure", title="Reviews overdue", **measure)
    for period, value in values.items():
        said = {"note": value} if isinstance(value, str) else {"value": value}
        year, _ = with_record(year, "measure_value", measure=record.id, period=period, **said)
    return measures.find_standing(record, measures.values_by_measure(year).get(record.id, ()))


def test_the_latest_value_is_that_of_the_latest_period_and_not_of_the_last_line() -> None:
    stands = standing({"Q1 2023-24": 522.0, "Q4 2022-23": 419.0, "Qtr. 3 2022/23": 300.0}, unit="people")
    assert stands.value == "522 people (Q1 2023-24)"
    assert [point.name for point in stands.points] == ["Qtr. 3 2022/23", "Q4 2022-23", "Q1 2023-24"]


def test_a_period_that_is_only_announced_does_not_hide_the_value_before() -> None:
    assert standing({"Q4 2022-23": 12.0, "Q1 2023-24": "Available Q2"}).value == "12 (Q4 2022-23)"
    assert standing({"Q1 2023-24": "Available Q2"}).value == "no value (Available Q2)"
    assert standing({}).value == "no value"


@pytest.mark.parametrize(
    ("better", "target", "value", "status", "words", "why"),
    [
        ("higher", 80.0, 85.0, Status.MET, "✓ Target met", "85 against a target of 80; higher is better."),
        ("higher", 80.0, 80.0, Status.MET, "✓ Target met", "80 against a target of 80; higher is better."),
        ("higher", 80.0, 79.9, Status.NOT_MET, "✗ Target not met", "79.9 against a target of 80; higher is better."),
        ("lower", 80.0, 79.9, Status.MET, "✓ Target met", "79.9 against a target of 80; lower is better."),
        ("lower", 380.0, 522.0, Status.NOT_MET, "✗ Target not met", "522 against a target of 380; lower is better."),
        ("lower", 0.0, 0.0, Status.MET, "✓ Target met", "0 against a target of 0; lower is better."),
        (None, 80.0, 85.0, Status.UNJUDGED, "– Not judged",
         "85 against a target of 80; it is not said whether higher or lower is better."),
        ("neither", 80.0, 85.0, Status.UNJUDGED, "– Not judged",
         "85 against a target of 80; neither higher nor lower is better."),
        ("lower", None, 5.0, Status.NO_TARGET, "– No target", "No target is set as a number."),
        ("lower", 3.0, None, Status.NO_VALUE, "– No value yet", "There is no value yet."),
    ],
)  # fmt: skip
def test_status_follows_from_what_is_better_and_is_said_in_words(
    better: str | None, target: float | None, value: float | None, status: Status, words: str, why: str
) -> None:
    stands = standing({"2023-24": value}, better=better, target=target)
    assert (stands.status, stands.status_words, stands.against_target) == (status, words, why)


def test_the_short_term_trend_is_against_the_period_before_within_the_year() -> None:
    row: dict[str, float | str | None] = {"Q4 2022-23": 419.0, "Q1 2023-24": 522.0, "Q2 2023-24": 500.0}
    trend = standing(row, better="lower").short_term
    assert (trend.sign_and_words, trend.full_sentence) == (
        "↓ down, better",
        "↓ Down from 522 (Q1 2023-24) to 500, better",
    )
    del row["Q2 2023-24"]
    assert standing(row, better="lower").short_term.sign_and_words == "– not yet: first quarter"


def test_months_and_years_have_their_own_before() -> None:
    assert standing({"March 2024": 4.0, "April 2024": 5.0}).short_term.sign_and_words == "– not yet: first month"
    assert standing({"April 2024": 4.0, "May-24": 4.0}).short_term.full_sentence == "→ No change since April 2024: 4"
    yearly = standing({"2022-23": 60.0, "2023-24": 61.6}, better="higher", unit="%")
    assert yearly.short_term.sign_and_words == "– yearly figure"
    assert yearly.annual.full_sentence == "↑ Up from 60% (2022-23) to 61.6%, better"


def test_the_annual_trend_is_against_the_same_period_a_year_before() -> None:
    stands = standing({"Q1 2022-23": 9.0, "Q4 2022-23": 26.5, "Q1 2023-24": 25.0}, better="higher")
    assert (stands.annual.move, stands.annual.sign_and_words) == (Move.UP, "↑ up, better")
    new = standing({"Q1 2022-23": "New measure", "Q4 2022-23": 419.0, "Q1 2023-24": 522.0})
    assert new.annual.sign_and_words == "– new measure: none for Q1 2022-23"
    gap = standing({"Q4 2021-22": 3.0, "Q1 2023-24": 5.0})
    assert gap.annual.sign_and_words == "– no earlier figure: none for Q1 2022-23"


def test_a_gap_in_the_year_is_named() -> None:
    trend = standing({"Q1 2023-24": 5.0, "Q3 2023-24": 6.0}).short_term
    assert (trend.move, trend.trend_words) == (Move.MISSING, "no earlier figure: none for Q2 2023-24")


def test_no_direction_is_judged_where_nobody_said_what_is_better() -> None:
    for better in (None, "neither"):
        assert standing({"Q1 2023-24": 5.0, "Q2 2023-24": 6.0}, better=better).short_term.sign_and_words == "↑ up"


def test_a_period_that_nobody_understands_is_shown_and_has_no_trend() -> None:
    stands = standing({"Winter": 7.0})
    assert stands.value == "7 (Winter)"
    assert (
        stands.short_term.sign_and_words
        == stands.annual.sign_and_words
        == "– no earlier figure: its period is not understood"
    )


def test_the_comparator_says_how_ours_stands_to_it() -> None:
    named: dict[str, Value] = {"comparator_name": "England", "comparator_value": 65.8, "comparator_period": "2021-22"}
    stands = standing({"2023-24": 61.6}, better="higher", unit="%", **named)
    assert stands.comparator == "England: 65.8% (2021-22) – ours is 4.2 points lower, worse"
    assert standing({"2023-24": 65.8}, **named).comparator == "England: 65.8 (2021-22) – ours is the same"
    assert standing({}, **named).comparator == "England: 65.8 (2021-22)"
    assert standing({"2023-24": 1.0}, comparator_name="Local measure").comparator == "Local measure"


def test_many_comparators_are_each_set_beside_our_value_of_their_period() -> None:
    year, measure = with_record(
        empty_assessment(), "measure", title="Carers", better="higher", unit="%", target=70.0,
        comparator_name="England", comparator_value=1.0,
    )  # fmt: skip
    for period, ours in {"2022-23": 60.0, "2023-24": 64.0}.items():
        year, _ = with_record(year, "measure_value", measure=measure.id, period=period, value=ours)
    others: tuple[tuple[str, str | None, str, float | None], ...] = (
        ("england", None, "2022-23", 61.0), ("england", None, "2023/24", 66.5),
        ("region", "East Midlands", "2022-23", 58.0),
        ("neighbour", "Leicester", "2023-24", 64.0), ("neighbour", "Nottingham", "2023-24", None),
        ("target", None, "2023-24", 63.0), ("target", None, "2024-25", 67.0),
    )  # fmt: skip
    for basis, name, period, value in others:
        said: dict[str, Value] = {"basis": basis, "name": name, "period": period, "value": value}
        year, _ = with_record(year, "comparator", measure=measure.id, **said)
    stands = measures.stand_in_year(year)(measure)
    assert [(gap.whose, gap.our_period, gap.short) for gap in stands.gaps] == [
        ("England 2023/24", "2023-24", "2.5 points lower, worse"),
        ("East Midlands 2022-23", "2022-23", "2 points higher, better"),
        ("Leicester 2023-24", "2023-24", "the same"),
    ]
    assert (stands.status, stands.target) == (Status.MET, 63.0)  # the year's own target, not the one for all


def test_a_month_has_the_target_of_its_year_and_words_say_where_periods_differ() -> None:
    year, measure = with_record(empty_assessment(), "measure", title="Waits", better="lower", unit="days", target=9.0)
    year, _ = with_record(year, "measure_value", measure=measure.id, period="March 2025", value=12.0)
    others = (("target", "2024-25", 10.0), ("target", "2025-26", 20.0), ("england", "2022-23", 30.0))
    for basis, period, value in others:
        year, _ = with_record(year, "comparator", measure=measure.id, basis=basis, period=period, value=value)
    stands = measures.stand_in_year(year)(measure)
    assert (stands.status, stands.target) == (Status.NOT_MET, 10.0)
    assert stands.comparator == "England: 30 days (2022-23) – ours is 18 days lower, better"
