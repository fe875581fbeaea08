from __future__ import annotations

from datetime import date, datetime

import pytest

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, clean_value, find_problem, format_for_display
from selfassess.domain.model.scale import fit_fields
from selfassess.domain.text.wording import british_date, british_datetime
from selfassess.packs import reader as packs

SCORE = fit_fields("judgement", packs.load_framework("cqc-la-2023-11"))["score"]
DUE = CATALOGUE["action"].by_key["due_on"]
DUE_AT = CATALOGUE["assessment"].by_key["due_at"]
STATUS = CATALOGUE["risk"].by_key["status"]
TITLE = CATALOGUE["risk"].by_key["title"]
DETAIL = CATALOGUE["strength"].by_key["detail"]
VALUE = CATALOGUE["measure_value"].by_key["value"]
PUBLISHED = CATALOGUE["evidence"].by_key["published"]
EVIDENCE = CATALOGUE["risk"].by_key["evidence"]
SIZE = CATALOGUE["evidence"].by_key["size_bytes"]


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (SCORE, 3, 3),
        (SCORE, 3.0, 3),
        (SCORE, "3 ", 3),
        (SCORE, "3.0", 3),
        (SCORE, "3 - Good standard", 3),
        (SCORE, "", None),
        (SCORE, "  ", None),
        (SCORE, None, None),
        (DUE, "2025-02-28", "2025-02-28"),
        (DUE, "28/02/2025", "2025-02-28"),
        (DUE, "28.2.25", "2025-02-28"),
        (DUE, "28 February 2025", "2025-02-28"),
        (DUE, "28 feb 2025", "2025-02-28"),
        (DUE, date(2025, 2, 28), "2025-02-28"),
        (DUE, datetime(2025, 2, 28, 0, 0), "2025-02-28"),
        (DUE_AT, "28/02/2025 17:00", "2025-02-28T17:00:00"),
        (DUE_AT, "28/02/2025 5pm", "2025-02-28T17:00:00"),
        (DUE_AT, "28 February 2025", "2025-02-28T00:00:00"),
        (DUE_AT, "2025-02-28T17:00:00", "2025-02-28T17:00:00"),
        (STATUS, "Open", "open"),
        (STATUS, " OPEN ", "open"),
        (STATUS, "paused", "paused"),
        (TITLE, "  kept as typed ", "  kept as typed "),
        (TITLE, 12, "12"),
        (TITLE, "", None),
        (DETAIL, " ", " "),
        (DETAIL, "=SUM(A1)\r\n“Ŵyneb” 😀", "=SUM(A1)\r\n“Ŵyneb” 😀"),
        (VALUE, "1,454", 1454.0),
        (VALUE, "42.11 %", 42.11),
        (VALUE, -3, -3.0),
        (PUBLISHED, "Yes", True),
        (PUBLISHED, "no", False),
        (EVIDENCE, ["b", "a", "b"], ("b", "a")),
        (EVIDENCE, "a; b", ("a", "b")),
        (EVIDENCE, [], None),
        (SIZE, 0, 0),
    ],
)
def test_a_value_is_taken_the_way_people_write_it(field: Field, raw: object, value: object) -> None:
    assert clean_value(field, raw) == value
    assert type(clean_value(field, raw)) is type(value)


@pytest.mark.parametrize(
    ("field", "raw", "says"),
    [
        (SCORE, 0, "from 1 to 4"),
        (SCORE, 5, "from 1 to 4"),
        (SCORE, "three", "a number from 1 to 4"),
        (SCORE, 2.5, "a whole number"),
        (SCORE, True, "a number from 1 to 4"),
        (SCORE, float("nan"), "a number from 1 to 4"),
        (DUE, "31 February 2025", "a date that exists"),
        (DUE, "31/02/2025", "a date that exists"),
        (DUE, "2025-02-31", "a date that exists"),
        (DUE, "02/28/2025", "a date that exists"),
        (DUE, "soon", "a date that exists"),
        (DUE, 45000, "a date"),
        (DUE_AT, "2025-02-31T17:00", "a date and time that exists"),
        (DUE_AT, "28/02/2025 25:00", "a date and time that exists"),
        (DUE_AT, "28/02/2025 teatime", "a date and time"),
        (PUBLISHED, "maybe", "yes or no"),
        (EVIDENCE, {"a": 1}, "a list of links"),
        (TITLE, ["a"], "text"),
        (TITLE, "broken \ud83d", "a broken character at place 8"),
        (SIZE, -1, "0 or more"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_in_a_sentence_that_names_the_field(
    field: Field, raw: object, says: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        clean_value(field, raw)
    assert field.label in str(caught.value)
    assert says in str(caught.value)
    assert "Error" not in str(caught.value)


def test_an_unknown_choice_is_kept_and_is_a_problem() -> None:
    assert find_problem(STATUS, "paused") == "“paused” is not one of the answers for status"
    assert find_problem(STATUS, "open") is None
    assert find_problem(STATUS, None) is None


def test_values_are_shown_as_people_write_them() -> None:
    assert format_for_display(DUE, "2025-02-28") == "28 February 2025"
    assert format_for_display(DUE_AT, "2025-02-28T17:00:00") == "28 February 2025, 17:00"
    assert format_for_display(DUE_AT, "2025-02-28T17:30:00") == "28 February 2025, 17:30"
    assert format_for_display(STATUS, "open") == "Open"
    assert format_for_display(STATUS, "paused") == "paused"
    assert format_for_display(PUBLISHED, False) == "No"
    assert format_for_display(VALUE, 1454.0) == "1,454"
    assert format_for_display(VALUE, 42.11) == "42.11"
    assert format_for_display(SCORE, None) == ""
    assert british_date("not a date") == "not a date"
    assert british_datetime("later") == "later"


def test_every_kind_of_field_is_used_and_cleaned() -> None:
    used = {spec.kind for kind in CATALOGUE.values() for spec in kind.fields}
    assert used == set(Kind)


@pytest.mark.parametrize("text", ["3-4", "1 – 2", "5:6", "3 - 4"])
def test_two_numbers_are_no_score(text: str) -> None:
    with pytest.raises(InvalidValueError):
        clean_value(CATALOGUE["judgement"].by_key["score"], text)
