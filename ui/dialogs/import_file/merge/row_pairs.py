"""The step that asks of rows whether they are records that are here: pair by pair, before anything is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.services.importing.row_pairs import Pair
from selfassess.services.importing.spreadsheet_mapping.entries import shorten_to_line
from ui.dialogs.import_file.mapping.table import Picks, PickTable
from ui.dialogs.import_file.next_action import NEXT_STEP, Offer
from ui.widgets import theme
from ui.widgets.forms.options import Option
from ui.widgets.look import make_label, make_quiet_label, make_secondary_button
from ui.widgets.tables import Column, RowsModel

ASKED = "Some rows may be records that are here already. Say of each whether it is the same one, or a new one."
SAME, NEW, OPEN = "same", "new", ""
ANSWERS = {OPEN: "Please choose", SAME: "The same one", NEW: "A new one"}
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A row, the record that it may be, and what a person said."""

    pair: Pair
    answer: str = OPEN

    @property
    def id(self) -> str:
        """The row's id."""
        return self.pair.row.id

    @property
    def where(self) -> str:
        """Where the row stands."""
        return f"{shorten_to_line(self.pair.sheet, 40)}, row {self.pair.number:,}"

    def describe_side(self, *, here: bool) -> str:
        """What the row, or the record here, is called."""
        record = self.pair.record if here else self.pair.row
        kind = CATALOGUE[record.kind]
        return shorten_to_line(f"{kind.name}: {record.text_of(kind.title)}", _SHOWN)


COLUMNS = (
    Column(label="Where", words=lambda each: each.where, width=14, share=1, gives_way=1),
    Column(label="In the file", words=lambda each: each.describe_side(here=False), width=18, share=3),
    Column(label="In this workbook", words=lambda each: each.describe_side(here=True), width=18, share=3),
    Column(
        label="Is it the same?",
        words=lambda each: ANSWERS[each.answer],
        tone=lambda each: "ink" if each.answer else "warning",
        width=16,
        share=1,
    ),
)
_ANSWER = 3


class Pairs(QWidget):
    """Lets a person answer. ``changed`` tells that another answer was given."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = RowsModel(
            COLUMNS,
            search=lambda each: each.describe_side(here=False),
            natural=lambda each: (each.pair.sheet, each.pair.number),
            colour=theme.colour,
            parent=self,
        )
        self.table = PickTable(
            self.model, "Rows that may be records that are here", _ANSWER, self._build_row_picks, self
        )
        self.table.lay_out_columns(COLUMNS)
        self.table.picked.connect(self.answer_row)
        self.count = make_quiet_label("")
        self._questions: dict[str, Question] = {}
        self.setFocusProxy(self.table)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(make_label(ASKED, "strong"))
        acts = QHBoxLayout()
        for words, answer in (("All are the same", SAME), ("All are new", NEW)):
            acts.addWidget(make_secondary_button(words, partial(self.answer_all_rows, answer)))
        acts.addWidget(self.count)
        acts.addStretch(1)
        page.addLayout(acts)
        page.addWidget(self.table, 1)

    def show_row_pairs(self, pairs: Sequence[Pair]) -> None:
        """Ask about these."""
        self._questions = {pair.row.id: Question(pair=pair) for pair in pairs}
        self.model.show_rows(tuple(self._questions.values()))
        self._show_open_count()

    def answer_row(self, id: str, answer: str) -> None:
        """Say of one row what it is."""
        self._questions[id] = replace(self._questions[id], answer=answer)
        self.model.put_row(self._questions[id])
        self._show_open_count()

    def answer_all_rows(self, answer: str) -> None:
        """Say the same of every row that is still open."""
        for id, question in self._questions.items():
            if not question.answer:
                self._questions[id] = replace(question, answer=answer)
                self.model.put_row(self._questions[id])
        self._show_open_count()

    def collect_answers(self) -> dict[str, bool]:
        """Row -> whether it is the record that was asked about."""
        return {id: question.answer == SAME for id, question in self._questions.items()}

    def describe_pairs_offer(self) -> Offer:
        """What can be done with what is answered."""
        return Offer(words=NEXT_STEP, ready=not self._open_count, why=self._reason_pairs_open())

    @property
    def _open_count(self) -> int:
        return sum(not question.answer for question in self._questions.values())

    def _reason_pairs_open(self) -> str:
        if self._open_count:
            return "Answer each row first."
        return ""

    def _show_open_count(self) -> None:
        self.count.setText(f"{self._open_count:,} of {len(self._questions):,} still open")
        self.changed.emit()

    def _build_row_picks(self, id: str) -> Picks:
        question = self._questions[id]
        return (
            question.describe_side(here=False),
            [Option(key, words) for key, words in ANSWERS.items()],
            question.answer,
        )
