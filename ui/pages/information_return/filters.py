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
from ui.widgets.look import make_quiet_label

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
        self.status = _make_filter_combo(
            "any status", [("Any status", ANY), *((c.label, c.key) for c in STATUS.choices)]
        )
        self.owner = _make_filter_combo("all owners", [("All owners", ANY)])
        self.theme = _make_filter_combo("all themes", [("All themes", ANY)])
        self.lack = _make_filter_combo(
            "whatever is missing",
            [
                ("Complete or not", ANY),
                ("Lacks something", SOMETHING),
                *((words, str(lack)) for lack, words in LACKS.items()),
                ("Lacks nothing", NOTHING),
            ],
        )
        self.count = make_quiet_label("")
        self.count.setWordWrap(False)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MS)
        self._typed.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._typed.start())
        for combo in self.filter_combos:
            combo.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._across = 0
        self._arrange_filters(6)

    @property
    def filter_combos(self) -> tuple[QComboBox, ...]:
        """The drop-down lists, in order."""
        return self.status, self.owner, self.theme, self.lack

    def offer_filter_choices(self, year: Assessment, states: Sequence[ItemState]) -> None:
        """Offer the owners and themes there are now, without a word where they are the same."""
        owners = [
            ("All owners", ANY),
            *((share.name, _owner_key(share.key)) for share in progress.share_by_owner(states)),
        ]
        themes = [("All themes", ANY), *((s.name, f"is {s.key}") for s in progress.share_by_theme(year, states))]
        for combo, wanted in ((self.owner, owners), (self.theme, themes)):
            choices_now = [(combo.itemText(at), combo.itemData(at)) for at in range(combo.count())]
            if wanted != choices_now:
                chosen = combo.currentData()
                combo.blockSignals(True)
                combo.clear()
                for words, key in wanted:
                    combo.addItem(words, key)
                combo.setCurrentIndex(max(combo.findData(chosen), 0))
                combo.blockSignals(False)

    def build_row_filter(self) -> Callable[[Row], bool]:
        """Whether a row is kept by what is chosen now."""
        self._typed.stop()
        status, owner, group, lack = (str(combo.currentData() or ANY) for combo in self.filter_combos)
        chosen = any((status, owner, group, lack))

        def kept(row: Row) -> bool:
            if isinstance(row, ContactsLine):
                return not chosen
            if not isinstance(row, Line):
                return True
            state = row.state
            if status not in (ANY, state.status):
                return False
            if owner not in (ANY, _owner_key(state.owner)):
                return False
            if group not in (ANY, f"is {state.item.theme}"):
                return False
            return _item_lacks(state, lack)

        return kept

    def clear_silently(self) -> None:
        """Let every row be shown, without saying so."""
        for widget in (self.search, *self.filter_combos):
            widget.blockSignals(True)
        self.search.clear()
        for combo in self.filter_combos:
            combo.setCurrentIndex(0)
        for widget in (self.search, *self.filter_combos):
            widget.blockSignals(False)
        self._typed.stop()

    def choose_owner(self, name: str) -> None:
        """Show only the items of this owner, "" for those of nobody."""
        self.owner.setCurrentIndex(max(self.owner.findData(_owner_key(name)), 0))

    def choose_theme(self, key: str) -> None:
        """Show only the items of this theme."""
        self.theme.setCurrentIndex(max(self.theme.findData(f"is {key}"), 0))

    def minimumSizeHint(self) -> QSize:
        """As narrow as two filters beside each other: how many stand in a line follows from the width."""
        return QSize(theme.px(2 * NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_filters(event.size().width() // theme.px(NARROWEST))

    def _arrange_filters(self, across: int) -> None:
        """Set the filters beside each other, the words first, in as many lines as they need."""
        if across >= 7:
            across = 6
        elif across >= 4:
            across = 4
        else:
            across = 2
        if across == self._across:
            return
        self._across = across
        for part in (self.search, *self.filter_combos, self.count):
            self._grid.removeWidget(part)
        if across == 6:
            for at, part in enumerate((self.search, *self.filter_combos, self.count)):
                self._grid.addWidget(part, 0, at)
        else:
            self._grid.addWidget(self.search, 0, 0, 1, across - 1)
            self._grid.addWidget(self.count, 0, across - 1)
            for at, combo in enumerate(self.filter_combos):
                self._grid.addWidget(combo, 1 + at // across, at % across)
        for column in range(6):
            stretch = (3, 2, 2, 2, 2, 0)[column] if across == 6 else int(column < across)
            self._grid.setColumnStretch(column, stretch)


def _make_filter_combo(name: str, answers: Iterable[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(f"Show: {name}")
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    for words, key in answers:
        combo.addItem(words, key)
    return combo


def _owner_key(name: str) -> str:
    if not name:
        return NOBODY
    return f"is {name}"


def _item_lacks(state: ItemState, wanted: str) -> bool:
    match wanted:
        case "":
            return True
        case "something":
            return bool(state.lacks)
        case "nothing":
            return not state.lacks
        case _:
            return Lack(wanted) in state.lacks
