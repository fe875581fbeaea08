"""Words looked for in all pages: a field with what was found, and the search on a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from ui.bridge.tasks import Cancelled, Task
from ui.widgets import look, theme

if TYPE_CHECKING:
    from selfassess.services.exporting.preview import Document, Found

MOST = 2000
"""So many places are found at most; nobody steps through more."""
AFTER_TYPING = 250
"""Milliseconds without a key before the search begins."""


def find_words_in_document(document: Document, words: str, cancelled: Cancelled) -> tuple[Found, ...]:
    """Where words stand in a document, up to MOST places; runs on a worker."""
    found: list[Found] = []
    for page in range(len(document.sizes)):
        if cancelled() or len(found) >= MOST:
            break
        found += document.find_on_page(page, words)
    return tuple(found[:MOST])


class Search(QObject):
    """One search at a time: a new one stops the one before. ``found`` gives the words with their places."""

    found = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None

    @property
    def is_searching(self) -> bool:
        """Whether a search goes on."""
        return self._task is not None

    def start_search(self, document: Document, words: str) -> None:
        """Look for words in all pages."""
        self.stop_search()
        self._task = task = Task(lambda progress, cancelled: find_words_in_document(document, words, cancelled))
        task.done.connect(lambda found: self._on_ended(task, words, found))
        task.failed.connect(lambda _: self._on_ended(task, words, ()))
        task.cancelled.connect(lambda: self._on_ended(task, words, ()))
        task.start()

    def stop_search(self) -> None:
        """Let go of a search that goes on."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_ended(self, task: Task, words: str, found: tuple[Found, ...]) -> None:
        if task is self._task:
            self._task = None
            self.found.emit(words, found)


class FindField(QLineEdit):
    """The field; Enter steps on, Shift and Enter back, Escape empties it."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            direction = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.stepped.emit(direction)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class FindBar(QWidget):
    """The field, how many places there are, and buttons to step through them.

    ``asked`` gives words to look for ("" for none), ``chosen`` the number of the place to show.
    """

    asked = Signal(str)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.places: tuple[Found, ...] = ()
        self.current = -1
        self.field = FindField()
        self.field.setPlaceholderText("Find in the PDF")
        self.field.setAccessibleName("Find in the PDF")
        self.said = look.make_quiet_label("")
        self.said.setWordWrap(False)
        self.back = look.make_secondary_button("▲", lambda: self.step_to_place(-1))
        self.on = look.make_secondary_button("▼", lambda: self.step_to_place(1))
        for button, name in ((self.back, "Previous place (Shift+F3)"), (self.on, "Next place (F3)")):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self._typing = QTimer(self, singleShot=True, interval=AFTER_TYPING)
        self._typing.timeout.connect(self.search_now)
        self.field.textChanged.connect(lambda _: self._typing.start())
        self.field.stepped.connect(self.step_to_place)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(self.field)
        line.addWidget(self.said)
        line.addWidget(self.back)
        line.addWidget(self.on)
        self.fit_find_bar()
        self.show_places((), -1)

    @property
    def words_to_find(self) -> str:
        """What is looked for."""
        return self.field.text().strip()

    def fit_find_bar(self) -> None:
        """Take the widths that the text size asks for."""
        self.field.setFixedWidth(theme.px(132))
        self.said.setMinimumWidth(self.said.fontMetrics().horizontalAdvance("00 of 000"))

    def search_now(self) -> None:
        """Have what stands in the field looked for now."""
        self._typing.stop()
        self.asked.emit(self.words_to_find)

    def show_places(self, places: tuple[Found, ...], current: int) -> None:
        """Show what was found, and which place is in view."""
        self.places, self.current = places, current
        for button in (self.back, self.on):
            button.setEnabled(bool(places))
        self._say_place_count()

    def step_to_place(self, way: int) -> None:
        """Go to the next place (1) or the one before (-1), round the ends; a search that waits begins now."""
        if self._typing.isActive():
            self.search_now()
        elif self.places:
            self.current = (self.current + way) % len(self.places)
            self._say_place_count()
            self.chosen.emit(self.current)

    def _say_place_count(self) -> None:
        if self.places:
            more = "+" if len(self.places) >= MOST else ""
            words = f"{self.current + 1:,} of {len(self.places):,}{more}"
        else:
            words = "Not found" if self.words_to_find else ""
        self.said.setText(words)
        self.field.setAccessibleDescription(words)
