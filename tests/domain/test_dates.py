"""Dates and times as people write them, read in one place."""

from __future__ import annotations

from datetime import date, time

import pytest

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import clean_value
from selfassess.domain.text.dates import Written, add_missing_year, month_number, read_date

DAY = date(2025, 9, 3)
DUE = CATALOGUE["action"].by_key["due_on"]
DUE_AT = CATALOGUE["assessment"].by_key["due_at"]

DAYS = [
    "3/9/2025", "03/09/25", "3.9.25", "3-9-2025", "3 9 2025", "2025-09-03", "2025/09/03", "2025-9-3", "3 Sept 2025",
    "3rd September 2025", "3rd of September, 2025", "Wed 3 September 2025", "Wednesday, 3rd Sept. 2025", "3-Sep-25",
    "September 3, 2025", "September 3rd 2025", "3\u00a0September\u00a02025", "3rd\u200b Sept\u00ad 2025",
    "３／９／２０２５", "wed the 3rd of september 2025", "3Sep2025", "3 SEPTEMBER 2025.",
    "3\u20099\u20092025", " 3\n September 2025",
]  # fmt: skip
MOMENTS = [
    "3 September 2025, 5pm", "3/9/2025 17:00", "03/09/2025 17.00", "3 Sept 2025 at 5:00 p.m.", "2025-09-03T17:00",
    "17:00 on 3 September 2025", "3 September 2025\u00a017:00", "1700hrs 3 Sep 2025", "Wed 3rd Sept 2025 – 5 pm",
    "5pm, 3 September 2025",
]  # fmt: skip
MONTHS = ["Sept 2025", "September 2025", "Sep-25", "September ’25", "end of September 2025", "09/2025", "2025-09"]


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_date(text) == Written(day=DAY)
    assert clean_value(DUE, text) == "2025-09-03"


@pytest.mark.parametrize("text", MOMENTS)
def test_a_time_stands_before_or_behind_its_day(text: str) -> None:
    assert read_date(text) == Written(day=DAY, clock=time(17))
    assert clean_value(DUE_AT, text) == "2025-09-03T17:00:00"


@pytest.mark.parametrize("text", MONTHS)
def test_a_month_is_a_month_and_no_day(text: str) -> None:
    assert read_date(text) == Written(month=(2025, 9))
    with pytest.raises(InvalidValueError, match="is a month; write the day too"):
        clean_value(DUE, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2025", "date that exists"), ("Tue 3 September 2025", "is a Wednesday"), ("3 September", "which year"),
        ("3 September 2025 (draft)", "date that exists"), ("17:00", "date that exists"), ("soon", "date that exists"),
        ("2024-25", "date that exists"), ("3 September 2025, 5pm", "has a time too"), ("3/13/2025", "date that exists"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_a_problem_that_says_why(text: str, why: str) -> None:
    with pytest.raises(InvalidValueError, match=why):
        clean_value(DUE, text)


def test_a_day_without_its_year_is_the_nearest_that_has_its_weekday() -> None:
    near = date(2025, 11, 30)
    assert add_missing_year("Wed 3 September", near) == "2025-09-03"
    assert add_missing_year("3 Jan at 5pm", near) == "2026-01-03T17:00"
    assert add_missing_year("Mon 3 September", near) == "Mon 3 September"  # in none of the years around
    assert add_missing_year("3/9/2025", near) == "3/9/2025"
    assert add_missing_year("soon", near) == "soon"


def test_months_are_known_by_three_letters_or_more() -> None:
    assert [month_number(name) for name in ("Sept", "sep.", "MAY", "Januar", "ma", "x", "")] == [
        9, 9, 5, 1, None, None, None,
    ]  # fmt: skip
