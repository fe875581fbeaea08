"""A scorecard pasted as cells: read like any other spreadsheet, and set beside the measures of the year in view."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from selfassess.domain.measures import measure_values
from selfassess.domain.measures.measure_values import Merged
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import count_noun, join_with_and
from selfassess.exchange import foreign

MOST = 20_000
"""So many cells are read from the clipboard; more is a file to import."""
HEADED = 12
"""The headings of what somebody copies stand within so many rows; looking for them further down takes seconds."""
_SHEET = "Measures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What pasted cells come to. ``left`` names every cell that is not taken, with the reason."""

    merged: Merged
    left: tuple[str, ...]

    @property
    def describe_import(self) -> str:
        """In a sentence or two: "2 new measures and 9 that are here; 24 new values"."""
        new, known = len(self.merged.new), len(self.merged.known)
        found = [count_records("measure", new).replace(" ", " new ", 1)] if new else []
        found += [f"{count_records('measure', known)} already here"] if known else []
        added = self.merged.added
        said = f"{join_with_and(found)}: {count_noun(added, 'new value')}"
        if self.merged.replaced:
            return f"{said}, {len(self.merged.replaced):,} replaced."
        return f"{said}."

    @property
    def describe_lines(self) -> tuple[str, ...]:
        """What a person should see before it is imported, one line each."""
        made = self.merged
        return (
            *(f"New: {title}" for title in made.new),
            *(f"Replaced: {what}" for what in made.replaced),
            *(f"Not replaced: {what}" for what in made.kept),
            *(f"Left out: {what}" for what in self.left),
        )


def split_cells(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells that a spreadsheet puts on the clipboard: tabs between cells, lines between rows."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        rows = list(csv.reader(plain.splitlines(keepends=True), delimiter="\t", strict=True))
    except csv.Error:  # a quotation mark that never closes is one that somebody wrote
        rows = [line.split("\t") for line in plain.splitlines()]
    return tuple(tuple(cell.strip() for cell in row) for row in rows)


def plan_pasted_scorecard(text: str, year: Assessment) -> Pasted:
    """What pasted cells come to in a year. Raises WrongUseError where they are no scorecard, saying what is missing."""
    rows = split_cells(text)
    if sum(map(len, rows)) > MOST:
        raise WrongUseError(f"That is more than {MOST:,} cells. Import the file instead.")
    wide = max(map(len, rows), default=0)
    lines = tuple(tuple(cell or None for cell in (*row, *[""] * (wide - len(row)))) for row in rows)
    mapping = foreign.propose_book_mapping(_make_pasted_book(lines[:HEADED]), year.framework, year.information_return)
    part = mapping.find_sheet_mapping(_SHEET)
    if part is None or part.kind != "measure" or part.header_row is None:
        raise WrongUseError(
            "No measures were found. Copy the row of headings as well: the name of the measure, then the periods, such "
            "as Q1 2023-24."
        )
    taken = foreign.apply_mapping(
        _make_pasted_book(lines),
        mapping,
        framework=year.framework,
        asked=year.information_return,
        council=None,
        label=year.label,
    )
    (theirs,) = taken.incoming.workbook.assessments
    left = tuple(f"“{each.text[:60]}”: {each.why}" for each in taken.left)
    return Pasted(merged=measure_values.merge_scorecard(year, theirs), left=left)


def _make_pasted_book(lines: tuple[tuple[str | None, ...], ...]) -> foreign.Book:
    return foreign.Book(name="What you pasted", sheets=(foreign.Sheet(name=_SHEET, rows=lines),))
