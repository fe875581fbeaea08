"""The dialog that imports a file: choose it, see what it would do, decide, and see what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from selfassess.services.safety import encryption
from ui.bridge.tasks import Cancelled, Progress, Task
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.first_step import Beginning, file_filters
from ui.dialogs.import_file.next_action import NEXT_STEP, Offer
from ui.dialogs.import_file.steps import StepsDialog
from ui.dialogs.import_file.writing import Writing
from ui.widgets import dialogs, theme
from ui.widgets.announcement import announce
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import Banner, link_button, primary, quiet, secondary, text, title
from ui.widgets.passphrase import AskingPassphrase
from ui.widgets.reading_order import InReadingOrder

if TYPE_CHECKING:  # what a file is read and shown with is imported while it is read: the dialog comes first
    from selfassess.services.importing.merge_report import MergeReport
    from ui.dialogs.import_file.merge.step import Shown
    from ui.dialogs.import_file.read_file import Found
    from ui.dialogs.import_file.result_step import Done, Result

NONE_YET = "No file chosen yet."
ALL_HERE = "Everything in {name} is in this workbook already."
NOTHING_NEW = (
    "Nothing here would change: what {name} says is here already. Its history can be imported, so that it is known who "
    "wrote it there as well and nothing is asked twice."
)
STOPPED = "Stopped. Nothing was imported."
UNSAVED = "Something you typed cannot be saved yet. Put it right first, then import the file."
WIDEST, TALLEST = 1000, 700
"""What the smallest screen leaves for a dialog."""

ROOM = 48
"""Pixels of the window that stay to be seen around the dialog."""


class ImportFileDialog(InReadingOrder, StepsDialog):
    """Reads a file, shows what it would do, imports what is chosen, and says what came of it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.found: Found | None = None
        self.came: Result | None = None
        self.setWindowTitle("Import a file")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(620, 420)
        self.resize(min(theme.px(720), WIDEST), min(theme.px(500), TALLEST))
        self.title = title("Import a file")
        self.file = text(NONE_YET)
        self.choose = secondary("Choose a file…", self.ask)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far it is")
        self.beginning = Beginning()
        self.steps = QStackedWidget()
        self.said = Banner("", dismissible=False)
        self.waiting = link_button("", lambda: self.changes.go_to_next())
        self.reason = quiet("")
        self.take = primary("Import", self.take_in)
        self.stop = secondary("Cancel", self.reject)
        self._wide = False
        self._offer: Callable[[], Offer] = Offer
        self._act: Callable[[Found], object] = lambda found: None
        self._lay_out()
        for part in (self.bar, self.said, self.waiting, self.reason):
            part.hide()
        self.take.setEnabled(False)

    @property
    def undo(self) -> Any:
        """The button that takes out again what came in."""
        return self.done_page.undo

    @property
    def open_year(self) -> Any:
        """The button that leads to what came in."""
        return self.done_page.open_year

    @cached_property
    def done_page(self) -> Done:
        """The step that says what came of it."""
        from ui.dialogs.import_file.result_step import Done

        made = Done(self.undo_it, self.open_it)
        made.told.connect(self._tell)
        return self._step(made)

    # Choosing and reading

    def ask(self) -> None:
        """Ask for the file."""
        folder = self.workspace.settings.last_folder or str(self.workspace.session.path.parent)
        dialogs.ask_open(self, "Import a file", file_filters(), folder, self.read)

    def read(self, source: Path) -> None:
        """Read a file on a worker; nothing is changed."""
        if not self.workspace.flush():
            self._tell(UNSAVED, "warning")
            return
        self.found = None
        self.workspace.settings.last_folder = str(source.parent)
        if encryption.is_locked(source):
            self.ask_passphrase(source)
        else:
            self._read_file(source)

    def ask_passphrase(self, source: Path, problem: str = "") -> None:
        """Ask for the passphrase of a file that came locked, until it is the right one."""
        asking = AskingPassphrase(self, source.name, lambda typed: self._unlock(source, typed), problem)
        asking.open()

    def _unlock(self, source: Path, passphrase: str) -> None:
        def work(progress: Progress, cancelled: Cancelled) -> encryption.Unlocked | str:
            try:
                return encryption.Unlocked(source, passphrase, cancelled)
            except encryption.WrongPassphraseError as error:
                return str(error)

        def unlocked(found: encryption.Unlocked | str) -> None:
            self._rest()
            if isinstance(found, str):
                self.ask_passphrase(source, found)
                return
            self.finished.connect(lambda _: found.close())
            self._read_file(found.path)

        self._begin(Task(work, self), unlocked, f"Unlocking {source.name} …")

    def _read_file(self, source: Path) -> None:
        # here and not in the task: parts of the window are never imported on a worker
        from ui.dialogs.import_file.read_file import find

        path = self.workspace.session.path
        self._show(self.beginning)
        task = Task(lambda progress, cancelled: find(path, source, progress, cancelled), self)
        self._begin(task, self._read, f"Reading {source.name} …")

    def _read(self, found: Found) -> None:
        """Show what was read: in turns, because a list of thousands takes a while to be laid out."""
        self.found = found
        in_turns(self, self._show_found(found))

    def _show_found(self, found: Found) -> Iterator[None]:
        self.choose.setText("Choose another file…")
        self._say_file()
        if found.shown is not None and found.shown.prepared.pairs:
            self._grow()
            self._show(self.pairs, self.pairs.offer, self._take_pairs)
            self.pairs.show_pairs(found.shown.prepared.pairs)
        elif found.shown is not None:
            yield from self._show_changes(found, found.shown)
        elif found.incoming is None:
            (self._show_narrative if found.proposal else self._show_mapping)(found)
        else:
            self.years.show_found(found, self._labels())
            if not self.years.troubles.isHidden():
                self._grow()
            self._show(self.years, self.years.offer, self._take_years)
        yield
        self._rest()

    def _show_changes(self, found: Found, shown: Shown) -> Iterator[None]:
        if not shown.lines:
            said = NOTHING_NEW if shown.prepared.brings_entries else ALL_HERE
            notes = shown.prepared.notes if shown.prepared.meeting is not None else ()
            self._tell(" ".join((said.format(name=found.source.name), *notes)), "info")
        if not shown.lines and not shown.troubles:
            self._show(self.beginning, self._history_offer, self._take_changes)
            return
        changes = self.changes
        yield
        self._grow()
        yield
        self._show(changes, changes.offer, self._take_changes)
        yield
        changes.show_merge(shown)
        yield
        changes.begin()

    def _show_mapping(self, found: Found) -> None:
        """Have somebody say what the columns of a spreadsheet mean."""
        from ui.dialogs.import_file.wording import year_in

        assert found.book is not None
        year, label = found.there.current, year_in(found.source.stem)
        self.mapping.show_book(found.book, year.framework, year.information_return, label, self._labels())
        self._grow()
        self._show(self.mapping, self._mapping_offer, self._take_mapping)

    def _show_narrative(self, found: Found) -> None:
        """Have somebody look where the pieces of a document go."""
        self._grow()
        self._show(self.narrative, self.narrative.offer, self._take_narrative)
        self.narrative.show_found(found, self._labels())

    def _mapping_offer(self) -> Offer:
        why = self.mapping.why_not()
        return Offer(words=NEXT_STEP, ready=not why, why=why)

    def _labels(self) -> list[str]:
        return [record.text("label") for record in self.workspace.session.assessments]

    # Taking in

    def take_in(self) -> None:
        """Take in what is chosen: one step, with a backup before; or show first what it would change in a year."""
        found = self.found
        if found is None or not self.take.isEnabled():
            return
        if not self.workspace.flush():
            self._tell(UNSAVED, "warning")
            return
        self._act(found)

    def _take_mapping(self, found: Found) -> None:
        from ui.dialogs.import_file.read_file import mapped

        mapping, label = self.mapping.mapping(), self.mapping.label()
        reading = Task(lambda progress, cancelled: mapped(found, mapping, label, progress, cancelled), self)
        self._begin(reading, self._read, f"Reading {found.source.name} …")

    def _take_narrative(self, found: Found) -> None:
        from ui.dialogs.import_file.read_file import placed

        proposal, label = self.narrative.proposal(), self.narrative.year.label
        making = Task(lambda progress, cancelled: placed(found, proposal, label), self)
        self._begin(making, self._read, f"Reading {found.source.name} …")

    def _take_years(self, found: Found) -> None:
        from selfassess.services.importing import plan_import
        from ui.dialogs.import_file.read_file import join
        from ui.dialogs.import_file.wording import of_years

        planned = self.years.plan()
        if year := self.years.into():
            self._begin(Task(lambda progress, cancelled: join(found, year), self), self._read, "Comparing …")
        elif planned is not None:
            at = self.workspace.clock().astimezone()
            writing = Writing(plan_import.take_in_turns(self.workspace.session, planned), self)
            self._begin(writing, lambda _: self._end(of_years(planned, at)), f"Importing {found.source.name} …")

    def _take_pairs(self, found: Found) -> None:
        from ui.dialogs.import_file.read_file import answer_pairs

        same = self.pairs.answers()
        self._begin(Task(lambda progress, cancelled: answer_pairs(found, same), self), self._read, "Comparing …")

    def _take_changes(self, found: Found) -> None:
        from selfassess.domain.merging.resolution import Decisions
        from selfassess.services.importing import plan_merge

        assert found.shown is not None
        chosen = self.changes.decisions() if found.shown.lines else Decisions()
        turns = plan_merge.apply_in_turns(self.workspace.session, found.shown.prepared, chosen)
        self._begin(Writing(turns, self), self._merged, f"Importing {found.source.name} …")

    def _history_offer(self) -> Offer:
        """Where nothing would change, who wrote it in the copy can still come along."""
        shown = self.found.shown if self.found is not None else None
        brings = shown is not None and not shown.lines and shown.prepared.brings_entries
        return Offer(words="Import its history" if brings else "Import", ready=brings)

    def _merged(self, report: MergeReport) -> None:
        from ui.dialogs.import_file.wording import of_merge

        here = {record.id for record in self.workspace.session.assessments}
        touched = (each.record.assessment or each.id for each in reversed(report.taken))
        self._end(of_merge(report, next((id for id in touched if id in here), None)))

    def _end(self, result: Result) -> None:
        """Show what came of it."""
        self._offer = Offer
        self._rest()
        self._say_file()
        self.came = result
        folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
        self.done_page.show_result(result, folder / f"{self.found.source.stem if self.found else ''} – imported.txt")
        self._show(self.done_page)
        for part in (self.choose, self.take, self.waiting, self.reason):
            part.hide()
        self.stop.setText("Close")
        self.stop.setFocus()
        announce(self, result.sentence)

    def undo_it(self) -> None:
        """Take out again what came in."""
        if self.workspace.undo():
            self.done_page.show_undone()

    def open_it(self) -> None:
        """Bring the year that came in into view."""
        year = self.came.year if self.came is not None else None
        self.accept()
        if year is not None and self.workspace.open_year(year):
            self.workspace.go("overview")

    def say_stopping(self) -> None:
        self.file.setText("Stopping …")

    def _begin(self, task: Task, done: Any, saying: str) -> None:
        """Start something long; the dialog can only be stopped until it has ended."""
        before = self.file.text()
        self.task = task
        task.progressed.connect(lambda part: self.bar.setValue(round(part * 1000)))
        task.done.connect(done)
        task.failed.connect(lambda sentence: self._broken_off(sentence, "error", before))
        task.cancelled.connect(lambda: self._broken_off(STOPPED, "info", before))
        self.file.setText(saying)
        self.bar.setValue(0)
        self._busy(True)
        task.start()

    def _broken_off(self, sentence: str, kind: str, before: str) -> None:
        self.file.setText(before if self.found is not None else NONE_YET)
        self._tell(sentence, kind)
        self._rest()

    def _rest(self) -> None:
        """Nothing long goes on any more."""
        self.task = None
        self._busy(False)
        self._check()
        if self._wide and (step := self.steps.currentWidget()) is not None:
            step.setFocus()
        elif self.take.isEnabled():
            self.take.setFocus()

    def _busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.choose.setEnabled(not busy)
        self.steps.setEnabled(not busy)
        self.waiting.setEnabled(not busy)
        self.stop.setText("Stop" if busy else "Cancel")
        if busy:
            self.take.setEnabled(False)
            self.said.hide()
            self.stop.setFocus()

    def _say_file(self) -> None:
        if self.found is not None:
            self.file.setText(f"{self.found.source.name}: {self.found.sentence}")

    def _show(
        self, step: QWidget, offer: Callable[[], Offer] = Offer, act: Callable[[Found], object] = lambda found: None
    ) -> None:
        """Show a step, with what it offers to do and what does it."""
        self._offer, self._act = offer, act
        self.steps.setCurrentWidget(step)
        self.title.setVisible(not self._wide)  # the title bar says it too, and lists need the room
        self._check()

    def _grow(self) -> None:
        """Take the room that the list and what a row would do need, as far as the window has it."""
        self._wide = True
        parent = self.parentWidget()
        within = parent.window().frameGeometry() if parent is not None else self.screen().availableGeometry()
        self.resize(
            max(self.width(), min(theme.px(1180), within.width() - ROOM)),
            max(self.height(), min(theme.px(720), within.height() - ROOM)),
        )
        self.move(within.center() - self.rect().center())

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.file, 1)
        top.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignTop)
        self.steps.addWidget(self.beginning)
        foot = QHBoxLayout()
        foot.addWidget(self.waiting)
        foot.addWidget(self.reason, 1)
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.take)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(8)
        page.addWidget(self.title)
        page.addLayout(top)
        page.addWidget(self.bar)
        page.addWidget(self.steps, 1)
        page.addWidget(self.said)
        page.addLayout(foot)
