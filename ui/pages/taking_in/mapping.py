"""The step in which a person says what somebody else's spreadsheet means, sheet by sheet and column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfassess.domain.errors import WorkbookError
from selfassess.domain.framework import Framework, InformationReturn
from selfassess.exchange import foreign
from selfassess.services.settings import Settings
from ui.bridge.tasks import Cancelled, Progress, Task
from ui.pages.taking_in.mapping_year import YearName
from ui.widgets import dialogs
from ui.widgets.look import secondary

FILTERS = f"Column mappings (*{foreign.SUFFIX});;All files (*)"


class MappingStep(QWidget):
    """Proposes what a spreadsheet means and lets a person set it right. ``changed`` tells that something else holds
    now, ``said`` carries a sentence for the person and its kind, as a banner shows it."""

    changed = Signal()
    said = Signal(str, str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._book: foreign.Book | None = None
        self._framework: Framework | None = None
        self._asked: InformationReturn | None = None
        self._mapping: foreign.Mapping | None = None
        self.task: Task | None = None
        self.year = YearName()
        self.year.changed.connect(self.changed)
        self.use = secondary("Use a saved mapping…", self.ask_mapping)
        self.keep = secondary("Save this mapping…", self.ask_where)
        self._lay_out()

    def show_book(
        self,
        book: foreign.Book,
        framework: Framework,
        asked: InformationReturn | None,
        label: str,
        labels_taken: Sequence[str],
    ) -> None:
        """Show another spreadsheet and what it seems to mean, to go into the year ``label``."""
        self._book, self._framework, self._asked, self._mapping = book, framework, asked, None
        self.year.show_years(label, labels_taken)
        self._work(lambda: foreign.propose(book, framework, asked), self._proposed)

    def ready(self) -> bool:
        """Whether what stands here can be taken in."""
        return not self.why_not()

    def why_not(self) -> str:
        """Why it cannot be taken in yet, in a sentence; "" where it can."""
        if self._mapping is None:
            return "The sheets are still being looked through."
        if all(part.skip for part in self._mapping.sheets):
            return "Every sheet is left out. Tick at least one."
        return self.year.why_not()

    def mapping(self) -> foreign.Mapping:
        """What the spreadsheet means, as it is set now."""
        assert self._mapping is not None
        return self._mapping

    def label(self) -> str:
        """The name of the year it goes into."""
        return self.year.label

    def taken(self, progress: Progress = lambda part: None, cancelled: Cancelled = lambda: False) -> foreign.Taken:
        """What the spreadsheet gives by the mapping as it is now; takes long with large ones, so call it on a worker."""
        assert self._book is not None and self._framework is not None
        return foreign.apply(
            self._book,
            self.mapping(),
            framework=self._framework,
            asked=self._asked,
            council=None,
            label=self.label(),
            progress=progress,
            cancelled=cancelled,
        )

    def ask_mapping(self) -> None:
        """Ask for a mapping that was saved."""
        dialogs.ask_open(self, "Use a saved mapping", FILTERS, self.settings.last_folder, self.use_mapping)

    def use_mapping(self, path: Path) -> None:
        """Use a mapping that was saved."""
        self._work(lambda: foreign.load(path), self._proposed)

    def ask_where(self) -> None:
        """Ask where to save the mapping."""
        name = f"{Path(self._book.name).stem if self._book else 'spreadsheet'}{foreign.SUFFIX}"
        suggested = Path(self.settings.last_folder or Path.home()) / name
        dialogs.ask_save(self, "Save this mapping", FILTERS, suggested, self.save_mapping)

    def save_mapping(self, path: Path) -> None:
        """Save the mapping as a file."""
        try:
            foreign.save(self.mapping(), path)
        except WorkbookError as error:
            self.said.emit(str(error), "error")
        else:
            self.said.emit(f"Saved as {path.name}. Next year, choose it with “Use a saved mapping”.", "good")

    def _work(self, work: Callable[[], foreign.Mapping], done: Callable[[foreign.Mapping], None]) -> None:
        self.task = Task(lambda progress, cancelled: work())
        self.task.done.connect(done)
        self.task.failed.connect(lambda sentence: self.said.emit(sentence, "error"))
        self.task.start()
        self.changed.emit()

    def _proposed(self, mapping: foreign.Mapping) -> None:
        self.task, self._mapping = None, mapping
        self.changed.emit()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.year, 1)
        top.addWidget(self.use)
        top.addWidget(self.keep)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addLayout(top)
        page.addStretch(1)
