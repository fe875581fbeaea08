"""The page of the years: open one, take one in, see the scores side by side."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.events import StepTaken
from selfassess.domain.workbook import Assessment
from ui.bridge.workspace import Workspace
from ui.pages.years.model import YEAR_COLUMNS, StatementRow, YearRow, score_columns, year_rows
from ui.widgets import theme
from ui.widgets.look import card, heading, link_button, quiet, secondary, title
from ui.widgets.tables import RowsModel, Table

LARGE_TEXT = 150
"""The text size in percent from which nothing stands beside a button."""

TAKE_IN = "take_in"
"""The place that stands for the dialog which takes in a year."""


class YearsPage(QScrollArea):
    """Every assessment of the workbook."""

    title = "Years"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._read: dict[str, Assessment] = {}
        self.years = RowsModel(
            YEAR_COLUMNS, search=lambda row: row.record.text("label"), natural=lambda row: row.place, parent=self
        )
        self.table = Table(self.years, "Years of this workbook")
        self.table.lay_out(YEAR_COLUMNS)
        self.scores = RowsModel(
            (), search=lambda row: row.statement.name, natural=lambda row: row.statement.number, parent=self
        )
        self.score_table = Table(self.scores, "Scores of each statement, year by year")
        self.open_button = secondary("Open this year", self.open_chosen)
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._read_one)
        self._lay_out()
        self.table.chosen.connect(lambda _: self._offer())
        self.table.opened.connect(lambda _: self.open_chosen())
        self.score_table.opened.connect(lambda key: workspace.go(f"statement:{key}"))
        workspace.step_taken.connect(self._on_step)
        workspace.year_opened.connect(lambda _: self.refresh())
        self.refresh()

    def show_place(self, rest: str) -> None:
        """Show the page; there is nothing in it to go to."""

    def refresh(self) -> None:
        """Show the years as they are now; what is not read yet is read by and by."""
        session = self.workspace.session
        self._read = {id: year for id, year in self._read.items() if any(r.id == id for r in session.assessments)}
        self._read[session.current_id] = session.current
        chosen = self.table.current() or session.current_id
        rows = self._rows()
        self.years.show(rows)
        self.table.choose(chosen)
        _fit(self.table, len(rows))
        columns = score_columns(rows)
        self.scores.show((StatementRow(s.key, s) for s in session.current.framework.statements), columns)
        self.score_table.lay_out(columns)
        _fit(self.score_table, self.scores.total)
        self._offer()
        if len(self._read) < len(rows):
            self._next.start()

    def open_chosen(self) -> None:
        """Bring the year one is on into view."""
        chosen = self.table.current()
        if chosen is not None and chosen != self.workspace.session.current_id and self.workspace.open_year(chosen):
            self.workspace.go("overview")

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # once the tables have their width

    def _fit(self) -> None:
        _fit(self.table, self.years.total)
        _fit(self.score_table, self.scores.total)

    def _rows(self) -> tuple[YearRow, ...]:
        session = self.workspace.session
        return year_rows(session.assessments, self._read, session.current_id)

    def _read_one(self) -> None:
        """Read the next year from the file: one at a time, so that the window answers in between."""
        session = self.workspace.session
        waiting = [record.id for record in session.assessments if record.id not in self._read]
        if waiting:
            self._read[waiting[-1]] = session.assessment(waiting[-1])
            self.refresh()

    def _on_step(self, step: StepTaken) -> None:
        if not step.touches("assessment", "judgement"):
            return
        for id in self._read:
            if any(record.id == id for record in self.workspace.session.assessments):
                self._read[id] = self.workspace.session.assessment(id)
        self.refresh()

    def _offer(self) -> None:
        chosen = self.table.current()
        self.open_button.setEnabled(chosen is not None and chosen != self.workspace.session.current_id)

    def _lay_out(self) -> None:
        take_in = secondary("Take in a prior year…", lambda: self.workspace.go(TAKE_IN))
        take_in.setVisible(not self.workspace.read_only)
        head = QHBoxLayout()
        head.addWidget(title(self.title), 1)
        head.addWidget(take_in)
        large = theme.px(100) >= LARGE_TEXT
        below = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        below.addWidget(self.open_button)
        below.addWidget(link_button("Details of the year that is open ›", lambda: self.workspace.go("overview#label")))
        below.addStretch(1)
        years = card(self.table)
        inside = years.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.addLayout(below)
        words = quiet(
            "Double-click a statement to go to it. Scores are set against the last year judged by the same framework."
        )
        body = QWidget()
        page = QVBoxLayout(body)
        page.setContentsMargins(28, 16, 28, 24)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(quiet("Each year keeps the wording it was judged against."))
        page.addWidget(years)
        page.addWidget(card(heading("Scores side by side"), words, self.score_table))
        page.addStretch(1)
        self.setWidget(body)


def _fit(table: Table, rows: int) -> None:
    """Make a table as tall as its rows, so that only the page scrolls."""
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    heads = table.horizontalHeader().sizeHint().height()
    wide = table.horizontalHeader().length() > table.viewport().width()
    bar = table.horizontalScrollBar().sizeHint().height() if wide else 0
    table.setFixedHeight(heads + rows * table.verticalHeader().defaultSectionSize() + bar + 4)
