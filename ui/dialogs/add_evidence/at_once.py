"""Files added without a dialog: one item of evidence for each, and a sentence with the way back.

The dialog stays for what has to be looked through first: folders, many files, pasted addresses, and files that take
long to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import Change, Operation
from selfassess.domain.text.wording import count_noun
from selfassess.services.evidence import add_evidence
from selfassess.services.evidence.add_evidence import EvidenceRequest, Found, Gathered
from selfassess.services.workbook.bulk_edit import take_bulk_changes
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.add_evidence.page import AddEvidenceDialog

FEW = 10
"""More files than this are looked through before they are added."""
QUICKLY_READ = 100_000_000
"""Bytes that are read before anybody wonders what goes on; more are read in the dialog, which can be stopped."""
A_MOMENT_MS = 500
"""Reading that takes longer is told."""
OTHER_YEAR = "Another year is in view now, so nothing was added to it. Add the files again."


def add_or_ask(
    workspace: Workspace, window: QWidget, wanted: EvidenceRequest | None = None
) -> AddEvidenceDialog | None:
    """Add a few files at once, and give the dialog for everything else."""
    if wanted is None or not _are_a_few_files(wanted.paths):
        return AddEvidenceDialog(workspace, window, wanted)
    AddingAtOnce(workspace, wanted).begin_reading()
    return None


class AddingAtOnce(QObject):
    """Reads a few files on a worker, then adds them to the year in which they were asked for."""

    def __init__(self, workspace: Workspace, wanted: EvidenceRequest) -> None:
        super().__init__(workspace)  # the page may be gone before its files are read
        self.workspace, self.wanted = workspace, wanted
        self._year = workspace.session.current.id
        self._late = QTimer(self, singleShot=True, interval=A_MOMENT_MS)
        self._late.timeout.connect(self._say_reading)

    def begin_reading(self) -> None:
        """Read the files; where that takes more than a moment, say so."""
        paths, path, year = self.wanted.paths, self.workspace.session.path, self.workspace.session.current
        task = Task(
            lambda progress, cancelled: add_evidence.gather_documents(
                paths, path, year, progress=progress, cancelled=cancelled
            )
        )
        task.done.connect(self._add_gathered)
        task.failed.connect(self._say_refused)
        task.start()
        self._late.start()

    def _add_gathered(self, gathered: Gathered) -> None:
        self._end()
        if self.workspace not in self.workspace.windows:  # the workbook was closed meanwhile
            return
        session, wanted = self.workspace.session, self.wanted
        if session.current.id != self._year:
            self.workspace.answered.emit(OTHER_YEAR, "warning", False)
            return
        try:
            changes = add_evidence.plan_evidence_changes(
                session, gathered.found, statements=wanted.statements, items=wanted.items,
                category=wanted.category, source=wanted.source,
            )  # fmt: skip
        except WrongUseError as error:
            self.workspace.answered.emit(str(error), "error", False)
            return
        new = [change for change in changes if change.operation is Operation.CREATE]
        label = f"add {count_noun(len(new), 'item')} of evidence" if new else "link evidence"
        if changes and not self.workspace.take_long_step(take_bulk_changes(session, label, changes), "Adding"):
            return
        ids = dict.fromkeys((*(c.record for c in changes), *(each.already for each in gathered.found)))
        wanted.added(tuple(id for id in ids if id in session.current.by_id))
        lost = bool(gathered.problems or gathered.doubts)
        words = " ".join(describe_outcome(gathered, changes))
        self.workspace.answered.emit(words, "warning" if lost else "good", bool(changes))

    def _end(self) -> None:
        """It goes away, and what it found is not to be followed by a message that it reads: adding takes turns too."""
        self._late.stop()
        self.deleteLater()

    def _say_refused(self, sentence: str) -> None:
        self._end()
        self.workspace.answered.emit(sentence, "error", False)

    def _say_reading(self) -> None:
        self.workspace.answered.emit("Reading the files, to tell each from every other …", "info", False)


def describe_outcome(gathered: Gathered, changes: tuple[Change, ...]) -> Iterator[str]:
    """What became of each file, in sentences: added, here already, or not taken and why."""
    new = [each.title for each in gathered.found if not each.already]
    if len(new) == 1:
        yield f"Added as evidence: “{new[0]}”."
    elif new:
        yield f"Added {count_noun(len(new), 'item')} of evidence."
    changed = {change.record for change in changes}
    for each in gathered.found:
        if each.already:
            yield _describe_known(each, each.already in changed)
    yield from (*gathered.problems, *gathered.doubts)


def _describe_known(each: Found, changed: bool) -> str:
    if each.moved:
        return f"“{each.title}” is in this workbook already; its place is now where you chose it."
    if changed:
        return f"“{each.title}” is in this workbook already, so it was linked and not added again."
    return f"“{each.title}” is here already, and nothing was changed."


def _are_a_few_files(paths: tuple[Path, ...]) -> bool:
    """Whether these are files, and few and small enough to be read in a moment."""
    if not paths or len(paths) > FEW or any(path.is_dir() for path in paths):
        return False
    try:
        return sum(path.stat().st_size for path in paths) <= QUICKLY_READ
    except OSError:  # gone, or not to be looked at: reading it gives the sentence
        return True
