"""The workbooks that were open lately, with what has become of their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.bridge.tasks import Task
from ui.widgets import look

MISSING = "Not there any more: moved, renamed, deleted, or on a drive that is not connected."


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at a file told: when it was last changed, None where it is missing."""

    path: str
    changed: datetime | None


def look_at(paths: Sequence[str], cancelled: Callable[[], bool] = lambda: False) -> list[Found]:
    """Look at each file; a drive that has gone away can take many seconds, so this runs on a worker."""
    found = []
    for path in paths:
        if cancelled():
            break
        try:
            changed = datetime.fromtimestamp(Path(path).stat().st_mtime).astimezone()
        except (OSError, ValueError):
            found.append(Found(path, None))
        else:
            found.append(Found(path, changed))
    return found


class RecentWorkbooks(QFrame):
    """A card with one line for each recent workbook; lines are there at once, their state a moment later."""

    chosen = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(10)
        self._column.addWidget(look.heading("Recent workbooks"))
        self._rows: dict[str, tuple[QWidget, QLabel, QPushButton]] = {}
        self._empty = look.label("None yet. Workbooks you make or open will be listed here.", "muted")
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        self._task: Task | None = None

    def show_paths(self, paths: Sequence[str]) -> None:
        """List these workbooks, latest first."""
        for row, _, _ in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows = {path: self._row(path) for path in paths}
        for place, (row, _, _) in enumerate(self._rows.values()):
            self._column.insertWidget(place + 1, row)
        self._empty.setVisible(not paths)
        if paths:
            self._task = Task(lambda _, cancelled: look_at(paths, cancelled))
            self._task.done.connect(self.show_found)
            self._task.start()

    def show_found(self, found: Sequence[Found]) -> None:
        """Say of each file when it was changed, or that it is missing."""
        from selfassess.domain.fields import british_datetime  # where there are some: the first paint comes first

        for file in found:
            if file.path not in self._rows:
                continue
            _, words, remove = self._rows[file.path]
            when = MISSING if file.changed is None else f"Changed {british_datetime(file.changed.isoformat())}"
            words.setText(f"{Path(file.path).parent}\n{when}")
            remove.setVisible(file.changed is None)

    def _row(self, path: str) -> tuple[QWidget, QLabel, QPushButton]:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        name = Path(path).stem
        words = look.quiet(f"{Path(path).parent}\n")
        words.setContentsMargins(5, 0, 0, 0)
        opening = look.link_button(name.replace("&", "&&"), lambda: self.chosen.emit(path))
        opening.setAccessibleName(f"Open {name}")
        remove = look.link_button("Take off this list", lambda: self.removed.emit(path))
        remove.setAccessibleName(f"Take {name} off this list")
        remove.hide()
        column.addWidget(look.row(opening, remove))
        column.addWidget(words)
        return row, words, remove
