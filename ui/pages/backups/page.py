"""The page of backups: each with when and why it was taken, and beside it what differs from it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.events import StepTaken
from selfassess.services.safety import restore_backup
from selfassess.services.safety.restore_backup import Differences
from selfassess.services.workbook import backups, snapshot
from selfassess.services.workbook.backups import Backup
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.backups.detail import BackupDetail
from ui.pages.backups.model import COLUMNS, BackupRow, describe_backups_total
from ui.widgets import dialogs, locations, look, theme
from ui.widgets.look import ScrollArea
from ui.widgets.tables import ListAndDetail, RowsModel, Table

NARROW = 900
"""Below this width (at 100 % text) what differs stands below the list."""
LEAST = 170
"""The list and what differs stay so tall (at 100 % text); where there is no room for both, the page scrolls."""
LATER_MS = 600
WHAT = (
    "Copies of this workbook, taken once a day when it is opened and before each risky step: importing a file, merging "
    "a copy, beginning a year, signing off, going back."
)
NONE_YET = "No backups yet. The first is taken the next time this workbook is opened, or before the next risky step."
UNSAVED = "Something you typed cannot be saved yet. Put it right first, then go back."
THERE = "The workbook is as it was on {when}. Undo takes you back to where you were."
SAME = "Nothing was changed: the workbook is as it was then."


class BackupsPage(ScrollArea):
    """Lists the backups; a worker reads them and works out what differs."""

    title = "Backups"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.rows: tuple[BackupRow, ...] = ()
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: row.backup.describe_time,
            natural=lambda row: -row.backup.at.timestamp(),
            parent=self,
        )
        self.table = Table(self.model, "Backups, newest first")
        self.table.lay_out_columns(COLUMNS)
        self.detail = BackupDetail()
        self.said = look.Banner("", "info")
        self.count = look.make_quiet_label("Looking for backups …")
        self.nothing = look.EmptyState(NONE_YET)
        self._lay_out_backups_page()
        self.table.chosen.connect(self._choose_backup)
        self.detail.back_asked.connect(self.ask_back)
        self.detail.save_asked.connect(self.ask_where_to_copy)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self._compare_chosen_backup)
        workspace.step_taken.connect(self._on_workbook_step)

    def show_place(self, rest: str) -> None:
        """Show the backups as they are now."""
        self.read_backups()

    def read_backups(self) -> None:
        """Look for the backups, on a worker."""
        path = self.workspace.session.path
        # The page may be let go of before it has ended
        task = Task(lambda progress, cancelled: backups.list_backups(path))
        task.done.connect(self.show_backups)
        task.failed.connect(self.count.setText)
        task.start()

    def show_backups(self, found: tuple[Backup, ...]) -> None:
        """List these; the one that was chosen stays chosen."""
        chosen = self.table.current_row_id()
        before = self.rows
        self.rows = tuple(BackupRow(each) for each in found)
        if self.rows != before:
            self.model.show_rows(self.rows)
        self.count.setText(describe_backups_total(self.rows))
        self.body.setVisible(bool(self.rows))
        self.nothing.setVisible(not self.rows)
        self.count.setVisible(bool(self.rows))
        if self.rows and (not self.table.choose_row(chosen) or self.detail.backup is None):
            self.table.choose_row(self.rows[0].id)
            self._choose_backup(self.rows[0].id)

    def ask_back(self, backup: Backup) -> None:
        """Ask before going back, saying what it would do."""
        if not self.workspace.flush():
            self.said.show_message(UNSAVED, "warning")
            return
        found = self.detail.differences
        would = found.describe_going_back if found is not None else ""
        dialogs.ask_question(
            self,
            f"Go back to {backup.describe_time}?",
            f"{would}\n\nA backup of how the workbook is now is taken first. Undo takes you back to where you are.",
            [("Go back to it", lambda: self.go_back(backup)), ("Stay as it is", None)],
        )

    def go_back(self, backup: Backup) -> bool:
        """Take the workbook back to a backup: one step, which can be undone."""
        session = self.workspace.session
        before = session.undo_label
        went = self.workspace.take_long_step(restore_backup.restore_in_slices(session, backup), "Going back")
        if went:
            moved = session.undo_label != before
            words = THERE.format(when=backup.describe_time) if moved else SAME
            tone = "good" if moved else "info"
            self.said.show_message(words, tone)
            self.read_backups()
        return went

    def ask_where_to_copy(self, backup: Backup) -> None:
        """Ask where to keep a copy of a backup."""
        path = self.workspace.session.path
        folder = Path(self.workspace.settings.last_folder or path.parent)
        name = f"{path.stem} (as of {backup.at.astimezone():%Y-%m-%d %H.%M}).sawb"
        dialogs.ask_save_path(
            self,
            "Save a copy of this backup",
            dialogs.WORKBOOKS,
            folder / name,
            lambda out: self.save_backup_copy(backup, out),
        )

    def save_backup_copy(self, backup: Backup, out: Path) -> None:
        """Keep a copy of a backup as a workbook of its own, on a worker."""
        task = Task(lambda progress, cancelled: restore_backup.save_backup_as(backup, out))
        task.done.connect(self._on_saved)
        task.failed.connect(self._on_backup_failed)
        task.start()

    def open_backups_folder(self) -> None:
        """Show where the backups are kept, in the system's own window."""
        where = self._find_backups_folder()
        shown = where.is_dir() and locations.show_folder(where)
        if not shown:
            self.said.show_message(f"The folder cannot be shown from here. It is {where}.", "info")

    def _find_backups_folder(self) -> Path:
        if self.rows:
            return self.rows[0].backup.path.parent
        return backups.find_backup_folder(self.workspace.session.path)

    def _choose_backup(self, id: str) -> None:
        row = next((row for row in self.rows if row.id == id), None)
        if row is None or (self.detail.backup is not None and str(self.detail.backup.path) == id):
            return
        self.detail.show_backup(row.backup, self._reason_no_going_back())
        self._later.start(0)

    def _reason_no_going_back(self) -> str:
        """Why one cannot go back at all, "" where one can."""
        try:
            self.workspace.session.require_writable()
        except WorkbookError as error:
            return str(error)
        return ""

    def _compare_chosen_backup(self) -> None:
        """Work out what differs from the one that one is on, on a worker."""
        backup = self.detail.backup
        path = self.workspace.session.path
        if backup is None or not self.isVisible():
            return

        def work(progress: object, cancelled: object) -> tuple[Backup, Differences | str]:
            try:
                return backup, restore_backup.compare_with_backup(backup, snapshot.read_snapshot(path))
            except WorkbookError as error:
                return backup, str(error)

        task = Task(work)
        task.done.connect(self._on_backup_compared)
        task.start()

    def _on_backup_compared(self, compared: tuple[Backup, Differences | str]) -> None:
        backup, found = compared
        if self.detail.backup != backup:  # another was chosen meanwhile
            return
        if isinstance(found, str):
            self.detail.show_unreadable_backup(found)
        else:
            self.detail.show_differences(found)

    def _on_saved(self, out: Path) -> None:
        self.said.show_message(f"Saved as {out}.", "good")

    def _on_backup_failed(self, sentence: str) -> None:
        self.said.show_message(sentence, "error")

    def _on_workbook_step(self, step: StepTaken) -> None:
        if self.detail.backup is not None and self.isVisible():
            self._later.start(LATER_MS)

    def _lay_out_backups_page(self) -> None:
        self.body = ListAndDetail(self.table, self.detail, lambda width: width < theme.px(NARROW), (4, 3))
        self.table.setMinimumHeight(theme.px(LEAST))
        self.detail.setMinimumHeight(theme.px(LEAST))
        where = look.make_link_button("Show the folder", self.open_backups_folder)
        kept = look.make_quiet_label(f"{backups.KEPT} They stay on this computer, where only you can read them.")
        inner = QWidget()
        inner.setProperty("look", "canvas")
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(inner)
        column.setContentsMargins(28, 16, 28, 16)
        column.setSpacing(8)
        for part in (look.make_title("Backups"), look.make_quiet_label(WHAT), self.said, self.count):
            column.addWidget(part)
        column.addWidget(self.body, 1)
        column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(kept, 1)
        foot.addWidget(where, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)
        for hidden in (self.said, self.nothing, self.body):
            hidden.hide()
