"""What a file would bring in: a line for each of its years, to take or leave and to name, with what is in it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.workbook import Assessment
from selfassess.services.importing.plan_import import Decision, ImportPlan, Way
from selfassess.services.importing.year_names import free_label
from ui.widgets.look import make_label, make_quiet_label

JOINS = "To add what it says to a year that is here, give it that year’s name."

Decide = Callable[[str, Collection[str]], Decision]

MADE_ANYWAY = ("judgement", "return_answer", "section")
"""Kinds that every year has; they are counted only where something is written in them."""


def describe_year_contents(year: Assessment) -> str:
    """What is in a year, counted, in words."""
    parts = []
    for kind, records in year.records.items():
        written = records
        if kind in MADE_ANYWAY:
            names = (CATALOGUE[kind].title, "quality_statement", "return_item", "key")
            written = tuple(r for r in records if any(v is not None for k, v in r.values.items() if k not in names))
        if written:
            parts.append(count_records(kind, len(written)))
    return ", ".join(parts) or "nothing written yet"


class YearLine(QWidget):
    """One year of the file. ``decide`` says what becomes of it under a name, beside the years of these names."""

    changed = Signal()

    def __init__(self, year: Assessment, taken: Collection[str], joins: bool, decide: Decide) -> None:
        """``joins`` says that it may also go into a year that is there."""
        super().__init__()
        self._decide = decide
        spec = CATALOGUE["assessment"].by_key["assessor"]
        self.wanted = QCheckBox(f"{year.label}  ·  {spec.choice_label(year.record['assessor'])}")
        self.wanted.setChecked(True)
        suggested_name = year.label if joins else free_label(year.label, taken)
        self.name = QLineEdit(suggested_name)
        self.name.setAccessibleName(f"Name of the year {year.label} in this workbook")
        self.name.setMaximumWidth(240)
        self.trouble = make_label("", "error")
        self.joining = make_quiet_label("")
        clash = self.name.text() != year.label
        line = QHBoxLayout()
        line.addWidget(self.wanted, 1)
        line.addWidget(make_quiet_label("named here"))
        line.addWidget(self.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(make_quiet_label(describe_year_contents(year)))
        if clash:
            column.addWidget(
                make_quiet_label(f"This workbook has a year “{year.label}” already, so this one needs another name.")
            )
        if joins:
            column.addWidget(make_quiet_label(JOINS))
        column.addWidget(self.joining)
        column.addWidget(self.trouble)
        self.joining.hide()
        self.trouble.hide()
        self.wanted.toggled.connect(self.name.setEnabled)
        self.wanted.toggled.connect(lambda _: self.changed.emit())
        self.name.textEdited.connect(lambda _: self.changed.emit())

    def check_year_name(self, taken: Collection[str]) -> str | None:
        """The name of the year, or None where it cannot be; then it is said why."""
        decision = self._decide(self.name.text(), taken)
        joins = decision.way is Way.MERGE
        fine = decision.way in (Way.MERGE, Way.FURTHER_YEAR)
        joining_words = decision.why if joins else ""
        self.joining.setText(joining_words)
        self.joining.setVisible(joins)
        trouble_words = "" if fine else decision.why
        self.trouble.setText(trouble_words)
        self.trouble.setVisible(not fine)
        if not fine:
            return None
        return decision.year

    def find_year_to_join(self, taken: Collection[str]) -> str:
        """The year that is there and that this one is to go into, "" where it is a year of its own."""
        decision = self._decide(self.name.text(), taken)
        if decision.way is not Way.MERGE:
            return ""
        return decision.year or ""


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

    def show_plan(self, plan: ImportPlan, taken: Collection[str]) -> None:
        """Show what a file holds; ``taken`` are the names of the years that are in the workbook."""
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self._taken = tuple(taken)
        self.lines = []
        for year in plan.incoming.workbook.assessments:
            line = YearLine(year, taken, plan.is_of_one_year, partial(plan.decide_name, year.label))
            self.lines.append(line)
            line.changed.connect(self.changed)
            self._column.addWidget(line)
        for line in self.lines:
            line.wanted.setEnabled(len(self.lines) > 1)

    def find_joined_year(self) -> str:
        """The year that is there and that what is shown is to go into, "" where there is none."""
        if len(self.lines) != 1:
            return ""
        return self.lines[0].find_year_to_join(self._taken)

    def collect_chosen_years(self) -> dict[int, str] | None:
        """The years that are wanted, by their place in the file, with their names; None where that cannot be."""
        taken = list(self._taken)
        names = dict[int, str]()
        fine = True
        for place, line in enumerate(self.lines):
            if not line.wanted.isChecked():
                line.trouble.hide()
                continue
            name = line.check_year_name(taken)
            if name is None:
                fine = False
                continue
            taken.append(name)
            names[place] = name
        if fine and names:
            return names
        return None
