"""Ctrl+Z in a field: it takes back what was typed or chosen there, and never anything else, however often pressed.

Qt offers a shortcut to the window once a field has nothing left to take back; here the field keeps it.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)
BACK = (QKeySequence("Ctrl+Z"),)
AGAIN = (QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y"))


def keep_undo(widget: QWidget) -> None:
    """Have undo and redo stay in a field; other widgets leave them to the workbook."""
    if isinstance(widget, FIELDS):
        widget.installEventFilter(_undo_keeper())
    if isinstance(widget, QComboBox) and widget.property("answers") is None:
        _Answers(widget)


class _Keeper(QObject):
    """Keeps the keys for the field, and does there what they ask for."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        pressed = QKeySequence(event.keyCombination())
        if pressed not in (*BACK, *AGAIN):
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            _step_field_undo(watched, back=pressed in BACK)
        return True


@cache
def _undo_keeper() -> _Keeper:
    return _Keeper()


def _step_field_undo(field: QObject, *, back: bool) -> None:
    if isinstance(field, QAbstractSpinBox):
        field = field.lineEdit()
    if isinstance(field, QComboBox):
        line = field.lineEdit()
        if line is None:
            answers = field.property("answers")
            answers.step_answer(back)
            return
        field = line
    if isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit) and not field.isReadOnly():
        field.undo() if back else field.redo()


class _Answers(QObject):
    """What was chosen in a drop-down list since the keyboard came to it."""

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo)
        self._combo = combo
        self._before: list[object] = []
        self._after: list[object] = []
        self._now: object = None
        combo.setProperty("answers", self)
        combo.activated.connect(self._on_answer_chosen)
        combo.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and not self._combo.view().isVisible():
            self._before, self._after, self._now = [], [], self._combo.currentData()
        return False

    def step_answer(self, back: bool) -> None:
        """Go back to the answer before, or forward again."""
        source, target = (self._before, self._after) if back else (self._after, self._before)
        while source:
            answer = source.pop()
            index = self._combo.findData(answer)
            if index >= 0:
                target.append(self._now)
                self._now = answer
                self._combo.setCurrentIndex(index)
                self._combo.activated.emit(index)
                return

    def _on_answer_chosen(self) -> None:
        answer = self._combo.currentData()
        if answer != self._now:
            self._before.append(self._now)
            self._after.clear()
            self._now = answer
