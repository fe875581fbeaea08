"""What a spreadsheet says beside the values of its cells: formats, links, notes, boxes, hidden or struck-out rows.

The reading library gives values only. People say much in the rest, so it is read here, to be taken or named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from selfassess.exchange.spreadsheets.book import Beside, Block, Cell, Sheet, column_letters
from selfassess.exchange.spreadsheets.number_formats import show_number

Place = tuple[int, int]
"""Row and column, from 0."""

_MANY_PLACES = 12


@dataclass(slots=True)
class SheetDetails:
    """The details of one sheet. ``formats`` has the format codes of cells that need one, ``shown`` the texts of cells
    as the file itself spells them out, ``merged`` the blocks that the library does not give."""

    formats: dict[Place, str] = field(default_factory=dict)
    shown: dict[Place, str] = field(default_factory=dict)
    links: dict[Place, str] = field(default_factory=dict)
    merged: list[Block] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    coloured: set[Place] = field(default_factory=set)
    faults: set[Place] = field(default_factory=set)


def apply_sheet_details(sheet: Sheet, details: SheetDetails | None) -> Sheet:
    """The sheet with its numbers as they are shown, and with what is said beside its cells."""
    if details is None:
        return sheet
    said: dict[int, dict[int, Cell]] = {}
    for (row, column), code in details.formats.items():
        if _holds_cell(sheet, row, column):
            said.setdefault(row, {})[column] = show_number(sheet.rows[row][column], code)
    for (row, column), text in details.shown.items():
        if _holds_cell(sheet, row, column):
            said.setdefault(row, {})[column] = text
    rows = tuple(
        tuple(said[number].get(column, cell) for column, cell in enumerate(row)) if number in said else row
        for number, row in enumerate(sheet.rows)
    )
    filled = {row for row, _, _ in sheet.filled_cells()}
    struck = {row for row, column in details.struck if row in filled and _holds_cell(sheet, row, column)}
    links = {place: target for place, target in details.links.items() if target}
    merged = sheet.merged or tuple(details.merged)
    return replace(
        sheet,
        rows=rows,
        links=links,
        merged=merged,
        beside=tuple(sorted(details.beside, key=lambda each: (each.row, each.column))),
        hidden_rows=frozenset(details.hidden_rows & filled),
        struck_rows=frozenset(struck),
        faults=frozenset(details.faults),
    )


def describe_colours(sheet: Sheet, details: SheetDetails | None) -> str:
    """A note on cells that say something by their colour alone, or "" where there are none."""
    if details is None:
        return ""
    alone = sorted(place for place in details.coloured if place[0] < len(sheet.rows) and not _holds_cell(sheet, *place))
    beside = [place for place in alone if place[1] < sheet.width and any(c is not None for c in sheet.rows[place[0]])]
    if not beside:
        return ""
    return (
        f"In the sheet “{sheet.name}”, cells have a colour and no words, which was not taken: "
        f"{_list_cell_places(beside)}."
    )


def describe_faults(sheet: Sheet) -> str:
    """A note on cells that show an error, or "" where there are none."""
    if not sheet.faults:
        return ""
    places = _list_cell_places(sheet.faults)
    return f"In the sheet “{sheet.name}”, cells show an error such as #REF!, and count as empty: {places}."


def _list_cell_places(places: Iterable[Place]) -> str:
    every = sorted(places)
    more = ""
    if len(every) > _MANY_PLACES:
        more = f" and {len(every) - _MANY_PLACES} more"
    return ", ".join(f"{column_letters(column)}{row + 1}" for row, column in every[:_MANY_PLACES]) + more


def _holds_cell(sheet: Sheet, row: int, column: int) -> bool:
    if row >= len(sheet.rows):
        return False
    return column < sheet.width and sheet.rows[row][column] is not None


Details = Mapping[str, SheetDetails]
"""Sheet name -> its details."""
