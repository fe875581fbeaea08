"""What is told of a row that was taken: how people see it, and what of it a workbook has no place for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.drafts import COUNTS_OTHERS, LONGER, ONLY_A_NUMBER, SAYS_NOTHING
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.values import is_placeholder, is_total, names_something
from selfassess.exchange.spreadsheets.book import Block, format_cell

_SCALE = re.compile(r"\b[01]\s*(?:-|–|to)\s*(?P<top>\d{1,2})\b", re.IGNORECASE)
"""A scale in a heading: "Likelihood (1-4)"."""
_MOST_ROWS = 12
Place = tuple[int, int]
"""Row and column, from 0."""


def remark_other_scales(ledger: Ledger, columns: Mapping[int, ColumnMapping], kind: str) -> None:
    """Say of a column whose heading names a scale that is not ours that its numbers were taken as they stand."""
    for column in columns.values():
        of = CATALOGUE.get(column.kind or kind)
        spec = None
        if of is not None:
            spec = of.by_key.get(column.field or "")
        scale = _SCALE.search(column.heading)
        if spec is None or spec.maximum is None or scale is None or int(scale["top"]) == spec.maximum:
            continue
        ledger.notes.append(
            f"In the sheet “{ledger.sheet.name}”, “{column.heading}” goes to {scale['top']}, and here it goes to "
            f"{spec.maximum:g}. The numbers were taken as they stand."
        )


def remark_struck_or_hidden(ledger: Ledger, number: int, spot: Spot) -> None:
    """Say of a row that it is struck out or hidden."""
    if number in ledger.sheet.struck_rows:
        ledger.report_trouble(spot, "This row is struck out in the spreadsheet. It was taken like any other.")
    if number in ledger.sheet.hidden_rows:
        ledger.report_trouble(spot, "This row is hidden in the spreadsheet. It was taken like any other.")


def remark_other_statement(
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
        others, _ = statements.find_all_statements(cell) if vocabulary.names_statement(words[column]) else ((), ())
        if others and not set(others) & set(keys):
            spot = Spot(number, column, cell, words[column])
            ledger.report_trouble(spot, "Another column of this row names another quality statement; that one counts.")


def remark_merged_across(
    ledger: Ledger, columns: Mapping[int, ColumnMapping], wide: Mapping[Place, Block], filled: Sequence[Spot]
) -> None:
    """Say of a cell that is merged over several columns that it was taken as what the first of them says."""
    wide_spots = filled if len(filled) > 1 and wide else ()
    for spot in wide_spots:
        block = wide.get((spot.row, spot.column))
        first = columns.get(spot.column)
        if block is None or first is None or first.field is None:
            continue
        beside = [columns[column] for column in range(spot.column + 1, block[3] + 1) if column in columns]
        named = ", ".join(f"“{each.heading}”" for each in beside if each.field not in (None, first.field))
        if named:
            ledger.report_trouble(spot, f"This cell is merged with what stands under {named}, which is empty.")


def remark_what_was_not_there(ledger: Ledger, missing: Iterable[ColumnMapping], unread: Iterable[str]) -> None:
    """Tell of columns that were not taken or are missing."""
    sheet = f"sheet “{ledger.sheet.name}”"
    named = ", ".join(f"“{each}”" for each in sorted(unread))
    if named:
        ledger.notes.append(f"In the {sheet}, these columns were not taken: {named}.")
    for column in missing:
        if column.field is not None:
            ledger.notes.append(f"The {sheet} has no column “{column.heading}” this time.")


def remark_rows_placed(ledger: Ledger, filled_down: Sequence[int], by_title: Sequence[int]) -> None:
    """Tell of rows that stand under the statement above, or under the one that they name in their own title."""
    for numbers, where in ((filled_down, "the one above"), (by_title, "the one in their title")):
        if numbers:
            rows = ", ".join(str(number + 1) for number in numbers[:_MOST_ROWS])
            more = f" and {len(numbers) - _MOST_ROWS} more" if len(numbers) > _MOST_ROWS else ""
            ledger.notes.append(
                f"In the sheet “{ledger.sheet.name}”, rows that name no quality statement were taken under {where}: "
                f"{rows}{more}."
            )


def leave_unnamed_row(ledger: Ledger, kind: str, fields: Mapping[str, Sequence[Spot]]) -> bool:
    """Leave the cells of a row that names no record, and say why; False where it names one."""
    title = vocabulary.title_field(kind)
    every = [spot for spots in fields.values() for spot in spots]
    if kind != "contact" and title not in fields and LONGER.get(kind) not in fields:
        name = CATALOGUE[kind].name.lower()
        ledger.leave_cells(every, f"its row does not say what the {name} is", problem=True, kind=kind)
        return True
    naming = [spot for key in (title, LONGER.get(kind, "")) for spot in fields.get(key, ())]
    if not naming:
        return False
    if all(is_placeholder(spot.cell) for spot in naming):
        ledger.leave_cells(every, SAYS_NOTHING)
        return True
    if kind in vocabulary.LISTED and not any(names_something(format_cell(spot.cell)) for spot in naming):
        ledger.leave_cells(every, ONLY_A_NUMBER, problem=True, kind=kind)
        return True
    if kind != "measure" and is_total(naming[0].cell):
        ledger.leave_cells(every, COUNTS_OTHERS)
        return True
    return False


def leave_theme_beside_statement(
    ledger: Ledger, statements: Statements, spots: Iterable[Spot], keys: tuple[str, ...]
) -> None:
    """A theme beside a quality statement says nothing more, and is left out; where it is another one, that is told."""
    for spot in spots:
        if set(keys) <= set(statements.find_theme_statements(spot.cell)):
            ledger.mark_used(spot)
        else:
            ledger.leave_cell(spot, "it is not the theme of the quality statement of its row", problem=True)
