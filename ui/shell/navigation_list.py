"""The list on the left as it is seen and pressed: its lines, the groups that fold, where the person is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.events import StepTaken
from ui.bridge.workspace import Workspace
from ui.shell.group_folding import GroupFolding
from ui.shell.navigation import ENTRY, Entry, Index, NavigationModel
from ui.widgets import look, theme
from ui.widgets.announcement import announce

LINE = 24
"""How tall a line is at 100% text: no less can be hit with an unsteady hand."""
WIDEST = 412
"""Dots that the list takes at most: all its words, at 200%."""

WRAPPED = Qt.AlignmentFlag.AlignVCenter.value | Qt.AlignmentFlag.AlignLeft.value | Qt.TextFlag.TextWordWrap.value
SIGN_AT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
UNFOLDING = (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class _LineDelegate(QStyledItemDelegate):
    """Paints a line: words, ring, chip; the accent bar and tint where the person is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # Large letters: words that have no room in one line take another
        view, entry = option.widget, index.data(ENTRY)
        assert isinstance(view, QWidget)
        assert isinstance(entry, Entry)
        room = QRect(0, 0, _find_word_room(QRect(0, 0, view.width(), 0), entry).width(), 0)
        words = QFontMetrics(_choose_line_font(view.font(), entry)).boundingRect(room, WRAPPED, entry.words)
        return QSize(0, max(theme.px(LINE), words.height() + theme.px(4)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.place or option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_line_state(painter, box, option.state)
        self._paint_line_words(painter, box, entry)
        model = index.model()
        if not entry.place and isinstance(model, NavigationModel):
            sign = "▸" if entry.words in model.folded else "▾"
            painter.drawText(box.adjusted(0, theme.px(4), -12, 0), int(SIGN_AT), sign)
        if entry.may_have_score:
            self._paint_progress_and_score(painter, box, entry)
        painter.restore()

    def _paint_line_state(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
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

    def _paint_line_words(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        painter.setFont(_choose_line_font(painter.font(), entry))
        painter.setPen(theme.colour("ink" if entry.place else "muted"))
        painter.drawText(_find_word_room(box, entry), WRAPPED, entry.words)

    def _paint_progress_and_score(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        chip, ring = theme.px(20), theme.px(16)
        middle = box.top() + box.height() / 2
        right = box.right() - 12
        if entry.progress is not None:
            look.paint_ring(painter, QRectF(right - chip - 8 - ring, middle - ring / 2, ring, ring), *entry.progress)
        look.paint_score(painter, QRectF(right - chip, middle - chip / 2, chip, chip), entry.score)


def _choose_line_font(font: QFont, entry: Entry) -> QFont:
    font = QFont(font)
    font.setPixelSize(theme.px(14 if entry.place else 12))
    if not entry.place:
        font.setWeight(QFont.Weight.DemiBold)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
    return font


def _find_word_room(box: QRect, entry: Entry) -> QRect:
    """Where the words of a line stand, beside its score or the sign that it folds."""
    if entry.may_have_score:
        return box.adjusted(16, 0, -theme.px(60), 0)
    return box.adjusted(16, 0, -8, 0) if entry.place else box.adjusted(16, theme.px(4), -theme.px(24), 0)


class _NavigationList(QListView):
    """Folds the lines under a heading: by a click on it, by Left on one of them; Right and Enter unfold them again.

    Where no words changed only the line itself is painted: Qt's own would look for the place of each again.
    """

    folding = Signal(int, bool)
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        line, model = self.indexAt(event.position().toPoint()), self.model()
        assert isinstance(model, NavigationModel)
        if line.isValid() and not model.entries[line.row()].place:
            self.folding.emit(line.row(), model.entries[line.row()].words not in model.folded)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, line = self.model(), self.currentIndex().row()
        assert isinstance(model, NavigationModel)
        heading = model.find_heading(line) if line >= 0 else -1
        if event.key() == Qt.Key.Key_Left and heading >= 0:
            self.folding.emit(heading, True)
        elif event.key() in UNFOLDING and heading == line >= 0:
            self.folding.emit(heading, False)
        else:
            super().keyPressEvent(event)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        if roles and Qt.ItemDataRole.DisplayRole not in roles:
            QAbstractItemView.dataChanged(self, first, last, roles)
        else:
            super().dataChanged(first, last, roles)


class Navigation(QFrame):
    """The list itself. ``chosen`` carries the place that the person went to, ``entered`` that they want to be in it."""

    chosen = Signal(str)
    entered = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "side")
        self._workspace = workspace
        self.model = NavigationModel(self)
        self.list = _NavigationList()
        self.list.folding.connect(self._fold_group)
        self.list.resized.connect(self._fit_groups)
        self._folding = GroupFolding(workspace.settings.folded_groups)
        self.model.modelReset.connect(self._fit_groups)
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
        self._later.timeout.connect(self._follow)
        self._waiting: set[str] | None = set()
        """The statements whose lines may have to say something else, None for the whole list."""
        self._placed = False
        workspace.step_taken.connect(self._on_step_taken)
        workspace.year_opened.connect(self.refresh_counts)
        self.refresh_counts()
        self.fit_navigation_width()
        self.list.selectionModel().currentChanged.connect(self._on_line_chosen)
        for enter in (self.list.clicked, self.list.activated):  # by the mouse, by Enter; arrows only look round
            enter.connect(lambda _: self.entered.emit())

    def headed(self) -> QWidget:
        """Where the keyboard goes in it."""
        return self.list

    def fit_navigation_width(self) -> None:
        """Take the width that the text size asks for."""
        self.setFixedWidth(min(theme.px(232), WIDEST))
        self.list.doItemsLayout()
        self._fit_groups()

    def refresh_counts(self) -> None:
        """Count again."""
        self._waiting = set()
        self.model.show_assessment_lines(self._workspace.session.current)
        self._fit_groups()

    def _fold_group(self, heading: int, folded: bool) -> None:
        """Hide or show what stands under a heading, now and next time; the keyboard stays on what shows."""
        words = self.model.entries[heading].words
        (self._folding.fold_group if folded else self._folding.use_group)(words)
        self._workspace.settings.folded_groups = sorted(self._folding.chosen)
        self._fit_groups()
        announce(self.list, f"{words}: {'folded' if folded else 'unfolded'}")
        if folded and self.list.isRowHidden(self.list.currentIndex().row()):
            self._placed = True
            self.list.setCurrentIndex(self.model.index(heading))
            self._placed = False

    def _fit_groups(self) -> None:
        """Show the lines of the groups that nobody folded, as far as there is room for them without scrolling."""
        groups = self.model.list_groups()
        ungrouped = len(self.model.entries) - sum(1 + len(lines) for _, lines in groups)
        room = len(self.model.entries)
        if self.list.isVisible():  # before, it has no height that says anything
            room = self.list.viewport().height() // theme.px(LINE) - ungrouped - len(groups)
        named = [(self.model.entries[heading].words, len(lines)) for heading, lines in groups]
        folded = self._folding.list_folded_groups(named, room)
        self.model.set_folded_groups(folded)
        for (_, lines), (words, _) in zip(groups, named, strict=True):
            for line in lines:
                self.list.setRowHidden(line, words in folded)

    def _follow(self) -> None:
        """Count again what was touched since."""
        waiting, self._waiting = self._waiting, set()
        if waiting is None:
            self.refresh_counts()
        else:
            self.model.show_statements(self._workspace.session.current, waiting)

    def mark_place(self, place: str) -> None:
        """Mark where the person is, without going there again."""
        line = self.model.find_line_of_place(place)
        self._placed = True
        heading = self.model.find_heading(line) if line >= 0 else -1
        if heading >= 0:  # one sees where one is
            self._folding.use_group(self.model.entries[heading].words)
            self._fit_groups()
        if line >= 0:
            self.list.setCurrentIndex(self.model.index(line))
        else:
            self.list.clearSelection()
        self._placed = False

    def _on_step_taken(self, step: StepTaken) -> None:
        touched = step.touched
        if touched.everything:
            self._waiting = None
        elif self._waiting is not None and (touched.progress or touched.rating):
            self._waiting |= touched.statements
        if self._waiting is None or self._waiting:
            self._later.start()

    def _on_line_chosen(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if entry is not None and entry.place and not self._placed:
            self.chosen.emit(entry.place)
