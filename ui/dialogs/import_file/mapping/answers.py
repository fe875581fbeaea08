"""What words of a spreadsheet mean, and what rows are about that name no quality statement: two lists to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from selfassess.domain.framework.framework import Framework
from selfassess.exchange.foreign import GENERAL, ChoiceColumn, Mapping, Placer, Unplaced
from selfassess.exchange.foreign.vocabulary import needs_statement
from ui.dialogs.import_file.mapping.entries import short
from ui.dialogs.import_file.mapping.table import Picks, PickTable
from ui.widgets import theme
from ui.widgets.forms.options import Option
from ui.widgets.tables import Column, RowsModel

TO_CHOOSE, UNCERTAIN, KNOWN, CHOSEN = "Please choose", "Please check", "Known", "You chose it"
LEFT_EMPTY, NONE_YET, ABOUT_ALL = "Leave it empty", "None yet", "The whole, no one statement"
_TEXT = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line: where it stands, what it says, how often or in which row, and what it is taken for.

    ``options`` are what it may be, keys and words; ``place`` is the row of headings and the number of a word's column.
    """

    id: str
    sheet: str
    where: str
    text: str
    number: int
    means: str
    check: str
    options: tuple[tuple[str, str], ...]
    proposal: str = ""
    place: tuple[int, int] = (0, 0)

    @property
    def words(self) -> str:
        """What it is taken for, in words."""
        if self.check == TO_CHOOSE and not self.means:
            return TO_CHOOSE
        return dict(self.options).get(self.means, self.means)


_TEXT_COLUMN = Column(label="What the row says", words=lambda each: short(each.text, _TEXT), width=16, share=4)
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
    Column(label="Column", words=lambda each: short(each.where, 80), width=14, share=2, gives_way=1),
    Column(label="Word in the file", words=lambda each: short(each.text, _TEXT), width=14, share=2),
    _NUMBER,
    Column(label="Means", words=lambda each: each.words, width=18, share=3),
    _SURE,
)
PLACE_COLUMNS = (
    Column(label="Sheet", words=lambda each: short(each.sheet, 40), width=10, share=1, gives_way=1),
    Column(label="Row", words=lambda each: f"{each.number:,}", order=lambda each: each.number, number=True, width=6),
    _TEXT_COLUMN,
    Column(label="Is about", words=lambda each: each.words, width=18, share=3),
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

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show these; where they are the same lines, each stays where it stands."""
        if {each.id for each in answers} != set(self._rows):
            self.show(answers)
            return
        for each in answers:
            if self._rows[each.id] != each:
                self.put(each)

    def row(self, id: str) -> Answer:
        """The line with this id."""
        found: Answer = self._rows[id]
        return found

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All lines."""
        return tuple(self._rows.values())


class AnswersTable(PickTable):
    """The view. ``answered`` carries a line and the key that was chosen for it."""

    answered = Signal(object, str)

    def __init__(
        self, model: AnswersModel, columns: Sequence[Column], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, name, _MEANS, self._options, parent)
        self._answers = model
        self.lay_out(columns)
        self.picked.connect(lambda id, key: self.answered.emit(self._answers.row(id), key))

    def _options(self, id: str) -> Picks:
        each = self._answers.row(id)
        return f"“{short(each.text, 60)}”", [Option(key, words) for key, words in each.options], each.means


def word_answers(columns: Sequence[ChoiceColumn]) -> list[Answer]:
    """A line for each word of each column, those first that somebody has to look at."""
    made = []
    for column in columns:
        for word in column.words:
            check = CHOSEN if word.chosen else KNOWN if word.certain else TO_CHOOSE if word.unknown else UNCERTAIN
            made.append(
                Answer(
                    id=f"{column.sheet}\t{column.header_row}\t{column.index}\t{word.text}",
                    sheet=column.sheet,
                    where=f"{column.heading} ({column.label})",
                    text=word.text,
                    number=word.count,
                    means=word.means,
                    check=check,
                    options=(("", LEFT_EMPTY), *column.answers),
                    place=(column.header_row, column.index),
                )
            )
    order = {TO_CHOOSE: 0, UNCERTAIN: 1, CHOSEN: 2, KNOWN: 3}
    return sorted(made, key=lambda each: order[each.check])


def place_answers(rows: Sequence[Unplaced], mapping: Mapping, framework: Framework) -> list[Answer]:
    """A line for each row that names no quality statement, and for those that a person put under one."""
    placer = Placer(framework)
    names = tuple((each.key, f"{each.number}. {each.name}") for each in framework.statements)
    made = []
    for each in rows:
        needed = needs_statement(each.kind)
        within = tuple(pair for pair in names if pair[0] in each.theme) or names
        options = (("", NONE_YET), *within) if needed else (("", ABOUT_ALL), *within)
        key = placer.propose(each.text, each.theme) or ""
        made.append(
            Answer(
                id=f"{each.sheet}\t{each.row}",
                sheet=each.sheet,
                where=key,
                text=each.text,
                number=each.row,
                means="",
                check=TO_CHOOSE if needed else UNCERTAIN,
                options=options,
                proposal=dict(names).get(key, ""),
            )
        )
    for part in mapping.sheets:
        for place in part.places:
            made.append(
                Answer(
                    id=f"{part.sheet}\t{place.row}",
                    sheet=part.sheet,
                    where="",
                    text=place.row,
                    number=0,
                    means=place.statement,
                    check=CHOSEN,
                    options=(*names, (GENERAL, ABOUT_ALL)),
                )
            )
    return made
