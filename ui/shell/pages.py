"""Which page shows a place, made when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.bridge.places import Place
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.shell.reading_ahead import read_ahead
from ui.widgets.idle_queue import in_turns

PAGES = {
    "overview": ("ui.pages.overview.page", "OverviewPage"),
    "statement": ("ui.pages.statement.page", "StatementPage"),
    "register": ("ui.pages.registers.page", "RegistersPage"),
    "measures": ("ui.pages.measures.page", "MeasuresPage"),
    "coverage": ("ui.pages.coverage.page", "CoveragePage"),
    "return": ("ui.pages.information_return.page", "InformationReturnPage"),
    "sections": ("ui.pages.sections.page", "SectionsPage"),
    "review": ("ui.pages.review.page", "ReviewPage"),
    "years": ("ui.pages.years.page", "YearsPage"),
    "history": ("ui.pages.history.page", "HistoryPage"),
    "backups": ("ui.pages.backups.page", "BackupsPage"),
    "settings": ("ui.pages.settings.page", "SettingsPage"),
    "help": ("ui.pages.help.page", "HelpPage"),
}
"""First word of a place -> where its page is. A new page is an entry here."""

AHEAD = (*(module for module, _ in PAGES.values()), "ui.dialogs.import_file.dialog")
"""What is imported before anybody asks for it: the pages, and the dialog that has most to it."""

SERVICES = (
    *("evidence.check_files", "evidence.paste_scorecard", "exporting.export", "importing.file_kinds"),
    *("importing.plan_import", "importing.plan_merge", "safety.encryption", "safety.restore_backup"),
    *("workbook.bulk_edit", "workbook.temp_files", "years.field_history", "years.signing"),
)
"""What that needs of the services; no part of the window, so a worker may bring it in."""


def _place(text: str) -> Place:
    """The place that a text names; the measures are a register with a page of its own."""
    place = Place.parse(text)
    register, _, rest = place.rest.partition("/")
    return Place("measures", rest) if (place.page, register) == ("register", "measures") else place


class PageStack(QStackedWidget):
    """The pages of one workspace; each is built once and then shown again."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "canvas")
        self._workspace = workspace
        self._built: dict[str, Any] = {}
        self._closed: dict[str, bool] = {}

    def show_place(self, text: str) -> bool:
        """Show a place; False where no page knows it."""
        place = _place(text)
        if place.page not in PAGES:
            return False
        page = self.page(place.page)
        self.setCurrentWidget(page)
        page.show_place(place.rest)
        return True

    def build(self, text: str) -> None:
        """Build the page of a place without showing it."""
        name = _place(text).page
        if name in PAGES:
            self.page(name)

    def page(self, name: str) -> Any:
        """The page for the first word of a place, built now if it was not yet."""
        closed = bool(self._workspace.read_only)
        if name in self._built and self._closed[name] != closed:
            self._let_go(name)  # a page is made to be written in or to be read; in a contributor's copy it may be both
        if name not in self._built:
            self._closed[name] = closed
            module, attribute = PAGES[name]
            # In its place before it is filled: the style sheet dresses everything in a widget again when it is moved.
            page = getattr(import_module(module), attribute)(self._workspace, self)
            self._built[name] = page
            self.addWidget(page)
        return self._built[name]

    def read_ahead(self) -> None:
        """Import the pages that nobody has asked for yet: the first look at one need not wait for that."""
        aside = Task(lambda *_: [import_module(f"selfassess.services.{name}") for name in SERVICES])
        aside.done.connect(lambda _: in_turns(self, read_ahead(AHEAD)))
        aside.start()

    def forget(self, keep: str = "") -> None:
        """Let go of all pages but ``keep``: another year, another text size, or text the person chose to leave."""
        for name in [name for name in self._built if name != keep]:
            self._let_go(name)
        self._workspace.forget_editors()

    def _let_go(self, name: str) -> None:
        page = self._built.pop(name)
        self.removeWidget(page)
        page.hide()
        page.deleteLater()
