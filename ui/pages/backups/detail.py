"""One backup: what differs from it, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.text.wording import format_file_size
from selfassess.services.safety.restore_backup import Differences
from selfassess.services.workbook.backups import Backup
from ui.pages.backups.model import describe_backup_reason, list_difference_parts
from ui.widgets import look, theme
from ui.widgets.look import ScrollArea
from ui.widgets.reading import Report

LARGE_TEXT = 150
"""The text size in percent from which the buttons stand below each other."""
STEP = "It is one step, which you can undo, and a backup of how the workbook is now is taken before."
WORKING = "Working out what differs …"


class BackupDetail(ScrollArea):
    """Says what going back would do. ``back_asked`` and ``save_asked`` carry the backup."""

    back_asked = Signal(object)
    save_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.backup: Backup | None = None
        self.differences: Differences | None = None
        self._why_not = ""
        self.setWidgetResizable(True)
        self.heading = look.make_heading("", large=True)
        self.about = look.make_quiet_label("")
        self.since = look.make_text("")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(WORKING)
        self.back = look.make_primary_button("Go back to this one…", lambda: self.back_asked.emit(self.backup))
        self.save = look.make_secondary_button("Save a copy as…", lambda: self.save_asked.emit(self.backup))
        self.step = look.make_quiet_label(STEP)
        self.report = Report()
        self._lay_out_backup_detail()

    def show_backup(self, backup: Backup, why_not: str) -> None:
        """Show a backup whose differences are still worked out; ``why_not``: why one cannot go back now."""
        self.backup, self.differences, self._why_not = backup, None, why_not
        self.heading.setText(backup.describe_time)
        self.about.setText(f"{describe_backup_reason(backup)}. {format_file_size(backup.size_bytes)}.")
        self.since.setText(WORKING)
        self.bar.show()
        self.report.hide()
        self._offer_going_back()
        self.verticalScrollBar().setValue(0)

    def show_differences(self, found: Differences) -> None:
        """Show what was done since, and what going back would do."""
        self.differences = found
        self.since.setText(found.describe_since)
        self.bar.hide()
        self.report.show_parts("What going back would do", list_difference_parts(found))
        self.report.setVisible(bool(found.items))
        self._offer_going_back()

    def show_unreadable_backup(self, sentence: str) -> None:
        """Say that this backup cannot be read."""
        self.since.setText(sentence)
        self.bar.hide()

    def _offer_going_back(self) -> None:
        found = self.differences
        self.back.setEnabled(found is not None and bool(found.items) and not self._why_not)
        nothing = "Nothing to go back to: the workbook is as it was then." if found and not found.items else STEP
        self.step.setText(self._why_not or nothing)

    def _lay_out_backup_detail(self) -> None:
        inner = QWidget()
        inner.setProperty("look", "canvas")
        self.setWidget(inner)
        down = theme.px(100) >= LARGE_TEXT
        buttons = QBoxLayout(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)
        buttons.setSpacing(8)
        for button in (self.back, self.save):
            buttons.addWidget(button)
        if not down:
            buttons.addStretch(1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 8, 4, 16)
        column.setSpacing(8)
        for part in (self.heading, self.about, self.since, self.bar):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addWidget(self.step)
        column.addWidget(self.report)
        column.addStretch(1)
