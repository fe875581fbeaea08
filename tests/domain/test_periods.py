"""Periods as councils write them: read, put in order, and stepped back."""

import pytest

from selfassess.domain.measures import periods
from selfassess.domain.measures.periods import Period, Span


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Q1 2023-24", "Q1 2023-24"),
        ("2023-24 Q1", "Q1 2023-24"),
        ("Qtr. 1 2023/24", "Q1 2023-24"),
        ("Qtr. 1 outturn 2022-23", "Q1 2022-23"),
        ("Quarter 2 (2023-24)", "Q2 2023-24"),
        ("Q1 23/24", "Q1 2023-24"),
        ("Q3 2024", "Q3 2024"),
        ("April to June 2023", "Q1 2023-24"),
        ("Jan-Mar 2024", "Q4 2023-24"),
        ("2022-23", "2022-23"),
        ("2022/23", "2022-23"),
        ("2022–2023", "2022-23"),
        ("FY2022-23", "2022-23"),
        ("Year end 2022-23", "2022-23"),
        ("2011-12", "2011-12"),
        ("1999-00", "1999-00"),
        ("2024", "2024"),
        ("March 2024", "March 2024"),
        ("Mar-24", "March 2024"),
        ("Sept 2023", "September 2023"),
        ("2024-03", "March 2024"),
        ("31 March 2024", "March 2024"),
        ("As at 31/03/2024", "March 2024"),
    ],
)
def test_a_period_is_read_however_it_is_written(written: str, name: str) -> None:
    found = periods.parse_period(written)
    assert str(found) == name
    assert periods.parse_period(name) == found


@pytest.mark.parametrize(
    "words",
    ["Target", "Available Q2", "Q1", "Q5 2023-24", "2021-23", "24", "13/2024", "32 March 2024", "", "Feb to May 2024"],
)
def test_what_names_no_one_period_is_not_taken_for_one(words: str) -> None:
    assert periods.parse_period(words) is None


def test_periods_stand_in_the_order_in_which_they_end() -> None:
    names = ["2022-23", "Q1 2023-24", "May 2023", "June 2023", "2023", "Q4 2023-24", "2023-24", "March 2023"]
    found = sorted((p for name in names if (p := periods.parse_period(name))), key=lambda p: p.sort_order)
    assert list(map(str, found)) == [
        "March 2023", "2022-23", "May 2023", "June 2023", "Q1 2023-24", "2023", "Q4 2023-24", "2023-24",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "before", "year_before"),
    [
        ("Q2 2023-24", "Q1 2023-24", "Q2 2022-23"),
        ("Q1 2023-24", None, "Q1 2022-23"),
        ("Q2 2024", "Q1 2024", "Q2 2023"),
        ("January 2024", "December 2023", "January 2023"),
        ("April 2024", None, "April 2023"),
        ("2023-24", None, "2022-23"),
        ("2024", None, "2023"),
    ],
)
def test_the_period_before_is_of_the_same_year_and_the_annual_one_of_the_last(
    name: str, before: str | None, year_before: str
) -> None:
    found = periods.parse_period(name)
    assert found is not None
    assert (found.previous_in_year and str(found.previous_in_year), str(found.same_period_year_before)) == (
        before,
        year_before,
    )


def test_every_period_is_read_back_from_its_own_name() -> None:
    for year in range(1995, 2045):
        for span, parts in ((Span.YEAR, (0,)), (Span.QUARTER, range(1, 5)), (Span.MONTH, range(1, 13))):
            for part in parts:
                for financial in {True, span is Span.MONTH}:
                    made = Period(span=span, year=year, part=part, financial=financial)
                    assert periods.parse_period(str(made)) == made
