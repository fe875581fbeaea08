"""Days as people say them from where they stand: "tomorrow", "in 3 months", "next Friday", "end of March"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from selfassess.domain.text.dates import MONTHS, WEEKDAYS, month_number
from selfassess.domain.text.folding import fold_text

_NEAR = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
_NUMBERS = {word: at for at, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)} | {"a": 1, "an": 1}
_IN = re.compile(r"in (?P<count>\d{1,3}|[a-z]+) (?P<unit>day|week|fortnight|month|year)s?")
_WEEKDAY = re.compile(r"(?P<next>next |this |on )?(?P<day>[a-z]{3,9})")
_END = re.compile(r"(?:by )?(?:the )?end of (?:the )?(?P<what>.+)")
_FINANCIAL_YEAR_ENDS = 3  # March


def read_relative_date(text: str, today: date) -> date | None:
    """The day a text means, seen from ``today``; None where it says none. Weekdays and months lie ahead."""
    plain = fold_text(text).strip(" ,;.")
    if plain in _NEAR:
        return today + timedelta(days=_NEAR[plain])
    if (said := _IN.fullmatch(plain)) is not None:
        return _count_on(said["count"], said["unit"], today)
    if (said := _END.fullmatch(plain)) is not None:
        return _find_end(said["what"], today)
    if (said := _WEEKDAY.fullmatch(plain)) is not None:
        return _find_weekday(said["day"], today)
    return None


def _count_on(count: str, unit: str, today: date) -> date | None:
    number = int(count) if count.isdecimal() else _NUMBERS.get(count)
    if number is None:
        return None
    if unit in ("day", "week", "fortnight"):
        return today + timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = number * (12 if unit == "year" else 1)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _find_weekday(name: str, today: date) -> date | None:
    at = next((number for number, day in enumerate(WEEKDAYS) if day.startswith(name)), None)
    if at is not None:
        return today + timedelta(days=(at - today.weekday() - 1) % 7 + 1)
    return None


def _find_end(what: str, today: date) -> date | None:
    if what in ("month", "this month"):
        return _last_day(today.year, today.month)
    if what == "next month":
        return _last_day(today.year + today.month // 12, today.month % 12 + 1)
    if what in ("year", "this year"):
        return date(today.year, len(MONTHS), 31)
    month = _FINANCIAL_YEAR_ENDS if what in ("financial year", "this financial year") else month_number(what)
    if month is None:
        return None
    return _last_day(today.year + (month < today.month), month)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
