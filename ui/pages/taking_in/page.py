"""The dialog for taking in a prior year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.errors import WorkbookError
from selfassess.domain.incoming import Incoming
from selfassess.services import importing
from selfassess.services.importing import Plan
from selfassess.services.reading import snapshot
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.taking_in.preview import Preview
from ui.widgets import dialogs
from ui.widgets.look import Banner, heading, primary, quiet, secondary, text, title

FILTERS = (
    "Workbooks and exports (*.sawb *.xlsx *.xlsm *.json);;Workbooks (*.sawb);;Excel (*.xlsx *.xlsm);;JSON (*.json);;"
    "All files (*)"
)
MOST_PROBLEMS = 20


class TakingInDialog(TaskDialog):
    """Reads a file, shows what would come in, takes it in, and says what came of it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.source: Path | None = None
        self.incoming: Incoming | None = None
        self._ids: frozenset[str] = frozenset()
        self._new: str | None = None
        self.setWindowTitle("Take in a prior year")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(620, 420)
        self.file = text("No file chosen yet.")
        self.choose = secondary("Choose a file…", self.ask)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the reading is")
        self.preview = Preview()
        self.what = heading("What would come in")
        self.troubles = text("")
        self.said = Banner("", dismissible=False)
        self.take = primary("Take in", self.take_in)
        self.stop = secondary("Cancel", self.reject)
        self.undo = secondary("Undo", self.undo_it)
        self.open_year = secondary("Open the year", self.open_it)
        self._lay_out()
        self.preview.changed.connect(self._check)
        for part in (self.bar, self.what, self.troubles, self.said, self.undo, self.open_year):
            part.hide()
        self.take.setEnabled(False)

    def ask(self) -> None:
        """Ask for the file."""
        folder = self.workspace.settings.last_folder or str(self.workspace.session.path.parent)
        dialogs.ask_open(self, "Take in a prior year from", FILTERS, folder, self.read)

    def read(self, source: Path) -> None:
        """Read a file on a worker; nothing is changed."""
        self.source, self.incoming = source, None
        self.workspace.settings.last_folder = str(source.parent)
        path = self.workspace.session.path

        def work(progress: Callable[[float], None], cancelled: Callable[[], bool]) -> tuple[Incoming, frozenset[str]]:
            incoming = importing.read_source(source, progress=lambda part: progress(part * 0.9), cancelled=cancelled)
            return incoming, frozenset(record.id for record in snapshot(path).records())

        self.task = task = Task(work, self)
        task.progressed.connect(lambda part: self.bar.setValue(round(part * 1000)))
        task.done.connect(self._read)
        task.failed.connect(lambda sentence: self._ended(sentence, "error"))
        task.cancelled.connect(lambda: self._ended("Stopped. Nothing was taken in.", "info"))
        self.file.setText(f"Reading {source.name} …")
        self.bar.setValue(0)
        self._busy(True)
        task.start()

    def take_in(self) -> None:
        """Take in what is chosen: one step, with a backup before."""
        planned = self._plan()
        if planned is None or not self.workspace.flush():
            return
        try:
            importing.take_in(self.workspace.session, planned)
        except WorkbookError as error:
            self.said.say(str(error), "error")
            return
        years = ", ".join(f"“{year.label}”" for year in planned.assessments)
        records = sum(planned.counts.values())
        self._new = planned.assessments[-1].id
        words = f"Taken in: {years}, {records:,} records. Undo takes all of it out again; a backup was made before."
        self.said.say(words, "good")
        for part in (self.preview, self.what, self.troubles, self.take, self.choose):
            part.hide()
        self.undo.show()
        self.open_year.show()
        self.stop.setText("Close")
        self.stop.setFocus()

    def undo_it(self) -> None:
        """Take out again what came in."""
        if self.workspace.undo():
            self.said.say("Undone: this workbook is as it was before.", "info")
            self.undo.hide()
            self.open_year.hide()

    def open_it(self) -> None:
        """Bring the year that came in into view."""
        new = self._new
        self.accept()
        if new is not None and self.workspace.open_year(new):
            self.workspace.go("overview")

    def say_stopping(self) -> None:
        self.file.setText("Stopping …")

    def _read(self, found: tuple[Incoming, frozenset[str]]) -> None:
        self.incoming, self._ids = found
        self._ended("", "info")
        council = self.incoming.workbook.council.text("name")
        self.file.setText(f"{self.source.name if self.source else ''}, of {council or 'a council without a name'}")
        taken = [record.text("label") for record in self.workspace.session.assessments]
        self.preview.show_incoming(self.incoming, taken)
        self.what.show()
        self.preview.show()
        self.choose.setText("Choose another file…")
        self._check()
        if self.take.isEnabled():
            self.take.setFocus()

    def _check(self) -> None:
        """Whether what is chosen can be taken in, and what there is to know about it."""
        planned = self._plan()
        self.take.setEnabled(planned is not None and not planned.problems)
        problems = [problem.sentence for problem in planned.problems] if planned is not None else []
        lines = [f"•  {sentence}" for sentence in problems[:MOST_PROBLEMS]]
        if problems:
            count = "one thing" if len(problems) == 1 else f"{len(problems):,} things"
            lines.insert(0, f"Nothing can be taken in yet: {count} in the file must be put right.")
        if len(problems) > MOST_PROBLEMS:
            lines.append(f"•  and {len(problems) - MOST_PROBLEMS:,} more")
        warnings = [f"Please note: {words}" for words in planned.warnings] if planned is not None else []
        self.troubles.setText("\n".join((*warnings, *lines)))
        self.troubles.setVisible(bool(warnings or lines))

    def _plan(self) -> Plan | None:
        if self.incoming is None or self.source is None:
            return None
        chosen = self.preview.chosen(self.incoming)
        if chosen is None:
            return None
        session = self.workspace.session
        labels = [record.text("label") for record in session.assessments]
        try:
            return importing.plan(
                chosen, self.source, labels_taken=labels, ids_taken=self._ids, council=session.council
            )
        except WorkbookError as error:
            self.said.say(str(error), "error")
            return None

    def _ended(self, sentence: str, kind: str) -> None:
        self.task = None
        self._busy(False)
        if sentence:
            self.file.setText("No file chosen yet.")
        self.said.say(sentence, kind)

    def _busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.choose.setEnabled(not busy)
        self.stop.setText("Stop" if busy else "Cancel")
        if busy:
            self.take.setEnabled(False)
            for part in (self.said, self.what, self.troubles, self.preview):
                part.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.file, 1)
        top.addWidget(self.choose)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.what)
        column.addWidget(self.preview)
        column.addWidget(self.troubles)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        foot = QHBoxLayout()
        foot.addWidget(self.undo)
        foot.addWidget(self.open_year)
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.take)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        page.addWidget(title("Take in a prior year"))
        page.addWidget(quiet("From a workbook, or from an Excel or JSON file that this program exported."))
        page.addLayout(top)
        page.addWidget(self.bar)
        page.addWidget(scroll, 1)
        page.addWidget(self.said)
        page.addLayout(foot)
        self.take.setDefault(True)
