"""The tables of a PDF's page, by the lines drawn around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from selfassess.exchange.narrative.pdf_words import Page, Rule, Word

_TOUCH = 4.0
"""Points by which two lines of one table may miss each other."""
_SAME = 3.0
_MOST_RULES = 3_000


@dataclass(slots=True)
class Grid:
    """One table: where its columns and rows begin and end, columns from the left and rows from the top."""

    columns: list[float]
    rows: list[float]
    rules: list[Rule]

    def holds_word(self, word: Word) -> bool:
        """Whether a word stands in it."""
        x = (word.left + word.right) / 2
        y = (word.bottom + word.top) / 2
        return self.columns[0] - 1 <= x <= self.columns[-1] + 1 and self.rows[-1] - 1 <= y <= self.rows[0] + 1

    def find_cell(self, word: Word) -> tuple[int, int]:
        """The row and column of a word that it holds, both from 0; of a merged cell, its first."""
        x = (word.left + word.right) / 2
        y = (word.bottom + word.top) / 2
        column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
        row = min(max(sum(edge > y for edge in self.rows) - 1, 0), len(self.rows) - 2)
        while column > 0 and not self._has_left_edge(self.columns[column], row):
            column -= 1
        return row, column

    def count_columns_across(self, row: int, column: int) -> int:
        """How many columns the cell spans that begins there."""
        last = column + 1
        while last < len(self.columns) - 1 and not self._has_left_edge(self.columns[last], row):
            last += 1
        return last - column

    def has_columns_of(self, other: Grid) -> bool:
        """Whether its columns stand where those of another table do."""
        if len(self.columns) != len(other.columns):
            return False
        return all(abs(one - two) <= 2 * _SAME for one, two in zip(self.columns, other.columns, strict=True))

    def _has_left_edge(self, x: float, row: int) -> bool:
        """Whether a line is drawn at the left of a column in this row."""
        middle = (self.rows[row] + self.rows[row + 1]) / 2
        return any(
            rule.is_upright and abs(rule.left - x) <= _SAME and rule.bottom <= middle <= rule.top for rule in self.rules
        )


def find_grids(page: Page) -> list[Grid]:
    """The tables of a page, from its top."""
    rules = [rule for rule in page.rules if not _frames_whole_page(rule, page)][:_MOST_RULES]
    found = []
    for group in _group_touching_rules(rules):
        columns = _merge_near_values(sorted(rule.left for rule in group if rule.is_upright))
        rows = _merge_near_values(sorted((rule.bottom for rule in group if not rule.is_upright), reverse=True))
        if len(columns) > 2 and len(rows) > 1:
            found.append(Grid(columns, rows, group))
    return sorted(found, key=lambda grid: -grid.rows[0])


def _frames_whole_page(rule: Rule, page: Page) -> bool:
    """Whether a line is part of a frame around the whole page."""
    return rule.right - rule.left > page.width * 0.97 or rule.top - rule.bottom > page.height * 0.95


def _group_touching_rules(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that touch each other, group by group."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touched = [group for group in groups if any(_do_rules_touch(rule, other) for other in group)]
        merged = [rule, *(each for group in touched for each in group)]
        groups = [group for group in groups if not any(group is each for each in touched)]
        groups.append(merged)
    return groups


def _do_rules_touch(one: Rule, other: Rule) -> bool:
    if one.left > other.right + _TOUCH:
        return False
    if other.left > one.right + _TOUCH:
        return False
    if one.bottom > other.top + _TOUCH:
        return False
    return other.bottom <= one.top + _TOUCH


def _merge_near_values(values: Sequence[float]) -> list[float]:
    """Values without those that are nearly the same as the one before."""
    found: list[float] = []
    for value in values:
        if not found or abs(value - found[-1]) > _SAME:
            found.append(value)
    return found
