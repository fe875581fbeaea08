"""The dialog that looks after the files: which are missing or changed, and how each is put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from selfassess.domain.model.journal import Change
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import count_noun
from selfassess.services.evidence import check_files
from selfassess.services.evidence.check_files import Condition, State
from selfassess.services.workbook.bulk_edit import take_bulk_changes
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.jobs.job_dialog import JobDialog
from ui.pages.registers.library import BROKEN, CONDITIONS
from ui.widgets import dialogs, theme
from ui.widgets.look import make_primary_button, make_quiet_label, make_secondary_button, make_text, make_title
from ui.widgets.tables import Column, RowsModel, Table

ABOUT = (
    "Every file is read where it is and held against the fingerprint that was taken when it was added. Web pages are "
    "not looked at: this program never goes online."
)
LOST = (Condition.MISSING, Condition.ELSEWHERE, Condition.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Broken:
    """A file with a problem as a row of the table."""

    id: str
    title: str
    location: str
    state: State


COLUMNS = (
    Column(label="Evidence", words=lambda row: row.title, share=2, width=22),
    Column(label="Its file", words=lambda row: CONDITIONS[row.state.condition].capitalize(), width=20),
    Column(label="Where it was", words=lambda row: row.location, share=3, width=30, gives_way=1),
)


class CheckingDialog(JobDialog):
    """Checks the files at once. ``learned`` tells how they are, ``asked_for`` the id of an item to go to."""

    learned = Signal(tuple)
    asked_for = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Check files", (860, 520), progress="How far the reading is")
        self.workspace = workspace
        self.states: dict[str, State] = {}
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: row.title,
            natural=lambda row: fold_text(row.title),
            colour=theme.colour,
            parent=self,
        )
        self.table = Table(self.model, "Evidence whose file has a problem", many=True)
        self.table.lay_out_columns(COLUMNS)
        self.about = make_text("")
        self.seek = make_primary_button("Look for moved files in a folder…", self.ask_search_folder)
        self.accept_changed = make_secondary_button("Accept as it is now", self.accept_selected)
        self.go = make_secondary_button("Go to the item", self.go_to_item)
        self._lay_out_checking_dialog()
        self.table.marked.connect(self._enable_check_buttons)
        self.table.chosen.connect(lambda _: self._enable_check_buttons())
        self.table.opened.connect(lambda _: self.go_to_item())
        self.check_every_file()

    def check_every_file(self) -> None:
        """Read every file, on a worker."""
        year, path = self.workspace.session.current, self.workspace.session.path
        task = Task(
            lambda progress, cancelled: check_files.check_evidence_files(
                year, path, progress=progress, cancelled=cancelled
            )
        )
        self.run_job(task, "Reading the files …", self._on_files_checked)

    def ask_search_folder(self) -> None:
        """Ask for the folder that moved files are looked for in."""
        start = str(self.workspace.session.path.parent)
        dialogs.ask_existing_folder(self, "Look for moved files in a folder", start, self.look_for_lost_files)

    def look_for_lost_files(self, folder: Path) -> None:
        """Look in a folder and those below it for files with the content of those that are lost."""
        records = self.workspace.session.current.by_id
        lost = [id for id, state in self.states.items() if state.condition in LOST and id in records]
        wanted = {id: records[id].text_of("sha256") for id in lost if records[id]["sha256"]}
        sizes = {id: size for id in wanted if isinstance(size := records[id]["size_bytes"], int)}
        task = Task(
            lambda progress, cancelled: check_files.find_moved_files(
                folder, wanted, sizes=sizes, progress=progress, cancelled=cancelled
            )
        )
        words = f"Looking through {folder.name or folder} …"
        self.run_job(task, words, lambda again: self._on_files_found(again, len(lost)))

    def accept_selected(self) -> None:
        """Say that the changed files that are selected are right as they are now."""
        states = self._selected_states(Condition.CHANGED)
        if states and self._take_found_changes(
            check_files.plan_accepted_files(self.workspace.session, states), "accept changed files"
        ):
            self._learn_file_states(State(id=s.id, condition=Condition.OK, fingerprint=s.fingerprint) for s in states)
            self._say_check_result()

    def go_to_item(self) -> None:
        """Close, and go to the item one is on."""
        id = self.table.current_row_id()
        if id is not None:
            self.accept()
            self.asked_for.emit(id)

    def show_stopped(self) -> None:
        super().show_stopped()
        self._say_check_result()

    def set_busy(self, busy: bool) -> None:
        self._enable_check_buttons()

    def _on_files_checked(self, states: Sequence[State]) -> None:
        self.states = {state.id: state for state in states}
        records, today = self.workspace.session.current.by_id, self.workspace.today()
        # A file that is in place gets today's date, and one that was only named until now its fingerprint.
        fine = [s for s in states if s.condition is Condition.OK and records[s.id]["checked_on"] != today]
        if fine and not self.workspace.read_only:
            self._take_found_changes(check_files.plan_accepted_files(self.workspace.session, fine), "check files")
        self._learn_file_states(())
        self._say_check_result()
        self._enable_check_buttons()

    def _on_files_found(self, again: Mapping[str, Path], lost: int) -> None:
        if again and not self._take_found_changes(
            check_files.plan_moved_files(self.workspace.session, again), "find moved files"
        ):
            return
        self._learn_file_states(State(id=id, condition=Condition.OK) for id in again)
        left = f" {lost - len(again):,} not found there." if lost > len(again) else ""
        many = f"{len(again):,} of {lost:,} found by content, and their places put right." if again else ""
        self._say_check_result(f"{many}{left}".strip())
        self._enable_check_buttons()

    def _take_found_changes(self, changes: Sequence[Change], label: str) -> bool:
        done = self.workspace.take_long_step(
            take_bulk_changes(self.workspace.session, label, changes), "Writing down what was found"
        )
        if not done:
            self.said.show_message(self.workspace.refusal, "error")
        return done

    def _learn_file_states(self, states: Iterable[State]) -> None:
        self.states |= {state.id: state for state in states}
        records = self.workspace.session.current.by_id
        self.model.show_rows(
            Broken(id, records[id].text_of("title"), records[id].text_of("location"), state)
            for id, state in self.states.items()
            if state.condition in BROKEN and id in records
        )
        self.learned.emit(tuple(self.states.values()))

    def _say_check_result(self, before: str = "") -> None:
        counts = Counter(state.condition for state in self.states.values())
        total, broken = len(self.states), sum(counts[each] for each in BROKEN)
        files = count_noun(total, "file")
        if not total:
            self.said.show_message("No evidence names a file yet, so there is nothing to check.")
        elif not broken:
            self.said.show_message(
                f"{before} All is well: {files} checked, each in place and unchanged.".strip(), "good"
            )
        else:
            each = ", ".join(f"{counts[c]:,} {CONDITIONS[c]}" for c in CONDITIONS if counts[c])
            self.said.show_message(f"{before} {files} checked: {each}.".strip(), "warning")
        if self.model.shown_ids:
            self.table.choose_row(self.model.shown_ids[0])

    def _selected_states(self, condition: Condition) -> list[State]:
        ids = self.table.selected_ids()
        return [self.states[id] for id in ids if id in self.states and self.states[id].condition is condition]

    def _enable_check_buttons(self) -> None:
        free, listed = self.task is None, bool(self.model.shown_ids)
        can_write = not self.workspace.read_only
        lost = any(state.condition in LOST for state in self.states.values())
        row = self.model.row_at(self.table.currentIndex())
        self.about.setText(row.state.message if row is not None else "")
        for part in (self.table, self.about):
            part.setVisible(listed)
        self.seek.setVisible(free and lost and can_write)
        self.accept_changed.setVisible(listed and can_write)
        self.accept_changed.setEnabled(free and bool(self._selected_states(Condition.CHANGED)))
        self.go.setVisible(listed)
        self.go.setEnabled(free and self.table.current_row_id() is not None)

    def _lay_out_checking_dialog(self) -> None:
        self.offer_to_close()
        self.arrange_page(
            self.table,
            self.about,
            above=(make_title("Check files"), make_quiet_label(ABOUT), self.said, self.bar),
            left=(self.seek, self.accept_changed, self.go),
        )
