"""Parts beside each other that go on in a further line where there is no more room."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.widgets import theme

SPACE = 8
LARGE_TEXT = 150
"""The text size in percent from which nothing stands beside the title of a page."""


class Flow(QWidget):
    """A line of parts that wraps."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Lines(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add_part(self, part: QWidget) -> None:
        """Put a part at the end."""
        self._lines.addWidget(part)

    def remove_part(self, part: QWidget) -> None:
        """Take a part out for good."""
        self._lines.removeWidget(part)
        part.hide()
        part.deleteLater()


def lay_head(title: QWidget, *buttons: QWidget) -> QLayout:
    """The title of a page with what can be done there at its right, or below it where letters are large."""
    large = theme.px(100) >= LARGE_TEXT
    head = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
    head.setSpacing(SPACE)
    head.addWidget(title, 0 if large else 1)
    acts: Flow | None = Flow() if large else None
    for button in buttons:
        if acts is None:
            head.addWidget(button)
        else:
            acts.add_part(button)
    if acts is not None:
        head.addWidget(acts)
    return head


class _Lines(QLayout):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        if 0 <= index < len(self._items):
            return self._items[index]
        return None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if 0 <= index < len(self._items):
            return self._items.pop(index)
        return None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange_lines(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._arrange_lines(box, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _arrange_lines(self, box: QRect, place: bool) -> int:
        """Put each part after the one before, or in a new line; the height it comes to."""
        y = box.y()
        for line in self._split_into_lines(box.width()):
            tall = max(size.height() for _, size in line)
            x = box.x()
            for item, size in line:
                if place:
                    item.setGeometry(QRect(QPoint(x, y + (tall - size.height()) // 2), size))
                x += size.width() + SPACE
            y += tall + SPACE
        return max(y - SPACE - box.y(), 0)

    def _split_into_lines(self, width: int) -> Iterator[list[tuple[QLayoutItem, QSize]]]:
        """The lines that the parts make in this width."""
        line: list[tuple[QLayoutItem, QSize]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if line and used + size.width() > width:
                yield line
                line = []
                used = 0
            line.append((item, size))
            used += size.width() + SPACE
        if line:
            yield line
