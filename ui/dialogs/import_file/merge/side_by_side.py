"""A value set against another, with its words marked; long texts are set against each other on a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from selfassess.domain.text.text_diff import Piece
from ui.bridge.tasks import Task
from ui.dialogs.import_file.merge.shortened import LONG, compare_values, cut_into_portions, shorten_pieces
from ui.widgets import theme
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import make_link_button, make_quiet_label
from ui.widgets.marked import MarkedText, pieces_as_html

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
        self.said = make_quiet_label("")
        self.marked = MarkedText(name)
        self.more = make_link_button("Show all", self.show_whole_text)
        self.more.setAccessibleName(f"Show all of it: {name}")
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self.said, self.marked):
            column.addWidget(part)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.hide()
        if len(before) + len(after) <= LONG:
            self.show_shortened_pieces(compare_values(before, after, as_text=as_text))
        else:
            self._begin_comparing(lambda: compare_values(before, after, as_text=as_text))

    def show_shortened_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show the text with its marks, shortened to what stands around them."""
        self.waiting, self.pieces = None, tuple(pieces)
        short = shorten_pieces(pieces)
        note = "" if pieces else NOTHING
        self.said.setText(note)
        self.said.setVisible(not pieces)
        self.marked.setVisible(bool(pieces))
        self.marked.show_marked_pieces(short)
        self.more.setVisible(short != self.pieces)

    def show_whole_text(self) -> None:
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
        in_turns(self, self._fill_text_in_portions(self.whole))

    def _fill_text_in_portions(self, whole: QTextBrowser) -> Iterator[None]:
        """Show the text portion by portion, so that nobody waits for a long one."""
        end = QTextCursor(whole.document())
        for portion in cut_into_portions(self.pieces):
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertHtml(pieces_as_html(portion))
            end.insertBlock()
            yield

    def _begin_comparing(self, work: Callable[[], tuple[Piece, ...]]) -> None:
        self.said.setText(COMPARING)
        self.marked.hide()
        self.waiting = Task(lambda progress, cancelled: work())  # of no parent: it may outlive what asked for it
        self.waiting.done.connect(self.show_shortened_pieces)
        self.waiting.start()
