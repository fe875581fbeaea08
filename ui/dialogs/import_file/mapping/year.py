"""The name of the year that a spreadsheet goes into: one that is in the workbook, or a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.services.importing.year_names import check_new_name, find_label
from ui.widgets import theme
from ui.widgets.look import make_quiet_label


class YearName(QWidget):
    """A name to type or to choose. ``changed`` tells that it is another one; ``label`` may be read on any thread."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = ""
        self._taken: tuple[str, ...] = ()
        self.line = QComboBox()
        self.line.setEditable(True)
        self.line.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.line.setAccessibleName("Name of the year that it goes into")
        self.line.setMinimumWidth(theme.px(150))
        caption = QLabel("&Year")
        caption.setBuddy(self.line)
        self.said = make_quiet_label("")
        beside = QHBoxLayout()
        beside.addWidget(caption)
        beside.addWidget(self.line)
        beside.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(beside)
        self.line.editTextChanged.connect(self._on_year_name_typed)

    def offer_year_names(self, label: str, taken: Sequence[str]) -> None:
        """Offer the years that are in the workbook, with this name to begin with."""
        self._taken = tuple(taken)
        self.line.blockSignals(True)
        self.line.clear()
        self.line.addItems(self._taken)
        self.line.setEditText(label)
        self.line.blockSignals(False)
        self._on_year_name_typed(label)

    def reason_year_name_refused(self) -> str:
        """Why this cannot be the name of a year, in a sentence; "" where it can."""
        try:
            check_new_name(self.label, ())
        except WorkbookError as error:
            return str(error)
        return ""

    def _on_year_name_typed(self, text: str) -> None:
        name = text.strip()
        known = find_label(self._taken, name)
        self.label = known or name
        why = self.reason_year_name_refused()
        self.said.setText(why or ("Adds to this year" if known else "A new year"))
        self.line.setAccessibleDescription(self.said.text())
        self.changed.emit()
