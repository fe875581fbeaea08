"""What is to be typed into a line, above it where the line is too short to say so itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit

from ui.widgets.look import show_if

MARGIN = 24
"""Dots beside the words in a line: its border, and a button that empties it."""


class PromptAbove(QLabel):
    """Shows the prompt of a line, wrapped, while there is no room for it in the line; stands above that."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line.placeholderText())
        self.line = line
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("look", "muted")
        self.hide()
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            # the line is just being laid out: what is shown in the middle of that is given no place
            QTimer.singleShot(0, self, self._show_where_needed)
        return False

    def _show_where_needed(self) -> None:
        self.setText(self.line.placeholderText())
        needed = self.line.fontMetrics().horizontalAdvance(self.text()) + MARGIN
        show_if(self, needed > self.line.width())
