"""The story of the journal as lines of a table, which is handed out a few hundred lines at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from selfassess.domain.history import history
from selfassess.domain.history.history import Telling
from selfassess.domain.history.history_wording import Memory, summarise_telling
from selfassess.domain.text.folding import fold_text, fold_words
from ui.widgets.tips import format_tip

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()

CHUNK = 300
A_BIT = 1000
"""So many lines are looked through in one turn: about a thousandth of a second."""
RECENT = 2000
"""Among so many lines what was just saved on is looked for; a sitting does not reach further back."""
HEADINGS = ("When", "Who", "Where", "What changed")


@dataclass(frozen=True, slots=True)
class Line:
    """One telling in words; ``day`` is the local day (ISO 8601) and ``year`` the id of the assessment it was in."""

    telling: Telling
    when: str
    who: str
    where: str
    what: str
    day: str
    year: str
    statements: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The line as the table shows it."""
        return (self.when, self.who, self.where, self.what)


def build_history_line(telling: Telling, memory: Memory, current: str = "") -> Line:
    """A telling in words; the year is named where it is not the one in view, ``current``."""
    where = memory.describe_record(telling.record, telling.kind)
    year = memory.find_year_id(telling.record)
    if current and year and year not in (current, telling.record):
        where = f"{memory.year_label(telling.record)} · {where}"
    day = history.find_local_day(telling.at)
    day_words = day.isoformat() if day else ""
    return Line(
        telling,
        history.format_journal_time(telling.at),
        telling.author,
        where,
        summarise_telling(telling, memory),
        day_words,
        year,
        memory.find_statements(telling.record),
    )


def build_history_lines(told: Iterable[Telling], memory: Memory, current: str = "") -> Iterator[Line]:
    """Tellings in words, in their order."""
    return (build_history_line(telling, memory, current) for telling in told)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are shown; an empty part narrows nothing. Days are local, ISO 8601, and both count in."""

    words: str = ""
    person: str = ""
    statement: str = ""
    since: str = ""
    until: str = ""

    def matches_line(self, line: Line) -> bool:
        """Whether a line is to be shown."""
        if self.person and line.who != self.person:
            return False
        if self.statement and self.statement not in line.statements:
            return False
        if (self.since and line.day < self.since) or (self.until and line.day > self.until):
            return False
        if not self.words:
            return True
        folded = fold_text(" ".join(line.cells))
        return all(word in folded for word in fold_words(self.words))


class HistoryModel(QAbstractTableModel):
    """Lines that pass the filter, latest known first, handed out in chunks as the person scrolls."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Line] = []
        self._passing: list[Line] = []
        self._shown = 0
        self._filter = Filter()

    @property
    def total(self) -> int:
        """How many lines pass the filter, shown yet or not."""
        return len(self._passing)

    @property
    def every(self) -> list[Line]:
        """All lines, also those that do not pass the filter."""
        return self._all

    def show_history_lines(self, told: Sequence[Line], narrowed: Filter | None = None) -> Iterator[None]:
        """Show other lines, or the same narrowed otherwise: in short turns, and at the end they are shown."""
        wanted = narrowed or self._filter
        every = list(told)
        passing: list[Line] = []
        for start in range(0, len(every), A_BIT):
            passing += filter(wanted.matches_line, every[start : start + A_BIT])
            yield
        self.beginResetModel()
        self._filter, self._all, self._passing = wanted, every, passing
        self._shown = min(CHUNK, len(passing))
        self.endResetModel()

    def put_lines_on_top(self, told: Collection[Line]) -> None:
        """Put new lines on top, earliest first; one that goes on from a line takes its place away."""
        for each in told:
            self._take_out_continued_line(self._all, each, shown=False)
            self._all.insert(0, each)
            if not self._filter.matches_line(each):
                continue
            self._take_out_continued_line(self._passing, each, shown=True)
            self.beginInsertRows(ROOT, 0, 0)
            self._passing.insert(0, each)
            self._shown += 1
            self.endInsertRows()

    def _take_out_continued_line(self, held: list[Line], newer: Line, *, shown: bool) -> None:
        if newer.telling.saves == 1:
            return
        key = newer.telling.identity_key
        row = next((at for at, each in enumerate(held[:RECENT]) if each.telling.identity_key == key), None)
        if row is None:
            return
        seen = shown and row < self._shown
        if seen:
            self.beginRemoveRows(ROOT, row, row)
            self._shown -= 1
        del held[row]
        if seen:
            self.endRemoveRows()

    def find_line_in_row(self, row: int) -> Line:
        """The line in a row."""
        return self._passing[row]

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return self._shown

    def columnCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(HEADINGS)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._shown < len(self._passing)

    def fetchMore(self, parent: Index) -> None:
        more = min(CHUNK, len(self._passing) - self._shown)
        if parent.isValid() or more <= 0:
            return
        self.beginInsertRows(ROOT, self._shown, self._shown + more - 1)
        self._shown += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self._shown:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            said = self._passing[index.row()].cells[index.column()]
            if role == Qt.ItemDataRole.DisplayRole:
                return said
            return format_tip(said)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(HEADINGS):
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
