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
from selfassess.services.importing.spreadsheet_mapping.answers import CHOSEN, TO_CHOOSE, UNCERTAIN, Answer
from selfassess.services.importing.spreadsheet_mapping.draft import Outcome
from selfassess.services.importing.spreadsheet_mapping.entries import shorten_to_line
from ui.dialogs.import_file.mapping.answers import (
    PLACE_COLUMNS,
    WORD_COLUMNS,
    AnswersModel,
    AnswersTable,
)
from ui.dialogs.import_file.mapping.not_taken import LeftModel, build_cells_left_table, copy_cells_as_text
from ui.widgets import look, theme
from ui.widgets.look import make_link_button
from ui.widgets.sheet import Sheet

FirstRecords = Sequence[tuple[str, Mapping[str, str]]]
"""The first records of a sheet as they would arrive: the kind of each, and its fields by their names."""

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
        self.left_table = build_cells_left_table(self.left, self)
        self.notes = Sheet("What there is to know about the file")
        self.words, self.places = AnswersModel(WORD_COLUMNS, self), AnswersModel(PLACE_COLUMNS, self)
        self.words_table = AnswersTable(self.words, WORD_COLUMNS, "Words of the file, and what each means", self)
        self.places_table = AnswersTable(self.places, PLACE_COLUMNS, "Rows, and what each is about", self)
        self.words_table.answered.connect(self.said)
        self.places_table.answered.connect(self.placed)
        self.leave_rest = make_link_button("Leave the open ones empty", lambda: self.settled.emit(WORDS))
        self.use_proposals = make_link_button("Use the proposals", lambda: self.settled.emit(PLACES))
        self.copy = make_link_button("Copy", self.copy_cells_left)
        self.copy.setAccessibleName("Copy the list of what would not be taken")
        self.pages = QStackedWidget(self)
        self.tabs = QTabBar(self)
        self._lay_out_outcome_pages()

    def show_outcome(self, outcome: Outcome | None, sheet: str) -> None:
        """Show another outcome, None while it is worked out."""
        self.outcome, self._sheet = outcome, sheet
        left = outcome.left if outcome is not None else ()
        notes = outcome.notes if outcome is not None else ()
        for tab, words, count in ((1, LEFT, len(left)), (2, NOTES, len(notes))):
            tab_words = f"{words} ({count:,})" if outcome is not None else words
            self.tabs.setTabText(tab, tab_words)
        self.left.show_cells_left(left, sheet)
        self.copy.setEnabled(bool(left))
        self.notes.show_html(lambda: _build_notes_html(notes))
        arriving = outcome.arriving.get(sheet, ()) if outcome is not None else None
        self.show_first_records(arriving)

    def show_open_answers(self, words: Sequence[Answer], places: Sequence[Answer]) -> None:
        """Show what words mean and what rows are about; a page with nothing on it is not there."""
        for number, model, answers in ((3, self.words, words), (4, self.places, places)):
            model.update_answers(answers)
            count = sum(each.check in (TO_CHOOSE, UNCERTAIN) for each in answers)
            page_words = f"{_PAGES[number]} ({count:,})" if count else _PAGES[number]
            self.tabs.setTabText(number, page_words)
            self.tabs.setTabVisible(number, bool(answers))
        self.leave_rest.setEnabled(any(each.check == TO_CHOOSE for each in words))
        self.use_proposals.setEnabled(any(each.proposal and each.check != CHOSEN for each in places))

    def show_sheet_outcome(self, sheet: str) -> None:
        """Show the outcome for another sheet."""
        if sheet != self._sheet:
            self.show_outcome(self.outcome, sheet)

    def show_first_records(self, records: FirstRecords | None) -> None:
        """Show the first records of the sheet, None while they are not known."""
        self.arriving.show_html(lambda: _build_waiting_html() if records is None else _build_arriving_html(records))

    def copy_cells_left(self) -> None:
        """Put the list of what would not be taken on the clipboard."""
        if self.outcome is not None:
            QApplication.clipboard().setText(copy_cells_as_text(self.outcome.left))

    def _add_scrolled_page(self, text: Sheet) -> None:
        """Add a page on which a text scrolls; from the outside in, as each change of parent dresses anew."""
        around = look.make_card()
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

    def _turn_to_page(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.copy.setVisible(number == 1)
        self.leave_rest.setVisible(number == 3)
        self.use_proposals.setVisible(number == 4)

    def _lay_out_outcome_pages(self) -> None:
        for words in _PAGES:
            self.tabs.addTab(words)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setAccessibleName("What the mapping gives")
        self.tabs.currentChanged.connect(self._turn_to_page)
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
        self._add_scrolled_page(self.arriving)
        self.pages.addWidget(self.left_table)
        self._add_scrolled_page(self.notes)
        self.pages.addWidget(self.words_table)
        self.pages.addWidget(self.places_table)
        self.show_open_answers((), ())


def _build_waiting_html() -> str:
    return f'<p style="color:{theme.colour_tokens()["muted"]}">{LOOKING}</p>'


def _build_arriving_html(records: FirstRecords) -> str:
    if not records:
        return f'<p style="color:{theme.colour_tokens()["muted"]}">{NOTHING}</p>'
    return "".join(_build_arriving_record_html(kind, values) for kind, values in records)


def _build_arriving_record_html(kind: str, values: Mapping[str, str]) -> str:
    spec = CATALOGUE[kind]
    title = spec.by_key[spec.title].label
    size = theme.px(14)
    named = escape(shorten_to_line(str(values.get(title, "")), _MOST_WORDS))
    rest = " · ".join(
        f"{escape(field)}: <b>{escape(shorten_to_line(value, _MOST_WORDS))}</b>"
        for field, value in values.items()
        if field != title
    )
    return (
        f'<p style="font-size:{size}px;margin:0 0 8px 0"><b>{escape(spec.name)}: {named}</b>'
        f'<br><span style="color:{theme.colour_tokens()["muted"]}">{rest}</span></p>'
    )


def _build_notes_html(notes: Sequence[str]) -> str:
    size = theme.px(14)
    shown = [escape(shorten_to_line(note, _MOST_WORDS)) for note in notes[:_MOST_NOTES]]
    if len(notes) > _MOST_NOTES:
        shown.append(f"and {len(notes) - _MOST_NOTES:,} more")
    return "".join(f'<p style="font-size:{size}px;margin:0 0 4px 0">{words}</p>' for words in shown)
