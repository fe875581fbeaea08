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
from selfassess.domain.model.fields import Field, Kind, clean
from selfassess.domain.model.journal import Change
from selfassess.services.workbook.bulk_edit import take
from ui.bridge.workspace import Workspace
from ui.pages.registers.kinds import Register, counted
from ui.widgets import theme
from ui.widgets.forms.controls import ChoiceControl, Control, DateControl, LineControl
from ui.widgets.forms.options import options
from ui.widgets.forms.pickers import LinkControl
from ui.widgets.look import label, link_button, primary, quiet, secondary, text
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
        self.words = label("", "strong")
        self.words.setWordWrap(False)
        self.change = secondary("Change all…", self.changing.emit)
        self.remove = secondary("Remove all", self.removing.emit)
        self.clear = link_button("Select none", self.cleared.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        for widget in (self.words, self.change, self.remove, self.clear):
            row.addWidget(widget)
        row.addStretch(1)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show that so many are selected; of one there is nothing to say here."""
        self.words.setText(f"{count:,} selected")
        self.setVisible(count > 1)


class BulkDialog(InReadingOrder, QDialog):
    """Asks which field, and what is to be written there; then it is one step."""

    def __init__(self, workspace: Workspace, register: Register, ids: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace, self.register, self.ids = workspace, register, tuple(ids)
        self.kind = CATALOGUE[register.kind]
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.counted = counted(register, len(self.ids))
        self.setWindowTitle(f"Change {self.counted}")
        self.setMinimumWidth(theme.px(460))
        self.fields = QComboBox()
        self.fields.setAccessibleName("What to change")
        self.controls: dict[str, Control] = {}
        self.pages = QStackedWidget()
        self.ways = QButtonGroup(self)
        self.way_row = self._ways()
        self.empty = QCheckBox("Empty it in all of them")
        self.said = quiet("")
        self.refused = label("", "error")
        self.go = primary("", self.change)
        self.cancel = secondary("Cancel", self.reject)
        for key in register.for_many:
            self._offer(self.kind.by_key[key])
        self._lay_out()
        self.fields.currentIndexChanged.connect(lambda _: self._show())
        self.ways.buttonToggled.connect(lambda *_: self._say())
        self.empty.toggled.connect(self._on_empty)
        self._show()

    @property
    def field(self) -> Field:
        """The field that is chosen."""
        return self.kind.by_key[str(self.fields.currentData())]

    def way(self) -> str:
        """What is done with links: ADD or TAKE_OUT; SET for every other field."""
        if self.field.kind is not Kind.LINKS:
            return SET
        return ADD if self.ways.buttons()[0].isChecked() else TAKE_OUT

    def change(self) -> None:
        """Do it, and close; where it cannot be done, say why."""
        if (why := self._refusal()) or not self.workspace.flush():
            self._refuse(why or "Something you typed cannot be saved yet. Put it right first.")
            return
        label = f"change “{self.field.label}” of {self.counted}"
        changes = self._changes(self._records())
        if self.workspace.take_long(take(self.workspace.session, label, changes), "Changing"):
            self.accept()
        else:
            self._refuse(self.workspace.refusal)

    def _changes(self, records: Sequence[Record]) -> Iterator[Change]:
        raw, key = self._raw(), self.field.key
        if self.way() == SET:
            return bulk_edit.set_field(records, key, raw)
        keys = raw if isinstance(raw, tuple) else ()
        return (
            bulk_edit.add_links(records, key, keys) if self.way() == ADD else bulk_edit.take_links(records, key, keys)
        )

    def _records(self) -> list[Record]:
        by_id = self.workspace.session.current.by_id
        return [by_id[id] for id in self.ids if id in by_id]

    def _refusal(self) -> str:
        raw = self._raw()
        if self.way() != SET and not raw:
            return f"Choose first: {self.field.label.lower()}."
        if raw in (None, "") and not self.empty.isChecked():
            return f"Say first what is to stand there: {self.field.label.lower()}."
        try:
            value = clean(self.field, raw)
        except InvalidValueError as error:
            return str(error)
        return f"{self.field.label} cannot be empty." if self.field.required and value is None else ""

    def _raw(self) -> object:
        return None if self.empty.isChecked() else self.controls[self.field.key].raw()

    def _on_empty(self, wanted: bool) -> None:
        self.controls[self.field.key].setEnabled(not wanted)
        self._say()

    def _refuse(self, why: str) -> None:
        self.refused.setText(why)
        self.refused.setVisible(bool(why))

    def _show(self) -> None:
        self.pages.setCurrentWidget(self.controls[self.field.key])
        self.way_row.setVisible(self.field.kind is Kind.LINKS)
        self.empty.setChecked(False)
        self.empty.setVisible(self.way() == SET and not self.field.required)
        self._say()

    def _say(self) -> None:
        """What would come of it: above all, how many say something else now."""
        self._refuse("")
        self.go.setText("Change")
        self.go.setEnabled(False)
        if why := self._refusal():
            self.said.setText(why)
            return
        changes = list(self._changes(self._records()))
        if not changes:
            self.said.setText("Nothing would change: all of them say so already.")
            return
        empties = self.way() == SET and changes[0].new is None
        self.go.setText(f"{'Empty' if empties else 'Change'} {len(changes):,}")
        self.go.setEnabled(True)
        lost = sum(change.old is not None for change in changes) if self.way() == SET else 0
        over = (
            f"In {lost:,} of them what stands there now is {'taken out' if empties else 'written over'}. "
            if lost
            else ""
        )
        same = f"{len(self.ids) - len(changes):,} of them say so already. " if len(changes) < len(self.ids) else ""
        self.said.setText(f"{over}{same}Undo takes it back in one step.")

    def _offer(self, spec: Field) -> None:
        control = _control(spec, self.workspace)
        control.show_value(None)
        control.focus_target.setAccessibleName(spec.label)
        control.changed.connect(self._say)
        self.controls[spec.key] = control
        self.pages.addWidget(control)
        self.fields.addItem(spec.label, spec.key)

    def _ways(self) -> QWidget:
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

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(text(f"What is to be the same in {self.counted}?"))
        for widget in (self.fields, self.way_row, self.pages, self.empty, self.said, self.refused):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(foot)
        self.refused.hide()


def _control(spec: Field, workspace: Workspace) -> Control:
    match spec.kind:
        case Kind.CHOICE | Kind.YES_NO:
            return ChoiceControl(spec)
        case Kind.DATE:
            return DateControl(spec)
        case Kind.LINK | Kind.LINKS:
            return LinkControl(spec, lambda: options(spec, workspace.session.current))
        case _:
            return LineControl(spec)
