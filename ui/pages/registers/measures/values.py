"""The values of a measure as a grid one types and pastes into, with what came of it in words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QLabel, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.services.evidence.paste_scorecard import split_cells
from ui.bridge.workspace import Workspace
from ui.pages.registers.measures.model import NEW, ValuesModel
from ui.widgets.announcement import announce
from ui.widgets.grid import Grid
from ui.widgets.look import make_quiet_label, make_row, make_secondary_button, show_if

HINT = (
    "Type as in a spreadsheet: the next period goes into the last line. A block copied from Excel can be pasted: "
    "periods with their values beside or below them."
)
VALUE_COLUMN = 1


class ValuesGrid(Grid):
    """The view: Tab goes on to the next cell, Enter to the one below, and a block is pasted where one is."""

    pasted = Signal(str)

    def __init__(self, model: ValuesModel, name: str) -> None:
        super().__init__(model, name)
        self._values = model
        self.verticalHeader().hide()
        self._begun = ""
        model.began.connect(self._remember_new_line)

    def paste_value_block(self) -> None:
        """Paste the clipboard's block from the cell one is on."""
        text = QGuiApplication.clipboard().text()
        index = self.currentIndex()
        if text.strip() and not self._values.workspace.read_only and self.flush():
            place, column = (index.row(), index.column()) if index.isValid() else (0, 0)
            self.pasted.emit(self._values.paste_values(place, column, split_cells(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_value_block()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab goes along the cells, and out of the grid from its last one: nobody is caught in it.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.currentIndex().isValid():
            by = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
            if by and self._step_to_cell(by):
                return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        direction = 1 if next else -1
        if self._step_to_cell(direction):
            return False
        return super().focusNextPrevChild(next)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        here = self.currentIndex()
        hints = QAbstractItemDelegate.EndEditHint
        line = self._values.line_keys()[here.row()] if here.isValid() else ""
        super().closeEditor(editor, hints.NoHint)
        begun, self._begun = self._begun, ""
        if begun in self._values.line_keys():
            self._go_to_cell(self._values.line_keys().index(begun), VALUE_COLUMN)
        elif hint in (hints.EditNextItem, hints.EditPreviousItem):
            direction = 1 if hint == hints.EditNextItem else -1
            self._step_to_cell(direction)
        elif hint == hints.SubmitModelCache and line != NEW:
            self._go_to_cell(here.row() + 1, here.column())

    def _remember_new_line(self, line: str) -> None:
        self._begun = line

    def _step_to_cell(self, by: int) -> bool:
        """Go a cell on or back; False where that leaves the grid."""
        index = self.currentIndex()
        wide = self._values.columnCount()
        place = index.row() * wide + index.column() + by
        lines = self._values.line_keys()
        if not 0 <= place < len(lines) * wide or not self._values.is_editable(lines[place // wide], place % wide):
            return False
        self._go_to_cell(place // wide, place % wide)
        return True

    def _go_to_cell(self, line: int, column: int) -> None:
        index = self._values.index(line, column)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)


class Values(QWidget):
    """The grid with its hint, what was pasted, and what could not be kept."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.model = ValuesModel(workspace, self)
        self.grid = ValuesGrid(self.model, "Values of this measure, by period")
        workspace.register_editor(self.grid)
        self.grid.report_to(workspace.pending)
        self.hint = make_quiet_label(HINT)
        show_if(self.hint, not workspace.read_only)
        self.complaint = QLabel()
        self.complaint.setProperty("look", "error")
        self.complaint.setWordWrap(True)
        self.said = make_quiet_label("")
        self.paste = make_secondary_button("Paste values", self.grid.paste_value_block)
        self.paste.setAccessibleName("Paste values from the clipboard into the grid")
        self.remove = make_secondary_button("Remove value", self.remove_value)
        buttons = make_row(self.paste, self.remove, spacing=8)
        show_if(buttons, not workspace.read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.hint, self.grid, self.complaint, self.said, buttons):
            column.addWidget(widget)
        self.complaint.hide()
        self.said.hide()
        self.model.complained.connect(self._show_value_complaint)
        self.grid.pasted.connect(self._show_value_words)

    def show_values_of(self, measure: str | None) -> None:
        """Show the values of another measure."""
        self.model.show_measure_values(measure)
        self._show_value_words("")

    def remove_value(self) -> None:
        """Remove the value of the line one is on, and go on with the next."""
        row = self.grid.currentIndex().row()
        column = self.grid.currentIndex().column()
        if self.model.remove_value_at(row):
            self.grid.focus_cell_near(row, column)

    def follow_values(self, step: StepTaken) -> None:
        """Repaint what a step changed."""
        self.model.follow_value_step(step)

    def _show_value_words(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        announce(self, words)

    def _show_value_complaint(self, why: str) -> None:
        self.complaint.setText(why)
        self.complaint.setVisible(bool(why))
