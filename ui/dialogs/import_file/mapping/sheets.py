"""The list of a spreadsheet's sheets: each with a tick (take or leave) and what it seems to be."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from selfassess.services.importing.spreadsheet_mapping.entries import shorten_to_line
from selfassess.services.importing.spreadsheet_mapping.sheet_view import SheetLine
from ui.widgets import theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_GAP = 8
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class SheetsModel(QAbstractListModel):
    """The sheets in their order. ``ticked`` tells which one is to be taken or left."""

    ticked = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[SheetLine, ...] = ()

    def show_sheet_lines(self, lines: Sequence[SheetLine]) -> None:
        """Show these sheets; the same ones with other words are repainted where they stand."""
        lines = tuple(lines)
        names_now = [line.name for line in lines]
        names_before = [line.name for line in self.lines]
        if names_now == names_before:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if not self.lines[index.row()].filled:
            return flags
        return flags | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{shorten_to_line(line.name, 60)}\n{line.what}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(line.name)}<br>{escape(line.what)}</qt>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            taken_words = "taken" if line.taken else "left"
            return f"{line.name}, {taken_words}: {line.what}"
        if role == Qt.ItemDataRole.CheckStateRole:
            if line.taken:
                return Qt.CheckState.Checked
            return Qt.CheckState.Unchecked
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
        self.setItemDelegate(_Line(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_sheet_clicked)

    def choose_sheet(self, name: str) -> None:
        """Go to a sheet."""
        row = next((row for row, line in enumerate(self._model.lines) if line.name == name), None)
        if row is not None:
            self.setCurrentIndex(self._model.index(row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # lines wrap elsewhere now

    def _on_sheet_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.lines[index.row()].name)


class _Line(QStyledItemDelegate):
    """Paints a sheet: its tick, its name, and what it seems to be below that."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        _, says = self._measure_line_boxes(QRect(0, 0, width, 10_000), option.font, index)
        return QSize(width, says.bottom() + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        filled.text = ""
        filled.features = QStyleOptionViewItem.ViewItemFeature.None_
        style = self._view.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, filled, painter, self._view)
        name, says = str(index.data()).split("\n", 1)
        upper, lower = self._measure_line_boxes(option.rect, option.font, index)
        painter.save()
        self._paint_tick(painter, option.rect, index)
        painter.setPen(theme.colour("ink"))
        painter.setFont(_make_strong_font(option.font))
        painter.drawText(upper, _WRAPPED, name)
        painter.setPen(theme.colour("muted"))
        painter.setFont(option.font)
        painter.drawText(lower, _WRAPPED, says)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if isinstance(event, QMouseEvent):
            if event.type() is not QEvent.Type.MouseButtonRelease or not _measure_tick_box(option.rect).contains(
                event.position().toPoint()
            ):
                return False
            return self._toggle_sheet(model, index)
        return super().editorEvent(event, model, option, index)

    def _toggle_sheet(self, model: QAbstractItemModel, index: Index) -> bool:
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        wanted = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)

    def _measure_line_boxes(self, room: QRect, font: QFont, index: Index) -> tuple[QRect, QRect]:
        """Where the name and what it is stand."""
        inside = room.adjusted(_measure_tick_box(room).right() + _GAP - room.left(), _GAP - 2, -_GAP, 0)
        name, says = str(index.data()).split("\n", 1)
        upper = QFontMetrics(_make_strong_font(font)).boundingRect(inside, _WRAPPED, name)
        below = QRect(inside.left(), upper.bottom() + 1, inside.width(), inside.height())
        return upper, QFontMetrics(font).boundingRect(below, _WRAPPED, says)

    def _paint_tick(self, painter: QPainter, room: QRect, index: Index) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            return
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        box = _measure_tick_box(room)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen_colour = "accent" if ticked else "control_strong"
        painter.setPen(QPen(theme.colour(pen_colour), 1))
        fill_colour = "accent" if ticked else "field"
        painter.setBrush(theme.colour(fill_colour))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            QIcon(f"icons:tick-{theme.current_scheme()}.svg").paint(painter, box)


def _measure_tick_box(room: QRect) -> QRect:
    side = theme.px(16)
    return QRect(room.left() + _GAP, room.top() + _GAP, side, side)


def _make_strong_font(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made
