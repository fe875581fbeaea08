"""The menus of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from selfassess.domain.text.languages import LANGUAGES
from selfassess.domain.text.wording import format_percent
from selfassess.services.workbook.settings import Settings
from ui.shell.commands import Command
from ui.shell.file_orders import FileOrders
from ui.shell.undo_actions import UndoActions
from ui.shell.visited import describe_recent_places
from ui.widgets.theme import TEXT_SIZES


class Orders(Protocol):
    """What the menus ask the window for."""

    settings: Settings
    files: FileOrders
    frame: WorkbookFrame | None

    def ask_new_workbook(self) -> object: ...
    def ask_open_workbook(self) -> object: ...
    def open_workbook(self, path: Path) -> object: ...
    def open_import(self) -> object: ...
    def open_not_offered(self) -> object: ...
    def open_carry_forward(self) -> object: ...
    def open_export(self) -> object: ...
    def open_personal_data(self) -> object: ...
    def open_return_pack(self) -> object: ...
    def open_contributor_copy(self) -> object: ...
    def open_preview(self) -> object: ...
    def open_several_steps(self) -> object: ...
    def close_workbook(self) -> object: ...
    def focus_search(self) -> object: ...
    def go(self, place: str) -> object: ...
    def open_in_new_window(self) -> object: ...
    def set_text_percent(self, percent: int) -> object: ...
    def show_about(self) -> object: ...
    def show_help(self, topic: str = "") -> object: ...
    def show_help_here(self) -> object: ...
    def show_news(self) -> object: ...


if TYPE_CHECKING:  # what an open workbook needs is imported when one is opened
    from ui.shell.frame import WorkbookFrame

MOST_USED = (("cy", "Welsh"),)
"""The languages that stand first; the others follow by their names."""
CLIPBOARD = (
    ("Cu&t", "Ctrl+X", "cut"),
    ("&Copy", "Ctrl+C", "copy"),
    ("&Paste", "Ctrl+V", "paste"),
    ("Select &all", "Ctrl+A", "selectAll"),
)
"""Words, the key that fields have for it, and what a field calls it."""


class Menus:
    """Builds the menu bar; ``enable_for_workbook`` switches what needs an open workbook."""

    def __init__(self, window: QMainWindow, orders: Orders, undo: UndoActions) -> None:
        self._window = window
        self._orders = orders
        self._needs_workbook: list[QAction] = []
        self._all: list[tuple[str, QAction]] = []
        self._build_file_menu()
        self._build_edit_menu(undo)
        self._build_view_menu()
        help_ = window.menuBar().addMenu("&Help")
        self._add_menu_action(help_, "&Help", orders.show_help_here, "F1")
        self._add_menu_action(help_, "&Keyboard", lambda: orders.show_help("6-the-keyboard"))
        self._add_menu_action(help_, "&Screen readers", lambda: orders.show_help("91-screen-readers"))
        self._add_menu_action(help_, "A&ccessibility statement", lambda: orders.show_help("93-accessibility-statement"))
        self._add_menu_action(help_, "&What’s new", orders.show_news)
        self._add_menu_action(help_, "&About…", orders.show_about)
        self.enable_for_workbook(False)

    def enable_for_workbook(self, is_open: bool) -> None:
        """Say whether a workbook is open."""
        for action in self._needs_workbook:
            action.setEnabled(is_open)

    def list_commands(self) -> Iterator[Command]:
        """Everything that can be ordered now, for those who look for it by its words."""
        for where, action in self._all:
            if action.isEnabled() and "\t" not in action.text():  # what is done in a field cannot be ordered from here
                words = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
                yield Command(words, where, action.shortcut().toString(), action.trigger)

    def _build_edit_menu(self, undo: UndoActions) -> None:
        edit, files = self._window.menuBar().addMenu("&Edit"), self._orders.files
        edit.setToolTipsVisible(True)
        edit.addActions([undo.undo, undo.redo, undo.several])
        undo.several.triggered.connect(lambda: self._orders.open_several_steps())
        edit.addSeparator()
        # Fields have these keys themselves; here they are for those who look for them, and for the mouse.
        for words, keys, act in CLIPBOARD:
            self._add_menu_action(edit, f"{words}\t{keys}", partial(files.edit_field, act))
        edit.addSeparator()
        languages = edit.addMenu("&Language of this paragraph")
        for code, name in (("", "English"), *MOST_USED, *sorted(LANGUAGES.items(), key=lambda each: each[1])):
            self._add_menu_action(languages, name, partial(files.set_language, code))
            if code == MOST_USED[-1][0]:
                languages.addSeparator()
        edit.addSeparator()
        self._add_menu_action(edit, "&Find on this page", files.find_here, "Ctrl+F", needs_workbook=True)
        self._add_menu_action(edit, "Find &everything…", self._orders.focus_search, "Ctrl+K", needs_workbook=True)
        self._add_menu_action(
            edit, "Find and re&place…", lambda: self._orders.go("replace"), "Ctrl+Shift+H", needs_workbook=True
        )
        edit.addSeparator()
        self._add_menu_action(edit, "Re&move words for good…", lambda: self._orders.go("remove"), needs_workbook=True)

    def _build_file_menu(self) -> None:
        menu = self._window.menuBar().addMenu("&File")
        self._add_menu_action(menu, "&New workbook…", self._orders.ask_new_workbook, "Ctrl+N")
        self._add_menu_action(menu, "&Open…", self._orders.ask_open_workbook, "Ctrl+O")
        self.recent = menu.addMenu("Open &recent")
        self.recent.aboutToShow.connect(self._fill_recent_menu)
        menu.addSeparator()
        files = self._orders.files
        self._add_menu_action(menu, "&Save", files.save_now, "Ctrl+S", needs_workbook=True)
        self._add_menu_action(menu, "Sa&ve a copy as…", files.save_copy, needs_workbook=True)
        self._add_menu_action(menu, "Back &up now", files.back_up_now, needs_workbook=True)
        self._add_menu_action(menu, "&Backups…", lambda: self._orders.go("backups"), needs_workbook=True)
        menu.addSeparator()
        self._add_menu_action(menu, "&Import…", self._orders.open_import, needs_workbook=True)
        self._add_menu_action(menu, "Not offered a&gain…", self._orders.open_not_offered, needs_workbook=True)
        self._add_menu_action(
            menu, "Prepare a copy for a contri&butor…", self._orders.open_contributor_copy, needs_workbook=True
        )
        self._add_menu_action(
            menu, "&Start a new year from an earlier one…", self._orders.open_carry_forward, needs_workbook=True
        )
        self._add_menu_action(menu, "Import a framework…", lambda: self._orders.go("import_pack"), needs_workbook=True)
        self._add_menu_action(menu, "Check for personal &data…", self._orders.open_personal_data, needs_workbook=True)
        self._add_menu_action(menu, "&Export…", self._orders.open_export, "Ctrl+E", needs_workbook=True)
        self._add_menu_action(menu, "Return pac&k…", self._orders.open_return_pack, needs_workbook=True)
        self._add_menu_action(menu, "&Preview the PDF", self._orders.open_preview, "F8", needs_workbook=True)
        self._add_menu_action(menu, "P&rint…", files.print_out, "Ctrl+P", needs_workbook=True)
        self._add_menu_action(menu, "Chec&k the workbook…", lambda: self._orders.go("check"), needs_workbook=True)
        menu.addSeparator()
        self._add_menu_action(menu, "&Close workbook", self._orders.close_workbook, "Ctrl+W", needs_workbook=True)
        self._add_menu_action(menu, "E&xit", lambda: self._window.close(), "Ctrl+Q")

    def _build_view_menu(self) -> None:
        menu = self._window.menuBar().addMenu("&View")
        sizes = menu.addMenu("&Text size")
        group = QActionGroup(sizes)
        for percent in TEXT_SIZES:
            action = self._add_menu_action(
                sizes, format_percent(percent), partial(self._orders.set_text_percent, percent)
            )
            action.setCheckable(True)
            group.addAction(action)
        sizes.addSeparator()
        self._add_menu_action(sizes, "&Larger", partial(self._step_text_size, 1), "Ctrl++", "Ctrl+=")
        self._add_menu_action(sizes, "&Smaller", partial(self._step_text_size, -1), "Ctrl+-")
        self._add_menu_action(sizes, "&As usual", partial(self._orders.set_text_percent, TEXT_SIZES[0]), "Ctrl+0")
        sizes.aboutToShow.connect(lambda: self._tick_text_size(group))
        self._add_menu_action(
            menu, "Open in a &new window", self._orders.open_in_new_window, "Ctrl+Shift+N", needs_workbook=True
        )
        self.places = menu.addMenu("&Recent places")
        self.places.aboutToShow.connect(self._fill_places_menu)
        self._add_menu_action(menu, "&Overview", lambda: self._orders.go("overview"), "Ctrl+1", needs_workbook=True)
        self._add_menu_action(menu, "&Settings", lambda: self._orders.go("settings"), "Ctrl+,", needs_workbook=True)

    def _step_text_size(self, way: int) -> None:
        """Take the next larger size (1) or the next smaller (-1); the last one stays."""
        now = self._orders.settings.text_percent
        others = [size for size in TEXT_SIZES if (size - now) * way > 0]
        if others:
            self._orders.set_text_percent(min(others, key=lambda size: abs(size - now)))

    def _tick_text_size(self, group: QActionGroup) -> None:
        for action, percent in zip(group.actions(), TEXT_SIZES, strict=True):
            action.setChecked(percent == self._orders.settings.text_percent)

    def _fill_recent_menu(self) -> None:
        self.recent.clear()
        for path in self._orders.settings.recent:
            self._add_menu_action(self.recent, path.replace("&", "&&"), partial(self._orders.open_workbook, Path(path)))
        if self.recent.isEmpty():
            self.recent.addAction("None yet").setEnabled(False)

    def _fill_places_menu(self) -> None:
        self.places.clear()
        for words, place in describe_recent_places(self._orders.frame):
            self._add_menu_action(self.places, words.replace("&", "&&"), partial(self._orders.go, place))
        if self.places.isEmpty():
            self.places.addAction("None yet").setEnabled(False)

    def _add_menu_action(
        self, menu: QMenu, words: str, act: Callable[[], object], *keys: str, needs_workbook: bool = False
    ) -> QAction:
        action = QAction(words, self._window)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.triggered.connect(lambda: act())
        menu.addAction(action)
        if menu not in (getattr(self, "recent", None), getattr(self, "places", None)):
            self._all.append((menu.title().replace("&", ""), action))
        if needs_workbook:
            self._needs_workbook.append(action)
        return action
