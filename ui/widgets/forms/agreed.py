"""The question before one writes in an agreed statement: once in each sitting, and without losing a word."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import shorten

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from selfassess.domain import standing
from selfassess.domain.fields import british_date
from selfassess.domain.records import Record
from ui.widgets import dialogs
from ui.widgets.forms.desk import Desk

WRITE, LEAVE = "Write in it", "Leave it as it is"
COPY, DROP = "Copy what I typed", "Let it go"
SHOWN = 400
"""So many characters of what was typed are shown; all of it is copied."""


def question(desk: Desk, record: Record | None, field: str = "") -> str:
    """What to ask before a record is changed, "" where it is in no agreed statement or the answer is known."""
    judgement = standing.agreed(desk.session.current, record, field)
    if judgement is None or judgement.id in desk.allowed:
        return ""
    by = f" by {judgement.text('agreed_by')}" if judgement["agreed_by"] else ""
    on = f" on {british_date(judgement.text('agreed_on'))}" if judgement["agreed_on"] else ""
    return f"This statement was agreed{by}{on}. Write in it all the same?"


def ask_first(
    desk: Desk,
    window: QWidget,
    record: Record | None,
    write: Callable[[], object],
    leave: Callable[[], object] = lambda: None,
    field: str = "",
    typed_in: QWidget | None = None,
) -> bool:
    """Ask where there is something to ask, and then ``write`` or ``leave``; False where one can write at once.

    ``typed_in`` is where somebody may be typing on while the question comes up.
    """
    asked = question(desk, record, field)
    judgement = standing.agreed(desk.session.current, record, field)
    if not asked or judgement is None:
        return False
    if desk.asking:
        return True
    name = desk.session.current.framework.statement(judgement.text("quality_statement"))
    detail = f"{name.name if name is not None else 'The statement'} stays agreed; Review says what was changed since."
    desk.asking = True

    def answer(act: Callable[[], object], allowed: bool) -> None:
        desk.asking = False
        if allowed:
            desk.allowed.add(judgement.id)
        act()

    answers = [(WRITE, lambda: answer(write, True)), (LEAVE, lambda: answer(leave, False))]
    box = dialogs.ask(window, asked, detail, answers)
    if typed_in is not None:
        TypedOn(box, typed_in)
    return True


def offer_copy(window: QWidget, typed: str) -> QMessageBox:
    """Offer what was typed and is not written; whoever only leaves the question has it copied."""
    detail = f"What you typed is not in it:\n\n{shorten(typed, SHOWN, placeholder=' …')}"
    copy = (COPY, lambda: QGuiApplication.clipboard().setText(typed))
    return dialogs.ask(window, "The statement stays as it was agreed.", detail, [copy, (DROP, None)], escape=0)


class TypedOn(QObject):
    """Gives a field what somebody goes on typing while a question comes up over it: no letter goes astray."""

    def __init__(self, box: QWidget, field: QWidget) -> None:
        super().__init__(box)
        self._field = field
        self._typing = False
        for each in (box, *box.findChildren(QWidget)):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        text = event.text()
        # A space presses a button, but not in the midst of words.
        if held or not text.isprintable() or not text or (text == " " and not self._typing):
            return False
        self._typing = True
        QApplication.sendEvent(self._field, QKeyEvent(event.type(), event.key(), event.modifiers(), text))
        return True
