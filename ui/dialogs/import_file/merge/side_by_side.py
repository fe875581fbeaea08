"""A value set against another, with its words marked; long texts are set against each other on a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from selfassess.domain.text.text_diff import Piece
from ui.bridge.tasks import Task
from ui.dialogs.import_file.merge.shortened import LONG, compared, portions, shortened
from ui.widgets import theme
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import link_button, quiet
from ui.widgets.marked import MarkedText, as_html

COMPARING = "Setting the two texts against each other …"
NOTHING = "(empty)"
TALL = 320
"""Pixels that a long text is shown in; it scrolls in them."""


class Words(QWidget):
    """Shows what became of a text. ``name`` is what a screen reader calls it."""

    def __init__(self, name: str, before: str, after: str, *, as_text: bool = True) -> None:
        super().__init__()
        self.name = name
        self.pieces: tuple[Piece, ...] = ()
        self.waiting: Task | None = None
        self.whole: QTextBrowser | None = None
        self.said = quiet("")
        self.marked = MarkedText(name)
        self.more = link_button("Show all", self.show_all)
        self.more.setAccessibleName(f"Show all of it: {name}")
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self.said, self.marked):
            column.addWidget(part)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()
        if len(before) + len(after) <= LONG:
            self.show_pieces(compared(before, after, as_text=as_text))
        else:
            self._compare(lambda: compared(before, after, as_text=as_text))

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show the text with its marks, shortened to what stands around them."""
        self.waiting, self.pieces = None, tuple(pieces)
        short = shortened(pieces)
        self.said.setText("" if pieces else NOTHING)
        self.said.setVisible(not pieces)
        self.marked.setVisible(bool(pieces))
        self.marked.show_pieces(short)
        self.more.setVisible(short != self.pieces)

    def show_all(self) -> None:
        """Show the whole text: somebody asked for it."""
        self.more.hide()
        self.marked.hide()
        self.whole = QTextBrowser()
        self.whole.setAccessibleName(self.name)
        self.whole.setTabChangesFocus(True)
        self.whole.setUndoRedoEnabled(False)
        self.whole.setFixedHeight(theme.px(TALL))  # as tall as its text it would be laid out anew with each portion
        self.column.addWidget(self.whole)
        self.whole.setFocus()
        in_turns(self, self._fill(self.whole))

    def _fill(self, whole: QTextBrowser) -> Iterator[None]:
        """Show the text portion by portion, so that nobody waits for a long one."""
        end = QTextCursor(whole.document())
        for portion in portions(self.pieces):
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertHtml(as_html(portion))
            end.insertBlock()
            yield

    def _compare(self, work: Callable[[], tuple[Piece, ...]]) -> None:
        self.said.setText(COMPARING)
        self.marked.hide()
        self.waiting = Task(lambda progress, cancelled: work())  # of no parent: it may outlive what asked for it
        self.waiting.done.connect(self.show_pieces)
        self.waiting.start()
