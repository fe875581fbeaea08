"""Long work on a worker thread, with progress and cancel, told as signals on the thread that made the task."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from selfassess.domain.model.errors import CancelledError, WorkbookError
from ui.bridge import crash
from ui.bridge.worker_priority import unhurried

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], Any]

UNFORESEEN = "Something went wrong that was not foreseen. Your workbook is as it was before; a report was written."
_BETWEEN_REPORTS = 0.04  # seconds: more often than this nobody sees, and the window would be busy painting it

_running: set[Task] = set()


class Task(QObject):
    """Runs ``function(progress, cancelled)`` once; ends in exactly one of ``done``, ``failed`` or ``cancelled``."""

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
        # Queued to this object, so that plain functions connected to the public signals run on its thread too.
        self._told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; the task keeps itself alive until it has ended."""
        _running.add(self)
        QThreadPool.globalInstance().start(_Runnable(self))

    def cancel(self) -> None:
        """Ask the work to stop at its next chance."""
        self._stop.set()

    def work(self) -> None:
        """Do the work; called on the worker."""
        try:
            result = unhurried(lambda: self._function(self._progress, self._stop.is_set))
        except CancelledError:
            self._told.emit("cancelled", None)
        except WorkbookError as error:
            self._told.emit("failed", str(error))
        except Exception as error:
            crash.hand_over(error)
            self._told.emit("failed", UNFORESEEN)
        else:
            self._told.emit("done", result)

    def _progress(self, part: float) -> None:
        moment = time.monotonic()
        if part >= 1 or moment - self._reported >= _BETWEEN_REPORTS:
            self._reported = moment
            self._told.emit("progressed", part)

    def _pass_on(self, what: str, value: object) -> None:
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
        _running.discard(self)


class _Runnable(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.work()


def stop_all(wait_ms: int = 10_000) -> None:
    """Cancel what still runs and wait for it: the program is about to end."""
    for task in tuple(_running):
        task.cancel()
    QThreadPool.globalInstance().waitForDone(wait_ms)
