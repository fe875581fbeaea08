"""How likely and how severe, chosen together as one square of a grid and said in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.model.fields import Field, find_problem
from selfassess.domain.model.risk_rating import describe_rating, read_rating
from ui.widgets.announcement import announce
from ui.widgets.entry_state import say_refusal
from ui.widgets.forms import agreed, past
from ui.widgets.forms.controls import Control
from ui.widgets.forms.form_context import FormContext, find_record, not_theirs, reason_left_out
from ui.widgets.look import make_label, make_link_button, make_quiet_label, show_if
from ui.widgets.rating_grid import Rating, RatingGrid

UNRATED = "Not rated yet. Choose a square: the higher, the likelier; the further right, the more severe."


class RatingControl(Control):
    """The grid as the part of an editor that takes the keyboard: the square that is chosen, else the first."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.grid = RatingGrid(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.grid)
        row.addStretch(0)

    @property
    def focus_target(self) -> QWidget:  # type: ignore[override]
        """The square to begin at."""
        return self.grid.group.checkedButton() or self.grid.squares[3, 3]

    def raw_value(self) -> Rating | None:
        return next((rating for rating, square in self.grid.squares.items() if square.isChecked()), None)


class RatingEditor(QWidget):
    """Edits two fields of a record at once, as one step; it stands in a form where an editor of each would."""

    saved = Signal()
    has_unsaved_text = False

    def __init__(self, context: FormContext, fields: tuple[Field, Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.fields = context, fields
        self.field = fields[0]
        self.record_id: str | None = None
        self._read_only = self._closed = False
        name = f"{fields[0].label} and {fields[1].label.lower()}"
        self.control = RatingControl(name)
        self.label = make_label(name, "strong")
        self.help = make_quiet_label("")
        self.said = make_quiet_label("")
        self.clear = make_link_button("Clear", self.clear_rating)
        self.clear.setAccessibleName(f"Clear {name.lower()}")
        self.error = make_label("", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self.said, 1)
        line.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignRight)
        for part in (self.label, self.help, self.control):
            column.addWidget(part)
        column.addLayout(line)
        column.addWidget(self.error)
        column.addStretch(1)
        for part in (self.help, self.error):
            part.hide()
        self.control.grid.picked.connect(self.choose_rating)
        self.control.grid.cleared.connect(self.clear_rating)
        self._histories = [self._make_history_action(each) for each in fields]
        self._histories[0].setShortcut(QKeySequence("Ctrl+H"))

    def show_field_of(self, record: Record | None) -> None:
        """Show the rating of another record, or of none."""
        self.record_id = record.id if record is not None else None
        self.setEnabled(record is not None)
        why = next(filter(None, (reason_left_out(self.context, record, each.key) for each in self.fields)), "")
        self._closed = bool(why) or not_theirs(self.context, record)
        self.help.setText("Left out of this copy." if why else "")
        show_if(self.help, bool(why))
        self.repaint_value()

    def repaint_value(self) -> None:
        """Show what the workbook holds now."""
        record = find_record(self.context, self.record_id)
        rating = read_rating(record, *(each.key for each in self.fields)) if record is not None else None
        self.control.grid.show_rating(rating)
        self.said.setText(describe_rating(*rating) if rating else UNRATED)
        wrong = [find_problem(each, record[each.key]) for each in self.fields] if record is not None else []
        half = record is not None and any(record[each.key] is not None for each in self.fields)
        missing = "Only one of the two is given." if half and not rating else ""
        self._say_wrong(" ".join(f"{each[0].upper()}{each[1:]}." for each in wrong if each) or missing)
        show_if(self.clear, half and not self._is_closed)
        self._close_squares()

    def choose_rating(self, rating: Rating) -> None:
        """Write a rating; where the statement is agreed it is asked first."""
        self._write((rating[0], rating[1]))

    def clear_rating(self) -> None:
        """Leave both open again."""
        self._write((None, None))

    def flush(self) -> bool:
        """Nothing waits here: what is chosen is written at once."""
        return True

    def draft(self) -> tuple[str, str]:
        """Nothing is ever left unsaved."""
        return self.label.text(), ""

    def set_read_only(self, read_only: bool) -> None:
        """Let it be read but not changed."""
        self._read_only = read_only
        self._close_squares()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._histories)
        menu.popup(event.globalPos())

    @property
    def _is_closed(self) -> bool:
        return self._read_only or self._closed

    def _close_squares(self) -> None:
        for square in self.control.grid.squares.values():
            square.setEnabled(not self._is_closed)

    def _write(self, values: tuple[int | None, int | None]) -> None:
        if self.record_id is None or self._is_closed:
            return
        settings = tuple(
            SetField(self.record_id, spec.key, value) for spec, value in zip(self.fields, values, strict=True)
        )
        command = SetMany(settings)
        if agreed.ask_first(self.context, self.window(), command, lambda: self._write(values), self.repaint_value):
            return
        done = self.context.run(command, initiator=self)
        self.repaint_value()
        if done:
            announce(self, self.said.text() if values[0] else "Not rated")
            self.saved.emit()
        else:
            self._say_wrong(self.context.refusal)

    def _say_wrong(self, sentence: str) -> None:
        say_refusal(self.error, sentence)

    def _make_history_action(self, spec: Field) -> QAction:
        action = QAction(f"&History of {spec.label.lower()}…", self)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self._show_history(spec))
        self.addAction(action)
        return action

    def _show_history(self, spec: Field) -> None:
        record = find_record(self.context, self.record_id)
        if record is not None:
            past.FieldHistory(self.context, record, spec, spec.label, self.window()).open()
