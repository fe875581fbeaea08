"""Going on in another place: a copy of a workbook where a person chooses, opened once it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.services.safety import sibling_copies
from selfassess.services.workbook import drafts
from selfassess.services.workbook.drafts import Draft
from ui.bridge.tasks import Task
from ui.widgets import dialogs

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame


def ask_to_save_elsewhere(
    parent: QWidget, path: Path, done: Callable[[Path], object], failed: Callable[[str], object]
) -> None:
    """Ask where to, copy it there on a worker, and tell ``done`` the file or ``failed`` why not."""

    def save(out: Path) -> None:
        task = Task(lambda progress, cancelled: sibling_copies.save_copy(path, out))
        task.done.connect(done)
        task.failed.connect(failed)
        task.start()

    dialogs.ask_save_path(
        parent, "Save this workbook elsewhere", dialogs.WORKBOOKS, _find_own_folder() / path.name, save
    )


def ask_duplicate(parent: QWidget, path: Path, done: Callable[[Path], object], failed: Callable[[str], object]) -> None:
    """Ask where to, and copy a workbook there on a worker; whoever asked stays in the workbook itself."""

    def save(out: Path) -> None:
        task = Task(lambda progress, cancelled: sibling_copies.save_copy(path, out))
        task.done.connect(done)
        task.failed.connect(failed)
        task.start()

    suggested = path.with_name(f"{path.stem} (copy){path.suffix}")
    dialogs.ask_save_path(parent, "Save a copy as", dialogs.WORKBOOKS, suggested, save)


def ask_to_save_copy(
    parent: QWidget, frame: WorkbookFrame, done: Callable[[Path], object], failed: Callable[[str], object]
) -> None:
    """Ask where to, and save a copy there with every word on the screen, while the workbook cannot be written.

    What no record has yet is kept as a draft of the copy, and offered when it is opened.
    """
    from ui.shell import rereading  # seldom needed

    workspace = frame.workspace

    def save(out: Path) -> None:
        lines = frame.drafts.list_pending_drafts(lines=True)
        try:
            homeless = sibling_copies.save_open_copy(workspace.session, out, rereading.find_typed_words(workspace))
        except WorkbookError as error:
            failed(str(error))
            return
        year = workspace.session.current_id
        left = (Draft(year, workspace.place, "Not in the copy", words) for words in homeless)
        drafts.keep_drafts(out, [*frame.drafts.left, *lines, *left])
        done(out)

    path = workspace.session.path
    dialogs.ask_save_path(parent, "Save a copy as", dialogs.WORKBOOKS, _find_own_folder() / path.name, save)


def _find_own_folder() -> Path:
    """Where people keep what is theirs."""
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
