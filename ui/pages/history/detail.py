"""One line of the history beside the list: the text before and after with its words marked, and what one can do."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.history.history import Telling, format_time_span
from selfassess.domain.history.history_wording import Memory, compare_telling_texts, find_told_field
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.journal import POSITION, Operation
from selfassess.domain.text.text_diff import Piece
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.history.model import Line
from ui.widgets import look, theme
from ui.widgets.forms.form_context import find_record
from ui.widgets.marked import LEGEND, MarkedText

NOTHING = "Choose a line to see the text before and after it, with what changed in it marked."
LONG = 20_000
"""Texts of more characters than this are compared on a worker."""


class Detail(QScrollArea):
    """What one line tells. It asks for a restored value, for a place, for a removed record, for a narrower list."""

    restore_asked = Signal(object)
    go_asked = Signal()
    back_asked = Signal()
    narrow_asked = Signal(str)
    remove_asked = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.line: Line | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.where, self.who, self.how = look.make_heading(""), look.make_quiet_label(""), look.make_label("", "strong")
        self.text = MarkedText("The text before and after")
        self.legend = look.make_quiet_label(LEGEND)
        self.note = look.make_quiet_label("")
        self.this = look.make_secondary_button("", lambda: self.restore_asked.emit(self._require_telling().new))
        self.before = look.make_secondary_button("", lambda: self.restore_asked.emit(self._require_telling().old))
        self.go = look.make_secondary_button("Go to it", self.go_asked.emit)
        self.back = look.make_primary_button("Bring it back", self.back_asked.emit)
        self.of_field = look.make_link_button("", lambda: self.narrow_asked.emit(str(self._require_telling().field)))
        self.of_record = look.make_link_button("All changes of this record", lambda: self.narrow_asked.emit(""))
        self.for_good = look.make_link_button("Remove for good…", self.remove_asked.emit)
        self._lay_out_line_detail()
        self.show_history_line(None, None)

    def show_history_line(self, line: Line | None, memory: Memory | None) -> None:
        """Show a line, or that none is chosen."""
        self.line = line
        for part in (self.who, self.how, self.text, self.legend, self.note, *self._action_buttons):
            look.show_if(part, line is not None)
        if line is None or memory is None:
            self.where.setText(NOTHING)
            look.set_look(self.where, "muted")
            return
        look.set_look(self.where, "subheading")
        self.where.setText(line.where)
        self.who.setText(_describe_line_author(line))
        self._describe_how_changed(line.telling)
        self._show_changed_text(line, memory)
        self._offer_line_actions(line.telling)

    def refresh_line_actions(self) -> None:
        """Offer what can be done with the line now, after something was written."""
        if self.line is not None:
            self._offer_line_actions(self.line.telling)

    @property
    def _action_buttons(self) -> tuple[QWidget, ...]:
        return self.this, self.before, self.go, self.back, self.of_field, self.of_record, self.for_good

    def _require_telling(self) -> Telling:
        assert self.line is not None
        return self.line.telling

    def _describe_how_changed(self, telling: Telling) -> None:
        spec = find_told_field(telling)
        if spec:
            said = spec.label
        elif telling.field == POSITION:
            said = "Moved in its list"
        else:
            said = ""
        if telling.operation is not Operation.UPDATE:
            said = "Removed. It said:" if telling.is_removal else "Added with:"
        self.how.setText(said)

    def _show_changed_text(self, line: Line, memory: Memory) -> None:
        telling = line.telling
        look.show_if(self.text, telling.field != POSITION)
        look.show_if(self.legend, telling.field not in (None, POSITION))
        if max(len(str(telling.old)), len(str(telling.new))) <= LONG or telling.field is None:
            self._show_marked_pieces((line, compare_telling_texts(telling, memory)))
            return
        self.text.show_marked_pieces(())
        task = Task(lambda progress, cancelled: (line, compare_telling_texts(telling, memory)))
        task.done.connect(self._show_marked_pieces)
        task.start()

    def _show_marked_pieces(self, found: tuple[Line, tuple[Piece, ...]]) -> None:
        if self.line is found[0]:
            self.text.show_marked_pieces(found[1], folded=True)

    def _offer_line_actions(self, telling: Telling) -> None:
        spec = find_told_field(telling)
        record = find_record(self.workspace, telling.record)
        year = self.line.year if self.line is not None else ""
        own = self.workspace.session.current_id
        elsewhere = year not in ("", own, telling.record) and any(
            e.id == year for e in self.workspace.session.assessments
        )
        free = not self.workspace.read_only
        is_text = spec is not None and spec.kind in (Kind.TEXT, Kind.PROSE)
        noun = "text" if is_text else "value"
        self.this.setText(f"Restore this {noun}")
        self.before.setText(f"Restore the {noun} before")
        field_words = ""
        if spec is not None:
            field_words = f"All changes of “{spec.label}”"
        self.of_field.setText(field_words)
        can = free and spec is not None and record is not None
        look.show_if(self.this, can and _differs_from_current(record, telling.field, telling.new))
        look.show_if(self.before, can and _differs_from_current(record, telling.field, telling.old))
        look.show_if(self.go, record is not None or (elsewhere and not telling.is_removal))
        look.show_if(self.back, free and telling.is_removal and record is None)
        look.show_if(self.of_field, spec is not None)
        look.show_if(self.for_good, free)
        said = ""
        if record is None and not elsewhere and not telling.is_removal:
            said = "What this was about was removed since. Look for its removal to bring it back."
        elif elsewhere and spec is not None:
            said = "This belongs to another year. Open that year to restore a text in it."
        self.note.setText(said)
        look.show_if(self.note, bool(said))

    def _lay_out_line_detail(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.where)
        column.addWidget(self.who)
        for button in self._action_buttons:
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for button in (self.back, self.this, self.before, self.go):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        for told in (self.note, self.how, self.text, self.legend):
            column.addWidget(told)
        for button in (self.of_field, self.of_record, self.for_good):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        inside.setProperty("look", "surface")
        self.setWidget(inside)
        self.setMinimumWidth(theme.px(260))
        self.setAccessibleName("The change in full")


def _describe_line_author(line: Line) -> str:
    telling = line.telling
    saves = f", saved {telling.saves:,} times" if telling.saves > 1 else ""
    way = f". {telling.way[0].upper()}{telling.way[1:]}" if telling.way else ""
    return f"{line.who}, {format_time_span(telling)}{saves}{way}"


def _differs_from_current(record: Record | None, field: str | None, value: Any) -> bool:
    plain: Value = tuple(value) if isinstance(value, list) else value
    if record is None:
        return False
    if field is None:
        return False
    return field in record.values and record[field] != plain
