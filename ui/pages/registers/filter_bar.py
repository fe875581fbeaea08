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
from ui.widgets.idle_queue import finish, in_turns
from ui.widgets.look import link_button, quiet, show

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
        self._combos = {choice.field: _combo(choice) for choice in (*register.filters, *register.more)}
        self.count = quiet("")
        self.count.setWordWrap(False)
        self.more = link_button("", self.unfold)
        self.all = link_button("Show everything", self.cleared.emit)
        self.panel = QFrame(self, Qt.WindowType.Popup)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(TYPING_MS)
        self._lay_out()
        self.search.textChanged.connect(lambda _: self.timer.start())
        self.timer.timeout.connect(self.changed)
        for combo in self._combos.values():
            combo.currentIndexChanged.connect(lambda _: self._chosen())
        self._name_more()

    @property
    def combos(self) -> Mapping[str, QComboBox]:
        """Field or question -> its drop-down, filled."""
        finish(self)
        return self._combos

    def offer(self, year: Assessment) -> None:
        """Fill the drop-downs for a year; what was chosen stays chosen where the year has it.

        Those that are out of the way are filled in turns: nobody sees them yet.
        """
        for choice in self.register.filters:
            self._fill(choice, year)
        in_turns(self, self._fill_more(year))

    def chosen(self) -> dict[str, str]:
        """Field or question -> the answer it is narrowed to; what is not narrowed is left out."""
        return {field: key for field, combo in self._combos.items() if (key := str(combo.currentData() or ""))}

    def tests(self, facts: Facts) -> list[Test]:
        """The tests that a record must pass to be shown."""
        chosen = self.chosen()
        every = (*self.register.filters, *self.register.more)
        return [choice.test(chosen[choice.field], facts) for choice in every if choice.field in chosen]

    def choose(self, wanted: Mapping[str, str], words: str = "") -> None:
        """Narrow to these answers and no others, without telling."""
        self.timer.stop()
        for widget in (self.search, *self.combos.values()):
            widget.blockSignals(True)
        self.search.setText(words)
        for field, combo in self.combos.items():
            combo.setCurrentIndex(max(combo.findData(wanted.get(field, "")), 0))
        for widget in (self.search, *self.combos.values()):
            widget.blockSignals(False)
        self._name_more()

    def say(self, shown: int, total: int) -> None:
        """Say how much of the register is shown."""
        self.count.setText(f"{shown:,} of {total:,} shown" if shown != total else f"{total:,} in all")
        show(self.all, shown != total)

    def _fill_more(self, year: Assessment) -> Iterator[None]:
        if self.panel.layout() is None:
            self._lay_out_panel()
            yield
        for choice in self.register.more:
            self._fill(choice, year)
            yield

    def _fill(self, choice: Filter, year: Assessment) -> None:
        combo = self._combos[choice.field]
        combo.blockSignals(True)
        chosen = combo.currentData()
        combo.clear()
        for key, words in choice.options(self.register.kind, year):
            combo.addItem(words, key)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        combo.setAccessibleName(f"Show: {choice.everything}")
        combo.blockSignals(False)

    def _chosen(self) -> None:
        self._name_more()
        self.changed.emit()

    def unfold(self) -> None:
        """Drop down the filters that are out of the way."""
        self.panel.adjustSize()
        drop_below(self.panel, self.more)
        self.panel.show()
        self.combos[self.register.more[0].field].setFocus()

    def _name_more(self) -> None:
        chosen = self.chosen()
        used = sum(choice.field in chosen for choice in self.register.more)
        self.more.setText(f"More filters ({used} in use)" if used else "More filters…")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width() < theme.px(NARROW))

    def _lay_out_panel(self) -> None:
        panel = self.panel
        panel.setProperty("look", "card")
        panel.setAccessibleName(f"More filters for {self.register.title.lower()}")
        grid = QGridLayout(panel)
        grid.setContentsMargins(16, 16, 16, 16)
        grid.setSpacing(12)
        for number, choice in enumerate(self.register.more):
            combo = self._combos[choice.field]
            combo.setMinimumContentsLength(LONG)
            grid.addWidget(combo, number // ACROSS, number % ACROSS)

    def _lay_out(self) -> None:
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
        show(self.more, bool(self.register.more))

    def _arrange(self, narrow: bool) -> None:
        """The filters in one line; where there is no room, the drop-downs stand in a line of their own."""
        if narrow == (self._lower.indexOf(self._choices) >= 0):
            return
        if narrow:
            self._lower.addWidget(self._choices)
        else:
            self._upper.insertWidget(1, self._choices)


def _combo(choice: Filter) -> QComboBox:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(max(len(choice.everything) * 5 // 6, 10))
    return combo
