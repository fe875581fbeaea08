"""The line that adds a record to a register: asks only for what names it; the rest is written beside the list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.short_forms import begin_record
from ui.bridge.workspace import Workspace
from ui.pages.registers.filters import list_field_choices
from ui.pages.registers.given import read_given_values
from ui.pages.registers.kinds import Register
from ui.widgets.look import make_primary_button, make_quiet_label, make_secondary_button


class Adding(QFrame):
    """Drop-downs and a line for the fields a register asks for; ``added`` tells the id of the new record."""

    added = Signal(str)

    def __init__(self, workspace: Workspace, register: Register) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace, self.register = workspace, register
        kind = CATALOGUE[register.kind]
        self.for_words = make_quiet_label("")
        self._given: Mapping[str, object] = {}
        column = QVBoxLayout(self)
        row = QHBoxLayout()
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.for_words)
        column.addLayout(row)
        row.setSpacing(8)
        self.combos: dict[str, QComboBox] = {}
        for key in register.asks[:-1]:
            combo = QComboBox()
            combo.setAccessibleName(f"{kind.by_key[key].label} of the new {kind.name.lower()}")
            combo.currentIndexChanged.connect(self._check_line_complete)
            self.combos[key] = combo
            row.addWidget(combo)
        self.line = QLineEdit()
        spec = kind.by_key[register.asks[-1]]
        self.line.setPlaceholderText(f"{spec.label}: {spec.help or 'its name'}")
        self.line.setAccessibleName(f"{spec.label} of the new {kind.name.lower()}")
        self.line.textChanged.connect(self._on_title_typed)
        self.line.returnPressed.connect(self.flush)
        row.addWidget(self.line, 1)
        self.button = make_primary_button("Add")
        self.button.setAccessibleName(f"Add {kind.name.lower()}")
        self.button.clicked.connect(self.flush)
        row.addWidget(self.button)
        cancel = make_secondary_button("Cancel")
        cancel.clicked.connect(self.give_up)
        row.addWidget(cancel)
        self.hide()
        workspace.register_editor(self)
        self._check_line_complete()

    def begin_with_values(self, place: str) -> None:
        """Open the line for a record that has some values already: those that a place ("new?…") gives."""
        if self.workspace.read_only:
            return
        values, words = read_given_values(place, self.register.kind, self.workspace.session.current)
        self.ask_for_record({key: str(value) for key, value in values.items()})
        self._given = values
        self.for_words.setText(f"For: {words}")
        self.for_words.setVisible(bool(words))

    def ask_for_record(self, chosen: dict[str, str]) -> None:
        """Open the line; ``chosen`` says what the filters point to, which the new record most likely belongs to."""
        year = self.workspace.session.current
        self._given = {}
        self.for_words.hide()
        for key, combo in self.combos.items():
            combo.clear()
            combo.addItem(f"Choose: {CATALOGUE[self.register.kind].by_key[key].label.lower()}", "")
            for option, words in list_field_choices(self.register.kind, key, year):
                combo.addItem(words, option)
            combo.setCurrentIndex(max(combo.findData(chosen.get(key, "")), 0))
            combo.setMaximumWidth(260)
        self.show()
        first = next((combo for combo in self.combos.values() if combo.currentIndex() <= 0), None)
        (first or self.line).setFocus()

    def flush(self) -> bool:
        """Add what is named; False where something that is asked for is missing, and then the words stay."""
        if not self.line.text().strip():
            return True
        if not self.button.isEnabled():
            return False
        kind = self.register.kind
        id = str(uuid.uuid4())
        values: dict[str, object] = {**begin_record(kind)}
        values |= {key: combo.currentData() for key, combo in self.combos.items()}
        name = self.line.text().strip()
        self.line.clear()
        if not self.workspace.run(AddRecord(kind, id, {**self._given, **values, self.register.asks[-1]: name})):
            self.line.setText(name)
            return False
        self.hide()
        self.added.emit(id)
        return True

    def draft(self) -> tuple[str, str]:
        """The name of the line and what stands in it."""
        return self.line.accessibleName(), self.line.text()

    def give_up(self) -> None:
        """Close the line and let go of what is in it."""
        self.line.clear()
        self.hide()

    def _on_title_typed(self) -> None:
        there = bool(self.line.text().strip())
        note_pending = self.workspace.pending.add_editor if there else self.workspace.pending.discard_editor
        note_pending(self)
        self._check_line_complete()

    def _check_line_complete(self) -> None:
        chosen = all(combo.currentData() for combo in self.combos.values())
        self.button.setEnabled(chosen and bool(self.line.text().strip()))
