"""What is told of a row that was taken: how people see it, and what of it a workbook has no place for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.spreadsheets.book import Block

_SCALE = re.compile(r"\b[01]\s*(?:-|–|to)\s*(?P<top>\d{1,2})\b", re.IGNORECASE)
"""A scale in a heading: "Likelihood (1-4)"."""
Place = tuple[int, int]
"""Row and column, from 0."""


def tell_other_scales(ledger: Ledger, columns: Mapping[int, ColumnMapping], kind: str) -> None:
    """Say of a column whose heading names a scale that is not ours that its numbers were taken as they stand."""
    for column in columns.values():
        of = CATALOGUE.get(column.kind or kind)
        spec = of.by_key.get(column.field or "") if of is not None else None
        scale = _SCALE.search(column.heading)
        if spec is None or spec.maximum is None or scale is None or int(scale["top"]) == spec.maximum:
            continue
        ledger.notes.append(
            f"In the sheet “{ledger.sheet.name}”, “{column.heading}” goes to {scale['top']}, and here it goes to "
            f"{spec.maximum:g}. The numbers were taken as they stand."
        )


def tell_how_shown(ledger: Ledger, number: int, spot: Spot) -> None:
    """Say of a row that it is struck out or hidden."""
    if number in ledger.sheet.struck_rows:
        ledger.trouble(spot, "This row is struck out in the spreadsheet. It was taken like any other.")
    if number in ledger.sheet.hidden_rows:
        ledger.trouble(spot, "This row is hidden in the spreadsheet. It was taken like any other.")


def tell_other_statement(
    ledger: Ledger,
    statements: Statements,
    words: Sequence[str],
    number: int,
    columns: Iterable[int],
    keys: tuple[str, ...],
) -> None:
    """Say of a row whose other column names other statements, as of two tables side by side, that it is not used."""
    for column in columns:
        cell = ledger.sheet.rows[number][column]
        others, _ = statements.find_all(cell) if vocabulary.names_statement(words[column]) else ((), ())
        if others and not set(others) & set(keys):
            spot = Spot(number, column, cell, words[column])
            ledger.trouble(spot, "Another column of this row names another quality statement; that one counts.")


def tell_wide(
    ledger: Ledger, columns: Mapping[int, ColumnMapping], wide: Mapping[Place, Block], filled: Sequence[Spot]
) -> None:
    """Say of a cell that is merged over several columns that it was taken as what the first of them says."""
    for spot in filled if len(filled) > 1 and wide else ():
        block, first = wide.get((spot.row, spot.column)), columns.get(spot.column)
        if block is None or first is None or first.field is None:
            continue
        beside = [columns[column] for column in range(spot.column + 1, block[3] + 1) if column in columns]
        named = ", ".join(f"“{each.heading}”" for each in beside if each.field not in (None, first.field))
        if named:
            ledger.trouble(spot, f"This cell is merged with what stands under {named}, which is empty.")
