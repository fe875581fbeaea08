"""The control for prose: plain paragraphs that grow with what is written, and a count of words."""

from __future__ import annotations

import re
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QResizeEvent, QTextDocumentFragment
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.model.fields import Field, Value
from ui.widgets.forms.controls import Control

WORD = re.compile(r"\w[\w’'\-]*")
LEAST_LINES, MOST_LINES = 3, 40


def words(text: str) -> int:
    """How many words a text has; "well-being" and "people's" are one each."""
    return sum(1 for _ in WORD.finditer(text))


def words_said(text: str) -> str:
    """The number of words, in words: "1 word", "1,204 words"."""
    count = words(text)
    return "1 word" if count == 1 else f"{count:,} words"


class AutoHeightTextEdit(QPlainTextEdit):
    """A plain text edit that is as tall as its text, within reason."""

    left = Signal()

    def __init__(self, least: int = LEAST_LINES, most: int = MOST_LINES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def set_lines(self, least: int, most: int) -> None:
        """Be at least and at most so many lines tall."""
        self._least, self._most = least, most
        self._fit()

    def _fit(self) -> None:
        """Take the height of the text. One that is taller than the field is not measured, so long ones stay quick."""
        lines = int(self.document().size().height())
        line = max(QFontMetricsF(self.font()).lineSpacing(), self.cursorRect().height())
        text = max(min(max(lines, self._least), self._most) * line, self._measured() if lines <= self._most else 0)
        # As tall as its text it has nothing to scroll; Qt, which reckons in whole lines, is one short at times.
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > self._most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        margins = self.contentsMargins()
        around = self.height() - self.viewport().height() if self.isVisible() else margins.top() + margins.bottom()
        height = ceil(text) + around + 2 * int(self.document().documentMargin()) + 4
        if height != self.height() or self.maximumHeight() != height:
            self.setFixedHeight(height)

    def _measured(self) -> float:
        """The height of all lines as they are; letters of another font may make one taller than the rest."""
        tall, block = 0.0, self.document().firstBlock()
        while block.isValid():
            tall += self.blockBoundingRect(block).height()
            block = block.next()
        return tall

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text() if source.hasText() else QTextDocumentFragment.fromHtml(source.html()).toPlainText()
        self.textCursor().insertText(text.replace("\r\n", "\n").replace("\r", "\n"))
        self.ensureCursorVisible()

    def text(self) -> str:
        """What is written, to the letter: unlike Qt's own way, no-break spaces stay."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


class ProseControl(Control):
    """Prose with its word count."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = AutoHeightTextEdit()
        self.focus_target = self.paper
        self.setFocusProxy(self.paper)
        self.count = QLabel()
        self.count.setProperty("look", "quiet")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.paper)
        column.addWidget(self.count)
        self._showing = False
        self.paper.textChanged.connect(self._on_text)
        self.paper.left.connect(self._on_left)
        self._count()

    def show_value(self, value: Value) -> None:
        text = "" if value is None else str(value)
        if text == self.paper.text():
            return
        self._showing = True
        try:
            place = self.paper.textCursor().position()
            self.paper.setPlainText(text)
            cursor = self.paper.textCursor()
            cursor.setPosition(min(place, self.paper.document().characterCount() - 1))
            self.paper.setTextCursor(cursor)
        finally:
            self._showing = False
        self._count()

    def raw(self) -> object:
        return self.paper.text()

    def set_read_only(self, read_only: bool) -> None:
        self.paper.setReadOnly(read_only)

    def _on_text(self) -> None:
        if not self._showing:
            self._count()
            self.changed.emit()

    def _on_left(self) -> None:
        self._count()
        self.left.emit()

    def _count(self) -> None:
        self.count.setText(words_said(self.paper.text()))
