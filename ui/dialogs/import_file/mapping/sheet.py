"""What one sheet is: how it is read, where its headings stand, what it is about, and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Framework
from selfassess.exchange.foreign import Sheet, SheetMapping, shown
from ui.dialogs.import_file.mapping.entries import GONE, Entry, short
from ui.dialogs.import_file.mapping.table import EntriesModel, EntriesTable
from ui.dialogs.import_file.mapping.wording import (
    OF_LABELS,
    SEVERAL_KINDS,
    WAYS,
    lacks_statement,
    may_be_about_one,
    way_of,
    what,
)
from ui.widgets import look, theme
from ui.widgets.forms.controls import Combo
from ui.widgets.look import label

AGAIN = "Looking through this sheet again …"
IN_EACH_ROW = "Each row says it"
NOT_SAID = "Not said yet"
CHOOSE, CHOOSE_ROW = "Choose what this sheet holds", "Choose the row of the headings"
NO_STATEMENT = (
    "Nothing would arrive yet: no column says which quality statement a row is about. Choose one above for all of "
    "them, or give that meaning to the column that says it."
)
ROWS = 60
"""Rows that may hold the headings."""
_ROW_SHOWN = 160


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
        self.said = label("")
        self.model = EntriesModel(self)
        self.table = EntriesTable(self.model, self)
        self._sheet: Sheet | None = None
        self._captions: dict[QWidget, QLabel] = {}
        self._offered: dict[Combo, Sequence[tuple[str, object]]] = {}
        self._lay_out()
        self.way.activated.connect(lambda _: self.way_chosen.emit(self.way.currentData() or ""))
        self.row.activated.connect(lambda _: self.row_chosen.emit(self.row.currentData()))
        self.statement.activated.connect(lambda _: self.statement_chosen.emit(self.statement.currentData() or ""))
        self.table.meant.connect(self.meant)

    def show_part(
        self,
        sheet: Sheet,
        part: SheetMapping,
        framework: Framework,
        entries: Sequence[Entry],
        *,
        nothing: bool,
        busy: bool,
    ) -> None:
        """Show a sheet as the mapping has it.

        ``nothing`` says that nothing of it would arrive, ``busy`` that it is being looked through again.
        """
        if busy and sheet is self._sheet:
            self.said.setText(AGAIN)
            return
        on, same = self.table.current(), sheet is self._sheet
        self._sheet = sheet
        self._show_way(part)
        self._show_row(sheet, part)
        self._show_statement(part, framework)
        if self.model.show_entries(() if part.skip else entries) and not (same and self.table.choose(on)):
            self.table.show_doubt()
        self.said.setText(self._sentence(part, framework, entries, nothing))
        look.show(self.table, bool(entries) and not part.skip)
        for control in self._captions:
            control.setEnabled(not part.skip)

    def clear(self) -> None:
        """Show no sheet."""
        self._sheet = None
        self.model.show_entries(())
        self.said.setText("")
        for combo in (self.way, self.statement, self.row):
            self._fill(combo, (), None)

    def _show_way(self, part: SheetMapping) -> None:
        way = way_of(part)
        ways = (*WAYS, *((SEVERAL_KINDS,) if way is SEVERAL_KINDS else ()))
        self._fill(self.way, [(each.words, each.key) for each in ways], way.key if way is not None else None)

    def _show_row(self, sheet: Sheet, part: SheetMapping) -> None:
        """Offer the first rows by what stands in them."""
        self._show_control(self.row, part.shape not in OF_LABELS and bool(sheet.rows))
        rows = {number: row for number, row in enumerate(sheet.rows[:ROWS], 1) if any(cell is not None for cell in row)}
        if part.header_row is not None:
            rows[part.header_row] = next(iter(sheet.rows[part.header_row - 1 : part.header_row]), ())
        items: list[tuple[str, object]] = []
        for number, row in sorted(rows.items()):
            words = " | ".join(short(shown(cell), 40) for cell in row if cell is not None)
            items.append((f"{number:,}:  {short(words, _ROW_SHOWN)}", number))
        self._fill(self.row, items, part.header_row)

    def _show_statement(self, part: SheetMapping, framework: Framework) -> None:
        self._show_control(self.statement, may_be_about_one(part))
        items: list[tuple[str, object]] = [(NOT_SAID if part.shape in OF_LABELS else IN_EACH_ROW, "")]
        items += [(f"{statement.number}. {statement.name}", statement.key) for statement in framework.statements]
        self._fill(self.statement, items, part.statement or "")

    def _fill(self, combo: Combo, items: Sequence[tuple[str, object]], current: object) -> None:
        """Offer other answers; a list that is dropped down right now stays as it is unless it must change."""
        if self._offered.get(combo) != items:
            self._offered[combo] = items
            combo.clear()
            for words, data in items:
                combo.addItem(words, data)
        at = next((number for number, (_, data) in enumerate(items) if data == current), -1)
        if combo.currentIndex() != at:
            combo.setCurrentIndex(at)

    def _sentence(self, part: SheetMapping, framework: Framework, entries: Sequence[Entry], nothing: bool) -> str:
        if part.skip:
            return (
                "This sheet is left out. Tick it in the list to import it." if self._filled() else "Nothing is in it."
            )
        if way_of(part) is None:
            return "It is not clear what this sheet holds. Say it above, or take its tick away to leave it out."
        if part.statement is None and part.shape in OF_LABELS and what(part, framework) == WAYS[-2].words:
            return "Say which quality statement this sheet is about."
        if entries and all(entry.check == GONE for entry in entries):
            return "None of the headings is in this file. Choose the row in which they stand."
        if not entries:
            return "No headings or labels were found in it."
        if nothing and lacks_statement(part):
            return NO_STATEMENT
        if nothing:
            return "Nothing of it would arrive. The reasons stand under “Not taken”."
        count = self.model.to_check
        if count == 1:
            return "1 meaning is not certain: please check it."
        if count:
            return f"{count:,} meanings are not certain: please check them."
        return "Every column and label has a meaning. Change one where it is wrong."

    def _filled(self) -> bool:
        return self._sheet is not None and bool(self._sheet.rows)

    def _show_control(self, control: QWidget, wanted: bool) -> None:
        for part in (control, self._captions[control]):
            look.show(part, wanted)

    def _lay_out(self) -> None:
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
