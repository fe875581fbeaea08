"""The words over the columns of a grid: they wrap, and no column is narrower than the longest word over it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

MARGIN = 16
"""Dots beside the words, for the border and the letters of a bolder font."""
MOST_LINES = 4


def fit_heads(view: QTableView) -> int:
    """Have the words over stretched columns wrap and not be cut; how tall they are then.

    Where the columns have no room for their longest words, the grid scrolls sideways.
    """
    heads, model = view.horizontalHeader(), view.model()
    metrics = heads.fontMetrics()
    named = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in range(heads.count())]
    longest = max((metrics.horizontalAdvance(word) for name in named for word in name.split()), default=0) + MARGIN
    heads.setDefaultAlignment(Qt.AlignmentFlag(Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value))
    heads.setMinimumSectionSize(longest)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    room = max(longest, view.viewport().width() // max(heads.count(), 1)) - MARGIN
    lines = max((_count_lines(name, room, metrics.horizontalAdvance) for name in named), default=1)
    height = metrics.lineSpacing() * min(lines, MOST_LINES) + MARGIN // 2
    heads.setFixedHeight(height)
    return height


def _count_lines(name: str, room: int, measure: Callable[[str], int]) -> int:
    """How many lines the words of a column make in its width; a line break in them begins another."""
    lines = 0
    for part in name.split("\n"):
        lines, line = lines + 1, ""
        for word in part.split():
            longer = f"{line} {word}".strip()
            if line and measure(longer) > room:
                lines, line = lines + 1, word
            else:
                line = longer
    return lines


def find_bar_height(view: QTableView) -> int:
    """How much of its height the bar takes with which a grid scrolls sideways, 0 where it need not scroll."""
    heads = view.horizontalHeader()
    needed = heads.minimumSectionSize() * heads.count() > view.viewport().width()
    return view.horizontalScrollBar().sizeHint().height() if needed else 0
