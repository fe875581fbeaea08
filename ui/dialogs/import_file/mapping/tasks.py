"""What goes on behind the step: sheets that are read anew, one after the other, and what would arrive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from selfassess.services.importing.spreadsheet_mapping.draft import (
    MappingDraft,
    Outcome,
    ReadMapping,
    preview_first_rows,
    work_out_outcome,
)
from ui.bridge.tasks import Task, Work
from ui.bridge.worker_priority import rest_before_asking

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
        self._waiting: dict[str | None, Callable[[], ReadMapping]] = {}

    @property
    def is_reading(self) -> bool:
        """Whether anything is being read."""
        return self._task is not None

    def concerns_sheet(self, sheet: str) -> bool:
        """Whether this sheet is being read, or will be."""
        if self._task is not None and self._sheet in (None, sheet):
            return True
        return sheet in self._waiting

    def begin_sheet_reading(self, work: Callable[[], ReadMapping], sheet: str | None) -> None:
        """Read a sheet, or all of them, in place of what was to be read of it."""
        if sheet is None:
            self._waiting.clear()
        if self._task is not None and self._sheet not in (None, sheet) and sheet is not None:
            self._waiting[sheet] = work
            return
        self._waiting.pop(sheet, None)
        _disconnect_task(self._task)
        self._sheet = sheet
        self._task = _start_orphan_task(lambda progress, cancelled: work(), self._on_sheet_read, self._on_sheet_failed)

    def _on_sheet_read(self, read: ReadMapping) -> None:
        self._task, sheet = None, self._sheet
        self._read_next_sheet()
        self.read.emit(read, sheet)

    def _on_sheet_failed(self, sentence: str) -> None:
        self._task = None
        self._read_next_sheet()
        self.failed.emit(sentence)

    def _read_next_sheet(self) -> None:
        for sheet in tuple(self._waiting)[:1]:
            self.begin_sheet_reading(self._waiting.pop(sheet), sheet)


class Looking(QObject):
    """Works out on a worker what would arrive: ``first`` carries the first rows, ``found`` everything."""

    first = Signal(object)
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._draft: MappingDraft | None = None
        self._soon = build_single_shot_timer(self, self._begin_first_rows)

    def begin_looking(self, draft: MappingDraft, *, soon: bool) -> None:
        """Look what a draft gives, at once or soon, in place of what was looked at."""
        self.stop_looking()
        self._draft = draft
        if soon:
            self._soon.start()
        else:
            self._begin_first_rows()

    def stop_looking(self) -> None:
        """Look no further."""
        self._soon.stop()
        if self._task is not None:
            self._task.cancel()
        _disconnect_task(self._task)
        self._task = None

    def _begin_first_rows(self) -> None:
        assert self._draft is not None
        draft = self._draft
        self._task = _start_orphan_task(
            lambda progress, cancelled: preview_first_rows(draft),
            self._on_first_rows,
            self._on_looking_failed,
        )

    def _on_first_rows(self, arriving: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]]) -> None:
        assert self._draft is not None
        draft = self._draft
        self._task = _start_orphan_task(
            lambda progress, cancelled: work_out_outcome(draft, arriving, progress, rest_before_asking(cancelled)),
            self._on_outcome_found,
            self._on_looking_failed,
        )
        self.first.emit(arriving)

    def _on_outcome_found(self, found: Outcome) -> None:
        self._task = None
        self.found.emit(found)

    def _on_looking_failed(self, sentence: str) -> None:
        self._task = None
        self.failed.emit(sentence)


def build_single_shot_timer(owner: QObject, act: Callable[[], None]) -> QTimer:
    """What does something soon, once nobody has asked for it anew."""
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(SOON)
    made.timeout.connect(act)
    return made


def _start_orphan_task(work: Work, done: Callable[[Any], None], failed: Callable[[str], None]) -> Task:
    """Work that goes on, of no parent: it may outlive what asked for it."""
    task = Task(work)
    task.done.connect(done)
    task.failed.connect(failed)
    task.start()
    return task


def _disconnect_task(task: Task | None) -> None:
    """What it comes to matters to nobody any more."""
    if task is not None:
        task.done.disconnect()
        task.failed.disconnect()
