"""Which parts the PDF is made of, chosen in a menu that stays open until all is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton

from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.report.parts import PARTS, parts_for

Choice = tuple[tuple[str, ...] | None, bool]
"""The parts that are chosen, None for all, and whether what is empty is left out."""


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
        self.ticks = {key: self._tick(menu, name, True) for key, name in PARTS.items()}
        menu.addSeparator()
        self.without_empty = self._tick(menu, "Leave out what nothing is written in", False)
        menu.aboutToShow.connect(self._on_shown)
        menu.aboutToHide.connect(self._on_hidden)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(menu)
        self.offer(Edition.FULL)

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        offered = [tick for tick in self.ticks.values() if tick.isVisible()]
        ticked = tuple(key for key, tick in self.ticks.items() if tick.isVisible() and tick.isChecked())
        return (None if len(ticked) == len(offered) else ticked), self.without_empty.isChecked()

    def offer(self, edition: Edition, options: EditionOptions | None = None) -> None:
        """Offer the parts that an edition with these options may have; ticks stay as they are."""
        offered = parts_for(edition, options)
        for key, tick in self.ticks.items():
            tick.setVisible(key in offered)
        self.say()

    def say(self) -> None:
        """Show on the button what is chosen."""
        parts, without_empty = self.choice
        words = "All parts" if parts is None else f"{len(parts)} parts" if len(parts) != 1 else "1 part"
        self.setText(f"{words}, none empty  ▾" if without_empty else f"{words}  ▾")
        self.setAccessibleName(f"Parts of the PDF: {words}{', none that is empty' if without_empty else ''}")

    def _tick(self, menu: QMenu, words: str, ticked: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(ticked)
        action.toggled.connect(self.say)
        return action

    def _on_shown(self) -> None:
        self._before = self.choice

    def _on_hidden(self) -> None:
        if self.choice != self._before:
            self.changed.emit()
