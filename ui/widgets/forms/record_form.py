"""A form for one record: an editor for each of its fields, made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import Kind
from ui.widgets import theme
from ui.widgets.forms.comments import CommentLine
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.form_context import FormContext, find_record
from ui.widgets.idle_queue import drop, in_turns
from ui.widgets.look import show

WIDE_TEXT = 125
"""The text size in percent up to which a form keeps its columns."""

EMPTY = (None, "", ())
"""What a field without anything in it holds; in a year that others made such a field is left out."""

_WIDE = (Kind.PROSE, Kind.LINKS)


class RecordForm(QWidget):
    """Edits the fields of one record of ``kind``: all of them, or those that ``fields`` names, in that order.

    Prose, links and a first line of text take the whole width; the others stand in ``columns``. ``labels`` replaces the
    catalogue's words for a field; ``commented`` shows the comments on the record below its fields. The first editor is
    there at once, so that Tab finds it however soon it is pressed; the others come one after the other in turns of the
    event loop, and who asks for one gets it at once.
    """

    def __init__(
        self,
        context: FormContext,
        kind: str,
        fields: Sequence[str] | None = None,
        columns: int = 1,
        parent: QWidget | None = None,
        *,
        labels: Mapping[str, str] | None = None,
        commented: bool = False,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.kind = CATALOGUE[kind]
        self.record_id: str | None = None
        self._comments: CommentLine | None = None
        self._commented = commented
        self._read_only = bool(context.read_only)
        self.fields = tuple(fields) if fields is not None else tuple(self.kind.by_key)
        self._labels = labels or {}
        self._made: dict[str, FieldEditor] = {}
        self._making = self._make(max(columns * 100 // theme.px(100), 1) if theme.px(100) > WIDE_TEXT else columns)
        next(self._making, None)
        context.step_taken.connect(self._on_step)
        in_turns(self, self._making)

    @property
    def editors(self) -> dict[str, FieldEditor]:
        """Field -> its editor; those that are still to come are made now."""
        self._finish()
        return self._made

    @property
    def comments(self) -> CommentLine | None:
        """The comments below the fields; None where there are to be none."""
        self._finish()
        return self._comments

    def show_record(self, record_id: str | None) -> bool:
        """Show another record, or none; what is unsaved of the one before is saved first.

        False where that cannot be saved: then the form stays where it is, and the field says why.
        """
        still_there = find_record(self.context, self.record_id) is not None
        if record_id != self.record_id and still_there and not self.flush():
            return False
        self.record_id = record_id
        if self._comments is not None:
            self._comments.show_record(record_id)
        record = find_record(self.context, record_id)
        for editor in self._made.values():
            self._show_in(editor, record)
        return True

    def focus_field(self, key: str) -> None:
        """Bring the keyboard to a field, and the field into view."""
        if key in self.fields:
            while key not in self._made:
                next(self._making)
            editor = self._made[key]
            editor.control.focus_target.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Save every field now; False where one of them cannot be saved."""
        refused = [editor for editor in self._made.values() if not editor.flush()]
        return not refused

    def set_read_only(self, read_only: bool) -> None:
        """Let the record be read but not changed."""
        self._read_only = read_only
        for editor in self._made.values():
            editor.set_read_only(read_only)

    def _on_step(self, step: StepTaken) -> None:
        """Repaint the fields that a step changed and that did not ask for it themselves."""
        if self.record_id is None:
            return
        if self._comments is not None and step.touches("comment"):
            self._comments.refresh()
        own = [change for change in step.changes if change.record == self.record_id]
        if any(change.field is None for change in own):
            self.show_record(self.record_id)
            return
        for change in own:
            editor = self._made.get(change.field or "")
            if editor is not None and editor is not step.initiator:
                editor.repaint_value()
        self._repaint_links(step)

    def _repaint_links(self, step: StepTaken) -> None:
        """A linked record may have a new name now, and what a source is chosen from follows the category."""
        kinds = {change.kind for change in step.changes}
        for editor in self._made.values():
            spec = editor.field
            if links_to_records(spec) and kinds.intersection(spec.target) and editor is not step.initiator:
                editor.repaint_value()

    def _show_in(self, editor: FieldEditor, record: Record | None) -> None:
        """Show a field of a record; in a year that others made, one without anything in it is left out."""
        read = record is not None and record.assessment is not None and bool(self.context.session.current.by_cqc)
        editor.show_record(record)
        show(editor, not read or (record is not None and record[editor.field.key] not in EMPTY))
        show(editor.help, bool(editor.help.text()) and not read)

    def _finish(self) -> None:
        drop(self)
        for _ in self._making:
            pass

    def _make(self, columns: int) -> Iterator[None]:
        """Make the editors in turns, each in its place: all in one would hold the window up."""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        for each in range(columns):
            grid.setColumnStretch(each, 1)
        row = column = 0
        for index, key in enumerate(self.fields):
            editor = self._editor(key)
            if (index == 0 and editor.field.kind is Kind.TEXT) or editor.field.kind in _WIDE:
                row += column > 0
                grid.addWidget(editor, row, 0, 1, columns)
                row, column = row + 1, 0
            else:
                grid.addWidget(editor, row, column)
                row, column = (row + 1, 0) if column + 1 == columns else (row, column + 1)
            self._show_now(editor)
            yield
        if self._commented:
            self._comments = CommentLine(self.context)
            grid.addWidget(self._comments, row + 1, 0, 1, columns)  # first: shown without a place it would be a window
            self._comments.show_record(self.record_id)
            self._show_now(self._comments)

    def _show_now(self, part: QWidget) -> None:
        """Show what came into a form that shows already; Qt would wait for the next round."""
        if self.isVisible() and not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            part.show()

    def _editor(self, key: str) -> FieldEditor:
        editor = FieldEditor(self.context, self.kind.by_key[key], self, label=self._labels.get(key))
        editor.set_read_only(self._read_only)
        self._made[key] = editor
        self._show_in(editor, find_record(self.context, self.record_id))
        return editor
