"""What the overview says about an assessment, worked out without a window, and its two grids as models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from selfassess.domain.framework.framework import Category, Statement
from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import rating, readiness
from selfassess.domain.readiness.assessors import rate_assessment
from selfassess.domain.readiness.rating import Effect, Rating
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.text.wording import british_date, british_datetime, choose_plural, join_with_or
from selfassess.services.workbook.derived import DerivedValues
from ui.widgets.tables import ROOT, Index
from ui.widgets.tips import format_tip

STEP_NAMES = {
    "understand": "Understand",
    "evidence": "Evidence",
    "strengths": "Strengths",
    "improvement": "Improve",
    "actions": "Actions",
    "judgement": "Judgement",
    "review": "Review",
}


@dataclass(frozen=True, slots=True)
class Number:
    """One number card: the number, what it counts, and the small print; ``place`` is where it leads."""

    number: str
    words: str
    detail: str
    place: str
    leads: str
    """What the link to the place says."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a row of a table; a record can have several, so they are numbered."""

    id: str
    finding: Finding
    where: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page shows of a year."""

    numbers: tuple[Number, ...]
    rating: Rating
    effects: tuple[Effect, ...]
    findings: tuple[FindingRow, ...]
    risks: tuple[Record, ...]
    coverage: Mapping[str, Mapping[str, int]]
    steps: Mapping[str, Mapping[str, bool]]


def build_overview(year: Assessment, today: str, derived: DerivedValues) -> Overview:
    """The overview of a year on a day (ISO date); ``derived`` is what its session has worked out already."""
    scores = tuple(year.scores_by_statement.values())
    return Overview(
        numbers=_build_overview_numbers(year, today),
        rating=rate_assessment(year),
        effects=rating.rate_one_point_apart(scores, year.framework),
        findings=tuple(
            FindingRow(f"{number}", finding, describe_finding_place(year, finding))
            for number, finding in enumerate(derived.find_findings(year, today))
        ),
        risks=readiness.most_pressing_risks(year),
        coverage=derived.find_coverage(year).item_counts,
        steps={s.key: readiness.find_filled_steps(year, s.key) for s in year.framework.statements},
    )


def describe_finding_place(year: Assessment, finding: Finding) -> str:
    """Where a finding is: the statement by its short name, and the kind of record."""
    statement = year.framework.find_statement(finding.statement)
    parts = [statement.short_name if statement else "", CATALOGUE[finding.record].name]
    return "  ·  ".join(part for part in parts if part)


def _count_with_noun(count: int, one: str, many: str) -> str:
    return f"{count:,} {choose_plural(count, one, many)}"


def _build_overview_numbers(year: Assessment, today: str) -> tuple[Number, ...]:
    if year.by_cqc:
        return _build_assessor_number(year), _build_scored_number(year), _build_low_scores_number(year)
    return (
        _build_due_number(year, today),
        _build_scored_number(year),
        _build_return_items_number(year),
        _build_overdue_number(year, today),
    )


def _build_assessor_number(year: Assessment) -> Number:
    spec = CATALOGUE["assessment"].by_key
    who = spec["assessor"].choice_label(year.record["assessor"])
    published = year.record["published_rating"]
    detail = f"Published: {spec['published_rating'].choice_label(published)}" if published else "To read, not to draft"
    return Number(who, "made this assessment", detail, "overview#label", "Year details")


def _build_low_scores_number(year: Assessment) -> Number:
    """How many statements others scored below a good standard, leading to the lowest."""
    framework = year.framework
    below = [framework.shorten_score(each.value) for each in framework.scores if each.value < framework.good_score]
    given = {key: score for key, score in year.scores_by_statement.items() if score is not None}
    low = sum(score < framework.good_score for score in given.values())
    lowest = min(given, key=given.__getitem__, default=next(iter(year.scores_by_statement)))
    leads = "The lowest score" if low else "First statement"
    return Number(f"{low} of {len(given)}", f"scored {join_with_or(below)}", "", f"statement:{lowest}", leads)


def _build_due_number(year: Assessment, today: str) -> Number:
    if year.record["submitted_on"]:
        day = british_date(year.record.text_of("submitted_on"))
        return Number("Submitted", "the return was sent", day, "overview#submitted_on", "Year details")
    due, left = year.record.text_of("due_at"), readiness.count_days_left(year, today)
    if left is None:
        return Number("No due date", "is written down for the return", "", "overview#due_at", "Set the due date")
    when = british_datetime(due)
    if left < 0:
        return Number(
            _count_with_noun(-left, "day", "days"),
            "since the return was due",
            f"Overdue: {when}",
            "overview#due_at",
            "Year details",
        )
    number = "Today" if left == 0 else _count_with_noun(left, "day", "days")
    words = "is the day the return is due" if left == 0 else "until the return is due"
    return Number(number, words, when, "overview#due_at", "Year details")


def _build_scored_number(year: Assessment) -> Number:
    spec = CATALOGUE["judgement"].by_key["status"]
    counts = Counter(
        statement_status.status_of_statement(year, statement.key) for statement in year.framework.statements
    )
    order = ("agreed", "ready_for_review", "drafting", "carried_forward")
    said = [f"{counts[key]} {spec.choice_label(key).lower()}" for key in order if counts[key]]
    scores = year.scores_by_statement
    scored = sum(score is not None for score in scores.values())
    first = next((key for key, score in scores.items() if score is None), next(iter(scores)))
    leads = "Next without a score" if scored < len(scores) else "First statement"
    detail = "" if year.by_cqc else ", ".join(said) or "none started"
    return Number(f"{scored} of {len(scores)}", "statements scored", detail, f"statement:{first}", leads)


def _build_return_items_number(year: Assessment) -> Number:
    if year.information_return is None:
        return Number("None", "information return in this year", "", "years", "Years")
    answers = [record for record in year.records_of("return_answer") if record["status"] != "not_applicable"]
    ready = sum(record["status"] == "ready" for record in answers)
    without = sum(not record["owner"] for record in answers)
    detail = f"{without} without an owner" if without else "each has an owner"
    return Number(f"{ready} of {len(answers)}", "information items ready", detail, "return", "Information return")


def _build_overdue_number(year: Assessment, today: str) -> Number:
    actions = [record for record in year.records_of("action") if record["status"] not in readiness.DONE_ACTIONS]
    late = [record for record in actions if readiness.is_overdue(record, today)]
    place = f"register:actions/{late[0].id}" if late else "register:actions"
    words = choose_plural(len(late), "action overdue", "actions overdue")
    return Number(f"{len(late):,}", words, f"of {len(actions):,} open", place, "Actions")


class _StatementGrid(QAbstractTableModel):
    """Statements down the side, something across the top; each cell leads to a place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._statements: tuple[Statement, ...] = ()
        self._heads: tuple[str, ...] = ()

    def format_overview_cell(self, statement: str, column: int) -> str:
        """What a cell says."""
        raise NotImplementedError

    def describe_cell_aloud(self, statement: str, column: int) -> str:
        """What a cell says to somebody who hears it."""
        raise NotImplementedError

    def place_of_cell(self, index: Index) -> str:
        """Where a cell leads."""
        raise NotImplementedError

    def statement_at_row(self, row: int) -> Statement:
        """The statement of a row."""
        return self._statements[row]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._statements)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._statements):
            return None
        statement = self._statements[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.format_overview_cell(statement.key, index.column())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = f"{statement.name}: {self.describe_cell_aloud(statement.key, index.column())}"
            return format_tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            there = 0 <= section < len(self._heads)
            return self._heads[section] if there and role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._statements):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._statements[section].name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _take_statements(self, statements: tuple[Statement, ...], columns_changed: bool) -> bool:
        """Take other statements in; True where the grid is another one and was reset."""
        if statements == self._statements and not columns_changed:
            return False
        self.beginResetModel()
        self._statements = statements
        return True


class CoverageModel(_StatementGrid):
    """How many items of evidence each statement has in each category."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._categories: tuple[Category, ...] = ()
        self._counts: Mapping[str, Mapping[str, int]] = {}

    def show_coverage_counts(self, year: Assessment, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Show the counts of a year; only the cells that say something else are painted anew."""
        before, categories = self._counts, year.framework.categories
        if self._take_statements(year.framework.statements, categories != self._categories):
            self._categories, self._counts = categories, counts
            self._heads = tuple(category.short_name for category in categories)
            self.endResetModel()
            return
        self._counts = counts
        for row, statement in enumerate(self._statements):
            for column, category in enumerate(self._categories):
                if before[statement.key][category.key] != counts[statement.key][category.key]:
                    cell = self.index(row, column)
                    self.dataChanged.emit(cell, cell)

    def count_in_cell(self, index: Index) -> int:
        """The number in a cell."""
        return self._counts[self._statements[index.row()].key][self._categories[index.column()].key]

    def greatest_count(self) -> int:
        """The greatest number in the grid."""
        return max((count for row in self._counts.values() for count in row.values()), default=0)

    def format_overview_cell(self, statement: str, column: int) -> str:
        return str(self._counts[statement][self._categories[column].key] or "none")

    def describe_cell_aloud(self, statement: str, column: int) -> str:
        category = self._categories[column]
        return f"{_count_with_noun(self._counts[statement][category.key], 'item', 'items')} of {category.name.lower()}"

    def place_of_cell(self, index: Index) -> str:
        return f"coverage/{self._statements[index.row()].key}/{self._categories[index.column()].key}"


class StepsModel(_StatementGrid):
    """Which steps of each statement have something in them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Mapping[str, Mapping[str, bool]] = {}
        self._heads = tuple(STEP_NAMES[step] for step in readiness.STEPS)

    def show_steps(self, year: Assessment, steps: Mapping[str, Mapping[str, bool]]) -> None:
        """Show the steps of a year; only the cells that say something else are painted anew."""
        before = self._steps
        if self._take_statements(year.framework.statements, not before):
            self._steps = steps
            self.endResetModel()
            return
        self._steps = steps
        for row, statement in enumerate(self._statements):
            for column, step in enumerate(readiness.STEPS):
                if before[statement.key][step] != steps[statement.key][step]:
                    cell = self.index(row, column)
                    self.dataChanged.emit(cell, cell)

    def is_step_done(self, index: Index) -> bool:
        """Whether there is something in a step."""
        return self._steps[self._statements[index.row()].key][readiness.STEPS[index.column()]]

    def format_overview_cell(self, statement: str, column: int) -> str:
        return "done" if self._steps[statement][readiness.STEPS[column]] else "open"

    def describe_cell_aloud(self, statement: str, column: int) -> str:
        done = self._steps[statement][readiness.STEPS[column]]
        return f"{self._heads[column]}: {'something is there' if done else 'nothing yet'}"

    def place_of_cell(self, index: Index) -> str:
        return f"statement:{self._statements[index.row()].key}/{readiness.STEPS[index.column()]}"
