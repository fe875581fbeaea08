"""Where the window stands: as it was left, and always within the free space of a screen that is there."""

from __future__ import annotations

import binascii
from base64 import b64decode

from PySide6.QtCore import QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

FIRST = QSize(1366, 768)
"""The size of a window that was never left in another, where the screen has room for it."""
LEAST = QSize(640, 400)
TITLE, BORDER = 40, 8
"""What the window manager puts above and around a window, at most; nobody tells before it shows."""


def restore_window_shape(window: QWidget, left: str) -> None:
    """Give a window its first shape, or the one it was ``left`` in; what is not understood counts for nothing."""
    try:
        shape = b64decode(left, validate=True)
    except (ValueError, binascii.Error):
        shape = b""
    if not shape or not window.restoreGeometry(shape):
        window.resize(FIRST)
    fit_window_to_screen(window)


def fit_window_to_screen(window: QWidget) -> None:
    """Move a window into the free space of its screen, made smaller where it has to be; a full one stays so."""
    box = window.geometry()
    if not (window.isMaximized() or window.isFullScreen()):
        wanted = fit_box_to_screens(box, _list_free_space())
        if wanted.size() != box.size():
            window.resize(wanted.size())
        if wanted.topLeft() != box.topLeft():
            window.move(wanted.topLeft() - QPoint(BORDER, TITLE))


class KeptOnScreen(QObject):
    """Brings the windows back into view when a screen was taken away, or gives them less room than before."""

    def __init__(self, application: QGuiApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit_shown_windows)
        application.screenRemoved.connect(lambda _: self._soon.start())
        application.screenAdded.connect(self._watch_screen)
        for screen in application.screens():
            self._watch_screen(screen)

    def fit_shown_windows(self) -> None:
        """Fit every window that is shown, those of dialogs too."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QMainWindow | QDialog) and window.isVisible():
                fit_window_to_screen(window)

    def _watch_screen(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._soon.start)


def fit_box_to_screens(box: QRect, free: list[QRect]) -> QRect:
    """A window's box within the free space, of several, that holds most of it; of the first where none holds any."""
    most = max(free, key=lambda each: _area_of_box(each.intersected(box)), default=QRect(QPoint(), FIRST))
    room = most.adjusted(BORDER, TITLE, -BORDER, -BORDER)
    size = box.size().boundedTo(room.size())
    left = min(max(box.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(box.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(QPoint(left, top), size)


def _area_of_box(box: QRect) -> int:
    if not box.isValid():
        return 0
    return box.width() * box.height()


def _list_free_space() -> list[QRect]:
    """The free space of each screen, the main one first."""
    first = QGuiApplication.primaryScreen()
    screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not first)
    return [screen.availableGeometry() for screen in screens]
