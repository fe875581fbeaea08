"""The menus of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from selfassess.services.workbook.settings import Settings
from ui.bridge.actions import UndoActions

TEXT_SIZES = (100, 110, 125, 150, 175, 200)


class Orders(Protocol):
    """What the menus ask the window for."""

    settings: Settings

    def new(self) -> object: ...
    def ask_open(self) -> object: ...
    def open(self, path: Path) -> object: ...
    def take_in(self) -> object: ...
    def not_offered(self) -> object: ...
    def carry(self) -> object: ...
    def export(self) -> object: ...
    def personal_data(self) -> object: ...
    def hand_over(self) -> object: ...
    def contribute(self) -> object: ...
    def preview(self) -> object: ...
    def several_steps(self) -> object: ...
    def close_workbook(self) -> object: ...
    def search(self) -> object: ...
    def go(self, place: str) -> object: ...
    def set_text_percent(self, percent: int) -> object: ...
    def about(self) -> object: ...
    def help(self, topic: str = "") -> object: ...


class Menus:
    """Builds the menu bar; ``set_open`` switches what needs an open workbook."""

    def __init__(self, window: QMainWindow, orders: Orders, undo: UndoActions) -> None:
        self._window = window
        self._orders = orders
        self._needs_workbook: list[QAction] = []
        self._file()
        edit = window.menuBar().addMenu("&Edit")
        edit.setToolTipsVisible(True)
        edit.addActions([undo.undo, undo.redo, undo.several])
        undo.several.triggered.connect(lambda: orders.several_steps())
        self._add(edit, "Re&move words for good…", lambda: self._orders.go("remove"), needs_workbook=True)
        edit.addSeparator()
        self._add(edit, "&Find…", orders.search, "Ctrl+K", needs_workbook=True)
        self._view()
        help_ = window.menuBar().addMenu("&Help")
        self._add(help_, "&Help", orders.help, "F1")
        self._add(help_, "&Keyboard", lambda: orders.help("6-the-keyboard"))
        self._add(help_, "&About…", orders.about)
        self.set_open(False)

    def set_open(self, is_open: bool) -> None:
        """Say whether a workbook is open."""
        for action in self._needs_workbook:
            action.setEnabled(is_open)

    def _file(self) -> None:
        menu = self._window.menuBar().addMenu("&File")
        self._add(menu, "&New workbook…", self._orders.new, "Ctrl+N")
        self._add(menu, "&Open…", self._orders.ask_open, "Ctrl+O")
        self.recent = menu.addMenu("Open &recent")
        self.recent.aboutToShow.connect(self._fill_recent)
        menu.addSeparator()
        self._add(menu, "&Import…", self._orders.take_in, needs_workbook=True)
        self._add(menu, "Not offered a&gain…", self._orders.not_offered, needs_workbook=True)
        self._add(menu, "Prepare a copy for a contri&butor…", self._orders.contribute, needs_workbook=True)
        self._add(menu, "&Start a new year from an earlier one…", self._orders.carry, needs_workbook=True)
        self._add(menu, "Check for personal &data…", self._orders.personal_data, needs_workbook=True)
        self._add(menu, "&Export…", self._orders.export, "Ctrl+E", needs_workbook=True)
        self._add(menu, "&Hand over the return…", self._orders.hand_over, needs_workbook=True)
        self._add(menu, "&Preview the PDF", self._orders.preview, "F8", "Ctrl+P", needs_workbook=True)
        self._add(menu, "Chec&k the workbook…", lambda: self._orders.go("check"), needs_workbook=True)
        self._add(menu, "Bac&kups…", lambda: self._orders.go("backups"), needs_workbook=True)
        menu.addSeparator()
        self._add(menu, "&Close workbook", self._orders.close_workbook, "Ctrl+W", needs_workbook=True)
        self._add(menu, "E&xit", lambda: self._window.close(), "Ctrl+Q")

    def _view(self) -> None:
        menu = self._window.menuBar().addMenu("&View")
        sizes = menu.addMenu("&Text size")
        group = QActionGroup(sizes)
        for percent in TEXT_SIZES:
            action = self._add(sizes, f"{percent} %", partial(self._orders.set_text_percent, percent))
            action.setCheckable(True)
            group.addAction(action)
        sizes.aboutToShow.connect(lambda: self._tick(group))
        self._add(menu, "&Overview", lambda: self._orders.go("overview"), "Ctrl+1", needs_workbook=True)
        self._add(menu, "&Settings", lambda: self._orders.go("settings"), "Ctrl+,", needs_workbook=True)

    def _tick(self, group: QActionGroup) -> None:
        for action, percent in zip(group.actions(), TEXT_SIZES, strict=True):
            action.setChecked(percent == self._orders.settings.text_percent)

    def _fill_recent(self) -> None:
        self.recent.clear()
        for path in self._orders.settings.recent:
            self._add(self.recent, path.replace("&", "&&"), partial(self._orders.open, Path(path)))
        if self.recent.isEmpty():
            self.recent.addAction("None yet").setEnabled(False)

    def _add(
        self, menu: QMenu, words: str, act: Callable[[], object], *keys: str, needs_workbook: bool = False
    ) -> QAction:
        action = QAction(words, self._window)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.triggered.connect(lambda: act())
        menu.addAction(action)
        if needs_workbook:
            self._needs_workbook.append(action)
        return action
