"""How numbers, lists, sizes, shares, days and times stand in a sentence: the one place that puts them into words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from selfassess.domain.text.dates import MONTHS

_KILO = 1000


def count_noun(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 page", "1,204 pages"; ``plural`` where it is not the noun and an s."""
    return f"{number:,} {choose_plural(number, noun, plural or noun + 's')}"


def count_times(number: int) -> str:
    """How often something is there: "once", "twice", "1,204 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def choose_plural(number: float, one: str, many: str) -> str:
    """The words for one, or those for none and for several: "is", "are"."""
    return one if number == 1 else many


def join_with_and(words: Iterable[str]) -> str:
    """Words as a sentence lists them: "a, b and c"."""
    return _join_with("and", words)


def join_with_or(words: Iterable[str]) -> str:
    """Words as a sentence offers them: "a, b or c"."""
    return _join_with("or", words)


def format_percent(number: object) -> str:
    """A share in hundredths: "63%"; a small space would not be found by who searches for what is on screen."""
    return f"{number}%"


def british_date(iso: str) -> str:
    """An ISO date as people write it: "28 February 2025"; what is no date comes back as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{day.day} {british_month(day.year, day.month)}"


def british_month(year: int, month: int) -> str:
    """A month of a year, by its number: "February 2025"."""
    return f"{MONTHS[month - 1].capitalize()} {year}"


def british_datetime(iso: str) -> str:
    """An ISO date-time as it is written everywhere: "28 February 2025, 17:00"; midnight is shown as the date alone."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return british_date(iso) + (f", {format_time(moment)}" if moment.hour or moment.minute else "")


def format_local_moment(moment: datetime) -> str:
    """A moment as the clock on the wall has it: "28 February 2025, 17:00"."""
    local = moment.astimezone()
    return f"{british_date(local.date().isoformat())}, {format_time(local)}"


def format_time(moment: datetime | time) -> str:
    """The time of the day: "17:00"."""
    return f"{moment:%H:%M}"


def format_file_size(size: int) -> str:
    """A size in bytes as people say it, in steps of a thousand: "812 bytes", "35 KB", "1.4 GB"."""
    if size < _KILO:
        return count_noun(size, "byte")
    if size < _KILO**2:
        return f"{count_kilobytes(size):,} KB"
    amount, unit = size / _KILO**2, "MB"
    for larger in ("GB", "TB"):
        if amount < _KILO:
            break
        amount, unit = amount / _KILO, larger
    return f"{amount:,.1f}".removesuffix(".0") + f" {unit}"


def count_kilobytes(size: int) -> int:
    """A size in bytes in thousands of them, at least one: nothing that is there has no size."""
    return max(1, round(size / _KILO))


def _join_with(last: str, words: Iterable[str]) -> str:
    every = list(words)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {last} {every[-1]}"
