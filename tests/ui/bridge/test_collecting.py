"""Cycles are collected on the GUI thread: the last of a widget may be in one."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.bridge import worker_priority
from ui.bridge.collecting import Collector


class Ring:
    """Refers to itself, so that only the collector finds it; says on which thread it went."""

    def __init__(self, went: list[int]) -> None:
        self.itself = self
        self.went = went

    def __del__(self) -> None:
        self.went.append(threading.get_ident())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    gc.collect()
    owner = QObject()
    yield Collector(owner)
    gc.enable()
    owner.deleteLater()


def leave_rings(went: list[int]) -> weakref.ref[Ring]:
    """Let go of more rings than Python waits for before it collects."""
    first = Ring(went)
    gone = weakref.ref(first)
    for _ in range(3 * gc.get_threshold()[0]):
        Ring(went)
    return gone


def test_what_a_worker_leaves_goes_on_the_gui_thread(qtbot: QtBot, collector: Collector) -> None:
    went: list[int] = []
    gone: list[weakref.ref[Ring]] = []
    worker = threading.Thread(target=lambda: gone.append(leave_rings(went)))
    worker.start()
    worker.join()
    assert went == []
    qtbot.waitUntil(lambda: gone[0]() is None, timeout=10_000)
    assert set(went) == {threading.get_ident()}


def test_long_work_is_not_held_up_by_collecting(collector: Collector) -> None:
    went: list[int] = []
    leave_rings(went)
    worker_priority.unhurried(collector.look)
    assert went == []
    collector.look()
    assert went
