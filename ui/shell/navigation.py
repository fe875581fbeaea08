"""The list on the left: where one can go, with how far each statement is and its score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from selfassess.domain.model import statement_status
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from ui.bridge.places import is_in
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ENTRY = Qt.ItemDataRole.UserRole

WIDEST = 412
"""Dots that the list takes at most: all its words, at 200 %."""

REGISTERS = (
    ("Evidence", "register:evidence"),
    ("Coverage", "coverage"),
    ("Stories", "register:stories"),
    ("Risks", "register:risks"),
    ("Actions", "register:actions"),
    ("Measures", "register:measures"),
)
REST = (
    ("About this self-assessment", "sections"),
    ("Information return", "return"),
    ("Contacts", "register:contacts"),
    ("Review and sign-off", "review"),
    ("Years", "years"),
    ("History", "history"),
    ("Backups", "backups"),
    ("Settings", "settings"),
    ("Help", "help"),
)
READ = {"sections": "About this assessment"}
"""Place -> its words in a year that others made, where they are not the same."""
HELD = {
    "register:evidence": "evidence",
    "coverage": "evidence",
    "register:stories": "story",
    "register:risks": "risk",
    "register:actions": "action",
    "register:measures": "measure",
    "register:contacts": "contact",
    "sections": "section",
    "return": "return_answer",
    "review": "comment",
}
"""Place -> the kind of record that is there; a year that others made has no line for a place without any."""
COUNTED = ("judgement", "evidence", "strength", "improvement", "risk", "action")
"""The kinds of record that move a statement's progress."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a place to go, or a heading where ``place`` is ""."""

    words: str
    place: str = ""
    progress: tuple[int, int] | None = None
    score: int | None = None
    spaced: bool = False
    status: str = ""

    @property
    def scored(self) -> bool:
        """Whether it is a statement, which has a score or may have one."""
        return self.place.startswith("statement:")

    @property
    def spoken(self) -> str:
        """The line for somebody who hears it."""
        if not self.scored:
            return self.words
        if self.progress is None:
            return f"{self.words}, {'no score' if self.score is None else f'score {self.score}'}"
        score = "not scored yet" if self.score is None else f"score {self.score}"
        return f"{self.words}, {self.status}, {self.progress[0]} of {self.progress[1]} steps done, {score}"


def entries(assessment: Assessment) -> Iterator[Entry]:
    """Every line for an assessment, from the top."""
    read = assessment.by_cqc
    yield Entry("Overview", "overview")
    for theme_ in assessment.framework.themes:
        yield Entry(theme_.short_name)
        for statement in theme_.statements:
            progress = None if read else readiness.progress(assessment, statement.key)
            score = assessment.score(statement.key)
            said = "" if read else statement_status.status_words(assessment, statement.key)
            yield Entry(statement.short_name, f"statement:{statement.key}", progress, score, status=said)
    registers = [(words, place) for words, place in REGISTERS if _holds(assessment, place)]
    if registers:
        yield Entry("Registers")
    for words, place in registers:
        yield Entry(words, place)
    rest = [(words, place) for words, place in REST if _holds(assessment, place)]
    for words, place in rest:
        yield Entry(READ.get(place, words) if read else words, place, spaced=place == rest[0][1])


def _holds(assessment: Assessment, place: str) -> bool:
    return not assessment.by_cqc or place not in HELD or bool(assessment.of(HELD[place]))


class NavigationModel(QAbstractListModel):
    """The lines as a list; only lines that changed are repainted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show_assessment(self, assessment: Assessment) -> None:
        """Bring the lines up to an assessment."""
        fresh = tuple(entries(assessment))
        if [e.place for e in fresh] != [e.place for e in self.entries]:
            self.beginResetModel()
            self.entries = fresh
            self.endResetModel()
            return
        before, self.entries = self.entries, fresh
        for line, (old, new) in enumerate(zip(before, fresh, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(line), self.index(line))

    def line_of(self, place: str) -> int:
        """The line that a place belongs to, -1 where none does."""
        found = (n for n, entry in enumerate(self.entries) if entry.place and is_in(place, entry.place))
        return next(found, -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.words
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return entry.spoken if entry.place else entry.words
        return entry if role == ENTRY else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and index.row() < len(self.entries) and self.entries[index.row()].place:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.NoItemFlags


class _LineDelegate(QStyledItemDelegate):
    """Paints a line: words, ring, chip; the accent bar and tint where the person is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY)
        if not entry.place:
            return QSize(0, theme.px(28))
        return QSize(0, theme.px(25) + (theme.px(8) if entry.spaced else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        box = QRect(option.rect)
        if entry.spaced:
            box.setTop(box.top() + theme.px(8))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.place:
            self._paint_state(painter, box, option.state)
        self._paint_words(painter, box, entry)
        if entry.scored:
            self._paint_marks(painter, box, entry)
        painter.restore()

    def _paint_state(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent_tint"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            pen = painter.pen()
            pen.setColor(theme.colour("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(box).adjusted(2, 2, -2, -2), 4, 4)

    def _paint_words(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        font = QFont(painter.font())
        font.setPixelSize(theme.px(14 if entry.place else 12))
        if not entry.place:
            font.setWeight(QFont.Weight.DemiBold)
            font.setCapitalization(QFont.Capitalization.AllUppercase)
        painter.setFont(font)
        painter.setPen(theme.colour("ink" if entry.place else "muted"))
        room = box.adjusted(16, 0 if entry.place else theme.px(6), -theme.px(60) if entry.scored else -8, 0)
        words = painter.fontMetrics().elidedText(entry.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_marks(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        chip, ring = theme.px(20), theme.px(16)
        middle = box.top() + box.height() / 2
        right = box.right() - 12
        if entry.progress is not None:
            look.paint_ring(painter, QRectF(right - chip - 8 - ring, middle - ring / 2, ring, ring), *entry.progress)
        look.paint_score(painter, QRectF(right - chip, middle - chip / 2, chip, chip), entry.score)


class Navigation(QFrame):
    """The list itself. ``chosen`` carries the place that the person went to, ``entered`` that they want to be in it."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "side")
        self._workspace = workspace
        self.model = NavigationModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setAccessibleName("Where to go")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("look", "navigation")
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(False)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 1, 4)  # the line on the right stays in sight
        column.addWidget(self.list)
        # Saves come with every pause in typing; the counts may follow a moment later.
        self._later = QTimer(self, singleShot=True, interval=150)
        self._later.timeout.connect(self.refresh)
        self._placed = False
        workspace.step_taken.connect(self._on_step)
        workspace.year_opened.connect(self.refresh)
        self.refresh()
        self.fit()
        self.list.selectionModel().currentChanged.connect(self._on_current)
        for enter in (self.list.clicked, self.list.activated):  # by the mouse, by Enter; arrows only look round
            enter.connect(lambda _: self.entered.emit())

    def headed(self) -> QWidget:
        """Where the keyboard goes in it."""
        return self.list

    def fit(self) -> None:
        """Take the width that the text size asks for."""
        self.setFixedWidth(min(theme.px(232), WIDEST))
        self.list.doItemsLayout()

    def refresh(self) -> None:
        """Count again."""
        self.model.show_assessment(self._workspace.session.current)

    def show_place(self, place: str) -> None:
        """Mark where the person is, without going there again."""
        line = self.model.line_of(place)
        self._placed = True
        if line >= 0:
            self.list.setCurrentIndex(self.model.index(line))
        else:
            self.list.clearSelection()
        self._placed = False

    def _on_step(self, step: Any) -> None:
        if step.touches(*COUNTED):
            self._later.start()

    def _on_current(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if entry is not None and entry.place and not self._placed:
            self.chosen.emit(entry.place)
