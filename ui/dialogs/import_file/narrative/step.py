"""The step that sets a document beside where each of its pieces goes: a person moves, splits, joins and leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.framework.framework import Framework
from selfassess.domain.text.wording import count_noun
from selfassess.domain.years.narrative import (
    Placed,
    Proposal,
    find_piece_to_join,
    join_piece,
    leave_out_pieces,
    move_pieces,
    split_piece,
)
from ui.dialogs.import_file.mapping.year import YearName
from ui.dialogs.import_file.narrative.rows import (
    COLUMNS,
    SHOWS,
    build_piece_rows,
    build_target,
    choice_needs_statement,
    choice_takes_statement,
    describe_target,
    find_choice_key,
    list_kind_choices,
)
from ui.dialogs.import_file.next_action import NEXT_STEP, Offer
from ui.dialogs.import_file.read_file import Found
from ui.dialogs.import_file.whose import Whose
from ui.dialogs.import_file.wording import find_year_in_name
from ui.widgets import theme
from ui.widgets.announcement import announce
from ui.widgets.look import ScrollArea, make_link_button, make_quiet_label, make_row, make_secondary_button, make_text
from ui.widgets.tables import ListAndDetail, RowsModel, Table

NARROW = 700
"""Below so many pixels the piece stands below the list and not beside it."""
WHOLE = "The whole"
SEVERAL = "{count} pieces are chosen: what you choose below is done with all of them."
HOW_TO_SPLIT = "To split it, put the cursor where the second piece begins, then press Split here."


class NarrativeStep(QWidget):
    """Shows a proposal and lets a person set it right; ``changed`` tells that something else holds now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proposal: Proposal | None = None
        self._framework: Framework | None = None
        self._before: list[Proposal] = []
        self.year = YearName()
        self.ours = Whose()
        self.told = make_quiet_label("")
        self.shown = _build_target_combo("Which pieces the list shows")
        self.shown.addItems(SHOWS)
        self.model = RowsModel(
            COLUMNS, search=lambda row: row.words, natural=lambda row: row.number, colour=theme.colour, steady=True
        )
        self.table = Table(self.model, "Pieces of the document, and where each goes", many=True)
        self.table.lay_out_columns(COLUMNS)
        self.place = make_quiet_label("")
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName("What the document says here")
        self.why = make_text("")
        self.kind = _build_target_combo("What the piece becomes")
        self.statement = _build_target_combo("The quality statement it is about")
        self.join = make_secondary_button("Join to the one above", self.join_pieces_to_above)
        self.split = make_secondary_button("Split here", self.split_piece_at_cursor)
        self.leave = make_secondary_button("Leave out", self.leave_out_chosen_pieces)
        self.back = make_link_button("Take back the last change", self.revert_last_change)
        for key, words in list_kind_choices():
            self.kind.addItem(words, key)
        self._lay_out_narrative_step()
        self.year.changed.connect(self.changed)
        self.ours.changed.connect(self.changed)
        self.table.chosen.connect(lambda _: self._show_current_piece())
        self.table.marked.connect(self._show_current_piece)
        self.shown.currentIndexChanged.connect(lambda _: self._narrow_piece_list())
        self.kind.activated.connect(lambda _: self.move_chosen_pieces())
        self.statement.activated.connect(lambda _: self.move_chosen_pieces())
        self.table.installEventFilter(self)
        self.why.installEventFilter(self)

    # --- what the dialog asks ------------------------------------------------------------------------------------

    def show_document(self, found: Found, taken: Sequence[str]) -> None:
        """Show another document; ``taken`` are the names of the years that are in the workbook."""
        assert found.proposal is not None
        framework, label = found.there.current.framework, find_year_in_name(found.source.stem)
        self._framework, self._before = framework, []
        self.statement.clear()
        self.statement.addItem(WHOLE, "")
        for each in framework.statements:
            self.statement.addItem(f"{each.number}. {each.name}", each.key)
        self.year.offer_year_names(label, taken)
        self.ours.ask_about_council(found.source.name, found.proposal, found.there.council.text_of("name"))
        self._proposal = found.proposal
        self._show_piece_rows()
        self.table.focus_row_near(0)

    def current_proposal(self) -> Proposal:
        """Where each piece goes, as it is set now."""
        assert self._proposal is not None
        return self._proposal

    def describe_narrative_offer(self) -> Offer:
        """What can be done with it."""
        why = self.reason_narrative_incomplete()
        return Offer(words=NEXT_STEP, ready=not why, why=why)

    def reason_narrative_incomplete(self) -> str:
        """Why it cannot be imported yet, in a sentence; "" where it can."""
        if self._proposal is None or not any(each.goes.record for each in self._proposal.placed):
            return "Every piece is left out. Say where some of them go."
        return self.ours.reason_council_unconfirmed() or self.year.reason_year_name_refused()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self.leave_out_chosen_pieces()
            return True
        if watched is self.why and event.type() == QEvent.Type.Resize:
            self._give_reason_room()
        return super().eventFilter(watched, event)

    # --- what the person does ------------------------------------------------------------------------------------

    def move_chosen_pieces(self) -> None:
        """Have the chosen pieces go where the two lists say."""
        key, statement = self.kind.currentData() or "", self.statement.currentData() or ""
        if not key:
            self.leave_out_chosen_pieces()
            return
        self.statement.setEnabled(choice_takes_statement(key))
        if choice_needs_statement(key) and not statement:
            self.why.setText("Choose the quality statement it is about.")
            announce(self, self.why.text())
            return
        target = build_target(key, statement)
        self._set_proposal(move_pieces(self.current_proposal(), self._list_chosen_pieces(), target), "Moved")

    def leave_out_chosen_pieces(self) -> None:
        """Leave the chosen pieces out."""
        self._set_proposal(leave_out_pieces(self.current_proposal(), self._list_chosen_pieces()), "Left out")

    def join_pieces_to_above(self) -> None:
        """Have the chosen pieces go on with the record of the piece above them."""
        proposal = self.current_proposal()
        for number in self._list_chosen_pieces():
            proposal = join_piece(proposal, number)
        self._set_proposal(proposal, "Joined to the one above")

    def split_piece_at_cursor(self) -> None:
        """Make two pieces of the chosen one, where the cursor stands in its words."""
        number = self._list_chosen_pieces()[0]
        self._set_proposal(
            split_piece(self.current_proposal(), number, self.words.textCursor().position()), "Split in two"
        )

    def revert_last_change(self) -> None:
        """Take back the last change."""
        if self._before:
            self._proposal = self._before.pop()
            self._show_piece_rows()
            announce(self, "The last change was taken back.")

    def _give_reason_room(self) -> None:
        """Keep the sentence below the piece from being drawn over it: in a scroll area it is given one line only."""
        self.why.setMinimumHeight(max(self.why.heightForWidth(self.why.width()), 0))

    # --- inside --------------------------------------------------------------------------------------------------

    def _list_chosen_pieces(self) -> list[int]:
        """The numbers of the chosen pieces, in order."""
        ids = {row.id for index in self.table.selectionModel().selectedRows() if (row := self.model.row_at(index))}
        if not ids and (here := self.table.current_row_id()):
            ids = {here}
        return sorted(map(int, ids))

    def _set_proposal(self, proposal: Proposal, said: str) -> None:
        if proposal == self._proposal or self._proposal is None:
            return
        count = len(self._list_chosen_pieces())
        self._before.append(self._proposal)
        self._proposal = proposal
        self._show_piece_rows()
        announce(self, f"{said}: {count_noun(count, 'piece')}.")

    def _show_piece_rows(self) -> None:
        """Show the proposal as it is now, with the same pieces chosen."""
        assert self._framework is not None
        chosen, place = self.table.current_row_id(), self.table.currentIndex().row()
        self.model.show_rows(build_piece_rows(self.current_proposal(), self._framework))
        self._narrow_piece_list(keep=chosen, place=place)
        proposal = self.current_proposal()
        taken = sum(bool(each.goes.record) for each in proposal.placed)
        left, look = len(proposal.left_out_pieces), len(proposal.unsure_pieces)
        pieces = count_noun(len(proposal.placed), "piece")
        self.told.setText(f"{pieces}: {taken:,} taken, {look:,} to be looked at, {left:,} left out.")
        self.back.setEnabled(bool(self._before))
        self.changed.emit()

    def _narrow_piece_list(self, keep: str | None = None, place: int = 0) -> None:
        wanted = self.shown.currentText()
        keep = keep or self.table.current_row_id()
        self.model.narrow_rows("", None if wanted == SHOWS[0] else lambda row: row.shows == wanted)
        if not self.table.choose_row(keep) and self.model.shown_ids:
            self.table.choose_row(self.model.shown_ids[min(max(place, 0), len(self.model.shown_ids) - 1)])
        self._show_current_piece()

    def _show_current_piece(self) -> None:
        """Show the piece that the list is on, and what can be done with it."""
        numbers = self._list_chosen_pieces() if self._proposal is not None else []
        for part in (self.kind, self.statement, self.join, self.split, self.leave, self.words):
            part.setEnabled(bool(numbers))
        if not numbers:
            self.place.setText("No piece is chosen.")
            self.words.setPlainText("")
            self.why.setText("")
            return
        placed = self.current_proposal().placed[numbers[0]]
        self.place.setText(f"{placed.piece.kind.value.capitalize()}, {placed.piece.place}")
        if self.words.toPlainText() != placed.piece.text:
            self.words.setPlainText(placed.piece.text)
        several = len(numbers) > 1
        self.why.setText(SEVERAL.format(count=len(numbers)) if several else self._describe_piece_target(placed))
        self._give_reason_room()
        self.join.setEnabled(any(find_piece_to_join(self.current_proposal(), number) is not None for number in numbers))
        self.split.setEnabled(not several)
        self._show_target_choice(placed)

    def _describe_piece_target(self, placed: Placed) -> str:
        assert self._framework is not None
        where = describe_target(placed.goes, self._framework)
        why = f": {placed.goes.why}" if placed.goes.why else ""
        if placed.goes.record:
            return f"{where}{why}. {HOW_TO_SPLIT}"
        return f"{where}{why}."

    def _show_target_choice(self, placed: Placed) -> None:
        key = find_choice_key(placed.goes)
        with QSignalBlocker(self.kind), QSignalBlocker(self.statement):
            self.kind.setCurrentIndex(max(self.kind.findData(key), 0))
            if placed.goes.record and placed.goes.record != "section":
                self.statement.setCurrentIndex(max(self.statement.findData(placed.goes.about), 0))
        self.statement.setEnabled(not key or choice_takes_statement(key))

    def _lay_out_narrative_step(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.year, 1)
        caption = QLabel("&Show")
        caption.setBuddy(self.shown)
        top.addWidget(caption)
        top.addWidget(self.shown)
        choices = QGridLayout()
        for at, (words, part) in enumerate((("Goes &to", self.kind), ("A&bout", self.statement))):
            label = QLabel(words)
            label.setBuddy(part)
            choices.addWidget(label, at, 0)
            choices.addWidget(part, at, 1)
        choices.setColumnStretch(1, 1)
        beside = QWidget()
        detail = QVBoxLayout(beside)
        detail.setContentsMargins(16, 0, 0, 0)
        detail.addWidget(self.place)
        detail.addWidget(self.words, 1)
        detail.addWidget(self.why)
        detail.addLayout(choices)
        detail.addWidget(make_row(self.join, self.split))
        detail.addWidget(make_row(self.leave, self.back))
        scroll = ScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(beside)
        self.words.setMinimumHeight(theme.px(90))
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # the rest stays in view
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.ours)
        page.addLayout(top)
        page.addWidget(self.told)
        page.addWidget(ListAndDetail(self.table, scroll, lambda width: width < theme.px(NARROW), (3, 2)), 1)


def _build_target_combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(16)
    return made
