"""A text to read, as tall as it is: one document, so that it can be selected, copied and read aloud as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent, QTextCursor, QTextDocument, QTextDocumentFragment
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget
from shiboken6 import isValid

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
        self._made_for = _current_look()
        self._whole = True

    def show_html(self, html: Callable[[], str]) -> None:
        """Show another text; ``html`` is asked again whenever colours or sizes change."""
        self._html = html
        self._paint_whole()

    def show_in_pieces(self, html: Callable[[], str], pieces: Iterable[str]) -> Iterator[None]:
        """The same for a long text, a piece in each turn; ``pieces`` are what ``html`` makes, each of whole blocks."""
        self._html = html
        self._made_for, self._whole = _current_look(), False
        self.setMinimumHeight(self.height())  # what stands around it stays in its place meanwhile
        self.clear()
        try:
            for piece in pieces:
                if self._whole:  # in other colours all of it was made meanwhile
                    break
                self._append_piece(piece)
                self.updateGeometry()
                yield
        finally:
            if isValid(self):
                self.setMinimumHeight(0)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._content_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self._content_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._paint_again()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._paint_again()

    def _content_height(self) -> int:
        return int(self.document().size().height()) + self.height() - self.viewport().height() + 2

    def _append_piece(self, html: str) -> None:
        """Put a piece at the end as it would stand there in one text: its first paragraph keeps its own look."""
        own = self.document()
        piece = QTextDocument()
        piece.setDefaultStyleSheet(own.defaultStyleSheet())
        piece.setDefaultFont(own.defaultFont())
        piece.setHtml(html)
        end = QTextCursor(own)
        first = piece.firstBlock()
        end.movePosition(QTextCursor.MoveOperation.End)
        if end.block().length() > 1:
            end.insertBlock(first.blockFormat(), first.charFormat())
        else:
            end.setBlockFormat(first.blockFormat())
        end.insertFragment(QTextDocumentFragment(piece))

    def _paint_again(self) -> None:
        """Make the text for the colours and the size in use, unless it is; of one change Qt tells several times."""
        if self._made_for != _current_look() and self.isVisible():
            self._paint_whole()

    def _paint_whole(self) -> None:
        self._made_for, self._whole = _current_look(), True
        self.setHtml(self._html())
        self.updateGeometry()


def _current_look() -> tuple[str, int]:
    return theme.current_scheme(), theme.px(100)


def in_html(words: str) -> str:
    """Words as they were written, line by line; nothing in them is taken for a tag."""
    return escape(words).replace("\n", "<br>")
