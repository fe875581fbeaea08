"""The line on top: whose workbook and which year, whether all is saved, search, and Export."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.readiness.assessors import ANOTHER
from selfassess.domain.text.wording import format_time
from ui.bridge.workspace import Workspace
from ui.shell.search import SearchBox
from ui.widgets import look
from ui.widgets.announcement import announce
from ui.widgets.tips import format_tip

EDGE = 20
SPACING = 16
SEARCH_LEAST = 160
WIDEST = 640
AGAIN_AFTER = 10.0
"""Seconds after which “Saved 14:02” is read aloud again where the minute is still the same."""


class ElidedLabel(QLabel):
    """One line that ends in "…" where there is no room, but not before ``least``; the whole is its tool tip."""

    def __init__(self, words: str, style: str, least: str = "Council") -> None:
        super().__init__(words)
        self._least = least
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", style)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        least = self.fontMetrics().horizontalAdvance(self._least)
        return QSize(min(least, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        tip = format_tip(self.text()) if words != self.text() else ""
        self.setToolTip(tip)
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)


class TopBar(QFrame):
    """The top line of an open workbook. ``export_asked`` where the person wants to export."""

    export_asked = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        self._workspace = workspace
        self._announced = ("", 0.0)
        """Which words were said last of what is saved, and when."""
        self.council = ElidedLabel("", "strong-line")
        self.year = QToolButton()
        self.year.setProperty("look", "year")
        self.year.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.year.setMenu(QMenu(self.year))
        self.saved = ElidedLabel("", "quiet", "Saved 00:00")
        self.saved.setAccessibleName("Whether your work is saved")
        self.search = SearchBox(workspace)
        self.export = look.make_primary_button("Export…", self.export_asked.emit)
        self._lay_out_bar()
        workspace.step_taken.connect(self._on_step_taken)
        workspace.year_opened.connect(self.refresh_names)
        workspace.saved.connect(self._on_pending_changed)
        workspace.failed.connect(self._on_save_failed)
        workspace.pending.changed.connect(self._on_pending_changed)
        self.refresh_names()

    def refresh_names(self) -> None:
        """Write council, year and the list of years again."""
        session = self._workspace.session
        self.council.setText(session.council.text_of("name"))
        self.year.setText(f"{describe_year_state(session.current.record)}  ▾")
        state = describe_year_state(session.current.record)
        self.year.setAccessibleName(f"In view: {state}. Choose another year or assessment")
        menu = self.year.menu()
        menu.clear()
        newest_first = list(reversed(session.assessments))
        own = [record for record in newest_first if record["assessor"] == "self"]
        others = [record for record in newest_first if record["assessor"] != "self"]
        for record in (*own, *others):
            if others and record is others[0]:
                menu.addSection("Assessments by others")
            action = menu.addAction(describe_year_state(record))
            action.setCheckable(True)
            action.setChecked(record.id == session.current_id)
            action.triggered.connect(lambda _=False, id=record.id: self._workspace.show_year(id))
        self._on_pending_changed()
        self.fit_names()

    def _lay_out_bar(self) -> None:
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(EDGE, 8, EDGE, 8)
        self._line = line = QHBoxLayout()
        line.setSpacing(SPACING)
        self._names = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._names.addWidget(self.council)
        self._names.addWidget(self.year, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(self._names)
        line.addStretch(1)
        line.addWidget(self.saved)
        line.addWidget(self.search)
        line.addWidget(self.export)
        self._whole.addLayout(line)

    def fit_names(self) -> None:
        """Make room for the names: the search field narrows first, then the year moves below the council."""
        self.search.setMinimumWidth(SEARCH_LEAST)
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.search.updateGeometry()
        wanted = (self.council, self.year, self.saved, self.export)
        room = self.width() - SEARCH_LEAST - 5 * SPACING - 2 * EDGE
        beside = sum(part.sizeHint().width() for part in wanted) <= room
        ways = QBoxLayout.Direction
        direction = ways.LeftToRight if beside else ways.TopToBottom
        self._names.setDirection(direction)
        spacing = SPACING if beside else 0
        self._names.setSpacing(spacing)
        left = room + SEARCH_LEAST - sum(part.sizeHint().width() for part in (self.saved, self.export))
        names = max(self.council.sizeHint().width(), self.year.sizeHint().width())
        search_width = WIDEST if beside else max(SEARCH_LEAST, left - names)
        crowded = search_width < self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self._put_search_below(crowded)
        self.search.setMaximumWidth(self.width() if crowded else search_width)

    def _put_search_below(self, below: bool) -> None:
        """Give the search a line of its own, or its place between the others."""
        if below == (self._whole.indexOf(self.search) >= 0):
            return
        if below:
            self._line.removeWidget(self.search)
            self._whole.addWidget(self.search)
        else:
            self._whole.removeWidget(self.search)
            self._line.insertWidget(self._line.indexOf(self.export), self.search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_names()

    def _describe_last_saved(self) -> str:
        moment = self._workspace.session.saved_at
        if moment is None:
            return "All saved"
        return f"Saved {format_time(moment.astimezone())}"

    def _on_step_taken(self, step: object) -> None:
        if step.touches_kind("council", "assessment"):  # type: ignore[attr-defined]
            self.refresh_names()

    def _on_save_failed(self, sentence: str) -> None:
        if not self._workspace.pending and not self._workspace.read_only:
            self._show_save_state(f"Not saved: {sentence}")

    def _on_pending_changed(self) -> None:
        """Say "Saved" only where every word is in the file."""
        pending = self._workspace.pending
        if pending:
            unsaved_words = "Not saved yet" if pending.overdue else "Saving…"
            self._show_save_state(unsaved_words)
        else:
            saved_words = "Read only" if self._workspace.read_only else self._describe_last_saved()
            self._show_save_state(saved_words)
            self._announce_saved()

    def _announce_saved(self) -> None:
        """Say that what was written is saved, for those who cannot see it; not with each pause in their typing."""
        words, moment = self.saved.text(), monotonic()
        if self._workspace.session.saved_at is None or not self.isVisible():
            return
        if words != self._announced[0] or moment - self._announced[1] > AGAIN_AFTER:
            self._announced = (words, moment)
            announce(self, words)

    def _show_save_state(self, words: str) -> None:
        self.saved.setText(words)
        self.saved.setAccessibleDescription(words)


def describe_year_state(record: Record) -> str:
    """An assessment in the words of the top line: "Self-assessment 2025-26 · Draft", "CQC 2024"."""
    label = record.text_of("label")
    if record["assessor"] == "self":
        status = CATALOGUE["assessment"].by_key["status"].choice_label(record["status"] or "drafting")
        return f"Self-assessment {label}  ·  {status}"
    if record["assessor"] == ANOTHER:
        return f"Another council: {label}"
    who = CATALOGUE["assessment"].by_key["assessor"].choice_label(record["assessor"])
    if who.casefold() in label.casefold():
        return label
    if who == "CQC":
        return f"{who} assessment {label}"
    return f"{who} {label}"
