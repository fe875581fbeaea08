"""One thing said of many records: the line that appears once several are selected, and the dialog that asks what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model import bulk_edit
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, clean_filled
from selfassess.domain.model.journal import Change
from selfassess.services.workbook.bulk_edit import take_bulk_changes
from ui.bridge.workspace import Workspace
from ui.pages.registers.kinds import Register, count_in_words
from ui.widgets import theme
from ui.widgets.entry_state import say_refusal
from ui.widgets.forms.controls import ChoiceControl, Control, DateControl, LineControl
from ui.widgets.forms.options import list_link_options
from ui.widgets.forms.pickers import LinkControl
from ui.widgets.look import (
    make_label,
    make_link_button,
    make_primary_button,
    make_quiet_label,
    make_secondary_button,
    make_text,
)
from ui.widgets.reading_order import InReadingOrder

ADD, TAKE_OUT, SET = "add", "take out", "set"


class BulkLine(QFrame):
    """How many are selected, and what can be done with all of them."""

    changing = Signal()
    removing = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.words = make_label("", "strong")
        self.words.setWordWrap(False)
        self.change = make_secondary_button("Change all…", self.changing.emit)
        self.remove = make_secondary_button("Remove all", self.removing.emit)
        self.clear = make_link_button("Select none", self.cleared.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for widget in (self.words, self.change, self.remove, self.clear):
            row.addWidget(widget)
        row.addStretch(1)
        self.hide()

    def show_selection_count(self, count: int) -> None:
        """Show that so many are selected; of one there is nothing to say here."""
        self.words.setText(f"{count:,} selected")
        self.setVisible(count > 1)


class BulkDialog(InReadingOrder, QDialog):
    """Asks which field, and what is to be written there; then it is one step."""

    def __init__(self, workspace: Workspace, register: Register, ids: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace, self.register, self.ids = workspace, register, tuple(ids)
        self.kind = CATALOGUE[register.kind]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.counted = count_in_words(register, len(self.ids))
        self.setWindowTitle(f"Change {self.counted}")
        self.setMinimumWidth(theme.px(460))
        self.fields = QComboBox()
        self.fields.setAccessibleName("What to change")
        self.controls: dict[str, Control] = {}
        self.pages = QStackedWidget()
        self.ways = QButtonGroup(self)
        self.way_row = self._build_way_choices()
        self.empty = QCheckBox("Empty it in all of them")
        self.said = make_quiet_label("")
        self.refused = make_label("", "error")
        self.go = make_primary_button("", self.change_records)
        self.cancel = make_secondary_button("Cancel", self.reject)
        for key in register.for_many:
            self._add_field_control(self.kind.by_key[key])
        self._lay_out_bulk_dialog()
        self.fields.currentIndexChanged.connect(lambda _: self._show_chosen_field())
        self.ways.buttonToggled.connect(lambda *_: self._preview_change())
        self.empty.toggled.connect(self._on_empty_toggled)
        self._show_chosen_field()

    @property
    def chosen_field(self) -> Field:
        """The field that is chosen."""
        return self.kind.by_key[str(self.fields.currentData())]

    def link_way(self) -> str:
        """What is done with links: ADD or TAKE_OUT; SET for every other field."""
        if self.chosen_field.kind is not Kind.LINKS:
            return SET
        if self.ways.buttons()[0].isChecked():
            return ADD
        return TAKE_OUT

    def change_records(self) -> None:
        """Do it, and close; where it cannot be done, say why."""
        why = self._reason_not_possible()
        if why or not self.workspace.flush():
            self._show_refusal(why or "Something you typed cannot be saved yet. Put it right first.")
            return
        label = f"change “{self.chosen_field.label}” of {self.counted}"
        changes = self._plan_bulk_changes(self._selected_records())
        if self.workspace.take_long_step(take_bulk_changes(self.workspace.session, label, changes), "Changing"):
            self.accept()
        else:
            self._show_refusal(self.workspace.refusal)

    def _plan_bulk_changes(self, records: Sequence[Record]) -> Iterator[Change]:
        raw = self._raw_value()
        key = self.chosen_field.key
        if self.link_way() == SET:
            return bulk_edit.set_field(records, key, raw)
        keys = raw if isinstance(raw, tuple) else ()
        if self.link_way() == ADD:
            return bulk_edit.add_links(records, key, keys)
        return bulk_edit.take_links(records, key, keys)

    def _selected_records(self) -> list[Record]:
        by_id = self.workspace.session.current.by_id
        return [by_id[id] for id in self.ids if id in by_id]

    def _reason_not_possible(self) -> str:
        raw = self._raw_value()
        if self.link_way() != SET and not raw:
            return f"Choose first: {self.chosen_field.label.lower()}."
        if raw in (None, "") and not self.empty.isChecked():
            return f"Say first what is to stand there: {self.chosen_field.label.lower()}."
        try:
            clean_filled(self.chosen_field, raw)
        except InvalidValueError as error:
            return str(error)
        return ""

    def _raw_value(self) -> object:
        if self.empty.isChecked():
            return None
        return self.controls[self.chosen_field.key].raw_value()

    def _on_empty_toggled(self, wanted: bool) -> None:
        self.controls[self.chosen_field.key].setEnabled(not wanted)
        self._preview_change()

    def _show_refusal(self, why: str) -> None:
        say_refusal(self.refused, why)

    def _show_chosen_field(self) -> None:
        self.pages.setCurrentWidget(self.controls[self.chosen_field.key])
        self.way_row.setVisible(self.chosen_field.kind is Kind.LINKS)
        self.empty.setChecked(False)
        self.empty.setVisible(self.link_way() == SET and not self.chosen_field.required)
        self._preview_change()

    def _preview_change(self) -> None:
        """What would come of it: above all, how many say something else now."""
        self._show_refusal("")
        self.go.setText("Change")
        self.go.setEnabled(False)
        why = self._reason_not_possible()
        if why:
            self.said.setText(why)
            return
        changes = list(self._plan_bulk_changes(self._selected_records()))
        if not changes:
            self.said.setText("Nothing would change: all of them say so already.")
            return
        empties = self.link_way() == SET and changes[0].new is None
        verb = "Empty" if empties else "Change"
        self.go.setText(f"{verb} {len(changes):,}")
        self.go.setEnabled(True)
        lost = sum(change.old is not None for change in changes) if self.link_way() == SET else 0
        over = ""
        if lost:
            effect = "taken out" if empties else "written over"
            over = f"In {lost:,} of them what stands there now is {effect}. "
        same = ""
        if len(changes) < len(self.ids):
            same = f"{len(self.ids) - len(changes):,} of them say so already. "
        self.said.setText(f"{over}{same}Undo takes it back in one step.")

    def _add_field_control(self, spec: Field) -> None:
        control = _build_bulk_control(spec, self.workspace)
        control.show_stored_value(None)
        control.focus_target.setAccessibleName(spec.label)
        control.changed.connect(self._preview_change)
        self.controls[spec.key] = control
        self.pages.addWidget(control)
        self.fields.addItem(spec.label, spec.key)

    def _build_way_choices(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        for words in ("Add to what is there", "Take out"):
            button = QRadioButton(words)
            self.ways.addButton(button)
            line.addWidget(button)
        self.ways.buttons()[0].setChecked(True)
        line.addStretch(1)
        return row

    def _lay_out_bulk_dialog(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(make_text(f"What is to be the same in {self.counted}?"))
        for widget in (self.fields, self.way_row, self.pages, self.empty, self.said, self.refused):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(foot)
        self.refused.hide()


def _build_bulk_control(spec: Field, workspace: Workspace) -> Control:
    match spec.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return ChoiceControl(spec)
        case Kind.DATE:
            return DateControl(spec)
        case Kind.LINK | Kind.LINKS:
            return LinkControl(spec, lambda: list_link_options(spec, workspace.session.current))
        case _:
            return LineControl(spec)
