"""The dialog that imports a file: choose it, see what it would do, decide, and see what came of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from selfassess.services.safety import encryption
from ui.bridge.tasks import Cancelled, Progress, Task
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.first_step import Beginning, build_file_filters
from ui.dialogs.import_file.next_action import NEXT_STEP, Offer
from ui.dialogs.import_file.steps import StepsDialog
from ui.jobs.slice_job import SliceJob
from ui.widgets import dialogs, theme
from ui.widgets.announcement import announce
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import (
    Banner,
    make_link_button,
    make_primary_button,
    make_quiet_label,
    make_secondary_button,
    make_text,
    make_title,
)
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
        theme.dress_parts(self)
        self.workspace = workspace
        self.found: Found | None = None
        self.came: Result | None = None
        self.setWindowTitle("Import a file")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(620, 420)
        self.resize(min(theme.px(720), WIDEST), min(theme.px(500), TALLEST))
        self.title = make_title("Import a file")
        self.file = make_text(NONE_YET)
        self.choose = make_secondary_button("Choose a file…", self.ask_for_file)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far it is")
        self.beginning = Beginning()
        self.steps = QStackedWidget()
        self.said = Banner("", dismissible=False)
        self.waiting = make_link_button("", lambda: self.changes.go_to_next_conflict())
        self.reason = make_quiet_label("")
        self.take = make_primary_button("Import", self.import_chosen)
        self.stop = make_secondary_button("Cancel", self.reject)
        self._wide = False
        self._offer: Callable[[], Offer] = Offer
        self._act: Callable[[Found], object] = lambda found: None
        self._lay_out_steps()
        self.finished.connect(lambda _: gc.unfreeze())  # what was read and set aside from the collector
        for part in (self.bar, self.said, self.waiting, self.reason):
            part.hide()
        self.take.setEnabled(False)

    @cached_property
    def result_page(self) -> Done:
        """The step that says what came of it."""
        from ui.dialogs.import_file.result_step import Done

        made = Done(self.undo_import, self.open_imported_year)
        made.told.connect(self._say_below_step)
        return self._add_step(made)

    # Choosing and reading

    def ask_for_file(self) -> None:
        """Ask for the file."""
        folder = self.workspace.settings.last_folder or str(self.workspace.session.path.parent)
        dialogs.ask_file_to_open(self, "Import a file", build_file_filters(), folder, self.begin_reading)

    def begin_reading(self, source: Path) -> None:
        """Read a file on a worker; nothing is changed."""
        if not self.workspace.flush():
            self._say_below_step(UNSAVED, "warning")
            return
        self.found = None
        self.workspace.settings.last_folder = str(source.parent)
        if encryption.is_locked_archive(source):
            self.ask_passphrase(source)
        else:
            self._start_reading_file(source)

    def ask_passphrase(self, source: Path, problem: str = "") -> None:
        """Ask for the passphrase of a file that came locked, until it is the right one."""
        asking = AskingPassphrase(self, source.name, lambda typed: self._unlock_file(source, typed), problem)
        asking.open()

    def _unlock_file(self, source: Path, passphrase: str) -> None:
        def work(progress: Progress, cancelled: Cancelled) -> encryption.Unlocked | str:
            try:
                return encryption.Unlocked(source, passphrase, cancelled)
            except encryption.WrongPassphraseError as error:
                return str(error)

        def unlocked(found: encryption.Unlocked | str) -> None:
            self._end_task()
            if isinstance(found, str):
                self.ask_passphrase(source, found)
                return
            self.finished.connect(lambda _: found.remove_unlocked_file())
            self._start_reading_file(found.path)

        self._begin_task(Task(work, self), unlocked, f"Unlocking {source.name} …")

    def _start_reading_file(self, source: Path) -> None:
        # here and not in the task: parts of the window are never imported on a worker
        from ui.dialogs.import_file.read_file import read_and_compare

        path = self.workspace.session.path
        self._show_step(self.beginning)
        task = Task(lambda progress, cancelled: read_and_compare(path, source, progress, cancelled), self)
        self._begin_task(task, self._on_file_read, f"Reading {source.name} …")

    def _on_file_read(self, found: Found) -> None:
        """Show what was read: in turns, because a list of thousands takes a while to be laid out."""
        self.found = found
        in_turns(self, self._show_found_file(found))

    def _show_found_file(self, found: Found) -> Iterator[None]:
        self.choose.setText("Choose another file…")
        self._describe_file()
        if found.shown is not None and found.shown.prepared.pairs:
            self._grow_to_room()
            self._show_step(self.pairs, self.pairs.describe_pairs_offer, self._import_row_pairs)
            self.pairs.show_row_pairs(found.shown.prepared.pairs)
        elif found.shown is not None:
            yield from self._show_changes(found, found.shown)
        elif found.plan is None:
            (self._show_narrative if found.proposal else self._show_mapping)(found)
        else:
            self.years.show_years_of_file(found, self._collect_year_labels())
            if not self.years.troubles.isHidden():
                self._grow_to_room()
            self._show_step(self.years, self.years.describe_years_offer, self._import_years)
        yield
        self._end_task()

    def _show_changes(self, found: Found, shown: Shown) -> Iterator[None]:
        if not shown.lines:
            said = NOTHING_NEW if shown.prepared.brings_journal_entries else ALL_HERE
            notes = shown.prepared.notes if shown.prepared.meeting is not None else ()
            self._say_below_step(" ".join((said.format(name=found.source.name), *notes)), "info")
        if not shown.lines and not shown.troubles:
            self._show_step(self.beginning, self._describe_history_offer, self._import_changes)
            return
        changes = self.changes
        yield
        self._grow_to_room()
        yield
        self._show_step(changes, changes.describe_changes_offer, self._import_changes)
        yield
        changes.show_merge(shown)
        yield
        changes.go_to_first_line()

    def _show_mapping(self, found: Found) -> None:
        """Have somebody say what the columns of a spreadsheet mean."""
        from ui.dialogs.import_file.wording import find_year_in_name

        assert found.spreadsheet is not None
        label = find_year_in_name(found.source.stem)
        self.mapping.show_spreadsheet(found.spreadsheet, label, self._collect_year_labels())
        self._grow_to_room()
        self._show_step(self.mapping, self._describe_mapping_offer, self._import_mapping)

    def _show_narrative(self, found: Found) -> None:
        """Have somebody look where the pieces of a document go."""
        self._grow_to_room()
        self._show_step(self.narrative, self.narrative.describe_narrative_offer, self._import_narrative)
        self.narrative.show_document(found, self._collect_year_labels())

    def _describe_mapping_offer(self) -> Offer:
        why = self.mapping.reason_mapping_incomplete()
        return Offer(words=NEXT_STEP, ready=not why, why=why)

    def _collect_year_labels(self) -> list[str]:
        return [record.text_of("label") for record in self.workspace.session.assessments]

    # Taking in

    def import_chosen(self) -> None:
        """Take in what is chosen: one step, with a backup before; or show first what it would change in a year."""
        found = self.found
        if found is None or not self.take.isEnabled():
            return
        if not self.workspace.flush():
            self._say_below_step(UNSAVED, "warning")
            return
        self._act(found)

    def _import_mapping(self, found: Found) -> None:
        from ui.dialogs.import_file.read_file import apply_spreadsheet_mapping

        draft, label = self.mapping.current_draft(), self.mapping.year_label()
        reading = Task(
            lambda progress, cancelled: apply_spreadsheet_mapping(found, draft, label, progress, cancelled), self
        )
        self._begin_task(reading, self._on_file_read, f"Reading {found.source.name} …")

    def _import_narrative(self, found: Found) -> None:
        from ui.dialogs.import_file.read_file import apply_placed_pieces

        proposal, label = self.narrative.current_proposal(), self.narrative.year.label
        making = Task(lambda progress, cancelled: apply_placed_pieces(found, proposal, label), self)
        self._begin_task(making, self._on_file_read, f"Reading {found.source.name} …")

    def _import_years(self, found: Found) -> None:
        from selfassess.services.importing import plan_years
        from ui.dialogs.import_file.read_file import join_existing_year
        from ui.dialogs.import_file.wording import describe_years_result

        planned = self.years.build_chosen_plan()
        if year := self.years.find_target_year():
            self._begin_task(
                Task(lambda progress, cancelled: join_existing_year(found, year), self),
                self._on_file_read,
                "Comparing …",
            )
        elif planned is not None:
            at = self.workspace.clock().astimezone()
            writing = SliceJob(plan_years.write_plan_in_turns(self.workspace.session, planned), self)
            self._begin_task(
                writing,
                lambda _: self._show_result(describe_years_result(planned, at)),
                f"Importing {found.source.name} …",
            )

    def _import_row_pairs(self, found: Found) -> None:
        from ui.dialogs.import_file.read_file import apply_row_answers

        same = self.pairs.collect_answers()
        self._begin_task(
            Task(lambda progress, cancelled: apply_row_answers(found, same), self), self._on_file_read, "Comparing …"
        )

    def _import_changes(self, found: Found) -> None:
        from selfassess.domain.merging.resolution import Decisions
        from selfassess.services.importing import plan_merge

        assert found.shown is not None
        chosen = self.changes.collect_decisions() if found.shown.lines else Decisions()
        turns = plan_merge.apply_merge_in_turns(self.workspace.session, found.shown.prepared, chosen)
        self._begin_task(SliceJob(turns, self), self._on_merged, f"Importing {found.source.name} …")

    def _describe_history_offer(self) -> Offer:
        """Where nothing would change, who wrote it in the copy can still come along."""
        shown = self.found.shown if self.found is not None else None
        brings = shown is not None and not shown.lines and shown.prepared.brings_journal_entries
        return Offer(words="Import its history" if brings else "Import", ready=brings)

    def _on_merged(self, report: MergeReport) -> None:
        from ui.dialogs.import_file.wording import describe_merge_result

        here = {record.id for record in self.workspace.session.assessments}
        touched = (each.record.assessment or each.id for each in reversed(report.taken))
        self._show_result(describe_merge_result(report, next((id for id in touched if id in here), None)))

    def _show_result(self, result: Result) -> None:
        """Show what came of it."""
        self._offer = Offer
        self._end_task()
        self._describe_file()
        self.came = result
        folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
        self.result_page.show_import_result(
            result, folder / f"{self.found.source.stem if self.found else ''} – imported.txt"
        )
        self._show_step(self.result_page)
        for part in (self.choose, self.take, self.waiting, self.reason):
            part.hide()
        self.stop.setText("Close")
        self.stop.setFocus()
        announce(self, result.sentence)

    def undo_import(self) -> None:
        """Take out again what came in."""
        if self.workspace.undo_last_step():
            self.result_page.show_import_undone()

    def open_imported_year(self) -> None:
        """Bring the year that came in into view."""
        year = self.came.year if self.came is not None else None
        self.accept()
        if year is not None and self.workspace.show_year(year):
            self.workspace.go("overview")

    def say_stopping(self) -> None:
        self.file.setText("Stopping …")

    def _begin_task(self, task: Task, done: Any, saying: str) -> None:
        """Start something long; the dialog can only be stopped until it has ended."""
        before = self.file.text()
        self.task = task
        task.progressed.connect(lambda part: self.bar.setValue(round(part * 1000)))
        task.done.connect(done)
        task.failed.connect(lambda sentence: self._on_task_broken_off(sentence, "error", before))
        task.cancelled.connect(lambda: self._on_task_broken_off(STOPPED, "info", before))
        self.file.setText(saying)
        self.bar.setValue(0)
        self._show_busy(True)
        task.start()

    def _on_task_broken_off(self, sentence: str, kind: str, before: str) -> None:
        self.file.setText(before if self.found is not None else NONE_YET)
        self._say_below_step(sentence, kind)
        self._end_task()

    def _end_task(self) -> None:
        """Nothing long goes on any more."""
        self.task = None
        self._show_busy(False)
        self._update_take_button()
        if self._wide and (step := self.steps.currentWidget()) is not None:
            step.setFocus()
        elif self.take.isEnabled():
            self.take.setFocus()

    def _show_busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.choose.setEnabled(not busy)
        self.steps.setEnabled(not busy)
        self.waiting.setEnabled(not busy)
        self.stop.setText("Stop" if busy else "Cancel")
        if busy:
            self.take.setEnabled(False)
            self.said.hide()
            self.stop.setFocus()

    def _describe_file(self) -> None:
        if self.found is not None:
            self.file.setText(f"{self.found.source.name}: {self.found.sentence}")

    def _show_step(
        self, step: QWidget, offer: Callable[[], Offer] = Offer, act: Callable[[Found], object] = lambda found: None
    ) -> None:
        """Show a step, with what it offers to do and what does it."""
        self._offer, self._act = offer, act
        self.steps.setCurrentWidget(step)
        self.title.setVisible(not self._wide)  # the title bar says it too, and lists need the room
        self._update_take_button()

    def _grow_to_room(self) -> None:
        """Take the room that the list and what a row would do need, as far as the window has it."""
        self._wide = True
        parent = self.parentWidget()
        within = parent.window().frameGeometry() if parent is not None else self.screen().availableGeometry()
        self.resize(
            max(self.width(), min(theme.px(1180), within.width() - ROOM)),
            max(self.height(), min(theme.px(720), within.height() - ROOM)),
        )
        self.move(within.center() - self.rect().center())

    def _lay_out_steps(self) -> None:
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
