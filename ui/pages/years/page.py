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
from ui.pages.years.model import YEAR_COLUMNS, Compared, Pair, YearRow, build_year_rows, choose_pair, compare_read_years
from ui.pages.years.tables import FittedTable
from ui.widgets import theme
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import (
    ScrollArea,
    make_card,
    make_link_button,
    make_quiet_label,
    make_secondary_button,
    make_title,
    show_if,
)
from ui.widgets.tables import RowsModel

LARGE_TEXT = 150
"""The text size in percent from which nothing stands beside a button."""
NARROW = 800
"""Below this width (at 100 % text) the buttons stand below the title."""

IMPORT, CARRY, PACK = "import", "carry_forward", "import_pack"
"""The places that stand for the dialogs which import a year, start one, and import a framework for the next."""
WAIT_MS = 250
"""After a step the page waits this long for more of them before it works everything out anew."""
SHOWN = ("assessment", "judgement", "section", "action", "risk", "evidence")
"""The kinds of record that something on the page rests on."""


class YearsPage(ScrollArea):
    """Every assessment of the workbook."""

    title = "Years"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.task: Task | None = None
        self.pair: Pair | None = None
        self._read: dict[str, Assessment] = {}
        self._stale = True
        self.years = RowsModel(
            YEAR_COLUMNS, search=lambda row: row.record.text_of("label"), natural=lambda row: row.place, parent=self
        )
        self.table = FittedTable(self.years, "Years of this workbook")
        self.table.lay_out_columns(YEAR_COLUMNS)
        self.side = SideBySide(workspace.go)
        self.open_button = make_secondary_button("Open this year", self.open_chosen_year)
        self.carry = make_secondary_button("Start a new year from an earlier one…", lambda: workspace.go(CARRY))
        self.import_year = make_secondary_button("Import a year or CQC’s report…", lambda: workspace.go(IMPORT))
        self.import_pack = make_link_button("Import a framework…", lambda: workspace.go(PACK))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out_years()
        self.table.chosen.connect(lambda _: self._enable_open_button())
        self.table.opened.connect(lambda _: self.open_chosen_year())
        self.side.pair_chosen.connect(self.show_pair)
        workspace.step_taken.connect(self._on_years_step)
        workspace.year_opened.connect(self._on_year_opened)
        self.refresh()

    def show_place(self, rest: str) -> None:
        """Show the page; there is nothing in it to go to."""

    def refresh(self) -> None:
        """Show the years as they are now; what is not read yet is read by and by, then they are compared."""
        self._later.stop()
        self._stale = False
        self._show_year_list()
        in_turns(self, self._read_years_in_turns())

    def show_pair(self, pair: Pair) -> None:
        """Look at what changed from one year to another."""
        self.pair = pair
        self._begin_comparing_years()

    def open_chosen_year(self) -> None:
        """Bring the year one is on into view."""
        chosen = self.table.current_row_id()
        if chosen is not None and chosen != self.workspace.session.current_id and self.workspace.show_year(chosen):
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
        QTimer.singleShot(0, self, self.side.say_room_for_years)  # once the tables have their width

    def _show_year_list(self) -> None:
        chosen = self.table.current_row_id() or self.workspace.session.current_id
        self.years.show_rows(self._build_list_rows())
        self.table.choose_row(chosen)
        self._enable_open_button()

    def _build_list_rows(self) -> tuple[YearRow, ...]:
        session = self.workspace.session
        return build_year_rows(session.assessments, self._read, session.current_id)

    def _read_years_in_turns(self) -> Iterator[None]:
        """Read the years from the file one at a time, so that the window answers in between; then compare them."""
        session = self.workspace.session
        for record in reversed(session.assessments):
            known = self._read.get(record.id)
            self._read[record.id] = session.load_assessment(record.id)
            if known is not self._read[record.id]:
                self.years.put_row(next(row for row in self._build_list_rows() if row.id == record.id))
            yield
        self._begin_comparing_years()

    def _begin_comparing_years(self) -> None:
        """Have a worker compare what was read; what comes of it last is shown."""
        records = self.workspace.session.assessments
        if any(record.id not in self._read for record in records):
            return
        years, today = [self._read[record.id] for record in records], self.workspace.today()
        self.pair = pair = choose_pair(records, self.pair)
        self.task = task = Task(lambda progress, cancelled: compare_read_years(years, pair, today))
        task.done.connect(self._on_years_compared)
        task.start()

    def _on_years_compared(self, found: Compared) -> None:
        ids = [year.id for year in found.side.columns]
        now = [record.id for record in self.workspace.session.assessments]
        between = found.between
        asked = Pair(between.before.id, between.after.id) if between is not None else None
        if ids == now and asked == self.pair:
            self.task = None
            self.side.show_comparison(found)

    def _on_year_opened(self, _: object) -> None:
        self.refresh()

    def _on_years_step(self, step: StepTaken) -> None:
        if not step.touches_kind(*SHOWN):
            return
        self._stale = True
        if self.isVisible():
            self._later.start()

    def _enable_open_button(self) -> None:
        chosen = self.table.current_row_id()
        self.open_button.setEnabled(chosen is not None and chosen != self.workspace.session.current_id)

    def _lay_out_years(self) -> None:
        for button in (self.carry, self.import_year, self.import_pack):
            show_if(button, not self.workspace.session.read_only_because)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.addWidget(make_title(self.title), 1)
        for button in (self.carry, self.import_year):
            self._head.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        large = theme.px(100) >= LARGE_TEXT
        below = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        below.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        below.addWidget(
            make_link_button(
                "Details of the year that is open ›", lambda: self.workspace.go("overview#label"), leads=True
            )
        )
        below.addWidget(self.import_pack, 0, Qt.AlignmentFlag.AlignLeft)
        below.addStretch(1)
        years = make_card(self.table)
        inside = years.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addLayout(below)
        body = QWidget()
        page = QVBoxLayout(body)
        page.setContentsMargins(28, 16, 28, 24)
        page.setSpacing(12)
        page.addLayout(self._head)
        page.addWidget(make_quiet_label("Each year keeps the wording it was judged against."))
        page.addWidget(years)
        page.addWidget(self.side)
        page.addStretch(1)
        self.setWidget(body)
