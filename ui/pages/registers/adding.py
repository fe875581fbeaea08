"""The line above a register that adds a record: asks only for what names it; the rest is written beside the list."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtWidgets import QComboBox, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.short_forms import begin_record
from ui.bridge.workspace import Workspace
from ui.pages.registers.filters import list_field_choices
from ui.pages.registers.given import read_given_values
from ui.pages.registers.kinds import Register
from ui.widgets import theme
from ui.widgets.announcement import announce
from ui.widgets.flow import LARGE_TEXT
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.look import make_quiet_label, make_row, make_secondary_button, set_look, show_if

WIDEST = 260
"""Dots that a drop-down takes of the line at most, at 100 % text."""


class Adding(NewRecordLine):
    """The line, and drop-downs for what a register asks for beside the name; it is there as long as one may write."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        super().__init__(workspace, register.prompt, self._add_named_record)
        self.workspace, self.register = workspace, register
        set_look(self.understood, "error")  # it says what is still to be chosen
        self.for_words = make_quiet_label("")
        cancel = make_secondary_button("Cancel", self.give_up)
        self._given: Mapping[str, object] = {}
        self.combos: dict[str, QComboBox] = {}
        for key in register.asks[:-1]:
            combo = QComboBox()
            combo.setAccessibleName(f"{self._label_of(key)} of what is added")
            combo.setMaximumWidth(theme.px(WIDEST))
            combo.currentIndexChanged.connect(self._on_answer_chosen)
            self.combos[key] = combo
        self._lay_drop_downs()
        order = (self.line, *self.combos.values(), self.button)
        for one, next_one in pairwise(order):
            self.setTabOrder(one, next_one)
        self.about: QWidget = make_row(self.for_words, cancel)
        self.column.insertWidget(0, self.about)
        self.about.hide()

    def _lay_drop_downs(self) -> None:
        """Beside the line, or where letters are large below it, so that neither is cut."""
        if theme.px(100) >= LARGE_TEXT:
            for combo in self.combos.values():
                self.column.insertWidget(self.column.indexOf(self.understood), combo)
            return
        for combo in self.combos.values():
            self.row.insertWidget(self.row.count() - 1, combo)

    def begin_with_values(self, place: str) -> None:
        """Begin a record that has some values already: those that a place ("new?…") gives."""
        if self.workspace.read_only:
            return
        values, words = read_given_values(place, self.register.kind, self.workspace.session.current)
        self.ask_for_record({key: str(value) for key, value in values.items()})
        self._given = values
        self.for_words.setText(f"For: {words}")
        show_if(self.about, bool(words))

    def ask_for_record(self, chosen: Mapping[str, str]) -> None:
        """Bring the keyboard to the line; ``chosen`` is what the new record most likely belongs to."""
        self.offer_answers(chosen)
        self.line.setFocus()

    def offer_answers(self, chosen: Mapping[str, str]) -> None:
        """Offer what the year in view knows; ``chosen`` says what the filters point to."""
        self._forget_given()
        for key, combo in self.combos.items():
            combo.clear()
            nothing = "Choose:" if self._is_needed(key) else "No"
            combo.addItem(f"{nothing} {self._label_of(key).lower()}", "")
            for option, words in list_field_choices(self.register.kind, key, self.workspace.session.current):
                combo.addItem(words, option)
        self._choose_answers(chosen)

    def follow_filters(self, chosen: Mapping[str, str]) -> None:
        """Choose what the list is narrowed to, unless a record has been begun."""
        if not self.line.text():
            self._choose_answers(chosen)

    def give_up(self) -> None:
        """Let go of what is in the line, and of what was given with it."""
        self.line.clear()
        self._forget_given()

    def _add_named_record(self, name: str) -> str:
        """Add what is named; "" where something that is needed is missing, and then the words stay."""
        kind = self.register.kind
        for key, combo in self.combos.items():
            if self._is_needed(key) and not combo.currentData():
                self.understood.setText(f"Choose the {self._label_of(key).lower()} as well, then press Enter.")
                show_if(self.understood, True)
                announce(self, self.understood.text(), at_once=True)
                combo.setFocus()
                return ""
        id = new_id()
        chosen = {key: data for key, combo in self.combos.items() if (data := combo.currentData())}
        values = {**begin_record(kind), **self._given, **chosen, self.register.asks[-1]: name}
        if not self.workspace.run(AddRecord(kind, id, values)):
            return ""
        self._forget_given()
        return id

    def _choose_answers(self, chosen: Mapping[str, str]) -> None:
        for key, combo in self.combos.items():
            combo.setCurrentIndex(max(combo.findData(chosen.get(key, "")), 0))

    def _forget_given(self) -> None:
        self._given = {}
        self.about.hide()

    def _is_needed(self, key: str) -> bool:
        return CATALOGUE[self.register.kind].by_key[key].required

    def _label_of(self, key: str) -> str:
        return CATALOGUE[self.register.kind].by_key[key].label

    def _on_answer_chosen(self) -> None:
        self.understood.hide()
