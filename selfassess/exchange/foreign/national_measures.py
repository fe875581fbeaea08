"""Takes national measures as they are published: a row for each measure and area, ours among councils and England.

The layout is that of the Adult Social Care Outcomes Framework (ASCOF): a code, an area with its level, a value. Our
council's value becomes a value of the measure, England's what it is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.measures.measure_values import normalise_period_name, parse_number_with_unit
from selfassess.domain.measures.published_values import COUNCIL, ENGLAND
from selfassess.domain.model.catalogue import Record
from selfassess.domain.text.wording import count_noun
from selfassess.exchange.foreign.drafts import Draft
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.foreign.year import Year
from selfassess.exchange.outcomes_layout import LEVELS, NAME, OUTCOMES, WHOLE
from selfassess.exchange.spreadsheets.book import Cell, format_cell

AREA, AREA_CODE, LEVEL, NUMBER, PERIOD, GROUP, FORM = "area", "area_code", "level", "number", "period", "group", "form"
"""In place of fields: what the columns of such a table say besides the measure's own code and name."""
NEEDED = frozenset({LEVEL, NUMBER, "code"})

_YEAR = re.compile(r"20\d\d\s*[-/–_]\s*(?:20)?\d\d")


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    title: str
    area: str
    area_code: str
    level: str
    period: str
    spot: Spot


class NationalMeasures:
    """Collects the rows of one such table, and makes measures of them once all have been read."""

    def __init__(self, ledger: Ledger, year: Year) -> None:
        self._ledger, self._year = ledger, year
        self._rows: list[_Row] = []
        self._parts = 0

    def add_national_row(self, said: dict[str, Spot]) -> None:
        """Take note of a row: what each column says, by field."""
        self._ledger.mark_used(*said.values())
        text = {key: _cell_text(spot.cell) for key, spot in said.items()}
        if fold_heading(text.get(GROUP, "")) not in WHOLE or fold_heading(text.get(FORM, "")) not in OUTCOMES:
            self._parts += 1
            return
        if NUMBER not in said or not text.get("code"):
            for spot in said.values():
                self._ledger.leave_cell(spot, "its row has no measure or no value")
            return
        self._rows.append(
            _Row(
                code=text["code"],
                title=text.get("title") or "",
                area=text.get(AREA, ""),
                area_code=text.get(AREA_CODE, ""),
                level=LEVELS.get(fold_heading(text.get(LEVEL, "")), ""),
                period=text.get(PERIOD, ""),
                spot=said[NUMBER],
            )
        )

    def make_national_measures(self) -> None:
        """Make a measure of each code that our council has a value for."""
        councils = {(row.area, row.area_code) for row in self._rows if row.level == COUNCIL}
        ours = _find_our_council(councils, self._year.council)
        if not ours:
            named = "several councils" if councils else "no council"
            for row in self._rows:
                self._ledger.leave_cell(row.spot, f"the table has {named}, and none of them is known to be yours")
            if self._rows:
                why = f"This table is about {named}; none of them is known to be yours."
                self._ledger.report_trouble(self._rows[0].spot, why)
            return
        england = {(row.code, row.period): row for row in self._rows if row.level == ENGLAND}
        for row in self._rows:
            if row.level == COUNCIL and (row.area, row.area_code) == ours:
                self._take_national_row(row, england.get((row.code, row.period)))
        others = len(councils) - 1
        if others or self._parts:
            rows = count_noun(self._parts, "row")
            rest = f"{count_noun(others, 'other council')} and {rows} about parts of the population"
            self._ledger.notes.append(
                f"In the sheet “{self._ledger.sheet.name}”, only totals of {ours[0]} and England were taken: "
                f"{rest} were not."
            )

    def _take_national_row(self, row: _Row, england: _Row | None) -> None:
        measure = self._build_national_measure(row)
        if england is not None:
            number = parse_number_with_unit(_cell_text(england.spot.cell))
            if number is None:
                self._ledger.leave_cell(england.spot, "it is no number", problem=True, kind="measure")
            else:
                measure.values |= {"comparator_name": "England", "comparator_value": number[0]}
                measure.values["comparator_period"] = self._period_of_row(england) or None
        period = self._period_of_row(row) or self._assume_period_of_year(row)
        value = Draft("measure_value", values={"measure": measure.id, "period": period})
        number = parse_number_with_unit(_cell_text(row.spot.cell))
        # "[c]" and "*" stand for figures that are held back; they are no zero.
        value.values |= {"value": number[0]} if number is not None else {"note": _cell_text(row.spot.cell)}
        self._year.add_draft(value, (), self._ledger, row.spot.row)

    def _build_national_measure(self, row: _Row) -> Draft:
        title = row.title if fold_heading(row.title) != fold_heading(row.code) else ""
        draft = Draft("measure", values={"title": title or f"ASCOF {row.code}", "code": row.code})
        draft.values["source"] = NAME
        return self._year.join_draft(draft, (), self._ledger, row.spot.row)

    def _period_of_row(self, row: _Row) -> str:
        found = _YEAR.search(row.period) or _YEAR.search(self._ledger.sheet.name)
        if found:
            return normalise_period_name(found[0].replace("_", "-"))
        return row.period

    def _assume_period_of_year(self, row: _Row) -> str:
        label = self._year.label
        self._ledger.report_trouble(
            row.spot, f"The table does not say which period it is of; the value was put under {label}."
        )
        return label


def _find_our_council(councils: set[tuple[str, str]], council: Record | None) -> tuple[str, str] | None:
    """The council whose values are ours: the only one there is, or the one with the workbook's name or reference."""
    if len(councils) == 1:
        return next(iter(councils))
    if council is None:
        return None
    known = {fold_heading(council.text_of("name")), fold_heading(council.text_of("reference"))} - {""}
    return next(
        (each for each in sorted(councils) if known & set(map(fold_heading, _council_name_variants(each)))), None
    )


def _council_name_variants(council: tuple[str, str]) -> Iterator[str]:
    yield from council
    yield re.sub(r"\b(?:city|borough|county|council|metropolitan|london|of)\b", "", council[0], flags=re.IGNORECASE)


def _cell_text(cell: Cell) -> str:
    return format_cell(cell).strip()


def heads_national_measures(fields: Sequence[str | None]) -> bool:
    """Whether the meanings of a table's columns are those of published national measures."""
    return set(fields) >= NEEDED
