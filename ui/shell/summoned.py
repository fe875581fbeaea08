"""Has the window come to the front when its workbook is opened a second time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject

from selfassess.services.workbook import summons


class Summoned(QObject):
    """Watches for whoever asks for the workbook that is open; ``come`` is given the place to show, or ""."""

    def __init__(self, path: Path, come: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._come = come
        self._watcher = QFileSystemWatcher(self)
        try:
            self._watcher.addPath(str(summons.summons_folder()))
        except OSError:
            return  # without a folder of one's own nobody can ask
        self._watcher.directoryChanged.connect(self.answer_summons)

    def answer_summons(self) -> None:
        """See whether somebody asks, and come."""
        place = summons.answer_call(self._path)
        if place is not None:
            self._come(place)
