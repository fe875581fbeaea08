"""The grid of the coverage as a model: a row for each statement, and below it, once opened, its named sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from selfassess.domain.framework.framework import Framework, Statement
from selfassess.domain.readiness.coverage import Cell, Coverage, SourceCover, State
from ui.widgets.cover import COVER_SIGNS
from ui.widgets.tables import ROOT, Index

STATEMENT = 0
"""The column of the statements; the categories follow."""
SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class Row:
    """A statement (``sources`` is None), or a line of sources below it: one or none for each category."""

    statement: Statement
    sources: tuple[SourceCover | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person is on: a statement, in it a category, in that a source; "" where it is all of them."""

    statement: str
    category: str = ""
    source: str = ""

    @property
    def place(self) -> str:
        """It as the rest of a place."""
        return "/".join(filter(None, (self.statement, self.category, self.source)))


class CoverageModel(QAbstractTableModel):
    """Statements down the side, categories across the top. ``only_missing`` leaves out what is not missing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.framework: Framework | None = None
        self.found: Coverage | None = None
        self.only_missing = False
        self._open: set[str] = set()
        self._rows: tuple[Row, ...] = ()

    def show(self, framework: Framework, found: Coverage) -> None:
        """Show a coverage; where the rows stay the same only cells that changed are painted anew."""
        before, rows_before = self.found, self._rows
        same_framework, self.framework, self.found = framework is self.framework, framework, found
        rows = tuple(self._made())
        if not same_framework or before is None or [_key(r) for r in rows] != [_key(r) for r in rows_before]:
            self._take(rows)
            return
        self._rows = rows
        for place, (old, new) in enumerate(zip(rows_before, rows, strict=True)):
            if old != new or before.row(old.statement.key) != found.row(new.statement.key):
                self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def narrow(self, only_missing: bool) -> None:
        """Show only what is missing, or everything."""
        self.only_missing = only_missing
        self._take(tuple(self._made()))

    def is_open(self, statement: str) -> bool:
        """Whether the sources of a statement are shown."""
        return statement in self._open

    def toggle(self, statement: str) -> None:
        """Show the named sources of a statement, or hide them."""
        place = self.place_of(Chosen(statement))
        if place is None:
            return
        row = place.row()
        if statement in self._open:
            self._open.discard(statement)
            last = row + sum(each.statement.key == statement for each in self._rows) - 1
            self.beginRemoveRows(ROOT, row + 1, last)
            self._rows = self._rows[: row + 1] + self._rows[last + 1 :]
            self.endRemoveRows()
        else:
            self._open.add(statement)
            below = tuple(self._below(self._rows[row].statement))
            self.beginInsertRows(ROOT, row + 1, row + len(below))
            self._rows = self._rows[: row + 1] + below + self._rows[row + 1 :]
            self.endInsertRows()
        self.dataChanged.emit(self.index(row, STATEMENT), self.index(row, STATEMENT))

    def row(self, index: Index) -> Row | None:
        """The row at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def cell(self, index: Index) -> Cell | None:
        """The cell of a statement at an index; None where there is none."""
        row = self.row(index)
        if row is None or row.sources is not None or index.column() == STATEMENT or self.found is None:
            return None
        return self.found.row(row.statement.key)[self._category(index.column())]

    def source(self, index: Index) -> SourceCover | None:
        """The source at an index; None where there is none."""
        row = self.row(index)
        return row.sources[index.column() - 1] if row and row.sources and index.column() != STATEMENT else None

    def hushed(self, index: Index) -> bool:
        """Whether a cell stands back, because only what is missing is wanted and here nothing is."""
        cell = self.cell(index)
        return self.only_missing and cell is not None and not cell.missing

    def chosen(self, index: Index) -> Chosen | None:
        """What a person is on at an index."""
        row = self.row(index)
        if row is None:
            return None
        if index.column() == STATEMENT:
            return Chosen(row.statement.key)
        source = self.source(index)
        if row.sources is not None and source is None:
            return None
        return Chosen(row.statement.key, self._category(index.column()), source.source if source else "")

    def place_of(self, chosen: Chosen) -> Index | None:
        """The index of what a person is on; that of its cell where the source is not shown; None where neither is."""
        found = None
        for number, row in enumerate(self._rows):
            if row.statement.key != chosen.statement:
                continue
            for column in range(self.columnCount()):
                index = self.index(number, column)
                here = self.chosen(index)
                if here == chosen:
                    return index
                if here == Chosen(chosen.statement, chosen.category):
                    found = index
        return found

    # --- as Qt asks for it ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() or self.framework is None else 1 + len(self.framework.categories)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._says(index, row)
        if role in SPOKEN:
            return self._spoken(index, row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or self.framework is None or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "Statement" if section == STATEMENT else self.framework.categories[section - 1].name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if self.chosen(index) is not None else Qt.ItemFlag.NoItemFlags

    # --- inside --------------------------------------------------------------------------------------------------

    def _says(self, index: Index, row: Row) -> str:
        cell, source = self.cell(index), self.source(index)
        if cell is not None:
            return f"{COVER_SIGNS[cell.state]} {cell.state.words}\n{cell.have} of {cell.asked}"
        if source is not None:
            return f"{COVER_SIGNS[source.state]} {self.name_of(source.source)}"
        return f"{row.statement.number}  {row.statement.short_name}" if row.sources is None else ""

    def _spoken(self, index: Index, row: Row) -> str:
        cell, source = self.cell(index), self.source(index)
        name = row.statement.name
        if cell is not None:
            return f"{name}, {self._head(index)}: {cell.state.words}. {cell.said}"
        if source is not None:
            items = f"{len(source.items):,} {'item' if len(source.items) == 1 else 'items'}"
            return f"{name}, {self._head(index)}, {self.name_of(source.source)}: {source.state.words}, {items}"
        opened = "sources are shown below" if self.is_open(row.statement.key) else "press Enter for its sources"
        return f"{name}, {opened}" if row.sources is None and index.column() == STATEMENT else ""

    def name_of(self, source: str) -> str:
        """The name of a source; its key where the framework does not have it."""
        found = self.framework.source(source) if self.framework else None
        return found.name if found else source

    def words_of(self, source: SourceCover) -> str:
        """The name of a source with how many items come from it."""
        after = f" ({len(source.items):,})" if source.items else " (if available)" if source.if_available else ""
        return f"{self.name_of(source.source)}{after}"

    def _head(self, index: Index) -> str:
        return str(self.headerData(index.column(), Qt.Orientation.Horizontal))

    def _category(self, column: int) -> str:
        return self.framework.categories[column - 1].key if self.framework else ""

    def _take(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _made(self) -> Iterator[Row]:
        """Every row that is to be seen."""
        if self.framework is None or self.found is None:
            return
        for statement in self.framework.statements:
            cells = self.found.row(statement.key).values()
            if self.only_missing and not any(cell.missing for cell in cells):
                continue
            yield Row(statement)
            if statement.key in self._open:
                yield from self._below(statement)

    def _below(self, statement: Statement) -> Iterator[Row]:
        """The lines of sources of a statement, those of each category below each other."""
        cells = self.found.row(statement.key).values() if self.found else ()
        columns: list[Sequence[SourceCover]] = [cell.missing if self.only_missing else cell.sources for cell in cells]
        for sources in zip_longest(*columns):
            yield Row(statement, sources)


def _key(row: Row) -> tuple[str, tuple[str, ...] | None]:
    """What tells a row from others, whatever it says."""
    if row.sources is None:
        return row.statement.key, None
    return row.statement.key, tuple(each.source if each else "" for each in row.sources)


def summed(found: Coverage, framework: Framework) -> str:
    """The whole coverage in a sentence."""
    total = len(framework.statements) * len(framework.categories)
    parts = [f"{found.number(state)} {state.words.lower()}" for state in (State.COVERED, State.PARTIAL, State.MISSING)]
    missing = sum(len(cell.missing) for row in found.cells.values() for cell in row.values())
    sources = f"{missing:,} {'source has' if missing == 1 else 'sources have'} no evidence yet"
    return f"Of {total} places where evidence is asked for: {', '.join(parts)}. {sources}."
