"""The places where one was: Alt+Left goes back to the one before, Alt+Right on again, to the heading of the page.

On a statement's page these keys go from step to step, which the page does itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from selfassess.services.workbook.places import Place

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame

MOST = 50
"""So many places are kept; nobody goes back further key by key."""
RECENT = 12
STEPPED = "statement"
"""The page that has steps of its own."""


class Visited(QObject):
    """Keeps where one was in a frame, which tells of every place that it shows."""

    def __init__(self, frame: WorkbookFrame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._before: list[str] = []
        self._after: list[str] = []
        self._going = False
        self._shortcuts = [QShortcut(QKeySequence(key), frame) for key in ("Alt+Left", "Alt+Right")]
        for shortcut, act in zip(self._shortcuts, (self.go_back, self.go_forward), strict=True):
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def note_place(self, left: str, place: str) -> None:
        """Note that another place is shown, and which one was left for it."""
        if left and not self._going and _subject_of_place(left) != _subject_of_place(place):
            self._before = [*self._before, left][-MOST:]
            self._after.clear()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(Place.parse(place).page != STEPPED)

    def list_recent_places(self) -> list[str]:
        """The places where one was, the last first, each once; not the one that shows."""
        places = [place for place in dict.fromkeys(reversed(self._before)) if place != self._frame.place]
        return places[:RECENT]

    def go_back(self) -> None:
        """Go to the place before this one."""
        self._go_along(self._before, self._after)

    def go_forward(self) -> None:
        """Go on to where one came back from."""
        self._go_along(self._after, self._before)

    def _go_along(self, there: list[str], others: list[str]) -> None:
        if not there:
            return
        here, place = self._frame.place, there.pop()
        self._going = True
        try:
            self._frame.arrive_at_place(place)
        finally:
            self._going = False
        if self._frame.place == here:  # something cannot be saved, and nothing moved
            there.append(place)
        else:
            others.append(here)


def _subject_of_place(place: str) -> tuple[str, str]:
    """What a place is about: the page, and the statement, register or item of it."""
    found = Place.parse(place)
    return found.page, found.rest.partition("#")[0].partition("/")[0]


def describe_recent_places(frame: WorkbookFrame | None) -> list[tuple[str, str]]:
    """Where one was in an open workbook, in words, and the place; the last first."""
    if frame is None:
        return []
    model = frame.navigation.model
    lines = [(model.find_line_of_place(place), place) for place in frame.visited.list_recent_places()]
    return [(model.entries[line].words, place) for line, place in lines if line >= 0]
