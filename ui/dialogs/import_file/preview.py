"""What a file would bring in: a line for each of its years, to take or leave and to name, with what is in it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.new_year import check_label
from selfassess.domain.model.plural import counted
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold
from ui.widgets.look import label, quiet

JOINS = "To add what it says to a year that is here, give it that year’s name."

MADE_ANYWAY = ("judgement", "return_answer", "section")
"""Kinds that every year has; they are counted only where something is written in them."""


def free_label(wanted: str, taken: Collection[str]) -> str:
    """A name for a year that no other has: as it is, or with a number after it."""
    there = set(map(fold, taken))
    name, number = wanted, 2
    while fold(name) in there:
        name, number = f"{wanted} ({number})", number + 1
    return name


def contents(year: Assessment) -> str:
    """What is in a year, counted, in words."""
    parts = []
    for kind, records in year.records.items():
        written = records
        if kind in MADE_ANYWAY:
            names = (CATALOGUE[kind].title, "quality_statement", "return_item", "key")
            written = tuple(r for r in records if any(v is not None for k, v in r.values.items() if k not in names))
        if written:
            parts.append(counted(kind, len(written)))
    return ", ".join(parts) or "nothing written yet"


class YearLine(QWidget):
    """One year of the file."""

    changed = Signal()

    def __init__(self, year: Assessment, taken: Collection[str], joins: bool = False) -> None:
        """``joins`` says that it may also go into a year that is there."""
        super().__init__()
        self.year = year
        self._joins = joins
        spec = CATALOGUE["assessment"].by_key["assessor"]
        self.wanted = QCheckBox(f"{year.label}  ·  {spec.choice_label(year.record['assessor'])}")
        self.wanted.setChecked(True)
        self.name = QLineEdit(year.label if joins else free_label(year.label, taken))
        self.name.setAccessibleName(f"Name of the year {year.label} in this workbook")
        self.name.setMaximumWidth(240)
        self.trouble = label("", "error")
        self.joining = quiet("")
        clash = self.name.text() != year.label
        line = QHBoxLayout()
        line.addWidget(self.wanted, 1)
        line.addWidget(quiet("named here"))
        line.addWidget(self.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(quiet(contents(year)))
        if clash:
            column.addWidget(quiet(f"This workbook has a year “{year.label}” already, so this one needs another name."))
        if joins:
            column.addWidget(quiet(JOINS))
        column.addWidget(self.joining)
        column.addWidget(self.trouble)
        self.joining.hide()
        self.trouble.hide()
        self.wanted.toggled.connect(self.name.setEnabled)
        self.wanted.toggled.connect(lambda _: self.changed.emit())
        self.name.textEdited.connect(lambda _: self.changed.emit())

    def check(self, taken: Collection[str]) -> str | None:
        """The name of the year, or None where it cannot be; then it is said why."""
        try:
            name, why = check_label(self.name.text(), () if self._joins else tuple(taken)), ""
        except WorkbookError as error:
            name, why = None, str(error)
        there = self.into(taken)
        self.joining.setText(f"The year “{there}” is here: what would change in it is shown first." if there else "")
        self.joining.setVisible(bool(there))
        self.trouble.setText(why)
        self.trouble.setVisible(bool(why))
        return name

    def into(self, taken: Collection[str]) -> str:
        """The year that is there and that this one is to go into, "" where it is a year of its own."""
        wanted = fold(self.name.text())
        return next((label for label in taken if self._joins and fold(label) == wanted), "")


class Preview(QWidget):
    """The years of a file. ``changed`` tells that another choice was made."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[YearLine] = []
        self._taken: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_incoming(self, incoming: Incoming, taken: Collection[str], joins: bool = False) -> None:
        """Show what a file holds; ``taken`` are the names of the years that are in the workbook."""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self._taken = tuple(taken)
        self.lines = [YearLine(year, taken, joins) for year in incoming.workbook.assessments]
        for line in self.lines:
            line.wanted.setEnabled(len(self.lines) > 1)
            line.changed.connect(self.changed)
            self._column.addWidget(line)

    def into(self) -> str:
        """The year that is there and that what is shown is to go into, "" where there is none."""
        return self.lines[0].into(self._taken) if len(self.lines) == 1 else ""

    def chosen(self) -> dict[int, str] | None:
        """The years that are wanted, by their place in the file, with their names; None where that cannot be."""
        taken, names, fine = list(self._taken), dict[int, str](), True
        for place, line in enumerate(self.lines):
            if not line.wanted.isChecked():
                line.trouble.hide()
                continue
            name = line.check(taken)
            if name is None:
                fine = False
                continue
            taken.append(name)
            names[place] = name
        return names if fine and names else None
