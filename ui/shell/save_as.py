"""Going on in another place: a copy of a workbook where a person chooses, opened once it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.services.safety import sibling_copies
from selfassess.services.workbook import drafts
from selfassess.services.workbook.drafts import Draft
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets import dialogs


def ask_elsewhere(parent: QWidget, path: Path, done: Callable[[Path], object], failed: Callable[[str], object]) -> None:
    """Ask where to, copy it there on a worker, and tell ``done`` the file or ``failed`` why not."""

    def save(out: Path) -> None:
        task = Task(lambda progress, cancelled: sibling_copies.save_copy(path, out))
        task.done.connect(done)
        task.failed.connect(failed)
        task.start()

    dialogs.ask_save(parent, "Save this workbook elsewhere", dialogs.WORKBOOKS, _own_folder() / path.name, save)


def ask_copy(
    parent: QWidget, workspace: Workspace, done: Callable[[Path], object], failed: Callable[[str], object]
) -> None:
    """Ask where to, and save a copy there with every word on the screen, while the workbook cannot be written.

    What no record has yet is kept as a draft of the copy, and offered when it is opened.
    """
    from ui.shell import rereading  # seldom needed

    def save(out: Path) -> None:
        lines = workspace.drafts.pending(lines=True)
        try:
            homeless = sibling_copies.save_open_copy(workspace.session, out, rereading.typed_words(workspace))
        except WorkbookError as error:
            failed(str(error))
            return
        year = workspace.session.current_id
        left = (Draft(year, workspace.place, "Not in the copy", words) for words in homeless)
        drafts.keep(out, [*workspace.drafts.left, *lines, *left])
        done(out)

    path = workspace.session.path
    dialogs.ask_save(parent, "Save a copy as", dialogs.WORKBOOKS, _own_folder() / path.name, save)


def _own_folder() -> Path:
    """Where people keep what is theirs."""
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
