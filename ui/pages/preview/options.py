"""What the PDF shows and how large, chosen in a menu that stays open until all is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QToolButton

from selfassess.domain.model.editions import OPTION_LABELS, SIZES, Edition, build_options, is_offered
from ui.pages.preview.parts import StayingMenu


class OptionsButton(QToolButton):
    """Says whether the choice is the usual one of an edition; ``changed`` once the menu is closed and it is another."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._edition, self._offering = Edition.FULL, True
        self.chosen = self._before = build_options(Edition.FULL)
        menu = StayingMenu(self)
        self.ticks = {key: menu.addAction(words) for key, words in OPTION_LABELS.items()}
        menu.addSection("Type size")
        self.sizes = {size: menu.addAction(f"{size} points") for size in SIZES}
        self.sizes[SIZES[-1]].setText(f"{SIZES[-1]} points, large print")
        one_of_them = QActionGroup(menu)
        for size in self.sizes.values():
            one_of_them.addAction(size)
        for action in (*self.ticks.values(), *self.sizes.values()):
            action.setCheckable(True)
            action.toggled.connect(self._read_chosen_options)
        menu.aboutToShow.connect(self._on_options_shown)
        menu.aboutToHide.connect(self._on_options_hidden)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(menu)
        self.offer_edition_options(Edition.FULL)

    def offer_edition_options(self, edition: Edition) -> None:
        """Offer what may be chosen about an edition, as is usual for it."""
        self._edition, usual = edition, build_options(edition)
        self._offering = True
        for key, tick in self.ticks.items():
            tick.setVisible(is_offered(key, edition, document=True))
            tick.setChecked(getattr(usual, key))
        self.sizes[usual.size].setChecked(True)
        self._offering = False
        self._read_chosen_options()

    def _read_chosen_options(self) -> None:
        """Take the choice from the menu, and say on the button whether it is the usual one."""
        if self._offering:
            return
        ticked = {key: tick.isChecked() for key, tick in self.ticks.items() if tick.isVisible()}
        size = next((size for size, action in self.sizes.items() if action.isChecked()), None)
        self.chosen = build_options(self._edition, size=size, **ticked)
        words = "the usual" if self.chosen == build_options(self._edition) else "what you chose"
        self.setText(f"Shows {words}  ▾")
        self.setAccessibleName(f"The PDF shows {words}")

    def _on_options_shown(self) -> None:
        self._before = self.chosen

    def _on_options_hidden(self) -> None:
        if self.chosen != self._before:
            self.changed.emit()
