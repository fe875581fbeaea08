"""The list of a spreadsheet's sheets: each with a tick (take or leave) and what it seems to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from ui.pages.taking_in.mapping_entries import short

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One sheet: its name, what it seems to be, whether it is taken, and whether there is anything in it."""

    name: str
    what: str
    taken: bool
    filled: bool = True


class SheetsModel(QAbstractListModel):
    """The sheets in their order. ``ticked`` tells which one is to be taken or left."""

    ticked = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[SheetLine, ...] = ()

    def show(self, lines: Sequence[SheetLine]) -> None:
        """Show these sheets; the same ones with other words are repainted where they stand."""
        lines = tuple(lines)
        if [line.name for line in lines] == [line.name for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self.lines[index.row()].filled else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{short(line.name, 60)}\n{line.what}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(line.name)}<br>{escape(line.what)}</qt>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.name}, {'taken' if line.taken else 'left'}: {line.what}"
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if line.taken else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        line = self.lines[index.row()]
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        if wanted is line.taken or not line.filled:
            return False
        self.ticked.emit(line.name, wanted)
        return True


class SheetsList(QListView):
    """The view of the sheets. ``chosen`` tells the name of the one the keyboard or the mouse is on."""

    chosen = Signal(str)

    def __init__(self, model: SheetsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName("Sheets of the spreadsheet; the space bar takes or leaves one")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSpacing(2)
        self.selectionModel().currentChanged.connect(self._choose)

    def choose(self, name: str) -> None:
        """Go to a sheet."""
        row = next((row for row, line in enumerate(self._model.lines) if line.name == name), None)
        if row is not None:
            self.setCurrentIndex(self._model.index(row))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.lines[index.row()].name)
