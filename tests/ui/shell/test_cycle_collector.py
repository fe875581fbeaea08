"""Cycles are collected on the GUI thread: the last of a widget may be in one."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from ui.shell.cycle_collector import OVERDUE, QUIET_LOOKS, Collector


class Ring:
    """Refers to itself, so that only the collector finds it; says on which thread it went."""

    def __init__(self, went: list[int]) -> None:
        self.itself = self
        self.went = went

    def __del__(self) -> None:
        self.went.append(threading.get_ident())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    QThreadPool.globalInstance().waitForDone()  # a worker that reads the dictionary sets aside what there is
    gc.collect()
    owner = QObject()
    yield Collector(owner)
    gc.enable()
    owner.deleteLater()


def leave_rings(went: list[int]) -> None:
    """Let go, on a worker, of more rings than Python waits for before it collects."""

    def leave() -> None:
        for _ in range(3 * gc.get_threshold()[0]):
            Ring(went)

    worker = threading.Thread(target=leave)
    worker.start()
    worker.join()


def test_what_a_worker_leaves_goes_on_the_gui_thread(qtbot: QtBot, collector: Collector) -> None:
    went: list[int] = []
    leave_rings(went)
    assert went == []

    def some_went() -> bool:
        # What other tests' widgets give back meanwhile counts against it: so more are left until there is enough.
        if not went:
            leave_rings(went)
        return bool(went)

    qtbot.waitUntil(some_went, timeout=60_000)
    assert set(went) == {threading.get_ident()}


def leave_old_ring(went: list[int], collections: int) -> None:
    """Let go of a ring that only a full collection finds, after so many lesser ones."""
    ring = Ring(went)
    gc.collect()
    del ring
    for _ in range(collections):
        gc.collect(1)


def test_a_full_collection_waits_until_nobody_is_busy(collector: Collector) -> None:
    went: list[int] = []
    leave_old_ring(went, 2 * gc.get_threshold()[2])
    busy: list[list[list[int]]] = []
    for _ in range(2 * QUIET_LOOKS):
        busy.append([[] for _ in range(200)])
        collector.collect_oldest()
    assert went == []
    for _ in range(QUIET_LOOKS + 1):
        collector.collect_oldest()
    assert len(went) == 1


def test_a_full_collection_does_not_wait_for_ever(collector: Collector) -> None:
    went: list[int] = []
    leave_old_ring(went, (OVERDUE + 1) * gc.get_threshold()[2])
    collector.collect_oldest()
    assert len(went) == 1
