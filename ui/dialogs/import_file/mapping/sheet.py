"""What one sheet is: how it is read, where its headings stand, what it is about, and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Statement
from selfassess.services.importing.spreadsheet_mapping.meanings import SEVERAL_KINDS, WAYS
from selfassess.services.importing.spreadsheet_mapping.sheet_view import SheetView
from ui.dialogs.import_file.mapping.table import EntriesModel, EntriesTable
from ui.widgets import look, theme
from ui.widgets.forms.controls import Combo
from ui.widgets.look import make_label

AGAIN = "Looking through this sheet again …"
IN_EACH_ROW = "Each row says it"
NOT_SAID = "Not said yet"
CHOOSE, CHOOSE_ROW = "Choose what this sheet holds", "Choose the row of the headings"


class SheetPart(QWidget):
    """The chosen sheet. Its signals tell what the person chose: a way to read it, a row of headings, a statement (""
    for none), or the meaning of an entry."""

    way_chosen = Signal(str)
    row_chosen = Signal(int)
    statement_chosen = Signal(str)
    meant = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = Combo(self)
        self.row = Combo(self)
        self.statement = Combo(self)
        self.said = make_label("")
        self.model = EntriesModel(self)
        self.table = EntriesTable(self.model, self)
        self._sheet = ""
        self._captions: dict[QWidget, QLabel] = {}
        self._offered: dict[Combo, Sequence[tuple[str, object]]] = {}
        self._lay_out_sheet_controls()
        self.way.activated.connect(lambda _: self.way_chosen.emit(self.way.currentData() or ""))
        self.row.activated.connect(lambda _: self.row_chosen.emit(self.row.currentData()))
        self.statement.activated.connect(lambda _: self.statement_chosen.emit(self.statement.currentData() or ""))
        self.table.meant.connect(self.meant)

    def show_sheet_part(self, view: SheetView, statements: Sequence[Statement], *, nothing: bool, busy: bool) -> None:
        """Show a sheet as the mapping has it; ``statements`` are those of the framework.

        ``nothing`` says that nothing of it would arrive, ``busy`` that it is being looked through again.
        """
        same = view.name == self._sheet
        if busy and same:
            self.said.setText(AGAIN)
            return
        on = self.table.current_row_id()
        self._sheet = view.name
        self._offer_ways_of_reading(view)
        self._show_sheet_control(self.row, view.has_heading_row)
        self._offer_combo_items(self.row, [(words, number) for number, words in view.heading_rows], view.header_row)
        self._offer_sheet_statements(view, statements)
        if self.model.show_entries(() if view.left_out else view.entries) and not (same and self.table.choose_row(on)):
            self.table.go_to_first_doubt()
        self.said.setText(view.describe(nothing=nothing))
        look.show_if(self.table, bool(view.entries) and not view.left_out)
        for control in self._captions:
            control.setEnabled(not view.left_out)

    def show_no_sheet(self) -> None:
        """Show no sheet."""
        self._sheet = ""
        self.model.show_entries(())
        self.said.setText("")
        for combo in (self.way, self.statement, self.row):
            self._offer_combo_items(combo, (), None)

    def _offer_ways_of_reading(self, view: SheetView) -> None:
        ways = (*WAYS, *((SEVERAL_KINDS,) if view.way is SEVERAL_KINDS else ()))
        current = view.way.key if view.way is not None else None
        self._offer_combo_items(self.way, [(each.words, each.key) for each in ways], current)

    def _offer_sheet_statements(self, view: SheetView, statements: Sequence[Statement]) -> None:
        self._show_sheet_control(self.statement, view.may_be_about_one)
        items: list[tuple[str, object]] = [(NOT_SAID if view.has_labels else IN_EACH_ROW, "")]
        items += [(f"{statement.number}. {statement.name}", statement.key) for statement in statements]
        self._offer_combo_items(self.statement, items, view.statement)

    def _offer_combo_items(self, combo: Combo, items: Sequence[tuple[str, object]], current: object) -> None:
        """Offer other answers; a list that is dropped down right now stays as it is unless it must change."""
        if self._offered.get(combo) != items:
            self._offered[combo] = items
            combo.clear()
            for words, data in items:
                combo.addItem(words, data)
        at = next((number for number, (_, data) in enumerate(items) if data == current), -1)
        if combo.currentIndex() != at:
            combo.setCurrentIndex(at)

    def _show_sheet_control(self, control: QWidget, wanted: bool) -> None:
        for part in (control, self._captions[control]):
            look.show_if(part, wanted)

    def _lay_out_sheet_controls(self) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for line, (words, control) in enumerate(
            (
                ("This sheet &holds", self.way),
                ("&All of it is about", self.statement),
                ("Headings are in &row", self.row),
            )
        ):
            caption = QLabel(words, self)
            caption.setBuddy(control)
            control.setAccessibleName(words.replace("&", ""))
            self._captions[control] = caption
            grid.addWidget(caption, line, 0)
            grid.addWidget(control, line, 1)
        self.way.setPlaceholderText(CHOOSE)
        self.row.setPlaceholderText(CHOOSE_ROW)
        for combo in (self.way, self.statement, self.row):
            combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(20)
        self.table.setMinimumHeight(theme.px(120))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addWidget(self.said)
        column.addWidget(self.table, 100)
        column.addStretch(1)
