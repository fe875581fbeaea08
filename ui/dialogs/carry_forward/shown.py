"""What would come along into a new year: counts of what is plain, and each of what is not carried or needs a look."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.years.carry_forward import Carried, Left
from ui.dialogs.carry_forward.model import TOLD_COLUMNS, build_told_rows, describe_carried_records
from ui.widgets.look import ScrollArea, make_heading, make_quiet_label, make_text
from ui.widgets.tables import RowsModel, Table

ROWS = 7
"""So many rows of a list are in sight at once."""


class ToldPart(QWidget):
    """A heading with a count, a word of help, and a table of records with why they are told of."""

    def __init__(self, words: str, help: str) -> None:
        super().__init__()
        self._words = words
        self.heading = make_heading(words)
        self.model = RowsModel(
            TOLD_COLUMNS,
            search=lambda row: f"{row.title} {row.why}",
            natural=lambda row: row.place,
            parent=self,
        )
        self.table = Table(self.model, words)
        self.table.lay_out_columns(TOLD_COLUMNS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        for widget in (self.heading, make_quiet_label(help), self.table):
            column.addWidget(widget)

    def show_left_records(self, records: Iterable[Left]) -> None:
        """Show these; nothing of the part is seen where there are none."""
        rows = build_told_rows(records)
        self.model.show_rows(rows)
        self.heading.setText(f"{self._words} ({len(rows):,})")
        self.table.setAccessibleName(self.heading.text())
        heads = self.table.horizontalHeader().sizeHint().height()
        line = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(heads + min(len(rows), ROWS) * line + 4)
        self.setVisible(bool(rows))


class PreviewPart(ScrollArea):
    """The preview as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.carried = make_text("")
        self.versions = make_quiet_label("")
        self.attention = ToldPart(
            "To look at", "These come along, but changed on the way or are older than what is looked back on."
        )
        self.left = ToldPart("Left behind", "These stay in the earlier year, where they can be read.")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        note = make_quiet_label(
            "All of it is marked as carried forward and not reviewed, until somebody has read it again."
        )
        for widget in (make_heading("What comes along"), note, self.carried, self.versions, self.attention, self.left):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)

    def show_planned(self, planned: Carried) -> None:
        """Show what would come along."""
        lines = describe_carried_records(planned) or (
            f"Nothing: {planned.source.label} holds nothing that can be carried.",
        )
        self.carried.setText("\n".join(f"•  {line}" for line in lines))
        year = planned.assessment
        asked = ""
        if year.information_return:
            asked = f" It answers: {year.information_return.name}."
        self.versions.setText(f"Judged by: {year.framework.name}.{asked}")
        self.attention.show_left_records((*planned.changed, *planned.stale))
        self.left.show_left_records(planned.left)
