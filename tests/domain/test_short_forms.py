"""What a form asks for first, when a field is asked for, and what a record begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.model.catalogue import CATALOGUE, blank_record
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.people import list_people
from selfassess.domain.model.risk_rating import LIKELIHOODS, SEVERITIES, describe_rating, name_band, read_rating
from selfassess.domain.model.short_forms import (
    APPLIES,
    FIRST,
    RATED_TOGETHER,
    begin_record,
    is_field_asked,
    order_form_fields,
)
from selfassess.domain.readiness.finding_rules import RULES
from tests.making import empty_assessment, filled

NAMED = 1
"""The field that names a record is given before its form opens."""
MOST = 4


def test_only_fields_that_there_are_are_named_and_few_come_first() -> None:
    for kind, first in FIRST.items():
        spec = CATALOGUE[kind]
        assert set(first) <= set(spec.by_key), kind
        assert first[0] == spec.title, kind
        chosen_together = sum(set(pair) <= set(first) for pair in RATED_TOGETHER.get(kind, ()))
        assert len(first) - NAMED - chosen_together <= MOST, kind
    for kind, field in APPLIES:
        assert field in CATALOGUE[kind].by_key, (kind, field)
        assert field not in FIRST[kind], (kind, field)
    for kind, pairs in RATED_TOGETHER.items():
        for pair in pairs:
            assert [CATALOGUE[kind].by_key[key].kind for key in pair] == [Kind.WHOLE, Kind.WHOLE]


def test_a_field_nobody_named_takes_its_place_after_those_that_matter() -> None:
    fields = (*CATALOGUE["risk"].by_key, "fresh")
    assert order_form_fields("risk", fields)[: len(FIRST["risk"])] == FIRST["risk"]
    assert sorted(order_form_fields("risk", fields)) == sorted(fields)
    assert order_form_fields("risk", fields)[-1] == "fresh"
    assert order_form_fields("contact", ("name", "fresh")) == ("name", "fresh")


@pytest.mark.parametrize(
    ("kind", "field", "values", "asked"),
    [
        ("improvement", "no_action_reason", {}, True),
        ("action", "completed_on", {}, False),
        ("action", "completed_on", {"status": "in_progress"}, False),
        ("action", "completed_on", {"status": "complete"}, True),
        ("action", "no_date_reason", {}, True),
        ("action", "no_date_reason", {"due_on": "2025-03-01"}, False),
        ("evidence", "location_kind", {}, False),
        ("evidence", "location_kind", {"location": "x.pdf"}, True),
        ("risk", "event", {}, True),
    ],
)
def test_a_field_is_asked_for_when_it_applies(kind: str, field: str, values: dict[str, str], asked: bool) -> None:
    year = empty_assessment()
    assert is_field_asked(blank_record(kind, "it", 0, year.id, **values), field, year) is asked


def test_no_reason_is_asked_for_where_an_action_answers() -> None:
    year = filled(empty_assessment())
    improvement = year.records_of("improvement")[0]
    action = blank_record("action", "a", 9, year.id, title="Ring people", addresses=(improvement.id,))
    alone = replace(year, records={**year.records, "action": ()})
    answered = replace(year, records={**year.records, "action": (action,)})
    assert is_field_asked(improvement, "no_action_reason", alone)
    assert not is_field_asked(improvement, "no_action_reason", answered)


def test_what_a_record_begins_with_is_the_first_answer_and_changes_no_finding() -> None:
    assert begin_record("action") == {"status": "not_started"}
    assert begin_record("risk") == {"status": "open"}
    assert begin_record("strength") == {}
    year = empty_assessment()
    rules = [rule for rule in RULES if {"risk", "action"} & set(rule.kinds) and not rule.reads]
    assert rules
    for kind in ("risk", "action"):
        bare = blank_record(kind, "it", 0, year.id, title="It")
        begun = blank_record(kind, "it", 0, year.id, title="It", **begin_record(kind))
        beside = {"risk": frozenset[str](), "action": "2025-03-01"}[kind]
        checks = [rule.check for rule in RULES if rule.kinds == (kind,)]
        assert checks
        for check in checks:
            assert list(check(bare, beside)) == list(check(begun, beside))


def test_a_rating_is_said_in_words() -> None:
    assert describe_rating(4, 4) == "Likely × severe: 16, high"
    bands = {(1, 1): "low", (1, 5): "low", (2, 3): "moderate", (3, 4): "high", (4, 5): "very high", (5, 5): "very high"}
    assert {each: name_band(each[0] * each[1]) for each in bands} == bands
    spec = CATALOGUE["risk"].by_key["likelihood"]
    assert (spec.minimum, spec.maximum) == (min(LIKELIHOODS), max(LIKELIHOODS)) == (min(SEVERITIES), max(SEVERITIES))


@pytest.mark.parametrize(
    ("likelihood", "severity", "rating"),
    [(4, 2, (4, 2)), (4, None, None), (0, 3, None), (-1, 2**62, None), ("x", 3, None)],
)
def test_a_rating_is_read_where_both_make_sense(likelihood: object, severity: object, rating: object) -> None:
    record = blank_record("risk", "r", 0, "y", likelihood=likelihood, severity=severity)  # type: ignore[arg-type]
    assert read_rating(record) == rating


def test_the_people_of_a_workbook_are_offered_the_most_often_named_first() -> None:
    year = empty_assessment()
    records = {
        "action": tuple(
            blank_record("action", f"a{n}", n, year.id, title="x", owner=owner)
            for n, owner in enumerate(("Head of Safeguarding", " Principal social worker ", "Head of Safeguarding"))
        ),
        "contact": (blank_record("contact", "c", 0, year.id, group="carers", name="Somebody outside"),),
        "comment": (blank_record("comment", "m", 0, year.id, about="a0", author="A reader"),),
    }
    ours = replace(year, records={**year.records, **records})
    assert list_people((ours,)) == ("Head of Safeguarding", "Principal social worker")
    theirs = replace(ours, record=replace(ours.record, values={**ours.record.values, "assessor": "cqc"}))
    assert list_people((theirs,)) == ()
