"""The values of a measure as a grid one types and pastes into, with what came of it in words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QLabel, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.services.evidence.paste_scorecard import cells
from ui.bridge.workspace import Workspace
from ui.pages.measures.model import NEW, ValuesModel
from ui.widgets.grid import Grid
from ui.widgets.look import quiet, row, secondary, show

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
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.verticalHeader().hide()
        self._begun = ""
        model.began.connect(self._begin)

    def paste(self) -> None:
        """Paste the clipboard's block from the cell one is on."""
        text = QGuiApplication.clipboard().text()
        index = self.currentIndex()
        if text.strip() and not self._values.workspace.read_only and self.flush():
            place, column = (index.row(), index.column()) if index.isValid() else (0, 0)
            self.pasted.emit(self._values.paste(place, column, cells(text)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            # The editor lets the key through to here while it is being closed.
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab goes along the cells, and out of the grid from its last one: nobody is caught in it.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.currentIndex().isValid():
            by = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()), 0)
            if by and self._step(by):
                return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        return False if self._step(1 if next else -1) else super().focusNextPrevChild(next)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        here, hints = self.currentIndex(), QAbstractItemDelegate.EndEditHint
        line = self._values.lines()[here.row()] if here.isValid() else ""
        super().closeEditor(editor, hints.NoHint)
        begun, self._begun = self._begun, ""
        if begun in self._values.lines():
            self._go(self._values.lines().index(begun), VALUE_COLUMN)
        elif hint in (hints.EditNextItem, hints.EditPreviousItem):
            self._step(1 if hint == hints.EditNextItem else -1)
        elif hint == hints.SubmitModelCache and line != NEW:
            self._go(here.row() + 1, here.column())

    def _begin(self, line: str) -> None:
        self._begun = line

    def _step(self, by: int) -> bool:
        """Go a cell on or back; False where that leaves the grid."""
        index, wide = self.currentIndex(), self._values.columnCount()
        place = index.row() * wide + index.column() + by
        lines = self._values.lines()
        if not 0 <= place < len(lines) * wide or not self._values.editable(lines[place // wide], place % wide):
            return False
        self._go(place // wide, place % wide)
        return True

    def _go(self, line: int, column: int) -> None:
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
        self.hint = quiet(HINT)
        show(self.hint, not workspace.read_only)
        self.complaint = QLabel()
        self.complaint.setProperty("look", "error")
        self.complaint.setWordWrap(True)
        self.said = quiet("")
        self.paste = secondary("Paste values", self.grid.paste)
        self.paste.setAccessibleName("Paste values from the clipboard into the grid")
        self.remove = secondary("Remove value", self.remove_value)
        buttons = row(self.paste, self.remove, spacing=8)
        show(buttons, not workspace.read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.hint, self.grid, self.complaint, self.said, buttons):
            column.addWidget(widget)
        self.complaint.hide()
        self.said.hide()
        self.model.complained.connect(self._complain)
        self.grid.pasted.connect(self._say)

    def show_measure(self, measure: str | None) -> None:
        """Show the values of another measure."""
        self.model.show_measure(measure)
        self._say("")

    def remove_value(self) -> None:
        """Remove the value of the line one is on, and go on with the next."""
        row, column = self.grid.currentIndex().row(), self.grid.currentIndex().column()
        if self.model.remove(row):
            self.grid.go_on(row, column)

    def follow(self, step: StepTaken) -> None:
        """Repaint what a step changed."""
        self.model.follow(step)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _complain(self, why: str) -> None:
        self.complaint.setText(why)
        self.complaint.setVisible(bool(why))
