"""The figures that items of the return ask for, each item's as a grid: what is given, what is missing, what looks odd.

A line of a grid is an activity or a service type ("" where the item asks for no breakdown), a column a figure. Screen,
readiness and outline all read the same grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from selfassess.domain.framework.framework import FigureAsked, ReturnItem
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Value, clean, display
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment

Cell = tuple[str, str]
"""The keys of a breakdown ("" for none) and of a figure."""

VALUE = CATALOGUE["figure"].by_key["value"]
LIST, MEDIAN, LONGEST, TARGET = "list-size", "median-wait", "longest-wait", "target"
DAYS = "days"
FIVE_YEARS = 1826
"""A wait of more days than this is asked about: hours or minutes may have been meant."""

_AGAINST = ((MEDIAN, "Median"), (LONGEST, "Longest"))


@dataclass(frozen=True)
class FigureGrid:
    """The figures of one item. ``given`` has the record of each cell, ``stray`` what has no cell or a taken one."""

    item: ReturnItem
    given: Mapping[Cell, Record]
    stray: tuple[Record, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The keys of the lines, in order."""
        return tuple(each.key for each in self.item.breakdowns) or ("",) if self.item.figures else ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell that the item asks for, line by line."""
        return tuple((line, figure.key) for line in self.lines for figure in self.item.figures)

    @property
    def missing(self) -> tuple[Cell, ...]:
        """The cells in which no number is given."""
        return tuple(cell for cell in self.cells if self.value(*cell) is None)

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of the grid in its order."""
        return tuple(self.given[cell] for cell in self.cells if cell in self.given)

    def value(self, line: str, figure: str) -> float | None:
        """The number in a cell, None where there is none."""
        record = self.given.get((line, figure))
        value = record["value"] if record is not None else None
        return value if isinstance(value, int | float) else None

    def line_name(self, line: str) -> str:
        """What a line is called, "" for the only one of an item without a breakdown."""
        return next((each.label for each in self.item.breakdowns if each.key == line), line)

    def cell_name(self, line: str, figure: str) -> str:
        """What a cell is called: "Care reviews, median wait"."""
        label = next((each.label for each in self.item.figures if each.key == figure), figure)
        return f"{self.line_name(line)}, {label.lower()}" if line else label

    def against_target(self, line: str) -> str:
        """Whether the waits of a line keep to the council's own target, in words; "" where that cannot be said."""
        target = self.value(line, TARGET)
        waits = ((name, self.value(line, key)) for key, name in _AGAINST)
        said = [] if target is None else [_against(name, wait, target) for name, wait in waits if wait is not None]
        return "; ".join(said).capitalize()

    @property
    def has_target(self) -> bool:
        """Whether the item asks for a target beside waits."""
        keys = {figure.key for figure in self.item.figures}
        return TARGET in keys and bool(keys & {MEDIAN, LONGEST})

    def as_at(self, line: str | None = None) -> tuple[str, ...]:
        """The dates that the numbers are of (of one line where it is named), each once, "" for one without a date."""
        records = [r for r in self.records if r["value"] is not None and line in (None, r.text("breakdown"))]
        return tuple(sorted({record.text("as_at") for record in records}))

    def hints(self) -> tuple[str, ...]:
        """What looks odd and may be a slip, in gentle words."""
        return tuple(hint for line in self.lines for hint in self._hints(line))

    def _hints(self, line: str) -> Iterator[str]:
        said = f"{self.line_name(line)}: " if line else ""
        for figure in self.item.figures:
            value = self.value(line, figure.key)
            if value is not None and (odd := _odd(figure, value)):
                yield f"{said}{figure.label.lower() if line else figure.label} {odd}"
        median, longest = self.value(line, MEDIAN), self.value(line, LONGEST)
        if median is not None and longest is not None and median > longest:
            shown = f"({_number(median)}) is above the longest wait ({_number(longest)})"
            yield f"{said}the median wait {shown}. Could they be swapped?"
        now, since = self.value(line, "placed-now"), self.value(line, "placed-in-period")
        if now is not None and since is not None and since > now:
            yield f"{said}More placements in the period ({_number(since)}) than people placed now ({_number(now)})."
        if self.value(line, "times-waited") == 0 and self.value(line, "average-wait"):
            yield f"{said}an average wait is given, but nobody waited."


def grid(assessment: Assessment, item: ReturnItem) -> FigureGrid:
    """The grid of one item."""
    return _made(item, (record for record in assessment.of("figure") if record["return_item"] == item.ref))


def grids(assessment: Assessment) -> Mapping[str, FigureGrid]:
    """The grid of every item that asks for figures or has any, by the item's reference."""
    items = assessment.information_return.items if assessment.information_return else ()
    given: dict[str, list[Record]] = {item.ref: [] for item in items}
    for record in assessment.of("figure"):
        given.get(record.text("return_item"), []).append(record)
    return {item.ref: _made(item, given[item.ref]) for item in items if item.figures or given[item.ref]}


def number(figure: FigureAsked, text: str) -> Value:
    """The number that was typed or pasted for a figure: "1,454", "45 days". Raises InvalidValueError in plain words."""
    unit = re.escape(figure.unit.rstrip("s"))
    return clean(VALUE, re.sub(rf"(?<=\d)\s*{unit}s?\.?\s*$", "", text.strip(), flags=re.IGNORECASE))


def written(
    assessment: Assessment, item: ReturnItem, typed: Mapping[Cell, str]
) -> tuple[tuple[Change, ...], Mapping[Cell, str]]:
    """The changes that writing into cells comes to, and why some cells cannot be kept as they are typed.

    An emptied cell takes its figure out, unless a note or a date is written about it: then only the number goes.
    """
    there = grid(assessment, item)
    asked = {figure.key: figure for figure in item.figures}
    position = max((record.position for record in assessment.of("figure")), default=-1)
    changes: list[Change] = []
    refused: dict[Cell, str] = {}
    for cell, text in typed.items():
        try:
            value = number(asked[cell[1]], text)
        except InvalidValueError as error:
            refused[cell] = f"{there.cell_name(*cell)}: {str(error).removeprefix(f'{VALUE.label}: ')}"
            continue
        record = there.given.get(cell)
        if record is None:
            if value is not None:
                position += 1
                keys = {"return_item": item.ref, "breakdown": cell[0] or None, "figure": cell[1], "value": value}
                changes.append(journal.creation(blank("figure", new_id(), position, assessment.id, **keys)))
        elif value is None and record["as_at"] is None and record["note"] is None:
            changes.append(journal.deletion(record))
        elif value != record["value"]:
            changes.append(journal.update(record, "value", value))
    return tuple(changes), MappingProxyType(refused)


def _made(item: ReturnItem, records: Iterable[Record]) -> FigureGrid:
    asked = {figure.key for figure in item.figures}
    lines = {each.key for each in item.breakdowns} or {""}
    given: dict[Cell, Record] = {}
    stray: list[Record] = []
    for record in records:
        cell = record.text("breakdown"), record.text("figure")
        if cell[1] in asked and cell[0] in lines and cell not in given:
            given[cell] = record
        else:
            stray.append(record)
    return FigureGrid(item, MappingProxyType(given), tuple(stray))


def _against(name: str, wait: float, target: float) -> str:
    if wait <= target:
        return f"{name} wait within the target"
    over = wait - target
    return f"{name} wait over the target by {_number(over)} {'day' if over == 1 else DAYS}"


def _odd(figure: FigureAsked, value: float) -> str:
    if value < 0:
        return f"is below zero ({_number(value)})."
    if figure.unit != DAYS and value != int(value):
        return f"is not a whole number ({_number(value)})."
    if figure.unit == DAYS and value > FIVE_YEARS:
        return f"is more than five years ({_number(value)}). Is it in days?"
    return ""


def _number(value: float) -> str:
    return display(VALUE, float(value))
