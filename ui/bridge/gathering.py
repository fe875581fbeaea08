"""Asking the window to gather evidence: what was dropped, pasted or chosen, and what it is to be linked to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from ui.bridge.workspace import Workspace

PLACE = "gather"
"""The dialog that reads, shows what was found, and adds it."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be gathered; with neither ``paths`` nor ``text`` the person is asked to paste addresses.

    ``added`` is told the ids of the evidence that was added or linked, once that is done.
    """

    paths: tuple[Path, ...] = ()
    text: str = ""
    statements: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    category: str | None = None
    source: str | None = None
    added: Callable[[tuple[str, ...]], object] = lambda ids: None


_asked: WeakKeyDictionary[Workspace, Wanted] = WeakKeyDictionary()


def ask(workspace: Workspace, wanted: Wanted) -> None:
    """Ask the window for the dialog that gathers this."""
    _asked[workspace] = wanted
    workspace.go(PLACE)


def asked(workspace: Workspace) -> Wanted:
    """What was asked for last; from then on nothing is."""
    return _asked.pop(workspace, None) or Wanted()
