"""A small line chart: values in order, with a target and a comparator as lines; all of it is said in words as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets import theme

HIGH = 150
DOT = 3.5
GAP = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of the chart: what its place is called, the value (None leaves a gap), and the value in words."""

    name: str
    value: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the whole chart, named at its end; ``dotted`` tells two of them apart without colour."""

    name: str
    value: float
    dotted: bool = False


class LineChart(QWidget):
    """Draws values from left to right. What it shows is its accessible description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.marks: tuple[Mark, ...] = ()
        self.levels: tuple[Level, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Chart")

    def show_values(self, name: str, marks: Sequence[Mark], levels: Sequence[Level]) -> None:
        """Show other values; ``name`` is what they are of."""
        self.marks, self.levels = tuple(marks), tuple(levels)
        values = "; ".join(f"{mark.name}: {mark.words}" for mark in self.marks if mark.words)
        lines = "; ".join(f"line at {level.name}" for level in self.levels)
        self.setAccessibleName(f"Chart of {name}")
        self.setAccessibleDescription("; ".join(filter(None, (values, lines))))
        self.update()

    @property
    def drawable_count(self) -> int:
        """How many values there are to draw."""
        return sum(mark.value is not None for mark in self.marks)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(HIGH))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.drawable_count:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(theme.px(11))
        painter.setFont(font)
        letters = painter.fontMetrics().height()
        box = QRectF(self.rect()).adjusted(GAP * 3, letters + GAP, -GAP * 3, -letters - GAP)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        for level in self.levels:
            self._draw_level(painter, self._point_for_value(box, 0, level.value).y(), level)
        self._draw_value_lines(painter, box)
        self._name_levels(painter, box)
        self._name_values(painter, box)

    def _point_for_value(self, box: QRectF, at: int, value: float) -> QPointF:
        mark_values = [mark.value for mark in self.marks if mark.value is not None]
        level_values = [level.value for level in self.levels]
        there = mark_values + level_values
        low = min(there)
        high = max(there)
        if low >= 0 and low < high / 2:
            low = min(low, 0.0)
        share = (value - low) / (high - low) if high > low else 0.5
        step = box.width() / (len(self.marks) - 1) if len(self.marks) > 1 else 0
        left = box.left() + at * step if len(self.marks) > 1 else box.center().x()
        return QPointF(left, box.bottom() - share * box.height())

    def _draw_level(self, painter: QPainter, high: float, level: Level) -> None:
        style = Qt.PenStyle.DotLine if level.dotted else Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.colour("muted"), 1.2, style))
        painter.drawLine(QPointF(0, high), QPointF(self.width(), high))

    def _name_levels(self, painter: QPainter, box: QRectF) -> None:
        """What each line is, at its left end: above it, or below where another stands above."""
        taken: list[float] = []
        metrics = painter.fontMetrics()
        for level in self.levels:
            high = self._point_for_value(box, 0, level.value).y()
            above = high > metrics.height() and not any(abs(high - other) < 2 * metrics.height() for other in taken)
            taken.append(high)
            words = metrics.elidedText(level.name, Qt.TextElideMode.ElideRight, int(self.width() * 0.6))
            top = high - metrics.height() - 1 if above else high + 1
            room = QRectF(0, top, metrics.horizontalAdvance(words) + 2, metrics.height())
            painter.fillRect(room, theme.colour("surface"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _draw_value_lines(self, painter: QPainter, box: QRectF) -> None:
        accent = theme.colour("accent")
        run: list[QPointF] = []
        runs = [run]
        for at, mark in enumerate(self.marks):
            if mark.value is None:
                run = []
                runs.append(run)
            else:
                run.append(self._point_for_value(box, at, mark.value))
        painter.setPen(QPen(accent, 2))
        for points in runs:
            painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        for points in runs:
            for point in points:
                painter.drawEllipse(point, DOT, DOT)

    def _name_values(self, painter: QPainter, box: QRectF) -> None:
        """The first and last period below, and the last value at its dot."""
        metrics = painter.fontMetrics()
        last = max(at for at, mark in enumerate(self.marks) if mark.value is not None)
        value = self.marks[last].value
        assert value is not None
        painter.setPen(theme.colour("ink"))
        self._draw_words_around(
            painter,
            self._point_for_value(box, last, value).x(),
            self._point_for_value(box, last, value).y() - metrics.height() - GAP,
            self.marks[last].words,
        )
        painter.setPen(theme.colour("muted"))
        for at in sorted({0, len(self.marks) - 1}):
            middle = self._point_for_value(box, at, value).x()
            self._draw_words_around(painter, middle, self.height() - metrics.height() - 1, self.marks[at].name)

    def _draw_words_around(self, painter: QPainter, middle: float, top: float, words: str) -> None:
        """Words around a place, moved in where they would leave the chart."""
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(words) + 2
        left = min(max(middle - wide / 2, 0), max(self.width() - wide, 0))
        painter.drawText(QRectF(left, max(top, 0), wide, metrics.height()), Qt.AlignmentFlag.AlignCenter, words)
