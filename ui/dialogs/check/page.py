"""The dialog that says whether a workbook is what its history says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.services.years import checking
from ui.bridge.tasks import Cancelled, Progress, Task
from ui.bridge.workspace import Workspace
from ui.jobs.job_dialog import JobDialog
from ui.widgets import look

TITLE = "Check the workbook"
WHAT = (
    "Every page of the file is read, every line of the history is checked, and every record is compared with what the "
    "history says it is. Nothing is changed."
)
SOUND = "Everything in this workbook is as it was written."
UNSOUND = (
    "Something other than this program changed this workbook, or its drive damaged it. What differs is listed, the "
    "first of it first. A backup may have it as it was."
)


class CheckingDialog(JobDialog):
    """Checks on a worker, then lists what differs."""

    stopped_words = "The check was stopped."

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, TITLE, (680, 480))
        self.workspace = workspace
        self.since = look.make_quiet_label("")
        self.listed = look.make_text("")
        self.bar.setRange(0, 0)
        self.offer_to_close()
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (look.make_title(TITLE), look.make_text(WHAT), self.since, self.listed):
            column.addWidget(part)
        self.arrange_page(
            look.make_reading_area(words, "What differs"),
            above=(self.said, self.bar),
            left=(look.make_secondary_button("Backups…", self._go_to_backups),),
        )
        path = workspace.session.path

        def check(progress: Progress, cancelled: Cancelled) -> tuple[Sequence[str], str]:
            return checking.find_file_faults(path, cancelled=cancelled), checking.describe_proof_start(path)

        self.run_job(Task(check), "Checking …", self._show_check)

    def _go_to_backups(self) -> None:
        self.reject()
        self.workspace.go("backups")

    def _show_check(self, found: tuple[Sequence[str], str]) -> None:
        faults, since = found
        self.since.setText(since)
        look.show_if(self.since, bool(since))
        self.listed.setText("\n\n".join(faults))
        self.said.show_message(UNSOUND if faults else SOUND, "error" if faults else "good")
