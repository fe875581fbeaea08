"""Brings in the parts of the window that nobody has asked for yet, a module at a time between two events.

On the GUI thread, never aside: PySide makes up a Qt class when it is first named, and the window asks for classes
without holding Python's lock. Where a worker was just making one, the program came down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules


def import_in_slices(modules: Iterable[str]) -> Iterator[None]:
    """Import modules of the window, each after those that lie beside it, so that no single step takes long."""
    for module in modules:
        package = module.rpartition(".")[0]
        for beside in iter_modules(import_module(package).__path__):
            import_module(f"{package}.{beside.name}")
            yield
