"""In which look a Word document is written: the program's own, or that of a document of the council's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfassess.services.exporting.formats import FORMATS
from ui.bridge.workspace import Workspace
from ui.widgets import dialogs
from ui.widgets.look import make_heading, make_link_button, make_quiet_label

FILTERS = "Word documents (*.docx *.dotx);;All files (*)"
OWN = "In this program’s own look."


class TemplateChoice(QWidget):
    """The template that was chosen last, kept with the person's settings; it can be changed or left out."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.offered = False
        self.said = make_quiet_label("")
        self.choose = make_link_button("Use your council’s template…", self._ask_for_template)
        self.leave = make_link_button("Without it", lambda: self._keep_template(""))
        self.leave.setAccessibleName("Write without the template")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choose)
        row.addWidget(self.leave)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(make_heading("Look"))
        column.addWidget(self.said)
        column.addLayout(row)
        self._show_template()

    def offer_template(self, format: str) -> None:
        """Offer a template where the format can have one."""
        self.offered = FORMATS[format].takes_template
        self.setVisible(self.offered)

    def chosen_template(self) -> Path | None:
        """The template, None where there is none or it does not concern what is written."""
        kept = self.workspace.settings.word_template
        if kept and self.offered:
            return Path(kept)
        return None

    def _ask_for_template(self) -> None:
        kept = self.workspace.settings.word_template
        folder = str(Path(kept).parent) if kept else self.workspace.settings.last_folder
        dialogs.ask_file_to_open(
            self, "The template to write in", FILTERS, folder, lambda path: self._keep_template(str(path))
        )

    def _keep_template(self, path: str) -> None:
        self.workspace.settings.word_template = path
        self._show_template()
        if not path:
            self.choose.setFocus()

    def _show_template(self) -> None:
        kept = self.workspace.settings.word_template
        style_words = f"With the styles, page and letterhead of {Path(kept).name}." if kept else OWN
        self.said.setText(style_words)
        self.leave.setVisible(bool(kept))
