"""Sentences worth knowing about a file: the first of them, and all when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.look import make_link_button, make_text

FIRST = 2
"""Sentences that are shown before somebody asks for the others."""

SHORT = 240
"""So much of a long sentence is shown before."""


class Notes(QWidget):
    """Shows sentences; nothing where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self._notes: tuple[str, ...] = ()
        self.said = make_text("")
        self.more = make_link_button("", self.show_every_note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.said)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show other sentences."""
        self._notes = tuple(notes)
        short = [note if len(note) <= SHORT else f"{note[:SHORT].rsplit(maxsplit=1)[0]} …" for note in notes[:FIRST]]
        self._write_notes(short)
        more_words = f"Show all {len(notes):,} notes" if len(notes) > 1 else "Show the whole note"
        self.more.setText(more_words)
        self.more.setVisible(tuple(short) != self._notes)
        self.setVisible(bool(notes))

    def show_every_note(self) -> None:
        """Show every sentence whole."""
        self._write_notes(self._notes)
        self.more.hide()

    def _write_notes(self, notes: Sequence[str]) -> None:
        self.said.setText("\n".join(f"•  {note}" for note in notes))
