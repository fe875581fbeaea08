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
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Value, clean_value, format_for_display
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import choose_plural

Cell = tuple[str, str]
"""The keys of a breakdown ("" for none) and of a figure."""

VALUE = CATALOGUE["figure"].by_key["value"]
MEDIAN, LONGEST, TARGET = "median-wait", "longest-wait", "target"
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
    def line_keys(self) -> tuple[str, ...]:
        """The keys of the lines, in order."""
        if self.item.figures:
            return tuple(each.key for each in self.item.breakdowns) or ("",)
        return ()

    @property
    def wanted_cells(self) -> tuple[Cell, ...]:
        """Every cell that the item asks for, line by line."""
        return tuple((line, figure.key) for line in self.line_keys for figure in self.item.figures)

    @property
    def missing_cells(self) -> tuple[Cell, ...]:
        """The cells in which no number is given."""
        return tuple(cell for cell in self.wanted_cells if self.find_number(*cell) is None)

    @property
    def ordered_records(self) -> tuple[Record, ...]:
        """The records of the grid in its order."""
        return tuple(self.given[cell] for cell in self.wanted_cells if cell in self.given)

    def find_number(self, line: str, figure: str) -> float | None:
        """The number in a cell, None where there is none."""
        record = self.given.get((line, figure))
        value = record["value"] if record is not None else None
        return value if isinstance(value, int | float) else None

    def name_line(self, line: str) -> str:
        """What a line is called, "" for the only one of an item without a breakdown."""
        return next((each.label for each in self.item.breakdowns if each.key == line), line)

    def name_figure_cell(self, line: str, figure: str) -> str:
        """What a cell is called: "Care reviews, median wait"."""
        label = next((each.label for each in self.item.figures if each.key == figure), figure)
        if line:
            return f"{self.name_line(line)}, {label.lower()}"
        return label

    def compare_with_target(self, line: str) -> str:
        """Whether the waits of a line keep to the council's own target, in words; "" where that cannot be said."""
        target = self.find_number(line, TARGET)
        waits = ((name, self.find_number(line, key)) for key, name in _AGAINST)
        said = (
            []
            if target is None
            else [_describe_wait_against_target(name, wait, target) for name, wait in waits if wait is not None]
        )
        return "; ".join(said).capitalize()

    @property
    def has_target(self) -> bool:
        """Whether the item asks for a target beside waits."""
        keys = {figure.key for figure in self.item.figures}
        return TARGET in keys and bool(keys & {MEDIAN, LONGEST})

    def list_as_at_dates(self, line: str | None = None) -> tuple[str, ...]:
        """The dates that the numbers are of (of one line where it is named), each once, "" for one without a date."""
        records = [r for r in self.ordered_records if r["value"] is not None and line in (None, r.text_of("breakdown"))]
        return tuple(sorted({record.text_of("as_at") for record in records}))

    def describe_oddities(self) -> tuple[str, ...]:
        """What looks odd and may be a slip, in gentle words."""
        return tuple(hint for line in self.line_keys for hint in self._describe_line_oddities(line))

    def _describe_line_oddities(self, line: str) -> Iterator[str]:
        said = f"{self.name_line(line)}: " if line else ""
        for figure in self.item.figures:
            value = self.find_number(line, figure.key)
            if value is not None and (odd := _explain_odd_figure(figure, value)):
                yield f"{said}{figure.label.lower() if line else figure.label} {odd}"
        median, longest = self.find_number(line, MEDIAN), self.find_number(line, LONGEST)
        if median is not None and longest is not None and median > longest:
            shown = f"({_format_figure(median)}) is above the longest wait ({_format_figure(longest)})"
            yield f"{said}the median wait {shown}. Could they be swapped?"
        now, since = self.find_number(line, "placed-now"), self.find_number(line, "placed-in-period")
        if now is not None and since is not None and since > now:
            yield (
                f"{said}More placements in the period ({_format_figure(since)}) than people placed now "
                f"({_format_figure(now)})."
            )
        if self.find_number(line, "times-waited") == 0 and self.find_number(line, "average-wait"):
            yield f"{said}an average wait is given, but nobody waited."


def build_figure_grid(assessment: Assessment, item: ReturnItem) -> FigureGrid:
    """The grid of one item."""
    return _build_grid_of_records(
        item, (record for record in assessment.records_of("figure") if record["return_item"] == item.ref)
    )


def build_figure_grids(assessment: Assessment) -> Mapping[str, FigureGrid]:
    """The grid of every item that asks for figures or has any, by the item's reference."""
    items = assessment.information_return.items if assessment.information_return else ()
    given: dict[str, list[Record]] = {item.ref: [] for item in items}
    for record in assessment.records_of("figure"):
        given.get(record.text_of("return_item"), []).append(record)
    return {
        item.ref: _build_grid_of_records(item, given[item.ref]) for item in items if item.figures or given[item.ref]
    }


def parse_figure(figure: FigureAsked, text: str) -> Value:
    """The number that was typed or pasted for a figure: "1,454", "45 days". Raises InvalidValueError in plain words."""
    unit = re.escape(figure.unit.rstrip("s"))
    return clean_value(VALUE, re.sub(rf"(?<=\d)\s*{unit}s?\.?\s*$", "", text.strip(), flags=re.IGNORECASE))


def plan_figure_changes(
    assessment: Assessment, item: ReturnItem, typed: Mapping[Cell, str]
) -> tuple[tuple[Change, ...], Mapping[Cell, str]]:
    """The changes that writing into cells comes to, and why some cells cannot be kept as they are typed.

    An emptied cell takes its figure out, unless a note or a date is written about it: then only the number goes.
    """
    there = build_figure_grid(assessment, item)
    asked = {figure.key: figure for figure in item.figures}
    position = max((record.position for record in assessment.records_of("figure")), default=-1)
    changes: list[Change] = []
    refused: dict[Cell, str] = {}
    for cell, text in typed.items():
        try:
            value = parse_figure(asked[cell[1]], text)
        except InvalidValueError as error:
            refused[cell] = f"{there.name_figure_cell(*cell)}: {str(error).removeprefix(f'{VALUE.label}: ')}"
            continue
        record = there.given.get(cell)
        if record is None:
            if value is not None:
                position += 1
                keys = {"return_item": item.ref, "breakdown": cell[0] or None, "figure": cell[1], "value": value}
                changes.append(journal.create_record(blank_record("figure", new_id(), position, assessment.id, **keys)))
        elif value is None and record["as_at"] is None and record["note"] is None:
            changes.append(journal.delete_record(record))
        elif value != record["value"]:
            changes.append(journal.update_field(record, "value", value))
    return tuple(changes), MappingProxyType(refused)


def _build_grid_of_records(item: ReturnItem, records: Iterable[Record]) -> FigureGrid:
    asked = {figure.key for figure in item.figures}
    lines = {each.key for each in item.breakdowns} or {""}
    given: dict[Cell, Record] = {}
    stray: list[Record] = []
    for record in records:
        cell = record.text_of("breakdown"), record.text_of("figure")
        if cell[1] in asked and cell[0] in lines and cell not in given:
            given[cell] = record
        else:
            stray.append(record)
    return FigureGrid(item, MappingProxyType(given), tuple(stray))


def _describe_wait_against_target(name: str, wait: float, target: float) -> str:
    if wait <= target:
        return f"{name} wait within the target"
    over = wait - target
    return f"{name} wait over the target by {_format_figure(over)} {choose_plural(over, 'day', DAYS)}"


def _explain_odd_figure(figure: FigureAsked, value: float) -> str:
    if value < 0:
        return f"is below zero ({_format_figure(value)})."
    if figure.unit != DAYS and value != int(value):
        return f"is not a whole number ({_format_figure(value)})."
    if figure.unit == DAYS and value > FIVE_YEARS:
        return f"is more than five years ({_format_figure(value)}). Is it in days?"
    return ""


def _format_figure(value: float) -> str:
    return format_for_display(VALUE, float(value))
