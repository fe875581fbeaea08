"""What is peculiar to scorecards: codes before names, numbers with their unit, words where a number is expected."""

from __future__ import annotations

import re

from selfassess.domain.measure_values import number_in
from selfassess.exchange.foreign.book import Cell, shown
from selfassess.exchange.foreign.drafts import Draft
from selfassess.exchange.foreign.words import folded

_CODE = re.compile(r"(?P<code>[A-Z]{1,6}(?:[.\-]\s?\d{1,5}|\d{3,5})[A-Za-z]?)[:.]?\s+(?P<name>\S.{4,})", re.DOTALL)
"""A code and a name in one cell, "PI.2617 Number of ..."; "S42 enquiries" is a name and has none."""
_MARK = re.compile(r"\b(?:trend|score|direction|rag|dot)\b")


def number(cell: Cell) -> tuple[float, str] | None:
    """A cell's number and its unit ("9%" is 9 and "%"); None where it says more than that, or is no number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell), ""
    return number_in(shown(cell))


def with_unit(measure: Draft, unit: str) -> bool:
    """Whether a value in this unit is one of the measure's; a measure without a unit takes it."""
    if unit:
        measure.values.setdefault("unit", unit)
    return not unit or measure.values["unit"] == unit


def named(measure: Draft) -> None:
    """Part a code from the name that stands behind it in one cell."""
    match = _CODE.fullmatch(str(measure.values.get("title") or ""))
    if match is not None and "code" not in measure.values:
        measure.values |= {"code": match["code"], "title": match["name"]}


def is_mark(heading: str) -> bool:
    """Whether a column holds marks, such as arrows or "N/A", that say nothing without their heading."""
    return bool(_MARK.search(folded(heading)))
