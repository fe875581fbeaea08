"""What the wheel may do: it scrolls. It changes no answer and takes the keyboard to nothing it passes over.

The style decides, because every widget goes through its hands before it shows.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QProxyStyle,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOption,
    QTabBar,
    QWidget,
)
from shiboken6 import createdByPython

from ui.widgets.field_undo import keep_undo

CHANGED_BY_IT = (QComboBox, QAbstractSpinBox, QAbstractSlider, QTabBar)
"""What Qt lets the wheel change."""


class SteadyStyle(QProxyStyle):
    """A style under which the wheel only scrolls."""

    def polish(self, what: Any) -> Any:
        dressed = super().polish(what)
        # Only what the program made itself: of parts that Qt makes, as in its dialog for files, nothing tells Python
        # that they are gone, and whoever still holds one takes the process down.
        if isinstance(what, QWidget) and createdByPython(what):
            steady_wheel(what)
            keep_undo(what)
        return dressed

    def standardIcon(
        self, which: QStyle.StandardPixmap, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> QIcon:
        """Qt's own icon; for emptying a line ours, which takes a millisecond where Qt looks for one for up to 90."""
        if which is QStyle.StandardPixmap.SP_LineEditClearButton:
            return QIcon("icons:cross.svg")
        return super().standardIcon(which, option, widget)


def steady_wheel(widget: QWidget) -> None:
    """Keep the wheel from changing a widget and from giving it the keyboard, and the keyboard from nameless frames."""
    if widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if isinstance(widget, QScrollArea) and not widget.accessibleName():
        widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a stop that says nothing; Page Down reaches it from inside
    if isinstance(widget, CHANGED_BY_IT) and not isinstance(widget, QScrollBar):
        widget.installEventFilter(_wheel_brake())


class _Brake(QObject):
    """Hands the wheel on to what a widget stands in, which scrolls."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Wheel:
            return False
        event.ignore()
        return True


@cache
def _wheel_brake() -> _Brake:
    return _Brake()
