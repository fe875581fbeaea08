"""The table of a sheet's columns and labels, in which a person chooses what each of them means."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from selfassess.services.importing.spreadsheet_mapping.entries import TO_CHECK, Entry, shorten_to_line
from selfassess.services.importing.spreadsheet_mapping.meanings import list_meaning_choices
from ui.widgets import theme
from ui.widgets.forms.controls import drop_below
from ui.widgets.forms.options import Option
from ui.widgets.forms.pickers import PickList
from ui.widgets.tables import PADDING, Column, RowsModel, Table

Index = QModelIndex | QPersistentModelIndex

MEANS = 2
_LIST_WIDTH, _LIST_HEIGHT = 360, 320

COLUMNS = (
    Column(
        label="In the file",
        words=lambda entry: shorten_to_line(entry.heading or "(no heading)", 200),
        share=3,
        width=14,
    ),
    Column(label="For example", words=lambda entry: entry.example, share=3, width=10, gives_way=1),
    Column(label="Means", words=lambda entry: entry.meaning_words, share=3, width=18),
    Column(
        label="How sure",
        words=lambda entry: entry.check,
        tone=lambda entry: "warning" if entry.check in TO_CHECK else "muted",
        share=1,
        width=12,
    ),
    Column(label="Where", words=lambda entry: entry.where, width=9, gives_way=2),
)


class EntriesModel(RowsModel):
    """The columns and labels of one sheet, in the order of the sheet."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            COLUMNS,
            search=lambda entry: f"{entry.heading} {entry.meaning_words}",
            natural=lambda entry: entry.place,
            colour=theme.colour,
            parent=parent,
        )

    def show_entries(self, entries: Sequence[Entry]) -> bool:
        """Show these; True where they are others than before, else each stays where it stands."""
        headings_now = [(entry.id, entry.heading) for entry in entries]
        headings_before = [(row.id, row.heading) for row in self._rows.values()]
        if headings_now != headings_before:
            self.show_rows(entries)
            return True
        for entry in entries:
            if self._rows[entry.id] != entry:
                self.put_row(entry)
        return False

    def row(self, id: str) -> Entry:
        """The entry with this id."""
        found: Entry = self._rows[id]
        return found


Picks = tuple[str, Sequence[Option], str]
"""What a list to choose from is called, what can be chosen, and the key of what is chosen now."""


class PickTable(Table):
    """A table with a column of answers. Enter, the space bar or a click on one opens the list of what it can be.

    ``picks_of`` gives that list for a row; ``picked`` carries the row's id and the key that was chosen.
    """

    picked = Signal(str, str)

    def __init__(
        self,
        model: RowsModel,
        name: str,
        column: int,
        picks_of: Callable[[str], Picks],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, name, parent)
        self._model, self._column, self._picks_of = model, column, picks_of
        self.pick_list: PickList | None = None
        self._asked = ""
        self._anchor = QWidget(self.viewport())  # the list drops down from it
        self._anchor.hide()
        self._drop = _Drop(self)
        self.setItemDelegateForColumn(column, self._drop)
        self.opened.connect(self.offer_answers)
        self.clicked.connect(self._on_cell_clicked)

    def offer_answers(self, id: str) -> None:
        """Drop down what a row can be answered with."""
        place = self._model.row_place(id)
        if place is None or self.pick_list is not None:
            return
        name, options, now = self._picks_of(id)
        popup = PickList(name, options, (now,), False, self)
        self._asked = id
        popup.picked.connect(self._on_answer_picked)
        popup.closed.connect(self._on_pick_list_closed)
        box = self.visualRect(self._model.index(place, self._column))
        popup.resize(max(box.width(), theme.px(_LIST_WIDTH)), theme.px(_LIST_HEIGHT))
        self._anchor.setGeometry(box)
        drop_below(popup, self._anchor)
        at = next((row for row, option in enumerate(options) if option.key == now), 0)
        popup.list.setCurrentIndex(popup.proxy.mapFromSource(popup.model.index(at)))
        self.pick_list = popup
        popup.show()
        popup.search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        id = self.current_row_id()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2) and id is not None:
            self.offer_answers(id)
            return
        super().keyPressEvent(event)

    def _on_cell_clicked(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None and index.column() == self._column:
            self.offer_answers(row.id)

    def _on_answer_picked(self, keys: tuple[str, ...]) -> None:
        self.picked.emit(self._asked, keys[0])

    def _on_pick_list_closed(self) -> None:
        self.pick_list = None
        self.setFocus()


class EntriesTable(PickTable):
    """The columns and labels of a sheet; ``meant`` tells what one is to mean."""

    meant = Signal(str, str)

    def __init__(self, model: EntriesModel, parent: QWidget | None = None) -> None:
        name = "Columns and labels of the sheet, and what each means; Enter changes it"
        super().__init__(model, name, MEANS, self._build_meaning_picks, parent)
        self._entries = model
        self.lay_out_columns(COLUMNS)
        self.picked.connect(self.meant)

    def go_to_first_doubt(self) -> None:
        """Go to the first that a person should look at."""
        self.scrollToTop()
        ids = (id for id in self._entries.shown_ids if self._entries.row(id).check in TO_CHECK)
        self.choose_row(next(ids, None))

    def _build_meaning_picks(self, id: str) -> Picks:
        entry = self._entries.row(id)
        options = [Option(key, words) for key, words in list_meaning_choices(entry.kind, label=entry.table is None)]
        return f"What “{shorten_to_line(entry.heading, 60)}” means", options, entry.meaning


class _Drop(QStyledItemDelegate):
    """Sets a cell as a drop-down list: its words, and the sign that there is more to choose."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._inner = table.itemDelegate()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        side = theme.px(12)
        words = QStyleOptionViewItem(option)
        words.rect = option.rect.adjusted(0, 0, -side - PADDING, 0)
        self._inner.paint(painter, words, index)
        rest = QStyleOptionViewItem(option)
        rest.rect = QRect(QPoint(words.rect.right() + 1, option.rect.top()), option.rect.bottomRight())
        super().paint(painter, rest, QModelIndex())
        sign = QRect(option.rect.right() - side - PADDING // 2, option.rect.center().y() - side // 2, side, side)
        _load_chevron_icon().paint(painter, sign)


def _load_chevron_icon() -> QIcon:
    return QIcon(f"icons:chevron-{theme.current_scheme()}.svg")
