"""The marks on what was carried forward: that nobody has reviewed it, what it said then, and how to say it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.forms.earlier import Earlier
from ui.widgets.marked import LEGEND, MarkedText

SIGN = "↻"
NARROW = 560
"""Below this width (at 100 % text) the buttons stand below the words."""


class EarlierText(QFrame):
    """What a record said in an earlier year, to read; words that are said otherwise now are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "quote")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 4, 8, 8)
        self._column.setSpacing(4)
        self.texts: list[MarkedText] = []

    def show_earlier(self, earlier: Earlier | None) -> None:
        """Show another text."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.texts = []
        if earlier is None:
            self.setAccessibleName("Earlier text")
            self._column.addWidget(look.make_quiet_label("The year this came from is not in this workbook."))
            return
        self.setAccessibleName(f"Text of {earlier.year}")
        self._column.addWidget(look.make_label(f"As it was in {earlier.year}", "strong"))
        changed = LEGEND if earlier.differs_now else "Nothing of it was changed since."
        self._column.addWidget(look.make_quiet_label(changed))
        for label, pieces in earlier.texts:
            self._column.addWidget(look.make_caption(label))
            self.texts.append(MarkedText(f"{label}, {earlier.year}"))
            self.texts[-1].show_marked_pieces(pieces)
            self._column.addWidget(self.texts[-1])


class CarriedMark(QWidget):
    """Says that a record was carried and not reviewed. ``reviewed`` tells that somebody has read it again."""

    reviewed = Signal()

    def __init__(self, earlier: Callable[[], Earlier | None], read_only: bool = False) -> None:
        super().__init__()
        self._earlier = earlier
        self._name = ""
        self.words = look.make_label("", "strong")
        self.button = look.make_secondary_button("Reviewed", self._emit_reviewed)
        look.show_if(self.button, not read_only)
        self.link = look.make_link_button("", lambda: self.show_earlier(self.text is None or self.text.isHidden()))
        self.text: EarlierText | None = None
        self._line = _build_mark_line(self.words, self.link, self.button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(self._line)
        self._name_link()

    def show_words(self, words: str, name: str) -> None:
        """Show the mark of another record, called ``name``; without words there is none to show."""
        if name != self._name:
            self.show_earlier(False)
        self._name = name
        self.words.setText(f"{SIGN}  {words}")
        self.button.setAccessibleName(f"Reviewed: {name}")
        self._name_link()
        look.show_if(self, bool(words))

    def show_earlier(self, wanted: bool) -> None:
        """Show the text of the earlier year below the mark, or hide it."""
        if wanted:
            if self.text is None:
                self.text = EarlierText()
                self._column.addWidget(self.text)
            self.text.show_earlier(self._earlier())
        if self.text is not None:
            self.text.setVisible(wanted)
        self._name_link()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        _fit_mark_line(self._line, event.size().width())

    def _emit_reviewed(self) -> None:
        self.reviewed.emit()
        if self.isHidden():
            announce(self.window(), f"Reviewed: {self._name}")

    def _name_link(self) -> None:
        hidden = self.text is None or self.text.isHidden()
        link_words = "Show the earlier text" if hidden else "Hide the earlier text"
        self.link.setText(link_words)
        self.link.setAccessibleName(f"{self.link.text()}: {self._name}")


class NotReviewedLine(QWidget):
    """How many records of a page were carried and not reviewed, the way to them, and a button for all of them."""

    reviewed = Signal()
    asked = Signal()

    def __init__(self, all_words: str = "Mark all on this page as reviewed", leads: str = "") -> None:
        super().__init__()
        self.words = look.make_label("", "strong")
        self.leads = look.make_link_button(leads, self.asked.emit)
        look.show_if(self.leads, bool(leads))
        self.button = look.make_secondary_button(all_words, self.reviewed.emit)
        self._line = _build_mark_line(self.words, self.leads, self.button)
        self.setLayout(self._line)
        self._line.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        _fit_mark_line(self._line, event.size().width())

    def show_not_reviewed_count(self, here: int, words: str = "", read_only: bool = False) -> None:
        """Show how many there are; ``words`` say it otherwise, and no count at all hides the line."""
        self.words.setText(f"{SIGN}  {words or describe_not_reviewed(here)}")
        self.button.setVisible(not read_only)
        self.setVisible(bool(here))


def _build_mark_line(words: QWidget, *buttons: QWidget) -> QBoxLayout:
    """Words with their buttons; ``_fit_mark_line`` sets the buttons below where there is no room beside."""
    line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    line.setSpacing(8)
    line.addWidget(words, 1)
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    line.addLayout(row)
    return line


def _fit_mark_line(line: QBoxLayout, width: int) -> None:
    below = width < theme.px(NARROW)
    wanted = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
    if line.direction() != wanted:
        line.setDirection(wanted)


def describe_not_reviewed(number: int) -> str:
    """So many in words: "7 carried forward, not reviewed"."""
    return f"{number:,} carried forward, not reviewed"
