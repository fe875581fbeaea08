"""The council's logo: what it looks like, and how to choose or remove it."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.events import StepTaken
from selfassess.services.workbook.logo import make_logo_command
from ui.bridge.workspace import Workspace
from ui.widgets import dialogs, look, theme

NONE = "No logo yet. It stands on the cover of what you export."
FILTER = "Pictures (*.png *.jpg *.jpeg)"


class LogoChoice(QWidget):
    """Shows the logo that is kept in the workbook, and changes it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.picture = QLabel()
        self.said = look.make_quiet_label("")
        self.choose = look.make_secondary_button("Choose logo…", self.ask_for_picture)
        self.remove = look.make_secondary_button("Remove logo", lambda: self.keep_as_logo(None))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for part in (self.picture, self.choose, self.remove):
            line.addWidget(part)
        line.addWidget(self.said, 1)
        workspace.step_taken.connect(self._on_council_step)
        self.refresh_logo()

    def _on_council_step(self, step: StepTaken) -> None:
        if step.touches_kind("council"):
            self.refresh_logo()

    def refresh_logo(self) -> None:
        """Show the logo as it is now."""
        data = self.workspace.session.council.text_of("logo")
        drawn = QPixmap()
        if data:
            drawn.loadFromData(b64decode(data.partition(",")[2]))
            drawn = drawn.scaled(
                theme.px(140),
                theme.px(48),
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self.picture.setPixmap(drawn)
        picture_name = "The council’s logo" if data else "No logo"
        self.picture.setAccessibleName(picture_name)
        self.picture.setVisible(bool(data))
        self.remove.setVisible(bool(data))
        note = "" if data else NONE
        self.said.setText(note)
        for button in (self.choose, self.remove):
            button.setEnabled(not self.workspace.read_only)

    def ask_for_picture(self) -> None:
        """Ask for a picture."""
        folder = str(self.workspace.session.path.resolve().parent)
        dialogs.ask_files_to_open(self, "Choose a logo", FILTER, folder, lambda paths: self.keep_as_logo(paths[0]))

    def keep_as_logo(self, path: Path | None) -> None:
        """Keep the picture in a file as the logo, or none; a sentence says why one cannot be used."""
        try:
            self.workspace.run(make_logo_command(self.workspace.session, path))
        except FileError as error:
            self.said.setText(str(error))
            return
        self.refresh_logo()
