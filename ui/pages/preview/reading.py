"""The text of the page that is read, to be heard line by line, selected and copied."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit


class PageText(QPlainTextEdit):
    """Shows the text of one page, from its beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.show_page_text("No pages yet", "")

    def show_page_text(self, name: str, words: str) -> None:
        """Show the text of another page; ``name`` says which, "Page 4 of 93"."""
        if self.accessibleName() != f"Text of {name.lower()}":
            self.setAccessibleName(f"Text of {name.lower()}")
        if self.toPlainText() != words:
            self.setPlainText(words)
