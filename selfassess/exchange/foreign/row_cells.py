"""What single cells of a row are: what a person said of their words, the field they fill, what each record gets."""

from __future__ import annotations

from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import Kind
from selfassess.exchange.foreign.drafts import SAYS_NOTHING
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.values import is_placeholder, split_bullets
from selfassess.exchange.foreign.vocabulary import is_revised
from selfassess.exchange.spreadsheets.book import Cell, format_cell


def meaning_set_by_person(column: ColumnMapping, cell: Cell) -> str | None:
    """What a person said that a cell's word stands for."""
    if not column.values:
        return None
    return column.meaning_of_word(format_cell(cell))


def is_yes_or_no(column: ColumnMapping, table_kind: str) -> bool:
    """Whether a column of a table of this kind is answered with yes or no."""
    kind = CATALOGUE.get(column.kind or table_kind)
    spec = kind.by_key.get(column.field or "") if kind is not None else None
    return spec is not None and spec.kind is Kind.YES_NO


def resolve_linked_field(kind: str, field: str) -> tuple[str, str]:
    """Kind and field; a field that links to records of another kind names those."""
    spec = CATALOGUE[kind].by_key.get(field)
    if spec is not None and spec.target == ("evidence",):
        return "evidence", "title"
    if spec is not None and "improvement" in spec.target:
        return "improvement", "title"
    return kind, field


def share_cell(spot: Spot, count: int) -> list[Spot]:
    """A cell's content for each of several records: line by line where it has as many, else all of it for all."""
    text = format_cell(spot.cell)
    text_lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    for parts in (split_bullets(text), text_lines):
        if len(parts) == count and count > 1:
            return [replace(spot, cell=part) for part in parts]
    return [spot] * count


def take_latest_date(dates: list[Spot], ledger: Ledger) -> list[Spot]:
    """The date that was set last, of a row that also has the one before."""
    said = [spot for spot in dates if not is_placeholder(spot.cell)]
    last = [spot for spot in said if is_revised(spot.heading)]
    is_of_one_date = (len(said) == len(dates) and not last) or len(dates) == 1
    if is_of_one_date:
        return dates
    kept = last[-1:] or said or dates[:1]
    for spot in dates:
        if spot not in kept:
            nothing = is_placeholder(spot.cell)
            why = SAYS_NOTHING if nothing else f"the date under “{kept[0].heading}” is in its place"
            ledger.leave_cell(spot, why, problem=not nothing)
    return kept
