"""The dialog that says whether a workbook is what its history says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from selfassess.services.years import checking
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.reading_order import InReadingOrder

TITLE = "Check the workbook"
WHAT = (
    "Every page of the file is looked at, every entry of the history is held against its hash, and every record "
    "against what the history says it is. Nothing is changed."
)
SOUND = "Everything in this workbook is as it was written."
UNSOUND = (
    "Something other than this program changed this workbook, or its drive damaged it. What differs is listed, the "
    "first of it first. A backup may have it as it was."
)


class CheckingDialog(InReadingOrder, QDialog):
    """Checks on a worker, then lists what differs."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.setWindowTitle(TITLE)
        self.workspace = workspace
        self.headline = look.label("Checking …", "strong")
        self.since = look.quiet("")
        self.listed = look.text("")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for part in (look.title(TITLE), look.text(WHAT), self.headline, self.since):
            column.addWidget(part)
        column.addWidget(look.read_only(self.listed, "What differs"), 1)
        backups = look.secondary("Backups…", self._go_to_backups)
        column.addWidget(look.row(backups, look.primary("Close", self.accept)))
        self.resize(QSize(theme.px(680), theme.px(480)).boundedTo(self.screen().availableSize() * 0.9))
        path = workspace.session.path
        self.task: Task | None = Task(
            lambda progress, cancelled: (checking.file_faults(path), checking.proof_since(path))
        )
        self.task.done.connect(self._show)
        self.task.failed.connect(lambda sentence: self._show(((sentence,), "")))
        self.task.start()

    def _go_to_backups(self) -> None:
        self.accept()
        self.workspace.go("backups")

    def _show(self, found: tuple[Sequence[str], str]) -> None:
        self.task = None
        faults, since = found
        self.headline.setText(UNSOUND if faults else SOUND)
        self.since.setText(since)
        look.show(self.since, bool(since))
        self.listed.setText("\n\n".join(faults))
        announce(self.headline, self.headline.text())
