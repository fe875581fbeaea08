"""The sections in order, what each is for, and how much is written in each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.statement_status import needs_review
from selfassess.domain.model.workbook import Assessment
from ui.widgets.forms.prose import words_said

PURPOSES = {
    "about_place": "Who lives here, what is particular about the place, and how adult social care is set up. A reader "
    "from elsewhere should understand the rest after this.",
    "vision": "What you want for people, and the few priorities that follow from it.",
    "how_produced": "Who wrote this, who was asked (people who use services, carers, staff, partners), and how it was "
    "checked.",
    "summary": "What a busy reader must know: the main strengths, the main areas for improvement, and where you are "
    "heading. Write it last.",
    "governance": "Who saw it and when, who signed it off, and how progress is followed from here.",
    "next_steps": "What happens after this self-assessment, who leads it, and when you will look again.",
}
"""What each section is for."""

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section in the list."""

    record: str
    key: str
    name: str
    count: str


def list_section_lines(assessment: Assessment) -> tuple[SectionLine, ...]:
    """The sections that an assessment has, in order."""
    return tuple(_build_section_line(record) for record in assessment.records_of("section"))


def _build_section_line(record: Record) -> SectionLine:
    name = CATALOGUE["section"].by_key["key"].choice_label(record["key"])
    text = record.text_of("text")
    count = words_said(text) if text.strip() else "Empty"
    carried = ", not reviewed" if needs_review(record) else ""
    return SectionLine(record.id, record.text_of("key"), name, f"{count}{carried}")


class SectionsModel(QAbstractListModel):
    """The sections as a list with their word counts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[SectionLine, ...] = ()

    def show_section_lines(self, found: tuple[SectionLine, ...]) -> None:
        """Show these; rows that say the same are not painted again."""
        records_now = [line.record for line in found]
        records_before = [line.record for line in self.lines]
        if records_now != records_before:
            self.beginResetModel()
            self.lines = found
            self.endResetModel()
            return
        before, self.lines = self.lines, found
        for row, (old, new) in enumerate(zip(before, found, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, key: str) -> int:
        """The row of a section by its key; the first where there is none."""
        return next((row for row, line in enumerate(self.lines) if line.key == key), 0)

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.name}\n{line.count}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.name}, {line.count.lower()}"
        return None
