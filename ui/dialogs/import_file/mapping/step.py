"""The step in which a person says what somebody else's spreadsheet means, sheet by sheet and column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.services.importing.spreadsheet_mapping import draft as drafts
from selfassess.services.importing.spreadsheet_mapping.answers import (
    Answer,
    build_place_answers,
    build_word_answers,
    leave_open_words_empty,
    use_proposed_places,
)
from selfassess.services.importing.spreadsheet_mapping.draft import MappingDraft, Outcome, ReadMapping, Spreadsheet
from selfassess.services.importing.spreadsheet_mapping.entries import Entry
from selfassess.services.importing.spreadsheet_mapping.meanings import SEVERAL_KINDS, WAYS, ReadingWay
from selfassess.services.importing.spreadsheet_mapping.sheet_view import list_sheets, view_sheet
from selfassess.services.workbook.settings import Settings
from ui.dialogs.import_file.mapping.outcome import WORDS, FirstRecords, OutcomePane
from ui.dialogs.import_file.mapping.sheet import SheetPart
from ui.dialogs.import_file.mapping.sheets import SheetsList, SheetsModel
from ui.dialogs.import_file.mapping.tasks import Looking, Reading, build_single_shot_timer
from ui.dialogs.import_file.mapping.year import YearName
from ui.widgets import dialogs, theme
from ui.widgets.look import ScrollArea, make_quiet_label, make_secondary_button
from ui.widgets.tables import ListAndDetail

FILTERS = f"Column mappings (*{drafts.SUFFIX});;All files (*)"
LOOKING = "Looking through the sheets …"
STILL_LOOKING = "The sheets are still being looked through."
NARROW, NARROW_TOP = 700, 580


class MappingStep(QWidget):
    """Proposes what a spreadsheet means and lets a person set it right.

    ``changed`` tells that something else holds now; ``said`` carries a sentence and its kind, as a banner takes them.
    """

    changed = Signal()
    said = Signal(str, str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.outcome: Outcome | None = None
        self._spreadsheet: Spreadsheet | None = None
        self._draft: MappingDraft | None = None
        self._sheet = ""
        self._row = 1
        self._reading = Reading(self)
        self._looking = Looking(self)
        self._row_soon = build_single_shot_timer(self, self._read_chosen_heading_row)
        self.year = YearName()
        self.waiting = make_quiet_label(LOOKING)
        self.use = make_secondary_button("Use a saved mapping…", self.ask_for_saved_mapping)
        self.keep = make_secondary_button("Save this mapping…", self.ask_where_to_save_mapping)
        self.sheets = SheetsModel(self)
        self.list = SheetsList(self.sheets)
        self.part = SheetPart()
        self.pane = OutcomePane()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out_mapping_step()
        self._reading.read.connect(self._on_mapping_read)
        self._reading.failed.connect(self._on_mapping_failed)
        self._looking.first.connect(self._on_first_records)
        self._looking.found.connect(self._on_outcome)
        self._looking.failed.connect(lambda sentence: self.said.emit(sentence, "error"))
        self.year.changed.connect(self.changed)
        self.sheets.ticked.connect(self.include_sheet)
        self.list.chosen.connect(self.open_sheet)
        self.part.way_chosen.connect(self.read_sheet_as)
        self.part.row_chosen.connect(self._choose_heading_row)
        self.part.statement_chosen.connect(self.set_sheet_statement)
        self.part.meant.connect(self.set_entry_meaning)
        self.pane.said.connect(self.set_word_meaning)
        self.pane.placed.connect(self.place_row_under_statement)
        self.pane.settled.connect(self.settle_open_answers)

    # --- what the dialog asks ------------------------------------------------------------------------------------

    def show_spreadsheet(self, spreadsheet: Spreadsheet, label: str, labels_taken: Sequence[str]) -> None:
        """Show another spreadsheet and what it seems to mean, to go into the year ``label``."""
        self._row_soon.stop()
        self._looking.stop_looking()
        self._spreadsheet = spreadsheet
        self._draft, self.outcome, self._sheet = None, None, ""
        self.year.offer_year_names(label, labels_taken)
        self.sheets.show_sheet_lines(())
        self.part.show_no_sheet()
        self.pane.show_outcome(None, "")
        self.pane.show_open_answers((), ())
        self._show_waiting(True)
        self._begin_reading_mapping(lambda: drafts.propose_mapping(spreadsheet), None)

    def is_ready(self) -> bool:
        """Whether what stands here can be imported."""
        return not self.reason_mapping_incomplete()

    def reason_mapping_incomplete(self) -> str:
        """Why it cannot be imported yet, in a sentence; "" where it can."""
        if self._draft is None or self._reading.is_reading or self._row_soon.isActive():
            return STILL_LOOKING
        if reason := self._draft.reason_holds_nothing():
            return reason
        if self.outcome is None:
            return STILL_LOOKING
        if not self.outcome.records:
            return "Nothing would arrive yet. Look at what would not be taken, and at the reasons."
        if self.outcome.has_open_words:
            return "Choose under “What words mean” what the open words are, or leave them empty."
        return self.year.reason_year_name_refused()

    def current_draft(self) -> MappingDraft:
        """What the spreadsheet means, as it is set now."""
        assert self._draft is not None
        return self._draft

    def year_label(self) -> str:
        """The name of the year it goes into."""
        return self.year.label

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        direction = ways.TopToBottom if self.width() < theme.px(NARROW_TOP) else ways.LeftToRight
        self._top.setDirection(direction)

    # --- what the person does ------------------------------------------------------------------------------------

    def include_sheet(self, sheet: str, wanted: bool) -> None:
        """Take a sheet, or leave it out."""
        self._set_draft(drafts.change_sheet(self.current_draft(), sheet, skip=not wanted))
        self.list.choose_sheet(sheet)

    def open_sheet(self, name: str) -> None:
        """Show another sheet."""
        if self._row_soon.isActive():
            self._row_soon.stop()
            self._read_chosen_heading_row()
        self._sheet = name
        self._show_chosen_part()
        self.pane.show_sheet_outcome(name)

    def set_sheet_statement(self, key: str) -> None:
        """Say which quality statement the whole of the chosen sheet is about, "" for none."""
        self._set_draft(drafts.change_sheet(self.current_draft(), self._sheet, statement=key or None))

    def read_sheet_as(self, key: str) -> None:
        """Read the chosen sheet in another way."""
        self._row_soon.stop()
        self._read_sheet_anew(next(way for way in (*WAYS, SEVERAL_KINDS) if way.key == key))

    def set_entry_meaning(self, id: str, meaning: str) -> None:
        """Give a column or a label of the chosen sheet another meaning, "" for none."""
        entry = next((each for each in self.build_sheet_entries() if each.id == id), None)
        if entry is not None and not self._is_sheet_being_read():
            self._set_draft(drafts.set_meaning(self.current_draft(), self._sheet, entry, meaning))

    def set_word_meaning(self, answer: Answer, key: str) -> None:
        """Say what a word of a column means, "" for nothing."""
        self._set_draft(drafts.set_word(self.current_draft(), answer.sheet, answer.place, answer.text, key))

    def place_row_under_statement(self, answer: Answer, key: str) -> None:
        """Put a row under a quality statement, under the whole, or under none yet ("")."""
        self._set_draft(drafts.place_row(self.current_draft(), answer.sheet, answer.text, key))

    def settle_open_answers(self, page: str) -> None:
        """Leave every word empty that nobody knows, or put every row where it is proposed."""
        draft = self.current_draft()
        if page == WORDS:
            self._set_draft(leave_open_words_empty(draft, self.pane.words.all_answers))
        else:
            self._set_draft(use_proposed_places(draft, self.pane.places.all_answers))

    def build_sheet_entries(self) -> tuple[Entry, ...]:
        """The columns and labels of the chosen sheet."""
        return self.current_draft().list_entries(self._sheet)

    def ask_for_saved_mapping(self) -> None:
        """Ask for a mapping that was saved."""
        dialogs.ask_file_to_open(
            self, "Use a saved mapping", FILTERS, self.settings.last_folder, self.use_saved_mapping
        )

    def use_saved_mapping(self, path: Path) -> None:
        """Use a mapping that was saved."""
        spreadsheet = self._require_spreadsheet()
        self.settings.last_folder = str(path.parent)
        self._begin_reading_mapping(lambda: drafts.read_saved_mapping(spreadsheet, path), None)

    def ask_where_to_save_mapping(self) -> None:
        """Ask where to save the mapping."""
        name = f"{Path(self._require_spreadsheet().book.name).stem}{drafts.SUFFIX}"
        suggested = Path(self.settings.last_folder or Path.home()) / name
        dialogs.ask_save_path(self, "Save this mapping", FILTERS, suggested, self.save_mapping)

    def save_mapping(self, path: Path) -> None:
        """Save the mapping as a file."""
        self.settings.last_folder = str(path.parent)
        try:
            drafts.save_draft(self.current_draft(), path)
        except WorkbookError as error:
            self.said.emit(str(error), "error")
        else:
            self.said.emit(
                f"Saved as {path.name}. “Use a saved mapping” reads the next such file the same way.", "good"
            )

    # --- reading again -------------------------------------------------------------------------------------------

    def _choose_heading_row(self, row: int) -> None:
        """Take a row for that of the headings, once the person stays on it."""
        self._row = row
        self._row_soon.start()
        self.changed.emit()

    def _read_chosen_heading_row(self) -> None:
        view = view_sheet(self.current_draft(), self._sheet)
        self._read_sheet_anew(view.way if view is not None else None, self._row)

    def _read_sheet_anew(self, way: ReadingWay | None, header_row: int | None = None) -> None:
        draft, sheet = self.current_draft(), self._sheet
        self._begin_reading_mapping(lambda: drafts.propose_sheet_anew(draft, sheet, way, header_row), sheet)

    def _begin_reading_mapping(self, work: Callable[[], ReadMapping], sheet: str | None) -> None:
        """Have a mapping made on a worker, anew for one sheet or for all."""
        self._reading.begin_sheet_reading(work, sheet)
        self._show_chosen_part()
        self.changed.emit()

    def _on_mapping_read(self, read: ReadMapping, sheet: str | None) -> None:
        if sheet is None:
            draft = drafts.begin_draft(self._require_spreadsheet(), read)
        else:
            draft = drafts.replace_sheet(self.current_draft(), read, sheet)
        self._set_draft(draft, at_once=True)
        if read.sentence:
            self.said.emit(read.sentence, "info")

    def _on_mapping_failed(self, sentence: str) -> None:
        self.waiting.hide()
        self._show_chosen_part()
        self.said.emit(sentence, "error")
        self.changed.emit()

    # --- what would arrive ---------------------------------------------------------------------------------------

    def _on_first_records(self, arriving: Mapping[str, FirstRecords]) -> None:
        self.pane.show_first_records(arriving.get(self._sheet, ()))

    def _on_outcome(self, found: Outcome) -> None:
        self.outcome = found
        self._draft = draft = drafts.add_offers(self.current_draft(), found.unknown)
        self.pane.show_outcome(found, self._sheet)
        self.pane.show_open_answers(build_word_answers(found.choices), build_place_answers(draft, found.unplaced))
        self._show_chosen_part()
        self.changed.emit()

    # --- inside --------------------------------------------------------------------------------------------------

    def _require_spreadsheet(self) -> Spreadsheet:
        assert self._spreadsheet is not None
        return self._spreadsheet

    def _set_draft(self, draft: MappingDraft, at_once: bool = False) -> None:
        """Let another mapping hold, and have it worked out what it gives."""
        self._draft, self.outcome = draft, None
        self._show_waiting(False)
        on = self._sheet
        self._show_sheet_list(draft)
        self.pane.show_outcome(None, self._sheet)
        if self._sheet == on:  # else it has been shown when it was chosen
            self._show_chosen_part()
        self._looking.begin_looking(draft, soon=not at_once)
        self.changed.emit()

    def _show_waiting(self, waiting: bool) -> None:
        """Say that the spreadsheet is looked through for the first time, or that it has been."""
        self.waiting.setVisible(waiting)
        for part in (self.use, self.keep):
            part.setEnabled(not waiting)

    def _show_sheet_list(self, draft: MappingDraft) -> None:
        lines = list_sheets(draft)
        self.sheets.show_sheet_lines(lines)
        if not self._sheet and lines:
            self.list.choose_sheet(next((line.name for line in lines if line.taken), lines[0].name))

    def _show_chosen_part(self) -> None:
        view = view_sheet(self._draft, self._sheet) if self._draft is not None else None
        if view is not None:
            nothing = self.outcome is not None and not self.outcome.arriving.get(self._sheet)
            statements = self._require_spreadsheet().framework.statements
            self.part.show_sheet_part(view, statements, nothing=nothing, busy=self._is_sheet_being_read())

    def _is_sheet_being_read(self) -> bool:
        """Whether the chosen sheet is being read again, or soon will be."""
        return self._reading.concerns_sheet(self._sheet) or self._row_soon.isActive()

    def _lay_out_mapping_step(self) -> None:
        beside = QHBoxLayout()
        for button in (self.use, self.keep):
            beside.addWidget(button)
        beside.addStretch(1)
        self._top.addWidget(self.year, 1)
        self._top.addLayout(beside)
        # From the outside in: whatever changes its parent is dressed anew with all that is in it.
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addLayout(self._top)
        page.addWidget(self.waiting)
        scroll = ScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        page.addWidget(ListAndDetail(self.list, scroll, lambda width: width < theme.px(NARROW), (1, 3), self), 1)
        inside = QSplitter(Qt.Orientation.Vertical, scroll)
        inside.setChildrenCollapsible(False)
        scroll.setWidget(inside)
        inside.addWidget(self.part)
        inside.addWidget(self.pane)
        inside.setSizes([300, 160])
        inside.setStretchFactor(0, 2)
        inside.setStretchFactor(1, 1)
        self._show_waiting(True)
