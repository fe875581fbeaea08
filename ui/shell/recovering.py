"""A workbook that is damaged or gone: read what can be read of it, or go back to a backup; nothing is written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.report_blocks import Block, Bullets, Paragraph
from selfassess.domain.text.wording import choose_plural
from selfassess.services.safety import recover_damaged, restore_backup
from selfassess.services.safety.recover_damaged import Recovery
from selfassess.services.workbook import backups
from selfassess.services.workbook.backups import Backup
from selfassess.services.workbook.settings import Settings
from ui.bridge.tasks import Task
from ui.jobs.job_dialog import JobDialog
from ui.pages.backups.model import COLUMNS, BackupRow
from ui.shell.opener import Damaged, choose_author_name
from ui.widgets import dialogs, look
from ui.widgets.reading import Report
from ui.widgets.tables import RowsModel, Table

DAMAGED = "This workbook is damaged"
GONE = "This workbook is not there any more"
READING = (
    "Everything that can still be read goes into a new workbook; the damaged file stays as it is. You then see what "
    "could not be read."
)
GOING_BACK = "The backup is put into the same folder as a workbook of its own, and opened."
STAYS = "The damaged file stays as it is."
LOOKING = "Looking for backups …"
NO_BACKUPS = "There are no backups of this workbook on this computer."
SOME = "{number:,} {are} kept on this computer; the latest was taken on {when}."


class RecoveringDialog(JobDialog):
    """Offers what can be done, does it, and says what came of it. ``open_asked`` carries the file to open next."""

    open_asked = Signal(object)
    can_stop = False  # what is written takes seconds, and is not to stay half done

    def __init__(self, found: Damaged, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent, DAMAGED if found.sentence else GONE, (720, 520), progress="Working")
        self.found = found
        self.gone = not found.sentence
        self.settings = settings
        self.recovery: Recovery | None = None
        self.setMinimumSize(520, 360)
        self.steps = QStackedWidget()
        self.read = look.make_primary_button("Read what can be read into a new file…", self.ask_where_to_recover)
        self.back = look.make_secondary_button("Go back to a backup…", self.show_backup_list)
        self.kept = look.make_quiet_label(LOOKING)
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: row.backup.describe_time,
            natural=lambda row: -row.backup.at.timestamp(),
            parent=self,
        )
        self.table = Table(self.model, "Backups, newest first")
        self.table.lay_out_columns(COLUMNS)
        self.other = look.make_link_button("‹ What else can be done", lambda: self._show_step(0))
        self.beside = look.make_primary_button("Open this backup", self.put_backup_beside)
        self.save = look.make_secondary_button("Save a copy as…", self.ask_where_to_save_backup)
        self.words = look.make_text("")
        self.report = Report()
        self.open_button = look.make_primary_button("Open the new file", self.open_recovered)
        self.copy = look.make_secondary_button("Copy this list", self.copy_recovery_list)
        self.keep = look.make_secondary_button("Save this list…", self.ask_where_to_keep_list)
        self.close_words = "Not now"
        self.stop.setText(self.close_words)
        self._lay_out_steps()
        self._list_backups_on_worker()

    # What can be done

    def ask_where_to_recover(self) -> None:
        """Ask where the new file is to be."""
        path = self.found.path
        dialogs.ask_save_path(
            self,
            "Where to keep what can be read",
            dialogs.WORKBOOKS,
            backups.find_free_name(path, "recovered"),
            self.begin_recovery,
        )

    def begin_recovery(self, target: Path) -> None:
        """Read what can be read into a new file, on a worker."""
        path, name = self.found.path, choose_author_name(self.settings)
        self._begin_work(
            lambda progress, cancelled: recover_damaged.recover_workbook(path, target, author=name),
            self.show_recovery,
            f"Reading what can be read of {path.name} …",
        )

    def show_recovery(self, recovery: Recovery) -> None:
        """Say what could be read and what could not."""
        self.recovery = recovery
        whole = not recovery.lost and not recovery.pieces
        self.said.show_message(
            f"{recovery.headline} It is in {recovery.path.name} now.", "good" if whole else "warning"
        )
        self.report.show_parts("What could be read and what could not", _build_recovery_parts(recovery))
        self.offer_to_close()
        self._show_step(2)
        self.open_button.setFocus()

    def show_backup_list(self) -> None:
        """Show the backups there are."""
        self.said.show_message("")
        self._show_step(1)
        self.table.setFocus()

    def put_backup_beside(self) -> None:
        """Put the chosen backup beside the damaged file, and open it."""
        backup, path = self._chosen_backup(), self.found.path
        if backup is not None:
            self._begin_work(
                lambda progress, cancelled: restore_backup.restore_beside_workbook(backup, path),
                self._leave_for_workbook,
                "Copying …",
            )

    def ask_where_to_save_backup(self) -> None:
        """Ask where to put the chosen backup, and open it there."""
        backup = self._chosen_backup()
        if backup is None:
            return
        folder = self.found.path.parent if self.found.path.parent.is_dir() else Path(self.settings.last_folder)
        dialogs.ask_save_path(
            self, "Save a copy of this backup", dialogs.WORKBOOKS, folder / f"{backup.workbook}.sawb",
            lambda out: self._begin_work(
                lambda progress, cancelled: restore_backup.save_backup_as(backup, out), self._leave_for_workbook,
                "Copying …"
            ),
        )  # fmt: skip

    # What came of it

    def open_recovered(self) -> None:
        """Open the new file."""
        if self.recovery is not None:
            self._leave_for_workbook(self.recovery.path)

    def copy_recovery_list(self) -> None:
        """Put all that is said here on the clipboard."""
        if self.recovery is not None:
            QApplication.clipboard().setText(self.recovery.text)
            self.said.show_message("Copied. Paste it where you like.", "good")

    def ask_where_to_keep_list(self) -> None:
        """Ask where to keep the list."""
        if self.recovery is not None:
            suggested = self.recovery.path.with_name(f"{self.recovery.path.stem} – what was read.txt")
            dialogs.ask_save_path(self, "Save this list", "Text (*.txt)", suggested, self.save_recovery_list)

    def save_recovery_list(self, out: Path) -> None:
        """Write the list to a file."""
        assert self.recovery is not None
        try:
            out.write_text(self.recovery.text + "\n", encoding="utf-8")
        except OSError as error:
            self.said.show_message(f"{out} cannot be written ({error.strerror}). Choose another folder.", "error")
        else:
            self.said.show_message(f"Saved as {out.name}.", "good")

    # Inside

    def _chosen_backup(self) -> Backup | None:
        row = self.model.row_at(self.table.currentIndex())
        return None if row is None else row.backup

    def _leave_for_workbook(self, path: Path) -> None:
        self.accept()
        self.open_asked.emit(path)

    def _begin_work(self, work: Callable[[Any, Any], object], done: Callable[[Any], object], words: str) -> None:
        self.run_job(Task(work, self), words, done)

    def set_busy(self, busy: bool) -> None:
        self.steps.setEnabled(not busy)

    def _list_backups_on_worker(self) -> None:
        path = self.found.path
        # The dialog may be closed before it has ended
        task = Task(lambda progress, cancelled: backups.list_backups(path))
        task.done.connect(self._show_found_backups)
        task.failed.connect(self.kept.setText)
        task.start()

    def _show_found_backups(self, found: tuple[Backup, ...]) -> None:
        self.model.show_rows(tuple(BackupRow(each) for each in found))
        self.back.setEnabled(bool(found))
        self.kept.setText(_describe_backups(found))
        if found:
            self.table.choose_row(str(found[0].path))
        if self.gone and found:
            self.show_backup_list()

    def _show_step(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self.why.setVisible(step < 2)
        self.other.setVisible(step == 1 and not self.gone)
        for number, buttons in enumerate(((), (self.save, self.beside), (self.copy, self.keep, self.open_button))):
            for button in buttons:
                button.setVisible(number == step)

    def _lay_out_steps(self) -> None:
        choices = QWidget()
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if not self.gone:
            column.addWidget(
                _make_choice_card(look.make_heading("Read what can be read"), look.make_quiet_label(READING), self.read)
            )
        column.addWidget(
            _make_choice_card(
                look.make_heading("Go back to a backup"),
                look.make_quiet_label(f"{GOING_BACK} {STAYS}"),
                self.kept,
                self.back,
            )
        )
        column.addStretch(1)
        self.back.setEnabled(False)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(look.make_quiet_label(GOING_BACK if self.gone else f"{GOING_BACK} {STAYS}"))
        for step in (_make_scroll_area(choices), listed, _make_scroll_area(self.report)):
            self.steps.addWidget(step)
        self.why = look.make_text(self.found.sentence or f"{self.found.path} was moved, renamed or deleted.")
        self.arrange_page(
            self.steps,
            self.bar,
            above=(look.make_title(GONE if self.gone else DAMAGED), self.why, self.said),
            left=(self.other,),
            right=(self.copy, self.keep, self.save, self.beside, self.open_button),
        )
        self._show_step(0)


def _describe_backups(found: tuple[Backup, ...]) -> str:
    if not found:
        return NO_BACKUPS
    are = choose_plural(len(found), "backup is", "backups are")
    return SOME.format(number=len(found), are=are, when=found[0].describe_time)


def _build_recovery_parts(recovery: Recovery) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    found: list[tuple[str, tuple[Block, ...]]] = []
    if recovery.lost:
        found.append(("What could not be read", (Bullets(recovery.lost),)))
    if recovery.pieces:
        said = Paragraph("Copy from here what you need. It is not in the new file.", quiet=True)
        found.append(("Pieces of text that have no place any more", (said, Bullets(recovery.pieces))))
    found.append(("What was read", (Bullets(recovery.read),)))
    return tuple(found)


def _make_choice_card(*parts: QWidget) -> QWidget:
    card = look.make_card(*parts)
    layout = card.layout()
    button = parts[-1]
    if layout is not None and isinstance(button, QPushButton):
        layout.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
    return card


def _make_scroll_area(widget: QWidget) -> QScrollArea:
    area = look.ScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(widget)
    return area
