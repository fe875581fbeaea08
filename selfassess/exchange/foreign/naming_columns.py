"""The columns of a table that say what a row is about: which quality statement, and which kind of record."""

from __future__ import annotations

import re

from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.vocabulary import LISTED, title_field
from selfassess.exchange.spreadsheets.book import Cell, format_cell

_LONGEST_NAMES = 160
_NAMED, _MOSTLY = 0.6, 0.5
_HALF, _NEARLY_ALL = 0.5, 0.8
_BETWEEN = re.compile(r"[^\W\d].*(?:[,;/&+\n]|\band\b).*[^\W\d]", re.IGNORECASE | re.DOTALL)


def find_statement_column(
    words: tuple[str, ...], below: tuple[tuple[Cell, ...], ...], statements: Statements | None
) -> int | None:
    """The column that names quality statements: by heading, or by what stands in it."""
    headed = [c for c, text in enumerate(words) if text and vocabulary.names_statement(text)]
    if statements is None:
        if not headed:
            return None
        return headed[0]

    def share(column: int, loose: bool) -> float:
        cells = [line[column] for line in below if line[column] is not None]
        known = sum(bool(statements.find_statement(cell, loose=loose)) for cell in cells)
        if not cells:
            return 0.0
        return known / len(cells)

    def share_of_several(column: int) -> float:
        cells = [line[column] for line in below if line[column] is not None]
        named = [cell for cell in cells if _may_name_several_statements(cell)]
        is_too_few = (
            not cells
            or len(named) < _MOSTLY * len(cells)
            or all(statements.find_theme_statements(cell) for cell in cells)
        )
        if is_too_few:
            return 0.0  # a theme is several statements too, but says nothing of a single one
        known = sum(
            bool(statements.find_statement(cell) or len(statements.find_all_statements(cell)[0]) > 1) for cell in cells
        )
        return known / len(cells)

    if headed:
        return max(headed, key=lambda column: share(column, True))
    able = [c for c, text in enumerate(words) if not _lists_parts(text)]
    for shared in (lambda column: share(column, False), share_of_several):
        best = max(able, key=shared, default=None)
        if best is not None and shared(best) >= _NAMED:
            return best
    return None


def _lists_parts(heading: str) -> bool:
    """Whether a heading surely says that its column lists milestones or updates: numbers there are days."""
    return any(match.kind in vocabulary.PARTS and match.strength == 1.0 for match in vocabulary.match_heading(heading))


def _may_name_several_statements(cell: Cell) -> bool:
    """Whether a cell may name several statements: short words with a sign or an "and" between them."""
    if not isinstance(cell, str):
        return False
    return len(cell) <= _LONGEST_NAMES and _BETWEEN.search(cell) is not None


def find_record_kind_column(
    words: tuple[str, ...], below: tuple[tuple[Cell, ...], ...], naming: int | None
) -> int | None:
    """The column that says what each row is: nearly every cell of it names a kind, and not always the same."""
    for column in range(len(words)):
        cells = [format_cell(line[column]) for line in below if line[column] is not None]
        kinds = [vocabulary.kind_named_by(text) for text in cells if len(text) <= 40]
        known = [kind for kind in kinds if kind in LISTED]
        named = any(
            m.strength == 1.0 and m.field == title_field(m.kind) for m in vocabulary.match_heading(words[column])
        )
        spare = vocabulary.is_generic_title(words[column])
        is_record_column = (
            column != naming
            and (spare or not named)
            and len(known) >= 2
            and len(known) >= (_HALF if vocabulary.names_two_kinds(words[column]) else _NEARLY_ALL) * len(cells)
            and len(set(known)) >= 2
        )
        if is_record_column:
            return column
    return None
