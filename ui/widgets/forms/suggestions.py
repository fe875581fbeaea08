"""The control for a line of text that mostly is one of a few: what is typed is completed, and may be something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QWidget

from selfassess.domain.model.fields import Field, Value
from ui.widgets.forms.controls import LineControl


class SuggestionControl(LineControl):
    """A line that offers, below what is typed, those of its suggestions that hold it."""

    def __init__(self, field: Field, suggestions: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.suggestions = suggestions
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _: self.changed.emit())
        self.line.setCompleter(completer)

    def show_stored_value(self, value: Value) -> None:
        self._words.setStringList(list(self.suggestions()))
        super().show_stored_value(value)
