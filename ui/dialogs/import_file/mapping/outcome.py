"""What a mapping gives: the first records of a sheet as they would arrive, what would not be taken, what to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.exchange.foreign.preview import Arriving
from ui.dialogs.import_file.mapping.answers import (
    CHOSEN,
    PLACE_COLUMNS,
    TO_CHOOSE,
    UNCERTAIN,
    WORD_COLUMNS,
    Answer,
    AnswersModel,
    AnswersTable,
)
from ui.dialogs.import_file.mapping.entries import short
from ui.dialogs.import_file.mapping.not_taken import LeftModel, copied, left_table
from ui.dialogs.import_file.mapping.reading import Outcome
from ui.widgets import look, theme
from ui.widgets.look import link_button
from ui.widgets.sheet import Sheet

ARRIVE, LEFT, NOTES, WORDS, PLACES = "First rows", "Not taken", "Notes", "What words mean", "No statement"
_PAGES = (ARRIVE, LEFT, NOTES, WORDS, PLACES)
LOOKING = "Working out what would arrive …"
NOTHING = "Nothing of this sheet would arrive."
_MOST_WORDS = 300
_MOST_NOTES = 100


class OutcomePane(QWidget):
    """Shows what the mapping gives, for the chosen sheet first, and asks what words mean and rows are about.

    ``said`` carries a word's line and what it means, ``placed`` a row's line and what it is about; ``settled`` tells
    that everything which is open is to be left empty, or put where it is proposed: the name of the page.
    """

    said = Signal(object, str)
    placed = Signal(object, str)
    settled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outcome: Outcome | None = None
        self._sheet = ""
        self.arriving = Sheet(ARRIVE)
        self.left = LeftModel(self)
        self.left_table = left_table(self.left, self)
        self.notes = Sheet("What there is to know about the file")
        self.words, self.places = AnswersModel(WORD_COLUMNS, self), AnswersModel(PLACE_COLUMNS, self)
        self.words_table = AnswersTable(self.words, WORD_COLUMNS, "Words of the file, and what each means", self)
        self.places_table = AnswersTable(self.places, PLACE_COLUMNS, "Rows, and what each is about", self)
        self.words_table.answered.connect(self.said)
        self.places_table.answered.connect(self.placed)
        self.leave_rest = link_button("Leave the open ones empty", lambda: self.settled.emit(WORDS))
        self.use_proposals = link_button("Use the proposals", lambda: self.settled.emit(PLACES))
        self.copy = link_button("Copy", self.copy_left)
        self.copy.setAccessibleName("Copy the list of what would not be taken")
        self.pages = QStackedWidget(self)
        self.tabs = QTabBar(self)
        self._lay_out()

    def show_outcome(self, outcome: Outcome | None, sheet: str) -> None:
        """Show another outcome, None while it is worked out."""
        self.outcome, self._sheet = outcome, sheet
        left = outcome.left if outcome is not None else ()
        notes = outcome.notes if outcome is not None else ()
        for tab, words, count in ((1, LEFT, len(left)), (2, NOTES, len(notes))):
            self.tabs.setTabText(tab, f"{words} ({count:,})" if outcome is not None else words)
        self.left.show_left(left, sheet)
        self.copy.setEnabled(bool(left))
        self.notes.show_html(lambda: _sentences(notes))
        self.show_arriving(outcome.arriving.get(sheet, ()) if outcome is not None else None)

    def show_answers(self, words: Sequence[Answer], places: Sequence[Answer]) -> None:
        """Show what words mean and what rows are about; a page with nothing on it is not there."""
        for number, model, answers in ((3, self.words, words), (4, self.places, places)):
            model.show_answers(answers)
            count = sum(each.check in (TO_CHOOSE, UNCERTAIN) for each in answers)
            self.tabs.setTabText(number, f"{_PAGES[number]} ({count:,})" if count else _PAGES[number])
            self.tabs.setTabVisible(number, bool(answers))
        self.leave_rest.setEnabled(any(each.check == TO_CHOOSE for each in words))
        self.use_proposals.setEnabled(any(each.proposal and each.check != CHOSEN for each in places))

    def show_sheet(self, sheet: str) -> None:
        """Show the outcome for another sheet."""
        if sheet != self._sheet:
            self.show_outcome(self.outcome, sheet)

    def show_arriving(self, records: Sequence[Arriving] | None) -> None:
        """Show the first records of the sheet, None while they are not known."""
        self.arriving.show_html(lambda: _waiting() if records is None else _records(records))

    def copy_left(self) -> None:
        """Put the list of what would not be taken on the clipboard."""
        if self.outcome is not None:
            QApplication.clipboard().setText(copied(self.outcome.left))

    def _scrolled(self, text: Sheet) -> None:
        """Add a page on which a text scrolls; from the outside in, as each change of parent dresses anew."""
        around = look.card()
        frame = around.layout()
        assert frame is not None
        frame.setContentsMargins(1, 1, 1, 1)
        self.pages.addWidget(around)
        scroll = QScrollArea(around)
        scroll.setAccessibleName(text.accessibleName())
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        frame.addWidget(scroll)
        inside = QWidget(scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 8, 12, 8)
        scroll.setWidget(inside)
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignTop)

    def _turn_to(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.copy.setVisible(number == 1)
        self.leave_rest.setVisible(number == 3)
        self.use_proposals.setVisible(number == 4)

    def _lay_out(self) -> None:
        for words in _PAGES:
            self.tabs.addTab(words)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName("What the mapping gives")
        self.tabs.currentChanged.connect(self._turn_to)
        self.pages.setMinimumHeight(theme.px(110))
        top = QHBoxLayout()
        top.addWidget(self.tabs, 1)
        for button in (self.copy, self.leave_rest, self.use_proposals):
            button.hide()
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.pages, 1)
        self._scrolled(self.arriving)
        self.pages.addWidget(self.left_table)
        self._scrolled(self.notes)
        self.pages.addWidget(self.words_table)
        self.pages.addWidget(self.places_table)
        self.show_answers((), ())


def _waiting() -> str:
    return f'<p style="color:{theme.tokens()["muted"]}">{LOOKING}</p>'


def _records(records: Sequence[Arriving]) -> str:
    if not records:
        return f'<p style="color:{theme.tokens()["muted"]}">{NOTHING}</p>'
    return "".join(_record(kind, values) for kind, values in records)


def _record(kind: str, values: Mapping[str, str]) -> str:
    spec = CATALOGUE[kind]
    title = spec.by_key[spec.title].label
    size = theme.px(14)
    named = escape(short(str(values.get(title, "")), _MOST_WORDS))
    rest = " · ".join(
        f"{escape(field)}: <b>{escape(short(value, _MOST_WORDS))}</b>"
        for field, value in values.items()
        if field != title
    )
    return (
        f'<p style="font-size:{size}px;margin:0 0 8px 0"><b>{escape(spec.name)}: {named}</b>'
        f'<br><span style="color:{theme.tokens()["muted"]}">{rest}</span></p>'
    )


def _sentences(notes: Sequence[str]) -> str:
    size = theme.px(14)
    shown = [escape(short(note, _MOST_WORDS)) for note in notes[:_MOST_NOTES]]
    if len(notes) > _MOST_NOTES:
        shown.append(f"and {len(notes) - _MOST_NOTES:,} more")
    return "".join(f'<p style="font-size:{size}px;margin:0 0 4px 0">{words}</p>' for words in shown)
