"""The view of the coverage: cells the keyboard walks through, statements that open to their named sources."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from selfassess.domain.text.wording import count_noun
from ui.pages.coverage.model import STATEMENT, Chosen, CoverageModel
from ui.widgets import theme
from ui.widgets.cover import paint_cover, paint_source, source_height
from ui.widgets.tables import Index

ROW = 44
"""How tall a row is at 100 % text: two lines of small words."""


class _Cells(QStyledItemDelegate):
    """Paints statements with a triangle, cells with sign, word and number, sources with sign and name."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, CoverageModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 2, -2, -2)
        cell, source, row = model.cell_at(index), model.source_at(index), model.row_at(index)
        if cell is not None and model.is_dimmed(index):
            painter.setPen(theme.colour("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "nothing missing")
        elif cell is not None:
            sources = f"{cell.sources_covered} of {count_noun(cell.sources_asked, 'source')}"
            paint_cover(
                painter,
                box,
                cell.state,
                cell.state.describe_state,
                (sources, f"{cell.sources_covered} of {cell.sources_asked}"),
            )
        elif source is not None:
            paint_source(painter, box, source.state, model.describe_source(source))
        elif row is not None and row.sources is None:
            self._paint_statement_name(painter, box, model, index)
        if option.state & QStyle.StateFlag.State_Selected:
            view = option.widget
            focused = isinstance(view, QWidget) and view.hasFocus()
            painter.setPen(QPen(theme.colour("accent"), 2 if focused else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 5, 5)
        painter.restore()

    def _paint_statement_name(self, painter: QPainter, box: QRectF, model: CoverageModel, index: Index) -> None:
        row = model.row_at(index)
        opened = row is not None and model.shows_sources(row.statement.key)
        painter.setPen(theme.colour("ink"))
        font = QFont(painter.font())
        font.setPixelSize(theme.px(13))
        font.setWeight(QFont.Weight.DemiBold if opened else QFont.Weight.Normal)
        painter.setFont(font)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(4, 0, 0, 0), side, "▾" if opened else "▸")
        painter.drawText(box.adjusted(theme.px(20), 0, -2, 0), side | Qt.TextFlag.TextWordWrap, str(index.data() or ""))


class CoverageGrid(QTableView):
    """``chosen`` tells what a person is on, as soon as they are there."""

    chosen = Signal(object)

    def __init__(self, model: CoverageModel) -> None:
        super().__init__()
        self._cells = model
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName("Coverage by statement and evidence category")
        self.setProperty("look", "plain-left")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        heads, side = self.horizontalHeader(), self.verticalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setMinimumSectionSize(20)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._on_cell_clicked)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            changed.connect(self._fit_columns_and_rows)
        self._fit_columns_and_rows()

    def choose_place(self, chosen: Chosen) -> bool:
        """Go to a statement, a category of it or a source; False where it is not shown."""
        index = self._cells.place_of(chosen)
        if index is None:
            return False
        self.setCurrentIndex(self._cells.index(index.row(), index.column()))
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        found = self._cells.chosen_at(current)
        if found is not None:
            self.chosen.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            self._toggle_sources(index)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit_columns_and_rows()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_columns_and_rows()

    def _fit_columns_and_rows(self) -> None:
        """Give the statements about a quarter of the width, and each category the same part of the rest."""
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        heads = self.horizontalHeader()
        metrics = heads.fontMetrics()
        columns, room = self._cells.columnCount(), self.viewport().width()
        if columns < 2:
            return
        first = max(min(theme.px(180), room * 3 // 10), 60)
        names = [str(self._cells.headerData(column, Qt.Orientation.Horizontal)) for column in range(1, columns)]
        longest = max(metrics.horizontalAdvance(word) for name in names for word in name.split()) + 24
        rest = max((room - first) // (columns - 1), longest)
        for column in range(columns):
            self.setColumnWidth(column, first if column == STATEMENT else rest)
        lines = max(-(-metrics.horizontalAdvance(name) // max(rest - 24, 20)) for name in names)
        heads.setFixedHeight(metrics.lineSpacing() * min(lines + 1, 4) + 10)
        for number in range(self._cells.rowCount()):
            height = self._height_of_row(number, rest)
            if self.rowHeight(number) != height:
                self.setRowHeight(number, height)

    def _height_of_row(self, number: int, width: int) -> int:
        """How tall a row is: that of cells, or that of the longest name in a line of sources."""
        row = self._cells.row_at(self._cells.index(number, STATEMENT))
        if row is None or row.sources is None:
            return theme.px(ROW)
        names = [self._cells.describe_source(each) for each in row.sources if each is not None]
        return max(source_height(self.font(), width - 4, name) for name in names) + 4

    def _on_cell_clicked(self, index: QModelIndex) -> None:
        if index.column() == STATEMENT:
            self._toggle_sources(index)

    def _toggle_sources(self, index: QModelIndex) -> None:
        """Open or close the sources of the statement that one is on; in a line of sources, go back to it."""
        row = self._cells.row_at(index)
        if row is None:
            return
        place = self._cells.place_of(Chosen(row.statement.key))
        if place is not None:
            self.setCurrentIndex(self._cells.index(place.row(), index.column()))
        self._cells.toggle_sources(row.statement.key)
