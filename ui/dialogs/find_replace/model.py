"""The places that were found, each with a tick: what will be replaced."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.replacement import Hit
from selfassess.domain.model.workbook import Assessment

AROUND = 40
"""Letters before and after the words."""

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()


class HitsModel(QAbstractListModel):
    """Lines of what was found, ticked; what each says is worked out when it is seen. ``ticked`` tells of a change."""

    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: Sequence[Hit] = ()
        self._left_out: set[int] = set()
        self._names: Names | None = None
        self.replacement = ""

    def show_hits(self, hits: Sequence[Hit], assessment: Assessment) -> None:
        """Show other places, all of them ticked."""
        self.beginResetModel()
        self._hits, self._left_out, self._names = hits, set(), Names(assessment)
        self.endResetModel()
        self.ticked.emit()

    def set_replacement(self, words: str) -> None:
        """Show what would stand there."""
        self.replacement = words
        if self._hits:
            self.dataChanged.emit(self.index(0), self.index(len(self._hits) - 1))

    @property
    def chosen_hits(self) -> tuple[Hit, ...]:
        """The places that are ticked."""
        return tuple(hit for row, hit in enumerate(self._hits) if row not in self._left_out)

    def hit_at(self, index: Index) -> Hit | None:
        """The place of a row."""
        return self._hits[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _NOTHING) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._describe_hit(self._hits[index.row()])
        if role == Qt.ItemDataRole.CheckStateRole:
            if index.row() in self._left_out:
                return Qt.CheckState.Unchecked
            return Qt.CheckState.Checked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._left_out.discard(index.row())
        else:
            self._left_out.add(index.row())
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def _describe_hit(self, hit: Hit) -> str:
        kind = CATALOGUE[hit.record.kind]
        name = self._names.name_record(hit.record) if self._names is not None else ""
        before = " ".join(hit.text[max(hit.start - AROUND, 0) : hit.start].splitlines())
        after = " ".join(hit.text[hit.end : hit.end + AROUND].splitlines())
        new = f" → “{self.replacement}”" if self.replacement else ""
        words = f"…{before}[{hit.text[hit.start : hit.end]}]{new}{after}…"
        return f"{kind.name}: {name} · {kind.by_key[hit.field].label}\n{words}"
