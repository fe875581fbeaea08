"""What a file would bring in: a line for each of its years, to take or leave and to name, with what is in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.beginning import check_label
from selfassess.domain.errors import WorkbookError
from selfassess.domain.incoming import Incoming
from selfassess.domain.records import CATALOGUE
from selfassess.domain.workbook import Assessment
from ui.widgets.look import label, quiet

MADE_ANYWAY = ("judgement", "return_answer", "section")
"""Kinds that every year has; they are counted only where something is written in them."""


def free_label(wanted: str, taken: Collection[str]) -> str:
    """A name for a year that no other has: as it is, or with a number after it."""
    there = {other.casefold() for other in taken}
    name, number = wanted, 2
    while name.casefold() in there:
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
            words = CATALOGUE[kind].name if len(written) == 1 else CATALOGUE[kind].plural
            parts.append(f"{len(written):,} {words.lower()}")
    return ", ".join(parts) or "nothing written yet"


class YearLine(QWidget):
    """One year of the file."""

    changed = Signal()

    def __init__(self, year: Assessment, taken: Collection[str]) -> None:
        super().__init__()
        self.year = year
        spec = CATALOGUE["assessment"].by_key["assessor"]
        self.wanted = QCheckBox(f"{year.label}  ·  {spec.choice_label(year.record['assessor'])}")
        self.wanted.setChecked(True)
        self.name = QLineEdit(free_label(year.label, taken))
        self.name.setAccessibleName(f"Name of the year {year.label} in this workbook")
        self.name.setMaximumWidth(240)
        self.trouble = label("", "error")
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
        column.addWidget(self.trouble)
        self.trouble.hide()
        self.wanted.toggled.connect(self.name.setEnabled)
        self.wanted.toggled.connect(lambda _: self.changed.emit())
        self.name.textEdited.connect(lambda _: self.changed.emit())

    def check(self, taken: Collection[str]) -> str | None:
        """The name of the year, or None where it cannot be; then it is said why."""
        try:
            name, why = check_label(self.name.text(), tuple(taken)), ""
        except WorkbookError as error:
            name, why = None, str(error)
        self.trouble.setText(why)
        self.trouble.setVisible(bool(why))
        return name


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

    def show_incoming(self, incoming: Incoming, taken: Collection[str]) -> None:
        """Show what a file holds; ``taken`` are the names of the years that are in the workbook."""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self._taken = tuple(taken)
        self.lines = [YearLine(year, taken) for year in incoming.workbook.assessments]
        for line in self.lines:
            line.wanted.setEnabled(len(self.lines) > 1)
            line.changed.connect(self.changed)
            self._column.addWidget(line)

    def chosen(self, incoming: Incoming) -> Incoming | None:
        """The file with the years that are wanted, by the names they were given; None where that cannot be."""
        taken, years, fine = list(self._taken), [], True
        for line in self.lines:
            if not line.wanted.isChecked():
                line.trouble.hide()
                continue
            name = line.check(taken)
            if name is None:
                fine = False
                continue
            taken.append(name)
            record = replace(line.year.record, values={**line.year.record.values, "label": name})
            years.append(replace(line.year, record=record))
        if not fine or not years:
            return None
        return replace(incoming, workbook=replace(incoming.workbook, assessments=tuple(years)))
