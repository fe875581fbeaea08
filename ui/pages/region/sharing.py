"""The dialog in which a council sees what it shares with its region, line by line, before it writes the file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.region.share import PARTS, Share, describe_share
from selfassess.services.region import sharing
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets import dialogs, look, theme
from ui.widgets.reading_order import InReadingOrder

LABELS = {
    "scores": "Scores and rating",
    "measures": "Values of measures",
    "coverage": "How much evidence there is, as counts",
    "actions": "How actions stand, as counts",
}
ABOUT = "The file holds these numbers and nothing else: no text, no names, no evidence. You send it yourself."


class SharingDialog(InReadingOrder, QDialog):
    """Asks which years and parts are shared, shows what goes, and writes the file. ``written`` tells where it is."""

    written = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.share: Share | None = None
        self.setWindowTitle("Share with the region")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(640), 1200), min(theme.px(560), 700))
        own = [each.text_of("label") for each in workspace.session.assessments if each["assessor"] in ("self", None)]
        self.years = {label: QCheckBox(label) for label in own}
        self.parts = {part: QCheckBox(LABELS[part]) for part in PARTS}
        self.goes = QPlainTextEdit()
        self.goes.setReadOnly(True)
        self.goes.setTabChangesFocus(True)
        self.goes.setAccessibleName("What goes to the region")
        self.write = look.make_primary_button("Write the file…", self.ask_where_to_write)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(look.make_title("Share with the region"))
        column.addWidget(look.make_text(ABOUT))
        for caption, boxes in (("Years", self.years), ("What of them", self.parts)):
            column.addWidget(look.make_caption(caption))
            for box in boxes.values():
                box.setChecked(True)
                box.toggled.connect(self.show_what_goes)
                column.addWidget(box)
        column.addWidget(look.make_caption("What goes"))
        column.addWidget(self.goes, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(look.make_secondary_button("Close", self.reject))
        foot.addWidget(self.write)
        column.addLayout(foot)
        self.show_what_goes()

    def show_what_goes(self) -> None:
        """Have a worker make what would go as it is chosen, and show it."""
        years = [label for label, box in self.years.items() if box.isChecked()]
        parts = [part for part, box in self.parts.items() if box.isChecked()]
        self.share = None
        self.write.setEnabled(False)
        if not years or not parts:
            self.goes.setPlainText("Nothing is chosen.")
            return
        path, now = self.workspace.session.path, datetime.now().astimezone()
        self._task = task = Task(lambda *_: (years, parts, sharing.prepare_share(path, years, parts, now)))
        task.done.connect(self._on_share_made)
        task.failed.connect(self.goes.setPlainText)
        task.start()

    def ask_where_to_write(self) -> None:
        """Ask where the file goes."""
        if self.share is not None:
            folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
            name = sharing.propose_name(self.share)
            dialogs.ask_save_path(self, "Write the file for the region", "JSON (*.json)", folder / name, self.write_to)

    def write_to(self, out: Path) -> None:
        """Write the file."""
        assert self.share is not None
        try:
            where = sharing.write_share(self.share, out)
        except WorkbookError as error:
            self.goes.setPlainText(str(error))
            return
        self.written.emit(str(where))
        self.accept()

    def _on_share_made(self, made: tuple[list[str], list[str], Share]) -> None:
        years, parts, share = made
        now_years = [label for label, box in self.years.items() if box.isChecked()]
        now_parts = [part for part, box in self.parts.items() if box.isChecked()]
        if (years, parts) != (now_years, now_parts):
            return  # somebody chose otherwise meanwhile
        self.share = share
        self.goes.setPlainText("\n".join(describe_share(share)))
        self.write.setEnabled(True)
