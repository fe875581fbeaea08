"""A small grid of cells one types into, such as the figures of an item or the values of a measure.

What cannot be kept stays in its cell as it was typed, marked and with the reason, until it is put right.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from ui.widgets.announcement import announce
from ui.widgets.heads import find_bar_height, fit_heads
from ui.widgets.tables import ROOT, Index
from ui.widgets.tips import format_tip

Cell = tuple[str, int]
"""A cell is known by the key of its line and its column, so that it stays itself when lines come and go."""


class GridModel(QAbstractTableModel):
    """Lines of cells. A grid says by its methods below what a cell says, whether it can be changed, and how.

    ``complained`` carries the reason why a cell could not be kept, "" once nothing is wrong.
    """

    complained = Signal(str)
    refused = Signal(str)
    """Which cell was refused just now, and why."""

    def __init__(self, warning: QColor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._warning = warning
        self._refused: dict[Cell, tuple[str, str]] = {}

    # --- what each grid says ---------------------------------------------------------------------------------------

    def line_keys(self) -> tuple[str, ...]:
        """The keys of the lines, in order."""
        raise NotImplementedError

    def column_headings(self) -> tuple[str, ...]:
        """The headings of the columns."""
        raise NotImplementedError

    def cell_text(self, line: str, column: int) -> str:
        """What a cell says."""
        raise NotImplementedError

    def is_editable(self, line: str, column: int) -> bool:
        """Whether a cell can be written in."""
        raise NotImplementedError

    def write_cell(self, line: str, column: int, text: str) -> str:
        """Keep what was typed; gives the reason where it cannot be kept, "" where it was."""
        raise NotImplementedError

    def line_label(self, line: str) -> str:
        """What a line is called beside it."""
        return ""

    def is_numeric(self, column: int) -> bool:
        """Whether a column holds numbers."""
        return False

    # --- what holds for every grid -----------------------------------------------------------------------------------

    @property
    def has_refused_cells(self) -> bool:
        """Whether some cell holds what could not be kept."""
        return bool(self._refused)

    def forget_refused_cells(self) -> None:
        """Let go of what could not be kept."""
        self._refused.clear()
        self.complained.emit("")

    def repaint_cells(self) -> None:
        """Ask for every cell again, where the lines are the same."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self.line_keys())

    def columnCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self.column_headings())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        line = self.line_keys()[index.row()]
        column = index.column()
        typed, why = self._refused.get((line, column), (None, ""))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if typed is not None:
                return typed
            return self.cell_text(line, column)
        if role == Qt.ItemDataRole.ToolTipRole and why:
            return format_tip(why)
        if role == Qt.ItemDataRole.ForegroundRole and why:
            return self._warning
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self.cell_text(line, column) if typed is None else typed
            parts = (self.line_label(line), self.column_headings()[column].replace("\n", " "), said or "empty", why)
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.is_numeric(column) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        line = self.line_keys()[index.row()]
        column = index.column()
        text = str(value).strip()
        if text == self.data(index, Qt.ItemDataRole.EditRole):
            return True
        why = self.write_cell(line, column, text)
        if why:
            self._refused[line, column] = (text, why)
            self.refused.emit(str(self.data(index, Qt.ItemDataRole.AccessibleTextRole)))
        else:
            self._refused.pop((line, column), None)
        self.complained.emit(next((reason for _, reason in self._refused.values()), ""))
        if line in self.line_keys():
            place = self.line_keys().index(line)
            cell = self.index(place, column)
            self.dataChanged.emit(cell, cell)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.is_editable(self.line_keys()[index.row()], index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < self.columnCount():
            if role == Qt.ItemDataRole.DisplayRole:
                return self.column_headings()[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self.is_numeric(section) else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        if orientation == Qt.Orientation.Vertical and 0 <= section < self.rowCount():
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                name = self.line_label(self.line_keys()[section])
                if role == Qt.ItemDataRole.DisplayRole:
                    return name
                return format_tip(name)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        return None


class _Pen(QStyledItemDelegate):
    """Remembers the editor that is open, so that it can be told to save."""

    typed = Signal()
    rested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor: QWidget | None = None

    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        if isinstance(editor, QLineEdit):
            editor.textEdited.connect(self.typed)
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # What is saved while it is typed stays as it is typed, with the caret where it is.
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.editor = None
        super().destroyEditor(editor, index)
        self.rested.emit()


class Grid(QTableView):
    """The view of a GridModel: typing writes, Delete empties, the height is that of its lines."""

    def __init__(self, model: GridModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = model
        self._pen = _Pen(self)
        self.setModel(model)
        self.setItemDelegate(self._pen)
        self.setAccessibleName(name)
        self.setProperty("look", "grid")
        # A cell that opens as soon as one is on it would be one more stop for Tab, and only on the way down the page.
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self.fit_to_lines)
        model.refused.connect(lambda cell: announce(self, f"Not saved: {cell}", at_once=True))
        self.fit_to_lines()

    def fit_to_lines(self) -> None:
        """Take the height of the lines; their names have two fifths of the width, and wrap where that is too little."""
        metrics = self.fontMetrics()
        room = max(self.width() * 2 // 5, 80)
        names = [metrics.horizontalAdvance(self._cells.line_label(line)) + 24 for line in self._cells.line_keys()]
        self.verticalHeader().setFixedWidth(min(max(names, default=0), room))
        wraps = min(-(-max(names, default=1) // (room - 24)), 3) if max(names, default=0) > room else 1
        line = metrics.lineSpacing() * wraps + 14
        self.verticalHeader().setDefaultSectionSize(line)
        heads = fit_heads(self) + find_bar_height(self)
        self.setFixedHeight(heads + line * self._cells.rowCount() + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_to_lines()

    def focus_cell_near(self, row: int, column: int) -> None:
        """Bring the keyboard to the cell that stands in a place now, or to the same column of the last line."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stay_in_cell(row, column)

    def stay_in_cell(self, row: int, column: int) -> None:
        """Have keys go on from a cell, or from the same column of the last line; the keyboard stays where it is."""
        cell = self._cells.index(min(row, self._cells.rowCount() - 1), column)
        self.selectionModel().setCurrentIndex(cell, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def flush(self) -> bool:
        """Keep what is being typed; False where something could not be kept."""
        if self._pen.editor is not None:
            editor = self._pen.editor
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return not self._cells.has_refused_cells

    def report_to(self, pending: Any) -> None:
        """Have ``pending`` count this while something in it is not saved: typed in a cell, or refused."""

        def tell() -> None:
            open_ = self._pen.editor
            unsaved = self._cells.has_refused_cells or (
                isinstance(open_, QLineEdit) and open_.text() != self._saved_cell_text()
            )
            note_pending = pending.add_editor if unsaved else pending.discard_editor
            note_pending(self)

        self._pen.typed.connect(tell)
        self._pen.rested.connect(tell)
        self._cells.complained.connect(tell)
        self._cells.dataChanged.connect(tell)

    def save_as_typed(self) -> None:
        """Save what is typed in a cell so far; the cell stays open."""
        if self._pen.editor is not None:
            self.commitData(self._pen.editor)

    def _saved_cell_text(self) -> str:
        return str(self.currentIndex().data(Qt.ItemDataRole.EditRole) or "")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit_to_lines()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            if self._cells.flags(index) & Qt.ItemFlag.ItemIsEditable:
                self._cells.setData(index, "")
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            # The editor lets the key through to here while it is being closed.
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit(index)
            return
        super().keyPressEvent(event)
