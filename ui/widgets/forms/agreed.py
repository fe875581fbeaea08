"""The question before one writes in an agreed statement: once in each sitting, and without losing a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import shorten

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from selfassess.domain.model import commands, statement_status
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import Command
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import choose_plural
from ui.widgets import dialogs
from ui.widgets.forms.form_context import FormContext

WRITE, LEAVE = "Write in it", "Leave it as it is"
COPY, DROP = "Copy what I typed", "Let it go"
SHOWN = 400
"""So many characters of what was typed are shown; all of it is copied."""


LEFT = "Nothing was changed: {statements} as agreed."
MOST_NAMED = 3
"""So many statements are named in a question about several."""

Touched = Sequence[tuple[Assessment, Record]]
"""Agreed statements that would be written in: their years and judgements."""


def find_agreed_touched(context: FormContext, command: Command) -> Touched:
    """The agreed statements that a command would write in and of which nobody said yet that one may."""
    year: Assessment = context.session.current
    try:
        changes = commands.work_out_changes(command, year, context.session.council)
    except WrongUseError:  # it cannot be done, which is said when it is tried
        return ()
    return _find_unanswered_agreed(
        context, [(year, judgement) for judgement in statement_status.find_agreed_judgements(year, changes)]
    )


def ask_consent(context: FormContext, window: QWidget, written_in: Touched) -> str:
    """Ask, and wait, before a step writes in agreed statements: why it may not, "" where it may."""
    asked = _find_unanswered_agreed(context, written_in)
    if not asked:
        return ""
    if not context.asking:
        context.asking = True
        try:
            answer = dialogs.ask_now(
                window, format_agreed_question(asked), _describe_agreed_detail(asked), (WRITE, LEAVE)
            )
        finally:
            context.asking = False
        if answer == WRITE:
            context.allowed.update(judgement.id for _, judgement in asked)
            return ""
    return LEFT.format(statements=choose_plural(len(asked), "the statement stays", "the statements stay"))


def format_agreed_question(asked: Touched) -> str:
    """What to ask before these statements are written in."""
    if len(asked) == 1:
        return f"This statement was {statement_status.describe_agreement(asked[0][1])}. Write in it all the same?"
    return f"{len(asked)} of these statements were agreed. Write in them all the same?"


def _describe_agreed_detail(asked: Touched) -> str:
    names = [_name_agreed_statement(*each) for each in asked]
    if len(names) == 1:
        return f"{names[0]} stays agreed; Review says what was changed since."
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{'; '.join(names[:MOST_NAMED])}{more} stay agreed; Review says what was changed since."


def _name_agreed_statement(year: Assessment, judgement: Record) -> str:
    statement = year.framework.find_statement(judgement.text_of("quality_statement"))
    return statement.name if statement is not None else "The statement"


def _find_unanswered_agreed(context: FormContext, written_in: Touched) -> Touched:
    return [each for each in written_in if each[1].id not in context.allowed]


def ask_first(
    context: FormContext,
    window: QWidget,
    command: Command,
    write: Callable[[], object],
    leave: Callable[[], object] = lambda: None,
    typed_in: QWidget | None = None,
) -> bool:
    """Ask where there is something to ask, and then ``write`` or ``leave``; False where one can write at once.

    ``typed_in`` is where somebody may be typing on while the question comes up.
    """
    asked = find_agreed_touched(context, command)
    if not asked:
        return False
    if context.asking:
        return True
    context.asking = True

    def answer(act: Callable[[], object], allowed: bool) -> None:
        context.asking = False
        if allowed:
            context.allowed.update(judgement.id for _, judgement in asked)
        act()

    answers = [(WRITE, lambda: answer(write, True)), (LEAVE, lambda: answer(leave, False))]
    box = dialogs.ask_question(window, format_agreed_question(asked), _describe_agreed_detail(asked), answers)
    if typed_in is not None:
        TypedOn(box, typed_in)
    return True


def offer_copy(window: QWidget, typed: str) -> QMessageBox:
    """Offer what was typed and is not written; whoever only leaves the question has it copied."""
    detail = f"What you typed is not in it:\n\n{shorten(typed, SHOWN, placeholder=' …')}"
    copy = (COPY, lambda: QGuiApplication.clipboard().setText(typed))
    return dialogs.ask_question(window, "The statement stays as it was agreed.", detail, [copy, (DROP, None)], escape=0)


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
