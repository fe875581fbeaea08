"""No worker brings in a part of the window: PySide makes its classes then, while the window is asking for others."""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Thread
from types import ModuleType

import pytest

from tests.main_thread import WindowOnAWorkerError
from ui.shell.reading_ahead import import_in_slices

LEAST = "ui.shell.reading_ahead"


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> str:
    """A module of the window that has to be imported anew."""
    package, name = LEAST.rsplit(".", 1)
    monkeypatch.setattr(import_module(package), name, import_module(LEAST))  # so that it is put back
    monkeypatch.delitem(sys.modules, LEAST)
    return LEAST


def test_a_worker_that_imports_the_window_is_found_out(unread: str) -> None:
    said: list[BaseException | ModuleType] = []

    def work() -> None:
        try:
            said.append(import_module(unread))
        except WindowOnAWorkerError as error:
            said.append(error)

    worker = Thread(target=work)
    worker.start()
    worker.join()
    assert [str(each) for each in said] == [f"{LEAST} was imported on a worker"]
    assert import_module(unread).import_in_slices is not import_in_slices  # here it may be
