"""Long work on a worker thread, with progress and cancel, told as signals on the thread that made the task."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from threading import Event
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from selfassess.domain.model.errors import CancelledError, WorkbookError
from ui.bridge import crash

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], Any]

UNFORESEEN = "Something went wrong that was not foreseen. Your workbook is as it was before; a report was written."
_BETWEEN_REPORTS = 0.04  # seconds: more often than this nobody sees, and the window would be busy painting it


class Task(QObject):
    """Runs ``function(progress, cancelled)`` once; ends in exactly one of ``done``, ``failed`` or ``cancelled``.

    ``running`` are those that go on: a task that nobody else holds keeps itself alive until it has ended.
    """

    running: ClassVar[set[Task]] = set()

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    _told = Signal(str, object)

    def __init__(self, function: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._function = function
        self._stop = Event()
        self._reported = 0.0
        self.has_ended = False  # whether the work is done, told or not
        # Queued to this object, so that plain functions connected to the public signals run on its thread too.
        self._told.connect(self._emit_on_own_thread, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin."""
        self.running.add(self)
        held = weakref.ref(self)  # the connection is not to keep it alive
        self.destroyed.connect(lambda _: _forget_untold(held()))
        QThreadPool.globalInstance().start(_Runnable(self))

    def cancel(self) -> None:
        """Ask the work to stop at its next chance."""
        self._stop.set()

    def run_work(self) -> None:
        """Do the work; called on the worker."""
        try:
            result = self._function(self._report_progress, self._stop.is_set)
        except CancelledError:
            self._tell("cancelled", None)
        except WorkbookError as error:
            self._tell("failed", str(error))
        except Exception as error:
            crash.report_unforeseen(error)
            self._tell("failed", UNFORESEEN)
        else:
            self._tell("done", result)

    def _tell(self, what: str, value: object) -> None:
        """Tell it on the thread of the task; nobody is left to tell once what began it is gone."""
        self.has_ended = what != "progressed"
        try:
            self._told.emit(what, value)
        except RuntimeError:  # Qt has deleted this object with its parent
            self.running.discard(self)

    def _report_progress(self, part: float) -> None:
        moment = time.monotonic()
        if part >= 1 or moment - self._reported >= _BETWEEN_REPORTS:
            self._reported = moment
            self._tell("progressed", part)

    def _emit_on_own_thread(self, what: str, value: object) -> None:
        match what:
            case "progressed":
                self.progressed.emit(value)
                return
            case "done":
                self.done.emit(value)
            case "failed":
                self.failed.emit(value)
            case _:
                self.cancelled.emit()
        self.running.discard(self)


def _forget_untold(task: Task | None) -> None:
    """Let go of a task that Qt deletes with what began it, after its work was done and before that was told."""
    if task is not None and task.has_ended:
        Task.running.discard(task)


class _Runnable(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run_work()


def stop_all_tasks(wait_ms: int = 10_000) -> None:
    """Cancel what still runs and wait for it: the program is about to end."""
    for task in tuple(Task.running):
        task.cancel()
    QThreadPool.globalInstance().waitForDone(wait_ms)
