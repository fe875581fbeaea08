"""A published scorecard through the import: every value, target and comparator, and what they come to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from selfassess.domain.measures import measures
from selfassess.domain.measures.measures import Move, Standing, Status
from selfassess.domain.model.catalogue import Record
from selfassess.exchange import foreign
from tests.exchange import scorecard_making as dudley
from tests.exchange.foreign_making import records, taken
from tests.making import changed

PERIODS = ("Q1 2022-23", "Q2 2022-23", "Q3 2022-23", "Q4 2022-23", "Q1 2023-24")
EVERY = (*dudley.ROWS, *dudley.LATE)
REMARKS = {dudley.NOTE, dudley.ARREARS, "Borough of opportunity"}


@pytest.fixture(params=(False, True), ids=("percentages as text", "percentages as numbers"))
def scorecard(request: pytest.FixtureRequest, tmp_path: Path) -> foreign.Taken:
    return taken(foreign.open_book(dudley.written(tmp_path / "scorecard.xlsx", percent_cells=request.param)))


def measure(result: foreign.Taken, code: str) -> Record:
    (found,) = (each for each in records(result, "measure") if each["code"] == code)
    return found


def standing(result: foreign.Taken, code: str, **more: str) -> Standing:
    (year,) = result.incoming.workbook.assessments
    year = changed(year, measure(result, code), **more)
    return measures.find_standing(
        year.by_id[measure(result, code).id], measures.values_by_measure(year).get(measure(result, code).id, ())
    )


def published(row: dudley.Row) -> dict[str, str]:
    """What stands in words under score and trends; it is of the last quarter."""
    found = {"Score": row.score, "Short term trend": row.short_term, "Annual trend": row.annual}
    return {heading: words for heading, words in found.items() if words is not None}


def number(shown: object) -> float | None:
    text = str(shown).removesuffix("%")
    return float(text) if text.replace(".", "").isdigit() else None


def test_every_indicator_is_a_measure_with_its_code_and_name(scorecard: foreign.Taken) -> None:
    found = [(each["code"], each["title"]) for each in records(scorecard, "measure")]
    assert found == [(row.code, row.name) for row in EVERY]


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.code)
def test_every_quarter_holds_what_is_published_and_words_are_never_numbers(
    row: dudley.Row, scorecard: foreign.Taken
) -> None:
    of = measure(scorecard, row.code)
    values = {each["period"]: each for each in records(scorecard, "measure_value") if each["measure"] == of.id}
    assert list(values) == [period for period, shown in zip(PERIODS, row.quarters, strict=True) if shown is not None]
    for period, shown in zip(PERIODS, row.quarters, strict=True):
        if shown is not None:
            assert values[period]["value"] == number(shown)
            words = [] if number(shown) is not None else [str(shown)]
            marks = [f"{heading}: {mark}" for heading, mark in published(row).items()] if period == PERIODS[-1] else []
            assert values[period]["note"] == ("; ".join([*words, *marks]) or None)
    assert of["unit"] == ("%" if "%" in str(row.quarters) else None)


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.code)
def test_targets_and_benchmarking_are_kept_as_published(row: dudley.Row, scorecard: foreign.Taken) -> None:
    of = measure(scorecard, row.code)
    assert of["target"] == number(row.target)
    words = [f"Target: {row.target}"] if of["target"] is None else []
    england = re.search(r"England ([\d.]+)%", str(row.compared))
    if england is None:
        assert (of["comparator_name"], of["comparator_value"]) == (row.compared, None)
    else:
        assert (of["comparator_name"], of["comparator_value"]) == ("England", float(england[1]))
        words.append(f"Compared with: {row.compared}")
    assert of["performance"] == ("\n\n".join(words) or None)


def test_what_is_not_taken_is_only_the_remarks_and_the_priority(scorecard: foreign.Taken) -> None:
    assert {each.text for each in scorecard.left} == REMARKS


@pytest.mark.parametrize("row", dudley.ROWS, ids=lambda row: row.code)
def test_the_trends_are_those_that_are_published(row: dudley.Row, scorecard: foreign.Taken) -> None:
    stands = standing(scorecard, row.code)
    assert stands.latest is not None
    assert stands.latest.name == "Q1 2023-24"
    # "Available Q2": a first quarter has none before it in its year.
    assert row.short_term == "Available Q2"
    assert (stands.short_term.move, stands.short_term.sign_and_words) == (Move.FIRST, "– not yet: first quarter")
    if row.annual == "N/A":
        assert stands.annual.move is Move.NEW
        assert stands.annual.sign_and_words == "– new measure: none for Q1 2022-23"


def test_signposting_went_up_within_a_year(scorecard: foreign.Taken) -> None:
    annual = standing(scorecard, "PI.2132").annual
    assert (annual.move, annual.full_sentence) == (Move.UP, "↑ Up from 9% (Q1 2022-23) to 25%")


@pytest.mark.parametrize("row", dudley.LATE, ids=lambda row: row.code)
def test_an_indicator_in_arrears_has_no_value_and_says_when_it_comes(row: dudley.Row, scorecard: foreign.Taken) -> None:
    stands = standing(scorecard, row.code)
    assert stands.latest is None
    assert stands.value == "no value (Available Q2)"
    assert (stands.short_term.move, stands.annual.move, stands.status) == (
        Move.NO_VALUE, Move.NO_VALUE, Status.NO_VALUE,
    )  # fmt: skip


def test_the_two_indicators_published_as_below_target_are_not_met(scorecard: foreign.Taken) -> None:
    """Both count people, and the more there are the further off the target: the exception list says so."""
    waiting, admitted = (standing(scorecard, code, better="lower") for code in ("PI.2620", "PI.2621"))
    assert waiting.status_words == admitted.status_words == "✗ Target not met"
    assert waiting.against_target == "522 against a target of 380; lower is better."
    assert admitted.against_target == "119 against a target of 89; lower is better."


@pytest.mark.parametrize("row", dudley.ROWS, ids=lambda row: row.code)
def test_nothing_is_judged_that_the_page_does_not_say_how_to_judge(row: dudley.Row, scorecard: foreign.Taken) -> None:
    stands = standing(scorecard, row.code)
    assert stands.status is (Status.NO_TARGET if number(row.target) is None else Status.UNJUDGED)
    assert stands.short_term.verdict == stands.annual.verdict == ""
