"""The board: a column for each status or standing, with a card for each action, moved by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.text.wording import count_noun
from ui.pages.improvement_plan.model import TONES, PlanRow
from ui.widgets import look, theme
from ui.widgets.flow import LARGE_TEXT

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
CARD = "application/x-selfassess-action"
MARGIN, GAP = 10, 6
WRAPPED = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
ON_ONE_LINE = 4
"""So many columns stand beside each other at most; in a window of 1366 each title is still read."""
HOW = "Up and Down go from card to card, Left and Right to the next column. Enter brings you to what stands beside."
HOW_TO_MOVE = "Ctrl+Left and Ctrl+Right move a card; so does the mouse."


class CardsModel(QAbstractListModel):
    """The cards of one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PlanRow, ...] = ()

    def show_cards(self, rows: Sequence[PlanRow]) -> None:
        """Show other cards; where they are the same actions, those are repainted and one stays on one's own."""
        fresh = tuple(rows)
        if [row.id for row in fresh] == [row.id for row in self.rows]:
            self.rows = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self.rows = fresh
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken
        return None

    def mimeTypes(self) -> list[str]:
        return [CARD]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        made = QMimeData()
        made.setData(CARD, QByteArray(self.rows[indexes[0].row()].id.encode()))
        return made


class _CardLook(QStyledItemDelegate):
    """Draws a card: a strip in the colour of its standing, its title, whose it is, and its standing in words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        wide = view.viewport().width() if isinstance(view, QListView) else theme.px(120)
        words = sum(_find_height(font, text, wide - 3 * MARGIN) for font, text in _list_texts(option, index.data(ROW)))
        return QSize(wide, words + 2 * (MARGIN - 4) + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: PlanRow = index.data(ROW)
        view = option.widget
        box = option.rect.adjusted(2, GAP // 2, -2, -GAP // 2)
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        has_keyboard = on and isinstance(view, QWidget) and view.hasFocus()
        tone = TONES[row.rag.colour]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent" if on else "line"))
        painter.setBrush(theme.colour("accent_tint" if on else "surface"))
        painter.drawRoundedRect(box, 6, 6)
        if has_keyboard:
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        painter.fillRect(QRect(box.left() + 1, box.top() + 6, 4, box.height() - 12), theme.colour(tone))
        inside = box.adjusted(MARGIN + 2, MARGIN - 4, 4 - MARGIN, 4 - MARGIN)
        inks = (theme.colour("ink"), theme.colour("muted"), theme.colour(tone))
        for (font, text), ink in zip(_list_texts(option, row), inks, strict=True):
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(inside, WRAPPED, text)
            inside.setTop(inside.top() + _find_height(font, text, inside.width()))
        painter.restore()


def _list_texts(option: QStyleOptionViewItem, row: PlanRow) -> tuple[tuple[QFont, str], ...]:
    """The title of a card, whose it is and where, and its standing, each with its letters; all of it can be read."""
    strong = QFont(option.font)
    strong.setWeight(QFont.Weight.DemiBold)
    about = " · ".join(filter(None, (row.action.text_of("owner"), row.place)))
    due = f"{row.rag.label}, {row.due_briefly}" if row.due else row.rag.label
    return (strong, row.title), (option.font, about), (option.font, due)


def _find_height(font: QFont, text: str, width: int) -> int:
    return QFontMetrics(font).boundingRect(0, 0, max(width, 1), 1 << 20, WRAPPED, text).height() if text else 0


class BoardColumn(QListView):
    """One column. ``moved`` tells a card and by how many columns, ``dropped`` a card that came from another."""

    chosen = Signal(str)
    opened = Signal(str)
    moved = Signal(str, int)
    dropped = Signal(str)
    left = Signal(int)
    menu_asked = Signal(str, QPoint)

    def __init__(self, movable: bool) -> None:
        super().__init__()
        self.cards = CardsModel(self)
        self.movable = movable
        self.setModel(self.cards)
        self.setItemDelegate(_CardLook(self))
        self.setProperty("look", "cards")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(movable)
        self.setAcceptDrops(movable)
        self.setDropIndicatorShown(False)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.DragDrop if movable else QAbstractItemView.DragDropMode.NoDragDrop
        )
        self.setAccessibleDescription(f"{HOW} {HOW_TO_MOVE}" if movable else HOW)
        self.selectionModel().currentChanged.connect(self._on_card_chosen)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW).id))

    def current_id(self) -> str:
        """The action one is on, "" where on none."""
        row = self.currentIndex().data(ROW)
        return row.id if isinstance(row, PlanRow) else ""

    def choose_card(self, id: str) -> bool:
        """Go to a card; False where it is not in this column."""
        place = next((at for at, row in enumerate(self.cards.rows) if row.id == id), -1)
        if place < 0:
            self.clearSelection()
            self.selectionModel().clearCurrentIndex()
            return False
        self.setCurrentIndex(self.cards.index(place))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        id = self.current_id()
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if id and self.movable:
                self.moved.emit(id, step)
            return
        if step and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.left.emit(step)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and id:
            self.opened.emit(id)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        id = self.current_id()
        if id and self.movable:
            by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            box = self.visualRect(self.currentIndex())
            self.menu_asked.emit(id, event.globalPos() if by_mouse else self.viewport().mapToGlobal(box.center()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if not event.mimeData().hasFormat(CARD):
            event.ignore()
            return
        # Nothing is taken out of the other list by Qt: the plan is shown anew once the step is written.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.source() is not self:
            self.dropped.emit(bytes(event.mimeData().data(CARD).data()).decode())

    def _welcome(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(CARD):
            event.acceptProposedAction()
        else:
            event.ignore()

    def _on_card_chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if isinstance(row, PlanRow):
            self.chosen.emit(row.id)


class Board(QWidget):
    """The columns beside each other. ``asked`` tells an action and the column that somebody moved it to."""

    chosen = Signal(str)
    opened = Signal(str)
    asked = Signal(str, str)

    def __init__(self, columns: Sequence[tuple[str, str]], movable: bool) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.heads = [look.make_label(words, "subheading") for _, words in self.columns]
        self.lists = [BoardColumn(movable) for _ in self.columns]
        self.menu: QMenu | None = None
        self.holders = [QWidget() for _ in self.columns]
        self._shown: Sequence[QWidget] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        for at, (head, cards) in enumerate(zip(self.heads, self.lists, strict=True)):
            column = QVBoxLayout(self.holders[at])
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            column.addWidget(head)
            column.addWidget(cards, 1)
            cards.setMinimumHeight(theme.px(90))
            cards.chosen.connect(lambda id, at=at: self._on_chosen(at, id))
            cards.opened.connect(self.opened)
            cards.left.connect(lambda step, at=at: self._go_to_column(at, step))
            cards.moved.connect(lambda id, step, at=at: self._ask_to_move(id, at + step))
            cards.dropped.connect(lambda id, at=at: self._ask_to_move(id, at))
            cards.menu_asked.connect(lambda id, point, at=at: self._offer_columns(id, point, at))
        self._place_columns(self.holders)

    def show_rows(self, columns: Sequence[Sequence[PlanRow]]) -> None:
        """Show the cards of each column."""
        here = self.current_id()
        for (_, words), head, cards, rows in zip(self.columns, self.heads, self.lists, columns, strict=True):
            head.setText(f"{words} ({len(rows):,})")
            cards.setAccessibleName(f"{words}, {count_noun(len(rows), 'action')}")
            cards.cards.show_cards(rows)
        if here:
            self.choose(here)

    def hide_empty_columns(self) -> None:
        """Leave out columns without cards; for standings, which nobody moves a card to."""
        self._place_columns([held for held, cards in zip(self.holders, self.lists, strict=True) if cards.cards.rows])

    def current_id(self) -> str:
        """The action one is on."""
        return next((id for cards in self.lists if (id := cards.current_id())), "")

    def choose(self, id: str, *, focus: bool = False) -> None:
        """Go to the card of an action, in whichever column it is."""
        for cards in self.lists:
            cards.blockSignals(True)
            found = cards.choose_card(id)
            cards.blockSignals(False)
            if found and focus:
                cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_columns(self, shown: Sequence[QWidget]) -> None:
        """Put these columns beside each other, on two lines where a card would be too narrow to be read on one."""
        if list(shown) == list(self._shown):
            return
        self._shown = shown
        if theme.px(100) >= LARGE_TEXT:
            beside = 1
        elif len(shown) > ON_ONE_LINE:
            beside = ceil(len(shown) / 2)
        else:
            beside = max(len(shown), 1)
        for held in self.holders:
            self._grid.removeWidget(held)
            look.show_if(held, held in shown)
        for at, held in enumerate(shown):
            self._grid.addWidget(held, at // beside, at % beside)
        for column in range(len(self.holders)):
            self._grid.setColumnStretch(column, int(column < beside))

    def _on_chosen(self, at: int, id: str) -> None:
        for number, cards in enumerate(self.lists):
            if number != at:
                cards.choose_card("")
        self.chosen.emit(id)

    def _go_to_column(self, at: int, step: int) -> None:
        """Bring the keyboard to the next column that has cards, about as far down."""
        row = max(self.lists[at].currentIndex().row(), 0)
        while 0 <= (at := at + step) < len(self.lists):
            cards = self.lists[at]
            if cards.cards.rows:
                cards.setFocus(Qt.FocusReason.OtherFocusReason)
                cards.setCurrentIndex(cards.cards.index(min(row, len(cards.cards.rows) - 1)))
                return

    def _ask_to_move(self, id: str, at: int) -> None:
        if 0 <= at < len(self.columns):
            self.asked.emit(id, self.columns[at][0])

    def _offer_columns(self, id: str, point: QPoint, here: int) -> None:
        self.menu = QMenu(self)
        for at, (key, words) in enumerate(self.columns):
            if at != here:
                self.menu.addAction(f"Move to “{words}”", partial(self.asked.emit, id, key))
        self.menu.popup(point)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for cards in self.lists:
            cards.scheduleDelayedItemsLayout()
