"""How wide the columns of a table are: by weight, but no narrower than their longest word where the page allows it."""

from __future__ import annotations

from collections.abc import Sequence

from selfassess.domain.model.report_blocks import Table
from selfassess.exchange.outlines.drawing import measure_text_width
from selfassess.exchange.outlines.texts import clean_text

SIZE = 9.0
PADDING = 11.0
WIDEST = 0.3
"""No single word takes more than this share of the page: it is broken then."""
_BOLD = 1.1
_TWIPS = 20


def fit_column_widths(table: Table, total: int) -> list[int]:
    """The widths of a table's columns, together ``total``, all in twentieths of a point."""
    needed = [_measure_needed_width(table, at, total / _TWIPS) for at in range(len(table.columns))]
    weights = [max(column.weight, 0.1) for column in table.columns]
    room = total / _TWIPS
    if sum(needed) >= room:
        shares = [need * room / sum(needed) for need in needed]
    else:
        spare = room - sum(needed)
        wanted = [max(weight * room / sum(weights) - need, 0.0) for weight, need in zip(weights, needed, strict=True)]
        whole = sum(wanted) or 1.0
        shares = [need + spare * want / whole for need, want in zip(needed, wanted, strict=True)]
    widths = [int(share * _TWIPS) for share in shares]
    widths[-1] += total - sum(widths)
    return widths


def _measure_needed_width(table: Table, at: int, room: float) -> float:
    words = [*table.columns[at].label.split(), *(max(row[at].split(), key=len, default="") for row in table.rows)]
    longest = clean_text(max(words, key=len, default=""))[:80]
    return min(measure_text_width(longest, SIZE) * _BOLD + PADDING, room * WIDEST)


def share_out(total: int, *shares: float) -> Sequence[int]:
    """A width in parts."""
    widths = [int(total * share) for share in shares]
    widths[-1] += total - sum(widths)
    return widths
