"""The seven steps in a row: each a button with its state and count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from ui.pages.statement.model import STEP_NAMES, StepState
from ui.widgets import theme
from ui.widgets.accessible_roles import speak_as


class StepButton(QAbstractButton):
    """One step: a bar above its name, a tick where there is something in it, its count below."""

    def __init__(self, state: StepState) -> None:
        super().__init__()
        speak_as(self, "tab")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_state(state)

    def show_state(self, state: StepState, number: int = 0, total: int = len(STEP_NAMES)) -> None:
        """Show how the step stands, and which of how many it is."""
        self.state = state
        self.place = (number or list(STEP_NAMES).index(state.key) + 1, total)
        self.setText(state.name)
        filled = "something in it" if state.done else "nothing in it yet"
        parts = [f"Step {self.place[0]} of {total}: {state.name}", filled, state.count]
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self._step_font(13, False)).horizontalAdvance(f"✓ {self.state.name}") + 8
        return QSize(wide, theme.px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), theme.px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.isChecked()
        done = self.state.done
        painter.setPen(Qt.PenStyle.NoPen)
        fill_colour = "accent" if here or done else "line"
        painter.setBrush(theme.colour(fill_colour))
        bar = theme.px(4)
        painter.drawRoundedRect(QRectF(0, 2, self.width() - 2, bar), 2, 2)
        top = bar + theme.px(8)
        pen_colour = "accent" if here else "ink" if done else "muted"
        painter.setPen(theme.colour(pen_colour))
        painter.setFont(self._step_font(13, here))
        shows_tick = done and not here
        name = f"✓ {self.state.name}" if shows_tick else self.state.name
        height = theme.px(18)
        short = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, self.width() - 6)
        painter.drawText(QRectF(2, top, self.width() - 4, height), Qt.AlignmentFlag.AlignLeft, short)
        painter.setPen(theme.colour("muted"))
        painter.setFont(self._step_font(12, False))
        below = QRectF(2, top + height, self.width() - 4, height)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self.state.count)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _step_font(self, size: int, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.px(size))
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        font.setWeight(weight)
        return font


class StepBar(QWidget):
    """The steps; ``chosen`` tells which one a person wants. Arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        speak_as(self, "tabs")
        self.setAccessibleName("Steps of this statement")
        self.buttons = {key: StepButton(StepState(key, name, False, "")) for key, name in STEP_NAMES.items()}
        self.group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._columns = 0
        self._shown = tuple(self.buttons)
        for key, button in self.buttons.items():
            self.group.addButton(button)
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
        self._arrange_step_buttons(len(self.buttons))

    def show_step_states(self, states: Sequence[StepState], current: str) -> None:
        """Show these steps and how they stand, and which one is open; one alone wants no bar."""
        for number, state in enumerate(states, 1):
            button = self.buttons[state.key]
            if (button.state, button.place) != (state, (number, len(states))):
                button.show_state(state, number, len(states))
        self._show_only(tuple(state.key for state in states))
        self.buttons[current].setChecked(True)
        self._fit_step_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Home: -len(self.buttons), Qt.Key.Key_End: len(self.buttons)}
        by = moves.get(Qt.Key(event.key()), 0)
        if not by:
            super().keyPressEvent(event)
            return
        keys = self._shown
        last_or_first = 0 if by < 0 else -1
        self.buttons[keys[last_or_first]].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_step_rows()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(260), super().minimumSizeHint().height())

    def _fit_step_rows(self) -> None:
        """One row where the names have room, two where they have not."""
        wanted = sum(self.buttons[key].sizeHint().width() + self._grid.spacing() for key in self._shown)
        count = len(self._shown)
        columns = count if wanted <= self.width() else min(count, 4)
        self._arrange_step_buttons(columns)

    def _show_only(self, keys: tuple[str, ...]) -> None:
        if keys == self._shown:
            return
        self._shown = keys
        self._columns = 0
        for key, button in self.buttons.items():
            button.setVisible(key in keys)
        self.setVisible(len(keys) > 1)

    def _arrange_step_buttons(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for button in self.buttons.values():
            self._grid.removeWidget(button)
        shown_buttons = enumerate(self.buttons[key] for key in self._shown)
        for index, button in shown_buttons:
            self._grid.addWidget(button, index // columns, index % columns)
        for column in range(len(self.buttons)):
            stretch = 1 if column < columns else 0
            self._grid.setColumnStretch(column, stretch)
            self._grid.setColumnMinimumWidth(column, 0)
        if columns == len(self._shown):  # in one row each has room for its name, and no more than its share
            for column, key in enumerate(self._shown):
                self._grid.setColumnMinimumWidth(column, self.buttons[key].sizeHint().width())
