"""The part of the dialog that looks inside the files of the evidence, on request and on a worker."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.events import StepTaken
from selfassess.domain.publishing.personal_data_places import NAMES
from selfassess.services.evidence import personal_data_in_files
from selfassess.services.evidence.personal_data_in_files import FileData
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.personal_data.file_rows import (
    FILE_COLUMNS,
    FileRow,
    build_file_rows,
    describe_file_count,
    describe_search,
)
from ui.widgets import theme
from ui.widgets.look import Banner, make_card, make_label, make_quiet_label, make_secondary_button, make_text
from ui.widgets.sheet import Sheet, in_html
from ui.widgets.tables import RowsModel, Table

ABOUT = (
    "On request, the text of the files among the evidence of this year is read: PDF, Word, Excel and plain text. "
    "Nothing of it is kept and nothing leaves this computer. Pictures of text, such as scans, cannot be read. "
    f"{NAMES}"
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
        self.start = make_secondary_button("Look inside the files", self.search_evidence_files)
        self.stop = make_secondary_button("Stop", self.cancel_search)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How much of the files is read")
        self.count = make_quiet_label("")
        self.said = Banner("", "info", dismissible=False)
        self.model = RowsModel(
            FILE_COLUMNS,
            search=lambda row: f"{row.data.title} {row.place_in_file}",
            natural=lambda row: self._order.get(row.id, 0),
            parent=self,
        )
        self._order: dict[str, int] = {}
        self.table = Table(self.model, "Places in files that look like personal data")
        self.table.setMinimumHeight(theme.px(120))
        self.table.lay_out_columns(FILE_COLUMNS)
        self.where = make_label("", "strong")
        self.words = Sheet("The words around it")
        self.go = make_secondary_button("Go to the evidence", self.go_to_evidence)
        self.mark = make_secondary_button("Mark as needing redaction", self.mark_needs_redaction)
        self.detail = make_card(self.where, self.words)
        self._lay_out_signs()
        self.table.chosen.connect(lambda _: self._show_chosen_sign())
        self.table.opened.connect(lambda _: self.go_to_evidence())
        workspace.step_taken.connect(self._on_step_taken)  # a method: what a dialog connects must end with the dialog
        files = len(personal_data_in_files.find_file_records(workspace.session.current))
        self.start.setEnabled(bool(files))
        self.count.setText(describe_file_count(files))

    def search_evidence_files(self) -> None:
        """Read the files on a worker; what is found is listed once all are read."""
        if self.task is not None:
            return
        session = self.workspace.session
        year, path = session.current, session.path
        self.task = Task(
            lambda progress, cancelled: personal_data_in_files.search_files(
                year, path, progress=progress, cancelled=cancelled
            )
        )
        self.task.progressed.connect(self._show_progress)
        self.task.done.connect(self._show_found)
        self.task.failed.connect(self._on_search_failed)
        self.task.cancelled.connect(self._on_search_stopped)
        self._set_searching(True)
        self.task.start()

    def cancel_search(self) -> None:
        """Ask the search to stop at its next chance."""
        if self.task is not None:
            self.count.setText("Stopping …")
            self.task.cancel()

    def chosen_row(self) -> FileRow | None:
        """The row one is on."""
        row: FileRow | None = self.model.row_at(self.table.currentIndex())
        return row

    def go_to_evidence(self) -> None:
        """Leave for the item of evidence one is on."""
        row = self.chosen_row()
        if row is not None:
            self.left.emit(f"register:evidence/{row.data.id}#personal_data")

    def mark_needs_redaction(self) -> None:
        """Write down that the evidence one is on needs redaction, so that it is held back until it is."""
        row = self.chosen_row()
        if row is not None:
            self.workspace.run(SetField(row.data.id, "personal_data", "needs_redaction"))

    def _on_step_taken(self, step: StepTaken) -> None:
        if step.touches_kind("evidence"):
            self._list_signs()

    def _show_progress(self, part: float) -> None:
        self.bar.setValue(round(part * 1000))

    def _show_found(self, found: Sequence[FileData]) -> None:
        self.found = tuple(found)
        signs = any(data.count or data.problem for data in found)
        tone = "warning" if signs else "good"
        self._end_search(describe_search(found), tone)
        self._list_signs()
        if self.model.shown_ids:
            self.table.choose_row(self.model.shown_ids[0])
            self.table.setFocus()

    def _on_search_failed(self, sentence: str) -> None:
        self._end_search(sentence, "error")

    def _on_search_stopped(self) -> None:
        self._end_search("Stopped. Nothing that was read is kept.", "info")

    def _end_search(self, sentence: str, kind: str) -> None:
        self.task = None
        self._set_searching(False)
        self.said.show_message(sentence, kind)
        self.ended.emit()

    def _set_searching(self, busy: bool) -> None:
        for moving in (self.bar, self.stop):
            moving.setVisible(busy)
        for part in (self.table, self.detail, self.said):
            part.hide()
        self.bar.setValue(0)
        self.start.setVisible(not busy)
        files = len(personal_data_in_files.find_file_records(self.workspace.session.current))
        count_words = "Reading the files …" if busy else describe_file_count(files)
        self.count.setText(count_words)

    def _list_signs(self) -> None:
        """List what was found; what the evidence says of personal data is that of now."""
        if not self.found:
            return
        here = self.table.current_row_id()
        rows = build_file_rows(self.found, self.workspace.session.current)
        self._order = {row.id: number for number, row in enumerate(rows)}
        self.model.show_rows(rows)
        for part in (self.table, self.detail):
            part.setVisible(bool(rows))
        self.table.choose_row(here)
        self._show_chosen_sign()

    def _show_chosen_sign(self) -> None:
        row = self.chosen_row()
        read_only = bool(self.workspace.read_only)
        self.go.setEnabled(row is not None)
        marked = row is not None and self._is_marked_or_gone(row.data.id)
        self.mark.setVisible(not read_only)
        self.mark.setEnabled(row is not None and not marked)
        place_words = (
            f"{row.data.title}: {row.place_in_file}" if row and row.sighting else row.data.title if row else ""
        )
        self.where.setText(place_words)
        sighting = row.sighting if row else None
        if sighting is None:
            self.words.show_html(lambda: f"<p>{in_html(row.words if row else '')}</p>")
            return
        self.words.show_html(
            lambda: f"<p>{in_html(sighting.before)}<b>{in_html(sighting.found.text)}</b>{in_html(sighting.after)}</p>"
        )
        for button in (self.go, self.mark):
            button_name = f"{button.text()}: {row.data.title}" if row else button.text()
            button.setAccessibleName(button_name)

    def _is_marked_or_gone(self, id: str) -> bool:
        record = self.workspace.session.current.by_id.get(id)
        return record is None or record["personal_data"] == "needs_redaction"

    def _lay_out_signs(self) -> None:
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
        column.addWidget(make_text(ABOUT))
        column.addLayout(line)
        for part in (self.bar, self.said):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addStretch(0)
        for hidden in (self.bar, self.stop, self.table, self.detail, self.said):
            hidden.hide()
