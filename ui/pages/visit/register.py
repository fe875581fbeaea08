"""One register of the visit: its records in a table, a line to add one, and beside them the form of the one in view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import AddRecord, RemoveRecord
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.new_year import new_id
from ui.bridge.workspace import Workspace
from ui.pages.visit.model import Register
from ui.widgets import look, theme
from ui.widgets.flow import Flow
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.going_on import holds_keyboard
from ui.widgets.tables import ListAndDetail, RowsModel, Table

NARROW = 820
"""Below this width (at 100 % text) the form stands below the table."""
LEAST = 320
"""Table and form have at least this height (at 100 % text); with less room the page scrolls."""


class RegisterPart(QWidget):
    """The records of one kind, kept as they are in the year in view."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        super().__init__()
        self.workspace, self.register = workspace, register
        self.record: str | None = None
        kind = CATALOGUE[register.kind]
        self.summary = look.make_label("", "strong")
        self.summary.setWordWrap(True)
        self.model = RowsModel(
            (),
            search=lambda record: record.text_of(register.title_field),
            natural=lambda record: (record.position, record.id),
            colour=theme.colour,
            parent=self,
        )
        self.table = Table(self.model, kind.plural)
        self.empty = look.EmptyState("None yet. Add the first in the line below.")
        self.new = NewRecordLine(workspace, register.prompt, self._add_record, parent=self)
        self.new.added.connect(lambda id: self.open_record(id, self._second_field))
        self.heading = look.make_heading(kind.name)
        self.form = RecordForm(workspace, register.kind, commented=True)
        self.remove = look.make_secondary_button("Remove", self.remove_record)
        self.remove.setAccessibleName(f"Remove {kind.name.lower()}")
        self.for_good = look.make_link_button("Remove for good…", lambda: workspace.go(f"remove:{self.record}"))
        self._lay_out_register()
        self.table.chosen.connect(self._on_row_chosen)
        self.table.opened.connect(lambda id: self.open_record(id, self.form.fields[0]))
        self.reload()

    def reload(self) -> None:
        """Show the records of the year in view."""
        year, here = self.workspace.session.current, self.record
        columns = self.register.columns(year, self.workspace.today())
        self.model.show_rows(year.records_of(self.register.kind), columns)
        self.table.lay_out_columns(columns)
        there = here if here is not None and self.model.row_place(here) is not None else None
        first = next(iter(self.model.shown_ids), None)
        self.table.choose_row(there or first)
        self._show_record(there or first)
        self._say_state()

    def follow_step(self, step: StepTaken) -> None:
        """Bring the rows up to what a step changed; the keyboard goes on where its record is gone."""
        if not step.touches_kind(self.register.kind, *self.register.also):
            return
        year = self.workspace.session.current
        records = year.records_of(self.register.kind)
        if {each.id for each in records} != set(self.model.shown_ids):
            place, held = self.table.currentIndex().row(), holds_keyboard(self.form) or holds_keyboard(self.remove)
            gone = self.record is not None and self.record not in year.by_id
            self.reload()
            if gone and held and not self.table.focus_row_near(place):
                self.new.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.model.put_many(records)
        self.model.replace_columns_and_repaint(self.register.columns(year, self.workspace.today()))
        self._say_state()

    def open_record(self, id: str, field: str = "") -> bool:
        """Go to a record and a field of it; False where it is not in this year."""
        if self.model.row_place(id) is None:
            return False
        self.table.choose_row(id)
        self._show_record(id)
        if field:
            self.form.focus_form_field(field)
        return True

    def remove_record(self) -> None:
        """Remove the record in view; undo brings it back."""
        if self.record is not None and self.workspace.flush():
            self.workspace.run(RemoveRecord(self.record))

    @property
    def _second_field(self) -> str:
        return self.form.fields[1]

    def _add_record(self, name: str) -> str:
        id = new_id()
        return id if self.workspace.run(AddRecord(self.register.kind, id, {self.register.title_field: name})) else ""

    def _on_row_chosen(self, id: str) -> None:
        if not self._show_record(id):
            self.table.blockSignals(True)
            self.table.choose_row(self.record)
            self.table.blockSignals(False)

    def _show_record(self, id: str | None) -> bool:
        if not self.form.show_form_of(id):
            return False
        self.record = id
        self.detail.setVisible(id is not None)
        self._say_heading()
        return True

    def _say_heading(self) -> None:
        record = self.workspace.session.current.by_id.get(self.record or "")
        self.heading.setText(record.text_of(self.register.title_field) if record is not None else "")

    def _say_state(self) -> None:
        summary = self.register.summary(self.workspace.session.current, self.workspace.today())
        self.summary.setText(summary)
        look.show_if(self.summary, bool(summary))
        look.show_if(self.table, bool(self.model.total))
        look.show_if(self.empty, not self.model.total)
        for button in (self.remove, self.for_good):
            look.show_if(button, not self.workspace.read_only)
        self._say_heading()

    def _lay_out_register(self) -> None:
        left, inside = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(8)
        for widget in (self.empty, self.new):
            column.addWidget(widget)
        column.insertWidget(1, self.table, 1)
        column.addStretch(0)
        foot = Flow()
        for button in (self.remove, self.for_good):
            foot.add_part(button)
        beside = QVBoxLayout(inside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(look.make_card(self.heading, self.form, foot))
        beside.addStretch(1)
        self.heading.setWordWrap(True)
        self.detail = look.ScrollArea()
        self.detail.setWidgetResizable(True)
        self.detail.setFrameShape(QFrame.Shape.NoFrame)
        self.detail.setMinimumWidth(300)
        self.detail.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(look.make_quiet_label(self.register.what))
        whole.addWidget(self.summary)
        split = ListAndDetail(left, self.detail, lambda width: width < theme.px(NARROW), (4, 3))
        split.setMinimumHeight(theme.px(LEAST))
        whole.addWidget(split, 1)
