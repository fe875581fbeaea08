"""A long text folded to its beginning, with its topics as sub-headings and a button that shows all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.framework.topics import topics
from ui.widgets import look, theme
from ui.widgets.sheet import Sheet, in_html


def as_html(text: str, size: int) -> str:
    """A text with its topics as headings, in letters of ``size`` pixels."""
    made: list[str] = []
    for topic in topics(text):
        if topic.title:
            made.append(f'<h4 style="font-size:{size}px;margin:8px 0 2px 0">{in_html(topic.title)}</h4>')
        for paragraph in filter(str.strip, topic.text.split("\n\n")):
            made.append(f'<p style="font-size:{size}px;margin:0 0 6px 0">{in_html(paragraph.strip())}</p>')
    return "".join(made)


class FoldedText(QWidget):
    """Shows at most ``shown`` characters of a text until all of it is asked for. ``what`` names the text."""

    def __init__(self, text: str, what: str, shown: int, size: int = 14) -> None:
        super().__init__()
        self.text, self.what, self._size = text, what, size
        self.short = beginning(text, shown)
        self.sheet = Sheet(what)
        self.toggle = look.link_button("", lambda: self.fold(not self.folded))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.sheet)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        look.show(self.toggle, self.short != text)
        self.fold(True)

    def fold(self, folded: bool) -> None:
        """Show the beginning only, or all of it."""
        self.folded = folded
        words = self.short if folded else self.text
        self.sheet.show_html(lambda: as_html(words, theme.px(self._size)))
        self.toggle.setText(f"Show all {len(self.text.split()):,} words" if folded else "Show the beginning only")
        self.toggle.setAccessibleName(f"{self.toggle.text()}: {self.what}")


def beginning(text: str, shown: int) -> str:
    """The first words of a text, with a sign that there is more; a text that is hardly longer stays whole."""
    text = text.strip()
    if len(text) <= shown * 5 // 4:
        return text
    cut = text.rfind(" ", 0, shown)
    return f"{text[: cut if cut > 0 else shown].rstrip()} …"
