"""In which look a Word document is written: the program's own, or that of a document of the council's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.bridge.workspace import Workspace
from ui.widgets import dialogs
from ui.widgets.look import heading, link_button, quiet

FILTERS = "Word documents (*.docx *.dotx);;All files (*)"
OWN = "In this program’s own look."


class TemplateChoice(QWidget):
    """The template that was chosen last, kept with the person's settings; it can be changed or left out."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.offered = False
        self.said = quiet("")
        self.choose = link_button("Use your council’s template…", self._ask)
        self.leave = link_button("Without it", lambda: self._keep(""))
        self.leave.setAccessibleName("Write without the template")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choose)
        row.addWidget(self.leave)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading("Look"))
        column.addWidget(self.said)
        column.addLayout(row)
        self._show()

    def offer(self, format: str) -> None:
        """Offer a template where the format can have one."""
        self.offered = format == "docx"
        self.setVisible(self.offered)

    def chosen(self) -> Path | None:
        """The template, None where there is none or it does not concern what is written."""
        kept = self.workspace.settings.word_template
        return Path(kept) if kept and self.offered else None

    def _ask(self) -> None:
        kept = self.workspace.settings.word_template
        folder = str(Path(kept).parent) if kept else self.workspace.settings.last_folder
        dialogs.ask_open(self, "The template to write in", FILTERS, folder, lambda path: self._keep(str(path)))

    def _keep(self, path: str) -> None:
        self.workspace.settings.word_template = path
        self._show()
        if not path:
            self.choose.setFocus()

    def _show(self) -> None:
        kept = self.workspace.settings.word_template
        self.said.setText(f"With the styles, page and letterhead of {Path(kept).name}." if kept else OWN)
        self.leave.setVisible(bool(kept))
