"""What was imported, and what can be done about it now: take it out again, keep a report, look at the year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from selfassess.domain.text.wording import count_noun
from selfassess.services.importing.report_file import save_report
from ui.bridge.tasks import Task
from ui.widgets import dialogs
from ui.widgets.look import Banner, make_row, make_secondary_button, make_text

SHOWN = 500
"""Lines of a report that are shown here; when it is saved it has all of them."""

UNDONE = "Undone: this workbook is as it was before."
AGAIN = "Redo, in the Edit menu, brings all of it in again until something else is written."


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of it: the sentence, more of it to read, what makes the report, and the year to open."""

    sentence: str
    details: tuple[str, ...]
    report: Callable[[], str]
    year: str | None
    changed: bool


class Done(QWidget):
    """The last step. ``told`` carries a sentence about the report and its kind, as a banner takes them."""

    told = Signal(str, str)

    def __init__(self, undo: Callable[[], object], go: Callable[[], object]) -> None:
        super().__init__()
        self._report: Callable[[], str] = str
        self._suggested = Path()
        self._telling: Task | None = None
        self.said = Banner("", dismissible=False)
        self.details = make_text("")
        self.undo = make_secondary_button("Undo", undo)
        self.save = make_secondary_button("Save report…", self.ask_where_to_save_report)
        self.open_year = make_secondary_button("Open the year", go)
        self.reading = QPlainTextEdit()
        self.reading.setReadOnly(True)
        self.reading.setTabChangesFocus(True)
        self.reading.setUndoRedoEnabled(False)
        self.reading.setAccessibleName("The report")
        self.reading.hide()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        page.addWidget(self.said)
        page.addWidget(make_row(self.undo, self.save, self.open_year))
        page.addWidget(self.details)
        page.addWidget(self.reading, 1)
        page.addStretch(0)

    def show_import_result(self, result: Result, suggested: Path) -> None:
        """Show what came of it; ``suggested`` is where its report may be saved."""
        self._report, self._suggested = result.report, suggested
        self.said.show_message(result.sentence, "good" if result.changed else "info")
        self.details.setText("\n".join(f"•  {each}" for each in result.details))
        self.undo.setVisible(result.changed)
        self.open_year.setVisible(result.year is not None)
        self.reading.setVisible(result.changed)
        if result.changed:
            # Of no parent: it may outlive this
            self._telling = Task(lambda progress, cancelled: _cut_long_report(result.report()))
            self._telling.done.connect(self.reading.setPlainText)
            self._telling.start()

    def show_import_undone(self) -> None:
        """Say that it was taken out again."""
        self.said.show_message(UNDONE, "info")
        self.undo.hide()
        self.open_year.hide()
        self.details.setText(AGAIN)
        self.reading.hide()

    def ask_where_to_save_report(self) -> None:
        """Ask where to save the report."""
        dialogs.ask_save_path(self, "Save the report", "Text (*.txt)", self._suggested, self.save_report)

    def save_report(self, path: Path) -> None:
        """Save the report; a long one takes a while to be written, so nobody waits for it."""
        report = self._report
        task = Task(lambda progress, cancelled: save_report(path, report()), self)
        task.done.connect(lambda saved: self.told.emit(f"The report was saved as {saved}.", "good"))
        task.failed.connect(lambda sentence: self.told.emit(sentence, "error"))
        task.start()


def _cut_long_report(report: str) -> str:
    """The beginning of a long report, and how much more there is."""
    lines = report.splitlines()
    more = len(lines) - SHOWN
    return "\n".join(
        [*lines[:SHOWN], "", f"… and {count_noun(more, 'more line')}. Save the report to have all of it."]
        if more > 0
        else lines
    )
