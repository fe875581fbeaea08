"""The grid of the coverage as a model: a row for each statement, and below it, once opened, its named sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from selfassess.domain.framework.framework import Framework, Statement
from selfassess.domain.readiness.coverage import Cell, Coverage, SourceCover, State
from selfassess.domain.text.wording import count_noun
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


class CoverageModel(QAbstractTableModel):
    """Statements down the side, categories across the top. ``only_missing`` leaves out what is not missing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.framework: Framework | None = None
        self.found: Coverage | None = None
        self.only_missing = False
        self._open: set[str] = set()
        self._rows: tuple[Row, ...] = ()

    def show_coverage(self, framework: Framework, found: Coverage) -> None:
        """Show a coverage; where the rows stay the same only cells that changed are painted anew."""
        before, rows_before = self.found, self._rows
        same_framework, self.framework, self.found = framework is self.framework, framework, found
        rows = tuple(self._build_visible_rows())
        if (
            not same_framework
            or before is None
            or [_identify_coverage_row(r) for r in rows] != [_identify_coverage_row(r) for r in rows_before]
        ):
            self._replace_rows(rows)
            return
        self._rows = rows
        for place, (old, new) in enumerate(zip(rows_before, rows, strict=True)):
            if old != new or before.cells_of_statement(old.statement.key) != found.cells_of_statement(
                new.statement.key
            ):
                self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def show_only_missing(self, only_missing: bool) -> None:
        """Show only what is missing, or everything."""
        self.only_missing = only_missing
        self._replace_rows(tuple(self._build_visible_rows()))

    def shows_sources(self, statement: str) -> bool:
        """Whether the sources of a statement are shown."""
        return statement in self._open

    def toggle_sources(self, statement: str) -> None:
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
            below = tuple(self._build_source_rows(self._rows[row].statement))
            self.beginInsertRows(ROOT, row + 1, row + len(below))
            self._rows = self._rows[: row + 1] + below + self._rows[row + 1 :]
            self.endInsertRows()
        self.dataChanged.emit(self.index(row, STATEMENT), self.index(row, STATEMENT))

    def row_at(self, index: Index) -> Row | None:
        """The row at an index."""
        if index.isValid() and index.row() < len(self._rows):
            return self._rows[index.row()]
        return None

    def cell_at(self, index: Index) -> Cell | None:
        """The cell of a statement at an index; None where there is none."""
        row = self.row_at(index)
        if row is None or row.sources is not None or index.column() == STATEMENT or self.found is None:
            return None
        return self.found.cells_of_statement(row.statement.key)[self._category_key_at(index.column())]

    def source_at(self, index: Index) -> SourceCover | None:
        """The source at an index; None where there is none."""
        row = self.row_at(index)
        if row and row.sources and index.column() != STATEMENT:
            return row.sources[index.column() - 1]
        return None

    def is_dimmed(self, index: Index) -> bool:
        """Whether a cell stands back, because only what is missing is wanted and here nothing is."""
        cell = self.cell_at(index)
        return self.only_missing and cell is not None and not cell.missing_sources

    def chosen_at(self, index: Index) -> Chosen | None:
        """What a person is on at an index."""
        row = self.row_at(index)
        if row is None:
            return None
        if index.column() == STATEMENT:
            return Chosen(row.statement.key)
        source = self.source_at(index)
        if row.sources is not None and source is None:
            return None
        return Chosen(row.statement.key, self._category_key_at(index.column()), source.source if source else "")

    def place_of(self, chosen: Chosen) -> Index | None:
        """The index of what a person is on; that of its cell where the source is not shown; None where neither is."""
        found = None
        for number, row in enumerate(self._rows):
            if row.statement.key != chosen.statement:
                continue
            for column in range(self.columnCount()):
                index = self.index(number, column)
                here = self.chosen_at(index)
                if here == chosen:
                    return index
                if here == Chosen(chosen.statement, chosen.category):
                    found = index
        return found

    # --- as Qt asks for it ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        if parent.isValid() or self.framework is None:
            return 0
        return 1 + len(self.framework.categories)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._describe_cell(index, row)
        if role in SPOKEN:
            return self._describe_cell_aloud(index, row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or self.framework is None or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section == STATEMENT:
                return "Statement"
            return self.framework.categories[section - 1].name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.chosen_at(index) is not None:
            return super().flags(index)
        return Qt.ItemFlag.NoItemFlags

    # --- inside --------------------------------------------------------------------------------------------------

    def _describe_cell(self, index: Index, row: Row) -> str:
        cell, source = self.cell_at(index), self.source_at(index)
        if cell is not None:
            return (
                f"{COVER_SIGNS[cell.state]} {cell.state.describe_state}\n{cell.sources_covered} of {cell.sources_asked}"
            )
        if source is not None:
            return f"{COVER_SIGNS[source.state]} {self.source_name(source.source)}"
        if row.sources is None:
            return f"{row.statement.number}  {row.statement.short_name}"
        return ""

    def _describe_cell_aloud(self, index: Index, row: Row) -> str:
        cell, source = self.cell_at(index), self.source_at(index)
        name = row.statement.name
        if cell is not None:
            return f"{name}, {self._category_heading(index)}: {cell.state.describe_state}. {cell.describe_cell}"
        if source is not None:
            items = count_noun(len(source.items), "item")
            return (
                f"{name}, {self._category_heading(index)}, {self.source_name(source.source)}: "
                f"{source.state.describe_state}, {items}"
            )
        opened = "sources are shown below" if self.shows_sources(row.statement.key) else "press Enter for its sources"
        if row.sources is None and index.column() == STATEMENT:
            return f"{name}, {opened}"
        return ""

    def source_name(self, source: str) -> str:
        """The name of a source; its key where the framework does not have it."""
        found = self.framework.find_source(source) if self.framework else None
        return found.name if found else source

    def describe_source(self, source: SourceCover) -> str:
        """The name of a source with how many items come from it."""
        after = f" ({len(source.items):,})" if source.items else " (if available)" if source.if_available else ""
        return f"{self.source_name(source.source)}{after}"

    def _category_heading(self, index: Index) -> str:
        return str(self.headerData(index.column(), Qt.Orientation.Horizontal))

    def _category_key_at(self, column: int) -> str:
        if self.framework:
            return self.framework.categories[column - 1].key
        return ""

    def _replace_rows(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _build_visible_rows(self) -> Iterator[Row]:
        """Every row that is to be seen."""
        if self.framework is None or self.found is None:
            return
        for statement in self.framework.statements:
            cells = self.found.cells_of_statement(statement.key).values()
            if self.only_missing and not any(cell.missing_sources for cell in cells):
                continue
            yield Row(statement)
            if statement.key in self._open:
                yield from self._build_source_rows(statement)

    def _build_source_rows(self, statement: Statement) -> Iterator[Row]:
        """The lines of sources of a statement, those of each category below each other."""
        cells = self.found.cells_of_statement(statement.key).values() if self.found else ()
        columns: list[Sequence[SourceCover]] = [
            cell.missing_sources if self.only_missing else cell.sources for cell in cells
        ]
        for sources in zip_longest(*columns):
            yield Row(statement, sources)


def _identify_coverage_row(row: Row) -> tuple[str, tuple[str, ...] | None]:
    """What tells a row from others, whatever it says."""
    if row.sources is None:
        return row.statement.key, None
    return row.statement.key, tuple(each.source if each else "" for each in row.sources)


def summarise_coverage(found: Coverage, framework: Framework) -> str:
    """The whole coverage in a sentence."""
    total = len(framework.statements) * len(framework.categories)
    parts = [
        f"{found.count_cells(state)} {state.describe_state.lower()}"
        for state in (State.COVERED, State.PARTIAL, State.MISSING)
    ]
    missing = sum(len(cell.missing_sources) for row in found.cells.values() for cell in row.values())
    sources = f"{count_noun(missing, 'source has', 'sources have')} no evidence yet"
    return f"Of {total} places where evidence is asked for: {', '.join(parts)}. {sources}."
