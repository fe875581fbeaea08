"""Percentages that one column or row writes in several ways: 0.54, 54% and 54."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.words import contains_words, fold_heading
from selfassess.exchange.spreadsheets.book import Cell, Sheet, format_cell

Cells = dict[tuple[str, str], list[Spot]]

_NUMBERS = (("measure_value", "value"), ("measure", "target"), ("measure", "comparator_value"), ("comparator", "value"))
_WRITTEN = re.compile(r"0?\.\d*[1-9]\d*")
_SHARES = ("percent", "percentage", "proportion", "per cent")


def find_percentage_columns(sheet: Sheet, rows: range, columns: Iterable[int]) -> frozenset[int]:
    """The columns in which a cell has a % sign."""
    return frozenset(c for c in columns if any(_has_percent_sign(sheet.rows[number][c]) for number in rows))


def convert_decimals_to_percentages(cells: Cells, marked: frozenset[int], ledger: Ledger) -> bool:
    """Write the decimals of a row of percentages as the percentages that they are; whether it is such a row.

    "0.54" is 54% where the row holds percentages of 1 or more; where nothing shows which it is, it is left and told.
    """
    spots = [spot for of in _NUMBERS for spot in cells.get(of, ())]
    said = any(_has_percent_sign(spot.cell) for spot in spots)
    named = [*cells.get(("measure", "unit"), ()), *cells.get(("measure", "title"), ())]
    words = [fold_heading(format_cell(spot.cell)) for spot in named]
    shares = said or any(contains_words(each, word) for each in words for word in _SHARES)
    large = shares and any(_parse_percentage_number(spot.cell) >= 1 for spot in spots)
    for of in _NUMBERS:
        for place, spot in enumerate(cells.get(of, ())):
            number = _parse_share(spot.cell)
            if number is None or not (shares or spot.column in marked):
                continue
            if large:
                percent = f"{number * 100:.10g}%"
                cells[of][place] = replace(spot, cell=percent)
                ledger.report_trouble(spot, f"“{number:.10g}” stands beside percentages and was read as “{percent}”.")
            else:
                ledger.report_trouble(
                    spot, f"“{number:.10g}” may stand for “{number * 100:.10g}%”. It was taken as it is."
                )
    return said


def _parse_share(cell: Cell) -> float | None:
    """A number between 0 and 1, which may be a percentage; a list in plain text has its numbers as text."""
    if isinstance(cell, str) and _WRITTEN.fullmatch(cell.strip()):
        return float(cell)
    if isinstance(cell, float) and 0 < cell < 1:
        return cell
    return None


def _has_percent_sign(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    return cell.rstrip().endswith("%") and any(map(str.isdigit, cell))


def _parse_percentage_number(cell: Cell) -> float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    text = format_cell(cell).strip().rstrip("%").strip()
    try:
        return float(text)
    except ValueError:
        return 0.0
