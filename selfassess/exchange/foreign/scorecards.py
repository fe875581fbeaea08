"""What is peculiar to scorecards: codes before names, numbers with their unit, words where a number is expected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from selfassess.domain.measures import periods
from selfassess.domain.measures.measure_values import number_in, period_name
from selfassess.exchange.foreign.drafts import Draft
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.vocabulary import PERIOD
from selfassess.exchange.foreign.words import folded
from selfassess.exchange.foreign.year import Year
from selfassess.exchange.spreadsheets.book import Cell, shown

_CODE = re.compile(r"(?P<code>[A-Z]{1,6}(?:[.\-]\s?\d{1,5}|\d{3,5})[A-Za-z]?)[:.]?\s+(?P<name>\S.{4,})", re.DOTALL)
"""A code and a name in one cell, "PI.2617 Number of ..."; "S42 enquiries" is a name and has none."""
_TOLD = ("measure", "performance")
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


def taken_out(cells: dict[tuple[str, str], list[Spot]]) -> list[Spot]:
    """The marks of a row that has values, such as arrows or "N/A" under "Annual trend": they are of a period."""
    if ("measure_value", PERIOD) not in cells:
        return []
    said = cells.pop(_TOLD, [])
    others = [spot for spot in said if not _is_mark(spot)]
    if others:
        cells[_TOLD] = others
    return [spot for spot in said if _is_mark(spot)]


def add_periods(spots: Iterable[Spot], measures: list[Draft], year: Year, ledger: Ledger) -> list[Draft]:
    """The values of a measure, each of the period that its column is headed by; words are the note of theirs."""
    made = []
    for spot in spots:
        if not measures:
            ledger.leave(spot, "its row does not say what the measure is", problem=True, kind="measure")
            continue
        draft = Draft("measure_value", values={"measure": measures[0].id, "period": period_name(spot.heading)})
        counted = number(spot.cell)
        if counted is not None and with_unit(measures[0], counted[1]):
            draft.values["value"] = counted[0]
        else:
            draft.values["note"] = shown(spot.cell).strip()
            read = Draft("measure_value")
            read.set("value", spot, Ledger(ledger.sheet), year.answers)
            draft.values |= read.values
        ledger.use(spot)
        made.append(year.add(draft, (), ledger, spot.row))
    return made


def mark(values: list[Draft], marks: list[Spot], ledger: Ledger) -> None:
    """Put marks into the note of the latest period, each with its heading."""
    latest = max(values, key=_when, default=None)
    for spot in marks:
        if latest is None:
            ledger.leave(spot, "its row does not say what the measure is", problem=True, kind="measure")
            continue
        said = (str(latest.values.get("note") or ""), f"{spot.heading}: {shown(spot.cell).strip()}")
        latest.values["note"] = "; ".join(filter(None, said))
        ledger.use(spot)


def told(draft: Draft, field: str, spot: Spot) -> Spot:
    """A mark of a row without values with its heading, without which it says nothing; any other cell as it is."""
    if (draft.kind, field) != _TOLD or not _is_mark(spot):
        return spot
    return replace(spot, cell=f"{spot.heading}: {shown(spot.cell)}", heading="")


def _is_mark(spot: Spot) -> bool:
    return bool(_MARK.search(folded(spot.heading)))


def _when(value: Draft) -> tuple[int, ...]:
    period = periods.read(str(value.values["period"]))
    return period.order if period is not None else ()
