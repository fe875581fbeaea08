"""The history page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from selfassess.domain import journal
from selfassess.domain.events import StepTaken
from selfassess.services import reading
from ui.bridge.places import record_place
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.history.model import HistoryModel, Line, learn, line, lines
from ui.widgets import look, theme

WHAT = "Everything that was changed in this workbook, in all its years. Enter on a line goes to what it changed."


class HistoryPage(QWidget):
    """Every change, latest first; a filter by words; a line leads to the record it changed."""

    title = "History"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._names: dict[str, str] = {}
        self._asked = False
        self._reading = False
        self._stale = False
        self.model = HistoryModel(self)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Show only changes with these words, such as a name or “Score”")
        self.filter.setAccessibleName("Show only changes with these words")
        self.filter.setClearButtonEnabled(True)
        self.count = look.quiet("Reading the history …")
        self.table = self._table()
        self._later = QTimer(self, singleShot=True, interval=200)
        self._later.timeout.connect(self._filter)
        self.filter.textChanged.connect(lambda: self._later.start())
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 16)
        column.setSpacing(8)
        for part in (look.title("History"), look.quiet(WHAT), self.filter, self.count):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        workspace.step_taken.connect(self._on_step)

    def show_place(self, rest: str) -> None:
        """Show the history; "" of everything, else of what has these words."""
        if not self._asked:
            self._asked = True
            self._start_reading()
        if rest and not rest.startswith("#"):
            self.filter.setText(rest)

    def show_lines(self, read: tuple[list[Line], dict[str, str]]) -> None:
        """Show a journal that was read; where a step was taken meanwhile, it is read again."""
        self._reading = False
        if self._stale:
            self._start_reading()
            return
        told, self._names = read
        self.model.show_lines(told)
        self._recount()

    def _start_reading(self) -> None:
        self._reading, self._stale = True, False
        path = self._workspace.session.path
        task = Task(lambda progress, cancelled: read(path))
        task.done.connect(self.show_lines)
        task.failed.connect(self.count.setText)
        task.start()

    def _on_step(self, step: StepTaken) -> None:
        session = self._workspace.session
        if self._reading or not self._names or session.saved_at is None:
            self._stale = True
            return
        entries = journal.entries(
            step.changes, step="", at=session.saved_at.isoformat(timespec="milliseconds"), author=session.author
        )
        told = []
        for entry in entries:
            learn(self._names, entry.change)
            told.append(line(entry, self._names))
        self.model.add(told[::-1])
        self._recount()

    def _filter(self) -> None:
        self.model.filter(self.filter.text())
        self._recount()

    def _recount(self) -> None:
        total = self.model.total
        self.count.setText(f"{total:,} change{'' if total == 1 else 's'}" if total else "No change has these words.")

    def _go(self, index: QModelIndex) -> None:
        assessment = self._workspace.session.current
        record = assessment.by_id.get(self.model.line(index.row()).record)
        if record is not None:
            self._workspace.go(record_place(assessment, record))

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName("Changes, latest first")
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setProperty("look", "lines")
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(30))
        header = table.horizontalHeader()
        for column, width in enumerate((theme.px(210), theme.px(130), theme.px(300))):
            header.resizeSection(column, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(self._go)
        return table


def read(path: Path) -> tuple[list[Line], dict[str, str]]:
    """The journal of a workbook in words, and what its records are called; for a worker."""
    entries = reading.snapshot(path, journal=True).journal
    names: dict[str, str] = {}
    for entry in entries:
        learn(names, entry.change)
    return lines(entries), names
