"""Going on in another place: a copy of a workbook where a person chooses, opened once it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from selfassess.services import copies
from ui.bridge.tasks import Task
from ui.widgets import dialogs


def ask_elsewhere(parent: QWidget, path: Path, done: Callable[[Path], object], failed: Callable[[str], object]) -> None:
    """Ask where to, copy it there on a worker, and tell ``done`` the file or ``failed`` why not."""

    def save(out: Path) -> None:
        task = Task(lambda progress, cancelled: copies.save_copy(path, out))
        task.done.connect(done)
        task.failed.connect(failed)
        task.start()

    dialogs.ask_save(parent, "Save this workbook elsewhere", dialogs.WORKBOOKS, _own_folder() / path.name, save)


def _own_folder() -> Path:
    """Where people keep what is theirs."""
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
