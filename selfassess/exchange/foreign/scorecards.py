"""What is peculiar to scorecards: codes before names, numbers with their unit, words where a number is expected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from selfassess.domain.measures import periods
from selfassess.domain.measures.measure_values import normalise_period_name, parse_number_with_unit
from selfassess.exchange.foreign.drafts import Draft
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.vocabulary import PERIOD
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.foreign.year import Year
from selfassess.exchange.spreadsheets.book import Cell, format_cell

_CODE = re.compile(r"(?P<code>[A-Z]{1,6}(?:[.\-]\s?\d{1,5}|\d{3,5})[A-Za-z]?)[:.]?\s+(?P<name>\S.{4,})", re.DOTALL)
"""A code and a name in one cell, "PI.2617 Number of ..."; "S42 enquiries" is a name and has none."""
_TOLD = ("measure", "performance")
_MARK = re.compile(r"\b(?:trend|score|direction|rag|dot)\b")


def parse_number_and_unit(cell: Cell) -> tuple[float, str] | None:
    """A cell's number and its unit ("9%" is 9 and "%"); None where it says more than that, or is no number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell), ""
    return parse_number_with_unit(format_cell(cell))


def accepts_unit(measure: Draft, unit: str) -> bool:
    """Whether a value in this unit is one of the measure's; a measure without a unit takes it."""
    if unit:
        measure.values.setdefault("unit", unit)
    return not unit or measure.values["unit"] == unit


def split_code_from_title(measure: Draft) -> None:
    """Part a code from the name that stands behind it in one cell."""
    match = _CODE.fullmatch(str(measure.values.get("title") or ""))
    if match is not None and "code" not in measure.values:
        measure.values |= {"code": match["code"], "title": match["name"]}


def take_out_marks(cells: dict[tuple[str, str], list[Spot]]) -> list[Spot]:
    """The marks of a row that has values, such as arrows or "N/A" under "Annual trend": they are of a period."""
    if ("measure_value", PERIOD) not in cells:
        return []
    said = cells.pop(_TOLD, [])
    others = [spot for spot in said if not _is_mark_cell(spot)]
    if others:
        cells[_TOLD] = others
    return [spot for spot in said if _is_mark_cell(spot)]


def add_period_values(spots: Iterable[Spot], measures: list[Draft], year: Year, ledger: Ledger) -> list[Draft]:
    """The values of a measure, each of the period that its column is headed by; words are the note of theirs."""
    made = []
    for spot in spots:
        if not measures:
            ledger.leave_cell(spot, "its row does not say what the measure is", problem=True, kind="measure")
            continue
        draft = Draft(
            "measure_value", values={"measure": measures[0].id, "period": normalise_period_name(spot.heading)}
        )
        counted = parse_number_and_unit(spot.cell)
        if counted is not None and accepts_unit(measures[0], counted[1]):
            draft.values["value"] = counted[0]
        else:
            draft.values["note"] = format_cell(spot.cell).strip()
            read = Draft("measure_value")
            read.set_field_from_cell("value", spot, Ledger(ledger.sheet), year.answers)
            draft.values |= read.values
        ledger.mark_used(spot)
        made.append(year.add_draft(draft, (), ledger, spot.row))
    return made


def add_marks_to_note(values: list[Draft], marks: list[Spot], ledger: Ledger) -> None:
    """Put marks into the note of the latest period, each with its heading."""
    latest = max(values, key=_order_of_period, default=None)
    for spot in marks:
        if latest is None:
            ledger.leave_cell(spot, "its row does not say what the measure is", problem=True, kind="measure")
            continue
        said = (str(latest.values.get("note") or ""), f"{spot.heading}: {format_cell(spot.cell).strip()}")
        latest.values["note"] = "; ".join(filter(None, said))
        ledger.mark_used(spot)


def prefix_mark_with_heading(draft: Draft, field: str, spot: Spot) -> Spot:
    """A mark of a row without values with its heading, without which it says nothing; any other cell as it is."""
    if (draft.kind, field) != _TOLD or not _is_mark_cell(spot):
        return spot
    return replace(spot, cell=f"{spot.heading}: {format_cell(spot.cell)}", heading="")


def _is_mark_cell(spot: Spot) -> bool:
    return bool(_MARK.search(fold_heading(spot.heading)))


def _order_of_period(value: Draft) -> tuple[int, ...]:
    period = periods.parse_period(str(value.values["period"]))
    if period is None:
        return ()
    return period.sort_order
