"""Undo and redo as actions that say what they would do."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:  # the start screen has the actions before any workbook, and is not to wait for the store
    from ui.bridge.workspace import Workspace

Act = Callable[[], object]

LONGEST = 90
"""So many characters of what a step is called stand in a menu; its tip has them all."""


class UndoActions(QObject):
    """``undo`` and ``redo`` for whichever workspace is bound; switched off where there is nothing to do.

    ``several`` only says whether there are several steps to choose from; the window connects it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._acts: tuple[Act, Act] = (lambda: None, lambda: None)
        self.undo = self._make_undo_action("Ctrl+Z", lambda: self._acts[0]())
        self.redo = self._make_undo_action("Ctrl+Shift+Z", lambda: self._acts[1]())
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.several = QAction("Undo &several steps…", self)
        self.bind_workspace(None)

    def bind_workspace(self, workspace: Workspace | None, undo: Act | None = None, redo: Act | None = None) -> None:
        """Follow this workspace from now on, None where none is open; ``undo`` and ``redo`` instead of its own."""
        if self._workspace is not None:
            self._workspace.step_taken.disconnect(self._repaint_actions)
        self._workspace = workspace
        if workspace is not None:
            undo_act = undo or workspace.undo_last_step
            redo_act = redo or workspace.redo_last_step
            self._acts = (undo_act, redo_act)
            workspace.step_taken.connect(self._repaint_actions)
        self._repaint_actions()

    def _make_undo_action(self, shortcut: str, act: Act) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda: act() if self._workspace is not None else None)
        return action

    def _repaint_actions(self) -> None:
        session = None
        if self._workspace is not None:
            session = self._workspace.session
        self.several.setEnabled(session is not None and len(session.undoable_steps) > 1)
        for action, verb, steps in (
            (self.undo, "Undo", session.undoable_steps if session is not None else ()),
            (self.redo, "Redo", session.redoable_steps if session is not None else ()),
        ):
            words = ""
            if self._workspace is not None and steps:
                words = self._workspace.describe_step(steps[0])
            whole = f"{verb}: {words}" if words else verb
            action.setText(f"&{textwrap.shorten(whole, LONGEST, placeholder=' …').replace('&', '&&')}")
            action.setToolTip(whole)
            action.setStatusTip(whole)
            action.setEnabled(bool(words))
