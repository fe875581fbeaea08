"""The overview page: puts the cards together and keeps them up to date while it is in view."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import british_date, british_datetime
from ui.bridge.workspace import Workspace
from ui.pages.overview.carried import find_waiting_places
from ui.pages.overview.details import YearDetails
from ui.pages.overview.found import FoundCard
from ui.pages.overview.length import LengthLine
from ui.pages.overview.lists import AllFindings, CarriedCard, FindingsCard, RisksCard
from ui.pages.overview.model import CoverageModel, FindingRow, Number, Overview, StepsModel, build_overview
from ui.pages.overview.parts import NumberCard, StatementGrid, build_card_head
from ui.pages.overview.scores import ScoresCard
from ui.widgets import theme
from ui.widgets.idle_queue import finish_work, in_turns
from ui.widgets.look import (
    ScrollArea,
    make_card,
    make_heading,
    make_label,
    make_link_button,
    make_quiet_label,
    make_secondary_button,
    make_title,
)

WAIT_MS = 150
"""After a step the page waits this long for more of them before it works everything out anew."""

NARROW = 900
"""Below this width (at 100 % text) the cards stand below each other."""

NEXT_YEAR = "Start the next year from this one…"


class OverviewPage(ScrollArea):
    """How far the year in view is, and what needs somebody next."""

    title = "Overview"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.shown: Overview | None = None
        self._stale = True
        self._all_wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.refresh_overview)
        self.dates = make_label("", "muted")
        self.numbers = tuple(NumberCard(self._go_to_overview_place) for _ in range(4))
        self.length = LengthLine(workspace)
        self.scores = ScoresCard()
        self.found = FoundCard(workspace.go)
        self.findings = FindingsCard(self._go_to_finding, self.show_all_findings)
        self.risks = RisksCard(workspace.go)
        self.carried = CarriedCard(workspace.go)
        self.carried.hide()
        self.coverage, self.steps = CoverageModel(self), StepsModel(self)
        self.coverage_grid = StatementGrid(self.coverage, "Evidence by statement and category")
        self.steps_grid = StatementGrid(self.steps, "Statements and steps")
        self.details: YearDetails | None = None
        self._lay_out_overview()
        for grid in (self.coverage_grid, self.steps_grid):
            grid.entered.connect(workspace.go)
        workspace.step_taken.connect(self._refresh_overview_later)
        workspace.year_opened.connect(self._refresh_overview_later)

    def show_place(self, rest: str) -> None:
        """Show the page; "#due_at" opens the year's details at that field."""
        if self._stale and not self.isVisible():
            self.refresh_overview()
        field = rest.partition("#")[2]
        if field:
            self.open_details(field)

    def refresh_overview(self) -> None:
        """Work out and show the overview of the year in view."""
        in_turns(self, self._refresh_overview_parts())
        finish_work(self)

    def _refresh_overview_parts(self) -> Iterator[None]:
        self._stale = False
        year, derived = self.workspace.session.current, self.workspace.session.derived
        derived.find_findings(year, self.workspace.today())
        yield
        found = self.shown = build_overview(year, self.workspace.today(), derived)
        self.dates.setText(_describe_return_dates(year))
        self.next_year.setVisible(_may_go_on(year) and not self.workspace.read_only)
        self._show_numbers(found.numbers)
        yield
        self.length.measure_report_length()
        yield
        self.scores.show_scores_rating(year, found.rating, found.effects)
        yield
        self.coverage.show_coverage_counts(year, found.coverage)
        self.steps.show_steps(year, found.steps)
        yield
        self.findings.show_findings(found.findings, year.by_cqc)
        if self._all_wanted:
            self.all_findings.show_findings(found.findings)
        yield
        self.risks.show_risks(found.risks)
        self._show_what_applies(year, found)
        yield
        self.carried.show_waiting(find_waiting_places(year))
        if self.details is not None and not self.details.isHidden():
            self.details.show_year_details()

    def _show_numbers(self, numbers: tuple[Number, ...]) -> None:
        for shown, number in zip(self.numbers, numbers, strict=False):
            shown.show_overview_number(number)
        for place, shown in enumerate(self.numbers):
            shown.setVisible(place < len(numbers))
        self._arrange_overview_cards()

    def _show_what_applies(self, year: Assessment, found: Overview) -> None:
        """A year that others made is read: what it found is listed, and what helps to draft stays away."""
        drafted = not year.by_cqc
        if not drafted:
            self.found.show_found_statements(year)
        evidence = any(count for counts in found.coverage.values() for count in counts.values())
        for part, wanted in (
            (self.found, not drafted),
            (self.coverage_card, drafted or evidence),
            (self.steps_card, drafted),
            (self.findings, not self._all_wanted and (drafted or bool(found.findings))),
            (self.risks, drafted or bool(found.risks)),
        ):
            part.setVisible(wanted)
        self._columns.setStretch(0, 2 if drafted else 1)

    @cached_property
    def all_findings(self) -> AllFindings:
        """The table of every finding, made when it is first asked for."""
        made = AllFindings(self._go_to_finding, self.show_all_findings)
        made.hide()
        self._all.addWidget(made)
        return made

    def show_all_findings(self, wanted: bool) -> None:
        """Show every finding as a table, or only the first of them."""
        if wanted and self.shown is not None:
            self.all_findings.show_findings(self.shown.findings)
        self._all_wanted = wanted
        self.all_findings.setVisible(wanted)
        self.findings.setVisible(not wanted)
        if wanted:
            self.all_findings.table.setFocus()
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.all_findings, 0, 16))

    def open_details(self, field: str = "") -> None:
        """Open the details of the year, at a field where one is named."""
        if self.details is None:
            self.details = YearDetails(self.workspace, self.close_details)
            self._top.addWidget(self.details)
        self.details.show_year_details()
        self.details.show()
        self._button.setVisible(False)
        QTimer.singleShot(0, self, lambda: self._bring_details_into_view(field))

    def close_details(self) -> None:
        """Close the details; what was written in them is saved first."""
        if self.details is not None and self.workspace.flush():
            self.details.hide()
            self._button.setVisible(True)
            self._button.setFocus()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            in_turns(self, self._refresh_overview_parts())
            if self.shown is not None:
                finish_work(self)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._arrange_overview_cards()

    def _refresh_overview_later(self, _: object) -> None:
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def _go_to_overview_place(self, place: str) -> None:
        page, _, field = place.partition("#")
        if page == "overview":
            self.open_details(field)
        else:
            self.workspace.go(place)

    def _go_to_finding(self, found: FindingRow) -> None:
        if found.finding.record in ("assessment", "council"):
            self.open_details(found.finding.field or "label")
        else:
            self.workspace.go(self.workspace.place_of_finding(found.finding))

    def _bring_details_into_view(self, field: str) -> None:
        if self.details is None:
            return
        if field:
            self.details.focus_detail_field(field)
        else:
            self.ensureWidgetVisible(self.details, 0, 40)

    def _lay_out_overview(self) -> None:
        body = QWidget()
        self.setWidget(body)
        page = QVBoxLayout(body)
        page.setContentsMargins(28, 16, 28, 24)
        page.setSpacing(12)
        self._button = make_secondary_button("Year details", self.open_details)
        self.next_year = make_link_button(
            "Start the next year from this one…", lambda: self.workspace.go("carry_forward")
        )
        self.next_year.hide()
        self._top, self._all = QVBoxLayout(), QVBoxLayout()
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        page.addWidget(build_card_head(make_title(self.title), self._button))
        page.addWidget(self.dates)
        page.addWidget(self.length)
        page.addWidget(self.next_year, 0, Qt.AlignmentFlag.AlignLeft)
        page.addLayout(self._top)
        page.addLayout(self._cards)
        page.addLayout(self._all)
        page.addLayout(self._columns)
        page.addStretch(1)
        left, right = QVBoxLayout(), QVBoxLayout()
        to_coverage = make_link_button("Coverage by source ›", lambda: self.workspace.go("coverage"), leads=True)
        evidence = build_card_head(make_heading("Evidence by statement and category"), to_coverage)
        counts = make_quiet_label("Items that a statement rests on. A cell leads to what is there and what is missing.")
        steps = build_card_head(
            make_heading("How far each statement is"), make_quiet_label("Steps with something in them")
        )
        self.coverage_card, self.steps_card = (
            make_card(evidence, counts, self.coverage_grid),
            make_card(steps, self.steps_grid),
        )
        self._columns.addLayout(left, 2)
        self._columns.addLayout(right, 1)
        for column, parts in (
            (left, (self.scores, self.coverage_card, self.steps_card)),
            (right, (self.found, self.findings, self.carried, self.risks)),
        ):
            column.setSpacing(12)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        for place, number in enumerate(self.numbers):
            self._cards.addWidget(number, 0, place)  # in its place at once: later it would be shown a turn late
        self._arranged: tuple[bool, int] | None = None
        self._arrange_overview_cards()

    def _arrange_overview_cards(self) -> None:
        """Put the cards beside or below each other, as the width allows."""
        narrow = self.viewport().width() < theme.px(NARROW)
        shown_numbers = [number for number in self.numbers if not number.isHidden()]
        if self._arranged == (narrow, len(shown_numbers)):
            return
        self._arranged = narrow, len(shown_numbers)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        across = 2 if narrow else len(shown_numbers)
        for number, shown in enumerate(shown_numbers):
            self._cards.addWidget(shown, number // across, number % across)
        for column in range(4):
            self._cards.setColumnStretch(column, int(column < across))


def _may_go_on(year: Assessment) -> bool:
    """Whether a year is done, so that the next one can begin from it."""
    return not year.by_cqc and year.record["status"] in ("signed_off", "submitted")


def _describe_return_dates(year: Assessment) -> str:
    """When the return was asked for and when it is due, in a line."""
    if year.by_cqc:
        return "Read here what was found; compare it with your own under Years."
    requested, due = year.record.text_of("requested_on"), year.record.text_of("due_at")
    said = [f"asked for on {british_date(requested)}"] if requested else []
    said += [f"due on {british_datetime(due)}"] if due else []
    return f"Information return {', '.join(said)}" if said else "Everything about this year on one page"
