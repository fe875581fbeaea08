"""The page of the coverage: the grid, and beside it what the chosen cell holds and lacks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from ui.bridge.workspace import Workspace
from ui.pages.coverage.detail import CoverageDetail
from ui.pages.coverage.grid import CoverageGrid
from ui.pages.coverage.model import Chosen, CoverageModel, summarise_coverage
from ui.widgets import theme
from ui.widgets.look import EmptyState, ScrollArea, make_label, make_quiet_label, make_title
from ui.widgets.tables import ListAndDetail

RESTS_ON = ("evidence", "assessment", "measure", "measure_value", "comparator")
"""The kinds of record that coverage is worked out from."""
NARROW = 760
"""Below this width (at 100 % text) the panel stands below the grid."""

WHAT = (
    "How many of the sources that the framework always asks for have evidence. It counts only in part where it is weak "
    "or partial, too old for its IR item, carried forward and not reviewed, or still to be redacted."
)


class CoveragePage(ScrollArea):
    """Shows a place such as "equity/people/healthwatch": a statement, a category of it, a source in that."""

    title = "Evidence coverage"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.workspace = workspace
        self.model = CoverageModel(self)
        self.grid = CoverageGrid(self.model)
        self.detail = CoverageDetail(workspace)
        self.summary = make_label("")
        self.only_missing = QCheckBox("Only what is missing")
        self.nothing = EmptyState("No source is without evidence.", "Show everything", self._show_everything)
        self.chosen: Chosen | None = None
        self._stale = True
        self._lay_out_coverage()
        self.grid.chosen.connect(self._show_chosen)
        self.only_missing.toggled.connect(self._on_only_missing_toggled)
        workspace.step_taken.connect(self._on_coverage_step)
        workspace.year_opened.connect(self._on_coverage_year)  # a method: what a page connects must end with the page
        self.refresh_coverage()

    def show_place(self, rest: str) -> None:
        """Show the page, at a cell or a source where they are named."""
        self.refresh_coverage()
        parts = rest.partition("#")[0].split("/")[:3]
        if not parts[0]:
            return
        wanted = Chosen(*parts)
        self.only_missing.setChecked(False)
        if wanted.source and not self.model.shows_sources(wanted.statement):
            self.model.toggle_sources(wanted.statement)
        if self.grid.choose_place(wanted):
            self.grid.setFocus()

    def refresh_coverage(self) -> None:
        """Show the coverage of the year in view as it is now."""
        self._stale = False
        year = self.workspace.session.current
        found = self.workspace.session.derived.find_coverage(year)
        here = self.chosen
        self.model.show_coverage(year.framework, found)
        self.summary.setText(summarise_coverage(found, year.framework))
        if here is not None:
            self.grid.choose_place(here)
        self._show_grid_or_hint()
        self.detail.show_chosen(self.chosen)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh_coverage()

    def _show_chosen(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.detail.show_chosen(chosen)

    def _on_only_missing_toggled(self, wanted: bool) -> None:
        here = self.chosen
        self.model.show_only_missing(wanted)
        self._show_grid_or_hint()
        if here is not None:
            self.grid.choose_place(here)

    def _show_everything(self) -> None:
        self.only_missing.setChecked(False)
        self.grid.setFocus()

    def _show_grid_or_hint(self) -> None:
        there = bool(self.model.rowCount())
        self.grid.setVisible(there)
        self.nothing.setVisible(not there)

    def _on_coverage_step(self, step: StepTaken) -> None:
        if step.touches_kind(*RESTS_ON):
            self._refresh_when_visible()

    def _on_coverage_year(self, _: object) -> None:
        self._refresh_when_visible()

    def _refresh_when_visible(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh_coverage()

    def _lay_out_coverage(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.only_missing)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(self.nothing)
        column.addWidget(self.grid, 1)
        column.addStretch(0)
        self.grid.setMinimumHeight(theme.px(200))
        self.detail.setMinimumHeight(theme.px(160))
        splitter = ListAndDetail(left, self.detail, lambda width: width < theme.px(NARROW), (5, 3))
        body = QWidget()
        page = QVBoxLayout(body)
        page.setContentsMargins(28, 16, 28, 16)
        page.setSpacing(8)
        page.addWidget(make_title(self.title))
        page.addWidget(make_quiet_label(WHAT))
        page.addLayout(head)
        page.addWidget(splitter, 1)
        self.setWidget(body)
