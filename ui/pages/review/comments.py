"""The comments of the year: filtered, read one by one, resolved and opened again, and added."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.bridge.places import subject_place
from ui.bridge.workspace import Workspace
from ui.pages.review import model
from ui.pages.review.model import CommentRow
from ui.widgets import look, theme
from ui.widgets.forms.comments import CommentCard, NewComment
from ui.widgets.going_on import holds_keyboard
from ui.widgets.tables import RowsModel, Table

NOTHING = "No comments yet. Write one below, or beside any record: every form has a line for comments."
NONE_LEFT = "No comment is left with these choices."


class CommentsPart(QWidget):
    """A table with three choices above it, the comment one is on below, and paper for a new one."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self._rows: tuple[CommentRow, ...] = ()
        self.which = _choice("Which comments")
        self.author = _choice("Whose comments")
        self.statement = _choice("Of which statement")
        for words, key in model.WHICH:
            self.which.addItem(words, key)
        self.model = RowsModel(
            model.COMMENT_COLUMNS,
            search=lambda row: f"{row.record.text('text')} {row.about}",
            natural=lambda row: row.place,
            parent=self,
        )
        self.table = Table(self.model, "Comments of this year")
        self.table.lay_out(model.COMMENT_COLUMNS)
        self.table.setMinimumHeight(theme.px(150))
        self.nothing = look.label(NOTHING, "muted")
        self.card: CommentCard | None = None
        self.new = NewComment(workspace)
        self._lay_out()
        for box in (self.which, self.author, self.statement):
            box.currentIndexChanged.connect(lambda _: self._show())
        self.table.chosen.connect(lambda _: self._show_card())
        self.table.opened.connect(lambda _: self._go())
        self.new.added.connect(self._show_open)

    def refresh(self) -> None:
        """Show the comments as they are now."""
        year = self.workspace.session.current
        self._rows = model.comment_rows(year)
        people = [("Everybody’s", ""), *((name, name) for name in model.authors(self._rows))]
        statements = [("Every statement", ""), *((s.short_name, s.key) for s in year.framework.statements)]
        _offer(self.author, people)
        _offer(self.statement, [*statements, ("No single statement", model.ELSEWHERE)])
        self._show()

    def choose(self, id: str) -> None:
        """Go to a comment, whatever was filtered."""
        row = next((row for row in self._rows if row.id == id), None)
        if row is not None and id not in self.model.shown:
            for box, key in ((self.which, model.ALL), (self.author, ""), (self.statement, "")):
                box.setCurrentIndex(box.findData(key))
        self.table.choose(id)
        self._show_card()
        self.table.setFocus()

    def _show(self) -> None:
        chosen, at = self.table.current(), self.table.currentIndex().row()
        picked = (str(self.which.currentData()), self.author.currentData() or "", self.statement.currentData() or "")
        self.model.show(row for row in self._rows if model.kept(row, *picked))
        shown = self.model.shown
        if not self.table.choose(chosen) and shown:
            self.table.choose(shown[min(max(at, 0), len(shown) - 1)])
        self.table.setVisible(bool(shown))
        self.nothing.setText(NONE_LEFT if self._rows else NOTHING)
        self.nothing.setVisible(not shown)
        self.new.show_subjects(model.subjects(self.workspace.session.current, picked[2]))
        self._show_card()

    def _show_open(self) -> None:
        """After one was added, the open ones are of interest."""
        self.which.setCurrentIndex(self.which.findData(model.OPEN))

    def _current(self) -> CommentRow | None:
        row: CommentRow | None = self.model.at(self.table.currentIndex())
        return row

    def _show_card(self) -> None:
        row = self._current()
        left = self.card.comment.id if self.card is not None and holds_keyboard(self.card) else ""
        if self.card is not None:
            if row is not None and self.card.comment is row.record:
                return
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        if row is not None:
            self.card = CommentCard(self.workspace, row.record, row.about, self._go)
            self._detail.addWidget(self.card)
        if left:
            self._go_on(left)

    def _go_on(self, left: str) -> None:
        """Bring the keyboard back to the same comment; where it is no longer shown, to the row in its place."""
        if self.card is not None and self.card.comment.id == left:
            self.card.show()  # it was just made, and could not have the keyboard before it shows
            self.card.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.table if self.card is not None else self.new.paper).setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self) -> None:
        row = self._current()
        if row is not None:
            self.workspace.go(subject_place(self.workspace.session.current, row.record))

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for box in (self.which, self.author, self.statement):
            filters.addWidget(box, 1)
        self._detail = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(filters)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        column.addLayout(self._detail)
        column.addWidget(self.new)
        column.addStretch(0)


def _choice(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


def _offer(box: QComboBox, answers: list[tuple[str, str]]) -> None:
    """Offer these answers; the one that was chosen stays where it still can be."""
    if [(box.itemText(at), box.itemData(at)) for at in range(box.count())] == answers:
        return
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for words, key in answers:
            box.addItem(words, key)
        box.setCurrentIndex(max(box.findData(chosen), 0))
