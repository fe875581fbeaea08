"""Undo and redo as actions that say what they would do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:  # the start screen has the actions before any workbook, and is not to wait for the store
    from ui.bridge.workspace import Workspace


class UndoActions(QObject):
    """``undo`` and ``redo`` for whichever workspace is bound; switched off where there is nothing to do."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self.undo = self._action("Ctrl+Z", lambda workspace: workspace.undo())
        self.redo = self._action("Ctrl+Shift+Z", lambda workspace: workspace.redo())
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.bind(None)

    def bind(self, workspace: Workspace | None) -> None:
        """Follow this workspace from now on; None where no workbook is open."""
        if self._workspace is not None:
            self._workspace.step_taken.disconnect(self._repaint)
        self._workspace = workspace
        if workspace is not None:
            workspace.step_taken.connect(self._repaint)
        self._repaint()

    def _action(self, shortcut: str, act: Callable[[Workspace], bool]) -> QAction:
        action = QAction(self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda: act(self._workspace) if self._workspace is not None else None)
        return action

    def _repaint(self) -> None:
        session = self._workspace.session if self._workspace is not None else None
        for action, verb, label in (
            (self.undo, "&Undo", session.undo_label if session else ""),
            (self.redo, "&Redo", session.redo_label if session else ""),
        ):
            action.setText(f"{verb} {label}".rstrip())
            action.setEnabled(bool(label))
