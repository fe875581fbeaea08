"""A column that is never lower than its words need: large text scrolls in it instead of being cut."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


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
        """The least and not the best height: what scrolls by itself in the column needs no more."""
        return find_least_height(self, width)
