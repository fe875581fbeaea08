"""Reads the data file of the Adult Social Care Outcomes Framework (ASCOF) as it is published, as CSV.

Its layout is public: a row for each area, measure, part of the population and kind of number. The heads changed a
little over the years ("ONS Area Code", "ONS code"); the year stands in the file's name only. Only the outcome of the
whole population is read: parts, numerators and denominators are nobody's comparison here. Python's own reader of CSV
does it in one pass, and nothing of the file is kept but the rows that count.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from selfassess.domain.measures.measure_values import normalise_period_name
from selfassess.domain.measures.periods import parse_financial_year
from selfassess.domain.measures.published_values import (
    COUNCIL,
    AreaValue,
    Publication,
    check_values,
)
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.text.wording import count_noun, format_file_size
from selfassess.exchange.outcomes_layout import LEVELS, NAME, OUTCOMES, WHOLE
from selfassess.exchange.recognition.encodings import decode_text

MOST_BYTES = 100_000_000
MANY = 4_096
"""After so many rows it is asked whether to go on."""

_HEADS: Mapping[str, tuple[str, ...]] = {
    "area": ("geographical description",),
    "level": ("geographical level",),
    "code": ("ascof measure code",),
    "value": ("measure value",),
    "area_code": ("geographical code",),
    "ons_code": ("ons code", "ons area code"),
    "group": ("disaggregation level", "disaggregation"),
    "form": ("measure type",),
    "title": ("measure group description",),
    "year": ("year", "financial year", "reporting period"),
}
_NEEDED = ("area", "level", "code", "value")
_LONG_YEAR = re.compile(r"(20\d\d)[-_ ]?(?:to|-|_|/)?[-_ ]?(20\d\d|\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)(\d\d)(?!\d)")


def read_outcomes(data: bytes, file: str, period: str = "", stop: Callable[[], None] = lambda: None) -> Publication:
    """The totals of a published data file called ``file``; ``period`` where its name does not say the year.

    Raises FileError where it is no such file, and says which columns are missing; WrongUseError without a year.
    """
    if len(data) > MOST_BYTES:
        raise FileError(f"{file} is larger than any published file of measures ({format_file_size(MOST_BYTES)}).")
    text = decode_text(data)
    if text is None:
        raise FileError(f"{file} is no CSV file. Choose the data file (CSV) of the publication.")
    try:
        rows = csv.reader(io.StringIO(text, newline=""))
        values = check_values(_read_rows(rows, file, period, stop), file)
    except csv.Error as error:
        raise FileError(f"{file} cannot be read as CSV. Download it again, unchanged.") from error
    if not any(each.level == COUNCIL for each in values):
        raise FileError(f"{file} has no outcome of a council’s whole population, so nothing in it can be compared.")
    return Publication(file=file, key="ascof", name=NAME, values=values)


def _read_rows(rows: Iterator[list[str]], file: str, period: str, stop: Callable[[], None]) -> Iterator[AreaValue]:
    places = _find_columns(next(rows, []), file)
    given = _year_of_file(file, period) if "year" not in places else ""
    level, form, group = (places.get(key) for key in ("level", "form", "group"))
    assert level is not None
    wide = max(places.values()) + 1
    for number, row in enumerate(rows):
        if number % MANY == 0:
            stop()
        if len(row) < wide:
            if any(cell.strip() for cell in row):
                raise FileError(f"{file} breaks off in row {number + 2}. Download it again, unchanged.")
            continue
        # One comparison a row throws most of them out; what is left is looked at cell by cell.
        if form is not None and row[form].strip().casefold() not in OUTCOMES:
            continue
        if group is not None and row[group].strip().casefold() not in WHOLE:
            continue
        kind = LEVELS.get(row[level].strip().casefold())
        if kind is not None:
            yield _make_value(row, places, kind, given)


def _make_value(row: Sequence[str], places: Mapping[str, int], level: str, given: str) -> AreaValue:
    said = {key: row[at].strip() for key, at in places.items()}
    return AreaValue(
        level=level,
        area=said["area"],
        codes=tuple(code.upper() for key in ("ons_code", "area_code") if (code := said.get(key, ""))),
        code=said["code"],
        title=said.get("title", ""),
        period=normalise_period_name(said.get("year", "")) or given,
        text=said["value"],
    )


def _find_columns(heads: Sequence[str], file: str) -> dict[str, int]:
    plain = [" ".join(re.sub(r"[_\W]+", " ", head).split()).casefold() for head in heads]
    found = {key: at for key, names in _HEADS.items() for at, head in enumerate(plain) if head in names}
    missing = [f"“{_HEADS[key][0].capitalize()}”" for key in _NEEDED if key not in found]
    if missing:
        few = ", ".join(f"“{head.strip()[:30]}”" for head in heads[:4] if head.strip()) or "none"
        count = count_noun(len(missing), "column").split(" ", 1)[1]
        raise FileError(
            f"{file} is not the published ASCOF data file: it lacks the {count} {', '.join(missing)}. "
            f"Its columns begin with {few}. Nothing was imported."
        )
    return found


def _year_of_file(file: str, period: str) -> str:
    """The financial year that was given, or that the name of a file speaks of: "…-2024-to-2025-…", "…-eng-2223-…"."""
    if period:
        known = parse_financial_year(period)
        if known is None:
            raise WrongUseError(f"“{period}” is no financial year. Write it like 2024-25.")
        return known
    for pattern in (_LONG_YEAR, _SHORT_YEAR):
        for first, second in pattern.findall(file):
            if (int(first) + 1) % 100 == int(second) % 100:
                return f"20{first[-2:]}-{second[-2:]}"
    raise WrongUseError(f"The name of {file} does not say which year it is of. Give the year, such as 2024-25.")
