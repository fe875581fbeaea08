"""What words of a spreadsheet mean, and what rows are about that name no quality statement: two lists to answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from selfassess.services.importing.spreadsheet_mapping.answers import TO_CHOOSE, UNCERTAIN, Answer
from selfassess.services.importing.spreadsheet_mapping.entries import shorten_to_line
from ui.dialogs.import_file.mapping.table import Picks, PickTable
from ui.widgets import theme
from ui.widgets.forms.options import Option
from ui.widgets.tables import Column, RowsModel

_TEXT = 160


_TEXT_COLUMN = Column(
    label="What the row says", words=lambda each: shorten_to_line(each.text, _TEXT), width=16, share=4
)
_SURE = Column(
    label="How sure",
    words=lambda each: each.check,
    tone=lambda each: "warning" if each.check in (TO_CHOOSE, UNCERTAIN) else "muted",
    width=12,
    share=1,
)
_NUMBER = Column(
    label="How often", words=lambda each: f"{each.number:,}", order=lambda each: each.number, number=True, width=9
)
WORD_COLUMNS = (
    Column(label="Column", words=lambda each: shorten_to_line(each.where, 80), width=14, share=2, gives_way=1),
    Column(label="Word in the file", words=lambda each: shorten_to_line(each.text, _TEXT), width=14, share=2),
    _NUMBER,
    Column(label="Means", words=lambda each: each.chosen_words, width=18, share=3),
    _SURE,
)
PLACE_COLUMNS = (
    Column(label="Sheet", words=lambda each: shorten_to_line(each.sheet, 40), width=10, share=1, gives_way=1),
    Column(label="Row", words=lambda each: f"{each.number:,}", order=lambda each: each.number, number=True, width=6),
    _TEXT_COLUMN,
    Column(label="Is about", words=lambda each: each.chosen_words, width=18, share=3),
    Column(label="Proposal", words=lambda each: each.proposal, width=14, share=2, gives_way=2),
    _SURE,
)
_MEANS = 3


class AnswersModel(RowsModel):
    """Lines to answer, in the order in which they are given."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(
            columns, search=lambda each: each.text, natural=lambda each: 0, colour=theme.colour, parent=parent
        )

    def update_answers(self, answers: Sequence[Answer]) -> None:
        """Show these; where they are the same lines, each stays where it stands."""
        ids = {each.id for each in answers}
        if ids != set(self._rows):
            self.show_rows(answers)
            return
        for each in answers:
            if self._rows[each.id] != each:
                self.put_row(each)

    def row(self, id: str) -> Answer:
        """The line with this id."""
        found: Answer = self._rows[id]
        return found

    @property
    def all_answers(self) -> tuple[Answer, ...]:
        """All lines."""
        return tuple(self._rows.values())


class AnswersTable(PickTable):
    """The view. ``answered`` carries a line and the key that was chosen for it."""

    answered = Signal(object, str)

    def __init__(
        self, model: AnswersModel, columns: Sequence[Column], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, name, _MEANS, self._build_answer_picks, parent)
        self._answers = model
        self.lay_out_columns(columns)
        self.picked.connect(lambda id, key: self.answered.emit(self._answers.row(id), key))

    def _build_answer_picks(self, id: str) -> Picks:
        each = self._answers.row(id)
        return f"“{shorten_to_line(each.text, 60)}”", [Option(key, words) for key, words in each.options], each.means
