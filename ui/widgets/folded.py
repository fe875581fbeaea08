"""A long text folded to its beginning, with its topics as sub-headings and a button that shows all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.framework.topics import split_topics
from ui.widgets import look, theme
from ui.widgets.accessible_roles import set_expanded
from ui.widgets.sheet import Sheet, in_html


def topics_as_html(text: str, size: int) -> str:
    """A text with its topics as headings, in letters of ``size`` pixels."""
    made: list[str] = []
    for topic in split_topics(text):
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
        self.short = shorten_to_beginning(text, shown)
        self.sheet = Sheet(what)
        self.toggle = look.make_link_button("", lambda: self.set_folded(not self.folded))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.sheet)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        look.show_if(self.toggle, self.short != text)
        self.set_folded(True)

    def set_folded(self, folded: bool) -> None:
        """Show the beginning only, or all of it."""
        self.folded = folded
        words = self.short if folded else self.text
        self.sheet.show_html(lambda: topics_as_html(words, theme.px(self._size)))
        toggle_words = f"Show all {len(self.text.split()):,} words" if folded else "Show the beginning only"
        self.toggle.setText(toggle_words)
        self.toggle.setAccessibleName(f"{self.toggle.text()}: {self.what}")
        set_expanded(self.toggle, not folded)


def shorten_to_beginning(text: str, shown: int) -> str:
    """The first words of a text, with a sign that there is more; a text that is hardly longer stays whole."""
    text = text.strip()
    if len(text) <= shown * 5 // 4:
        return text
    cut = text.rfind(" ", 0, shown)
    end = cut if cut > 0 else shown
    return f"{text[:end].rstrip()} …"
