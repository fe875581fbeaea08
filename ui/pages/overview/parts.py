"""What the overview draws itself: the bar of rating bands, the grids of statements, the number cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.framework.framework import Band, shade_level
from selfassess.domain.text.wording import format_percent
from ui.pages.overview.model import CoverageModel, Number, StepsModel
from ui.widgets import theme
from ui.widgets.heads import find_bar_height, fit_heads
from ui.widgets.look import make_label, make_link_button, make_quiet_label

LEAST_SHOWN = 25
"""The lowest percentage there is: all scores are 1."""


def build_card_head(left: QWidget, right: QWidget) -> QWidget:
    """The top line of a card: its heading, and something at the right."""
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    line.addWidget(left, 1)
    if isinstance(right, QLabel):
        right.setWordWrap(False)
    line.addWidget(right)
    return widget


class NumberCard(QFrame):
    """One number with what it counts, and a link to where it comes from."""

    def __init__(self, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.number = make_label("", "number")
        self.words = make_label("")
        self.detail = make_quiet_label("")
        self.link = make_link_button("")
        self.link.setProperty("flush", True)
        self._place = ""
        self.link.clicked.connect(lambda: go(self._place))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(2)
        for part in (self.number, self.words, self.detail):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def show_overview_number(self, what: Number) -> None:
        """Show a number."""
        self.number.setText(what.number)
        self.words.setText(what.words)
        self.detail.setText(what.detail)
        self.detail.setVisible(bool(what.detail))
        self.link.setText(f"{what.leads} ›")
        self.link.setAccessibleName(f"{what.number} {what.words}. Go to: {what.leads}")
        self.setAccessibleName(f"{what.number} {what.words}")
        self._place = what.place


class BandBar(QWidget):
    """The rating bands as a bar, with a marker where the scores are."""

    def __init__(self) -> None:
        super().__init__()
        self._bands: tuple[Band, ...] = ()
        self._percent: int | None = None
        self._least = LEAST_SHOWN
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rating_marker(
        self, bands: Sequence[Band], percent: int | None, words: str, least: int = LEAST_SHOWN
    ) -> None:
        """Show the marker at a percentage, of a bar that begins at the ``least``; ``words`` say it to a listener."""
        self._bands, self._percent, self._least = tuple(bands), percent, least
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(66))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(66))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bands:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(theme.px(12))
        painter.setFont(font)
        top, height = float(theme.px(22)), float(theme.px(18))
        starts = [self._least, *(band.minimum for band in self._bands[1:]), 100]
        for number, band in enumerate(self._bands):
            left, right = self._position_of_percent(starts[number]), self._position_of_percent(starts[number + 1])
            box = QRectF(left, top, right - left - 2, height)
            shade = shade_level(number + 1, max(len(self._bands), 2))
            painter.fillRect(box, theme.colour(f"score{shade}_tint"))
            painter.setPen(QPen(theme.colour(f"score{shade}_ink"), 1))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
            room = QRectF(left, top + height + 4, right - left - 2, theme.px(18))
            said = painter.fontMetrics().elidedText(band.label, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, said)
        self._paint_rating_marker(painter, top, height)

    def _paint_rating_marker(self, painter: QPainter, top: float, height: float) -> None:
        if self._percent is None:
            return
        at = self._position_of_percent(self._percent)
        painter.setPen(QPen(theme.colour("ink"), 2))
        painter.drawLine(int(at), int(top - 4), int(at), int(top + height + 3))
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        wide = theme.px(60)
        left = min(max(at - wide / 2, 0), self.width() - wide)
        box = QRectF(left, 0, wide, theme.px(18))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, format_percent(self._percent))

    def _position_of_percent(self, percent: int) -> float:
        return (percent - self._least) * self.width() / (100 - self._least)


class _Cells(QStyledItemDelegate):
    """Paints a count on a tint that grows with it ("none" in a dashed outline), a step as a tick or an outline."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 2, -2, -2)
        model = index.model()
        if isinstance(model, CoverageModel):
            self._paint_count_cell(painter, box, model.count_in_cell(index), model.greatest_count())
        elif isinstance(model, StepsModel):
            self._paint_step_cell(painter, box, model.is_step_done(index))
        view = option.widget
        if option.state & QStyle.StateFlag.State_Selected and isinstance(view, QWidget) and view.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 5, 5)
        painter.restore()

    def _paint_count_cell(self, painter: QPainter, box: QRectF, count: int, most: int) -> None:
        font = painter.font()
        font.setPixelSize(theme.px(12))
        painter.setFont(font)
        if not count:
            painter.setPen(QPen(theme.colour("unscored"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.colour("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "none")
            return
        part = min(count / max(most, 6), 1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_mix_colours(theme.colour("heat_low"), theme.colour("heat_high"), part))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("heat_high_ink" if part > 0.5 else "heat_low_ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))

    def _paint_step_cell(self, painter: QPainter, box: QRectF, done: bool) -> None:
        side = float(theme.px(16))
        place = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        if not done:
            painter.setPen(QPen(theme.colour("unscored"), 1, Qt.PenStyle.DashLine))
            painter.drawEllipse(place)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(place)
        pen = QPen(theme.colour("on_accent"), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = place.x(), place.y()
        painter.drawLine(int(x + side * 0.28), int(y + side * 0.52), int(x + side * 0.44), int(y + side * 0.68))
        painter.drawLine(int(x + side * 0.44), int(y + side * 0.68), int(x + side * 0.74), int(y + side * 0.34))


def _mix_colours(low: QColor, high: QColor, part: float) -> QColor:
    ends = ((low.red(), high.red()), (low.green(), high.green()), (low.blue(), high.blue()))
    return QColor(*(round(a + (b - a) * part) for a, b in ends))


class StatementGrid(QTableView):
    """A grid of statements that the keyboard walks through; ``entered`` tells the place a cell leads to."""

    entered = Signal(str)

    def __init__(self, model: CoverageModel | StepsModel, name: str) -> None:
        super().__init__()
        self._cells = model
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(name)
        self.setProperty("look", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        self.setCornerButtonEnabled(False)
        side = self.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setHighlightSections(False)
        side.sectionClicked.connect(lambda row: self.entered.emit(f"statement:{model.statement_at_row(row).key}"))
        self.clicked.connect(self._enter_cell)
        model.modelReset.connect(self.fit_grid_rows)
        self.fit_grid_rows()

    def fit_grid_rows(self) -> None:
        """Take the height of the rows, and give the names at most half of the width."""
        self.verticalHeader().setDefaultSectionSize(theme.px(26))
        self.verticalHeader().setMaximumWidth(max(self.width() // 2, 120))
        heads = fit_heads(self) + find_bar_height(self)
        self.setFixedHeight(heads + theme.px(26) * self._cells.rowCount() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self._enter_cell(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._cells.rowCount():
            self.setCurrentIndex(self._cells.index(0, 0))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_grid_rows()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit_grid_rows()

    def _enter_cell(self, index: QModelIndex) -> None:
        self.entered.emit(self._cells.place_of_cell(index))
