"""Tables of rows: columns as data, a model that filters and sorts thousands of rows at once, and the view they are in.

The model filters and sorts by itself, from texts and keys that it works out once. A QSortFilterProxyModel would ask
this program's code for two values in each comparison, which takes a third of a second on 5,000 rows; this takes a few
milliseconds. A row that is edited is repainted where it stands and does not jump away from under the hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
PADDING = 8


class Row(Protocol):
    """Whatever a table shows: it is told from others by its id."""

    @property
    def id(self) -> str:
        """What tells this row from every other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its heading, what a cell says, and how it sorts.

    ``order`` gives what to sort by (None sorts last, both ways); without it the words are sorted. ``tone`` names a
    colour of the theme for a cell; it never stands alone, the words say the same. ``share`` is the column's part of the
    width that is left over, ``width`` the characters it needs. Where there is no room, columns with the highest
    ``gives_way`` are left out first; 0 always stays.
    """

    label: str
    words: Callable[[Any], str]
    order: Callable[[Any], Any] | None = None
    number: bool = False
    tone: Callable[[Any], str] | None = None
    share: int = 0
    width: int = 12
    gives_way: int = 0


class RowsModel(QAbstractTableModel):
    """Rows under columns, filtered and sorted. ``counted`` tells when it shows other rows than before."""

    counted = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        search: Callable[[Any], str],
        natural: Callable[[Any], Any] = lambda row: row.id,
        colour: Callable[[str], QColor] = QColor,
        parent: QObject | None = None,
    ) -> None:
        """``search`` gives the text that filtering looks in, ``natural`` the order where no column is sorted by."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._search = search
        self._natural = natural
        self._colour = colour
        self._rows: dict[str, Any] = {}
        self._shown: list[str] = []
        self._places: dict[str, int] = {}
        self._words: dict[tuple[str, int], str] = {}
        self._texts: dict[str, str] = {}
        self._needles: tuple[str, ...] = ()
        self._keep: Callable[[Any], bool] | None = None
        self._by: int | None = None
        self._descending = False

    # --- what the rows are ---------------------------------------------------------------------------------------

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._rows)

    @property
    def shown(self) -> tuple[str, ...]:
        """The ids of the rows that are shown, in order."""
        return tuple(self._shown)

    def show(self, rows: Iterable[Any], columns: Sequence[Column] | None = None) -> None:
        """Show other rows, and other columns where they are given."""
        self.beginResetModel()
        if columns is not None:
            self._columns = tuple(columns)
        self._rows = {row.id: row for row in rows}
        self._words.clear()
        self._texts.clear()
        self._arrange()
        self.endResetModel()
        self.counted.emit()

    def work_out(self, columns: Sequence[Column]) -> None:
        """Take the same columns made anew, where what they say rests on more than the row; ``put`` repaints a row."""
        self._columns = tuple(columns)

    def put(self, row: Any) -> None:
        """Take in a row as it is now: repaint it where it is shown, or insert it where it belongs."""
        known = row.id in self._rows
        self._rows[row.id] = row
        self._texts.pop(row.id, None)
        for column in range(len(self._columns)):
            self._words.pop((row.id, column), None)
        place = self._places.get(row.id)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))
        elif not known and self._passes(row):
            self._insert(row)
        if not known:
            self.counted.emit()

    def drop(self, id: str) -> None:
        """Take a row out."""
        place = self._places.get(id)
        if place is not None:
            self.beginRemoveRows(ROOT, place, place)
            del self._shown[place]
            self._number()
        if self._rows.pop(id, None) is None:
            return
        if place is not None:
            self.endRemoveRows()
        self.counted.emit()

    def narrow(self, text: str = "", keep: Callable[[Any], bool] | None = None) -> None:
        """Show only the rows that hold every word of ``text`` and that ``keep`` keeps."""
        self.beginResetModel()
        self._needles = tuple(text.casefold().split())
        self._keep = keep
        self._arrange()
        self.endResetModel()
        self.counted.emit()

    def at(self, index: Index) -> Any:
        """The row at an index, None where there is none."""
        return self._rows[self._shown[index.row()]] if index.isValid() and index.row() < len(self._shown) else None

    def place(self, id: str) -> int | None:
        """Which line a row is shown in, None where it is not shown."""
        return self._places.get(id)

    def words(self, id: str, column: int) -> str:
        """What a cell says."""
        key = (id, column)
        if key not in self._words:
            self._words[key] = self._columns[column].words(self._rows[id])
        return self._words[key]

    # --- as Qt asks for it ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        id, column = self._shown[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.words(id, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.label}: {self.words(id, index.column()) or 'empty'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            tone = column.tone(self._rows[id])
            return self._colour(tone) if tone else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        held = [(index, self._shown[index.row()]) for index in self.persistentIndexList()]
        self._sort_by(column, order)
        for index, id in held:
            self.changePersistentIndex(index, self.index(self._places[id], index.column()))
        self.layoutChanged.emit()

    def _sort_by(self, column: int, order: Qt.SortOrder) -> None:
        self._by = column if 0 <= column < len(self._columns) else None
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()

    # --- inside --------------------------------------------------------------------------------------------------

    def _passes(self, row: Any) -> bool:
        if self._keep is not None and not self._keep(row):
            return False
        if not self._needles:
            return True
        text = self._texts.get(row.id)
        if text is None:
            text = self._texts[row.id] = self._search(row).casefold()
        return all(needle in text for needle in self._needles)

    def _order(self, row: Any) -> Any:
        """What a row sorts by under the column in force; None for an empty cell."""
        if self._by is None:
            return self._natural(row)
        order = self._columns[self._by].order
        if order is not None:
            return order(row)
        return self.words(row.id, self._by).casefold() or None

    def _arrange(self) -> None:
        ordered = sorted((row for row in self._rows.values() if self._passes(row)), key=self._natural)
        if self._by is not None:
            keyed = [(self._order(row), row) for row in ordered]
            there = [pair for pair in keyed if pair[0] is not None]
            there.sort(key=lambda pair: pair[0], reverse=self._descending)
            ordered = [row for _, row in there] + [row for key, row in keyed if key is None]
        self._shown = [row.id for row in ordered]
        self._number()

    def _number(self) -> None:
        self._places = {id: place for place, id in enumerate(self._shown)}

    def _insert(self, row: Any) -> None:
        key = self._order(row)
        place = len(self._shown)
        if key is not None:
            for at, id in enumerate(self._shown):
                other = self._order(self._rows[id])
                if other is None or (other < key if self._by is not None and self._descending else other > key):
                    place = at
                    break
        self.beginInsertRows(ROOT, place, place)
        self._shown.insert(place, row.id)
        self._number()
        self.endInsertRows()


class _Padded(QStyledItemDelegate):
    """Sets the words of a cell under those of its heading."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        words, filled.text = filled.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, option.widget)
        box = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        shown = filled.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.setPen(filled.palette.color(QPalette.ColorRole.Text))
        painter.setFont(filled.font)
        painter.drawText(box, int(filled.displayAlignment), shown)


class Table(QTableView):
    """The view of a RowsModel: whole rows are chosen, Enter opens, Tab leaves, headings sort.

    ``chosen`` tells the id of the row the keyboard or the mouse is on, ``opened`` that it was entered.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, model: RowsModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._columns: tuple[Column, ...] = ()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("look", "table")
        self.setItemDelegate(_Padded(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSortingEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.setSortIndicatorShown(True)
        heads.setSortIndicatorClearable(True)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        heads.sortIndicatorChanged.connect(model.sort)
        self.activated.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._choose)

    def lay_out(self, columns: Sequence[Column]) -> None:
        """Give the columns their widths; those with a share take what is left over."""
        self._columns = tuple(columns)
        self._measure()

    def _measure(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        least = [column.width * letter + 2 * PADDING for column in self._columns]
        room = self.viewport().width()
        shown = set(range(len(self._columns)))
        for number in sorted(shown, key=lambda number: -self._columns[number].gives_way):
            if sum(least[each] for each in shown) > room and self._columns[number].gives_way:
                shown.discard(number)
        shares = sum(self._columns[number].share for number in shown)
        spare = max(room - sum(least[number] for number in shown), 0)
        for number, column in enumerate(self._columns):
            self.setColumnHidden(number, number not in shown)
            width = least[number] + (spare * column.share // shares if shares else 0)
            if number in shown and self.columnWidth(number) != width:
                self.setColumnWidth(number, width)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._measure()

    def choose(self, id: str | None) -> bool:
        """Go to a row without opening it; False where it is not shown."""
        place = self._rows.place(id) if id else None
        if place is None:
            self.clearSelection()
            self.selectionModel().clearCurrentIndex()
            return False
        self.selectRow(place)
        self.scrollTo(self._rows.index(place, 0))
        return True

    def current(self) -> str | None:
        """The id of the row one is on."""
        row = self._rows.at(self.currentIndex())
        return None if row is None else str(row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self._rows.at(index)
        if row is not None:
            self.opened.emit(row.id)

    def _choose(self, index: QModelIndex) -> None:
        row = self._rows.at(index)
        if row is not None:
            self.chosen.emit(row.id)


class ListAndDetail(QSplitter):
    """A list with what one is on beside it, or below it where ``narrow`` says that there is no room beside."""

    def __init__(
        self, left: QWidget, right: QWidget, narrow: Callable[[int], bool], shares: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._narrow = narrow
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        for number, (widget, share) in enumerate(zip((left, right), shares, strict=True)):
            self.addWidget(widget)
            self.setStretchFactor(number, share)
        self.setSizes([share * 200 for share in shares])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        below = self._narrow(event.size().width())
        wanted = Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        if wanted != self.orientation():
            self.setOrientation(wanted)
