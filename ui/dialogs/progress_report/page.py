"""The dialog: since when, for whom and in which format; then the file and what to know about it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.improvement_plan.progress_report import EDITIONS, progress_options
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.text.wording import british_date
from selfassess.services.exporting import formats, progress_report
from selfassess.services.exporting.export import ExportReport
from selfassess.services.safety import encryption
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.jobs.job_dialog import JobDialog
from ui.widgets import dialogs, locations
from ui.widgets.look import (
    make_label,
    make_primary_button,
    make_quiet_label,
    make_scroll_area,
    make_secondary_button,
    make_title,
)
from ui.widgets.passphrase import PassphraseChoice

ABOUT = (
    "What was closed and its effect, what is late, milestones, what moved since a day, and where every action stands. "
    "Comments and notes to colleagues are never in it."
)
LOCKED = "The report is locked with a passphrase: a PDF by itself, the others in a zip file."
QUARTER = timedelta(days=91)
"""What moved is asked since about so long, until somebody says otherwise."""


class ProgressReportDialog(JobDialog):
    """Asks for the day and the reader, and writes the report on a worker."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Progress report", (620, 520), progress="Writing the report")
        self.workspace = workspace
        self.today = workspace.today()
        self.made: ExportReport | None = None
        self.since = QLineEdit(british_date((date.fromisoformat(self.today) - QUARTER).isoformat()))
        self.edition = QComboBox()
        for each in EDITIONS:
            self.edition.addItem(each.label.partition(":")[0], each)
        self.reader = make_quiet_label("")
        self.edition.currentIndexChanged.connect(self._describe_reader)
        self._describe_reader()
        self.format = QComboBox()
        for ending in formats.PAPER_FORMATS:
            self.format.addItem(formats.FORMATS[ending].name, ending)
        self.names = QCheckBox("Owners by name, and not only by their role")
        self.risks = QCheckBox("Risks, and what moved in them")
        self.risks.setChecked(True)
        self.lock = PassphraseChoice(LOCKED)
        self.start = make_primary_button("Write the report…", self.ask_where_to_write)
        self.opener = make_secondary_button("Open the report", self.open_report)
        self.opener.hide()
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (words, part) in enumerate(
            (("What moved &since", self.since), ("&Reader", self.edition), ("&Format", self.format))
        ):
            label = QLabel(words)
            label.setBuddy(part)
            part.setAccessibleName(words.replace("&", ""))
            grid.addWidget(label, row, 0)
            grid.addWidget(part, row, 1)
        self.edition.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(make_label(ABOUT))
        column.addLayout(grid)
        column.addWidget(self.reader)
        column.addWidget(make_quiet_label(f"As of {british_date(self.today)}, of {workspace.session.current.label}."))
        for part in (self.names, self.risks, self.lock):
            column.addWidget(part)
        column.addStretch(1)
        self.choices = body
        self.arrange_page(
            make_scroll_area(body), self.said, self.bar,
            above=(make_title("Progress report"),), right=(self.opener, self.start),
        )  # fmt: skip

    def _describe_reader(self) -> None:
        """Say below the choice what the reader gets: the whole of it has no room in a list that drops down."""
        self.reader.setText(EDITIONS[self.edition.currentIndex()].label)

    def ask_where_to_write(self) -> None:
        """Ask where the report is to be written, once the day makes sense."""
        try:
            since = progress_report.read_since(self.since.text(), self.today)
            passphrase = self.lock.chosen_passphrase() if self.lock.is_wanted() else None
        except WrongUseError as error:
            self.show_refusal(str(error))
            self.since.setFocus()
            return
        session, settings = self.workspace.session, self.workspace.settings
        ending = self.format.currentData()
        name = f"{session.council.text_of('name')} {session.current.label} progress {self.today}.{ending}"
        zipped = passphrase is not None and not formats.FORMATS[ending].locks_itself
        suggested = Path(settings.last_folder or session.path.parent) / (f"{name}{encryption.ZIP}" if zipped else name)
        filters = "Locked zip file (*.zip)" if zipped else formats.FORMATS[ending].file_filter
        dialogs.ask_save_path(
            self, "Write the report to", filters, suggested, lambda out: self.write_report(out, since, passphrase)
        )

    def write_report(self, out: Path, since: str, passphrase: str | None) -> None:
        """Write the report on a worker."""
        edition, ending = Edition(self.edition.currentData()), self.format.currentData()
        options = progress_options(edition, names=self.names.isChecked(), risks=self.risks.isChecked())
        path, year, today = self.workspace.session.path, self.workspace.session.current.label, self.today

        def write(progress: progress_report.Tell, cancelled: progress_report.Ask) -> ExportReport:
            return progress_report.export_progress(
                path, out, since=since, today=today, year=year, edition=edition, options=options, format=ending,
                passphrase=passphrase, progress=progress, cancelled=cancelled,
            )  # fmt: skip

        self.run_job(Task(write, self), f"Writing {out.name} …", self._show_report_made)

    def open_report(self) -> None:
        """Show the folder that the report is in."""
        if self.made is not None:
            locations.show_folder(self.made.path)

    def set_busy(self, busy: bool) -> None:
        for part in (self.choices, self.start):
            part.setEnabled(not busy)

    def _show_report_made(self, report: ExportReport) -> None:
        self.made = report
        self.said.show_message(" ".join((f"{report.path.name} is written and checked.", *report.notes)), "good")
        self.opener.setText("Open folder")
        self.opener.show()
        self.offer_to_close()
