"""The comments of the year: filtered, read one by one, resolved and opened again, and added."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from selfassess.services.workbook.places import place_of_comment_subject
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
        self.which = _build_filter_combo("Which comments")
        self.author = _build_filter_combo("Whose comments")
        self.statement = _build_filter_combo("Of which statement")
        for words, key in model.WHICH:
            self.which.addItem(words, key)
        self.model = RowsModel(
            model.COMMENT_COLUMNS,
            search=lambda row: f"{row.record.text_of('text')} {row.about}",
            natural=lambda row: row.place,
            parent=self,
        )
        self.table = Table(self.model, "Comments of this year")
        self.table.lay_out_columns(model.COMMENT_COLUMNS)
        self.table.setMinimumHeight(theme.px(150))
        self.nothing = look.make_label(NOTHING, "muted")
        self.card: CommentCard | None = None
        self.new = NewComment(workspace)
        self._lay_out_comments()
        for box in (self.which, self.author, self.statement):
            box.currentIndexChanged.connect(lambda _: self._show_filtered_comments())
        self.table.chosen.connect(lambda _: self._show_comment_card())
        self.table.opened.connect(lambda _: self._go_to_subject())
        self.new.added.connect(self._show_open_comments)

    def refresh(self) -> None:
        """Show the comments as they are now."""
        year = self.workspace.session.current
        self._rows = model.build_comment_rows(year)
        people = [("Everybody’s", ""), *((name, name) for name in model.list_comment_authors(self._rows))]
        statements = [("Every statement", ""), *((s.short_name, s.key) for s in year.framework.statements)]
        _offer_filter_answers(self.author, people)
        _offer_filter_answers(self.statement, [*statements, ("No single statement", model.ELSEWHERE)])
        self._show_filtered_comments()

    def choose_comment(self, id: str) -> None:
        """Go to a comment, whatever was filtered."""
        row = next((row for row in self._rows if row.id == id), None)
        if row is not None and id not in self.model.shown_ids:
            for box, key in ((self.which, model.ALL), (self.author, ""), (self.statement, "")):
                box.setCurrentIndex(box.findData(key))
        self.table.choose_row(id)
        self._show_comment_card()
        self.table.setFocus()

    def _show_filtered_comments(self) -> None:
        chosen, at = self.table.current_row_id(), self.table.currentIndex().row()
        picked = (str(self.which.currentData()), self.author.currentData() or "", self.statement.currentData() or "")
        self.model.show_rows(row for row in self._rows if model.is_comment_shown(row, *picked))
        shown = self.model.shown_ids
        if not self.table.choose_row(chosen) and shown:
            self.table.choose_row(shown[min(max(at, 0), len(shown) - 1)])
        self.table.setVisible(bool(shown))
        self.nothing.setText(NONE_LEFT if self._rows else NOTHING)
        self.nothing.setVisible(not shown)
        self.new.show_subjects(model.list_comment_subjects(self.workspace.session.current, picked[2]))
        self._show_comment_card()

    def _show_open_comments(self) -> None:
        """After one was added, the open ones are of interest."""
        self.which.setCurrentIndex(self.which.findData(model.OPEN))

    def _find_current_row(self) -> CommentRow | None:
        row: CommentRow | None = self.model.row_at(self.table.currentIndex())
        return row

    def _show_comment_card(self) -> None:
        row = self._find_current_row()
        left = self.card.comment.id if self.card is not None and holds_keyboard(self.card) else ""
        if self.card is not None:
            if row is not None and self.card.comment is row.record:
                return
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        if row is not None:
            self.card = CommentCard(self.workspace, row.record, row.about, self._go_to_subject)
            self._detail.addWidget(self.card)
        if left:
            self._return_keyboard(left)

    def _return_keyboard(self, left: str) -> None:
        """Bring the keyboard back to the same comment; where it is no longer shown, to the row in its place."""
        if self.card is not None and self.card.comment.id == left:
            self.card.show()  # it was just made, and could not have the keyboard before it shows
            self.card.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.table if self.card is not None else self.new.paper).setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_subject(self) -> None:
        row = self._find_current_row()
        if row is not None:
            self.workspace.go(place_of_comment_subject(self.workspace.session.current, row.record))

    def _lay_out_comments(self) -> None:
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


def _build_filter_combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


def _offer_filter_answers(box: QComboBox, answers: list[tuple[str, str]]) -> None:
    """Offer these answers; the one that was chosen stays where it still can be."""
    if [(box.itemText(at), box.itemData(at)) for at in range(box.count())] == answers:
        return
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for words, key in answers:
            box.addItem(words, key)
        box.setCurrentIndex(max(box.findData(chosen), 0))
