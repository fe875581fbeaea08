"""The dialog that looks after the files: which are missing or changed, and how each is put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.model.journal import Change
from selfassess.domain.text.folding import fold
from selfassess.services.evidence import check_files
from selfassess.services.evidence.check_files import Condition, State
from selfassess.services.workbook.bulk_edit import take
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.registers.library import BROKEN, CONDITIONS
from ui.widgets import dialogs, theme
from ui.widgets.look import Banner, primary, quiet, secondary, text, title
from ui.widgets.reading_order import InReadingOrder
from ui.widgets.tables import Column, RowsModel, Table

ABOUT = (
    "Every file is read where it is and held against the fingerprint that was taken when it was added. Web pages are "
    "not looked at: this program never goes online."
)
WIDEST, HIGHEST = 1100, 660
"""What the smallest screen leaves for a dialog."""
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


class CheckingDialog(InReadingOrder, TaskDialog):
    """Checks the files at once. ``learned`` tells how they are, ``asked_for`` the id of an item to go to."""

    learned = Signal(tuple)
    asked_for = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.states: dict[str, State] = {}
        self.setWindowTitle("Check files")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(860), WIDEST), min(theme.px(520), HIGHEST))
        self.said = Banner("", dismissible=False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the reading is")
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: row.title,
            natural=lambda row: fold(row.title),
            colour=theme.colour,
            parent=self,
        )
        self.table = Table(self.model, "Evidence whose file has a problem", many=True)
        self.table.lay_out(COLUMNS)
        self.about = text("")
        self.seek = primary("Look for moved files in a folder…", self.ask_folder)
        self.accept_changed = secondary("Accept as it is now", self.accept_selected)
        self.go = secondary("Go to the item", self.go_to)
        self.stop = secondary("Cancel", self.reject)
        self._lay_out()
        self.table.marked.connect(self._allow)
        self.table.chosen.connect(lambda _: self._allow())
        self.table.opened.connect(lambda _: self.go_to())
        self.check()

    def check(self) -> None:
        """Read every file, on a worker."""
        year, path = self.workspace.session.current, self.workspace.session.path
        self._run(
            lambda progress, cancelled: check_files.check(year, path, progress=progress, cancelled=cancelled),
            self._checked,
            "Reading the files …",
        )

    def ask_folder(self) -> None:
        """Ask for the folder that moved files are looked for in."""
        start = str(self.workspace.session.path.parent)
        dialogs.ask_folder(self, "Look for moved files in a folder", start, self.look_for)

    def look_for(self, folder: Path) -> None:
        """Look in a folder and those below it for files with the content of those that are lost."""
        records = self.workspace.session.current.by_id
        lost = [id for id, state in self.states.items() if state.condition in LOST and id in records]
        wanted = {id: records[id].text("sha256") for id in lost if records[id]["sha256"]}
        sizes = {id: size for id in wanted if isinstance(size := records[id]["size_bytes"], int)}
        self._run(
            lambda progress, cancelled: check_files.look_for(
                folder, wanted, sizes=sizes, progress=progress, cancelled=cancelled
            ),
            lambda again: self._found(again, len(lost)),
            f"Looking through {folder.name or folder} …",
        )

    def accept_selected(self) -> None:
        """Say that the changed files that are selected are right as they are now."""
        states = self._selected(Condition.CHANGED)
        if states and self._take(check_files.accepted(self.workspace.session, states), "accept changed files"):
            self._learn(State(id=s.id, condition=Condition.OK, fingerprint=s.fingerprint) for s in states)
            self._say()

    def go_to(self) -> None:
        """Close, and go to the item one is on."""
        id = self.table.current()
        if id is not None:
            self.accept()
            self.asked_for.emit(id)

    def say_stopping(self) -> None:
        self.said.say("Stopping …")

    def _run(self, work: Callable[..., object], done: Callable[..., None], words: str) -> None:
        self.task = Task(work)
        self.task.progressed.connect(lambda part: self.bar.setValue(round(part * 1000)))
        self.task.done.connect(lambda result: self._ended(lambda: done(result)))
        self.task.failed.connect(lambda sentence: self._ended(lambda: self.said.say(sentence, "error")))
        self.task.cancelled.connect(lambda: self._ended(self._say))
        self.said.say(words)
        self.bar.setValue(0)
        self.bar.show()
        self.stop.setText("Stop")
        self._allow()
        self.task.start()

    def _ended(self, then: Callable[[], object]) -> None:
        self.task = None
        self.bar.hide()
        self.stop.setText("Close")
        then()
        self._allow()

    def _checked(self, states: Sequence[State]) -> None:
        self.states = {state.id: state for state in states}
        records, today = self.workspace.session.current.by_id, self.workspace.today()
        # A file that is in place gets today's date, and one that was only named until now its fingerprint.
        fine = [s for s in states if s.condition is Condition.OK and records[s.id]["checked_on"] != today]
        if fine and not self.workspace.read_only:
            self._take(check_files.accepted(self.workspace.session, fine), "check files")
        self._learn(())
        self._say()

    def _found(self, again: Mapping[str, Path], lost: int) -> None:
        if again and not self._take(check_files.found_again(self.workspace.session, again), "find moved files"):
            return
        self._learn(State(id=id, condition=Condition.OK) for id in again)
        left = f" {lost - len(again):,} not found there." if lost > len(again) else ""
        many = f"{len(again):,} of {lost:,} found by content, and their places put right." if again else ""
        self._say(f"{many}{left}".strip())

    def _take(self, changes: Sequence[Change], label: str) -> bool:
        done = self.workspace.take_long(take(self.workspace.session, label, changes), "Writing down what was found")
        if not done:
            self.said.say(self.workspace.refusal, "error")
        return done

    def _learn(self, states: Iterable[State]) -> None:
        self.states |= {state.id: state for state in states}
        records = self.workspace.session.current.by_id
        self.model.show(
            Broken(id, records[id].text("title"), records[id].text("location"), state)
            for id, state in self.states.items()
            if state.condition in BROKEN and id in records
        )
        self.learned.emit(tuple(self.states.values()))

    def _say(self, before: str = "") -> None:
        counts = Counter(state.condition for state in self.states.values())
        total, broken = len(self.states), sum(counts[each] for each in BROKEN)
        files = f"{total:,} {'file' if total == 1 else 'files'}"
        if not total:
            self.said.say("No evidence names a file yet, so there is nothing to check.")
        elif not broken:
            self.said.say(f"{before} All is well: {files} checked, each in place and unchanged.".strip(), "good")
        else:
            each = ", ".join(f"{counts[c]:,} {CONDITIONS[c]}" for c in CONDITIONS if counts[c])
            self.said.say(f"{before} {files} checked: {each}.".strip(), "warning")
        if self.model.shown:
            self.table.choose(self.model.shown[0])

    def _selected(self, condition: Condition) -> list[State]:
        ids = self.table.selected()
        return [self.states[id] for id in ids if id in self.states and self.states[id].condition is condition]

    def _allow(self) -> None:
        free, listed = self.task is None, bool(self.model.shown)
        can_write = not self.workspace.read_only
        lost = any(state.condition in LOST for state in self.states.values())
        row = self.model.at(self.table.currentIndex())
        self.about.setText(row.state.message if row is not None else "")
        for part in (self.table, self.about):
            part.setVisible(listed)
        self.seek.setVisible(free and lost and can_write)
        self.accept_changed.setVisible(listed and can_write)
        self.accept_changed.setEnabled(free and bool(self._selected(Condition.CHANGED)))
        self.go.setVisible(listed)
        self.go.setEnabled(free and self.table.current() is not None)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.seek, self.accept_changed, self.go):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.stop)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        for part in (title("Check files"), quiet(ABOUT), self.said, self.bar):
            page.addWidget(part)
        page.addWidget(self.table, 1)
        page.addWidget(self.about)
        page.addStretch(0)
        page.addLayout(buttons)
