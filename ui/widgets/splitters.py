"""The border between two parts that stand side by side, moved by keys as it is by the mouse."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter

from ui.widgets.announcement import announce

KEYS = {"Ctrl+Alt+Left": -1, "Ctrl+Alt+Up": -1, "Ctrl+Alt+Right": 1, "Ctrl+Alt+Down": 1}
"""Keys -> which way they move the border, a tenth of the room at a time."""


def move_border_by_keys(splitter: QSplitter) -> None:
    """Let keys move the border of a splitter of two parts from anywhere in them."""
    for keys, way in KEYS.items():
        shortcut = QShortcut(QKeySequence(keys), splitter)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(move_border, splitter, way))


def move_border(splitter: QSplitter, way: int) -> None:
    """Move the border a tenth of the room, and say where it is now."""
    first, second = splitter.sizes()[:2]
    room = first + second
    splitter.moveSplitter(first + way * room // 10, 1)
    announce(splitter, f"The first part has {round(100 * splitter.sizes()[0] / max(room, 1))}% of the room")
