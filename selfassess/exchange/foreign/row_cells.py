"""What single cells of a row are: what a person said of their words, the field they fill, what each record gets."""

from __future__ import annotations

from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.exchange.foreign.drafts import SAYS_NOTHING
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.values import is_placeholder, pieces
from selfassess.exchange.foreign.vocabulary import is_revised
from selfassess.exchange.spreadsheets.book import Cell, shown


def said_meaning(column: ColumnMapping, cell: Cell) -> str | None:
    """What a person said that a cell's word stands for."""
    return column.meaning(shown(cell)) if column.values else None


def meant_field(kind: str, field: str) -> tuple[str, str]:
    """Kind and field; a field that links to records of another kind names those."""
    spec = CATALOGUE[kind].by_key.get(field)
    if spec is not None and spec.target == ("evidence",):
        return "evidence", "title"
    if spec is not None and "improvement" in spec.target:
        return "improvement", "title"
    return kind, field


def share_cell(spot: Spot, count: int) -> list[Spot]:
    """A cell's content for each of several records: line by line where it has as many, else all of it for all."""
    text = shown(spot.cell)
    for parts in (pieces(text), tuple(line.strip() for line in text.splitlines() if line.strip())):
        if len(parts) == count and count > 1:
            return [replace(spot, cell=part) for part in parts]
    return [spot] * count


def revised_date(dates: list[Spot], ledger: Ledger) -> list[Spot]:
    """The date that was set last, of a row that also has the one before."""
    said = [spot for spot in dates if not is_placeholder(spot.cell)]
    last = [spot for spot in said if is_revised(spot.heading)]
    if (len(said) == len(dates) and not last) or len(dates) == 1:
        return dates
    kept = last[-1:] or said or dates[:1]
    for spot in dates:
        if spot not in kept:
            nothing = is_placeholder(spot.cell)
            why = SAYS_NOTHING if nothing else f"the date under “{kept[0].heading}” is in its place"
            ledger.leave(spot, why, problem=not nothing)
    return kept
