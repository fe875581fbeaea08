"""The help to read: topics on the left, the words of one on the right. Needs no workbook."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.text.folding import find_word_hits, fold_text, fold_words
from selfassess.domain.text.wording import count_noun
from ui.pages.help.topics import Topic, list_help_topics
from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.prompt import PromptAbove
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
        self.topics = tuple(of) or list_help_topics()
        self.list = QListWidget()
        self.list.setProperty("look", "topics")
        self.list.setAccessibleName(name)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([topic.title for topic in self.topics])
        self.search = QLineEdit()
        self.search.setPlaceholderText("Filter by any word")
        self.search.setAccessibleName("Filter the help by any word")
        self.search.setClearButtonEnabled(True)
        self.found = look.make_quiet_label("")
        self.found.hide()
        self.text = QTextBrowser()
        self.text.setProperty("look", "reading")
        self.text.setOpenLinks(False)
        self.text.setTextInteractionFlags(READING)
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.text.document().setDocumentMargin(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        topics = QVBoxLayout()
        topics.setSpacing(8)
        for part in () if of else (PromptAbove(self.search), self.search, self.found):
            topics.addWidget(part)
        topics.addWidget(self.list, 1)
        row.addLayout(topics, 2)
        row.addWidget(look.make_card(self.text), 4)
        self.list.currentRowChanged.connect(self._show_topic_row)
        self.search.textChanged.connect(self.find_words)
        self.search.returnPressed.connect(self.list.setFocus)
        self.fit_topic_list()
        self.show_topic("")

    def show_topic(self, key: str) -> None:
        """Show a topic; the one that is showing stays where none has that key."""
        keys = [topic.key for topic in self.topics]
        row = keys.index(key) if key in keys else max(self.list.currentRow(), 0)
        self.list.setCurrentRow(row)

    def find_words(self, words: str) -> None:
        """List the topics that have all of some words, go to the first, and mark them in it."""
        wanted = fold_words(words)
        rows = [row for row, topic in enumerate(self.topics) if _has_all_words(topic, wanted)]
        for row in range(len(self.topics)):
            self.list.setRowHidden(row, row not in rows)
        said = f"{count_noun(len(rows), 'topic')} of {len(self.topics)}" if rows else f"No topic has “{words.strip()}”."
        self.found.setText(said)
        look.show_if(self.found, bool(wanted))
        if wanted:
            announce(self.search, said)
        if rows and self.list.currentRow() not in rows:
            self.list.setCurrentRow(rows[0])
        self._mark_words()

    def _mark_words(self) -> None:
        """Mark what is looked for in the topic that shows, and bring the first of it into view."""
        shown = self.text.toPlainText()
        marks = []
        for start, end in find_word_hits(shown, fold_words(self.search.text())):
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setBackground(theme.colour("accent_tint"))
            form.setForeground(theme.colour("ink"))
            form.setFontUnderline(True)
            mark.cursor, mark.format = cursor, form
            marks.append(mark)
        self.text.setExtraSelections(marks)
        if marks:
            at = QTextCursor(marks[0].cursor)
            at.clearSelection()
            self.text.setTextCursor(at)
            self.text.ensureCursorVisible()

    def fit_topic_list(self) -> None:
        """Take the widths that the text size asks for."""
        self.search.setMaximumWidth(theme.px(272))
        self.list.setMaximumWidth(theme.px(272))
        self.text.setMaximumWidth(theme.px(WIDEST))
        self._space_paragraphs()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # another text size
            self.fit_topic_list()

    def _show_topic_row(self, row: int) -> None:
        topic = self.topics[row]
        self.text.setMarkdown(topic.text)
        self.text.setAccessibleName(topic.title)
        self._space_paragraphs()
        self._mark_words()

    def _space_paragraphs(self) -> None:
        """Put room between the lines and after each paragraph, as the text size asks for."""
        document = self.text.document()
        block = document.begin()
        while block.isValid():
            form = QTextBlockFormat()
            form.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            margin = 4 if block.textList() is not None else 10
            form.setBottomMargin(theme.px(margin))
            QTextCursor(block).mergeBlockFormat(form)
            block = block.next()


def _has_all_words(topic: Topic, wanted: Sequence[str]) -> bool:
    folded = fold_text(topic.text)
    return all(word in folded for word in wanted)


class HelpDialog(InReadingOrder, QDialog):
    """The help as a window of its own, for when no workbook is open; or other topics under a title."""

    def __init__(self, parent: QWidget | None = None, title: str = "Help", of: Sequence[Topic] = ()) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(min(theme.px(860), 1080), min(theme.px(560), 700))
        topics_name = f"Topics of “{title}”" if of else "Topics of the help"
        self.reader = HelpReader(self, of, topics_name)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(self.reader, 1)
        column.addWidget(look.make_row(look.make_primary_button("Close", self.accept)))
        self.reader.list.setFocus()
