"""The control for links: shows what is linked in words, and chooses from a list that can be searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.text.folding import fold_text
from ui.widgets.announcement import announce
from ui.widgets.forms.controls import Control, drop_below
from ui.widgets.forms.options import Option
from ui.widgets.going_on import find_successor
from ui.widgets.look import make_primary_button, make_secondary_button

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
TAKE_OUT = "Take out"
LEAST, MOST = 320, 560
"""How tall a list that drops down is."""


class OptionsModel(QAbstractListModel):
    """Options to choose from; with ``many`` each can be ticked. ``ticked`` holds the chosen keys in order."""

    def __init__(self, options: Sequence[Option], chosen: Sequence[str], many: bool, parent: QObject | None = None):
        super().__init__(parent)
        self.options = tuple(options)
        self.ticked = list(chosen)
        self.many = many
        self._grouped = len({option.group for option in options}) > 1

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self.options)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if not self.many:
            return flags
        return flags | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.options):
            return None
        option = self.options[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if self._grouped and option.group:
                return f"{option.label}  ·  {option.group}"
            return option.label
        if role == Qt.ItemDataRole.UserRole:
            return fold_text(f"{option.label} {option.group}")
        if role == Qt.ItemDataRole.CheckStateRole and self.many:
            if option.key in self.ticked:
                return Qt.CheckState.Checked
            return Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.many or not index.isValid():
            return False
        key = self.options[index.row()].key
        wanted = Qt.CheckState(value) is Qt.CheckState.Checked
        if wanted is (key in self.ticked):
            return False
        if wanted:
            self.ticked.append(key)
        else:
            self.ticked.remove(key)
        self.dataChanged.emit(index, index, [role])
        return True


class _Whole(QStyledItemDelegate):
    """A row that is one thing to click on: on its tick a click does what it does on the words, once."""

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        return isinstance(event, QKeyEvent) and super().editorEvent(event, model, option, index)


class PickList(QFrame):
    """The list that drops down: a search line above what can be chosen. ``picked`` tells the keys now chosen."""

    picked = Signal(tuple)
    closed = Signal()

    def __init__(self, name: str, options: Sequence[Option], chosen: Sequence[str], many: bool, parent: QWidget):
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "dropped")
        self.model = OptionsModel(options, chosen, many, self)
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(self.model)
        self.proxy.setFilterRole(Qt.ItemDataRole.UserRole)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Type to search")
        self.search.setAccessibleName(f"Search {name.lower()}")
        self.search.setClearButtonEnabled(True)
        self.list = QListView()
        self.list.setModel(self.proxy)
        self.list.setAccessibleName(name)
        self.list.setWordWrap(True)
        self.list.setUniformItemSizes(False)
        self.nothing = QLabel("Nothing here has these words.")
        self.nothing.setProperty("look", "quiet")
        self.nothing.setWordWrap(True)
        self.done = make_primary_button("Done", self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        for widget in (self.search, self.nothing, self.list):
            column.addWidget(widget)
        if many:
            column.addWidget(self.done, 0, Qt.AlignmentFlag.AlignRight)
        self.search.textChanged.connect(self._filter_options)
        self.search.installEventFilter(self)
        self.list.setItemDelegate(_Whole(self.list))
        self.list.installEventFilter(self)
        self.list.clicked.connect(self.toggle_row)
        self.model.dataChanged.connect(lambda *_: self.picked.emit(tuple(self.model.ticked)))
        self._filter_options("")

    def fit_pick_list(self, width: int) -> None:
        """Be as tall as all that can be chosen, within reason."""
        self.resize(width, LEAST)
        for _ in range(2):  # taller, its rows have no scroll bar beside them and break their lines elsewhere
            column = self.layout()
            if column is not None:
                column.activate()
            self.list.doItemsLayout()
            last = self.list.visualRect(self.proxy.index(self.proxy.rowCount() - 1, 0))
            missing = last.bottom() + 2 - self.list.viewport().height()
            self.resize(width, max(LEAST, min(self.height() + missing, MOST)))

    def toggle_row(self, index: Index) -> None:
        """Choose what a row shows; in a list of many, tick it or take its tick away."""
        source = self.proxy.mapToSource(index)
        if not source.isValid():
            return
        key = self.model.options[source.row()].key
        if self.model.many:
            state = Qt.CheckState.Unchecked if key in self.model.ticked else Qt.CheckState.Checked
            self.model.setData(source, state, Qt.ItemDataRole.CheckStateRole)
        else:
            self.picked.emit((key,))
            self.close()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and watched is self.search:
                self.list.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.toggle_row(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _filter_options(self, text: str) -> None:
        self.proxy.setFilterFixedString(fold_text(text))
        self.nothing.setVisible(self.proxy.rowCount() == 0)
        there = bool(self.model.options)
        nothing_words = "Nothing here has these words." if there else "There is nothing to choose yet."
        self.nothing.setText(nothing_words)
        if self.proxy.rowCount():
            self.list.setCurrentIndex(self.proxy.index(0, 0))


class LinkControl(Control):
    """What is linked, in words, each with a button to take it out; and a button that opens the list."""

    def __init__(self, field: Field, options: Callable[[], Sequence[Option]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.options = options
        self.many = field.kind is Kind.LINKS
        self.chosen: tuple[str, ...] = ()
        self.outs: dict[str, QToolButton] = {}
        self.pick_list: PickList | None = None
        self._read_only = False
        self._words = field.label
        self.button = make_secondary_button("Choose…", self.open_link_list)
        self.focus_target = self.button
        self.setFocusProxy(self.button)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._rows)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_stored_value(self, value: Value) -> None:
        self.chosen = value if isinstance(value, tuple) else (str(value),) if value is not None else ()
        self._show_link_rows()

    def raw_value(self) -> object:
        if self.many:
            return self.chosen
        if not self.chosen:
            return None
        return self.chosen[0]

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        self.button.setVisible(not read_only)
        self._show_link_rows()

    def name_target(self, words: str) -> None:
        self._words = words
        self._show_link_rows()

    def open_link_list(self) -> None:
        """Drop the list down."""
        popup = PickList(self.field.label, self.options(), self.chosen, self.many, self)
        popup.picked.connect(self.replace_links)
        popup.closed.connect(self._on_link_list_closed)
        popup.fit_pick_list(max(self.width(), 420))
        drop_below(popup, self.button)
        self.pick_list = popup
        popup.show()
        popup.search.setFocus()

    def replace_links(self, keys: tuple[str, ...]) -> None:
        """Link these."""
        self.chosen = tuple(keys)
        self._show_link_rows()
        self.changed.emit()

    def _on_link_list_closed(self) -> None:
        self.pick_list = None
        self.left.emit()

    def _take_link_out(self, key: str) -> None:
        before = self.chosen
        words = self.outs[key].accessibleName().removeprefix(f"{TAKE_OUT} ")
        self.button.setFocus()
        self.replace_links(tuple(other for other in before if other != key))
        announce(self, f"Taken out: {words}")
        after = find_successor(before, key, self.outs)
        if after is not None:
            row = self.outs[after].parentWidget()
            assert row is not None
            row.show()  # it was just made, and could not have the keyboard before it shows
            self.outs[after].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_link_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.outs = {}
        names = {option.key: option.label for option in self.options()} if self.chosen else {}
        for key in self.chosen:
            self._rows.addWidget(self._build_link_row(key, names.get(key, f"{key} (not known here)")))
        button_words = "Change…" if self.chosen and not self.many else "Choose…"
        self.button.setText(button_words)
        self.button.setAccessibleName(f"{self._words}: {button_words}")

    def _build_link_row(self, key: str, words: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        line.addWidget(label, 1)
        if not self._read_only:
            out = QToolButton()
            out.setText("×")
            out.setProperty("look", "quiet")
            out.setAccessibleName(f"{TAKE_OUT} {words}")
            out.setToolTip(TAKE_OUT)
            self.outs[key] = out
            out.clicked.connect(lambda: self._take_link_out(key))
            line.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)
        return row
