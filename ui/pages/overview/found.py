"""What others found, statement by statement: each score in words, and the way to the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from selfassess.domain.model.workbook import Assessment
from ui.widgets.look import ScoreChip, make_heading, make_label, make_link_button, make_quiet_label

NO_SCORE = "No score"


class FoundCard(QFrame):
    """The statements of a year that others made, in order, with a link to what was found in each."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._go = go
        self._shown: object = None
        self.summary = make_link_button("Read the summary ›", lambda: go("sections/summary"), leads=True)
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(2)
        self._lines.setColumnStretch(1, 1)
        head = QGridLayout()
        head.addWidget(make_heading("What was found"), 0, 0)
        head.addWidget(self.summary, 0, 1)
        head.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._lines)

    def show_found_statements(self, year: Assessment) -> None:
        """Show the statements of a year; nothing is painted where they are the same."""
        self.summary.setVisible(any(section["key"] == "summary" for section in year.records_of("section")))
        if (year.id, year.scores_by_statement) == self._shown:
            return
        self._shown = (year.id, year.scores_by_statement)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, statement in enumerate(year.framework.statements):
            score = year.framework.find_look(year.scores_by_statement[statement.key])
            words = score.label if score is not None else NO_SCORE
            said = make_quiet_label(words)
            said.setWordWrap(False)
            read = make_link_button("Read ›", lambda key=statement.key: self._go(f"statement:{key}"), leads=True)  # type: ignore[misc]
            scored = words.lower()
            if score is not None and score.numbered:
                scored = f"score {score.value}, {scored}"
            read.setAccessibleName(f"Read: {statement.name}, {scored}")
            chip = ScoreChip(score, words)
            for place, widget in enumerate((chip, make_label(statement.name), said, read)):
                self._lines.addWidget(widget, row, place, Qt.AlignmentFlag.AlignVCenter)
