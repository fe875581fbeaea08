"""How far something is covered, painted: a sign with its word on a tint, so that colour never stands alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from ui.widgets import theme

COVER_SIGNS = {"covered": "●", "partial": "◐", "missing": "○", "if_available": "◌"}
"""State of coverage -> its sign."""
_TINTS = {"covered": ("good_tint", "good"), "partial": ("warning_tint", "warning")}

_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
"""At words where that is possible, and within a word that is longer than its line."""


def paint_cover(painter: QPainter, box: QRectF, state: str, word: str, below: tuple[str, ...]) -> None:
    """Paint sign and word into a box, and under it the first of the texts ``below`` that has room."""
    ink = _paint_ground(painter, box, state)
    inner = box.adjusted(8, 3, -6, -3)
    painter.setPen(theme.colour(ink))
    _write_in_box(
        painter, QRectF(inner.x(), inner.y(), inner.width(), inner.height() / 2), f"{COVER_SIGNS[state]} {word}", 13
    )
    font = _set_font_size(painter, 12, QFont.Weight.Normal)
    fits = [each for each in below if QFontMetricsF(font).horizontalAdvance(each) <= inner.width()]
    lower = QRectF(inner.x(), inner.center().y(), inner.width(), inner.height() / 2)
    _write_in_box(painter, lower, (fits or below[-1:])[0], 12, QFont.Weight.Normal)


def paint_source(painter: QPainter, box: QRectF, state: str, words: str) -> None:
    """Paint a source into a box: its sign, and its words in as many lines as they need."""
    ink = _TINTS.get(state, ("", "muted"))[1]
    upper = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    painter.setFont(source_font(painter.font()))
    painter.setPen(theme.colour(ink))
    painter.drawText(box.adjusted(8, 4, 0, 0), upper, COVER_SIGNS[state])
    painter.setPen(theme.colour("ink" if state in _TINTS else "muted"))
    painter.drawText(box.adjusted(_beside_sign(), 4, -4, 0), upper | _WRAP, words)


def source_height(font: QFont, width: float, words: str) -> int:
    """How tall a source is in a box of this width."""
    metrics = QFontMetricsF(source_font(font))
    room = QRectF(0, 0, max(width - _beside_sign() - 4, 20), 10_000)
    return int(metrics.boundingRect(room, int(_WRAP), words).height()) + 8


def source_font(font: QFont) -> QFont:
    """The letters of a source."""
    made = QFont(font)
    made.setPixelSize(theme.px(12))
    return made


def _beside_sign() -> int:
    """Where the words of a source begin."""
    return 8 + theme.px(14)


def _paint_ground(painter: QPainter, box: QRectF, state: str) -> str:
    """Paint what stands behind the words; gives the name of the colour they have."""
    if state not in _TINTS:
        painter.setPen(QPen(theme.colour("unscored"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        return "muted"
    tint, ink = _TINTS[state]
    pen = QPen(theme.colour(ink), 1) if theme.current_scheme() == "contrast" else Qt.PenStyle.NoPen
    painter.setPen(pen)
    painter.setBrush(theme.colour(tint))
    painter.drawRoundedRect(box, 4, 4)
    return ink


def _set_font_size(painter: QPainter, size: int, weight: QFont.Weight) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(theme.px(size))
    font.setWeight(weight)
    painter.setFont(font)
    return font


def _write_in_box(
    painter: QPainter, box: QRectF, words: str, size: int, weight: QFont.Weight = QFont.Weight.DemiBold
) -> None:
    metrics = QFontMetricsF(_set_font_size(painter, size, weight))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
