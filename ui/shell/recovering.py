"""A workbook that is damaged or gone: read what can be read of it, or go back to a backup; nothing is written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.report_blocks import Block, Bullets, Paragraph
from selfassess.services.safety import recover_damaged, restore_backup
from selfassess.services.safety.recover_damaged import Recovery
from selfassess.services.workbook import backups
from selfassess.services.workbook.backups import Backup
from selfassess.services.workbook.settings import Settings
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.pages.backups.model import COLUMNS, BackupRow
from ui.shell.opener import Damaged, author
from ui.widgets import dialogs, look, theme
from ui.widgets.reading import Report
from ui.widgets.reading_order import InReadingOrder
from ui.widgets.tables import RowsModel, Table

WIDEST, TALLEST = 960, 680
"""What the smallest screen leaves for a dialog."""

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


class RecoveringDialog(InReadingOrder, TaskDialog):
    """Offers what can be done, does it, and says what came of it. ``open_asked`` carries the file to open next."""

    open_asked = Signal(object)

    def __init__(self, found: Damaged, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.found = found
        self.settings = settings
        self.recovery: Recovery | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.gone = not found.sentence
        self.setWindowTitle(GONE if self.gone else DAMAGED)
        self.setMinimumSize(520, 360)
        self.resize(min(theme.px(720), WIDEST), min(theme.px(520), TALLEST))
        self.said = look.Banner("", "error")
        self.steps = QStackedWidget()
        self.read = look.primary("Read what can be read into a new file…", self.ask_read)
        self.back = look.secondary("Go back to a backup…", self.show_list)
        self.kept = look.quiet(LOOKING)
        self.model = RowsModel(
            COLUMNS, search=lambda row: row.backup.when, natural=lambda row: -row.backup.at.timestamp(), parent=self
        )
        self.table = Table(self.model, "Backups, newest first")
        self.table.lay_out(COLUMNS)
        self.other = look.link_button("‹ What else can be done", lambda: self._show(0))
        self.beside = look.primary("Open this backup", self.put_beside)
        self.save = look.secondary("Save a copy as…", self.ask_save)
        self.words = look.text("")
        self.report = Report()
        self.open_button = look.primary("Open the new file", self.open_it)
        self.copy = look.secondary("Copy this list", self.copy_list)
        self.keep = look.secondary("Save this list…", self.ask_keep)
        self.close_button = look.secondary("Not now", self.reject)
        self.busy_words = look.text("")
        self._lay_out()
        self._look_for_backups()

    # What can be done

    def ask_read(self) -> None:
        """Ask where the new file is to be."""
        path = self.found.path
        dialogs.ask_save(
            self, "Where to keep what can be read", dialogs.WORKBOOKS, backups.fresh_name(path, "recovered"), self.begin
        )

    def begin(self, target: Path) -> None:
        """Read what can be read into a new file, on a worker."""
        path, name = self.found.path, author(self.settings)
        self._begin(
            lambda progress, cancelled: recover_damaged.recover(path, target, author=name),
            self.show_recovery,
            f"Reading what can be read of {path.name} …",
        )

    def show_recovery(self, recovery: Recovery) -> None:
        """Say what could be read and what could not."""
        self.recovery = recovery
        whole = not recovery.lost and not recovery.pieces
        self.said.say(f"{recovery.headline} It is in {recovery.path.name} now.", "good" if whole else "warning")
        self.report.show_parts("What could be read and what could not", _parts(recovery))
        self.close_button.setText("Close")
        self._show(2)
        self.open_button.setFocus()

    def show_list(self) -> None:
        """Show the backups there are."""
        self.said.say("")
        self._show(1)
        self.table.setFocus()

    def put_beside(self) -> None:
        """Put the chosen backup beside the damaged file, and open it."""
        backup, path = self._chosen(), self.found.path
        if backup is not None:
            self._begin(
                lambda progress, cancelled: restore_backup.restore_beside(backup, path), self._leave_for, "Copying …"
            )

    def ask_save(self) -> None:
        """Ask where to put the chosen backup, and open it there."""
        backup = self._chosen()
        if backup is None:
            return
        folder = self.found.path.parent if self.found.path.parent.is_dir() else Path(self.settings.last_folder)
        dialogs.ask_save(
            self, "Save a copy of this backup", dialogs.WORKBOOKS, folder / f"{backup.workbook}.sawb",
            lambda out: self._begin(
                lambda progress, cancelled: restore_backup.save_as(backup, out), self._leave_for, "Copying …"
            ),
        )  # fmt: skip

    # What came of it

    def open_it(self) -> None:
        """Open the new file."""
        if self.recovery is not None:
            self._leave_for(self.recovery.path)

    def copy_list(self) -> None:
        """Put all that is said here on the clipboard."""
        if self.recovery is not None:
            QApplication.clipboard().setText(self.recovery.text)
            self.said.say("Copied. Paste it where you like.", "good")

    def ask_keep(self) -> None:
        """Ask where to keep the list."""
        if self.recovery is not None:
            suggested = self.recovery.path.with_name(f"{self.recovery.path.stem} – what was read.txt")
            dialogs.ask_save(self, "Save this list", "Text (*.txt)", suggested, self.keep_list)

    def keep_list(self, out: Path) -> None:
        """Write the list to a file."""
        assert self.recovery is not None
        try:
            out.write_text(self.recovery.text + "\n", encoding="utf-8")
        except OSError as error:
            self.said.say(f"{out} cannot be written ({error.strerror}). Choose another folder.", "error")
        else:
            self.said.say(f"Saved as {out.name}.", "good")

    def reject(self) -> None:
        """Close; not while something is written, which takes seconds and is not to stay half done."""
        if self.task is None:
            super().reject()

    # Inside

    def _chosen(self) -> Backup | None:
        row = self.model.at(self.table.currentIndex())
        return None if row is None else row.backup

    def _leave_for(self, path: Path) -> None:
        self.accept()
        self.open_asked.emit(path)

    def _begin(self, work: Callable[[Any, Any], object], done: Callable[[Any], object], words: str) -> None:
        self.task = Task(work, self)
        self.task.done.connect(lambda result: self._rest(lambda: done(result)))
        self.task.failed.connect(lambda sentence: self._rest(lambda: self.said.say(sentence, "error")))
        self.said.say("")
        self.busy_words.setText(words)
        self._busy(True)
        self.task.start()

    def _rest(self, act: Callable[[], object]) -> None:
        self.task = None
        self._busy(False)
        act()

    def _busy(self, busy: bool) -> None:
        self.working.setVisible(busy)
        self.steps.setEnabled(not busy)
        self.close_button.setEnabled(not busy)

    def _look_for_backups(self) -> None:
        path = self.found.path
        task = Task(lambda progress, cancelled: backups.listed(path))  # the dialog may be closed before it has ended
        task.done.connect(self._show_backups)
        task.failed.connect(self.kept.setText)
        task.start()

    def _show_backups(self, found: tuple[Backup, ...]) -> None:
        self.model.show(tuple(BackupRow(each) for each in found))
        self.back.setEnabled(bool(found))
        self.kept.setText(_told(found))
        if found:
            self.table.choose(str(found[0].path))
        if self.gone and found:
            self.show_list()

    def _show(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self.why.setVisible(step < 2)
        self.other.setVisible(step == 1 and not self.gone)
        for number, buttons in enumerate(((), (self.save, self.beside), (self.copy, self.keep, self.open_button))):
            for button in buttons:
                button.setVisible(number == step)

    def _lay_out(self) -> None:
        choices = QWidget()
        column = QVBoxLayout(choices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if not self.gone:
            column.addWidget(_choice(look.heading("Read what can be read"), look.quiet(READING), self.read))
        column.addWidget(
            _choice(look.heading("Go back to a backup"), look.quiet(f"{GOING_BACK} {STAYS}"), self.kept, self.back)
        )
        column.addStretch(1)
        self.back.setEnabled(False)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(look.quiet(GOING_BACK if self.gone else f"{GOING_BACK} {STAYS}"))
        for step in (_scrolling(choices), listed, _scrolling(self.report)):
            self.steps.addWidget(step)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(10)
        page.addWidget(look.title(GONE if self.gone else DAMAGED))
        self.why = look.text(self.found.sentence or f"{self.found.path} was moved, renamed or deleted.")
        page.addWidget(self.why)
        page.addWidget(self.said)
        page.addWidget(self.steps, 1)
        self.working = _working(self.busy_words)
        page.addWidget(self.working)
        page.addLayout(self._foot())
        for hidden in (self.said, self.working):
            hidden.hide()
        self._show(0)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.other)
        foot.addStretch(1)
        for button in (self.close_button, self.copy, self.keep, self.save, self.beside, self.open_button):
            foot.addWidget(button)
        return foot


def _told(found: tuple[Backup, ...]) -> str:
    if not found:
        return NO_BACKUPS
    are = "backup is" if len(found) == 1 else "backups are"
    return SOME.format(number=len(found), are=are, when=found[0].when)


def _parts(recovery: Recovery) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    found: list[tuple[str, tuple[Block, ...]]] = []
    if recovery.lost:
        found.append(("What could not be read", (Bullets(recovery.lost),)))
    if recovery.pieces:
        said = Paragraph("Copy from here what you need. It is not in the new file.", quiet=True)
        found.append(("Pieces of text that have no place any more", (said, Bullets(recovery.pieces))))
    found.append(("What was read", (Bullets(recovery.read),)))
    return tuple(found)


def _choice(*parts: QWidget) -> QWidget:
    card = look.card(*parts)
    layout = card.layout()
    button = parts[-1]
    if layout is not None and isinstance(button, QPushButton):
        layout.setAlignment(button, Qt.AlignmentFlag.AlignLeft)
    return card


def _scrolling(widget: QWidget) -> QScrollArea:
    area = look.ScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(widget)
    return area


def _working(words: QWidget) -> QWidget:
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName("Working")
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(words)
    column.addWidget(bar)
    return made
