"""Undo and redo that say what they take: before, where it is much or out of view; after, with the way back.

What took or brought more than a person wrote by hand is answered by a message with Undo, wherever it was done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import POSITION, Change, Operation
from selfassess.domain.text.wording import choose_plural
from selfassess.services.workbook.act import Step
from selfassess.services.workbook.places import Place, place_of_record
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
        self._lasting = ""
        """What of that message is still to be read once it can no longer be taken back."""
        workspace.step_taken.connect(self._on_step_taken)
        workspace.answered.connect(self._on_answered)

    def undo_with_notice(self) -> None:
        """Take the last step back; where it is large or elsewhere, not before the person knows."""
        steps = self._workspace.session.undoable_steps
        if steps and self._workspace.flush():
            self._begin_after_asking(steps[0], "Take back", self._workspace.undo_last_step)

    def redo_with_notice(self) -> None:
        """Do again what was last taken back, in the same way."""
        steps = self._workspace.session.redoable_steps
        if steps and self._workspace.flush():
            self._begin_after_asking(steps[0], "Do again", self._workspace.redo_last_step)

    def _begin_after_asking(self, step: Step, verb: str, act: Callable[[], object]) -> None:
        record = _find_only_record(step.changes)
        place = self._place_of_change(record) if record is not None else ""
        if record is None or not place:
            detail = f"{_capitalise_first(self._describe_step(step))}.\n\n{_describe_record_count(step.changes)}"
            dialogs.ask_question(self._window, f"{verb}?", detail, [(verb, act), ("Leave it", None)])
            return
        if Place.parse(place).page != Place.parse(self._workspace.place).page or _is_other_subject(
            place, self._workspace.place
        ):
            self._go(place)
        act()

    def _place_of_change(self, change: Change) -> str:
        """Where a record of the year in view is written; "" where it is in another year."""
        session = self._workspace.session
        year = session.current
        if change.record in (session.council.id, year.id):
            return self._workspace.place
        record = year.by_id.get(change.record)
        if record is not None:
            return place_of_record(year, record, change.field)
        whole = change.old if change.operation is Operation.DELETE else change.new
        if isinstance(whole, dict) and whole.get("assessment") == year.id:
            return self._workspace.place
        return ""

    def _describe_step(self, step: Step) -> str:
        return self._workspace.describe_step(step)

    def _on_step_taken(self, step: StepTaken) -> None:
        session = self._workspace.session
        if len(self._workspace.windows) > 1 and not self._window.isActiveWindow():
            self._take_offer_away()  # the window in which it was done answers
        elif step.label.startswith("undo ") and session.redoable_steps:
            self._offer_way_back(
                f"Taken back: {self._describe_step(session.redoable_steps[0])}", "Redo", self._workspace.redo_last_step
            )
        elif step.label.startswith("redo ") and session.undoable_steps:
            self._offer_way_back(
                f"Done again: {self._describe_step(session.undoable_steps[0])}", "Undo", self._workspace.undo_last_step
            )
        elif session.undoable_steps and not session.undoable_steps[0].final and _takes_much(step.changes):
            self._offer_way_back(
                _to_past_tense(self._describe_step(session.undoable_steps[0])), "Undo", self._workspace.undo_last_step
            )
        elif self.offers:
            self._take_offer_away()

    def _on_answered(self, sentence: str, kind: str, can_undo: bool) -> None:
        self.offers, self._lasting = can_undo, sentence if kind == "warning" else ""
        self._say(sentence, kind, (("Undo", self._workspace.undo_last_step),) if can_undo else ())

    def _take_offer_away(self) -> None:
        """What stands there offers no longer what can be done."""
        if self.offers:
            self.offers = False
            self._say(self._lasting, "warning" if self._lasting else "good", ())

    def _offer_way_back(self, words: str, act: str, does: Callable[[], object]) -> None:
        self.offers, self._lasting = True, ""
        self._say(f"{words}.", "good", ((act, does),))


def _find_only_record(changes: Sequence[Change]) -> Change | None:
    """The change that tells which one record a step is about, None where it is about several."""
    told = _find_main_changes(changes)
    if len({change.record for change in told}) == 1:
        return told[0]
    return None


def _find_main_changes(changes: Sequence[Change]) -> Sequence[Change]:
    """The changes that a step is about: what came or went, before the links to it and the places in a list."""
    whole = [change for change in changes if change.field is None]
    return whole or [change for change in changes if change.field != POSITION] or changes[:1]


def _takes_much(changes: Sequence[Change]) -> bool:
    """Whether a step removed something, or changed several records."""
    return any(change.operation is Operation.DELETE for change in changes) or (
        bool(changes) and _find_only_record(changes) is None
    )


def _is_other_subject(place: str, here: str) -> bool:
    """Whether two places of the same page are about different things, such as two statements."""
    one, other = (each.partition("#")[0].partition("/") for each in (place, here))
    return one[0] != other[0] or (one[0].startswith("statement:") and bool(one[2]) and one[2] != other[2])


def _describe_record_count(changes: Sequence[Change]) -> str:
    count = len({change.record for change in _find_main_changes(changes)})
    if not count:
        return "No record is changed by it."
    return choose_plural(count, "It is about one record of another year.", f"It is about {count:,} records.")


def _to_past_tense(words: str) -> str:
    first, space, rest = words.partition(" ")
    return f"{PAST.get(first, _capitalise_first(first))}{space}{rest}"


def _capitalise_first(words: str) -> str:
    return words[:1].upper() + words[1:]
