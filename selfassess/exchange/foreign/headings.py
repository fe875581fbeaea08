"""Finds the row of headings, and the columns that a mapping speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from selfassess.domain.measures import periods
from selfassess.domain.text.dates import MONTHS
from selfassess.exchange.foreign.mapping import ColumnMapping, TableMapping
from selfassess.exchange.foreign.stages import names_part_of_stage, names_stage
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.spreadsheets.book import Cell, Sheet, format_cell

_SAYS = re.compile(
    r"\b(?:updates?|progress|comments?|commentary|position|narrative|notes?|status|rag|actions?)\b", re.I
)
"""With one of these a heading is of words about a period: "Q1 update"."""
FIRST_ROWS = 30
"""Headings stand within these."""
_LONGEST_GROUP = 40
_LONGEST_PART = 25
_FEWEST_GROUPS = 2
_LOOKED_AT = 40
_LOWER = 60
"""Next year's file may have them lower down."""

_YEAR = re.compile(r"(?:fy\s*)?20\d\d(?:\s*[-/–]\s*(?:20)?\d\d)?", re.IGNORECASE)
_PART_OF_YEAR = re.compile(
    rf"(?:(?:q|qtr|quarter)\W*[1-4]\b|(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\b).*"
    r"|(?:year end|out-?turn|actual|annual)(?: outturn)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a table: its row from 0, each column's words, and the cells that make them up.

    ``lines`` are the rows of the sheet that they were read from, word for word.
    """

    row: int
    words: tuple[str, ...]
    cells: tuple[tuple[int, int], ...]
    lines: tuple[tuple[str, ...], ...] = ()


def read_headings(sheet: Sheet, row: int) -> Headings:
    """The headings in a row from 0, with those of the row above that group them.

    Quarters and months bring the year that stands above them; headings that stand twice in a row bring the words of
    their group ("Inherent" above "Likelihood"); one that is as tall as both rows stands in the upper one.
    """
    words = [join_heading_lines(cell) for cell in sheet.rows[row]]
    cells = [(row, column) for column, text in enumerate(words) if text]
    own = tuple(words)
    _spread_merged_headings(sheet, row, words)
    if row == 0:
        return Headings(row, tuple(words), tuple(cells), (own,))
    above = tuple(join_heading_lines(cell) for cell in sheet.rows[row - 1])
    lines = (own, above)
    texts = [fold_heading(cell) for cell in sheet.rows[row] if isinstance(cell, str) and cell.strip()]
    twice = {text for text, count in Counter(texts).items() if count > 1}
    parts_of_years = any(_PART_OF_YEAR.fullmatch(text) for text in words)
    staged = frozenset() if parts_of_years else _columns_under_stages(sheet.rows[row], above)
    twofold = bool(twice or parts_of_years or staged or _completes_row_above(sheet.rows[row], above))
    if not (staged or _is_row_of_groups(sheet, row - 1, above, len(cells))) or not twofold:
        heading_lines = lines if parts_of_years else lines[:1]
        return Headings(row, tuple(words), tuple(cells), heading_lines)
    group = ""
    at = -1
    for column, (text, found) in enumerate(zip(lines[0], above, strict=True)):
        if found:
            group, at = found, column
        if parts_of_years and found and not _YEAR.fullmatch(found):
            group = ""
        grouped = column in staged or fold_heading(text) in twice
        if group and text and (_PART_OF_YEAR.fullmatch(text) if parts_of_years else grouped):
            words[column] = f"{text} {group}" if parts_of_years else f"{group} {text}"
            cells.append((row - 1, at))
        elif found and not (text or (parts_of_years and group)):
            words[column] = found
            cells.append((row - 1, column))
    return Headings(row, tuple(words), tuple(dict.fromkeys(cells)), lines)


def _spread_merged_headings(sheet: Sheet, row: int, words: list[str]) -> None:
    """Give a heading that is merged over several columns to each of them that something stands in below."""
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left < right and sheet.rows[top][left] is not None:
            below = sheet.rows[bottom + 1 : bottom + 1 + _LOOKED_AT]
            parts = below[0][left : right + 1] if below else ()
            are_parts = parts and all(isinstance(cell, str) and len(cell) <= _LONGEST_PART for cell in parts)
            if are_parts:
                continue  # it groups the headings in the row below
            for column in range(left + 1, min(right + 1, len(words))):
                is_unnamed = not words[column] and any(line[column] is not None for line in below)
                if is_unnamed:
                    words[column] = join_heading_lines(sheet.rows[top][left])


def _is_row_of_groups(sheet: Sheet, row: int, above: tuple[str, ...], headed: int) -> bool:
    """Whether a row names groups of the columns below it: not a title, nor a row of the table's own."""
    filled = [text for text in above if text]
    if _count_parts_under_groups(sheet.rows[row + 1], above) >= _FEWEST_GROUPS:
        return True
    if len(filled) > 1:
        return len(filled) <= headed and all(len(text) <= _LONGEST_GROUP for text in filled)
    if len(filled) != 1:
        return False
    return any(top == bottom == row and 0 < right - left < headed - 1 for top, left, bottom, right in sheet.merged)


def _columns_under_stages(lower: tuple[Cell, ...], above: tuple[str, ...]) -> frozenset[int]:
    """The columns whose words stand below the name of a stage of a risk: "L" and "I" below "Current risk"."""
    found = set()
    group = ""
    for column, cell in enumerate(lower):
        group = above[column] or (group if cell is not None else "")
        if isinstance(cell, str) and names_part_of_stage(cell) and names_stage(group):
            found.add(column)
    return frozenset(found)


def _completes_row_above(lower: tuple[Cell, ...], above: tuple[str, ...]) -> bool:
    """Whether a row of short words has nothing below those headings of the row above that group none of them."""
    if _count_parts_under_groups(lower, above) == 0:
        return False
    alone = [column for column, text in enumerate(above) if text and lower[column] is None]
    return bool(alone)


def _count_parts_under_groups(lower: tuple[Cell, ...], above: tuple[str, ...]) -> int:
    """How many names stand over several short words below; none where that row has anything but such words."""
    parts = [cell for cell in lower if cell is not None]
    are_no_parts = not all(isinstance(cell, str) and len(cell) <= _LONGEST_PART for cell in parts) or len(parts) == len(
        lower
    )
    if are_no_parts:
        return 0
    shared = [column for column in range(len(lower) - 1) if above[column] and not above[column + 1]]
    return sum(lower[column] is not None and lower[column + 1] is not None for column in shared)


def names_period(heading: str) -> bool:
    """Whether a heading names a period: a quarter, a month or a year, and not what was said of it."""
    if _SAYS.search(heading):
        return False
    partly = _PART_OF_YEAR.fullmatch(heading) and re.search(r"\d", heading)
    return bool(partly or _YEAR.fullmatch(heading) or periods.parse_period(heading))


def locate_headings(table: TableMapping, sheet: Sheet) -> Headings | None:
    """The headings of a mapped table: in its row, or wherever most of them stand now; None where hardly any do."""
    meant_columns = [column for column in table.columns if column.field is not None]
    meant = meant_columns or table.columns
    wanted = {fold_heading(column.heading) for column in meant if column.heading}
    if table.header_row <= len(sheet.rows):
        there = read_headings(sheet, table.header_row - 1)
        if not wanted or _share_of_headings_there(there, wanted) >= 0.5:
            return there
    rows = [read_headings(sheet, row) for row in range(min(_LOWER, len(sheet.rows)))]
    best = max(rows, key=lambda found: _share_of_headings_there(found, wanted), default=None)
    if best is not None and wanted and _share_of_headings_there(best, wanted) >= 0.5:
        return best
    return None


def match_columns(table: TableMapping, found: Headings) -> tuple[dict[int, ColumnMapping], tuple[ColumnMapping, ...]]:
    """The column that each part of a mapping speaks of, and the parts whose column is not there."""
    free: dict[str, list[int]] = {}
    for index, words in enumerate(found.words):
        free.setdefault(fold_heading(words), []).append(index)
    placed: dict[int, ColumnMapping] = {}
    missing = []
    for column in table.columns:
        candidates = free.get(fold_heading(column.heading), []) if column.heading else []
        if not column.heading and column.index < len(found.words) and not found.words[column.index]:
            candidates = [column.index]
        candidates = [index for index in candidates if index not in placed]
        if candidates:
            placed[column.index if column.index in candidates else candidates[0]] = column
        else:
            missing.append(column)
    return placed, tuple(missing)


def repeats_headings(row: tuple[Cell, ...], found: Headings) -> bool:
    """Whether a row says the headings once more, as printed lists do on each page."""
    lines = (found.words, *found.lines)
    first = next((column for column, cell in enumerate(row) if cell is not None), 0)
    heading_texts = {fold_heading(line[first]) for line in lines}
    if fold_heading(join_heading_lines(row[first])) not in heading_texts:
        return False
    words = [join_heading_lines(cell) for cell in row]
    return any(_has_same_words(words, line) for line in lines)


def _has_same_words(words: list[str], line: tuple[str, ...]) -> bool:
    same = [
        text for text, heading in zip(words, line, strict=True) if text and fold_heading(text) == fold_heading(heading)
    ]
    return len(same) >= 2 and len(same) == sum(bool(text) for text in words)


def join_heading_lines(cell: Cell) -> str:
    """A heading's words on one line."""
    return " ".join(format_cell(cell).split())


def map_merged_cells(sheet: Sheet) -> Mapping[tuple[int, int], tuple[int, int]]:
    """The place of the cell that a merged block shows, for every other cell of its first column."""
    return {
        (row, first): (top, first)
        for top, first, bottom, _ in sheet.merged
        for row in range(top + 1, min(bottom + 1, len(sheet.rows)))
    }


def _share_of_headings_there(found: Headings, wanted: set[str]) -> float:
    there = {fold_heading(words) for words in found.words if words}
    if not wanted:
        return 0.0
    return len(there & wanted) / len(wanted)
