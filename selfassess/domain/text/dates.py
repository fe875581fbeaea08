"""Dates and times as people write them: the one place that reads them, for forms and for everything that is imported.

"28/02/2025", "3.9.25", "3rd of September 2025", "Wed 3 September 2025, 5pm", "2025/09/03", "Sept 2025". What does not
exist, or says two things (a Tuesday that was a Wednesday), is no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from selfassess.domain.text.folding import fold_text

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# Patterns are compiled when a first date is read: many runs of the program read none, and wait for what is imported.
_NAMED = "|".join(sorted((part for name in MONTHS for part in {name, name[:3], name[:4]}), key=len, reverse=True))
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tues?(?:day)?|wed(?:nes)?(?:day)?|thu(?:r|rs)?(?:day)?|fri(?:day)?|sat(?:ur)?(?:day)?"
    r"|sun(?:day)?)\b\.?,?\s*(?:the\s+)?"
)
_DAY, _MONTH, _YEAR = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?",
    rf"(?P<month>{_NAMED})(?![a-z])\.?",
    r"'?(?P<year>\d{4}|\d{2})\b",
)
_DAYS = (
    r"(?P<year>\d{4})(?P<sign>[-/.])(?P<number>\d{1,2})(?P=sign)(?P<day>\d{1,2})\b",
    r"(?P<day>\d{1,2}) ?(?P<sign>[-/.]) ?(?P<number>\d{1,2}) ?(?P=sign) ?(?P<year>\d{4}|\d{2})\b",
    r"(?P<day>\d{1,2}) (?P<number>\d{1,2}) (?P<year>\d{4})\b",
    rf"{_DAY}(?: of)?[ /.,-]*{_MONTH}[ /.,-]*{_YEAR}",
    rf"{_MONTH} ?{_DAY},? (?P<year>\d{{4}})\b",
)
_DAY_OF_A_YEAR = (
    rf"{_DAY}(?: of)?[ /.-]*{_MONTH}",
    rf"{_MONTH} {_DAY}\b",
)
_MONTH_ALONE = rf"(?:(?:by |at )?(?:the )?end (?:of )?)?{_MONTH}[ /,-]*{_YEAR}"
_MONTH_IN_FIGURES = r"(?P<number>\d{1,2})[/-](?P<year>\d{4})|(?P<iso>\d{4})-(?P<at>\d{1,2})"
_CLOCK = (
    r"(?P<four>\d{4})(?: ?(?:hrs|hours|h))|(?P<noon>noon|midday|midnight)"
    r"|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?::\d{2}(?:\.\d+)?)?(?: ?(?P<half>[ap]\.?m\.?))?"
    r"(?: ?(?:hrs|hours|h))?"
)
_BETWEEN = r"[ ,;-]*(?:(?:at|by|from) )?"
_ISO_MOMENT = r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d"
_DATE_IN_TEXT = (
    rf"(?<!\w)(?:\d{{1,2}}([-/.])\d{{1,2}}\1(?:\d{{4}}|\d{{2}})|\d{{4}}([-/.])\d{{1,2}}\2\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -](?:{_NAMED})\.?,?[ -]\d{{4}}"
    rf"|(?:{_NAMED})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
    rf"(?!\w|[-/.]\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a text says: a day, or only a month (year and number), and the time of the day where it has one."""

    day: date | None = None
    month: tuple[int, int] | None = None
    clock: time | None = None


def month_number(name: str) -> int | None:
    """The number of a month by its name or the first letters of it ("Sept"), three at least; None where it is none."""
    plain = fold_text(name).strip(".")
    return next((number for number, month in enumerate(MONTHS, 1) if len(plain) > 2 and month.startswith(plain)), None)


def read_date(text: str, *, near: date | None = None) -> Written | None:
    """The date a text is, and nothing else; None where it is none. A day without its year is the one nearest ``near``.

    Raises ValueError, with words that go on from the text ("is a Wednesday"), where it is one that does not exist.
    """
    plain = fold_text(text).strip(" ,;.")
    if re.match(_ISO_MOMENT, plain):
        return _read_iso_moment(text.strip())
    found = _split_leading_date(plain, near)
    if found is None:
        # "5pm on 3 September 2025"
        led = re.match(_CLOCK, plain)
        joined = None
        if led is not None:
            joined = re.match(r",? (?:on )?", plain[led.end() :])
        if led is None or joined is None or not (led["half"] or led["minute"] or led["noon"] or led["four"]):
            return None
        found = _split_leading_date(plain[led.end() + joined.end() :], near)
        if found is None or found[1]:
            return None
        return Written(day=found[0].day, month=found[0].month, clock=_read_matched_time(led))
    written, rest = found
    if not rest:
        return written
    between = re.match(_BETWEEN, rest)
    clock_from = between.end() if between else 0
    clock = re.fullmatch(_CLOCK, rest[clock_from:])
    if clock is None or written.day is None:
        return None
    return Written(day=written.day, clock=_read_matched_time(clock))


def add_missing_year(text: str, near: date) -> str:
    """A date that lacks its year with the year that is nearest; any other text as it is."""
    try:
        read_date(text)
    except ValueError:
        try:
            written = read_date(text, near=near)
        except ValueError:
            return text
        if written is not None and written.day is not None:
            clock_words = f"T{written.clock:%H:%M}" if written.clock else ""
            return f"{written.day.isoformat()}{clock_words}"
    return text


def find_dates(text: str) -> tuple[tuple[int, int], ...]:
    """Where whole dates stand in a text that was seen through, from and up to."""
    return tuple(match.span() for match in re.finditer(_DATE_IN_TEXT, text, re.IGNORECASE))


def begins_with_date(text: str) -> Written | None:
    """The date that a text begins with, whatever follows; None and ValueError as ``read_date`` has them."""
    found = _split_leading_date(fold_text(text).strip(" ,;."), None)
    if found is None:
        return None
    return found[0]


def _read_iso_moment(text: str) -> Written:
    """A date and time as computers write it; its zone is left aside."""
    try:
        moment = datetime.fromisoformat(text.upper().replace("Z", "+00:00"))
    except ValueError:
        raise ValueError("is not a date and time that exists") from None
    return Written(day=moment.date(), clock=moment.time())


def _split_leading_date(plain: str, near: date | None) -> tuple[Written, str] | None:
    """The date a folded text begins with, and the rest."""
    weekday = re.match(_WEEKDAY, plain)
    said = weekday["weekday"][:3] if weekday else ""
    plain = plain[weekday.end() :] if weekday else plain
    for form in _DAYS:
        match = re.match(form, plain)
        if match:
            return Written(day=_read_matched_day(match, said)), plain[match.end() :]
    match = re.match(_MONTH_ALONE, plain)
    if match and not said:
        number = month_number(match["month"])
        return Written(month=(_whole_year(match["year"]), number or 0)), plain[match.end() :]
    match = re.fullmatch(_MONTH_IN_FIGURES, plain)
    if match and not said:
        year = int(match["year"] or match["iso"])
        number = int(match["number"] or match["at"])
        if 1 <= number <= 12:
            return (Written(month=(year, number)), "")
        return None
    for form in _DAY_OF_A_YEAR:
        match = re.match(form, plain)
        if match:
            return Written(day=_find_nearest_day(match, said, near)), plain[match.end() :]
    return None


def _read_matched_day(match: re.Match[str], weekday: str) -> date:
    groups = match.groupdict()
    number = int(groups["number"]) if groups.get("number") else month_number(groups["month"])
    return _build_checked_date(_whole_year(match["year"]), number or 0, int(match["day"]), weekday)


def _build_checked_date(year: int, month: int, day: int, weekday: str) -> date:
    """The day, if the calendar has it and it falls on the day of the week that was written."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError("is not a date that exists") from None
    name = WEEKDAYS[found.weekday()]
    if weekday and not name.startswith(weekday):
        raise ValueError(f"is a {name.capitalize()}, not the day of the week that is written")
    return found


def _find_nearest_day(match: re.Match[str], weekday: str, near: date | None) -> date:
    """A day without its year: of the years around, the one that is nearest and has that day of the week."""
    if near is None:
        raise ValueError("does not say which year")
    number = month_number(match["month"]) or 0
    found = []
    for year in range(near.year - 1, near.year + 2):
        try:
            found.append(_build_checked_date(year, number, int(match["day"]), weekday))
        except ValueError:
            continue
    if not found:
        raise ValueError("is on another day of the week, or does not exist: write the year too")
    return min(found, key=lambda day: abs(day - near))


def _whole_year(year: str) -> int:
    century = 2000 if len(year) == 2 else 0
    return int(year) + century


def _read_matched_time(match: re.Match[str]) -> time:
    """A time as people write it: "noon", "2pm", "14.30", "1430"."""
    if match["noon"]:
        named_hour = 0 if match["noon"] == "midnight" else 12
        return time(named_hour)
    hour = int(match["hour"] or match["four"][:2])
    minute = int(match["minute"] or (match["four"] or "")[2:] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError("is not a date and time that exists")
        afternoon = 12 if match["half"].startswith("p") else 0
        hour = hour % 12 + afternoon
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("is not a date and time that exists") from None
