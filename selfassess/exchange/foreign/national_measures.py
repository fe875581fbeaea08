"""Takes national measures as they are published: a row for each measure and area, ours among councils and England.

The layout is that of the Adult Social Care Outcomes Framework (ASCOF): a code, an area with its level, a value. Our
council's value becomes a value of the measure, England's what it is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.measures.measure_values import number_in, period_name
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.plural import count_noun
from selfassess.exchange.foreign.drafts import Draft
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.words import folded
from selfassess.exchange.foreign.year import Year
from selfassess.exchange.spreadsheets.book import Cell, shown

AREA, AREA_CODE, LEVEL, NUMBER, PERIOD, GROUP, FORM = "area", "area_code", "level", "number", "period", "group", "form"
"""In place of fields: what the columns of such a table say besides the measure's own code and name."""
NEEDED = frozenset({LEVEL, NUMBER, "code"})

_COUNCIL = frozenset({"council", "local authority", "la", "upper tier local authority", "utla", "authority"})
_ENGLAND = frozenset({"national", "england", "country"})
_WHOLE = frozenset({"", "total", "all", "all people", "overall", "person", "persons"})
_VALUE = frozenset({"", "outcome", "value", "rate", "percentage", "measure value"})
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

    def add(self, said: dict[str, Spot]) -> None:
        """Take note of a row: what each column says, by field."""
        self._ledger.use(*said.values())
        text = {key: _plain(spot.cell) for key, spot in said.items()}
        if folded(text.get(GROUP, "")) not in _WHOLE or folded(text.get(FORM, "")) not in _VALUE:
            self._parts += 1
            return
        if NUMBER not in said or not text.get("code"):
            for spot in said.values():
                self._ledger.leave(spot, "its row has no measure or no value")
            return
        self._rows.append(
            _Row(
                code=text["code"],
                title=text.get("title") or "",
                area=text.get(AREA, ""),
                area_code=text.get(AREA_CODE, ""),
                level=folded(text.get(LEVEL, "")),
                period=text.get(PERIOD, ""),
                spot=said[NUMBER],
            )
        )

    def finish(self) -> None:
        """Make a measure of each code that our council has a value for."""
        councils = {(row.area, row.area_code) for row in self._rows if row.level in _COUNCIL}
        ours = _ours(councils, self._year.council)
        if not ours:
            named = "several councils" if councils else "no council"
            for row in self._rows:
                self._ledger.leave(row.spot, f"the table has {named}, and none of them is known to be yours")
            if self._rows:
                why = f"This table is about {named}; none of them is known to be yours."
                self._ledger.trouble(self._rows[0].spot, why)
            return
        england = {(row.code, row.period): row for row in self._rows if row.level in _ENGLAND}
        for row in self._rows:
            if row.level in _COUNCIL and (row.area, row.area_code) == ours:
                self._take(row, england.get((row.code, row.period)))
        others = len(councils) - 1
        if others or self._parts:
            rows = count_noun(self._parts, "row")
            rest = f"{count_noun(others, 'other council')} and {rows} about parts of the population"
            self._ledger.notes.append(
                f"In the sheet “{self._ledger.sheet.name}”, only totals of {ours[0]} and England were taken: "
                f"{rest} were not."
            )

    def _take(self, row: _Row, england: _Row | None) -> None:
        measure = self._measure(row)
        if england is not None:
            number = number_in(_plain(england.spot.cell))
            if number is None:
                self._ledger.leave(england.spot, "it is no number", problem=True, kind="measure")
            else:
                measure.values |= {"comparator_name": "England", "comparator_value": number[0]}
                measure.values["comparator_period"] = self._period(england) or None
        period = self._period(row) or self._said_nowhere(row)
        value = Draft("measure_value", values={"measure": measure.id, "period": period})
        number = number_in(_plain(row.spot.cell))
        # "[c]" and "*" stand for figures that are held back; they are no zero.
        value.values |= {"value": number[0]} if number is not None else {"note": _plain(row.spot.cell)}
        self._year.add(value, (), self._ledger, row.spot.row)

    def _measure(self, row: _Row) -> Draft:
        title = row.title if folded(row.title) != folded(row.code) else ""
        draft = Draft("measure", values={"title": title or f"ASCOF {row.code}", "code": row.code})
        draft.values["source"] = "Adult Social Care Outcomes Framework"
        return self._year.join(draft, (), self._ledger, row.spot.row)

    def _period(self, row: _Row) -> str:
        found = _YEAR.search(row.period) or _YEAR.search(self._ledger.sheet.name)
        return period_name(found[0].replace("_", "-")) if found else row.period

    def _said_nowhere(self, row: _Row) -> str:
        label = self._year.label
        self._ledger.trouble(
            row.spot, f"The table does not say which period it is of; the value was put under {label}."
        )
        return label


def _ours(councils: set[tuple[str, str]], council: Record | None) -> tuple[str, str] | None:
    """The council whose values are ours: the only one there is, or the one with the workbook's name or reference."""
    if len(councils) == 1:
        return next(iter(councils))
    if council is None:
        return None
    known = {folded(council.text("name")), folded(council.text("reference"))} - {""}
    return next((each for each in sorted(councils) if known & set(map(folded, _names(each)))), None)


def _names(council: tuple[str, str]) -> Iterator[str]:
    yield from council
    yield re.sub(r"\b(?:city|borough|county|council|metropolitan|london|of)\b", "", council[0], flags=re.IGNORECASE)


def _plain(cell: Cell) -> str:
    return shown(cell).strip()


def is_national(fields: Sequence[str | None]) -> bool:
    """Whether the meanings of a table's columns are those of published national measures."""
    return set(fields) >= NEEDED
