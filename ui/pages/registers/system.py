"""The dialog for evidence that no file or page holds: what it is, which system holds it, and how to find it there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.new_year import new_id
from ui.bridge.workspace import Workspace
from ui.widgets import theme
from ui.widgets.look import make_label, make_primary_button, make_secondary_button, make_text
from ui.widgets.reading_order import InReadingOrder

ASKED = (
    ("title", "What it is", "Monthly waiting list report"),
    ("location", "Which system holds it", "The case management system"),
    ("reference", "How to find it there", "Report name, folder or number"),
)
"""Field, what it is called here, and an example."""


class SystemDialog(InReadingOrder, QDialog):
    """Adds one item of evidence that a system holds. ``added`` tells its id."""

    added = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.setWindowTitle("Add evidence held in a system")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(460))
        self.lines = {key: QLineEdit() for key, _, _ in ASKED}
        self.go = make_primary_button("Add", self.add_system_item)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(make_secondary_button("Cancel", self.reject))
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(make_text("Evidence that no file or web page holds, so that somebody else can find it."))
        for key, words, example in ASKED:
            name = make_label(words, "strong")
            name.setBuddy(self.lines[key])
            self.lines[key].setPlaceholderText(example)
            self.lines[key].setAccessibleName(words)
            self.lines[key].textChanged.connect(self._enable_add_button)
            column.addWidget(name)
            column.addWidget(self.lines[key])
        column.addSpacing(8)
        column.addLayout(foot)
        self._enable_add_button()

    def add_system_item(self) -> None:
        """Add it and close."""
        id = new_id()
        values: dict[str, object] = {key: line.text().strip() or None for key, line in self.lines.items()}
        if self.workspace.run(AddRecord("evidence", id, {**values, "location_kind": "system"})):
            self.accept()
            self.added.emit(id)

    def _enable_add_button(self) -> None:
        self.go.setEnabled(all(self.lines[key].text().strip() for key in ("title", "location")))
