"""One field on the screen: label, help, control, and what is wrong; saves itself.

What is typed is saved after a pause, in the midst of typing where the context says that it is time, when the focus
leaves, when the editor is hidden and when ``flush`` asks. Where it cannot be saved, it stays as typed, a sentence says
why, and the context counts the editor as pending.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.field_shorthand import TOPIC
from selfassess.domain.model.fields import Field, Kind, Value, clean_value, explain_empty, find_problem, lacks_value
from selfassess.domain.model.people import list_people, names_a_person
from selfassess.domain.model.workbook import Assessment
from ui.widgets.announcement import announce
from ui.widgets.entry_state import describe_entry, word_help
from ui.widgets.forms import agreed, past
from ui.widgets.forms.controls import ChoiceControl, Control, DateControl, LineControl
from ui.widgets.forms.form_context import FormContext, find_record, not_theirs, reason_left_out
from ui.widgets.forms.options import list_link_options, list_topics
from ui.widgets.forms.pickers import LinkControl
from ui.widgets.forms.prose import ProseControl
from ui.widgets.forms.suggestions import SuggestionControl
from ui.widgets.look import show_if

PAUSE_MS = 700
UNSAVED = "Not saved, but still here"

_IN_WORDS = (Kind.TEXT, Kind.PROSE)
_AT_ONCE = (Kind.CHOICE, Kind.YES_NO, Kind.LINK, Kind.LINKS)
_QUIET_WHILE_TYPING = (Kind.WHOLE, Kind.DECIMAL, Kind.DATE, Kind.DATETIME)


class FieldEditor(QWidget):
    """Edits one field of one record at a time; ``label`` and ``help`` replace the catalogue's words where given."""

    saved = Signal()

    def __init__(
        self,
        context: FormContext,
        field: Field,
        parent: QWidget | None = None,
        *,
        label: str | None = None,
        help: str | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.field = field
        self.record_id: str | None = None
        self._shown: object = None
        self._read_only = self._closed = False
        words = label if label is not None else field.label
        self.control = _build_control(field, self._assessment_in_view, lambda: self.field_record)
        self.label = _build_field_label(words, "strong")
        self._help = word_help(field.help if help is None else help, required=field.required)
        self.help = _build_field_label(self._help if help is None else help, "quiet")
        self.error = _build_field_label("", "error")
        self._lay_out_field()
        self._name_control(words)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.save_as_typed)
        self.control.changed.connect(self._on_field_changed)
        self.control.left.connect(self._on_field_left)
        self.history = QAction("&History of this field…", self, shortcut=QKeySequence("Ctrl+H"))
        self.history.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.history.triggered.connect(self.show_history)
        self.addAction(self.history)
        past.offer_history_action(self.control.focus_target, self.history)
        if isinstance(self.control, LineControl) and names_a_person(field):
            self.control.offer_words(lambda: list_people((context.session.current, *context.session.earlier_years())))
        context.register_editor(self)

    def show_field_of(self, record: Record | None) -> None:
        """Show the field of another record (or none), after saving what is unsaved of the one before."""
        new_id = record.id if record is not None else None
        another = new_id != self.record_id
        if another:
            if self.field_record is not None:
                self.flush()
            self._timer.stop()
        kept = not another and self.has_unsaved_text
        self.record_id = new_id
        self.setEnabled(record is not None)
        if another:
            self._close_what_is_not_theirs(record)
        if not kept:
            self._show_field_value(record[self.field.key] if record is not None else None)

    def repaint_value(self) -> None:
        """Show what the workbook holds now, unless something unsaved is in the editor."""
        record = self.field_record
        if record is not None and not self.has_unsaved_text:
            self._show_field_value(record[self.field.key])

    @property
    def has_unsaved_text(self) -> bool:
        """Whether it holds something that the workbook does not."""
        return self.record_id is not None and self.control.raw_value() != self._shown

    def draft(self) -> tuple[str, str]:
        """The name of the field and what is typed in it."""
        raw = self.control.raw_value()
        return self.field.label, raw if isinstance(raw, str) else ""

    def flush(self) -> bool:
        """Save now; False where that is not possible, and then a sentence beside the field says why."""
        self._timer.stop()
        return self._save_typed_value(quietly=False)

    def show_history(self) -> past.FieldHistory | None:
        """Show every version of this field, once what is typed is saved; Ctrl+H or the control's own menu asks."""
        record = self.field_record
        if record is None or not self.flush():
            return None
        dialog = past.FieldHistory(
            self.context, record, self.field, self.label.text() or self.field.label, self.window()
        )
        dialog.open()
        return dialog

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read but not changed."""
        self._read_only = read_only
        self.control.set_read_only(read_only or self._closed)

    def _close_what_is_not_theirs(self, record: Record | None) -> None:
        """In a contributor's copy: let what is not in their hands be read, and say of what was left out that it was."""
        why = reason_left_out(self.context, record, self.field.key)
        closed = bool(why) or not_theirs(self.context, record)
        if closed != self._closed:
            self._closed = closed
            self.control.set_read_only(closed or self._read_only)
        if why:
            self._help = "Left out of this copy."
            self.help.setText(self._help)
            describe_entry(self.control.focus_target, self._help)
            show_if(self.help, True)

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.flush()
        super().hideEvent(event)

    def _save_typed_value(self, *, quietly: bool) -> bool:
        record_id, raw = self.record_id, self.control.raw_value()
        if record_id is None or self._read_only or self._closed or raw == self._shown:
            self._settle_field()
            return True
        refused = self._reason_refused(raw)
        command = SetField(record_id, self.field.key, raw)
        if refused is None and self._asks_before_writing(command):
            return False
        if refused is None:
            refused = self._run_set_field(command)
        elif quietly:
            return False
        if refused is not None:
            self._say_not_saved(refused)
            return False
        self._shown = raw
        if self.field.kind in _QUIET_WHILE_TYPING and not self.control.focus_target.hasFocus():
            self.repaint_value()
        self._settle_field()
        self.saved.emit()
        return True

    def _asks_before_writing(self, command: SetField) -> bool:
        """Whether the person must say first that they want to write in an agreed statement; asked in a pause."""
        if not agreed.find_agreed_touched(self.context, command):
            return False
        self.context.pending.add_editor(self)
        typing = self.control.focus_target.hasFocus() and self._timer.isActive()
        if not typing:
            field = self.control.focus_target if self.field.kind in _IN_WORDS else None
            agreed.ask_first(
                self.context, self.window(), command, self._write_after_consent, self._leave_as_agreed, field
            )
        return True

    def _write_after_consent(self) -> None:
        self.flush()
        self.control.focus_target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_as_agreed(self) -> None:
        """Show again what was agreed; what was typed is offered to be copied."""
        self._timer.stop()
        record, typed = self.field_record, self.control.raw_value()
        self._show_field_value(record[self.field.key] if record is not None else None)
        if isinstance(typed, str) and typed.strip() and self.field.kind in _IN_WORDS:
            agreed.offer_copy(self.window(), typed)

    def _reason_refused(self, raw: object) -> str | None:
        try:
            value = clean_value(self.field, raw)
        except InvalidValueError as error:
            return str(error)
        if lacks_value(self.field, value):
            return f"{explain_empty(self.field)} What was there before is kept until you write something."
        return None

    def _run_set_field(self, command: SetField) -> str | None:
        if self.context.run(command, initiator=self):
            return None
        return f"{UNSAVED}: {self.context.refusal}"

    def _show_field_value(self, value: Value) -> None:
        self.control.show_stored_value(value)
        self._shown = self.control.raw_value()
        self._settle_field()
        if (wrong := find_problem(self.field, value)) is not None:
            self._say_only(f"{wrong[0].upper()}{wrong[1:]}.")

    def _settle_field(self) -> None:
        self.context.pending.discard_editor(self)
        self._say_only("")

    def _say_not_saved(self, sentence: str) -> None:
        self.context.pending.add_editor(self)
        if self.error.text() != sentence:
            # Why nothing at all can be saved the window says itself.
            said = UNSAVED if sentence.startswith(UNSAVED) else sentence
            announce(self, f"{self.label.text() or self.field.label}: {said}", at_once=True)
        self._say_only(sentence)

    def _say_only(self, sentence: str) -> None:
        if self.error.text() == sentence:
            return
        self.error.setText(sentence)
        show_if(self.error, bool(sentence))
        describe_entry(self.control.focus_target, self._help, sentence)

    def _on_field_changed(self) -> None:
        if self.record_id is None:
            return
        if self.has_unsaved_text:
            self.context.pending.add_editor(self)
        if self.field.kind in _AT_ONCE:
            self.flush()
        else:
            self._timer.start()

    def save_as_typed(self) -> None:
        """Save what is typed so far; a number or a date that is only half there waits."""
        self._save_typed_value(quietly=self.field.kind in _QUIET_WHILE_TYPING and self.control.focus_target.hasFocus())

    def _on_field_left(self) -> None:
        if self.has_unsaved_text:
            self.flush()

    def _assessment_in_view(self) -> Assessment:
        assessment: Assessment = self.context.session.current
        return assessment

    @property
    def field_record(self) -> Record | None:
        """The record as the workbook holds it, None where there is none."""
        return find_record(self.context, self.record_id)

    def _lay_out_field(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.label, self.help, self.control, self.error):
            column.addWidget(widget)
        show_if(self.label, bool(self.label.text()))
        show_if(self.help, bool(self.help.text()))
        self.error.hide()
        column.addStretch(1)

    def _name_control(self, words: str) -> None:
        target = self.control.focus_target
        self.control.name_target(words or self.field.label)
        describe_entry(target, self._help)
        target.setObjectName(self.field.key)
        self.label.setBuddy(target)
        self.setFocusProxy(self.control)


def _build_control(field: Field, assessment: Callable[[], Assessment], record: Callable[[], Record | None]) -> Control:
    match field.kind:
        case Kind.PROSE:
            return ProseControl(field)
        case Kind.CHOICE | Kind.YES_NO:
            return ChoiceControl(field)
        case Kind.DATE:
            return DateControl(field)
        case Kind.LINK | Kind.LINKS:
            return LinkControl(field, lambda: list_link_options(field, assessment(), record()))
        case Kind.TEXT if field.key == TOPIC.key:
            return SuggestionControl(field, lambda: list_topics(assessment(), record()))
        case _:
            return LineControl(field)


def _build_field_label(text: str, look: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("look", look)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
