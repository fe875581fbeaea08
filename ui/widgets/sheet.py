"""A text to read, as tall as it is: one document, so that it can be selected, copied and read aloud as a whole."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from ui.widgets import theme


class Sheet(QTextBrowser):
    """Shows what ``html`` makes, and makes it anew for other colours or another text size. Nothing in it is changed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("look", "reading")
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._html: Callable[[], str] = str

    def show_html(self, html: Callable[[], str]) -> None:
        """Show another text; ``html`` is asked again whenever colours or sizes change."""
        self._html = html
        self._paint()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._tall())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self._tall())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._paint()

    def _tall(self) -> int:
        return int(self.document().size().height()) + self.height() - self.viewport().height() + 2

    def _paint(self) -> None:
        self.setHtml(self._html())
        self.updateGeometry()


def in_html(words: str) -> str:
    """Words as they were written, line by line; nothing in them is taken for a tag."""
    return escape(words).replace("\n", "<br>")
