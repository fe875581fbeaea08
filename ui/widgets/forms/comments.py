"""Comments beside what they are about: read, added, resolved and opened again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import shorten

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import Record
from selfassess.domain.readiness import comments
from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.forms.form_context import FormContext
from ui.widgets.forms.prose import AutoHeightTextEdit
from ui.widgets.going_on import find_successor, holds_keyboard
from ui.widgets.tips import format_tip

PROMPT = "Write a comment"
LINK = 70
"""So many characters a link has at most: a button does not break its lines."""


class CommentCard(QFrame):
    """One comment. ``about`` is what it is about, where that is not plain; ``go`` leads there."""

    def __init__(
        self, context: FormContext, comment: Record, about: str = "", go: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.setProperty("look", "quote")
        self._desk = context
        self.comment = comment
        self.words = look.make_text(comment.text_of("text"))
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        standing_role = "strong" if comments.is_comment_open(comment) else "quiet"
        self.standing = look.make_label(comments.describe_resolution(comment), standing_role)
        is_open = comments.is_comment_open(comment)
        button_words = "Resolve" if is_open else "Open again"
        self.button = look.make_secondary_button(button_words, self._resolve_or_reopen)
        self.button.setAccessibleName(f"{self.button.text()}: comment of {comments.describe_author(comment)}")
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        look.show_if(self.button, not context.no_comments)
        self.setAccessibleName(
            f"Comment of {comments.describe_author(comment)}, {comments.describe_resolution(comment)}"
        )
        said = QVBoxLayout()
        said.setSpacing(2)
        if about:
            said.addWidget(_build_subject_link(about, go))
        said.addWidget(self.words)
        said.addWidget(look.make_quiet_label(comments.describe_author(comment)))
        said.addWidget(self.standing)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.setSpacing(12)
        line.addLayout(said, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def _resolve_or_reopen(self) -> None:
        session, around = self._desk.session, self.parentWidget() or self  # the card goes, what it stands in stays
        said = f"Comment of {comments.describe_author(self.comment)}"
        if comments.is_comment_open(self.comment):
            on = session.clock().astimezone().date().isoformat()
            if self._desk.run(comments.resolve_comment(self.comment.id, session.author, on)):
                announce(around, f"{said}: resolved.")
        elif self._desk.run(comments.reopen_comment(self.comment.id)):
            announce(around, f"{said}: open again.")


def _build_subject_link(about: str, go: Callable[[], object] | None) -> QWidget:
    """What a comment is about, as a link where one can go there."""
    if go is None:
        return look.make_label(about, "strong")
    leads = look.make_link_button(shorten(about, LINK * 100 // max(theme.px(100), 100), placeholder=" …"), go)
    leads.setAccessibleName(f"Go to {about}")
    leads.setToolTip(format_tip(about))
    leads.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return leads


class NewComment(QWidget):
    """Room for a comment, and a button that adds it. What was written and not added is added when all must be saved.

    ``show_subjects`` says what it can be about: one record, or several to choose from.
    """

    added = Signal()

    def __init__(self, context: FormContext, prompt: str = PROMPT) -> None:
        super().__init__()
        self._desk = context
        self._adding = False
        self.subject = QComboBox()
        self.subject.setAccessibleName("What the comment is about")
        self.subject.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.subject.setMinimumContentsLength(12)
        self.subject.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.paper = AutoHeightTextEdit(2, 10)
        self.paper.setPlaceholderText(prompt)
        self.paper.setAccessibleName(prompt)
        self.button = look.make_secondary_button("Add comment", self.flush)
        self.button.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.subject)
        column.addWidget(self.paper)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        look.show_if(self, not context.no_comments)
        self.paper.textChanged.connect(self._on_comment_text)
        context.register_editor(self)

    def show_subjects(self, subjects: Sequence[tuple[str, str]]) -> None:
        """Offer these, id and words; the one that was chosen stays."""
        shown = [(self.subject.itemData(at), self.subject.itemText(at)) for at in range(self.subject.count())]
        if shown != list(subjects):
            chosen = self.subject.currentData()
            self.subject.clear()
            for id, words in subjects:
                self.subject.addItem(words, id)
            self.subject.setCurrentIndex(max(self.subject.findData(chosen), 0))
        self.subject.setVisible(len(subjects) > 1)

    def flush(self) -> bool:
        """Add what is written; False where that is not possible, and then the words stay."""
        text, about = self.paper.toPlainText().strip(), self.subject.currentData()
        if not text or not about or self._adding:
            return True
        self._adding = True
        try:
            session = self._desk.session
            done = self._desk.run(comments.add_comment(about, text, session.author, session.clock()))
        finally:
            self._adding = False
        if done:
            self.paper.clear()
            self.added.emit()
        return done

    def draft(self) -> tuple[str, str]:
        """What the paper is for, with the subject where several can be chosen, and what stands on it."""
        return f"{self.paper.accessibleName()} {self.subject.currentText()}".strip(), self.paper.toPlainText()

    def put_back(self, words: str) -> None:
        """Show words again that were not added."""
        self.paper.setPlainText(words)
        self.paper.setFocus()

    def _on_comment_text(self) -> None:
        there = bool(self.paper.toPlainText().strip())
        self.button.setEnabled(there)
        note_pending = self._desk.pending.add_editor if there else self._desk.pending.discard_editor
        note_pending(self)


class Comments(QWidget):
    """Comments below each other, with paper for one more. ``resolved`` ones are folded away until asked for."""

    def __init__(self, context: FormContext, prompt: str = PROMPT) -> None:
        super().__init__()
        self._desk = context
        self._shown: tuple[object, ...] = ()
        self.cards: list[CommentCard] = []
        self._all = False
        self.new = NewComment(context, prompt)
        self.more = look.make_link_button("", self._toggle_all_comments)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(self._column)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.new)

    def show_comments(
        self,
        found: Sequence[Record],
        about: Callable[[Record], str] = lambda comment: "",
        go: Callable[[Record], object] | None = None,
    ) -> None:
        """Show these; only where they say something new are they painted anew."""
        has_resolved = any(not comments.is_comment_open(each) for each in found)
        if not has_resolved:
            self._all = False
        wanted = [each for each in found if self._all or comments.is_comment_open(each)]
        state = (*wanted, *(about(each) for each in wanted), bool(self._desk.no_comments))
        hidden = len(found) - sum(map(comments.is_comment_open, found))
        self._found = (found, about, go)
        words = "Hide what is resolved" if self._all else f"Show {hidden:,} resolved"
        self.more.setText(words)
        self.more.setVisible(bool(hidden))
        if state == self._shown:
            return
        self._shown = state
        before = [card.comment.id for card in self.cards]
        left = next((card.comment.id for card in self.cards if holds_keyboard(card)), None)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = []
        for each in wanted:
            leads = (lambda comment=each: go(comment)) if go is not None else None
            card = CommentCard(self._desk, each, about(each), leads)
            self.cards.append(card)
            self._column.addWidget(card)
        if left is not None:
            self._move_focus_to_comment(before, left)

    def _move_focus_to_comment(self, before: Sequence[str], left: str) -> None:
        """Bring the keyboard to the same comment, else to the next, the one before, or the paper for a new one."""
        there = {card.comment.id: card for card in self.cards}
        id = left if left in there else find_successor(before, left, there)
        if id is not None:
            there[id].show()  # it was just made, and could not have the keyboard before it shows
        target = there[id].button if id is not None else self.new.paper
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_all_comments(self) -> None:
        self._all = not self._all
        self.show_comments(*self._found)


class CommentLine(QWidget):
    """The comments on one record, folded to a line that says how many there are."""

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self._desk = context
        self._record: str | None = None
        self.button = look.make_link_button("", self._toggle_comments)
        self.unfolded: Comments | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_comments_of(self, record: str | None) -> None:
        """Show the comments on another record; an unsaved one is added to the record it was written on first."""
        if record != self._record and self.unfolded is not None:
            self.unfolded.new.flush()
            self.unfolded.hide()
        self._record = record
        self.refresh_comment_line()

    def refresh_comment_line(self) -> None:
        """Show the comments as they are now."""
        found = comments.comments_on_record(self._desk.session.current, self._record) if self._record else ()
        unfolded = self.unfolded is not None and not self.unfolded.isHidden()
        words = comments.count_comments(found) if found else "Comment on this"
        button_words = f"Hide: {words.lower()}" if unfolded else words
        self.button.setText(button_words)
        self.setVisible(bool(self._record) and (bool(found) or not self._desk.no_comments))
        if self.unfolded is not None:
            self.unfolded.new.show_subjects([(self._record or "", "")])
            self.unfolded.show_comments(found)

    def _toggle_comments(self) -> None:
        if self.unfolded is None:
            self.unfolded = Comments(self._desk)
            self._column.addWidget(self.unfolded)
            self.unfolded.show()
        else:
            self.unfolded.setVisible(self.unfolded.isHidden())
        self.refresh_comment_line()
        if not self.unfolded.isHidden():
            self.unfolded.new.paper.setFocus()
