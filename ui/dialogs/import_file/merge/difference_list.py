"""The list of a merge's differences with a box to tick in each row, and the list of what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.dialogs.import_file.merge.choices import Choices
from ui.dialogs.import_file.merge.lines import (
    SIGNS,
    Group,
    Line,
    Trouble,
    TroubleKind,
    format_troubles_as_table,
    group_troubles_by_reason,
)
from ui.widgets.look import make_quiet_label, make_secondary_button, make_text
from ui.widgets.tables import Column, RowsModel, Table
from ui.widgets.theme import colour

Index = QModelIndex | QPersistentModelIndex

TONES = {Group.CHANGED: "", Group.JOINED: "", Group.NEW: "good", Group.REMOVED: "error", Group.CONFLICT: "warning"}
TICK = 0


def describe_what_happens(line: Line, choices: Choices) -> str:
    """What taking a line does, as a sign and a word."""
    said = f"{SIGNS[line.group]} {line.group.value.capitalize()}"
    if line.id in choices.declined:
        return f"{SIGNS[line.group]} Not offered again"
    if line.group is not Group.CONFLICT:
        return said
    return f"{said}: {choices.describe_conflict_endings(line.id)}"


class DifferencesModel(RowsModel):
    """Lines under columns; the first has the box. ``ticked`` tells that something was taken or left."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        self.choices = Choices()
        super().__init__(
            self._build_difference_columns(),
            search=lambda line: f"{line.kind} {line.title} {line.where} {line.fields}",
            natural=lambda line: line.number,
            colour=colour,
            parent=parent,
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, for the view."""
        return self._columns

    def show_merge_lines(self, lines: Iterable[Line], choices: Choices) -> None:
        """Show the lines of another merge."""
        self.choices, lines = choices, tuple(lines)
        self._columns = self._build_difference_columns(written=any(line.by for line in lines))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        self.show_rows(lines)

    def toggle_difference(self, id: str) -> None:
        """Take what is left, or leave what is taken."""
        self.take_lines((id,), id in self.choices.left)

    def take_lines(self, ids: Iterable[str], wanted: bool) -> None:
        """Take or leave several at once; what hangs on them follows."""
        self.repaint_lines(self.choices.take_differences(ids, wanted))
        self.ticked.emit()

    def decline_line(self, id: str, wanted: bool) -> None:
        """Have a line not offered again, or have it offered again next time."""
        self.repaint_lines(self.choices.decline_difference(id, wanted))
        self.ticked.emit()

    def repaint_lines(self, ids: Iterable[str]) -> None:
        """Show again what these lines say: something was chosen for them."""
        for id in ids:
            self._words.pop((id, TICK + 1), None)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, TICK), self.index(self.rowCount() - 1, TICK + 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.row_at(index)
        if line is None or index.column() != TICK:
            return super().data(index, role)
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._find_tick_state(line.id)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"Take: {self._describe_tick(line.id)}"
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.row_at(index)
        if line is None or role != Qt.ItemDataRole.CheckStateRole or index.column() != TICK:
            return False
        self.toggle_difference(line.id)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        ticks = index.isValid() and index.column() == TICK
        if not ticks:
            return flags
        return flags | Qt.ItemFlag.ItemIsUserCheckable

    def _find_tick_state(self, id: str) -> Qt.CheckState:
        if id in self.choices.left:
            return Qt.CheckState.Unchecked
        if self.choices.waits_for_decision(id):
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked

    def _describe_tick(self, id: str) -> str:
        if id in self.choices.left:
            return "no"
        if self.choices.waits_for_decision(id):
            return "to be decided"
        return "yes"

    def _build_difference_columns(self, written: bool = False) -> tuple[Column, ...]:
        """The columns; the last says who wrote it, or where it stands in the file where that is not told."""
        source_share = 3 if written else 1
        if written:
            source_column = Column(label="Written by", words=lambda line: line.by, width=16, gives_way=1)
        else:
            source_column = Column(
                label="In the file",
                words=lambda line: line.place,
                order=lambda line: (line.sheet, line.row) if line.sheet else None,
                width=18,
                gives_way=3,
            )
        return (
            Column(label="Take", words=lambda line: "", order=lambda line: line.id in self.choices.left, width=5),
            Column(
                label="What happens",
                words=lambda line: describe_what_happens(line, self.choices),
                tone=lambda line: TONES[line.group],
                width=22,
            ),
            Column(label="Kind", words=lambda line: line.kind, width=15),
            Column(label="Called", words=lambda line: line.title, share=3, width=18),
            Column(label="Statement or year", words=lambda line: line.where, share=1, width=18, gives_way=2),
            Column(label="Fields", words=lambda line: line.fields, share=2, width=14, gives_way=source_share),
            source_column,
        )


class DifferencesTable(Table):
    """The list of differences; the space bar ticks the row one is on."""

    def __init__(self, model: DifferencesModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "What would be imported; the space bar takes or leaves a row", parent)
        self._model = model
        self.lay_out_columns(model.columns)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        id = self.current_row_id()
        if event.key() == Qt.Key.Key_Space and id is not None:
            self._model.toggle_difference(id)
            return
        super().keyPressEvent(event)


TROUBLE_COLUMNS = (
    Column(label="How often", words=lambda each: f"{len(each.kind.problems):,}",
           order=lambda each: len(each.kind.problems), number=True, width=9),
    Column(label="Where", words=lambda each: each.where, share=1, width=26),
    Column(label="What", words=lambda each: each.what, width=16, gives_way=1),
    Column(label="Why", words=lambda each: each.kind.message, share=1, width=26),
)  # fmt: skip
_WHERE = 1
"""The column of the places: what was left out of a document names its place in the sentence."""
MOST_TOLD = 12
"""Sentences that are shown below the list for one reason; copying has all."""


class TroubleList(QWidget):
    """What was not understood: a line for each reason, its places below where one is chosen; all can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.troubles: tuple[Trouble, ...] = ()
        self.kinds: tuple[TroubleKind, ...] = ()
        self.heading = make_quiet_label("")
        self.model = RowsModel(
            TROUBLE_COLUMNS,
            search=lambda each: each.kind.describe_kind(),
            natural=lambda each: each.number,
            colour=colour,
            parent=self,
        )
        self.table = Table(self.model, "What was not understood: how often, where and why")
        self.table.lay_out_columns(TROUBLE_COLUMNS)
        self.why = make_text("")
        self.copy = make_secondary_button("Copy the list", self.copy_all_troubles)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(6)
        page.addWidget(self.heading)
        page.addWidget(self.table, 1)
        page.addWidget(self.why)
        page.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.why.hide()
        self.table.chosen.connect(self._show_trouble_places)

    def show_troubles(self, troubles: Sequence[Trouble], heading: str) -> None:
        """Show what was not understood of another file."""
        self.troubles = tuple(troubles)
        self.heading.setText(heading)
        self.why.hide()
        self.kinds = group_troubles_by_reason(self.troubles)
        self.model.show_rows(self.kinds)
        left_out = () if any(each.where for each in self.kinds) else (_WHERE,)
        self.table.leave_out_columns(left_out)

    def copy_all_troubles(self) -> None:
        """Put the list on the clipboard, to paste into a spreadsheet or a letter."""
        QApplication.clipboard().setText(format_troubles_as_table(self.troubles))

    def _show_trouble_places(self, id: str) -> None:
        """Say every place of one reason, as far as there is room."""
        problems = next((each.kind.problems for each in self.kinds if each.id == id), ())
        more = len(problems) - MOST_TOLD
        said = [each.describe_with_place for each in problems[:MOST_TOLD]]
        if more > 0:
            said += [f"and {more:,} more; “{self.copy.text()}” has them all"]
        self.why.setText("\n".join(said))
        self.why.show()
