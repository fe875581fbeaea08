"""A form for one record: an editor for each of its fields, made from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from selfassess.domain.events import StepTaken
from selfassess.domain.fields import Kind
from selfassess.domain.records import CATALOGUE, links_to_records
from ui.widgets import theme
from ui.widgets.forms.comments import CommentLine
from ui.widgets.forms.desk import Desk, find_record
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.look import show

WIDE_TEXT = 125
"""The text size in percent up to which a form keeps its columns."""

EMPTY = (None, "", ())
"""What a field without anything in it holds; in a year that others made such a field is left out."""

_WIDE = (Kind.PROSE, Kind.LINKS)


class RecordForm(QWidget):
    """Edits the fields of one record of ``kind``: all of them, or those that ``fields`` names, in that order.

    Prose, links and a first line of text take the whole width; the others stand in ``columns``. ``labels`` replaces the
    catalogue's words for a field; ``commented`` shows the comments on the record below its fields.
    """

    def __init__(
        self,
        desk: Desk,
        kind: str,
        fields: Sequence[str] | None = None,
        columns: int = 1,
        parent: QWidget | None = None,
        *,
        labels: Mapping[str, str] | None = None,
        commented: bool = False,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.kind = CATALOGUE[kind]
        self.record_id: str | None = None
        self._read_only = False
        keys = tuple(fields) if fields is not None else tuple(self.kind.by_key)
        said = labels or {}
        self.editors = {key: FieldEditor(desk, self.kind.by_key[key], self, label=said.get(key)) for key in keys}
        self.comments = CommentLine(desk) if commented else None
        self._lay_out(max(columns * 100 // theme.px(100), 1) if theme.px(100) > WIDE_TEXT else max(columns, 1))
        self.set_read_only(bool(desk.read_only))
        self.show_record(None)
        desk.step_taken.connect(self._on_step)

    def show_record(self, record_id: str | None) -> bool:
        """Show another record, or none; what is unsaved of the one before is saved first.

        False where that cannot be saved: then the form stays where it is, and the field says why.
        """
        still_there = find_record(self.desk, self.record_id) is not None
        if record_id != self.record_id and still_there and not self.flush():
            return False
        self.record_id = record_id
        if self.comments is not None:
            self.comments.show_record(record_id)
        record = find_record(self.desk, record_id)
        read = record is not None and record.assessment is not None and bool(self.desk.session.current.by_cqc)
        for key, editor in self.editors.items():
            editor.show_record(record)
            show(editor, not read or (record is not None and record[key] not in EMPTY))
            show(editor.help, bool(editor.help.text()) and not read)
        return True

    def focus_field(self, key: str) -> None:
        """Bring the keyboard to a field, and the field into view."""
        editor = self.editors.get(key)
        if editor is not None:
            editor.control.focus_target.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Save every field now; False where one of them cannot be saved."""
        refused = [editor for editor in self.editors.values() if not editor.flush()]
        return not refused

    def set_read_only(self, read_only: bool) -> None:
        """Let the record be read but not changed."""
        self._read_only = read_only
        for editor in self.editors.values():
            editor.set_read_only(read_only)

    def _on_step(self, step: StepTaken) -> None:
        """Repaint the fields that a step changed and that did not ask for it themselves."""
        if self.record_id is None:
            return
        if self.comments is not None and step.touches("comment"):
            self.comments.refresh()
        own = [change for change in step.changes if change.record == self.record_id]
        if any(change.field is None for change in own):
            self.show_record(self.record_id)
            return
        for change in own:
            editor = self.editors.get(change.field or "")
            if editor is not None and editor is not step.initiator:
                editor.repaint_value()
        self._repaint_links(step)

    def _repaint_links(self, step: StepTaken) -> None:
        """A linked record may have a new name now, and what a source is chosen from follows the category."""
        kinds = {change.kind for change in step.changes}
        for editor in self.editors.values():
            spec = editor.field
            if links_to_records(spec) and kinds.intersection(spec.target) and editor is not step.initiator:
                editor.repaint_value()

    def _lay_out(self, columns: int) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        row = column = 0
        for index, editor in enumerate(self.editors.values()):
            if (index == 0 and editor.field.kind is Kind.TEXT) or editor.field.kind in _WIDE:
                row += column > 0
                grid.addWidget(editor, row, 0, 1, columns)
                row, column = row + 1, 0
                continue
            grid.addWidget(editor, row, column)
            column += 1
            if column == columns:
                row, column = row + 1, 0
        if self.comments is not None:
            grid.addWidget(self.comments, row + 1, 0, 1, columns)
        for each in range(columns):
            grid.setColumnStretch(each, 1)
