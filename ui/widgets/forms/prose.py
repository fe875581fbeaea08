"""The control for prose: plain paragraphs that grow with what is written, and a count of words."""

from __future__ import annotations

import re
from math import ceil
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLine,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.model.fields import Field, Value
from selfassess.domain.text.pasted import plain_of_text
from selfassess.domain.text.wording import count_noun
from ui.widgets import theme
from ui.widgets.forms import list_keys, pasting
from ui.widgets.forms.controls import Control
from ui.widgets.forms.spelling import SPELLING, make_wave
from ui.widgets.held_button import act_when_released

WORD = re.compile(r"\w[\w’'\-]*")
LEAST_LINES, MOST_LINES = 3, 40
LINE = "People told us that they wait too long, and nobody rings them until they do"
"""A line as long as one of a page, 75 letters: longer ones tire whoever reads or writes them, on any screen."""


def count_words(text: str) -> int:
    """How many words a text has; "well-being" and "people's" are one each."""
    return sum(1 for _ in WORD.finditer(text))


def words_said(text: str) -> str:
    """The number of words, in words: "1 word", "1,204 words"."""
    count = count_words(text)
    return count_noun(count, "word")


LONG = 10_000
"""Letters from which words are counted once nobody types for a moment."""
COUNT_MS = 300
BESIDE = 24
"""Pixels for the frame and the scroll bar beside the lines."""


def describe_length(text: str, target: int) -> str:
    """The number of words beside about how many there should be: "132 of about 250 words"."""
    count = count_words(text)
    if not target:
        return words_said(text)
    more = f", {count - target:,} more than that" if count > target + target // 10 else ""
    return f"{count:,} of about {target:,} words{more}"


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
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit_to_text())
        self.spelling = SPELLING.show_in(self)
        self._fit_width()
        self._fit_to_text()

    def set_lines(self, least: int, most: int) -> None:
        """Be at least and at most so many lines tall."""
        self._least, self._most = least, most
        self._fit_to_text()

    def _fit_to_text(self) -> None:
        """Take the height of the text. One that is taller than the field is not measured, so long ones stay quick."""
        lines = int(self.document().size().height())
        line = max(QFontMetricsF(self.font()).lineSpacing(), self.cursorRect().height())
        text = max(
            min(max(lines, self._least), self._most) * line, self._measure_text_height() if lines <= self._most else 0
        )
        # As tall as its text it has nothing to scroll; Qt, which reckons in whole lines, is one short at times.
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > self._most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        margins = self.contentsMargins()
        around = self.height() - self.viewport().height() if self.isVisible() else margins.top() + margins.bottom()
        height = ceil(text) + around + 2 * int(self.document().documentMargin()) + 4
        if height != self.height() or self.maximumHeight() != height:
            self.setFixedHeight(height)

    def _fit_width(self) -> None:
        """Let lines become as long as those of a page and no longer, whatever the window."""
        margins = self.contentsMargins()
        around = margins.left() + margins.right() + 2 * ceil(self.document().documentMargin()) + BESIDE
        self.setMaximumWidth(ceil(QFontMetricsF(self.font()).horizontalAdvance(LINE)) + around)

    def _measure_text_height(self) -> float:
        """The height of all lines as they are; letters of another font may make one taller than the rest."""
        tall, block = 0.0, self.document().firstBlock()
        while block.isValid():
            tall += self.blockBoundingRect(block).height()
            block = block.next()
        return tall

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_to_text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_width()
            self._fit_to_text()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.spelling.underlined:
            self._paint_underlines(event.rect())

    def _paint_underlines(self, seen: QRect) -> None:
        """Draw the lines below misspelt words: for a selection of Qt's each would draw its whole paragraph again."""
        painter = QPainter(self.viewport())
        wave = make_wave(theme.colour("error").name(), max(theme.px(100) // 100, 1))
        for place, length in self.spelling.underlined:
            block = self.document().findBlock(place)
            around = self.blockBoundingGeometry(block).translated(self.contentOffset())
            begin = place - block.position()
            line = block.layout().lineForTextPosition(begin)
            top = around.top() + line.y() + line.ascent() + 1
            if not line.isValid() or not seen.top() - wave.height() <= top <= seen.bottom():
                continue
            end = min(begin + length, line.textStart() + line.textLength())
            left, right = (_x_of(line, at) for at in (begin, end))
            painter.drawTiledPixmap(QRectF(around.left() + left, top, right - left, wave.height()), wave)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7:
            self.spelling.open_suggestions()
        elif not list_keys.take_key(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.build_menu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def build_menu(self, place: QPoint) -> QMenu:
        """The menu of a place in the field: what may have been meant by a word, the usual, lists."""
        menu = self.createStandardContextMenu()
        found = self.spelling.word_at(self.cursorForPosition(place))
        if found is not None:
            self.spelling.add_to_menu(menu, found)
        if not self.isReadOnly():
            menu.addSeparator()
            menu.addAction("&List\tCtrl+Shift+8", lambda: list_keys.turn_list(self, numbered=False))
            menu.addAction("List with &numbers\tCtrl+Shift+7", lambda: list_keys.turn_list(self, numbered=True))
            self.spelling.offer_to_forget(menu, place)
        return menu

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        act_when_released(self, event, self.left.emit)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasHtml():
            pasting.paste_html(self, source.html())
            return
        pasting.insert_pasted(self, self.textCursor(), plain_of_text(source.text()))
        self.ensureCursorVisible()

    def exact_text(self) -> str:
        """What is written, to the letter: unlike Qt's own way, no-break spaces stay."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def _x_of(line: QTextLine, place: int) -> float:
    """Where in a line a letter begins; Qt's Python gives the place along with it."""
    found: Any = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)


def left_aligned(part: QWidget) -> QHBoxLayout:
    """A row in which a part that has a greatest width stands at the left, as wide as it can be."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(part, 1000)
    row.addStretch(1)
    return row


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
        column.addLayout(left_aligned(self.paper))
        column.addWidget(self.count)
        self._showing = False
        self._target = field.words
        self._count_soon = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._count_soon.timeout.connect(self._show_word_count)
        self.paper.textChanged.connect(self._on_prose_text)
        self.paper.left.connect(self._on_prose_left)
        self._show_word_count()

    def show_stored_value(self, value: Value) -> None:
        text = "" if value is None else str(value)
        if text == self.paper.exact_text():
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
        self._show_word_count()

    def raw_value(self) -> object:
        return self.paper.exact_text()

    def set_read_only(self, read_only: bool) -> None:
        self.paper.setReadOnly(read_only)

    def _on_prose_text(self) -> None:
        if not self._showing:
            if self.paper.document().characterCount() < LONG:
                self._show_word_count()
            else:  # no key waits for the words of a long text to be counted
                self._count_soon.start()
            self.changed.emit()

    def _on_prose_left(self) -> None:
        self._show_word_count()
        self.left.emit()

    def _show_word_count(self) -> None:
        self.count.setText(describe_length(self.paper.exact_text(), self._target))
