"""The dialog that takes a scorecard from the clipboard: several measures at once, shown before they are imported."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.services.evidence import paste_scorecard
from selfassess.services.evidence.paste_scorecard import Pasted
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme
from ui.widgets.reading_order import InReadingOrder

WHAT = (
    "Copy the measures from your scorecard, with the row of headings: a column for the name, one for each period (such "
    "as Q1 2023-24), and if you like the target, unit and comparator. Then paste them here."
)
TYPING_MS = 250


class PastingDialog(InReadingOrder, QDialog):
    """Shows what pasted cells come to, and takes them in as one step. ``taken`` tells what came of it."""

    taken = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.found: Pasted | None = None
        self.setWindowTitle("Paste from a spreadsheet")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(760), 1000), min(theme.px(560), 680))
        self.cells = QPlainTextEdit()
        self.cells.setAccessibleName("Pasted cells")
        self.cells.setPlaceholderText("Paste here (Ctrl+V)")
        self.cells.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.cells.setTabChangesFocus(True)
        self.summary = look.make_label("Nothing pasted yet.", "strong")
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName("What pasting would do, line by line")
        self.take = look.make_primary_button("Import", self.import_scorecard)
        self.take.setEnabled(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(look.make_secondary_button("Cancel", self.reject))
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(look.make_title("Paste from a spreadsheet"))
        column.addWidget(look.make_text(WHAT))
        column.addWidget(self.cells, 2)
        column.addWidget(self.summary)
        column.addWidget(self.lines, 1)
        column.addLayout(foot)
        self._typed = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typed.timeout.connect(self.read_pasted_cells)
        self.cells.textChanged.connect(self._typed.start)
        text = QGuiApplication.clipboard().text()
        if "\t" in text and "\n" in text.strip():
            self.cells.setPlainText(text)
            self.read_pasted_cells()

    def read_pasted_cells(self) -> None:
        """Read what stands in the field, and say what it comes to."""
        self._typed.stop()
        text = self.cells.toPlainText()
        self.found = None
        if not text.strip():
            self._show_pasting_result("Nothing pasted yet.", ())
            return
        try:
            self.found = paste_scorecard.plan_pasted_scorecard(text, self.workspace.session.current)
        except WorkbookError as error:
            self._show_pasting_result(str(error), ())
            return
        changes = len(self.found.merged.changes)
        words = self.found.describe_import if changes else "All of this is here already."
        self._show_pasting_result(words, self.found.describe_lines)
        self.take.setEnabled(bool(changes))

    def import_scorecard(self) -> None:
        """Write it as one step that can be undone."""
        self.read_pasted_cells()
        if self.found is None or not self.found.merged.changes:
            return
        try:
            self.workspace.session.take_step("paste measures", self.found.merged.changes)
        except WorkbookError as error:
            self._show_pasting_result(str(error), self.found.describe_lines)
            return
        self.taken.emit(self.found.describe_import)
        self.accept()

    def _show_pasting_result(self, words: str, lines: tuple[str, ...]) -> None:
        self.summary.setText(words)
        self.lines.setPlainText("\n".join(lines))
        look.show_if(self.lines, bool(lines))
        self.take.setEnabled(False)
