"""What makes a title, and what only describes it, on a sheet whose name says nothing."""

from __future__ import annotations

import pytest

from tests.exchange.test_foreign_meaning import STATEMENT, column, read


@pytest.mark.parametrize(
    ("kind", "called", "longer"),
    [("risk", "Risk", "event"), ("action", "Action", "detail"), ("improvement", "Improvement", "detail"),
     ("strength", "Strength", "detail"), ("evidence", "Evidence", "shows")],
)  # fmt: skip
def test_a_title_and_a_description_are_of_one_record_whatever_the_sheet_is_called(
    kind: str, called: str, longer: str
) -> None:
    rows = [
        (STATEMENT, f"{called} title", f"{called} description", f"{called} owner"),
        ("Equity", "Data gaps", "Ethnicity is not recorded", "AB"),
    ]
    result = read(rows)
    assert column(result, kind, "title", longer) == [("Data gaps", "Ethnicity is not recorded")]
    others = {"risk", "action", "improvement", "strength", "evidence"} - {kind}
    assert not any(column(result, other, "title") for other in others)


def test_a_description_beside_lists_is_no_second_risk() -> None:
    rows = [
        (STATEMENT, "Our strengths", "Areas for improvement", "Risk title", "Risk description"),
        ("Equity", "Outreach", "Data", "Turnover", "Staff may leave"),
    ]
    assert column(read(rows), "risk", "title", "event") == [("Turnover", "Staff may leave")]
