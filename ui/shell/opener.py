"""Opens and makes workbooks on a worker, and brings what the window then needs with it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from selfassess.services.workbook.settings import Settings
from ui.bridge.tasks import Task
from ui.shell.reading_ahead import import_in_slices
from ui.widgets.idle_queue import in_turns

NEEDED = (
    "ui.bridge.workspace",
    "ui.shell.frame",
    "ui.pages.overview.page",
    "ui.pages.statement.page",
    "ui.pages.years.page",
)
"""What the window shows first, brought in while the worker opens the file."""

SOON = "ui.pages.registers.page"
"""What is asked for next, brought in where the file takes longer than that."""

BEHIND = (
    *("domain.framework.topics", "domain.improvement_plan.earlier_updates", "domain.model.bulk_edit"),
    *("domain.model.people", "domain.model.risk_rating", "domain.model.short_forms", "domain.report.page_estimate"),
    *("domain.text.pasted", "domain.text.relative_dates", "domain.visit.cases", "domain.years.compare_pair"),
    *("services.evidence.add_evidence", "services.evidence.evidence_line", "services.safety.folder_safety"),
    *("services.safety.recover_damaged", "services.safety.reread_replaced", "services.safety.restore_backup"),
    *("services.safety.sibling_copies", "services.workbook.bulk_edit", "services.workbook.drafts"),
    *("services.workbook.logo", "services.workbook.releases", "services.workbook.spelling"),
    *("services.workbook.summons", "services.years.checking", "services.years.describe_packs"),
)
"""What that needs and is no part of the window: the worker brings it in before it opens anything."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A workbook that cannot be opened though it is one, or was: why, in a sentence."""

    path: Path
    sentence: str


def choose_author_name(settings: Settings) -> str:
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

    def open_workbook(self, path: Path, *, take_over: bool = False) -> None:
        """Open a workbook; where somebody else has it, the session says so in ``read_only_because``.

        ``take_over``: the person has said that it is closed where nothing was heard from for a while.
        """
        self._start_opening(f"Opening {path.name} …", lambda name: _open_or_describe_damage(path, name, take_over))

    def make_workbook(self, path: Path, new: Any) -> None:
        """Make a workbook from the answers of the start screen's form, and open it."""
        self._start_opening(f"Making {path.name} …", lambda name: _make_new_workbook(path, new, name))

    def make_example(self) -> None:
        """Open this person's own copy of the worked example, which is written the first time."""
        self._start_opening("Opening the worked example …", _make_example_workbook)

    def _start_opening(self, words: str, act: Callable[[str], Any]) -> None:
        name = choose_author_name(self._settings)
        task = Task(lambda progress, cancelled: act(name))
        task.done.connect(self._on_workbook_read)
        task.failed.connect(self._on_opening_failed)
        self.busy.emit(words)
        task.start()
        in_turns(self, import_in_slices((*NEEDED, SOON)))

    def _on_workbook_read(self, found: object) -> None:
        in_turns(self, self._import_needed_modules(found))

    def _import_needed_modules(self, found: object) -> Iterator[None]:
        yield from import_in_slices(NEEDED)
        # After this turn: what it begins may take turns of its own.
        QTimer.singleShot(0, self, lambda: self._emit_result(found))

    def _emit_result(self, found: object) -> None:
        self.busy.emit("")
        if isinstance(found, Damaged):
            self.damaged.emit(found)
        else:
            self.opened.emit(found)

    def _on_opening_failed(self, sentence: str) -> None:
        self.busy.emit("")
        self.failed.emit(sentence)


def _open_or_describe_damage(path: Path, name: str, take_over: bool) -> Any:
    """The session of a workbook, or what is wrong with a damaged one."""
    from selfassess.domain.model.errors import FileError

    try:
        return _open_session(path, name, take_over=take_over)
    except FileError as error:
        from selfassess.services.safety.recover_damaged import may_be_recovered

        if not may_be_recovered(path, error):
            raise
        return Damaged(path, str(error))


def _open_session(path: Path, name: str, *, take_over: bool = False) -> Any:
    for module in BEHIND:
        import_module(f"selfassess.{module}")
    from selfassess.services.workbook import opening
    from selfassess.services.workbook.example import find_shown_day

    session = opening.open_workbook(path, author=name, or_read_only=True, take_over=take_over)
    try:
        session.read_all_years()
        # What the overview asks for first; the window would wait for it.
        session.derived.find_findings(session.current, find_shown_day(session.council.text_of("name"), session.clock()))
    except BaseException:
        session.close()  # what cannot be read keeps nobody else out
        raise
    # What was read stays for as long as the workbook is open. Looked through again at each full collection of garbage,
    # ten years of it would hold the window up for longer than anybody should wait.
    gc.freeze()
    return session


def _make_new_workbook(path: Path, new: Any, name: str) -> Any:
    from selfassess.domain.model.commands import SetField, SetMany
    from selfassess.services.workbook import opening

    opening.create_workbook(path, council=new.council, reference=new.reference, year=new.year, author=name)
    session = opening.open_workbook(path, author=name)
    try:
        session.run_command(SetMany(tuple(SetField(session.current_id, key, value) for key, value in new.settings)))
    finally:
        session.close()
    return _open_session(path, name)


def _make_example_workbook(name: str) -> Any:
    from selfassess.services.workbook.example import prepare_example

    return _open_session(prepare_example(name), name)
