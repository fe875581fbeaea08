"""What the page draws: a grid of scores by council and statement, and the answers to queries as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from selfassess.domain.framework.framework import Framework
from selfassess.services.region.gathering import Answer
from ui.widgets.tables import ROOT, Column, Index

SCORE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of an answer."""

    id: str
    place: int
    cells: tuple[object, ...]


class ScoreGridModel(QAbstractTableModel):
    """The scores of one year: a row for each council, a column for each statement."""

    def __init__(self, framework: Framework, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(each.key for each in framework.statements)
        self._heads = tuple(f"{each.number}\n{each.short_name}" for each in framework.statements)
        self._years: dict[str, dict[str, dict[str, int]]] = {}
        self._councils: tuple[str, ...] = ()
        self._shown: dict[str, dict[str, int]] = {}

    def show_answer(self, answer: Answer) -> None:
        """Take other scores: rows of council, year, statement and score."""
        self._years = {}
        for council, year, statement, score in answer.rows:
            by_council = self._years.setdefault(str(year), {})
            by_council.setdefault(str(council), {})[str(statement)] = int(str(score))
        self.show_year(next(iter(self.list_years()), ""))

    def list_years(self) -> tuple[str, ...]:
        """The years there are, the newest first."""
        return tuple(sorted(self._years, reverse=True))

    def show_year(self, year: str) -> None:
        """Show the scores of another year."""
        self.beginResetModel()
        self._shown = self._years.get(year, {})
        self._councils = tuple(sorted(self._shown, key=str.casefold))
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._councils)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        council, key = self._councils[index.row()], self._keys[index.column()]
        score = self._shown[council].get(key)
        if role == SCORE:
            return score
        said = "not shared" if score is None else str(score)
        if role == Qt.ItemDataRole.DisplayRole:
            return said
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{council}, {' '.join(self._heads[index.column()].split())}: {said}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = self._heads if orientation is Qt.Orientation.Horizontal else self._councils
        return heads[section] if section < len(heads) else None


def build_answer_rows(answer: Answer) -> tuple[AnswerRow, ...]:
    """The rows of an answer."""
    return tuple(AnswerRow(str(place), place, row) for place, row in enumerate(answer.rows))


def build_answer_columns(answer: Answer) -> tuple[Column, ...]:
    """A column for each heading of an answer; numbers stand on the right."""
    return tuple(_build_column(at, head, answer.rows) for at, head in enumerate(answer.heads))


def _build_column(at: int, head: str, rows: Sequence[tuple[object, ...]]) -> Column:
    number = bool(rows) and not any(isinstance(row[at], str) for row in rows)
    widest = max((len(format_value(row[at])) for row in rows[:200]), default=0)
    return Column(
        label=head.replace("_", " ").capitalize(),
        words=lambda row: format_value(row.cells[at]),
        order=lambda row: float(row.cells[at]) if number and row.cells[at] is not None else str(row.cells[at] or ""),
        number=number,
        width=min(max(widest + 3, len(head) + 3, 8), 40),
    )


def format_value(value: object) -> str:
    """A value of an answer, as people read it."""
    if value is None:
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, str):
        return value
    return f"{float(str(value)):,.4g}"
