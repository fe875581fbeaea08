"""The name of the year that a spreadsheet goes into: one that is in the workbook, or a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.new_year import check_label
from selfassess.domain.text.folding import fold
from ui.widgets import theme
from ui.widgets.look import quiet

LONGEST = 60
"""More than this is a sentence and no name of a year."""


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
        self.said = quiet("")
        beside = QHBoxLayout()
        beside.addWidget(caption)
        beside.addWidget(self.line)
        beside.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(beside)
        self.line.editTextChanged.connect(self._on_text)

    def show_years(self, label: str, taken: Sequence[str]) -> None:
        """Offer the years that are in the workbook, with this name to begin with."""
        self._taken = tuple(taken)
        self.line.blockSignals(True)
        self.line.clear()
        self.line.addItems(self._taken)
        self.line.setEditText(label)
        self.line.blockSignals(False)
        self._on_text(label)

    def why_not(self) -> str:
        """Why this cannot be the name of a year, in a sentence; "" where it can."""
        try:
            name = check_label(self.label, ())
        except WorkbookError as error:
            return str(error)
        if len(name) > LONGEST:
            return f"The name of the year has {len(name):,} characters; it can have {LONGEST}."
        return "" if name.isprintable() else "The name of the year has characters that cannot be seen. Type it anew."

    def _on_text(self, text: str) -> None:
        name = text.strip()
        known = next((each for each in self._taken if fold(each) == fold(name)), None)
        self.label = known or name
        why = self.why_not()
        self.said.setText(why or ("Adds to this year" if known else "A new year"))
        self.line.setAccessibleDescription(self.said.text())
        self.changed.emit()
