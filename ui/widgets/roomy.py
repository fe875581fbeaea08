"""A column that is never lower than its words need: large text scrolls in it instead of being cut."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ui.widgets.laid_out import find_parts


def find_least_height(part: QWidget, width: int) -> int:
    """The height under which something in a part would be cut where it has this width."""
    layout = part.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.totalMinimumHeightForWidth(width)
    return part.minimumSizeHint().height()


class RoomyColumn(QWidget):
    """What stands in a scroll area as tall as that, unless it needs more; ``column`` holds its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def heightForWidth(self, width: int) -> int:
        """As high as the layout makes what wraps, and of all else the least: what scrolls by itself needs no more.

        With the least of what wraps the layout would take dots from one message that it gives to the next.
        """
        return sum(_find_height_given(part, width) for part in find_parts(self.column))


def _find_height_given(part: QWidget | QLayout, width: int) -> int:
    """The height that a column gives a part where there is as little room as may be."""
    if isinstance(part, QLayout):
        return part.totalHeightForWidth(width) if part.hasHeightForWidth() else part.totalMinimumSize().height()
    if part.isHidden():
        return 0
    inner = part.layout()
    if inner is not None and part.hasHeightForWidth():
        return inner.totalHeightForWidth(width)
    return max(part.minimumSizeHint().height(), part.minimumHeight())
