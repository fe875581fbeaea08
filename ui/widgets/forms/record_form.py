"""A form for one record: an editor for each of its fields, made from the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.short_forms import EMPTY, FIRST, RATED_TOGETHER, is_field_asked, order_form_fields
from ui.widgets import theme
from ui.widgets.accessible_roles import set_expanded
from ui.widgets.forms.comments import CommentLine
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.form_context import FormContext, find_record
from ui.widgets.forms.rating import RatingEditor
from ui.widgets.going_on import holds_keyboard
from ui.widgets.idle_queue import drop_work, in_turns
from ui.widgets.look import make_link_button, show_if

WIDE_TEXT = 125
"""The text size in percent up to which a form keeps its columns."""

AnyEditor = FieldEditor | RatingEditor

_WIDE = (Kind.PROSE, Kind.LINKS)


class RecordForm(QWidget):
    """Edits the fields of one record of ``kind``: all of them, or those that ``fields`` names, in that order.

    Prose, links and a first line of text take the whole width; the others stand in ``columns``. ``labels`` replaces the
    catalogue's words for a field; ``commented`` shows the comments on the record below its fields. A ``short`` form
    shows what matters most and what holds something; the rest comes with "More". The first editor is there at once, so
    that Tab finds it however soon it is pressed; the others come one after the other in turns of the event loop, and
    who asks for one gets it at once. ``grown`` tells that all are there, or that more or fewer of them show.
    """

    grown = Signal()

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
        short: bool = False,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.kind = CATALOGUE[kind]
        self.record_id: str | None = None
        self._comments: CommentLine | None = None
        self._commented = commented
        self._read_only = bool(context.read_only)
        self.fields = tuple(fields) if fields is not None else tuple(self.kind.by_key)
        self._first: Collection[str] = self.fields
        if short and kind in FIRST:
            self.fields, self._first = order_form_fields(kind, self.fields), FIRST[kind]
        self._labels = labels or {}
        self._made: dict[str, AnyEditor] = {}
        self.more = make_link_button("More fields", self.toggle_more)
        self.more.setParent(self)
        self.more.hide()
        self._grid: QGridLayout | None = None
        self._placed: list[AnyEditor] = []
        self._led_to = ""
        columns_fitting = max(columns * 100 // theme.px(100), 1) if theme.px(100) > WIDE_TEXT else columns
        self._columns = columns_fitting
        self._making = self._make_editors(columns_fitting)
        next(self._making, None)
        context.step_taken.connect(self._on_form_step)
        in_turns(self, self._making)

    @property
    def field_editors(self) -> dict[str, FieldEditor]:
        """Field -> its editor; those that are still to come are made now. Two fields may have one editor."""
        self._finish_making()
        return self._made  # type: ignore[return-value]  # the one of two fields does what is asked of each

    @property
    def held_editor(self) -> AnyEditor | None:
        """The editor that has the keyboard."""
        return next((editor for editor in self._made.values() if holds_keyboard(editor)), None)

    @property
    def comment_line(self) -> CommentLine | None:
        """The comments below the fields; None where there are to be none."""
        self._finish_making()
        return self._comments

    def show_form_of(self, record_id: str | None) -> bool:
        """Show another record, or none; what is unsaved of the one before is saved first.

        False where that cannot be saved: then the form stays where it is, and the field says why.
        """
        still_there = find_record(self.context, self.record_id) is not None
        if record_id != self.record_id and still_there and not self.flush():
            return False
        if record_id != self.record_id:
            self._led_to = ""
        self.record_id = record_id
        if self._comments is not None:
            self._comments.show_comments_of(record_id)
        record = find_record(self.context, record_id)
        for editor in self._made.values():
            self._show_in(editor, record)
        self._show_wanted_fields()
        return True

    @property
    def is_unfolded(self) -> bool:
        """Whether all fields show: somebody asked for them, or was led to one of them."""
        return self.kind.key in self.context.unfolded or bool(self._led_to)

    def toggle_more(self) -> None:
        """Show the fields beyond those that matter most, or fold them away; what holds something stays in view."""
        before = list(self._placed)
        if self.is_unfolded:
            self.context.unfolded.discard(self.kind.key)
            self._led_to = ""
        else:
            self.context.unfolded.add(self.kind.key)
        self._show_wanted_fields()
        new = next((editor for editor in self._placed if editor not in before), None)
        if new is not None:
            new.control.focus_target.setFocus(Qt.FocusReason.OtherFocusReason)
            self.grown.emit()

    def focus_form_field(self, key: str) -> None:
        """Bring the keyboard to a field, and the field into view."""
        if key in self.fields:
            while key not in self._made:
                next(self._making)
            editor = self._made[key]
            if editor not in self._placed:
                self._led_to = key
                self._show_wanted_fields()
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

    def _on_form_step(self, step: StepTaken) -> None:
        """Repaint the fields that a step changed and that did not ask for it themselves."""
        if self.record_id is None:
            return
        if self._comments is not None and step.touches_kind("comment"):
            self._comments.refresh_comment_line()
        own = [change for change in step.changes if change.record == self.record_id]
        is_of_whole = any(change.field is None for change in own)
        if is_of_whole:
            self.show_form_of(self.record_id)
            return
        for change in own:
            editor = self._made.get(change.field or "")
            if editor is not None and editor is not step.initiator:
                editor.repaint_value()
        self._repaint_links(step)
        self._show_wanted_fields(keep=self._placed)  # none goes away while somebody works on the record

    def _repaint_links(self, step: StepTaken) -> None:
        """A linked record may have a new name now, and what a source is chosen from follows the category."""
        kinds = {change.kind for change in step.changes}
        for editor in self._made.values():
            spec = editor.field
            if links_to_records(spec) and kinds.intersection(spec.target) and editor is not step.initiator:
                editor.repaint_value()

    def _show_in(self, editor: AnyEditor, record: Record | None) -> None:
        editor.show_field_of(record)
        show_if(editor.help, bool(editor.help.text()) and not self._is_read(record))
        if self._grid is None:  # what lays its fields out itself shows them all, or what there is to be read
            show_if(editor, self._is_wanted(editor, record))

    def _is_read(self, record: Record | None) -> bool:
        """Whether it is only read, in a year that others made, where a field without anything in it is left out."""
        others = record is not None and record.assessment is not None and bool(self.context.session.current.by_cqc)
        return others and bool(self.context.read_only)

    def _is_wanted(self, editor: AnyEditor, record: Record | None) -> bool:
        """Whether a field shows: it holds something, or is asked for and matters most or is unfolded."""
        keys = [key for key, each in self._made.items() if each is editor]
        if record is None or editor.has_unsaved_text or any(record[key] not in EMPTY for key in keys):
            return True
        if self._is_read(record):
            return False
        if self._first is self.fields or self._led_to in keys:
            return True
        asked = is_field_asked(record, keys[0], self.context.session.current)
        return asked and (self.is_unfolded or keys[0] in self._first)

    def _show_wanted_fields(self, keep: Collection[AnyEditor] = ()) -> None:
        """Give every editor that shows its place in the grid; what is folded away has none."""
        if self._grid is None:
            return
        record = find_record(self.context, self.record_id)
        made = list(dict.fromkeys(self._made.values()))
        wanted = [editor for editor in made if editor in keep or self._is_wanted(editor, record)]
        if wanted != self._placed:
            for editor in made:
                show_if(editor, editor in wanted)
            self._place_editors(wanted)
        folded = [
            editor
            for editor in made
            if editor not in wanted
            and record is not None
            and is_field_asked(record, editor.field.key, self.context.session.current)
        ]
        can_fold = self.is_unfolded and self._first is not self.fields and not self._is_read(record)
        self.more.setText("Fewer fields" if can_fold else "More fields")
        self.more.setAccessibleDescription(", ".join(editor.label.text() for editor in folded))
        set_expanded(self.more, can_fold)
        is_whole = set(self.fields) <= set(self._made)
        show_if(self.more, is_whole and (can_fold or (bool(folded) and not self._is_read(record))))

    def _finish_making(self) -> None:
        drop_work(self)
        for _ in self._making:
            pass

    def _make_editors(self, columns: int) -> Iterator[None]:
        """Make the editors in turns, each in its place: all in one would hold the window up."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        for each in range(columns):
            grid.setColumnStretch(each, 1)
        column.addLayout(grid)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for key in self.fields:
            if key not in self._made:
                self._make_editor(key)
                self._show_wanted_fields()
                yield
        if self._commented:
            self._comments = CommentLine(self.context)
            column.addWidget(self._comments)  # first: shown without a place it would be a window
            self._comments.show_comments_of(self.record_id)
            self._show_now(self._comments)
        self.grown.emit()

    def _place_editors(self, wanted: list[AnyEditor]) -> None:
        grid = self._grid
        assert grid is not None
        columns = self._columns
        for editor in self._placed:
            grid.removeWidget(editor)
        self._placed = wanted
        row = column = 0
        for index, editor in enumerate(wanted):
            wide = isinstance(editor, RatingEditor) or editor.field.kind in _WIDE
            if wide or (index == 0 and editor.field.kind is Kind.TEXT):
                row += column > 0
                grid.addWidget(editor, row, 0, 1, columns)
                row, column = row + 1, 0
            else:
                grid.addWidget(editor, row, column)
                row, column = (row + 1, 0) if column + 1 == columns else (row, column + 1)
            self._show_now(editor)

    def _show_now(self, part: QWidget) -> None:
        """Show what came into a form that shows already; Qt would wait for the next round."""
        if self.isVisible() and not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            part.show()

    def _make_editor(self, key: str) -> FieldEditor:
        """Make the editor of a field; one that is chosen together with another has the same as that."""
        pair = next((each for each in RATED_TOGETHER.get(self.kind.key, ()) if key in each), ())
        keys = pair if pair and set(pair) <= set(self.fields) else (key,)
        specs = [self.kind.by_key[each] for each in keys]
        editor: AnyEditor
        if len(specs) > 1:
            editor = RatingEditor(self.context, (specs[0], specs[1]), self)
        else:
            editor = FieldEditor(self.context, specs[0], self, label=self._labels.get(key))
        editor.set_read_only(self._read_only)
        self._made |= dict.fromkeys(keys, editor)
        self._show_in(editor, find_record(self.context, self.record_id))
        return editor  # type: ignore[return-value]
