"""The list of every cell that would not be taken, with the reason: as long as it must be, and at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from selfassess.services.importing.spreadsheet_mapping.entries import shorten_to_line
from ui.widgets.tables import ROOT, Column, RowsModel, Table

Index = QModelIndex | QPersistentModelIndex


class Left(Protocol):
    """A cell that was left: where it stands, what it says, and why it would not be taken."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def why(self) -> str: ...


COLUMNS = (
    Column(label="Sheet", words=lambda each: shorten_to_line(each.sheet, 60), width=14, share=1, gives_way=1),
    Column(label="Row", words=lambda each: f"{each.row:,}", number=True, width=6),
    Column(label="Column", words=lambda each: each.column, width=7),
    Column(label="What stands there", words=lambda each: shorten_to_line(each.text), width=16, share=2),
    Column(label="Why it would not be taken", words=lambda each: each.why, width=20, share=3),
)
_ORDER: tuple[Callable[[Left], Any], ...] = (
    lambda each: each.sheet.casefold(),
    lambda each: each.row,
    lambda each: (len(each.column), each.column),
    lambda each: each.text[:200].casefold(),
    lambda each: each.why,
)
_MOST_WORDS = 1_000


class LeftModel(RowsModel):
    """The cells that were left. There may be a hundred thousand, so nothing is worked out before it is looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, search=lambda each: each.text, parent=parent)
        self.cells: Sequence[Left] = ()
        self._all: Sequence[Left] = ()

    def show_cells_left(self, left: Sequence[Left], sheet: str) -> None:
        """Show these, those of one sheet first."""
        self.beginResetModel()
        self._all = left
        self.cells = [*(each for each in left if each.sheet == sheet), *(each for each in left if each.sheet != sheet)]
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self.cells)

    def row_at(self, index: Index) -> None:
        """Nothing: a cell that was left has nothing behind it that could be opened."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.cells):
            return None
        each = self.cells[index.row()]
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(each)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(shorten_to_line(each.text, _MOST_WORDS))}<br>{escape(each.why)}</qt>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.label}: {column.words(each)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        down = order == Qt.SortOrder.DescendingOrder
        there = 0 <= column < len(_ORDER)
        self.cells = sorted(self._all, key=_ORDER[column], reverse=down) if there else self._all
        self.endResetModel()


def build_cells_left_table(model: LeftModel, parent: QWidget | None = None) -> Table:
    """The view of what would not be taken."""
    table = Table(model, "What would not be taken: sheet, row, column, what stands there and why", parent)
    table.lay_out_columns(COLUMNS)
    return table


def copy_cells_as_text(left: Sequence[Left]) -> str:
    """The list as text that pastes into a spreadsheet."""
    lines = ((each.sheet, str(each.row), each.column, " ".join(each.text.split()), each.why) for each in left)
    headings = tuple(column.label for column in COLUMNS)
    return "\n".join("\t".join(line) for line in (headings, *lines))
