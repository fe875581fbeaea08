"""Opens and makes workbooks on a worker, and brings what the window then needs with it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from selfassess.services.workbook.settings import Settings
from ui.bridge.tasks import Task
from ui.shell.reading_ahead import read_ahead
from ui.widgets.idle_queue import in_turns

NEEDED = (
    "ui.bridge.workspace",
    "ui.shell.frame",
    "ui.pages.overview.page",
    "ui.pages.statement.page",
    "ui.pages.years.page",
)
"""What the window shows first, brought in while the worker opens the file."""

BEHIND = (
    "selfassess.domain.years.compare_pair",
    "selfassess.domain.report.page_estimate",
    "selfassess.domain.framework.topics",
    "selfassess.services.years.checking",
    "selfassess.services.safety.sibling_copies",
    "selfassess.services.workbook.drafts",
    "selfassess.services.safety.reread_replaced",
)
"""What that needs and is no part of the window: the worker brings it in."""


LEAST = 4096
"""Bytes; a file that no longer says what it is, and has fewer of them, was never a workbook."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A workbook that cannot be opened though it is one, or was: why, in a sentence."""

    path: Path
    sentence: str


def author(settings: Settings) -> str:
    """The name that changes are kept with: the person's own, or the one they signed in to the computer with."""
    if settings.name:
        return settings.name
    import getpass  # seldom needed, and the start screen waits for what is imported here

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class Opener(QObject):
    """``opened`` carries a Session, ``failed`` a sentence, ``busy`` what is being done ("" when it has ended).

    ``damaged`` carries a Damaged: something can still be done about the file.
    """

    opened = Signal(object)
    damaged = Signal(object)
    failed = Signal(str)
    busy = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    def open(self, path: Path, *, take_over: bool = False) -> None:
        """Open a workbook; where somebody else has it, the session says so in ``read_only_because``.

        ``take_over``: the person has said that it is closed where nothing was heard from for a while.
        """
        self._start(f"Opening {path.name} …", lambda name: _opened(path, name, take_over))

    def make(self, path: Path, new: Any) -> None:
        """Make a workbook from the answers of the start screen's form, and open it."""
        self._start(f"Making {path.name} …", lambda name: _make(path, new, name))

    def example(self, path: Path) -> None:
        """Write the worked example and open it."""
        self._start(f"Writing {path.name} …", lambda name: _example(path, name))

    def _start(self, words: str, act: Callable[[str], Any]) -> None:
        name = author(self._settings)
        task = Task(lambda progress, cancelled: act(name))
        task.done.connect(self._on_done)
        task.failed.connect(self._on_failed)
        self.busy.emit(words)
        task.start()
        in_turns(self, read_ahead(NEEDED))

    def _on_done(self, found: object) -> None:
        in_turns(self, self._bring_all(found))

    def _bring_all(self, found: object) -> Iterator[None]:
        yield from read_ahead(NEEDED)
        # After this turn: what it begins may take turns of its own.
        QTimer.singleShot(0, self, lambda: self._tell(found))

    def _tell(self, found: object) -> None:
        self.busy.emit("")
        if isinstance(found, Damaged):
            self.damaged.emit(found)
        else:
            self.opened.emit(found)

    def _on_failed(self, sentence: str) -> None:
        self.busy.emit("")
        self.failed.emit(sentence)


def _opened(path: Path, name: str, take_over: bool) -> Any:
    """The session of a workbook, or what is wrong with a damaged one."""
    from selfassess.domain.model.errors import FileError

    try:
        return _open(path, name, take_over=take_over)
    except FileError as error:
        if not _may_be_saved(path, error):
            raise
        return Damaged(path, str(error))


def _may_be_saved(path: Path, error: Exception) -> bool:
    """Whether a file that cannot be opened is a workbook, or was one, of which something may still be had."""
    from selfassess.domain.model.errors import FileError, LockedError, NewerError
    from selfassess.services.workbook import backups
    from selfassess.storage import store

    if isinstance(error, LockedError | NewerError) or not path.is_file():
        return False
    try:
        store.format_of(path)
        return os.access(path, os.R_OK)
    except NewerError:
        return False
    except FileError:  # no longer told by its first bytes
        return bool(backups.listed(path)) or (path.suffix == store.SUFFIX and _was_longer(path, store.SQLITE_MAGIC))


def _was_longer(path: Path, magic: bytes) -> bool:
    """Whether a file whose beginning is lost is as long as a workbook; one of another program has its beginning."""
    try:
        with path.open("rb") as file:
            return path.stat().st_size >= LEAST and not file.read(len(magic)).startswith(magic)
    except OSError:
        return False


def _open(path: Path, name: str, *, take_over: bool = False) -> Any:
    from selfassess.services.workbook import opening

    session = opening.open_workbook(path, author=name, or_read_only=True, take_over=take_over)
    try:
        for module in BEHIND:
            import_module(module)
        session.read_all()
    except BaseException:
        session.close()  # what cannot be read keeps nobody else out
        raise
    # What was read stays for as long as the workbook is open. Looked through again at each full collection of garbage,
    # ten years of it would hold the window up for longer than anybody should wait.
    gc.freeze()
    return session


def _make(path: Path, new: Any, name: str) -> Any:
    from selfassess.domain.model.commands import SetField, SetMany
    from selfassess.services.workbook import opening

    opening.create(path, council=new.council, reference=new.reference, year=new.year, author=name)
    session = opening.open_workbook(path, author=name)
    try:
        session.run(SetMany(tuple(SetField(session.current_id, key, value) for key, value in new.settings)))
    finally:
        session.close()
    return _open(path, name)


def _example(path: Path, name: str) -> Any:
    from selfassess.services.workbook import opening

    opening.write_demo(path, author=name)
    return _open(path, name)
