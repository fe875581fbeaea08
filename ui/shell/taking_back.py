"""Undo and redo that say what they take: before, where it is much or out of view; after, with the way back.

What took or brought more than a person wrote by hand is answered by a message with Undo, wherever it was done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import POSITION, Change, Operation
from selfassess.services.workbook.session import Step
from ui.bridge.actions import said
from ui.bridge.places import Place, record_place
from ui.bridge.workspace import Workspace
from ui.widgets import dialogs

Acts = Sequence[tuple[str, Callable[[], object]]]
Say = Callable[[str, str, Acts], None]

PAST = {
    "accept": "Accepted", "add": "Added", "bring": "Brought", "carry": "Carried", "change": "Changed", "go": "Went",
    "join": "Joined", "move": "Moved", "paste": "Pasted", "remove": "Removed", "start": "Started", "take": "Taken",
}  # fmt: skip
"""How a step is called once it is done, by the first word of what it is called before."""


class TakingBack(QObject):
    """Answers the steps of a workbook with ``say``; ``undo`` and ``redo`` are what the menu and its keys ask for."""

    def __init__(self, workspace: Workspace, say: Say, go: Callable[[str], None], window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._say = say
        self._go = go
        self._window = window
        self.offers = False
        """Whether the message that stands there is about the last step, and offers to take it back or do it again."""
        workspace.step_taken.connect(self._follow)

    def undo(self) -> None:
        """Take the last step back; where it is large or elsewhere, not before the person knows."""
        steps = self._workspace.session.undoable
        if steps and self._workspace.flush():
            self._begin(steps[0], "Take back", self._workspace.undo)

    def redo(self) -> None:
        """Do again what was last taken back, in the same way."""
        steps = self._workspace.session.redoable
        if steps and self._workspace.flush():
            self._begin(steps[0], "Do again", self._workspace.redo)

    def _begin(self, step: Step, verb: str, act: Callable[[], object]) -> None:
        record = _only(step.changes)
        place = self._place(record) if record is not None else ""
        if record is None or not place:
            detail = f"{_capital(self._words(step))}.\n\n{_size(step.changes)}"
            dialogs.ask(self._window, f"{verb}?", detail, [(verb, act), ("Leave it", None)])
            return
        if Place.parse(place).page != Place.parse(self._workspace.place).page or _apart(place, self._workspace.place):
            self._go(place)
        act()

    def _place(self, change: Change) -> str:
        """Where a record of the year in view is written; "" where it is in another year."""
        session = self._workspace.session
        year = session.current
        if change.record in (session.council.id, year.id):
            return self._workspace.place
        record = year.by_id.get(change.record)
        if record is not None:
            return record_place(year, record, change.field)
        whole = change.old if change.operation is Operation.DELETE else change.new
        return self._workspace.place if isinstance(whole, dict) and whole.get("assessment") == year.id else ""

    def _words(self, step: Step) -> str:
        return said(self._workspace, step)

    def _follow(self, step: StepTaken) -> None:
        session = self._workspace.session
        if step.label.startswith("undo ") and session.redoable:
            self._answer(f"Taken back: {self._words(session.redoable[0])}", "Redo", self._workspace.redo)
        elif step.label.startswith("redo ") and session.undoable:
            self._answer(f"Done again: {self._words(session.undoable[0])}", "Undo", self._workspace.undo)
        elif session.undoable and not session.undoable[0].final and _takes(step.changes):
            self._answer(_past(self._words(session.undoable[0])), "Undo", self._workspace.undo)
        elif self.offers:
            self.offers = False
            self._say("", "good", ())

    def _answer(self, words: str, act: str, does: Callable[[], object]) -> None:
        self.offers = True
        self._say(f"{words}.", "good", ((act, does),))


def _only(changes: Sequence[Change]) -> Change | None:
    """The change that tells which one record a step is about, None where it is about several."""
    told = _told(changes)
    return told[0] if len({change.record for change in told}) == 1 else None


def _told(changes: Sequence[Change]) -> Sequence[Change]:
    """The changes that a step is about: what came or went, before the links to it and the places in a list."""
    whole = [change for change in changes if change.field is None]
    return whole or [change for change in changes if change.field != POSITION] or changes[:1]


def _takes(changes: Sequence[Change]) -> bool:
    """Whether a step removed something, or changed several records."""
    return any(change.operation is Operation.DELETE for change in changes) or (bool(changes) and _only(changes) is None)


def _apart(place: str, here: str) -> bool:
    """Whether two places of the same page are about different things, such as two statements."""
    one, other = (each.partition("#")[0].partition("/") for each in (place, here))
    return one[0] != other[0] or (one[0].startswith("statement:") and bool(one[2]) and one[2] != other[2])


def _size(changes: Sequence[Change]) -> str:
    count = len({change.record for change in _told(changes)})
    return "It is about one record of another year." if count == 1 else f"It is about {count:,} records."


def _past(words: str) -> str:
    first, space, rest = words.partition(" ")
    return f"{PAST.get(first, _capital(first))}{space}{rest}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
