"""A job in slices on the window's own thread, told the way a task on a worker is: the store stays on its thread."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QObject

from selfassess.domain.model.errors import WorkbookError
from ui.bridge import crash
from ui.bridge.tasks import UNFORESEEN, Task
from ui.widgets.idle_queue import drop_work, in_turns


class SliceJob(Task):
    """Goes through ``turns``, which yields how far it is; what it gives back comes with ``done``.

    The store stays on its thread, so this cannot be a worker's. ``cancel`` abandons the turns, which undoes them.
    """

    def __init__(self, turns: Generator[float, None, Any], parent: QObject | None = None) -> None:
        super().__init__(lambda progress, cancelled: None, parent)
        self._turns = turns

    def start(self) -> None:
        """Begin; it ends in one of ``done``, ``failed`` or ``cancelled``."""
        in_turns(self, self._told_turns())

    def cancel(self) -> None:
        """Abandon it: nothing of it stays."""
        drop_work(self)
        self._turns.close()
        self.cancelled.emit()

    def _told_turns(self) -> Generator[None, None, None]:
        try:
            while True:
                self.progressed.emit(next(self._turns))
                yield
        except StopIteration as end:
            result = end.value
        except WorkbookError as error:
            self.failed.emit(str(error))
            return
        except Exception as error:
            crash.report_unforeseen(error)
            self.failed.emit(UNFORESEEN)
            return
        self.done.emit(result)
