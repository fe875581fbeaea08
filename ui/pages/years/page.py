"""The page of the years: open one, start one, take one in, and see them side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.workbook import Assessment
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.years.compared import SideBySide
from ui.pages.years.model import YEAR_COLUMNS, Compared, Pair, YearRow, compared, pair_of, year_rows
from ui.pages.years.tables import FittedTable
from ui.widgets import theme
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import ScrollArea, card, link_button, quiet, secondary, show, title
from ui.widgets.tables import RowsModel

LARGE_TEXT = 150
"""The text size in percent from which nothing stands beside a button."""
NARROW = 800
"""Below this width (at 100 % text) the buttons stand below the title."""

TAKE_IN, CARRY = "take_in", "carry"
"""The places that stand for the dialogs which import a year and start one."""
WAIT_MS = 250
"""After a step the page waits this long for more of them before it works everything out anew."""
SHOWN = ("assessment", "judgement", "section", "action", "risk", "evidence")
"""The kinds of record that something on the page rests on."""


class YearsPage(ScrollArea):
    """Every assessment of the workbook."""

    title = "Years"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.task: Task | None = None
        self.pair: Pair | None = None
        self._read: dict[str, Assessment] = {}
        self._stale = True
        self.years = RowsModel(
            YEAR_COLUMNS, search=lambda row: row.record.text("label"), natural=lambda row: row.place, parent=self
        )
        self.table = FittedTable(self.years, "Years of this workbook")
        self.table.lay_out(YEAR_COLUMNS)
        self.side = SideBySide(workspace.go)
        self.open_button = secondary("Open this year", self.open_chosen)
        self.carry = secondary("Start a new year from an earlier one…", lambda: workspace.go(CARRY))
        self.take_in = secondary("Import a year or CQC’s report…", lambda: workspace.go(TAKE_IN))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self.table.chosen.connect(lambda _: self._offer())
        self.table.opened.connect(lambda _: self.open_chosen())
        self.side.pair_chosen.connect(self.look_at)
        workspace.step_taken.connect(self._on_step)
        workspace.year_opened.connect(self._on_year)
        self.refresh()

    def show_place(self, rest: str) -> None:
        """Show the page; there is nothing in it to go to."""

    def refresh(self) -> None:
        """Show the years as they are now; what is not read yet is read by and by, then they are compared."""
        self._later.stop()
        self._stale = False
        self._show_years()
        in_turns(self, self._reading())

    def look_at(self, pair: Pair) -> None:
        """Look at what changed from one year to another."""
        self.pair = pair
        self._compare()

    def open_chosen(self) -> None:
        """Bring the year one is on into view."""
        chosen = self.table.current()
        if chosen is not None and chosen != self.workspace.session.current_id and self.workspace.open_year(chosen):
            self.workspace.go("overview")

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        below = self.viewport().width() < theme.px(NARROW)
        directions = QBoxLayout.Direction
        self._head.setDirection(directions.TopToBottom if below else directions.LeftToRight)
        QTimer.singleShot(0, self, self.side.fit)  # once the tables have their width

    def _show_years(self) -> None:
        chosen = self.table.current() or self.workspace.session.current_id
        self.years.show(self._rows())
        self.table.choose(chosen)
        self._offer()

    def _rows(self) -> tuple[YearRow, ...]:
        session = self.workspace.session
        return year_rows(session.assessments, self._read, session.current_id)

    def _reading(self) -> Iterator[None]:
        """Read the years from the file one at a time, so that the window answers in between; then compare them."""
        session = self.workspace.session
        for record in reversed(session.assessments):
            known = self._read.get(record.id)
            self._read[record.id] = session.assessment(record.id)
            if known is not self._read[record.id]:
                self.years.put(next(row for row in self._rows() if row.id == record.id))
            yield
        self._compare()

    def _compare(self) -> None:
        """Have a worker compare what was read; what comes of it last is shown."""
        records = self.workspace.session.assessments
        if any(record.id not in self._read for record in records):
            return
        years, today = [self._read[record.id] for record in records], self.workspace.today()
        self.pair = pair = pair_of(records, self.pair)
        self.task = task = Task(lambda progress, cancelled: compared(years, pair, today))
        task.done.connect(self._on_compared)
        task.start()

    def _on_compared(self, found: Compared) -> None:
        ids = [year.id for year in found.side.columns]
        now = [record.id for record in self.workspace.session.assessments]
        between = found.between
        asked = Pair(between.before.id, between.after.id) if between is not None else None
        if ids == now and asked == self.pair:
            self.task = None
            self.side.show_compared(found)

    def _on_year(self, _: object) -> None:
        self.refresh()

    def _on_step(self, step: StepTaken) -> None:
        if not step.touches(*SHOWN):
            return
        self._stale = True
        if self.isVisible():
            self._later.start()

    def _offer(self) -> None:
        chosen = self.table.current()
        self.open_button.setEnabled(chosen is not None and chosen != self.workspace.session.current_id)

    def _lay_out(self) -> None:
        for button in (self.carry, self.take_in):
            show(button, not self.workspace.session.read_only_because)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(title(self.title), 1)
        for button in (self.carry, self.take_in):
            self._head.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        large = theme.px(100) >= LARGE_TEXT
        below = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        below.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        below.addWidget(link_button("Details of the year that is open ›", lambda: self.workspace.go("overview#label")))
        below.addStretch(1)
        years = card(self.table)
        inside = years.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addLayout(below)
        body = QWidget()
        page = QVBoxLayout(body)
        page.setContentsMargins(28, 16, 28, 24)
        page.setSpacing(12)
        page.addLayout(self._head)
        page.addWidget(quiet("Each year keeps the wording it was judged against."))
        page.addWidget(years)
        page.addWidget(self.side)
        page.addStretch(1)
        self.setWidget(body)
