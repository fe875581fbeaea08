"""The step in which a person says what somebody else's spreadsheet means, sheet by sheet and column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.errors import WorkbookError
from selfassess.exchange import foreign
from selfassess.exchange.foreign.preview import Arriving
from selfassess.services.workbook.settings import Settings
from ui.bridge.tasks import Cancelled, Progress
from ui.dialogs.import_file.mapping.answers import CHOSEN, TO_CHOOSE, Answer, place_answers, word_answers
from ui.dialogs.import_file.mapping.entries import Entry, Offer, entries, with_meaning
from ui.dialogs.import_file.mapping.outcome import WORDS, OutcomePane
from ui.dialogs.import_file.mapping.reading import (
    Outcome,
    Read,
    Theirs,
    anew,
    applied,
    owned,
    proposed,
    saved,
    with_part,
)
from ui.dialogs.import_file.mapping.sheet import SheetPart
from ui.dialogs.import_file.mapping.sheets import SheetLine, SheetsList, SheetsModel
from ui.dialogs.import_file.mapping.tasks import Looking, Reading, timer
from ui.dialogs.import_file.mapping.wording import SEVERAL_KINDS, WAYS, Way, way_of, what
from ui.dialogs.import_file.mapping.year import YearName
from ui.widgets import dialogs, theme
from ui.widgets.look import ScrollArea, quiet, secondary
from ui.widgets.tables import ListAndDetail

FILTERS = f"Column mappings (*{foreign.SUFFIX});;All files (*)"
LOOKING = "Looking through the sheets …"
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
        self._theirs: Theirs | None = None
        self._mapping: foreign.Mapping | None = None
        self._saved: frozenset[str] = frozenset()
        self._by_hand: dict[str, set[str]] = {}
        self._offers: dict[str, tuple[Offer, ...]] = {}
        self._sheet = ""
        self._row = 1
        self._reading = Reading(self)
        self._looking = Looking(self)
        self._row_soon = timer(self, self._read_row)
        self.year = YearName()
        self.waiting = quiet(LOOKING)
        self.use = secondary("Use a saved mapping…", self.ask_mapping)
        self.keep = secondary("Save this mapping…", self.ask_where)
        self.sheets = SheetsModel(self)
        self.list = SheetsList(self.sheets)
        self.part = SheetPart()
        self.pane = OutcomePane()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._reading.read.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)
        self._looking.first.connect(self._on_first)
        self._looking.found.connect(self._on_outcome)
        self._looking.failed.connect(self._on_not_known)
        self.year.changed.connect(self.changed)
        self.sheets.ticked.connect(self.take)
        self.list.chosen.connect(self.show_sheet)
        self.part.way_chosen.connect(self.read_as)
        self.part.row_chosen.connect(self._want_row)
        self.part.statement_chosen.connect(self.tell_statement)
        self.part.meant.connect(self.mean)
        self.pane.said.connect(self.tell_word)
        self.pane.placed.connect(self.place_row)
        self.pane.settled.connect(self.settle)

    # --- what the dialog asks ------------------------------------------------------------------------------------

    def show_book(
        self,
        book: foreign.Book,
        framework: Framework,
        asked: InformationReturn | None,
        label: str,
        labels_taken: Sequence[str],
    ) -> None:
        """Show another spreadsheet and what it seems to mean, to go into the year ``label``."""
        self._row_soon.stop()
        self._looking.stop()
        self._theirs = theirs = Theirs(book=book, framework=framework, asked=asked)
        self._mapping, self.outcome, self._sheet = None, None, ""
        self.year.show_years(label, labels_taken)
        self.sheets.show(())
        self.part.clear()
        self.pane.show_outcome(None, "")
        self.pane.show_answers((), ())
        self._wait(True)
        self._read(lambda: proposed(theirs), None)

    def ready(self) -> bool:
        """Whether what stands here can be imported."""
        return not self.why_not()

    def why_not(self) -> str:
        """Why it cannot be imported yet, in a sentence; "" where it can."""
        if self._mapping is None or self._reading.goes_on or self._row_soon.isActive():
            return "The sheets are still being looked through."
        parts = [part for line in self.sheets.lines if line.taken and (part := self._mapping.sheet(line.name))]
        if not parts:
            return "Every sheet is left out. Tick those that are to be imported."
        if not any(part.tables or part.questions for part in parts):
            return "Say what the sheets hold that are ticked."
        if self.outcome is None:
            return "The sheets are still being looked through."
        if not self.outcome.records:
            return "Nothing would arrive yet. Look at what would not be taken, and at the reasons."
        if any(word.unknown for each in self.outcome.choices for word in each.words):
            return "Choose under “What words mean” what the open words are, or leave them empty."
        return self.year.why_not()

    def mapping(self) -> foreign.Mapping:
        """What the spreadsheet means, as it is set now."""
        assert self._mapping is not None
        return self._mapping

    def label(self) -> str:
        """The name of the year it goes into."""
        return self.year.label

    def taken(self, progress: Progress = lambda part: None, cancelled: Cancelled = lambda: False) -> foreign.Taken:
        """What the spreadsheet gives by the mapping as it is now. This takes long: call it on a worker."""
        theirs, mapping, label = self._whole(), self.mapping(), self.label()
        return applied(theirs, mapping, label, progress, cancelled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._top.setDirection(ways.TopToBottom if self.width() < theme.px(NARROW_TOP) else ways.LeftToRight)

    # --- what the person does ------------------------------------------------------------------------------------

    def take(self, sheet: str, wanted: bool) -> None:
        """Take a sheet, or leave it out."""
        self._change(sheet, skip=not wanted)
        self.list.choose(sheet)

    def show_sheet(self, name: str) -> None:
        """Show another sheet."""
        if self._row_soon.isActive():
            self._row_soon.stop()
            self._read_row()
        self._sheet = name
        self._show_part()
        self.pane.show_sheet(name)

    def tell_statement(self, key: str) -> None:
        """Say which quality statement the whole of the chosen sheet is about, "" for none."""
        self._change(self._sheet, statement=key or None)

    def read_as(self, key: str) -> None:
        """Read the chosen sheet in another way."""
        self._row_soon.stop()
        self._read_anew(next(way for way in (*WAYS, SEVERAL_KINDS) if way.key == key))

    def mean(self, id: str, meaning: str) -> None:
        """Give a column or a label of the chosen sheet another meaning, "" for none."""
        entry = next((each for each in self.entries() if each.id == id), None)
        if entry is None or self._busy():
            return
        mapping = owned(self.mapping(), self._sheet)
        part = mapping.sheet(self._sheet)
        assert part is not None
        after = with_meaning(part, entry, meaning)
        self._by_hand.setdefault(self._sheet, set()).add(id)
        self._set(
            foreign.with_sheet(mapping, self._sheet, columns=after.columns, questions=after.questions, more=after.more)
        )

    def tell_word(self, answer: Answer, key: str) -> None:
        """Say what a word of a column means, "" for nothing."""
        self._set(_with_word(self.mapping(), answer, key))

    def place_row(self, answer: Answer, key: str) -> None:
        """Put a row under a quality statement, under the whole, or under none yet ("")."""
        mapping = owned(self.mapping(), answer.sheet)
        self._set(foreign.with_place(mapping, answer.sheet, answer.text, key or None))

    def settle(self, page: str) -> None:
        """Leave every word empty that nobody knows, or put every row where it is proposed."""
        mapping = self.mapping()
        if page == WORDS:
            for each in self.pane.words.answers:
                if each.check == TO_CHOOSE:
                    mapping = _with_word(mapping, each, "")
        else:
            for each in self.pane.places.answers:
                if each.proposal and each.check != CHOSEN:
                    mapping = foreign.with_place(owned(mapping, each.sheet), each.sheet, each.text, each.where)
        self._set(mapping)

    def entries(self) -> tuple[Entry, ...]:
        """The columns and labels of the chosen sheet."""
        sheet, part = self._whole().book.sheet(self._sheet), self.mapping().sheet(self._sheet)
        if sheet is None or part is None:
            return ()
        offers, by_hand = self._offers.get(self._sheet, ()), self._by_hand.get(self._sheet, ())
        return entries(sheet, part, offers, by_hand, self._sheet in self._saved)

    def ask_mapping(self) -> None:
        """Ask for a mapping that was saved."""
        dialogs.ask_open(self, "Use a saved mapping", FILTERS, self.settings.last_folder, self.use_mapping)

    def use_mapping(self, path: Path) -> None:
        """Use a mapping that was saved."""
        theirs = self._whole()
        self.settings.last_folder = str(path.parent)
        self._read(lambda: saved(theirs, path), None)

    def ask_where(self) -> None:
        """Ask where to save the mapping."""
        name = f"{Path(self._whole().book.name).stem}{foreign.SUFFIX}"
        suggested = Path(self.settings.last_folder or Path.home()) / name
        dialogs.ask_save(self, "Save this mapping", FILTERS, suggested, self.save_mapping)

    def save_mapping(self, path: Path) -> None:
        """Save the mapping as a file."""
        self.settings.last_folder = str(path.parent)
        try:
            foreign.save(self.mapping(), path)
        except WorkbookError as error:
            self.said.emit(str(error), "error")
        else:
            self.said.emit(
                f"Saved as {path.name}. “Use a saved mapping” reads the next such file the same way.", "good"
            )

    # --- reading again -------------------------------------------------------------------------------------------

    def _want_row(self, row: int) -> None:
        """Take a row for that of the headings, once the person stays on it."""
        self._row = row
        self._row_soon.start()
        self.changed.emit()

    def _read_row(self) -> None:
        part = self.mapping().sheet(self._sheet)
        self._read_anew(way_of(part) if part is not None else None, self._row)

    def _read_anew(self, way: Way | None, header_row: int | None = None) -> None:
        theirs, mapping, sheet = self._whole(), self.mapping(), self._sheet
        self._read(lambda: anew(theirs, mapping, sheet, way, header_row), sheet)

    def _read(self, work: Callable[[], Read], sheet: str | None) -> None:
        """Have a mapping made on a worker, anew for one sheet or for all."""
        self._reading.begin(work, sheet)
        self._show_part()
        self.changed.emit()

    def _on_read(self, read: Read, sheet: str | None) -> None:
        mapping, again = read.mapping, [each.name for each in self._whole().book.sheets]
        if sheet is None:
            self._by_hand, self._offers, self._saved = {}, {}, read.saved
        else:
            # Only this sheet was read anew; what was set for others meanwhile holds.
            mapping, again = with_part(self.mapping(), mapping, sheet), [sheet]
            self._by_hand.pop(sheet, None)
            self._saved -= {sheet}
        for name in again:
            part = mapping.sheet(name)
            asked = part.questions if part is not None else ()
            self._offers[name] = tuple(Offer(label=each.label, where=each.where) for each in asked)
        self._set(mapping, at_once=True)
        if read.sentence:
            self.said.emit(read.sentence, "info")

    def _on_failed(self, sentence: str) -> None:
        self.waiting.hide()
        self._show_part()
        self.said.emit(sentence, "error")
        self.changed.emit()

    # --- what would arrive ---------------------------------------------------------------------------------------

    def _on_first(self, arriving: Mapping[str, tuple[Arriving, ...]]) -> None:
        self.pane.show_arriving(arriving.get(self._sheet, ()))

    def _on_outcome(self, found: Outcome) -> None:
        self.outcome = found
        for name, offers in found.unknown.items():
            have = {offer.label for offer in self._offers.get(name, ())}
            self._offers[name] = (*self._offers.get(name, ()), *(each for each in offers if each.label not in have))
        self.pane.show_outcome(found, self._sheet)
        places = place_answers(found.unplaced, self.mapping(), self._whole().framework)
        self.pane.show_answers(word_answers(found.choices), places)
        self._show_part()
        self.changed.emit()

    def _on_not_known(self, sentence: str) -> None:
        self.said.emit(sentence, "error")

    # --- inside --------------------------------------------------------------------------------------------------

    def _whole(self) -> Theirs:
        assert self._theirs is not None
        return self._theirs

    def _change(self, sheet: str, **changes: object) -> None:
        self._set(foreign.with_sheet(owned(self.mapping(), sheet), sheet, **changes))

    def _set(self, mapping: foreign.Mapping, at_once: bool = False) -> None:
        """Let another mapping hold, and have it worked out what it gives."""
        self._mapping, self.outcome = mapping, None
        self._wait(False)
        on = self._sheet
        self._show_sheets()
        self.pane.show_outcome(None, self._sheet)
        if self._sheet == on:  # else it has been shown when it was chosen
            self._show_part()
        self._looking.begin(self._whole(), mapping, soon=not at_once)
        self.changed.emit()

    def _wait(self, waiting: bool) -> None:
        """Say that the spreadsheet is looked through for the first time, or that it has been."""
        self.waiting.setVisible(waiting)
        for part in (self.use, self.keep):
            part.setEnabled(not waiting)

    def _show_sheets(self) -> None:
        theirs, mapping = self._whole(), self.mapping()
        lines = []
        for sheet in theirs.book.sheets:
            part = mapping.sheet(sheet.name)
            if part is not None:
                says, filled = what(part, theirs.framework) if sheet.rows else "Empty", bool(sheet.rows)
                lines.append(SheetLine(name=sheet.name, what=says, taken=filled and not part.skip, filled=filled))
        self.sheets.show(lines)
        if not self._sheet and lines:
            self.list.choose(next((line.name for line in lines if line.taken), lines[0].name))

    def _show_part(self) -> None:
        theirs = self._theirs
        if theirs is None or self._mapping is None:
            return
        sheet, part = theirs.book.sheet(self._sheet), self._mapping.sheet(self._sheet)
        nothing = self.outcome is not None and not self.outcome.arriving.get(self._sheet)
        if sheet is not None and part is not None:
            self.part.show_part(sheet, part, theirs.framework, self.entries(), nothing=nothing, busy=self._busy())

    def _busy(self) -> bool:
        """Whether the chosen sheet is being read again, or soon will be."""
        return self._reading.touches(self._sheet) or self._row_soon.isActive()

    def _lay_out(self) -> None:
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
        self._wait(True)


def _with_word(mapping: foreign.Mapping, answer: Answer, key: str) -> foreign.Mapping:
    """A mapping with what a word of a column means."""
    header_row, index = answer.place
    return foreign.with_value(owned(mapping, answer.sheet), answer.sheet, header_row, index, answer.text, key)
