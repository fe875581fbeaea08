"""England's working days: Mondays to Fridays without the bank holidays that a kept library knows.

The library is read when days are counted: it holds the holidays of every country, and most runs count none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

ACCURACY_DAYS = 10
"""Working days that a council has for the factual accuracy check, the first being the one after the draft came."""

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """A number of working days that ends with ``due``; of the years in ``unknown`` no bank holidays are known."""

    begins: date
    days: int
    due: date
    unknown: tuple[int, ...]
    holidays: frozenset[date] = field(repr=False)

    def count_days_left(self, today: date) -> int:
        """Working days that are left, today with them; 0 once it is over."""
        day, left = max(today, self.begins + timedelta(days=1)), 0
        while day <= self.due:
            left += _is_worked(day, self.holidays)
            day += timedelta(days=1)
        return left


def find_deadline(begins: date, days: int = ACCURACY_DAYS) -> Deadline:
    """The day on which so many working days after ``begins`` end; raises OverflowError where the calendar ends."""
    years = (begins.year, begins.year + 1 + days // 200)
    holidays = list_bank_holidays(range(years[0], years[1] + 1))
    day, counted = begins, 0
    while counted < days:
        day += timedelta(days=1)
        counted += _is_worked(day, holidays)
    first, last = list_known_years()
    unknown = tuple(year for year in range(begins.year, day.year + 1) if not first <= year <= last)
    return Deadline(begins, days, day, unknown, holidays)


def list_known_years() -> tuple[int, int]:
    """The first and the last year of which the library knows the bank holidays."""
    from holidays.countries.united_kingdom import UnitedKingdom

    return UnitedKingdom.start_year, UnitedKingdom.end_year


def list_bank_holidays(years: Iterable[int]) -> frozenset[date]:
    """The bank holidays of England in some years; none of a year that the library does not know."""
    from holidays.countries.united_kingdom import UnitedKingdom

    first, last = list_known_years()
    return frozenset(UnitedKingdom(subdiv="ENG", years=[year for year in years if first <= year <= last]))


def describe_unknown_years(years: Iterable[int]) -> str:
    """The sentence about years of which no bank holidays are known, "" where there are none."""
    named = ", ".join(map(str, years))
    return f"The bank holidays of {named} are not known here, so only weekends are left out." if named else ""


def _is_worked(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays
