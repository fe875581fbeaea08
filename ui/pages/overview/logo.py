"""The council's logo: what it looks like, and how to choose or remove it."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from selfassess.domain.model.errors import FileError
from selfassess.services.workbook.logo import logo_command
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
        self.said = look.quiet("")
        self.choose = look.secondary("Choose logo…", self.ask)
        self.remove = look.secondary("Remove logo", lambda: self.take(None))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for part in (self.picture, self.choose, self.remove):
            line.addWidget(part)
        line.addWidget(self.said, 1)
        workspace.step_taken.connect(lambda step: self.refresh() if step.touches("council") else None)
        self.refresh()

    def refresh(self) -> None:
        """Show the logo as it is now."""
        data = self.workspace.session.council.text("logo")
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
        self.picture.setAccessibleName("The council’s logo" if data else "No logo")
        self.picture.setVisible(bool(data))
        self.remove.setVisible(bool(data))
        self.said.setText("" if data else NONE)
        for button in (self.choose, self.remove):
            button.setEnabled(not self.workspace.read_only)

    def ask(self) -> None:
        """Ask for a picture."""
        folder = str(self.workspace.session.path.resolve().parent)
        dialogs.ask_files(self, "Choose a logo", FILTER, folder, lambda paths: self.take(paths[0]))

    def take(self, path: Path | None) -> None:
        """Keep the picture in a file as the logo, or none; a sentence says why one cannot be used."""
        try:
            self.workspace.run(logo_command(self.workspace.session, path))
        except FileError as error:
            self.said.setText(str(error))
            return
        self.refresh()
