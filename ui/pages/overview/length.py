"""How long the report has become, in a line: pages, words, and which statement takes the most of it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.report import page_estimate
from selfassess.domain.report.page_estimate import pages_told
from selfassess.services.workbook.snapshot import hold_workbook
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace

AT_REST = 1500
"""Milliseconds without a change after which the length is reckoned."""


class LengthLine(QLabel):
    """Reckoned on a worker, since a whole report may be large; empty for a year that others made."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(" ")  # it has its height before it is reckoned, so that nothing moves then
        self.workspace = workspace
        self.setProperty("look", "quiet")
        self.setWordWrap(True)
        self.setToolTip("An estimate, for the PDF with everything in it. A short self-assessment is read.")
        self._task: Task | None = None
        self._measured: Assessment | None = None
        self._book: Workbook | None = None
        # While a worker reckons, painting has to wait for it at every step: not while somebody waits for the page.
        self._soon = QTimer(self, singleShot=True, interval=AT_REST)
        self._soon.timeout.connect(self._begin_measuring)

    def measure_report_length(self) -> None:
        """Reckon the year in view as it is now, once nothing more happens; not where it is the same as before."""
        session = self.workspace.session
        year = session.current
        if year is self._measured:
            return
        self._measured = year
        self._task = None
        self._book = hold_workbook(session)
        self.setVisible(not year.by_cqc)
        if year.by_cqc:
            self._soon.stop()
        else:
            self._soon.start()

    def _begin_measuring(self) -> None:
        book, year = self._book, self._measured
        if book is None or year is None:
            return
        self._task = task = Task(lambda progress, cancelled: describe_report_length(book, year))
        task.done.connect(self._show_report_length)
        task.failed.connect(self.hide)
        task.start()

    def _show_report_length(self, said: str) -> None:
        if self.sender() is self._task:  # otherwise something was written meanwhile
            self.setText(said)


def describe_report_length(book: Workbook, year: Assessment) -> str:
    """The length of a year's report, and its longest statement, in two sentences."""
    whole = page_estimate.of_report(book, year)
    each = {
        s.short_name: page_estimate.measure_statement_length(book.council, year, s.key)
        for s in year.framework.statements
    }
    name, longest = max(each.items(), key=lambda item: item[1].pages)
    said = f"As a PDF this would be about {pages_told(whole.pages)}, with {whole.words:,} words that you wrote."
    if longest.words:
        return f"{said} Longest statement: {name}, about {pages_told(longest.pages)}."
    return said
