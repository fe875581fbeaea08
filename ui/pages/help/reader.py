"""The help to read: topics on the left, the words of one on the right. Needs no workbook."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QTextBrowser, QVBoxLayout, QWidget

from ui.pages.help.topics import Topic, topics
from ui.widgets import look, theme
from ui.widgets.reading_order import InReadingOrder

WIDEST = 720
LINE_PERCENT = 125
READING = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class HelpReader(QWidget):
    """All topics, those of the help where none are given; ``show_topic`` goes to one."""

    def __init__(
        self, parent: QWidget | None = None, of: Sequence[Topic] = (), name: str = "Topics of the help"
    ) -> None:
        super().__init__(parent)
        self.topics = tuple(of) or topics()
        self.list = QListWidget()
        self.list.setProperty("look", "topics")
        self.list.setAccessibleName(name)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([topic.title for topic in self.topics])
        self.text = QTextBrowser()
        self.text.setProperty("look", "reading")
        self.text.setOpenLinks(False)
        self.text.setTextInteractionFlags(READING)
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.text.document().setDocumentMargin(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.list, 2)
        row.addWidget(look.card(self.text), 4)
        self.list.currentRowChanged.connect(self._show)
        self.fit()
        self.show_topic("")

    def show_topic(self, key: str) -> None:
        """Show a topic; the one that is showing stays where none has that key."""
        keys = [topic.key for topic in self.topics]
        self.list.setCurrentRow(keys.index(key) if key in keys else max(self.list.currentRow(), 0))

    def fit(self) -> None:
        """Take the widths that the text size asks for."""
        self.list.setMaximumWidth(theme.px(272))
        self.text.setMaximumWidth(theme.px(WIDEST))
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # another text size
            self.fit()

    def _show(self, row: int) -> None:
        topic = self.topics[row]
        self.text.setMarkdown(topic.text)
        self.text.setAccessibleName(topic.title)
        self._space()

    def _space(self) -> None:
        """Put room between the lines and after each paragraph, as the text size asks for."""
        document = self.text.document()
        block = document.begin()
        while block.isValid():
            form = QTextBlockFormat()
            form.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setBottomMargin(theme.px(4 if block.textList() is not None else 10))
            QTextCursor(block).mergeBlockFormat(form)
            block = block.next()


class HelpDialog(InReadingOrder, QDialog):
    """The help as a window of its own, for when no workbook is open; or other topics under a title."""

    def __init__(self, parent: QWidget | None = None, title: str = "Help", of: Sequence[Topic] = ()) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(min(theme.px(860), 1080), min(theme.px(560), 700))
        self.reader = HelpReader(self, of, f"Topics of “{title}”" if of else "Topics of the help")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(self.reader, 1)
        column.addWidget(look.row(look.primary("Close", self.accept)))
        self.reader.list.setFocus()
