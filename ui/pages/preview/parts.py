"""Which parts the PDF is made of, chosen in a menu that stays open until all is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton

from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.report.parts import PARTS, parts_for
from selfassess.domain.text.wording import count_noun
from selfassess.services.exporting.preview import Choice


class StayingMenu(QMenu):
    """A menu in which one ticks several things: the mouse and the space bar tick, Enter ticks and closes."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None:
            action.trigger()
        else:
            super().keyPressEvent(event)


class PartsButton(QToolButton):
    """Says how many parts are chosen; ``changed`` once the menu is closed and the choice is another."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._before: Choice = (None, False)
        menu = StayingMenu(self)
        self.ticks = {key: self._add_part_tick(menu, name, True) for key, name in PARTS.items()}
        menu.addSeparator()
        self.without_empty = self._add_part_tick(menu, "Leave out what nothing is written in", False)
        menu.aboutToShow.connect(self._on_parts_shown)
        menu.aboutToHide.connect(self._on_parts_hidden)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(menu)
        self.offer_edition_parts(Edition.FULL)

    @property
    def chosen_parts(self) -> Choice:
        """What is chosen."""
        offered = [tick for tick in self.ticks.values() if tick.isVisible()]
        ticked = tuple(key for key, tick in self.ticks.items() if tick.isVisible() and tick.isChecked())
        return (None if len(ticked) == len(offered) else ticked), self.without_empty.isChecked()

    def offer_edition_parts(self, edition: Edition, options: EditionOptions | None = None) -> None:
        """Offer the parts that an edition with these options may have; ticks stay as they are."""
        offered = parts_for(edition, options)
        for key, tick in self.ticks.items():
            tick.setVisible(key in offered)
        self.show_chosen_parts()

    def show_chosen_parts(self) -> None:
        """Show on the button what is chosen."""
        parts, without_empty = self.chosen_parts
        words = "All parts" if parts is None else count_noun(len(parts), "part")
        self.setText(f"{words}, none empty  ▾" if without_empty else f"{words}  ▾")
        self.setAccessibleName(f"Parts of the PDF: {words}{', none that is empty' if without_empty else ''}")

    def _add_part_tick(self, menu: QMenu, words: str, ticked: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(ticked)
        action.toggled.connect(self.show_chosen_parts)
        return action

    def _on_parts_shown(self) -> None:
        self._before = self.chosen_parts

    def _on_parts_hidden(self) -> None:
        if self.chosen_parts != self._before:
            self.changed.emit()
