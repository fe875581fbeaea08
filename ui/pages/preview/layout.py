"""Where pages lie: one below the other, each in the middle, in pixels from the upper left corner of them all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QRectF

GAP = 14
"""Pixels around every page."""
PER_POINT = 96 / 72
"""Pixels for a point at 100 %."""
STEPS = (50, 67, 75, 90, 100, 110, 125, 150, 175, 200)
"""Percentages to choose from."""

Sizes = Sequence[tuple[float, float]]


class Layout:
    """Pages of some sizes in points at ``scale`` pixels for a point, in at least ``room`` pixels of width."""

    def __init__(self, sizes: Sizes, scale: float, room: int) -> None:
        self._sizes = sizes
        self.scale = scale
        self.width = max(room, round(max((width for width, _ in sizes), default=0) * scale) + 2 * GAP)
        steps = (round(height * scale) + GAP for _, height in sizes)
        self._tops = list(accumulate(steps, initial=GAP))
        self.height = self._tops[-1]

    def box_of_page(self, page: int) -> QRectF:
        """Where a page lies."""
        width, height = (round(side * self.scale) for side in self._sizes[page])
        return QRectF((self.width - width) // 2, self._tops[page], width, height)

    def page_at_height(self, height: float) -> int:
        """The page at a height, or the one above where there is none."""
        return min(max(bisect_right(self._tops, height) - 1, 0), max(len(self._sizes) - 1, 0))


def scale_for(zoom: str, sizes: Sizes, width: int, height: int) -> float:
    """Pixels for a point: ``zoom`` is "width", "page", or a percentage; width and height are what there is to fill."""
    if zoom not in ("width", "page"):
        return int(zoom) / 100 * PER_POINT
    across = (width - 2 * GAP) / max((size[0] for size in sizes), default=1)
    down = (height - 2 * GAP) / max((size[1] for size in sizes), default=1)
    scale = across if zoom == "width" else min(across, down)
    return max(scale, 0.1)
