"""The dialog: choose files, see what is in them and how it follows from what is here, keep it, or remove it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.text.wording import join_with_and
from selfassess.services.years import import_packs
from selfassess.services.years.import_packs import ReadPacks
from ui.bridge.tasks import Cancelled, Progress, Task
from ui.bridge.workspace import Workspace
from ui.jobs.job_dialog import TaskDialog
from ui.widgets import dialogs, look, theme
from ui.widgets.announcement import announce
from ui.widgets.reading_order import InReadingOrder

WHAT = (
    "A framework says what years are judged against: its statements, its levels, and how it follows from an earlier "
    "one. Choose its file (TOML), and that of its information return. Years that are here keep the wording they have; "
    "a new year can begin with what is imported, and it travels with this workbook."
)
FILTERS = "Frameworks and returns (*.toml);;All files (*)"
ID = Qt.ItemDataRole.UserRole
NOTHING = "No file chosen yet."
HERE = "This workbook holds all of it already."
CHECKED = "Checked, and sound. Nothing is imported yet."
KEPT = "Imported. A new year can begin with it: “Start a new year from an earlier one…” on the page Years."


class ImportPackDialog(InReadingOrder, TaskDialog):
    """Reads files on a worker, shows what is in them, and keeps it once somebody agrees."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.read: ReadPacks | None = None
        self.setWindowTitle("Import a framework")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(760), 1200), min(theme.px(600), 700))
        self.choose = look.make_secondary_button("Choose files…", self.ask_for_files)
        self.said = look.Banner("", "info", dismissible=False)
        self.lines = QPlainTextEdit()
        self.take = look.make_primary_button("Import", self.import_read)
        self.kept = QListWidget()
        self.remove = look.make_secondary_button("Remove", self.remove_chosen)
        self._lay_out_dialog()
        self._list_kept()
        why = workspace.session.read_only_because
        self._show(f"Nothing can be imported here. {why}" if why else NOTHING, "warning" if why else "info")

    def ask_for_files(self) -> None:
        """Ask for the files."""
        folder = self.workspace.settings.last_folder
        dialogs.ask_files_to_open(self, "Choose frameworks and returns", FILTERS, folder, self.read_files)

    def read_files(self, files: Sequence[Path]) -> None:
        """Check files on a worker, and show what is in them; nothing is changed."""
        self.read = None
        kept = import_packs.list_kept_packs(self.workspace.session)

        def read(progress: Progress, cancelled: Cancelled) -> ReadPacks:
            return import_packs.read_pack_files(files, kept, cancelled)

        self.task = task = Task(read, self)
        task.done.connect(self._on_read_done)
        task.failed.connect(self._on_read_failed)
        task.cancelled.connect(self._on_read_cancelled)
        self._show("Checking …", "info")
        self.workspace.settings.last_folder = str(files[0].parent) if files else ""
        task.start()

    def import_read(self) -> None:
        """Keep what was shown: all of it, or nothing."""
        if self.read is None or not self.workspace.flush():
            return
        try:
            import_packs.keep_packs(self.workspace.session, self.read)
        except WorkbookError as error:
            self._show(str(error), "error")
            return
        self.read = None
        self._list_kept()
        self._show(KEPT, "good", self.lines.toPlainText().splitlines())
        announce(self, KEPT)

    def remove_chosen(self) -> None:
        """Remove what is chosen of what the workbook keeps; why not, where a year rests on it."""
        chosen = self.kept.currentItem()
        if chosen is None or not self.workspace.flush():
            return
        try:
            gone = import_packs.remove_packs(self.workspace.session, [chosen.data(ID)])
        except WorkbookError as error:
            self._show(str(error), "error", self.lines.toPlainText().splitlines())
            return
        self.read = None
        self._list_kept()
        said = (
            f"Removed: {join_with_and(f'“{pack.name}”' for pack in gone)}. Undo (Ctrl+Z in the window) brings it back."
        )
        self._show(said, "good")
        announce(self, said)
        (self.choose if not self.remove.isEnabled() else self.remove).setFocus()

    def say_stopping(self) -> None:
        self._show("Stopping …", "info")

    def _on_read_done(self, read: ReadPacks) -> None:
        self.task, self.read = None, read
        shown = import_packs.describe_read_packs(read)
        lines = list(import_packs.format_read_packs(shown))[1:]
        self._show(CHECKED if read.fresh else HERE, "good" if read.fresh and not shown["remarks"] else "info", lines)
        (self.take if self.take.isEnabled() else self.lines).setFocus()

    def _on_read_failed(self, sentence: str) -> None:
        self.task = None
        self._show(sentence, "error")

    def _on_read_cancelled(self) -> None:
        self.task = None
        QDialog.reject(self)

    def _show(self, words: str, tone: str, lines: Sequence[str] = ()) -> None:
        self.said.show_message(words, tone)
        self.lines.setPlainText("\n".join(lines))
        writable = not self.workspace.session.read_only_because
        self.take.setEnabled(writable and self.task is None and self.read is not None and bool(self.read.fresh))
        self.choose.setEnabled(writable and self.task is None)
        self.remove.setEnabled(writable and self.task is None and self.kept.count() > 0)

    def _list_kept(self) -> None:
        self.kept.clear()
        for pack in import_packs.list_kept_packs(self.workspace.session):
            item = QListWidgetItem(pack.name, self.kept)
            item.setData(ID, pack.id)
        self.kept.setCurrentRow(0)

    def _lay_out_dialog(self) -> None:
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName("What is in the files")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        foot = look.make_row(look.make_secondary_button("Close", self.reject), self.take)
        choose = look.make_row(self.choose)
        label = QLabel("&Kept in this workbook")
        label.setBuddy(self.kept)
        self.kept.setWordWrap(True)
        self.kept.setFixedHeight(theme.px(96))
        self.kept.setAccessibleName("Kept in this workbook")
        self.remove.setAccessibleName("Remove what is chosen of what is kept")
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for part in (look.make_title("Import a framework"), look.make_text(WHAT), choose, self.said):
            inside.addWidget(part)
        inside.addWidget(self.lines, 1)
        for part in (label, self.kept, look.make_row(self.remove)):
            inside.addWidget(part)
        column.addWidget(look.make_scroll_area(body), 1)
        column.addWidget(foot, 0, Qt.AlignmentFlag.AlignRight)
