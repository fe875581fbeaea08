"""What goes on behind the step: sheets that are read anew, one after the other, and what would arrive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from selfassess.exchange import foreign
from selfassess.exchange.foreign.preview import Arriving
from ui.bridge.tasks import Task, Work
from ui.dialogs.import_file.mapping.reading import Outcome, Read, Theirs, first_rows, outcome

SOON = 250
"""Milliseconds after a change before anything is worked out anew: a person may not be done yet."""


class Reading(QObject):
    """Has mappings made on a worker. ``read`` carries one with the sheet that it is for, None for all of them."""

    read = Signal(object, object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._sheet: str | None = None
        self._waiting: dict[str | None, Callable[[], Read]] = {}

    @property
    def goes_on(self) -> bool:
        """Whether anything is being read."""
        return self._task is not None

    def touches(self, sheet: str) -> bool:
        """Whether this sheet is being read, or will be."""
        return (self._task is not None and self._sheet in (None, sheet)) or sheet in self._waiting

    def begin(self, work: Callable[[], Read], sheet: str | None) -> None:
        """Read a sheet, or all of them, in place of what was to be read of it."""
        if sheet is None:
            self._waiting.clear()
        if self._task is not None and self._sheet not in (None, sheet) and sheet is not None:
            self._waiting[sheet] = work
            return
        self._waiting.pop(sheet, None)
        _let_go(self._task)
        self._sheet = sheet
        self._task = _begun(lambda progress, cancelled: work(), self._on_read, self._on_failed)

    def _on_read(self, read: Read) -> None:
        self._task, sheet = None, self._sheet
        self._go_on()
        self.read.emit(read, sheet)

    def _on_failed(self, sentence: str) -> None:
        self._task = None
        self._go_on()
        self.failed.emit(sentence)

    def _go_on(self) -> None:
        for sheet in tuple(self._waiting)[:1]:
            self.begin(self._waiting.pop(sheet), sheet)


class Looking(QObject):
    """Works out on a worker what would arrive: ``first`` carries the first rows, ``found`` everything."""

    first = Signal(object)
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._at: tuple[Theirs, foreign.Mapping] | None = None
        self._soon = timer(self, self._begin)

    def begin(self, theirs: Theirs, mapping: foreign.Mapping, *, soon: bool) -> None:
        """Look what a mapping gives, at once or soon, in place of what was looked at."""
        self.stop()
        self._at = theirs, mapping
        if soon:
            self._soon.start()
        else:
            self._begin()

    def stop(self) -> None:
        """Look no further."""
        self._soon.stop()
        if self._task is not None:
            self._task.cancel()
        _let_go(self._task)
        self._task = None

    def _begin(self) -> None:
        assert self._at is not None
        theirs, mapping = self._at
        self._task = _begun(lambda progress, cancelled: first_rows(theirs, mapping), self._on_first, self._on_failed)

    def _on_first(self, arriving: Mapping[str, tuple[Arriving, ...]]) -> None:
        assert self._at is not None
        theirs, mapping = self._at
        self._task = _begun(
            lambda progress, cancelled: outcome(theirs, mapping, arriving, progress, cancelled),
            self._on_found,
            self._on_failed,
        )
        self.first.emit(arriving)

    def _on_found(self, found: Outcome) -> None:
        self._task = None
        self.found.emit(found)

    def _on_failed(self, sentence: str) -> None:
        self._task = None
        self.failed.emit(sentence)


def timer(owner: QObject, act: Callable[[], None]) -> QTimer:
    """What does something soon, once nobody has asked for it anew."""
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(SOON)
    made.timeout.connect(act)
    return made


def _begun(work: Work, done: Callable[[Any], None], failed: Callable[[str], None]) -> Task:
    """Work that goes on, of no parent: it may outlive what asked for it."""
    task = Task(work)
    task.done.connect(done)
    task.failed.connect(failed)
    task.start()
    return task


def _let_go(task: Task | None) -> None:
    """What it comes to matters to nobody any more."""
    if task is not None:
        task.done.disconnect()
        task.failed.disconnect()
