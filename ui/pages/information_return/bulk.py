"""Setting the owner or the status of several items at once."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.information_return.progress import ItemState
from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.text.wording import count_noun
from ui.bridge.workspace import Workspace
from ui.pages.information_return.model import STATUS
from ui.widgets.look import make_label, make_link_button, make_quiet_label, make_secondary_button


class Several(QFrame):
    """The bar for the items that are selected. ``asked_for_all`` asks to select all that are shown."""

    asked_for_all = Signal()
    closed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace = workspace
        self._states: tuple[ItemState, ...] = ()
        self._offered: tuple[str, ...] = ()
        self.count = make_label("", "strong")
        self.all = make_link_button("Select all that are shown", self.asked_for_all.emit)
        self.close_button = make_link_button("Close", self.closed.emit)
        self.owner = QLineEdit()
        self.owner.setPlaceholderText("Owner")
        self.owner.setAccessibleName("Owner for the selected items")
        self.set_owner = make_secondary_button("Set owner", self.give_owner)
        self.status = QComboBox()
        self.status.setAccessibleName("Status for the selected items")
        for choice in STATUS.choices:
            self.status.addItem(choice.label, choice.key)
        self.set_status = make_secondary_button("Set status", self.give_status)
        self.owner.returnPressed.connect(self.give_owner)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.count, 1)
        top.addWidget(self.all)
        top.addWidget(self.close_button)
        below.setSpacing(8)
        below.addWidget(self.owner, 1)
        parts: tuple[QWidget, ...] = (self.set_owner, self.status, self.set_status)
        for part in parts:
            below.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(
            make_quiet_label("Select items with Ctrl or Shift and a click, or with Shift and the arrow keys.")
        )
        column.addLayout(below)
        self.hide()

    def show_selected_states(self, states: Collection[ItemState], owners: Collection[str]) -> None:
        """Show which items are selected; ``owners`` are offered while one types."""
        self._states = tuple(states)
        number = len(self._states)
        self.count.setText(f"{count_noun(number, 'item')} selected")
        if self._offered != tuple(owners):
            self._offered = tuple(owners)
            self.owner.setCompleter(QCompleter(list(owners), self.owner))
        for button in (self.set_owner, self.set_status):
            button.setEnabled(bool(self._states))

    def give_owner(self) -> None:
        """Give every selected item this owner; an empty line takes the owner out."""
        self._set_answer_field("owner", self.owner.text().strip())

    def give_status(self) -> None:
        """Give every selected item this status."""
        self._set_answer_field("status", self.status.currentData())

    def _set_answer_field(self, field: str, value: object) -> None:
        settings = tuple(SetField(state.answer, field, value) for state in self._states if state.answer)
        if settings and self.workspace.flush():
            self.workspace.run(SetMany(settings))
