"""Brings in the parts of the window that nobody has asked for yet, a module at a time between two events.

On the GUI thread, never aside: PySide makes up a Qt class when it is first named, and the window asks for classes
without holding Python's lock. Where a worker was just making one, the program came down.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from modulefinder import ModuleFinder
from pkgutil import iter_modules

WINDOW = "ui."


def import_in_slices(modules: Iterable[str]) -> Iterator[None]:
    """Import modules of the window and those that lie beside them, each after those that it names itself."""
    begun: set[str] = set()
    for module in modules:
        package = module.rpartition(".")[0]
        for beside in iter_modules(import_module(package).__path__):
            yield from _import_after_needed(f"{package}.{beside.name}", begun)


def _import_after_needed(module: str, begun: set[str]) -> Iterator[None]:
    """Import a module alone in its turn: what it needs of the window came in the turns before."""
    if module in sys.modules or module in begun:
        return
    begun.add(module)
    for needed in _list_needed_modules(module):
        yield from _import_after_needed(needed, begun)
    import_module(module)
    yield


def _list_needed_modules(module: str) -> Iterator[str]:
    """The modules of the window that a module imports, read from its code before it is run."""
    spec = find_spec(module)
    code = spec.loader.get_code(module) if spec is not None and isinstance(spec.loader, InspectLoader) else None
    steps = ModuleFinder().scan_opcodes(code) if code is not None else ()
    for what, named in steps:
        if what == "absolute_import" and named[1].startswith(WINDOW):
            names, needed = named
            yield needed
            yield from (f"{needed}.{each}" for each in names or () if _is_module_in(needed, each))


def _is_module_in(package: str, name: str) -> bool:
    """Whether a name in a package is a module of its own, which a package or another module may have for it."""
    parent = find_spec(package)
    return parent is not None and bool(parent.submodule_search_locations) and find_spec(f"{package}.{name}") is not None
