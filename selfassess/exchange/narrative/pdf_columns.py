"""The columns of running text on a PDF's page: each is read to its foot before the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from selfassess.exchange.narrative.pdf_words import Word

_SAME_ROW = 0.35
"""Parts of the letters' size by which words of one row may stand higher or lower."""
_GUTTER = 0.75
"""A gap between columns is at least so many times as wide as the letters are high."""
_FEWEST_ROWS = 4
_NARROWEST = 0.2
"""The part of the width that the narrower column has at least: labels of a form have less."""
_FULL, _MOSTLY_FULL = 0.7, 0.4
"""A row is full from this part of its column on; of running text such a part of the rows is full."""
_WITHIN = 0.2
"""Of running text at least such a part of the rows begins within a sentence; cells of a table seldom do."""
_DEEPEST = 4


@dataclass(slots=True)
class Block:
    """Words that are read together, from the top down, and from where to where their column reaches."""

    words: list[Word]
    left: float
    right: float


def read_in_columns(words: Sequence[Word]) -> list[Block]:
    """Words column by column; as they stand in the file, as one block, where there are no columns."""
    blocks = list(_divide_into_columns(_group_words_by_height(words), 0))
    if len(blocks) > 1:
        return [_build_column_block(_list_words_in_order(block)) for block in blocks]
    return [_build_column_block(list(words))]


def _build_column_block(words: list[Word]) -> Block:
    left = min((word.left for word in words), default=0.0)
    right = max((word.right for word in words), default=0.0)
    return Block(words, left, right)


def _group_words_by_height(words: Sequence[Word]) -> list[list[Word]]:
    """Words of one height together, from the top, each row from the left."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        if found and abs(found[-1][0].base - word.base) < max(word.size, 1.0) * _SAME_ROW:
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(row, key=lambda word: word.left) for row in found]


def _list_words_in_order(rows: Sequence[list[Word]]) -> list[Word]:
    return [word for row in rows for word in row]


def _divide_into_columns(rows: list[list[Word]], depth: int) -> Iterator[list[list[Word]]]:
    """Rows as blocks of one column each, in the order in which they are read."""
    gutter = _find_gutter(rows) if depth < _DEEPEST else None
    if gutter is None:
        if rows:
            yield rows
        return
    across: list[list[Word]] = []
    for crosses, run in _group_crossing_rows(rows, gutter):
        left = [[word for word in row if word.right <= gutter] for row in run]
        right = [[word for word in row if word.left >= gutter] for row in run]
        sides = [[row for row in side if row] for side in (left, right)]
        is_one_block = crosses or not _are_wide(*sides)
        parts = [] if is_one_block else [list(_divide_into_columns(side, depth + 1)) for side in sides]
        if not parts or not all(len(part) > 1 or _is_running_text(part[0]) for part in parts):
            across += run
            continue
        if across:
            yield across
            across = []
        for part in parts:
            yield from part
    if across:
        yield across


def _group_crossing_rows(rows: Sequence[list[Word]], at: float) -> Iterator[tuple[bool, list[list[Word]]]]:
    """Rows that follow each other and cross a place, or do not."""
    run: list[list[Word]] = []
    before = False
    for row in rows:
        crosses = _is_row_across(row, at)
        if run and crosses != before:
            yield before, run
            run = []
        run.append(row)
        before = crosses
    if run:
        yield before, run


def _is_row_across(row: Sequence[Word], at: float) -> bool:
    """Whether a row goes on across a place: a word stands there, or only the space between two words."""
    left = max((word.right for word in row if word.left < at), default=None)
    right = min((word.left for word in row if word.left >= at), default=None)
    if left is None:
        return False
    if left > at:
        return True
    return right is not None and right - left < row[0].size * _GUTTER


def _find_gutter(rows: Sequence[list[Word]]) -> float | None:
    """The place at which most rows have a wide gap, None where too few of them have."""
    gaps = [
        (one.right, other.left)
        for row in rows
        for one, other in pairwise(row)
        if other.left - one.right >= one.size * _GUTTER
    ]
    best = None
    most = _FEWEST_ROWS - 1
    for _, right in gaps:
        at = right - 1.0
        count = sum(left <= at <= end for left, end in gaps)
        if count > most:
            best, most = at, count
    return best


def _are_wide(left: Sequence[list[Word]], right: Sequence[list[Word]]) -> bool:
    """Whether there are rows enough on both sides, and neither is as narrow as the labels of a form."""
    if min(len(left), len(right)) < _FEWEST_ROWS:
        return False
    widths = [_measure_rows_width(side) for side in (left, right)]
    return min(widths) >= _NARROWEST * sum(widths)


def _measure_rows_width(rows: Sequence[list[Word]]) -> float:
    right_end = max(row[-1].right for row in rows)
    left_end = min(row[0].left for row in rows)
    return right_end - left_end


def _is_running_text(rows: Sequence[list[Word]]) -> bool:
    """Whether most rows fill their column, and some go on with the sentence of the row above."""
    begin = min(row[0].left for row in rows)
    width = _measure_rows_width(rows)
    full = sum(row[-1].right - begin >= width * _FULL for row in rows)
    within = sum(row[0].text[:1].islower() for row in rows)
    return full >= len(rows) * _MOSTLY_FULL and within >= len(rows) * _WITHIN
