"""The workbooks that were open lately, with what has become of their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from selfassess.services.workbook.recent_files import Found, inspect_recent_files
from ui.bridge.tasks import Task
from ui.widgets import look

MISSING = "Not there any more: moved, renamed, deleted, or on a drive that is not connected."

DAMAGED = "Damaged: it cannot be opened as it is."


class RecentWorkbooks(QFrame):
    """A card with one line for each recent workbook; lines are there at once, their state a moment later."""

    chosen = Signal(str)
    removed = Signal(str)
    back_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(10)
        self._column.addWidget(look.make_heading("Recent workbooks"))
        self._rows: dict[str, tuple[QWidget, QLabel, QPushButton, QPushButton]] = {}
        self._damage: dict[str, str] = {}
        self._empty = look.make_label("None yet. Workbooks you make or open will be listed here.", "muted")
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        self._task: Task | None = None

    def show_paths(self, paths: Sequence[str]) -> None:
        """List these workbooks, latest first."""
        for row, *_ in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows = {path: self._build_recent_row(path) for path in paths}
        for place, (row, *_) in enumerate(self._rows.values()):
            self._column.insertWidget(place + 1, row)
        self._empty.setVisible(not paths)
        if paths:
            self.look_again()

    def opener_of_path(self, path: str) -> QPushButton:
        """The button that opens one of those listed."""
        row = self._rows[path][0]
        row.show()  # one that was just made shows only in the next round, and could not have the keyboard before
        return row.findChildren(QPushButton)[0]

    def show_found_files(self, found: Sequence[Found]) -> None:
        """Say of each file when it was changed, or that it is missing or damaged."""
        from selfassess.domain.text.wording import british_datetime  # where there are some: the first paint comes first

        for file in found:
            if file.path not in self._rows:
                continue
            _, words, remove, back = self._rows[file.path]
            damage = self._damage.get(file.path) or (DAMAGED if file.damaged else "")
            when = MISSING if file.changed is None else f"Changed {british_datetime(file.changed.isoformat())}"
            words.setText("\n".join(part for part in (str(Path(file.path).parent), when, damage) if part))
            remove.setVisible(file.changed is None)
            back.setVisible(file.changed is None or bool(damage))

    def note_damaged_path(self, path: str, sentence: str) -> None:
        """Keep what opening a workbook has told, to be said beside it; "" where it is mended."""
        self._damage[path] = sentence
        if path in self._rows:
            self.look_again()

    def look_again(self) -> None:
        """Look at the files again, on a worker."""
        paths = tuple(self._rows)
        self._task = Task(lambda _, cancelled: inspect_recent_files(paths, cancelled))
        self._task.done.connect(self.show_found_files)
        self._task.start()

    def _build_recent_row(self, path: str) -> tuple[QWidget, QLabel, QPushButton, QPushButton]:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        name = Path(path).stem
        words = look.make_quiet_label(f"{Path(path).parent}\n")
        words.setContentsMargins(5, 0, 0, 0)
        opening = look.make_link_button(name.replace("&", "&&"), lambda: self.chosen.emit(path), leads=True)
        opening.setAccessibleName(f"Open {name}")
        remove = look.make_link_button("Take off this list", lambda: self.removed.emit(path))
        remove.setAccessibleName(f"Take {name} off this list")
        back = look.make_link_button("Go back to a backup…", lambda: self.back_asked.emit(path))
        back.setAccessibleName(f"Go back to a backup of {name}")
        for hidden in (remove, back):
            hidden.hide()
        column.addWidget(look.make_row(opening, back, remove))
        column.addWidget(words)
        return row, words, remove, back
