"""What a field does when one leaves it by pressing a button waits until the button is let go.

A field that is left may change what stands below it: a link shows the field for its day, a refusal shows a sentence.
Whoever pressed the mouse on something there holds it for a tenth of a second; were the page to move meanwhile, the
button would be let go beside what it was pressed on, and the click would be lost.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication, QLayout, QWidget
from shiboken6 import isValid

LETS_GO = {QEvent.Type.MouseButtonRelease, QEvent.Type.KeyPress, QEvent.Type.Drop, QEvent.Type.FocusOut}
"""What ends the time in which a button is held: it is let go, or the next sign that it was, somewhere else."""


class HeldButton(QObject):
    """Does what a field asked for as soon as the mouse button that was pressed elsewhere is let go.

    It looks at what comes to the window and not at what comes to its parts: the release is seen here before it reaches
    what was pressed, so that what the click leads to finds the field saved. What saving it shows is laid out after the
    click, so that the release arrives where the button was pressed.
    """

    def __init__(self, window: QWindow, field: QWidget, act: Callable[[], None]) -> None:
        super().__init__(field)
        self._window, self._act = window, act
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if _tells_of_release(event) and isValid(self._window):
            self._window.removeEventFilter(self)
            self.deleteLater()
            held = _stop_layouts(event.globalPosition().toPoint()) if isinstance(event, QMouseEvent) else []
            self._act()
            QTimer.singleShot(0, lambda: _let_layouts_go(held))
        return False


def act_when_released(field: QWidget, event: QFocusEvent, act: Callable[[], None]) -> None:
    """Act at once, unless the field lost the keyboard by a mouse button that is still held: then when it is let go."""
    window = field.window().windowHandle()
    held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
    if window is not None and held and event.reason() == Qt.FocusReason.MouseFocusReason:
        HeldButton(window, field, act)
    else:
        act()


def _tells_of_release(event: QEvent) -> bool:
    if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
        return event.buttons() == Qt.MouseButton.NoButton
    return event.type() in LETS_GO


def _stop_layouts(at: QPoint) -> list[QLayout]:
    """Keep what is at a place of the screen where it is; answers what lays it out."""
    part = QApplication.widgetAt(at)
    held = []
    while part is not None and not part.isWindow():
        part = part.parentWidget()
        layout = part.layout() if part is not None else None
        if layout is not None and layout.isEnabled():
            layout.setEnabled(False)
            held.append(layout)
    return held


def _let_layouts_go(held: list[QLayout]) -> None:
    layouts = [layout for layout in held if isValid(layout)]
    for layout in layouts:
        layout.setEnabled(True)
    for layout in reversed(layouts):  # from the window inwards; what asked for it meanwhile was told nothing
        layout.activate()
