"""A grid of five by five squares, how likely by how severe: one goes from square to square with the arrows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from selfassess.domain.model.risk_rating import LIKELIHOODS, SEVERITIES, describe_rating, name_band
from ui.widgets import theme
from ui.widgets.accessible_roles import speak_as

Rating = tuple[int, int]
"""Likelihood and severity, 1 to 5 each."""

STEPS = {
    Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip
"""Arrow -> by how much likelihood and severity change; the likeliest stands at the top."""
CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
TONES = {"low": "score3", "moderate": "score2", "high": "score1", "very high": "score1"}
"""Band -> the colours of its squares; the word is said wherever a square is."""
ROW, LEAST_WIDTH, WIDEST = 30, 34, 110
"""Pixels at 100 %: the height of a square, and between what its width may be."""


class Square(QAbstractButton):
    """One likelihood by one severity. ``count`` is written in it where it is no rating to choose but a map."""

    def __init__(self, grid: RatingGrid, rating: Rating) -> None:
        super().__init__(grid)
        self.rating = rating
        self.product = rating[0] * rating[1]
        self.words = str(self.product)
        self.grid = grid
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(describe_rating(*rating))

    def say(self, name: str) -> None:
        """Be called so, for the eye and for the ear."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(72), theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LEAST_WIDTH), theme.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # By themselves the arrows would choose each square they pass. Space or Enter chooses.
        key = Qt.Key(event.key())
        if key in STEPS:
            self.grid.focus_beside(self.rating, STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in CLEARING:
            self.grid.cleared.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        band = name_band(self.product)
        ink, tint = theme.colour(f"{TONES[band]}_ink"), theme.colour(f"{TONES[band]}_tint")
        if band == "very high":
            ink, tint = tint, ink
        chosen = self.isChecked()
        edge = theme.colour("ink") if chosen else theme.colour("line")
        painter.setBrush(tint if self.isEnabled() else theme.colour("surface"))
        painter.setPen(QPen(edge, 2.5 if chosen else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 3, 3)
        font = QFont(self.font())
        font.setPixelSize(theme.px(13))
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(ink if self.isEnabled() else theme.colour("muted"))
        words = f"✓ {self.words}" if chosen else self.words
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)


class Heading(QWidget):
    """The word of a row or a column; its number where there is no room for the word."""

    def __init__(self, number: int, word: str, align: Qt.AlignmentFlag) -> None:
        super().__init__()
        self._number, self._word, self._align = number, word, align
        self.setToolTip(word)
        across = align & Qt.AlignmentFlag.AlignHCenter
        self.setSizePolicy(QSizePolicy.Policy.Ignored if across else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self._small_font()).horizontalAdvance(self._word)
        return QSize(min(wide + theme.px(6), theme.px(WIDEST)), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._small_font())
        painter.setPen(theme.colour("muted"))
        fits = painter.fontMetrics().horizontalAdvance(self._word) <= self.width()
        words = self._word if fits else str(self._number)
        painter.drawText(self.rect(), self._align | Qt.AlignmentFlag.AlignVCenter, words)

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.px(12))
        return font


class RatingGrid(QWidget):
    """The squares with the words of their rows and columns. ``picked`` tells which was chosen by hand."""

    picked = Signal(tuple)
    cleared = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        speak_as(self, "group")
        self.setAccessibleName(name)
        self.squares: dict[Rating, Square] = {}
        self.group = QButtonGroup(self)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for row, (likelihood, word) in enumerate(reversed(LIKELIHOODS.items()), 1):
            layout.addWidget(Heading(likelihood, word, Qt.AlignmentFlag.AlignRight), row, 0)
            for severity in SEVERITIES:
                square = Square(self, (likelihood, severity))
                speak_as(square, "radio")
                self.squares[square.rating] = square
                self.group.addButton(square)
                layout.addWidget(square, row, severity)
        for severity, word in SEVERITIES.items():
            layout.addWidget(Heading(severity, word, Qt.AlignmentFlag.AlignHCenter), 0, severity)
            layout.setColumnStretch(severity, 1)
        self.group.buttonClicked.connect(self._on_square_clicked)
        self.setMaximumWidth(theme.px(6 * WIDEST))

    def show_rating(self, rating: Rating | None) -> None:
        """Mark one square as chosen, or none."""
        self.group.setExclusive(False)
        for each, square in self.squares.items():
            square.setChecked(each == rating)
        self.group.setExclusive(True)

    def focus_beside(self, rating: Rating, step: Rating) -> None:
        """Bring the keyboard to the square beside one; at the edge it stays."""
        beside = self.squares.get((rating[0] + step[0], rating[1] + step[1]))
        if beside is not None:
            beside.setFocus(Qt.FocusReason.TabFocusReason)

    def label_squares(self, words: Callable[[Rating], tuple[str, str]]) -> None:
        """Write something else in the squares: what is seen in each, and its name."""
        for rating, square in self.squares.items():
            square.words, name = words(rating)
            square.say(name)
            square.update()

    def _on_square_clicked(self, square: QAbstractButton) -> None:
        assert isinstance(square, Square)
        self.picked.emit(square.rating)
