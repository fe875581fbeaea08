"""Which page shows a place, made when it is first asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from selfassess.services.workbook.places import Place
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.shell.reading_ahead import import_in_slices
from ui.widgets import theme
from ui.widgets.idle_queue import drop_work, in_turns
from ui.widgets.roomy import find_least_height

OURS = "ui."
"""Where the parts are made that a workspace tells something: Qt's own hear nothing of it."""
BAR = 16
"""Dots that a table in a page may need more once it scrolls sideways, which no layout is told."""
LEAST_HEIGHT = 150
"""A page has at least this height (at 100% text); with less room the messages above it scroll away."""

PAGES = {
    "overview": ("ui.pages.overview.page", "OverviewPage"),
    "statement": ("ui.pages.statement.page", "StatementPage"),
    "register": ("ui.pages.registers.page", "RegistersPage"),
    "measures": ("ui.pages.registers.measures.page", "MeasuresPage"),
    "improvement_plan": ("ui.pages.improvement_plan.page", "ImprovementPlanPage"),
    "coverage": ("ui.pages.coverage.page", "CoveragePage"),
    "return": ("ui.pages.information_return.page", "InformationReturnPage"),
    "sections": ("ui.pages.sections.page", "SectionsPage"),
    "visit": ("ui.pages.visit.page", "VisitPage"),
    "review": ("ui.pages.review.page", "ReviewPage"),
    "years": ("ui.pages.years.page", "YearsPage"),
    "findings": ("ui.pages.findings.page", "FindingsPage"),
    "standings": ("ui.pages.standings.page", "StandingsPage"),
    "region": ("ui.pages.region.page", "RegionPage"),
    "history": ("ui.pages.history.page", "HistoryPage"),
    "backups": ("ui.pages.backups.page", "BackupsPage"),
    "settings": ("ui.pages.settings.page", "SettingsPage"),
    "help": ("ui.pages.help.page", "HelpPage"),
}
"""First word of a place -> where its page is. A new page is an entry here."""

AHEAD = (PAGES["register"][0], *(module for module, _ in PAGES.values()), "ui.dialogs.import_file.dialog")
"""What is imported before anybody asks for it: the page that takes longest, all others, the dialog with most to it."""

BUILT_AHEAD = tuple(name for name in PAGES if name not in ("help", "settings"))
"""Pages that are built before anybody asks: all that take longer to build than to show."""

SERVICES = (
    *("services.evidence.check_files", "services.evidence.paste_scorecard", "services.exporting.export"),
    *("services.exporting.papers", "services.importing.file_kinds", "services.importing.offers"),
    *("services.importing.plan_import", "services.importing.plan_merge", "services.importing.report_file"),
    *("services.importing.spreadsheet_mapping.answers", "services.importing.spreadsheet_mapping.sheet_view"),
    *("services.region.gathering", "services.region.sharing", "services.safety.encryption"),
    *("services.safety.restore_backup", "services.workbook.temp_files", "services.years.changes"),
    *("services.years.field_history", "services.years.findings", "services.years.refresh"),
    *("services.years.signing", "services.years.standings", "services.years.standings_report"),
)
"""What that needs of the services; no part of the window, so a worker may bring it in."""


def _resolve_page_place(text: str) -> Place:
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
        self._ended = self._set_aside = False

    def hasHeightForWidth(self) -> bool:
        """No: Qt would ask for as much as the tallest page wants, and not for what the page that shows needs."""
        return False

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        needed = find_least_height(page, self.width()) + BAR if page is not None else 0
        return QSize(0, max(needed, theme.px(LEAST_HEIGHT)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # words wrap otherwise, so that it needs another height

    def show_place(self, text: str) -> bool:
        """Show a place; False where no page knows it."""
        place = _resolve_page_place(text)
        if place.page not in PAGES:
            return False
        page = self.get_page(place.page)
        self.setCurrentWidget(page)
        page.show_place(place.rest)
        return True

    def build_page(self, text: str) -> None:
        """Build the page of a place without showing it."""
        name = _resolve_page_place(text).page
        if name in PAGES:
            self.get_page(name)

    def get_page(self, name: str) -> Any:
        """The page for the first word of a place, built now if it was not yet."""
        closed = bool(self._workspace.read_only)
        if name in self._built and self._closed[name] != closed:
            # A page is made to be written in or to be read; in a contributor's copy it may be both
            self._remove_page(name)
        if name not in self._built:
            self._closed[name] = closed
            module, attribute = PAGES[name]
            # In its place before it is filled: the style sheet dresses everything in a widget again when it is moved.
            page = getattr(import_module(module), attribute)(self._workspace, self)
            self._built[name] = page
            self.addWidget(page)
        return self._built[name]

    def import_other_pages(self) -> None:
        """Import the pages that nobody has asked for yet: the first look at one need not wait for that."""
        aside = Task(lambda *_: [import_module(f"selfassess.{name}") for name in SERVICES])
        aside.done.connect(self._begin_ahead)
        aside.start()
        in_turns(self, import_in_slices(AHEAD[:1]))  # asked for soonest, and what it needs was brought in by opening

    def _begin_ahead(self, _: object) -> None:
        if not self._ended:
            in_turns(self, self._import_ahead())

    def _import_ahead(self) -> Iterator[None]:
        yield from import_in_slices(AHEAD)
        self.build_ahead()

    def build_ahead(self) -> None:
        """Build the pages that are not there yet, one in each turn and after what else waits by then."""
        in_turns(self, self._build_next_page())

    def _build_next_page(self) -> Iterator[None]:
        missing = [name for name in BUILT_AHEAD if name not in self._built]
        if not missing:
            if not self._set_aside:
                # Modules and pages stay, mostly: looked through again they would take 40 ms and more. Once only: pages
                # of another year that were set aside too would stay until the workbook is closed.
                self._set_aside = True
                gc.freeze()
            return
        page = self.get_page(missing[0])
        if missing[0] == "register":
            in_turns(page, page.build_ahead())  # its own: the page may be let go in between
        yield
        self.build_ahead()

    def end(self) -> None:
        """Let go of all pages and build none ahead: the workbook, or the window, is closed."""
        self._ended = True
        drop_work(self)
        self.forget_pages()

    def forget_pages(self, keep: str = "") -> None:
        """Let go of all pages but ``keep``: another year, another text size, or text the person chose to leave."""
        # The one in sight last: Qt would show another in its place each time
        for name in sorted(self._built, key=lambda name: self._built[name] is self.currentWidget()):
            if name != keep:
                self._remove_page(name)
        self._workspace.forget_editors()

    def _remove_page(self, name: str) -> None:
        page = self._built.pop(name)
        # It lives until the event loop deletes it, and is told nothing more: what it is about may be gone by then.
        for part in (page, *page.findChildren(QWidget)):
            if type(part).__module__.startswith(OURS):
                self._workspace.disconnect(part)
        self.removeWidget(page)
        page.hide()
        page.deleteLater()
