"""Words that are typed and not added yet: kept from one save to the next, and offered again after a crash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from selfassess.services.workbook import drafts
from selfassess.services.workbook.drafts import Draft

if TYPE_CHECKING:
    from ui.bridge.workspace import Workspace


class Drafts(QObject):
    """Keeps what ``workspace`` has pending and cannot save; ``left`` is what an earlier run left and nobody took yet.

    An editor says by ``draft`` its name on screen and the words in it; a line for a new record takes words again by
    ``put_back``.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._all = [workspace]
        self.left = () if workspace.session.read_only_because else drafts.load_drafts(workspace.session.path)
        self._kept = self.left
        workspace.pending.changed.connect(self.keep_unsaved)

    def follow_workspace(self, workspace: Workspace) -> None:
        """Keep what another window on the workbook has pending, too."""
        self._all.append(workspace)
        workspace.pending.changed.connect(self.keep_unsaved)

    def unfollow_workspace(self, workspace: Workspace) -> None:
        """Keep nothing more of a window: it is closed, and what was typed in it is saved."""
        self._all.remove(workspace)

    def keep_unsaved(self) -> None:
        """Keep what could not be saved in time, or nothing once all is; only what is new takes a write."""
        for each in self._all:
            if each.pending and not each.pending.overdue:
                return
        now = (*self.left, *self.list_pending_drafts())
        if now != self._kept:
            drafts.keep_drafts(self._workspace.session.path, now)
            self._kept = now

    def list_pending_drafts(self, *, lines: bool = False) -> tuple[Draft, ...]:
        """What is on the screen and not saved; with ``lines`` only what belongs to no record yet."""
        return tuple(self._find_pending_drafts(lines))

    def take_left_drafts(self) -> tuple[Draft, ...]:
        """Let go of what an earlier run left: it is on the screen again, or nobody wants it."""
        left = self.left
        self.left = ()
        self.keep_unsaved()
        return left

    def _find_pending_drafts(self, lines: bool) -> Iterator[Draft]:
        pending = [(workspace, editor) for workspace in self._all for editor in workspace.pending]
        for workspace, editor in pending:
            draft = getattr(editor, "draft", None)
            if (
                draft is None
                or (lines and getattr(editor, "field", None))
                or (isinstance(editor, QObject) and not isValid(editor))
            ):
                continue
            name, words = draft()
            if words.strip():
                yield Draft(workspace.session.current.record.id, workspace.place, name, words)


def put_draft_back(page: QWidget | None, found: Draft) -> bool:
    """Put words into the line of a page that they were written in; False where it is not there, or in use."""
    editors = page.findChildren(QWidget) if page is not None else ()
    for editor in editors:
        draft = getattr(editor, "draft", None)
        again = getattr(editor, "put_back", None)
        if draft is not None and again is not None and editor.isVisible() and draft() == (found.name, ""):
            again(found.words)
            return True
    return False
