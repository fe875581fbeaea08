"""Tables as tall as their rows, so that only the page scrolls; scores as chips with words in two lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from selfassess.domain.years.compare_years import Cell
from ui.pages.years.side import StatementRow
from ui.widgets import look, theme
from ui.widgets.tables import PADDING, Column, RowsModel, Table

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
SMALL = 12
LINES = 10
"""A long list shows so many rows at once and scrolls by itself."""


class FittedTable(Table):
    """A table as tall as its rows, or as ``most`` of them."""

    def __init__(self, model: RowsModel, name: str, most: int = 0) -> None:
        super().__init__(model, name)
        self._most = most
        if not most:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self.fit_height_to_rows)

    def fit_height_to_rows(self) -> None:
        """Take the height of the rows."""
        model = self.model()
        heads = self.horizontalHeader()
        rows = min(model.rowCount(), self._most) if self._most else model.rowCount()
        wide = heads.length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        height = heads.sizeHint().height() + rows * self.verticalHeader().defaultSectionSize() + bar + 4
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)

    def list_columns_left_out(self) -> tuple[str, ...]:
        """The headings of the columns that there is no room for."""
        return tuple(column.label for number, column in enumerate(self._columns) if self.isColumnHidden(number))

    def _find_line_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def _measure_columns(self) -> None:
        super()._measure_columns()
        self.verticalHeader().setDefaultSectionSize(self._find_line_height())
        self.fit_height_to_rows()


class ScoresModel(RowsModel):
    """Statements with the scores of several assessments; ``cells`` finds the cell of a row in a column."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__((), search=lambda row: row.row.name, natural=lambda row: row.place, parent=parent)
        self._cells: Callable[[StatementRow, int], Cell | None] = lambda row, column: None

    def show_score_rows(
        self,
        rows: Sequence[StatementRow],
        columns: Sequence[Column],
        cells: Callable[[StatementRow, int], Cell | None],
    ) -> None:
        """Show other rows under other columns."""
        self._cells = cells
        self.show_rows(rows, columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == CELL:
            row = self.row_at(index)
            if row is None:
                return None
            return self._cells(row, index.column())
        found = super().data(index, role)
        if role == Qt.ItemDataRole.AccessibleTextRole and found:
            return found.rstrip().replace("\n", ", ")
        return found


class ScoreTable(FittedTable):
    """A table of two lines a row; the score of a cell stands before its words as a chip."""

    def __init__(self, model: ScoresModel, name: str) -> None:
        super().__init__(model, name)
        self.setItemDelegate(_TwoLines(self))

    def _find_line_height(self) -> int:
        return _measure_two_lines(self)


class TwoLineTable(Table):
    """A table of two lines a row that scrolls by itself."""

    def __init__(self, model: RowsModel, name: str) -> None:
        super().__init__(model, name)
        self.setItemDelegate(_TwoLines(self))

    def _measure_columns(self) -> None:
        super()._measure_columns()
        self.verticalHeader().setDefaultSectionSize(_measure_two_lines(self))


def _measure_two_lines(table: Table) -> int:
    return table.fontMetrics().lineSpacing() + theme.px(SMALL) + 22


class _TwoLines(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        words, filled.text = str(index.data(Qt.ItemDataRole.DisplayRole) or ""), ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, option.widget)
        box = QRectF(option.rect.adjusted(PADDING, 6, -PADDING, -6))
        first, _, second = words.partition("\n")
        cell = index.data(CELL)
        line = filled.fontMetrics.lineSpacing()
        top = box.top() if second else box.center().y() - line / 2
        left = box.left()
        if cell is not None and cell.look is not None:
            side = theme.px(20)
            look.paint_score(painter, QRectF(left, top + (line - side) / 2, side, side), cell.look)
            left += side + 6
            first = first.partition(" – ")[2] or first
        self._paint_line(painter, QRectF(left, top, box.right() - left, line), first, filled.font, "ink")
        if second:
            small = _make_small_font(filled.font)
            below = QRectF(box.left(), top + line + 2, box.width(), small.pixelSize() + 6)
            self._paint_line(painter, below, second, small, "muted")

    def _paint_line(self, painter: QPainter, box: QRectF, words: str, font: QFont, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


def _make_small_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(theme.px(SMALL))
    return small
