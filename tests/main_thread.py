"""Holds that the window is imported on the main thread only: PySide makes its classes then, and nothing guards them."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from threading import current_thread, main_thread


class WindowOnAWorkerError(ImportError):
    """A part of the window was imported on a worker, which can bring the program down."""


class _MainThreadOnly(MetaPathFinder):
    """Finds nothing itself; refuses parts of the window on any thread but the main one."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name.partition(".")[0] in ("ui", "PySide6") and current_thread() is not main_thread():
            raise WindowOnAWorkerError(f"{name} was imported on a worker")


def keep_window_on_main_thread() -> None:
    """From now on, a part of the window that a worker imports fails there."""
    sys.meta_path.insert(0, _MainThreadOnly())
