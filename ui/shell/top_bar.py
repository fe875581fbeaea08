"""The line on top: whose workbook and which year, whether all is saved, search, and Export."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.readiness.assessors import ANOTHER
from ui.bridge.workspace import Workspace
from ui.shell.search import SearchBox
from ui.widgets import look
from ui.widgets.tips import tip

EDGE = 20
SPACING = 16
SEARCH_LEAST = 160
WIDEST = 640


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
        self.setToolTip(tip(self.text()) if words != self.text() else "")
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
        self.council = ElidedLabel("", "strong-line")
        self.year = QToolButton()
        self.year.setProperty("look", "year")
        self.year.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.year.setMenu(QMenu(self.year))
        self.saved = ElidedLabel("", "quiet", "Saved 00:00")
        self.saved.setAccessibleName("Whether your work is saved")
        self.search = SearchBox(workspace)
        self.export = look.primary("Export…", self.export_asked.emit)
        self._lay_out()
        workspace.step_taken.connect(self._on_step)
        workspace.year_opened.connect(self.refresh)
        workspace.saved.connect(self._on_pending)
        workspace.failed.connect(self._on_failed)
        workspace.pending.changed.connect(self._on_pending)
        self.refresh()

    def refresh(self) -> None:
        """Write council, year and the list of years again."""
        session = self._workspace.session
        self.council.setText(session.council.text("name"))
        self.year.setText(f"{year_words(session.current.record)}  ▾")
        self.year.setAccessibleName(f"Year: {year_words(session.current.record)}. Choose another year")
        menu = self.year.menu()
        menu.clear()
        for record in reversed(session.assessments):
            action = menu.addAction(year_words(record))
            action.setCheckable(True)
            action.setChecked(record.id == session.current_id)
            action.triggered.connect(lambda _=False, id=record.id: self._workspace.open_year(id))
        self._on_pending()
        self.fit()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(EDGE, 8, EDGE, 8)
        line.setSpacing(SPACING)
        self._names = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._names.addWidget(self.council)
        self._names.addWidget(self.year, 0, Qt.AlignmentFlag.AlignLeft)
        line.addLayout(self._names)
        line.addStretch(1)
        line.addWidget(self.saved)
        line.addWidget(self.search)
        line.addWidget(self.export)

    def fit(self) -> None:
        """Make room for the names: the search field narrows first, then the year moves below the council."""
        self.search.setMinimumWidth(SEARCH_LEAST)
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.search.updateGeometry()
        wanted = (self.council, self.year, self.saved, self.export)
        room = self.width() - SEARCH_LEAST - 5 * SPACING - 2 * EDGE
        beside = sum(part.sizeHint().width() for part in wanted) <= room
        ways = QBoxLayout.Direction
        self._names.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._names.setSpacing(SPACING if beside else 0)
        left = room + SEARCH_LEAST - sum(part.sizeHint().width() for part in (self.saved, self.export))
        names = max(self.council.sizeHint().width(), self.year.sizeHint().width())
        self.search.setMaximumWidth(WIDEST if beside else max(SEARCH_LEAST, left - names))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _last_saved(self) -> str:
        moment = self._workspace.session.saved_at
        return f"Saved {moment.astimezone():%H:%M}" if moment is not None else "All saved"

    def _on_step(self, step: object) -> None:
        if step.touches("council", "assessment"):  # type: ignore[attr-defined]
            self.refresh()

    def _on_failed(self, sentence: str) -> None:
        if not self._workspace.pending and not self._workspace.read_only:
            self._say(f"Not saved: {sentence}")

    def _on_pending(self) -> None:
        """Say "Saved" only where every word is in the file."""
        pending = self._workspace.pending
        if pending:
            self._say("Not saved yet" if pending.overdue else "Saving…")
        else:
            self._say("Read only" if self._workspace.read_only else self._last_saved())

    def _say(self, words: str) -> None:
        self.saved.setText(words)
        self.saved.setAccessibleDescription(words)


def year_words(record: Record) -> str:
    """An assessment in the words of the top line: "Self-assessment 2025-26 · Draft", "CQC 2024"."""
    label = record.text("label")
    if record["assessor"] == "self":
        status = CATALOGUE["assessment"].by_key["status"].choice_label(record["status"] or "drafting")
        return f"Self-assessment {label}  ·  {status}"
    if record["assessor"] == ANOTHER:
        return f"Another council: {label}"
    who = CATALOGUE["assessment"].by_key["assessor"].choice_label(record["assessor"])
    if who.casefold() in label.casefold():
        return label
    return f"{who} assessment {label}" if who == "CQC" else f"{who} {label}"
