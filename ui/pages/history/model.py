"""The journal in words, and as a table that hands out its lines a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from selfassess.domain.fields import Field, Kind, Value, display
from selfassess.domain.journal import POSITION, Change, Entry, Operation
from selfassess.domain.records import CATALOGUE, links_to_records

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()

CHUNK = 300
LONGEST = 160
HEADINGS = ("When", "Who", "Where", "What changed")


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words. ``record`` is the id of what was changed."""

    record: str
    when: str
    who: str
    where: str
    what: str

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The line as the table shows it."""
        return (self.when, self.who, self.where, self.what)

    def has(self, words: str) -> bool:
        """Whether every word stands somewhere in the line."""
        folded = " ".join(self.cells).casefold()
        return all(word in folded for word in words.casefold().split())


def lines(entries: Iterable[Entry]) -> list[Line]:
    """A journal in words, latest first."""
    names: dict[str, str] = {}
    told = []
    for entry in entries:
        learn(names, entry.change)
        told.append(line(entry, names))
    told.reverse()
    return told


def learn(names: dict[str, str], change: Change) -> None:
    """Note what the record of a change is called from now on."""
    kind = CATALOGUE.get(change.kind)
    if kind is None:
        return
    if change.operation is Operation.CREATE:
        names[change.record] = str(change.new["values"].get(kind.title) or "")
    elif change.field == kind.title:
        names[change.record] = str(change.new or "")


def line(entry: Entry, names: Mapping[str, str]) -> Line:
    """One entry of the journal in words; ``names`` are what records are called by id."""
    change = entry.change
    kind = CATALOGUE.get(change.kind)
    called = shortened(names.get(change.record, ""), 70)
    where = f"{kind.name if kind else change.kind}{f': {called}' if called else ''}"
    return Line(change.record, _when(entry.at), entry.author, where, _what(change, names))


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text on one line, ending in "…" where it was longer."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


def _what(change: Change, names: Mapping[str, str]) -> str:
    if change.operation is Operation.CREATE:
        return "Added"
    if change.operation is Operation.DELETE:
        return "Removed"
    if change.field == POSITION:
        return "Moved in its list"
    kind = CATALOGUE.get(change.kind)
    spec = kind.by_key.get(str(change.field)) if kind else None
    label = spec.label if spec else str(change.field)
    return f"{label}: {_value(spec, change.old, names)} → {_value(spec, change.new, names)}"


def _value(spec: Field | None, value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return "nothing"
    plain: Value = tuple(value) if isinstance(value, list) else value
    if spec is not None and links_to_records(spec):
        ids = plain if isinstance(plain, tuple) else (str(plain),)
        return shortened(", ".join(names.get(id) or "something removed" for id in ids))
    words = display(spec, plain) if spec is not None else str(plain)
    return f"“{shortened(words)}”" if spec is None or spec.kind in (Kind.TEXT, Kind.PROSE) else shortened(words)


def _when(at: str) -> str:
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    return f"{moment.day} {moment:%B %Y, %H:%M}"


class HistoryModel(QAbstractTableModel):
    """Lines that pass the filter, handed out in chunks as the person scrolls."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Line] = []
        self._passing: Sequence[Line] = ()
        self._shown = 0
        self._words = ""

    @property
    def total(self) -> int:
        """How many lines pass the filter, shown yet or not."""
        return len(self._passing)

    def show_lines(self, told: Sequence[Line]) -> None:
        """Show another journal."""
        self._all = list(told)
        self.filter(self._words)

    def add(self, told: Sequence[Line]) -> None:
        """Put new lines on top."""
        self._all[:0] = told
        passing = [one for one in told if one.has(self._words)]
        if passing:
            self.beginInsertRows(ROOT, 0, len(passing) - 1)
            self._passing = [*passing, *self._passing]
            self._shown += len(passing)
            self.endInsertRows()

    def filter(self, words: str) -> None:
        """Show only lines that have these words."""
        self.beginResetModel()
        self._words = words
        self._passing = [one for one in self._all if one.has(words)] if words.strip() else list(self._all)
        self._shown = min(CHUNK, len(self._passing))
        self.endResetModel()

    def line(self, row: int) -> Line:
        """The line in a row."""
        return self._passing[row]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

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
            return self._passing[index.row()].cells[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(HEADINGS):
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
