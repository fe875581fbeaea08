"""The line over a register that narrows it: words, drop-downs, those that are out of the way, and how much is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.model.workbook import Assessment
from ui.pages.registers.filters import Facts, Filter, Test
from ui.pages.registers.kinds import Register
from ui.widgets import theme
from ui.widgets.forms.controls import drop_below
from ui.widgets.idle_queue import finish_work, in_turns
from ui.widgets.look import make_link_button, make_quiet_label, show_if

TYPING_MS = 150
NARROW = 1000
"""Below this width (at 100 % text) the drop-downs stand in a line of their own."""
ACROSS = 2
"""So many of the filters that are out of the way stand beside each other."""
LONG = 20
"""So many letters a drop-down that is out of the way has room for."""


class FilterBar(QWidget):
    """What narrows a register. ``changed`` tells of another choice, and of words once no more are being typed."""

    changed = Signal()
    cleared = Signal()

    def __init__(self, register: Register) -> None:
        super().__init__()
        self.register = register
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by any word")
        self.search.setAccessibleName(f"Filter {register.title.lower()} by any word")
        self.search.setClearButtonEnabled(True)
        self._combos = {choice.field: self._create_filter_combo(choice) for choice in register.filters}
        self.count = make_quiet_label("")
        self.count.setWordWrap(False)
        self.more = make_link_button("", self.unfold_further_filters)
        self.all = make_link_button("Show everything", self.cleared.emit)
        self.panel = QFrame(self, Qt.WindowType.Popup)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(TYPING_MS)
        self._lay_out_filter_bar()
        self.search.textChanged.connect(lambda _: self.timer.start())
        self.timer.timeout.connect(self.changed)
        self._name_more_button()

    @property
    def filled_combos(self) -> Mapping[str, QComboBox]:
        """Field or question -> its drop-down, filled."""
        finish_work(self)
        return self._combos

    def offer_filters(self, year: Assessment) -> None:
        """Fill the drop-downs for a year; what was chosen stays chosen where the year has it.

        Those that are out of the way are made and filled in turns: nobody sees them yet.
        """
        for choice in self.register.filters:
            self._fill_filter_combo(choice, year)
        in_turns(self, self._fill_further_filters(year))

    def chosen_answers(self) -> dict[str, str]:
        """Field or question -> the answer it is narrowed to; what is not narrowed is left out."""
        return {field: key for field, combo in self._combos.items() if (key := str(combo.currentData() or ""))}

    def build_filter_tests(self, facts: Facts) -> list[Test]:
        """The tests that a record must pass to be shown."""
        chosen = self.chosen_answers()
        every = (*self.register.filters, *self.register.more)
        return [choice.build_test(chosen[choice.field], facts) for choice in every if choice.field in chosen]

    def choose_answers(self, wanted: Mapping[str, str]) -> None:
        """Narrow to these answers and no others, without telling."""
        self.timer.stop()
        for widget in (self.search, *self.filled_combos.values()):
            widget.blockSignals(True)
        self.search.clear()
        for field, combo in self.filled_combos.items():
            combo.setCurrentIndex(max(combo.findData(wanted.get(field, "")), 0))
        for widget in (self.search, *self.filled_combos.values()):
            widget.blockSignals(False)
        self._name_more_button()

    def say_shown_count(self, shown: int, total: int) -> None:
        """Say how much of the register is shown."""
        count_words = f"{shown:,} of {total:,} shown" if shown != total else f"{total:,} in all"
        self.count.setText(count_words)
        show_if(self.all, shown != total)

    def _fill_further_filters(self, year: Assessment) -> Iterator[None]:
        if self.panel.layout() is None:
            self._lay_out_filter_panel()
            yield
        for choice in self.register.more:
            if choice.field not in self._combos:
                self._add_further_filter(choice)
            self._fill_filter_combo(choice, year)
            yield

    def _add_further_filter(self, choice: Filter) -> None:
        combo = self._combos[choice.field] = self._create_filter_combo(choice)
        combo.setMinimumContentsLength(LONG)
        number = self._grid.count()
        self._grid.addWidget(combo, number // ACROSS, number % ACROSS)

    def _create_filter_combo(self, choice: Filter) -> QComboBox:
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(max(len(choice.everything) * 5 // 6, 10))
        combo.currentIndexChanged.connect(lambda _: self._on_filter_chosen())
        return combo

    def _fill_filter_combo(self, choice: Filter, year: Assessment) -> None:
        combo = self._combos[choice.field]
        combo.blockSignals(True)
        chosen = combo.currentData()
        combo.clear()
        for key, words in choice.list_options(self.register.kind, year):
            combo.addItem(words, key)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.setAccessibleName(f"Show: {choice.everything}")
        combo.blockSignals(False)

    def _on_filter_chosen(self) -> None:
        self._name_more_button()
        self.changed.emit()

    def unfold_further_filters(self) -> None:
        """Drop down the filters that are out of the way."""
        first = self.filled_combos[self.register.more[0].field]
        self.panel.adjustSize()
        drop_below(self.panel, self.more)
        self.panel.show()
        first.setFocus()

    def _name_more_button(self) -> None:
        chosen = self.chosen_answers()
        used = sum(choice.field in chosen for choice in self.register.more)
        more_words = f"More filters ({used} in use)" if used else "More filters…"
        self.more.setText(more_words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_filters(event.size().width() < theme.px(NARROW))

    def _lay_out_filter_panel(self) -> None:
        panel = self.panel
        panel.setProperty("look", "card")
        panel.setAccessibleName(f"More filters for {self.register.title.lower()}")
        self._grid = QGridLayout(panel)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setSpacing(12)

    def _lay_out_filter_bar(self) -> None:
        self._choices = QWidget()
        choices = QHBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        for choice in self.register.filters:
            choices.addWidget(self._combos[choice.field], 1)
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._upper)
        column.addLayout(self._lower)
        self._upper.addWidget(self.search, 1)
        for part in (self._choices, self.more, self.count, self.all):
            self._upper.addWidget(part)
        self.all.hide()
        show_if(self.more, bool(self.register.more))

    def _arrange_filters(self, narrow: bool) -> None:
        """The filters in one line; where there is no room, the drop-downs stand in a line of their own."""
        if narrow == (self._lower.indexOf(self._choices) >= 0):
            return
        if narrow:
            self._lower.addWidget(self._choices)
        else:
            self._upper.insertWidget(1, self._choices)
