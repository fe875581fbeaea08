"""Words that are not in the dictionary are underlined in what can be seen, and what may have been meant is offered.

No key waits for it: words are looked up a few at a time once nobody types for a moment, those in view only, and each
of them once. The word at the caret is still being written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QPainter, QPen, QPixmap, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit
from shiboken6 import isValid

from ui.widgets.announcement import announce
from ui.widgets.idle_queue import in_turns

PAUSE_MS = 300
"""So long nobody types before words are looked up."""
AT_A_TIME = 20
"""So many words are looked up in a turn: less than a millisecond."""
MOST_MARKS = 300
LOOKING = "Looking for words that may have been meant…"
NOTHING = "No word is like it"


class Speller(Protocol):
    """What knows how words are spelt; the services' one."""

    @property
    def is_on(self) -> bool: ...
    def is_remembered(self, word: str) -> bool: ...
    def is_right(self, word: str) -> bool: ...
    def suggest_words(self, word: str) -> tuple[str, ...]: ...
    def is_own(self, word: str) -> bool: ...
    def add_word(self, word: str, *, only_here: bool = False) -> None: ...
    def remove_word(self, word: str) -> None: ...


FindWords = Callable[[str, int, int | None], Iterator[tuple[int, str]]]
RunAside = Callable[[Callable[[], Any], Callable[[Any], object]], object]


class Spelling:
    """The spelling of the whole window: who knows it, how work is done aside, and the fields that show it."""

    def __init__(self) -> None:
        self.speller: Speller | None = None
        self.find_words: FindWords | None = None
        self.run_aside: RunAside = lambda work, done: done(work())
        self.keep_words: Callable[[], object] = lambda: None
        """What is to be done when a word was added or removed."""
        self.load: Callable[[], object] = lambda: None
        """Has the dictionary read, where it is wanted and not there yet."""
        self._marks: list[SpellingMarks] = []

    def install(
        self, speller: Speller | None, find_words: FindWords | None, run_aside: RunAside, keep: Callable[[], object]
    ) -> None:
        """Check with this speller from now on; None for not at all."""
        self.speller, self.find_words, self.run_aside, self.keep_words = speller, find_words, run_aside, keep
        self.check_again()

    def forget_speller(self) -> None:
        """Check nothing until another speller comes."""
        self.install(None, None, lambda work, done: done(work()), lambda: None)
        self.load = lambda: None

    def check_again(self) -> None:
        """Have every field look again: the dictionary came, spelling was switched on or off, a word was added."""
        self._marks = [marks for marks in self._marks if isValid(marks)]
        for marks in self._marks:
            marks.check_again()

    def show_in(self, edit: QPlainTextEdit) -> SpellingMarks:
        """Show the spelling in a field from now on."""
        marks = SpellingMarks(edit, self)
        self._marks = [*(other for other in self._marks if isValid(other)), marks]
        return marks


class SpellingMarks(QObject):
    """Underlines in one field, and the menu for the word at a place."""

    def __init__(self, edit: QPlainTextEdit, spelling: Spelling) -> None:
        super().__init__(edit)
        self._edit = edit
        self._spelling = spelling
        self._seen: tuple[int, int, int] | None = None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self.check_now)
        self.wrong: list[tuple[int, str]] = []
        self.underlined: list[tuple[int, int]] = []
        """Where the field draws its lines, and how many letters each is long."""
        edit.document().contentsChange.connect(self._move_underlines)
        edit.textChanged.connect(self._soon.start)
        edit.cursorPositionChanged.connect(self._soon.start)
        edit.viewport().installEventFilter(self)

    def check_again(self) -> None:
        """Look again at everything in view, soon."""
        self._seen = None
        self._soon.start()

    def check_now(self) -> None:
        """Look at what is in view; nothing is done where that was looked at already."""
        speller = self._spelling.speller
        if speller is None or not speller.is_on or self._edit.isReadOnly():
            self._show(())
            return
        if self._edit.isVisible() and self._seen != self._view():
            in_turns(self, self._check(speller))
        else:
            self._show(self.wrong)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._soon.isActive() and self._seen != self._view():
            self._soon.start()  # while one types it runs already, so that no key asks what is in view
        return False

    def word_at(self, cursor: QTextCursor) -> tuple[int, str] | None:
        """The word at a place that is not spelt well, None where there is none."""
        place = cursor.position()
        return next((each for each in self.wrong if each[0] <= place <= each[0] + len(each[1])), None)

    def next_wrong(self) -> tuple[int, str] | None:
        """The word at the caret that is not spelt well, else the first after it, else the first of all."""
        place = self._edit.textCursor().position()
        after = [each for each in self.wrong if each[0] + len(each[1]) >= place]
        return next(iter(after or self.wrong), None)

    def open_suggestions(self) -> QMenu | None:
        """Choose the next word that is not spelt well and offer what may have been meant, below it."""
        found = self.next_wrong()
        if found is None:
            announce(self._edit, "No word in view is misspelt.")
            return None
        cursor = self._edit.textCursor()
        cursor.setPosition(found[0])
        cursor.setPosition(found[0] + len(found[1]), QTextCursor.MoveMode.KeepAnchor)
        self._edit.setTextCursor(cursor)
        self._edit.ensureCursorVisible()
        menu = QMenu(self._edit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_to_menu(menu, found)
        menu.popup(self._edit.viewport().mapToGlobal(self._edit.cursorRect().bottomLeft()))
        return menu

    def add_to_menu(self, menu: QMenu, found: tuple[int, str]) -> None:
        """Put at the top of a menu what may have been meant by a word, and the ways to keep it as it is."""
        speller = self._spelling.speller
        if speller is None:
            return
        place, word = found
        first = menu.actions()[0] if menu.actions() else None
        looking = QAction(LOOKING, menu, enabled=False)
        offered = [looking, _separator(menu)]
        for words, only_here in ((f"Add “{word}” to my words", False), (f"“{word}” is right in this workbook", True)):
            action = QAction(words, menu)
            action.triggered.connect(lambda _=False, here=only_here: self._keep(word, here))
            offered.append(action)
        menu.insertActions(first, [*offered, _separator(menu)])  # type: ignore[arg-type]

        def show_suggestions(words: tuple[str, ...]) -> None:
            if not isValid(menu) or not isValid(looking):
                return
            actions = [QAction(each, menu) for each in words]
            for action, each in zip(actions, words, strict=True):
                action.triggered.connect(lambda _=False, new=each: self.replace_word(place, word, new))
            menu.insertActions(looking, actions)
            looking.setText(NOTHING)
            looking.setVisible(not actions)
            if actions:
                menu.setActiveAction(actions[0])

        self._spelling.run_aside(lambda: speller.suggest_words(word), show_suggestions)

    def offer_to_forget(self, menu: QMenu, place: QPoint) -> None:
        """Where one is on a word that the person added, offer to take it off again."""
        speller = self._spelling.speller
        cursor = self._edit.cursorForPosition(place)
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        word = cursor.selectedText()
        if speller is not None and word and speller.is_own(word):
            menu.addAction(f"Take “{word}” off my words").triggered.connect(lambda: self._forget_word(word))

    def replace_word(self, place: int, word: str, new: str) -> None:
        """Write another word in place of one, if it still stands there."""
        cursor = self._edit.textCursor()
        cursor.setPosition(place)
        cursor.setPosition(min(place + len(word), self._length()), QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText() == word and not self._edit.isReadOnly():
            cursor.insertText(new)
            self._edit.setTextCursor(cursor)

    def _keep(self, word: str, only_here: bool) -> None:
        if self._spelling.speller is not None:
            self._spelling.speller.add_word(word, only_here=only_here)
        self._spelling.keep_words()
        self._spelling.check_again()

    def _forget_word(self, word: str) -> None:
        if self._spelling.speller is not None:
            self._spelling.speller.remove_word(word)
        self._spelling.keep_words()
        self._spelling.check_again()

    def _check(self, speller: Speller) -> Iterator[None]:
        self._seen = self._view()
        found: list[tuple[int, str]] = []
        asked = 0
        for place, word in self._words_in_view():
            if not speller.is_remembered(word):
                asked += 1
                if asked % AT_A_TIME == 0:
                    yield
            if not speller.is_right(word):
                found.append((place, word))
                if len(found) >= MOST_MARKS:
                    break
        self.wrong = found
        self._show(found)

    def _words_in_view(self) -> Iterator[tuple[int, str]]:
        find_words = self._spelling.find_words
        if find_words is None or self._seen is None:
            return
        _, first, last = self._seen
        block = self._edit.document().findBlock(first)
        while block.isValid() and block.position() <= last:
            text = block.text()
            start, end = _whole_words(block, text, first, last)
            for place, word in find_words(text, start, end):
                yield block.position() + place, word
            block = block.next()

    def _view(self) -> tuple[int, int, int]:
        """The revision of the text, and the first and last place that can be seen."""
        seen = self._edit.viewport().visibleRegion().boundingRect()
        first = self._edit.cursorForPosition(seen.topLeft()).position()
        last = self._edit.cursorForPosition(seen.bottomRight()).position()
        return self._edit.document().revision(), first, last

    def _show(self, found: Any) -> None:
        """Underline these, but for the word that is being written."""
        here = self._edit.textCursor().position() if self._edit.hasFocus() else -1
        marks = [
            (place, len(word))
            for place, word in found
            if not place <= here <= place + len(word) and place + len(word) <= self._length()
        ]
        if marks != self.underlined:
            self.underlined = marks
            self._edit.viewport().update()

    def _move_underlines(self, place: int, removed: int, added: int) -> None:
        """Keep the lines below their words while somebody types; those of a word that is changed go."""
        end = place + removed
        self.underlined = [
            (start + added - removed if start >= end else start, length)
            for start, length in self.underlined
            if start >= end or start + length <= place
        ]

    def _length(self) -> int:
        return self._edit.document().characterCount() - 1


def _whole_words(block: QTextBlock, text: str, first: int, last: int) -> tuple[int, int]:
    """Which part of a paragraph is seen, from and to a space: one paragraph may be as long as a report."""
    start = max(first - block.position(), 0)
    end = min(last - block.position(), len(text))
    start = text.rfind(" ", max(start - 100, 0), start) + 1 if start else 0
    after = text.find(" ", end, end + 100)
    return start, after if after >= 0 else min(end + 100, len(text))


@cache
def make_wave(colour: str, size: int) -> QPixmap:
    """A bit of the line below a misspelt word, to be drawn as often as the word is long."""
    wave = QPixmap(4 * size, 3 * size)
    wave.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wave)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), size))
    painter.drawPolyline([QPointF(x * size, y * size) for x, y in ((0, 2.5), (2, 0.5), (4, 2.5))])
    painter.end()
    return wave


def _separator(menu: QMenu) -> QAction:
    action = QAction(menu)
    action.setSeparator(True)
    return action


SPELLING = Spelling()
"""The window has one."""
