"""The card that sets years side by side: which years, which two of them, and a tab for each way to look at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QMenu, QTabBar, QToolButton, QVBoxLayout

from selfassess.domain.years.compare_years import Column as Year
from ui.pages.years.model import Compared, Pair, order_years_for_view
from ui.pages.years.parts import PARTS, Part, ScoresPart
from ui.widgets import look, theme

LARGE_TEXT = 150
ABOUT_TWO = ("Changed words", "Actions", "Risks")
"""The tabs that look at what became of one year in another."""
ONE_YEAR = (
    "There is only one year to look at. Start a new year from it, or import an earlier one, and what changed from "
    "one to the other is shown here."
)


class SideBySide(QFrame):
    """``pair_chosen`` tells which two years a person wants to look at."""

    pair_chosen = Signal(object)

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.found: Compared | None = None
        self._hidden: set[str] = set()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Ways to look at the years")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setStyleSheet(f"QTabBar::scroller {{ width: {theme.px(48)}px }} QTabBar QToolButton {{ padding: 0 }}")
        self.go = go
        self.parts: dict[str, Part] = {}
        for name in PARTS:
            self.tabs.addTab(name)
        self.years = QToolButton()
        self.years.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.years)
        self.years.setMenu(self.menu)
        self.before, self.after = QComboBox(), QComboBox()
        self.before.setAccessibleName("The earlier year")
        self.after.setAccessibleName("The later year")
        self.pair = look.make_row(look.make_text("From"), self.before, look.make_text("to"), self.after)
        self.nothing = look.EmptyState(ONE_YEAR, "Start a new year from an earlier one…", lambda: go("carry_forward"))
        self.waiting = look.make_quiet_label("Reading the years …")
        self._lay_out_side_by_side()
        self.tabs.currentChanged.connect(lambda _: self._show_comparison_tab())
        for combo in (self.before, self.after):
            combo.currentIndexChanged.connect(lambda _: self._on_pair_chosen())
        self._show_comparison_tab()

    @property
    def shown_years(self) -> frozenset[str]:
        """The ids of the years that are chosen."""
        found = self.found.side.columns if self.found is not None else ()
        return frozenset(year.id for year in found if year.id not in self._hidden)

    def show_comparison(self, found: Compared) -> None:
        """Show what was worked out anew."""
        self.found = found
        self.waiting.hide()
        self._offer_year_choices(order_years_for_view(found.side.columns))
        self._offer_pair_years(found)
        self._show_comparison_tab()

    def show_or_hide_year(self, id: str, wanted: bool) -> None:
        """Show a year among the others, or leave it out; one at least stays."""
        switch = self._hidden.discard if wanted else self._hidden.add
        switch(id)
        if not self.shown_years:
            self._hidden.discard(id)
        self._name_years_button()
        self._show_comparison_tab()

    def say_room_for_years(self) -> None:
        """Say again which years there is no room for."""
        part = self.parts.get("Scores")
        if isinstance(part, ScoresPart) and not part.isHidden():
            part.say_years_left_out()

    def _show_comparison_tab(self) -> None:
        name = self.tabs.tabText(self.tabs.currentIndex())
        about_two = name in ABOUT_TWO
        alone = self.found is not None and self.found.between is None
        self.pair.setVisible(about_two and not alone and self.found is not None)
        self.nothing.setVisible(about_two and alone)
        for other, part in self.parts.items():
            if other != name:
                part.hide()
        if self.found is not None:
            here = self._find_or_make_part(name)
            here.show_part_compared(self.found, self.shown_years)
            here.setVisible(not (alone and name == "Changed words"))
        self.years.setVisible(self.found is not None and name not in ("Changed words", "Ours and others"))

    def _find_or_make_part(self, name: str) -> Part:
        if name not in self.parts:
            self.parts[name] = PARTS[name](self.go)
            self._column.addWidget(self.parts[name])
        return self.parts[name]

    def _offer_year_choices(self, years: Sequence[Year]) -> None:
        self.menu.clear()
        for year in years:
            action = QAction(year.whose, self.menu)
            action.setCheckable(True)
            action.setChecked(year.id not in self._hidden)
            action.toggled.connect(lambda wanted, id=year.id: self.show_or_hide_year(id, wanted))
            self.menu.addAction(action)
        self._name_years_button()

    def _name_years_button(self) -> None:
        total = len(self.menu.actions())
        shown = len(self.shown_years)
        words = f"all {total}" if shown == total else f"{shown} of {total}"
        self.years.setText(f"Years: {words}  ▾")
        self.years.setAccessibleName(f"Years: {words}; choose which are shown")
        ids = [year.id for year in order_years_for_view(self.found.side.columns)] if self.found is not None else []
        for action, id in zip(self.menu.actions(), ids, strict=True):
            if action.isChecked() != (id not in self._hidden):
                action.setChecked(id not in self._hidden)

    def _offer_pair_years(self, found: Compared) -> None:
        between = found.between
        for combo in (self.before, self.after):
            combo.blockSignals(True)
            combo.clear()
            for year in reversed(found.side.columns):
                combo.addItem(year.label, year.id)
        if between is not None:
            self.before.setCurrentIndex(self.before.findData(between.before.id))
            self.after.setCurrentIndex(self.after.findData(between.after.id))
        for combo in (self.before, self.after):
            combo.blockSignals(False)

    def _on_pair_chosen(self) -> None:
        self.pair_chosen.emit(Pair(str(self.before.currentData()), str(self.after.currentData())))

    def _lay_out_side_by_side(self) -> None:
        large = theme.px(100) >= LARGE_TEXT
        direction = QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight
        head = QBoxLayout(direction)
        head.addWidget(look.make_heading("Side by side"), 1)
        head.addWidget(self.years, 0, Qt.AlignmentFlag.AlignLeft)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        for widget in (self.tabs, self.waiting, self.pair, self.nothing):
            self._column.addWidget(widget)
