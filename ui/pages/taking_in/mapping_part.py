"""What one sheet is: how it is read, where its headings stand, what it is about, and what its columns mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from selfassess.domain.framework import Framework
from selfassess.exchange.foreign import Sheet, SheetMapping, shown
from selfassess.packs.resources import RESOURCES
from ui.pages.taking_in.mapping_entries import GONE, Entry, short
from ui.pages.taking_in.mapping_table import EntriesModel, EntriesTable
from ui.pages.taking_in.mapping_words import OF_LABELS, SEVERAL_KINDS, WAYS, way_of, what
from ui.widgets import look, theme
from ui.widgets.forms.controls import Combo
from ui.widgets.look import label, quiet

IN_EACH_ROW = "Each row says it"
NOT_SAID = "Not said yet"
CHOOSE = "Choose what this sheet holds"
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
        self.way = Combo()
        self.row = QSpinBox()
        self.up = _stepper("chevron-up", "Headings are a row higher", self.row.stepDown)
        self.down = _stepper("chevron", "Headings are a row lower", self.row.stepUp)
        self.statement = Combo()
        self.cells = quiet("")
        self.said = label("")
        self.model = EntriesModel(self)
        self.table = EntriesTable(self.model)
        self._sheet: Sheet | None = None
        self._captions: dict[QWidget, QLabel] = {}
        self._lay_out()
        self.way.activated.connect(lambda _: self.way_chosen.emit(self.way.currentData() or ""))
        self.row.valueChanged.connect(self._on_row)
        self.statement.activated.connect(lambda _: self.statement_chosen.emit(self.statement.currentData() or ""))
        self.table.meant.connect(self.meant)

    def show_part(
        self, sheet: Sheet, part: SheetMapping, framework: Framework, entries: Sequence[Entry], busy: bool
    ) -> None:
        """Show a sheet as the mapping has it; ``busy`` while it is being looked through again."""
        self._sheet = sheet
        self._show_way(part)
        self._show_row(sheet, part)
        self._show_statement(part, framework)
        other = self.model.show_entries(() if part.skip else entries)
        if other:
            self.table.show_doubt()
        self.said.setText(self._sentence(part, framework, entries))
        look.show(self.table, bool(entries) and not part.skip)
        for control in (*self._captions, self.up, self.down):
            control.setEnabled(not part.skip and (not busy or control is self.row))
        self.table.setEnabled(not busy)

    def _show_way(self, part: SheetMapping) -> None:
        way = way_of(part)
        self.way.clear()
        for each in (*WAYS, *((SEVERAL_KINDS,) if way is SEVERAL_KINDS else ())):
            self.way.addItem(each.words, each.key)
        self.way.setPlaceholderText(CHOOSE)
        self.way.setCurrentIndex(-1 if way is None else self.way.findData(way.key))

    def _show_row(self, sheet: Sheet, part: SheetMapping) -> None:
        wanted = part.shape not in OF_LABELS and bool(sheet.rows)
        self._show_control(self.row, wanted)
        for beside in (self.up, self.down, self.cells):
            look.show(beside, wanted)
        self.row.blockSignals(True)
        self.row.setRange(1, max(len(sheet.rows), part.header_row or 1, 1))
        self.row.setValue(part.header_row or 1)
        self.row.blockSignals(False)
        self._show_cells(self.row.value())

    def _show_cells(self, row: int) -> None:
        cells = self._sheet.rows[row - 1] if self._sheet is not None and row <= len(self._sheet.rows) else ()
        words = "  |  ".join(short(shown(cell), 40) for cell in cells if cell is not None)
        self.cells.setText(f"Row {row}: {short(words, _ROW_SHOWN) or '(empty)'}")

    def _show_statement(self, part: SheetMapping, framework: Framework) -> None:
        way = way_of(part)
        self._show_control(self.statement, way is not None and way.key != "questions")
        self.statement.clear()
        self.statement.addItem(NOT_SAID if part.shape in OF_LABELS else IN_EACH_ROW, "")
        for statement in framework.statements:
            self.statement.addItem(f"{statement.number}. {statement.name}", statement.key)
        self.statement.setCurrentIndex(max(self.statement.findData(part.statement or ""), 0))

    def _sentence(self, part: SheetMapping, framework: Framework, entries: Sequence[Entry]) -> str:
        if part.skip:
            return (
                "This sheet is left out. Tick it in the list to take it in." if self._filled() else "Nothing is in it."
            )
        if way_of(part) is None:
            return "It is not clear what this sheet holds. Say it above, or take its tick away to leave it out."
        if part.statement is None and part.shape in OF_LABELS and what(part, framework) == WAYS[-2].words:
            return "Say which quality statement this sheet is about."
        if entries and all(entry.check == GONE for entry in entries):
            return "None of the headings is in this file. Choose the row in which they stand."
        if not entries:
            return "No headings or labels were found in it."
        count = self.model.to_check
        if count:
            return (
                f"{'1 meaning is' if count == 1 else f'{count:,} meanings are'} not certain: please check them below."
            )
        return "Every column and label has a meaning. Change one where it is wrong."

    def _filled(self) -> bool:
        return self._sheet is not None and bool(self._sheet.rows)

    def _on_row(self, row: int) -> None:
        self._show_cells(row)
        self.row_chosen.emit(row)

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
            caption = QLabel(words)
            caption.setBuddy(control)
            control.setAccessibleName(words.replace("&", ""))
            self._captions[control] = caption
            grid.addWidget(caption, line, 0)
            if control is not self.row:
                grid.addWidget(control, line, 1, 1, 2)
        self.row.setKeyboardTracking(False)
        self.row.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.row.setMinimumWidth(theme.px(70))
        for combo in (self.way, self.statement):
            combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(20)
        beside = QHBoxLayout()
        beside.setSpacing(6)
        for part in (self.row, self.up, self.down):
            beside.addWidget(part)
        beside.addWidget(self.cells, 1)
        grid.addLayout(beside, 2, 1, 1, 2)
        self.table.setMinimumHeight(theme.px(120))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)


def _stepper(icon: str, words: str, act: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setProperty("look", "quiet")
    button.setIcon(QIcon(str(RESOURCES / "icons" / f"{icon}-{theme.scheme()}.svg")))
    button.setAccessibleName(words)
    button.setToolTip(words)
    button.clicked.connect(lambda: act())
    return button
