"""Several windows on one workbook: each has its own place, and all have one session, which the last one closes.

Each window has a workspace of its own over the session, so that a step taken in one is shown by all of them.
"""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

from selfassess.services.workbook.settings import Settings
from ui.shell.shape import LEAST, fit_window_to_screen
from ui.widgets import theme

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame


class SeveralWindows(QMainWindow):
    """Part of the window. ``companions`` are the other windows on the same workbook, one list for all of them."""

    frame: WorkbookFrame | None
    companions: list[Any]
    settings: Settings

    @property
    def is_beside_others(self) -> bool:
        """Whether other windows show the workbook too."""
        return len(self.companions) > 1

    def open_in_new_window(self) -> QWidget | None:
        """Show the place where one is in a window of its own too."""
        from ui.bridge.workspace import Workspace

        if self.frame is None:
            return None
        here = self.frame.workspace
        make: Any = type(self)
        other: Any = make(self.settings)
        if not self.companions:
            self.companions.append(self)
        self.companions.append(other)
        other.companions = self.companions
        other._show_workspace(Workspace(here.session, self.settings, here.clock, other, beside=here), self.frame)
        other.setGeometry(_choose_room_beside(self))
        fit_window_to_screen(other)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.follow_system(application, other)
        other.show()
        other.frame.begin_at_place(self.frame.place)
        other.activateWindow()
        shown: QWidget = other
        return shown

    def show_window_of(self, path: Path, at: str) -> bool:
        """Bring another window to the front that shows a workbook, ``at`` a place in it; False where there is none."""
        for window in QApplication.topLevelWidgets():
            frame = getattr(window, "frame", None) if isinstance(window, SeveralWindows) else None
            if frame is not None and frame.workspace.session.path.resolve() == path.resolve():
                window.raise_()
                window.activateWindow()
                if at:
                    frame.arrive_at_place(at)
                return True
        return False

    def close_other_windows(self) -> None:
        """Close the other windows on this workbook; what is typed in them is saved, or stays out."""
        for each in [each for each in self.companions if each is not self]:
            each.frame.workspace.flush()
            each.frame.workspace.forget_editors()
            each.close()

    def leave_companions(self, frame: WorkbookFrame) -> None:
        """Let go of the workbook here; the last window closes its session, else another takes over what is for all."""
        others = [each for each in self.companions if each is not self]
        self.companions = []
        frame.forget_pages(last=not others)
        if not others:
            frame.workspace.close_session()
            gc.unfreeze()  # what the opener set aside is to be found by the next collection
            return
        frame.workspace.leave_session()
        heir = others[0]
        heir.companions[:] = others if len(others) > 1 else []
        heir.frame.drafts.unfollow_workspace(frame.workspace)
        if heir.watch is None:
            heir.take_charge()

    def ask_consent_here(self) -> None:
        """Have what is asked about agreed statements asked in this window: it is the one that is written in."""
        from ui.widgets.forms.agreed import ask_consent

        if self.frame is not None:
            self.frame.workspace.session.consent = partial(ask_consent, self.frame.workspace, self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and isValid(self):
            self.ask_consent_here()


def _choose_room_beside(window: QWidget) -> QRect:
    """The right half of the screen where both have room beside each other, else a little below the window."""
    room = window.screen().availableGeometry()
    if room.width() >= 2 * LEAST.width():
        return QRect(room.center().x(), window.geometry().top(), room.width() // 2, window.height())
    return window.geometry().translated(32, 32)
