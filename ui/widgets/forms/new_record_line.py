"""The line that adds a record: one names it and presses Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.forms.form_context import FormContext
from ui.widgets.look import make_quiet_label, make_secondary_button, show_if
from ui.widgets.prompt import PromptAbove


class NewRecordLine(QWidget):
    """A line to name a new record and a button to add it; ``add`` gives the id of the record, "" where it was refused.

    What was named but not added is added when everything must be saved, so that it is not lost. ``added`` tells the id
    once the line is empty again: whatever goes wrong in showing the record, adding again cannot make a second one.
    ``explain`` says below the line what is understood of the words in it.
    """

    added = Signal(str)

    def __init__(
        self,
        context: FormContext,
        prompt: str,
        add: Callable[[str], str],
        button: str = "Add",
        parent: QWidget | None = None,
        *,
        explain: Callable[[str], str] = lambda words: "",
    ) -> None:
        super().__init__(parent)
        self._add = add
        self._explain = explain
        self._adding = False
        self.context = context
        self.line = QLineEdit()
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        self.button = make_secondary_button(button, self.flush)
        self.button.setEnabled(False)
        self.setFocusProxy(self.line)
        self.understood = make_quiet_label("")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(PromptAbove(self.line))
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addWidget(self.line, 1)
        self.row.addWidget(self.button)
        self.column.addLayout(self.row)
        self.column.addWidget(self.understood)
        self.understood.hide()
        self.line.textChanged.connect(self._on_title_text)
        self.line.returnPressed.connect(self.flush)
        show_if(self, not context.read_only)
        context.register_editor(self)

    def flush(self) -> bool:
        """Add what is named; False where that is not possible, and then the words stay."""
        title = self.line.text().strip()
        if not title or self._adding:
            return True
        self._adding = True
        try:
            id = self._add(title)
        finally:
            self._adding = False
        if id:
            self.line.clear()
            self.added.emit(id)
        return bool(id) or not self.line.text().strip()

    def draft(self) -> tuple[str, str]:
        """The name of the line and what stands in it."""
        return self.line.accessibleName(), self.line.text()

    def put_back(self, words: str) -> None:
        """Show words again that were not added."""
        self.line.setText(words)
        self.line.setFocus()

    def _on_title_text(self, text: str) -> None:
        there = bool(text.strip())
        self.button.setEnabled(there)
        self.understood.setText(self._explain(text))
        show_if(self.understood, bool(self.understood.text()))
        self.line.setAccessibleDescription(self.understood.text())
        note_pending = self.context.pending.add_editor if there else self.context.pending.discard_editor
        note_pending(self)
