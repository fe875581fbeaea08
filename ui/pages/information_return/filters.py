"""The filters of the return: words, status, owner, theme, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from selfassess.domain.information_return import progress
from selfassess.domain.information_return.progress import LACKS, ItemState, Lack
from selfassess.domain.model.workbook import Assessment
from ui.pages.information_return.model import STATUS, ContactsLine, Line, Row
from ui.widgets import theme
from ui.widgets.look import quiet

ANY, NOBODY, SOMETHING, NOTHING = "", "nobody", "something", "nothing"
TYPING_MS = 150
NARROWEST = 128
"""A filter takes at least this width (at 100 % text); where there is less, they stand in more lines."""


class Filters(QWidget):
    """What is shown of the return. ``changed`` tells that something else is to be shown."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by any word")
        self.search.setAccessibleName("Filter the items by any word")
        self.search.setClearButtonEnabled(True)
        self.status = _combo("any status", [("Any status", ANY), *((c.label, c.key) for c in STATUS.choices)])
        self.owner = _combo("all owners", [("All owners", ANY)])
        self.theme = _combo("all themes", [("All themes", ANY)])
        self.lack = _combo(
            "whatever is missing",
            [
                ("Complete or not", ANY),
                ("Lacks something", SOMETHING),
                *((words, str(lack)) for lack, words in LACKS.items()),
                ("Lacks nothing", NOTHING),
            ],
        )
        self.count = quiet("")
        self.count.setWordWrap(False)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MS)
        self._typed.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._typed.start())
        for combo in self.combos:
            combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._across = 0
        self._flow(6)

    @property
    def combos(self) -> tuple[QComboBox, ...]:
        """The drop-down lists, in order."""
        return self.status, self.owner, self.theme, self.lack

    def offer(self, year: Assessment, states: Sequence[ItemState]) -> None:
        """Offer the owners and themes there are now, without a word where they are the same."""
        owners = [("All owners", ANY), *((share.name, _owner(share.key)) for share in progress.by_owner(states))]
        themes = [("All themes", ANY), *((s.name, f"is {s.key}") for s in progress.by_theme(year, states))]
        for combo, wanted in ((self.owner, owners), (self.theme, themes)):
            if wanted != [(combo.itemText(at), combo.itemData(at)) for at in range(combo.count())]:
                chosen = combo.currentData()
                combo.blockSignals(True)
                combo.clear()
                for words, key in wanted:
                    combo.addItem(words, key)
                combo.setCurrentIndex(max(combo.findData(chosen), 0))
                combo.blockSignals(False)

    def keep(self) -> Callable[[Row], bool]:
        """Whether a row is kept by what is chosen now."""
        self._typed.stop()
        status, owner, group, lack = (str(combo.currentData() or ANY) for combo in self.combos)
        chosen = any((status, owner, group, lack))

        def kept(row: Row) -> bool:
            if isinstance(row, ContactsLine):
                return not chosen
            if not isinstance(row, Line):
                return True
            state = row.state
            return (
                status in (ANY, state.status)
                and owner in (ANY, _owner(state.owner))
                and group in (ANY, f"is {state.item.theme}")
                and _lacks(state, lack)
            )

        return kept

    def clear(self) -> None:
        """Let every row be shown, without saying so."""
        for widget in (self.search, *self.combos):
            widget.blockSignals(True)
        self.search.clear()
        for combo in self.combos:
            combo.setCurrentIndex(0)
        for widget in (self.search, *self.combos):
            widget.blockSignals(False)
        self._typed.stop()

    def choose_owner(self, name: str) -> None:
        """Show only the items of this owner, "" for those of nobody."""
        self.owner.setCurrentIndex(max(self.owner.findData(_owner(name)), 0))

    def choose_theme(self, key: str) -> None:
        """Show only the items of this theme."""
        self.theme.setCurrentIndex(max(self.theme.findData(f"is {key}"), 0))

    def minimumSizeHint(self) -> QSize:
        """As narrow as two filters beside each other: how many stand in a line follows from the width."""
        return QSize(theme.px(2 * NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow(event.size().width() // theme.px(NARROWEST))

    def _flow(self, across: int) -> None:
        """Set the filters beside each other, the words first, in as many lines as they need."""
        across = 6 if across >= 7 else 4 if across >= 4 else 2
        if across == self._across:
            return
        self._across = across
        for part in (self.search, *self.combos, self.count):
            self._grid.removeWidget(part)
        if across == 6:
            for at, part in enumerate((self.search, *self.combos, self.count)):
                self._grid.addWidget(part, 0, at)
        else:
            self._grid.addWidget(self.search, 0, 0, 1, across - 1)
            self._grid.addWidget(self.count, 0, across - 1)
            for at, combo in enumerate(self.combos):
                self._grid.addWidget(combo, 1 + at // across, at % across)
        for column in range(6):
            self._grid.setColumnStretch(column, (3, 2, 2, 2, 2, 0)[column] if across == 6 else int(column < across))


def _combo(name: str, answers: Iterable[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(f"Show: {name}")
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    for words, key in answers:
        combo.addItem(words, key)
    return combo


def _owner(name: str) -> str:
    return f"is {name}" if name else NOBODY


def _lacks(state: ItemState, wanted: str) -> bool:
    match wanted:
        case "":
            return True
        case "something":
            return bool(state.lacks)
        case "nothing":
            return not state.lacks
        case _:
            return Lack(wanted) in state.lacks
