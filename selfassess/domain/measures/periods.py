"""Reporting periods as councils write them: read, put in order, and stepped back by one or by a year.

"Q1 2023-24", "2023-24 Q1", "Qtr. 1 2023/24", "2022-23", "March 2024", "Mar-24", "2024" and a day, which stands for its
month. Months and quarters of a financial year belong to the year from April to March.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from selfassess.domain.text.dates import month_number
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import british_month

APRIL = 4


class Span(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period. ``year`` is the calendar year it is named by: of April for a financial year, else of the period.

    ``part`` is the quarter (1 to 4) or the calendar month (1 to 12), 0 for a whole year. ``financial`` tells years from
    April to March, and their quarters, from calendar years; months are always counted to a financial year.
    """

    span: Span
    year: int
    part: int = 0
    financial: bool = True

    @property
    def ending_month(self) -> tuple[int, int]:
        """The year and month in which it ends."""
        if self.span is Span.MONTH:
            return self.year, self.part
        month = 3 * self.part if self.span is Span.QUARTER else 12
        if self.financial:
            month += APRIL - 1
        if month <= 12:
            return (self.year, month)
        return (self.year + 1, month - 12)

    @property
    def sort_order(self) -> tuple[int, int, int]:
        """What periods are put in order by: when they end, and a shorter one before the longer that ends with it."""
        return *self.ending_month, (Span.MONTH, Span.QUARTER, Span.YEAR).index(self.span)

    @property
    def previous_in_year(self) -> Period | None:
        """The period before, within the same year; None for the first of a year, and for a whole year."""
        if self.span is Span.YEAR or self.is_first:
            return None
        if self.span is Span.MONTH and self.part == 1:
            return Period(span=self.span, year=self.year - 1, part=12)
        return Period(span=self.span, year=self.year, part=self.part - 1, financial=self.financial)

    @property
    def same_period_year_before(self) -> Period:
        """The same period of the year before."""
        return Period(span=self.span, year=self.year - 1, part=self.part, financial=self.financial)

    @property
    def is_first(self) -> bool:
        """Whether it is the first quarter or month of its year."""
        return self.part == (APRIL if self.span is Span.MONTH else 1)

    def __str__(self) -> str:
        """As it is written here: "Q1 2023-24", "March 2024", "2022-23"."""
        if self.span is Span.MONTH:
            return british_month(self.year, self.part)
        year = f"{self.year}-{(self.year + 1) % 100:02}" if self.financial else str(self.year)
        if self.span is not Span.QUARTER:
            return year
        return f"Q{self.part} {year}"


_YEAR = r"(?P<first>(?:19|20)?\d\d)(?: ?[-/] ?(?P<second>(?:19|20)?\d\d))?"
_QUARTER = r"(?:q|qtr|quarter)[ .]*(?P<quarter>[1-4])"
_MONTH = r"(?P<month>[a-z]{3,9})"
_SHORT = r"(?P<year>(?:19|20)?\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}",
        rf"{_QUARTER}[ ,:/(-]*{_YEAR}\)?",
        rf"{_YEAR}[ ,:/(-]*{_QUARTER}\)?",
        rf"{_MONTH}[ .,'/-]*{_SHORT}",
        rf"{_MONTH} ?(?:-|to) ?(?P<last>[a-z]{{3,9}}) {_SHORT}",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ /.-](?P<number>\d{{1,2}}|[a-z]{{3,9}})[ /.-]{_SHORT}",
        r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)(?:-(?P<day>\d\d))?",
    )
)
_YEAR_AROUND = re.compile(r"^(?:financial |assessment )?year\b[ :]*", re.IGNORECASE)
_YEAR_BETWEEN = re.compile(r"(?<=\d)(?: to |_|\\)(?=\d)", re.IGNORECASE)
_AROUND = re.compile(r"\b(?:(?:out-?turn|actual|result|financial year|year end(?:ing)?|as at|at end of)\b|fy(?=\d|\b))")


def parse_period(text: str) -> Period | None:
    """The period that a text names, None where it names none that is known for sure."""
    plain = " ".join(_AROUND.sub(" ", fold_text(text)).split()).strip(" :,.")
    for form in _FORMS:
        match = form.fullmatch(plain)
        found = _build_period(match.groupdict()) if match is not None else None
        if found is not None:
            return found
    return None


def parse_financial_year(text: str) -> str | None:
    """A financial year as it is called here, "2024-25", however it is written: "2024/25", "FY 2024-25", "' 2024-25 '".

    None where a text names no financial year.
    """
    plain = _YEAR_AROUND.sub("", text.strip(" '’‘\"“”\u00a0"))
    period = parse_period(_YEAR_BETWEEN.sub("-", plain))
    if period is not None and period.span is Span.YEAR and period.financial:
        return str(period)
    return None


def _build_period(said: dict[str, str | None]) -> Period | None:
    if said.get("first"):
        return _build_period_of_year(str(said["first"]), said.get("second"), int(said.get("quarter") or 0))
    year = _to_four_digit_year(str(said["year"]))
    named = said.get("month") or said.get("number") or ""
    month = int(named) if named.isdigit() else month_number(named) or 0
    if not 1 <= month <= 12 or not 1 <= int(said.get("day") or 1) <= 31:
        return None
    if said.get("last"):
        # "April to June 2023" is a quarter of the financial year.
        if month not in (1, 4, 7, 10) or month_number(str(said["last"])) != month + 2:
            return None
        quarter = (month - APRIL) // 3 % 4 + 1
        return Period(span=Span.QUARTER, year=year - (month < APRIL), part=quarter)
    return Period(span=Span.MONTH, year=year, part=month)


def _build_period_of_year(first: str, second: str | None, quarter: int) -> Period | None:
    span = Span.QUARTER if quarter else Span.YEAR
    if second is None:
        # Two figures alone may be anything.
        if len(first) != 4:
            return None
        return Period(span=span, year=int(first), part=quarter, financial=False)
    year = _to_four_digit_year(first)
    if (year + 1) % 100 != int(second) % 100 or (len(second) == 4 and int(second) != year + 1):
        return None
    return Period(span=span, year=year, part=quarter)


def _to_four_digit_year(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)
