"""What was written in such a line before is offered while one types, and with the arrow down before one does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from ui.widgets import theme


class OfferedWords(QObject):
    """Offers words in one line; they are asked for when the keyboard comes to it. ``chosen`` tells that one was."""

    chosen = Signal()

    def __init__(self, line: QLineEdit, words: Callable[[], Sequence[str]]) -> None:
        super().__init__(line)
        self._line, self._words = line, words
        self._dressed = False
        self._offered: list[str] = []
        self.model = QStringListModel(self)
        self.completer = QCompleter(self.model, line)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.activated.connect(self.chosen)
        line.textEdited.connect(self._offer_other_words)
        line.setCompleter(self.completer)
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self._offered = list(self._words())
            self._offer_other_words(self._line.text())
            popup = self.completer.popup()
            if popup is not None and not self._dressed:
                self._dressed = True
                theme.dress_parts(popup)
        elif _asks_for_words(event) and not self._line.isReadOnly():
            self.model.setStringList(self._offered)
            self.completer.setCompletionPrefix(self._line.text())
            self.completer.complete()
            return self.completer.completionCount() > 0
        return False

    def _offer_other_words(self, written: str) -> None:
        """What is written in full is not offered any more: a list with nothing but it lies over the fields below."""
        words = [each for each in self._offered if each.casefold() != written.strip().casefold()]
        if words != self.model.stringList():
            self.model.setStringList(words)


def _asks_for_words(event: QEvent) -> bool:
    is_key = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress
    return is_key and event.key() == Qt.Key.Key_Down  # type: ignore[attr-defined]
