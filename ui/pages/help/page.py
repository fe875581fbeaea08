"""The help as a page of an open workbook."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.bridge.workspace import Workspace
from ui.pages.help.reader import HelpReader
from ui.widgets import look, theme


class HelpPage(QWidget):
    """How to do the job with this program."""

    title = "Help"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.reader = HelpReader()
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 24)
        column.setSpacing(12)
        column.addWidget(look.make_title(self.title))
        column.addWidget(self.reader, 1)

    def show_place(self, rest: str) -> None:
        """Show the topic whose file has this name; the one shown last where none is named."""
        self.reader.show_topic(rest)
