"""Rows under columns: columns as data, and a model that filters and sorts tens of thousands of rows at once.

The model filters and sorts by itself, from texts, keys and an order that it works out once. A QSortFilterProxyModel
would ask this program's code for two values in each comparison, which takes a third of a second on 5,000 rows; this
takes a few milliseconds. A row that is edited is repainted where it stands and does not jump away from under the hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from selfassess.domain.text.folding import fold_text, fold_words
from ui.widgets.tips import format_tip

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
A_BIT = 100
"""So many rows are worked out between two looks at the clock: about a thousandth of a second."""

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

ANSWERED = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ForegroundRole,
    )
)
"""What a cell answers. To paint one, Qt asks for twice as much, and each question comes up into Python."""


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
    """Rows under columns, filtered and sorted. ``counted`` tells of other rows, ``narrowed`` of a filter."""

    counted = Signal()
    narrowed = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        search: Callable[[Any], str],
        natural: Callable[[Any], Any] = lambda row: row.id,
        colour: Callable[[str], QColor] = QColor,
        steady: bool = False,
        parent: QObject | None = None,
    ) -> None:
        """``search`` gives the text that filtering looks in, ``natural`` the order where no column is sorted by.

        ``steady`` says that what a row sorts by changes only with ``put_row``, ``put_many`` and ``show_rows``, and may
        be kept.
        """
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
        self._keys: dict[int, dict[str, Any]] = {}
        self._by_nature: list[Any] | None = None
        self._in_order: list[Any] | None = None
        self._steady = steady
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
    def shown_ids(self) -> tuple[str, ...]:
        """The ids of the rows that are shown, in order."""
        return tuple(self._shown)

    def show_rows(self, rows: Iterable[Any], columns: Sequence[Column] | None = None) -> None:
        """Show other rows, and other columns where they are given."""
        self.beginResetModel()
        if columns is not None:
            self._columns = tuple(columns)
        self._rows = {row.id: row for row in rows}
        self._words.clear()
        self._texts.clear()
        self._keys.clear()
        self._forget_order()
        self._arrange_shown_rows()
        self.endResetModel()
        self.counted.emit()

    def replace_columns_and_repaint(self, columns: Sequence[Column]) -> None:
        """Take the same columns made anew, and repaint every row: what they all rest on has changed."""
        self._columns = tuple(columns)
        self._words.clear()
        self._keys.clear()
        self._repaint_all()

    def put_row(self, row: Any) -> None:
        """Take in a row as it is now: repaint it where it is shown, or insert it where it belongs."""
        known = row.id in self._rows
        self._hold_row(row)
        place = self._places.get(row.id)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))
        elif not known and self._passes_filter(row):
            self._insert_row(row)
        if not known:
            self.counted.emit()

    def put_many(self, rows: Collection[Any], gone: Collection[str] = ()) -> None:
        """Take in many rows as they are now, and take out others: at once, where one by one would take long.

        Rows that are known are repainted where they stand; what is new comes in where the filter and the order put it.
        """
        anew = bool(gone) or any(row.id not in self._rows for row in rows)
        if not anew:
            for row in rows:
                self._hold_row(row)
            self._repaint_all()
            return
        self.beginResetModel()
        for row in rows:
            self._hold_row(row)
        for id in gone:
            self._rows.pop(id, None)
            self._texts.pop(id, None)
        self._forget_order()
        self._arrange_shown_rows()
        self.endResetModel()
        self.counted.emit()

    def drop_row(self, id: str) -> None:
        """Take a row out."""
        place = self._places.get(id)
        if place is not None:
            self.beginRemoveRows(ROOT, place, place)
            del self._shown[place]
            self._number_places()
        self._texts.pop(id, None)
        if self._rows.pop(id, None) is None:
            return
        self._forget_order()
        if place is not None:
            self.endRemoveRows()
        self.counted.emit()

    def narrow_rows(self, text: str = "", keep: Callable[[Any], bool] | None = None) -> None:
        """Show only the rows that hold every word of ``text`` and that ``keep`` keeps."""
        self.beginResetModel()
        self._needles = fold_words(text)
        self._keep = keep
        self._arrange_shown_rows()
        self.endResetModel()
        self.counted.emit()
        self.narrowed.emit()

    def list_rows_with(self, text: str, keep: Callable[[Any], bool] | None) -> list[Any]:
        """The rows that would be shown with these words and this test, without showing them."""
        return self._rows_passing(list(self._rows.values()), fold_words(text), keep)

    def read_search_texts(self) -> Iterator[None]:
        """Work out the texts that are looked through, a bit at a time, before anybody types."""
        ids = [id for id in self._rows if id not in self._texts]
        for start in range(0, len(ids), A_BIT):
            for id in ids[start : start + A_BIT]:
                if id in self._rows:
                    self._search_text(self._rows[id])
            yield

    def read_order(self, column: int) -> Iterator[None]:
        """Work out what a column sorts by, a bit at a time; only where that may be kept."""
        if not self._steady or not 0 <= column < len(self._columns):
            return
        rows = list(self._rows.values())
        for start in range(0, len(rows), A_BIT):
            for row in rows[start : start + A_BIT]:
                if row.id in self._rows and column < len(self._columns):
                    self._order_key(self._rows[row.id], column)
            yield

    def sample_order_key(self, column: int) -> Any:
        """One of the things that a column sorts by, None where its first cells are empty."""
        first = (self._order_key(row, column) for row in islice(self._rows.values(), A_BIT))
        return next((key for key in first if key is not None), None)

    def row_at(self, index: Index) -> Any:
        """The row at an index, None where there is none."""
        if index.isValid() and index.row() < len(self._shown):
            return self._rows[self._shown[index.row()]]
        return None

    def row_place(self, id: str) -> int | None:
        """Which line a row is shown in, None where it is not shown."""
        return self._places.get(id)

    def cell_words(self, id: str, column: int) -> str:
        """What a cell says."""
        key = (id, column)
        if key not in self._words:
            self._words[key] = self._columns[column].words(self._rows[id])
        return self._words[key]

    # --- as Qt asks for it ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self._shown)

    def columnCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in ANSWERED or not index.isValid() or index.row() >= len(self._shown):
            return None
        id = self._shown[index.row()]
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell_words(id, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return format_tip(self.cell_words(id, index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.label}: {self.cell_words(id, index.column()) or 'empty'}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if column.number:
                return RIGHT
            return LEFT
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            tone = column.tone(self._rows[id])
            if not tone:
                return None
            return self._colour(tone)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if column.number:
                return RIGHT
            return LEFT
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
        self._in_order = None
        self._arrange_shown_rows()

    # --- inside --------------------------------------------------------------------------------------------------

    def _hold_row(self, row: Any) -> None:
        """Take a row as it is now, and forget what it said before."""
        self._rows[row.id] = row
        self._forget_order()
        self._texts.pop(row.id, None)
        for column in range(len(self._columns)):
            self._words.pop((row.id, column), None)
        for keys in self._keys.values():
            keys.pop(row.id, None)

    def _forget_order(self) -> None:
        self._by_nature = self._in_order = None

    def _repaint_all(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self._columns) - 1))

    def _search_text(self, row: Any) -> str:
        text = self._texts.get(row.id)
        if text is None:
            text = self._texts[row.id] = fold_text(self._search(row))
        return text

    def _passes_filter(self, row: Any) -> bool:
        if self._keep is not None and not self._keep(row):
            return False
        return not self._needles or all(needle in self._search_text(row) for needle in self._needles)

    def _order_key(self, row: Any, column: int) -> Any:
        """What a row sorts by under a column; None for an empty cell."""
        known = self._keys.setdefault(column, {}) if self._steady else {}
        if row.id not in known:
            order = self._columns[column].order
            known[row.id] = order(row) if order is not None else fold_text(self.cell_words(row.id, column)) or None
        return known[row.id]

    def _arrange_shown_rows(self) -> None:
        """Work out which rows are shown, from all of them in the order in force."""
        if self._in_order is None:
            self._in_order = self._rows_in_order()
        self._shown = [row.id for row in self._rows_passing(self._in_order, self._needles, self._keep)]
        self._number_places()

    def _rows_passing(self, rows: list[Any], needles: tuple[str, ...], keep: Callable[[Any], bool] | None) -> list[Any]:
        if keep is not None:
            rows = list(filter(keep, rows))
        texts = self._texts
        searched_rows = rows if needles and len(texts) < len(self._rows) else ()
        for row in searched_rows:
            self._search_text(row)
        for needle in needles:
            rows = [row for row in rows if needle in texts[row.id]]
        return rows

    def _rows_in_order(self) -> list[Any]:
        if self._by_nature is None:
            self._by_nature = sorted(self._rows.values(), key=self._natural)
        ordered = self._by_nature
        if self._by is None:
            return ordered
        by = self._by
        known = self._keys.get(by, {})
        keyed = [(known[row.id] if row.id in known else self._order_key(row, by), row) for row in ordered]
        there = [pair for pair in keyed if pair[0] is not None]
        there.sort(key=itemgetter(0), reverse=self._descending)
        in_order = [row for _, row in there]
        without_key = [row for key, row in keyed if key is None]
        return in_order + without_key

    def _number_places(self) -> None:
        self._places = {id: place for place, id in enumerate(self._shown)}

    def _insert_row(self, row: Any) -> None:
        by = self._by

        def order(each: Any) -> Any:
            if by is None:
                return self._natural(each)
            return self._order_key(each, by)

        key = order(row)
        place = len(self._shown)
        if key is not None:
            for at, id in enumerate(self._shown):
                other = order(self._rows[id])
                if other is None or (other < key if by is not None and self._descending else other > key):
                    place = at
                    break
        self.beginInsertRows(ROOT, place, place)
        self._shown.insert(place, row.id)
        self._number_places()
        self.endInsertRows()
