"""The part of the dialog that looks inside the files of the evidence, on request and on a worker."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.model.commands import SetField
from selfassess.services.evidence import personal_data_in_files
from selfassess.services.evidence.personal_data_in_files import FileData
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.personal_data.file_rows import FILE_COLUMNS, FileRow, counted, file_rows, told
from ui.widgets import theme
from ui.widgets.look import Banner, card, label, quiet, secondary, text
from ui.widgets.sheet import Sheet, in_html
from ui.widgets.tables import RowsModel, Table

ABOUT = (
    "On request, the text of the files among the evidence of this year is read: PDF, Word, Excel and plain text. "
    "Nothing of it is kept and nothing leaves this computer. Pictures of text, such as scans, cannot be read. "
    f"{personal_data_in_files.NAMES}"
)


class FilesPart(QWidget):
    """``task`` is the search that runs, None while none does; ``left`` tells that a person went to the evidence."""

    left = Signal(str)
    ended = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.task: Task | None = None
        self.found: tuple[FileData, ...] = ()
        self.start = secondary("Look inside the files", self.look)
        self.stop = secondary("Stop", self.cancel)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How much of the files is read")
        self.count = quiet("")
        self.said = Banner("", "info", dismissible=False)
        self.model = RowsModel(
            FILE_COLUMNS,
            search=lambda row: f"{row.data.title} {row.where}",
            natural=lambda row: self._order.get(row.id, 0),
            parent=self,
        )
        self._order: dict[str, int] = {}
        self.table = Table(self.model, "Places in files that look like personal data")
        self.table.setMinimumHeight(theme.px(120))
        self.table.lay_out(FILE_COLUMNS)
        self.where = label("", "strong")
        self.words = Sheet("The words around it")
        self.go = secondary("Go to the evidence", self.go_to)
        self.mark = secondary("Mark as needing redaction", self.mark_chosen)
        self.detail = card(self.where, self.words)
        self._lay_out()
        self.table.chosen.connect(lambda _: self._show_chosen())
        self.table.opened.connect(lambda _: self.go_to())
        workspace.step_taken.connect(self._on_step)  # a method: what a dialog connects must end with the dialog
        files = len(personal_data_in_files.file_records(workspace.session.current))
        self.start.setEnabled(bool(files))
        self.count.setText(counted(files))

    def look(self) -> None:
        """Read the files on a worker; what is found is listed once all are read."""
        if self.task is not None:
            return
        session = self.workspace.session
        year, path = session.current, session.path
        self.task = Task(
            lambda progress, cancelled: personal_data_in_files.in_files(
                year, path, progress=progress, cancelled=cancelled
            )
        )
        self.task.progressed.connect(self._progressed)
        self.task.done.connect(self._show_found)
        self.task.failed.connect(self._failed)
        self.task.cancelled.connect(self._stopped)
        self._busy(True)
        self.task.start()

    def cancel(self) -> None:
        """Ask the search to stop at its next chance."""
        if self.task is not None:
            self.count.setText("Stopping …")
            self.task.cancel()

    def chosen(self) -> FileRow | None:
        """The row one is on."""
        row: FileRow | None = self.model.at(self.table.currentIndex())
        return row

    def go_to(self) -> None:
        """Leave for the item of evidence one is on."""
        row = self.chosen()
        if row is not None:
            self.left.emit(f"register:evidence/{row.data.id}#personal_data")

    def mark_chosen(self) -> None:
        """Write down that the evidence one is on needs redaction, so that it is held back until it is."""
        row = self.chosen()
        if row is not None:
            self.workspace.run(SetField(row.data.id, "personal_data", "needs_redaction"))

    def _on_step(self, _: object) -> None:
        self._list()

    def _progressed(self, part: float) -> None:
        self.bar.setValue(round(part * 1000))

    def _show_found(self, found: Sequence[FileData]) -> None:
        self.found = tuple(found)
        signs = any(data.count or data.problem for data in found)
        self._ended(told(found), "warning" if signs else "good")
        self._list()
        if self.model.shown:
            self.table.choose(self.model.shown[0])
            self.table.setFocus()

    def _failed(self, sentence: str) -> None:
        self._ended(sentence, "error")

    def _stopped(self) -> None:
        self._ended("Stopped. Nothing that was read is kept.", "info")

    def _ended(self, sentence: str, kind: str) -> None:
        self.task = None
        self._busy(False)
        self.said.say(sentence, kind)
        self.ended.emit()

    def _busy(self, busy: bool) -> None:
        for moving in (self.bar, self.stop):
            moving.setVisible(busy)
        for part in (self.table, self.detail, self.said):
            part.hide()
        self.bar.setValue(0)
        self.start.setVisible(not busy)
        files = len(personal_data_in_files.file_records(self.workspace.session.current))
        self.count.setText("Reading the files …" if busy else counted(files))

    def _list(self) -> None:
        """List what was found; what the evidence says of personal data is that of now."""
        if not self.found:
            return
        here = self.table.current()
        rows = file_rows(self.found, self.workspace.session.current)
        self._order = {row.id: number for number, row in enumerate(rows)}
        self.model.show(rows)
        for part in (self.table, self.detail):
            part.setVisible(bool(rows))
        self.table.choose(here)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        read_only = bool(self.workspace.read_only)
        self.go.setEnabled(row is not None)
        marked = row is not None and self._marked(row.data.id)
        self.mark.setVisible(not read_only)
        self.mark.setEnabled(row is not None and not marked)
        self.where.setText(f"{row.data.title}: {row.where}" if row and row.sighting else row.data.title if row else "")
        sighting = row.sighting if row else None
        if sighting is None:
            self.words.show_html(lambda: f"<p>{in_html(row.words if row else '')}</p>")
            return
        self.words.show_html(
            lambda: f"<p>{in_html(sighting.before)}<b>{in_html(sighting.found.text)}</b>{in_html(sighting.after)}</p>"
        )
        for button in (self.go, self.mark):
            button.setAccessibleName(f"{button.text()}: {row.data.title}" if row else button.text())

    def _marked(self, id: str) -> bool:
        record = self.workspace.session.current.by_id.get(id)
        return record is None or record["personal_data"] == "needs_redaction"

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addWidget(self.mark)
        buttons.addStretch(1)
        inner = self.detail.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addLayout(buttons)
        line = QHBoxLayout()
        line.addWidget(self.start)
        line.addWidget(self.count, 1)
        line.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(text(ABOUT))
        column.addLayout(line)
        for part in (self.bar, self.said):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addStretch(0)
        for hidden in (self.bar, self.stop, self.table, self.detail, self.said):
            hidden.hide()
