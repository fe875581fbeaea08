"""Work that need not be done at once: a bit of it in each turn of the event loop, so that nobody waits for all of it.

There is one queue for the whole window. Two lists that fill themselves at the same time must not share a turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtWidgets import QLayout, QWidget
from shiboken6 import isValid

from ui.widgets.laid_out import find_parts

BUDGET = 0.006
"""Seconds of a turn; what the bits need to be laid out and painted comes on top."""

WHILE_ASKED_MS = 20
"""Between two turns while a question stands open."""


class _Queue(QObject):
    """What waits, by whom it is for, and the timer that begins a turn of it.

    A timer, because calls that are only posted would run before anything is painted.
    """

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())
        self.waiting: dict[QObject, Iterator[object]] = {}
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.take_turn)

    def take_turn(self) -> None:
        """Do bits of what waits, for as long as one turn may take."""
        end = perf_counter() + BUDGET
        while perf_counter() < end:
            waits = next((each for each in self.waiting.items() if not _is_asking(each[1])), None)
            if waits is None:
                break
            owner, work = waits
            if not isValid(owner) or not _has_done_bit(work):
                self._forget(owner, work)
        if not self.waiting:
            self.timer.stop()

    def _forget(self, owner: QObject, work: Iterator[object]) -> None:
        """Take off work that has ended, unless its last bit put other work in its place."""
        if self.waiting.get(owner) is work:
            del self.waiting[owner]


@cache
def _queue() -> _Queue:
    return _Queue()


def in_turns(owner: QObject, work: Iterable[object]) -> None:
    """Go through ``work`` bit by bit, mostly a generator that yields between its bits.

    It takes the place of what ``owner`` had waiting, and ends with ``owner``.
    """
    queue = _queue()
    queue.waiting.pop(owner, None)
    queue.waiting[owner] = iter(work)
    queue.timer.start(0)


def finish_work(owner: QObject) -> None:
    """Do at once what ``owner`` has waiting: somebody asked for it."""
    for _ in _queue().waiting.pop(owner, ()):
        pass


def drop_work(owner: QObject) -> None:
    """Let go of what ``owner`` has waiting."""
    _queue().waiting.pop(owner, None)


def drop_all_work() -> None:
    """Let go of everything that waits: the workbook it is about is closed."""
    _queue().waiting.clear()


def is_idle() -> bool:
    """Whether nothing waits but work that asks the person something at this moment."""
    return all(map(_is_asking, _queue().waiting.values()))


def is_empty() -> bool:
    """Whether nothing waits at all."""
    return not _queue().waiting


@contextmanager
def going_on() -> Iterator[None]:
    """Have what else waits go on while a bit of work asks the person something: its own timer comes only after it."""
    timer = QTimer()
    timer.timeout.connect(_queue().take_turn)
    timer.start(WHILE_ASKED_MS)
    try:
        yield
    finally:
        timer.stop()


@contextmanager
def lay_out_once(layout: QLayout) -> Iterator[None]:
    """Lay out once what is added to ``layout`` inside; Qt lays the whole page out again for each part that shows."""
    layout.setEnabled(False)
    try:
        yield
        owner = layout.parentWidget()
        parts = find_parts(layout) if owner is not None and owner.isVisible() else ()
        for widget in parts:
            if isinstance(widget, QWidget) and not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                widget.show()
    finally:
        layout.setEnabled(True)
        layout.update()


def _is_asking(work: Iterator[object]) -> bool:
    """Whether work is in the midst of a bit: it waits for an answer."""
    return bool(getattr(work, "gi_running", False))


def _has_done_bit(work: Iterator[object]) -> bool:
    """Do the next bit; False where there was none."""
    try:
        next(work)
    except StopIteration:
        return False
    return True
