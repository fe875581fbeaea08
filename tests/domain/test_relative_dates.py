"""Days as people say them from where they stand."""

from datetime import date

import pytest

from selfassess.domain.text.relative_dates import read_relative_date

MONDAY = date(2025, 2, 17)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2025-02-17"),
        ("Tomorrow", "2025-02-18"),
        ("yesterday.", "2025-02-16"),
        ("in 3 weeks", "2025-03-10"),
        ("in a fortnight", "2025-03-03"),
        ("in two months", "2025-04-17"),
        ("in 12 months", "2026-02-17"),
        ("in a year", "2026-02-17"),
        ("Friday", "2025-02-21"),
        ("next Monday", "2025-02-24"),
        ("end of March", "2025-03-31"),
        ("by the end of January", "2026-01-31"),
        ("end of the month", "2025-02-28"),
        ("end of next month", "2025-03-31"),
        ("end of the financial year", "2025-03-31"),
        ("in 900 years", "2925-02-17"),
        ("in 999 days", "2027-11-13"),
        ("28/02/2025", None),
        ("soon", None),
        ("in some weeks", None),
        ("end of term", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_said(said: str, day: str | None) -> None:
    found = read_relative_date(said, MONDAY)
    assert (found.isoformat() if found else None) == day


def test_a_month_without_such_a_day_ends_earlier() -> None:
    assert read_relative_date("in a month", date(2025, 1, 31)) == date(2025, 2, 28)
    assert read_relative_date("end of next month", date(2024, 12, 5)) == date(2025, 1, 31)
