"""What is typed and not in the workbook yet: who holds it, since when, and that it is saved in time.

However fast somebody types, what is unsaved is saved so long after its first key; what cannot be saved is tried again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

IN_TIME_MS = 2_500
"""What was typed first waits no longer than this; the promise is three seconds."""


class Pending(QObject):
    """The editors with something unsaved. ``changed`` tells when there is something, or nothing, or it is overdue.

    An editor that can save while somebody types in it has ``save_as_typed``; others are saved when they are left.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editors: dict[Any, None] = {}
        self.overdue = False
        self.trying = False
        self.timer = QTimer(self, singleShot=True, interval=IN_TIME_MS, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self.save_editors)

    def add_editor(self, editor: Any) -> None:
        """Note that an editor holds something unsaved."""
        first = not self._editors
        self._editors[editor] = None
        if not self.timer.isActive():
            self.timer.start()
        if first:
            self.changed.emit()

    def discard_editor(self, editor: Any) -> None:
        """Note that all that an editor holds is saved, or let go of."""
        if editor not in self._editors:
            return
        del self._editors[editor]
        if not self._editors:
            self.clear_editors()

    def clear_editors(self) -> None:
        """Note that nothing is unsaved any more."""
        self._editors.clear()
        self.timer.stop()
        self.overdue = False
        self.changed.emit()

    def save_editors(self) -> None:
        """Have everything saved that can be saved while it is typed; what is left is tried again."""
        self.trying = True
        try:
            for editor in tuple(self._editors):
                if isinstance(editor, QObject) and not isValid(editor):
                    self.discard_editor(editor)  # it went with its page
                    continue
                save = getattr(editor, "save_as_typed", None)
                if save is not None:
                    save()
        finally:
            self.trying = False
        if self._editors:
            self.overdue = True
            self.timer.start()
            self.changed.emit()

    def __contains__(self, editor: object) -> bool:
        return editor in self._editors

    def __iter__(self) -> Iterator[Any]:
        return iter(tuple(self._editors))

    def __len__(self) -> int:
        return len(self._editors)
