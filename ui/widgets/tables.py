"""Tables of rows: the view of a RowsModel, and a list with what one is on beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ui.widgets import sorting, theme
from ui.widgets.announcement import announce
from ui.widgets.idle_queue import drop_work, in_turns
from ui.widgets.rows import ROOT, Column, Index, Row, RowsModel
from ui.widgets.splitters import move_border_by_keys
from ui.widgets.tips import format_tip

__all__ = ["PADDING", "ROOT", "Column", "Index", "ListAndDetail", "Row", "RowsModel", "Table"]

PADDING = 8
CHOSEN = 4
"""Dots: how wide the bar is at the left of a row that is chosen."""
AT_ONCE = 2000
"""So many rows are sorted as soon as a heading is clicked; what more of them sort by is worked out in turns first."""


class _Padded(QStyledItemDelegate):
    """Sets the words of a cell under those of its heading."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        words, filled.text = filled.text, ""
        if _has_more_than_words(filled):
            style = option.widget.style()
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, option.widget)
        box = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        if option.state & QStyle.StateFlag.State_Selected and option.rect.left() <= 0:  # not only by a light tint
            painter.fillRect(option.rect.x(), option.rect.y(), CHOSEN, option.rect.height(), theme.colour("accent"))
        shown = filled.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.setPen(filled.palette.color(QPalette.ColorRole.Text))
        painter.setFont(filled.font)
        painter.drawText(box, int(filled.displayAlignment), shown)


def _has_more_than_words(option: QStyleOptionViewItem) -> bool:
    """Whether the style draws anything of a cell but its words: a first painting asks for hundreds of cells."""
    state, feature = QStyle.StateFlag, QStyleOptionViewItem.ViewItemFeature
    marked = option.state & (state.State_Selected | state.State_HasFocus)
    pictured = option.features & (feature.HasDecoration | feature.HasCheckIndicator)
    if marked or pictured:
        return True
    return option.backgroundBrush.style() != Qt.BrushStyle.NoBrush


class Table(QTableView):
    """The view of a RowsModel: whole rows are chosen, Enter opens, Tab leaves, headings and Alt+Down sort.

    ``chosen`` tells the id of the row the keyboard or the mouse is on, ``opened`` that it was entered.
    With ``many`` several rows can be selected, and ``marked`` tells that others are.
    """

    chosen = Signal(str)
    opened = Signal(str)
    marked = Signal()

    def __init__(self, model: RowsModel, name: str, parent: QWidget | None = None, *, many: bool = False) -> None:
        super().__init__(parent)
        self._rows = model
        self._columns: tuple[Column, ...] = ()
        self._left_out: frozenset[int] = frozenset()
        self.setModel(model)
        self.setAccessibleName(name)
        self.setAccessibleDescription(sorting.HOW)
        self.sort_menu: QMenu | None = None
        self.setProperty("look", "table")
        self.setItemDelegate(_Padded(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        selection_mode = modes.ExtendedSelection if many else modes.SingleSelection
        self.setSelectionMode(selection_mode)
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
        heads.sortIndicatorChanged.connect(self._start_sorting)
        # With the table's own, each painting of a heading would ask of every row below it whether it is selected.
        heads.setSelectionModel(QItemSelectionModel(model, self))
        model.narrowed.connect(self._announce_count)
        self.activated.connect(self._emit_opened)
        self.selectionModel().currentRowChanged.connect(self._emit_chosen)
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit())

    def lay_out_columns(self, columns: Sequence[Column]) -> None:
        """Give the columns their widths; those with a share take what is left over."""
        self._columns = tuple(columns)
        self._measure_columns()

    def leave_out_columns(self, columns: Collection[int]) -> None:
        """Show all columns but these, by their number: nothing stands in them."""
        self._left_out = frozenset(columns)
        self._measure_columns()

    def _measure_columns(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        least = [column.width * letter + 2 * PADDING for column in self._columns]
        room = self.viewport().width()
        shown = set(range(len(self._columns))) - self._left_out
        for number in sorted(shown, key=lambda number: -self._columns[number].gives_way):
            if sum(least[each] for each in shown) > room and self._columns[number].gives_way:
                shown.discard(number)
        shares = sum(self._columns[number].share for number in shown)
        spare = max(room - sum(least[number] for number in shown), 0)
        for number, column in enumerate(self._columns):
            self.setColumnHidden(number, number not in shown)
            spare_share = spare * column.share // shares if shares else 0
            width = least[number] + spare_share
            if number in shown and self.columnWidth(number) != width:
                self.setColumnWidth(number, width)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._measure_columns()

    def selectRow(self, row: int) -> None:
        """Go to a row and select it alone, whatever keys are held: by itself Qt adds to the selection with Ctrl."""
        index, flags = self._rows.index(row, 0), QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.selectionModel().select(index, flags.ClearAndSelect | flags.Rows)

    def choose_row(self, id: str | None) -> bool:
        """Go to a row without opening it; False where it is not shown."""
        place = self._rows.row_place(id) if id else None
        if place is None:
            self.clearSelection()
            self.selectionModel().clearCurrentIndex()
            return False
        self.selectRow(place)
        self.scrollTo(self._rows.index(place, 0))
        return True

    def selected_ids(self) -> tuple[str, ...]:
        """The ids of the rows that are selected, in the order they are shown."""
        shown = self._rows.shown_ids
        marked = self.selectionModel().selection()
        ranges = sorted((each.top(), each.bottom()) for each in map(marked.at, range(marked.count())))
        return tuple(dict.fromkeys(id for top, bottom in ranges for id in shown[top : bottom + 1]))

    def select_rows(self, ids: Collection[str]) -> None:
        """Select these rows and no others; those that are not shown stay out."""
        places = sorted(place for id in ids if (place := self._rows.row_place(id)) is not None)
        wanted = QItemSelection()
        last = max(len(self._columns) - 1, 0)
        for start, end in _find_runs(places):
            wanted.select(self._rows.index(start, 0), self._rows.index(end, last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wanted, flags.ClearAndSelect | flags.Rows)

    def current_row_id(self) -> str | None:
        """The id of the row one is on."""
        row = self._rows.row_at(self.currentIndex())
        if row is None:
            return None
        return str(row.id)

    def focus_row_near(self, place: int) -> bool:
        """Bring the keyboard to the row that stands in a place now, or to the last; False where there is none."""
        shown = self._rows.shown_ids
        if not shown:
            return False
        self.choose_row(shown[min(max(place, 0), len(shown) - 1)])
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        # By itself Qt goes to the row before; where one was, the next one stands.
        if start <= self.currentIndex().row() <= end and end + 1 < self._rows.rowCount():
            self.selectRow(end + 1)
        super().rowsAboutToBeRemoved(parent, start, end)

    def offer_sorting(self, at: QPoint | None = None) -> None:
        """Open the choice of what the rows are sorted by: at a point of the screen, or below the headings."""
        heads = self.horizontalHeader()
        now = (heads.sortIndicatorSection(), heads.sortIndicatorOrder())
        self.sort_menu = sorting.build_sort_menu(self, self._rows, self._columns, now, heads.setSortIndicator)
        self.sort_menu.popup(at or heads.mapToGlobal(QPoint(0, heads.height())))

    def show_whole_row(self) -> None:
        """Show all words of the row one is on below it, also of cells that end in “…”, to who has no pointer."""
        row = self._rows.row_at(self.currentIndex())
        if row is None:
            return
        shown = (at for at in range(len(self._columns)) if not self.isColumnHidden(at))
        said = ((self._columns[at].label, self._rows.cell_words(row.id, at)) for at in shown)
        words = "\n".join(f"{label}: {cell}" for label, cell in said if cell)
        below = self.visualRect(self.currentIndex()).bottomLeft()
        QToolTip.showText(self.viewport().mapToGlobal(below), format_tip(words), self)
        announce(self, words)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        position = event.globalPos() if by_mouse else None
        self.offer_sorting(position)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.offer_sorting()
            return
        if event.key() == Qt.Key.Key_F1 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.show_whole_row()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._emit_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _start_sorting(self, column: int, order: Qt.SortOrder) -> None:
        """Sort at once, or once what many rows sort by was worked out."""
        drop_work(self)
        if self._rows.total <= AT_ONCE:
            self._sort_now(column, order)
        else:
            in_turns(self, self._sort_in_turns(column, order))

    def _sort_in_turns(self, column: int, order: Qt.SortOrder) -> Iterator[None]:
        yield from self._rows.read_order(column)
        self._sort_now(column, order)

    def _sort_now(self, column: int, order: Qt.SortOrder) -> None:
        """Sort, stay on the row one is on, and say how the rows stand now."""
        here = self.current_row_id()
        self._rows.sort(column, order)
        if here is not None and self._rows.row_place(here) is not None:
            if self.current_row_id() == here:
                self.scrollTo(self.currentIndex())
            else:
                self.choose_row(here)
        words = sorting.describe_sorting(self._rows, self._columns, column, order)
        self.setAccessibleDescription(f"{words} {sorting.HOW}")
        announce(self, words)

    def _announce_count(self) -> None:
        """Say how many rows a filter left; where it left none the table is hidden, and its window speaks."""
        if self.window().isVisible():
            shown, total = len(self._rows.shown_ids), self._rows.total
            announce(self.parentWidget() or self, f"{shown:,} of {total:,} shown" if shown else "Nothing is shown")

    def _emit_opened(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None:
            self.opened.emit(row.id)

    def _emit_chosen(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index)
        if row is not None:
            self.chosen.emit(row.id)


def _find_runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places in order as first and last of each run without a gap."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield places[start], places[at - 1]
            start = at


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
        move_border_by_keys(self)
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
