"""How large the system shows its own text, followed while the program runs."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

USUAL_POINTS = {"win32": 9.0, "darwin": 13.0}
"""How large the system's text is where nobody has changed it: Segoe UI 9, the Mac's own font 13."""
ELSEWHERE = 11.0
MOST = 225
"""Per cent: as large as Windows makes its text."""


def find_percent() -> int:
    """The size of the system's text in per cent of the usual one; smaller text than usual counts as usual."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    share = font.pointSizeF() / USUAL_POINTS.get(sys.platform, ELSEWHERE)
    return min(max(round(share * 100), 100), MOST)


class SizeFollower(QObject):
    """Calls back when the size of the system's text is another; ``window`` is told of it by the system."""

    def __init__(self, window: QWidget, changed: Callable[[], object]) -> None:
        super().__init__(window)
        self._changed = changed
        self._percent = find_percent()
        window.installEventFilter(self)  # not the application's: that would be handed every event there is

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ApplicationFontChange, QEvent.Type.ThemeChange):
            percent = find_percent()
            if percent != self._percent:
                self._percent = percent
                self._changed()
        return False
