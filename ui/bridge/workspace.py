"""One open workbook as the window sees it: a session's events as Qt signals, and its errors as sentences."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from selfassess.domain.history.history_wording import describe_step
from selfassess.domain.model.commands import Command
from selfassess.domain.model.errors import AgreedError, ReplacedError, WorkbookError, WrongUseError
from selfassess.domain.model.events import Event, StepTaken
from selfassess.domain.readiness.readiness import NO_CONTACTS, STEPS, UNTOUCHED, Finding
from selfassess.domain.text.wording import british_date
from selfassess.services.workbook import contribution_places
from selfassess.services.workbook import session as sessions
from selfassess.services.workbook.act import Step
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.workbook.example import find_example_day, find_shown_day
from selfassess.services.workbook.places import HOME, Place, place_of_record
from selfassess.services.workbook.session import Clock, Session
from selfassess.services.workbook.settings import Settings
from ui.bridge.pending import Pending

READ_BESIDE = "This assessment was made by others. It is kept as it was published, to be read beside your own."

ELSEWHERE = "What you typed in another window of this workbook cannot be saved yet. Put it right there first."

Patience = Callable[[Generator[float, None, Any], str], object]


class Editor(Protocol):
    """Something that may hold text which is not yet in the workbook."""

    def flush(self) -> bool:
        """Save now what is not saved yet; False where it was refused."""


class Workspace(QObject):
    """A session with signals. Pages ask it for every change and repaint what ``step_taken`` names.

    ``place`` is where the person is: in a contributor's copy some places can only be read.
    ``pending`` are the editors with text that is not saved; ``refusal`` is the sentence of the last command that
    failed; ``replaced`` tells in a sentence that somebody else changed the file. ``answered`` tells in a sentence what
    came of what was asked for, its kind (of a ``Banner``), and whether Undo takes it back. ``patiently`` goes through
    the turns of a long step; the window puts one there that lets people see it. ``allowed`` are the judgements of
    agreed statements that the person said to write in, and ``asking`` tells that they are being asked. ``unfolded`` are
    the kinds of record whose forms show all fields, as long as the workbook is open. ``windows`` are the workspaces
    of all windows on the same session.
    """

    step_taken = Signal(object)
    year_opened = Signal(object)
    saved = Signal(object)
    failed = Signal(str)
    replaced = Signal(str)
    asked_for = Signal(str)
    dialog_asked = Signal(str, object)
    answered = Signal(str, str, bool)

    def __init__(
        self,
        session: Session,
        settings: Settings,
        clock: Clock = sessions.now_utc,
        parent: QObject | None = None,
        *,
        beside: Workspace | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.settings = settings
        self.clock = clock
        self.refusal = ""
        self.pending = Pending(self)
        self.place = ""
        self.allowed: set[str] = beside.allowed if beside is not None else set()
        self.unfolded: set[str] = beside.unfolded if beside is not None else set()
        self.windows: list[Workspace] = beside.windows if beside is not None else []
        self.windows.append(self)
        self.asking = False
        self.patiently: Patience = lambda turns, _: run_to_end(turns)
        self._editors: WeakSet[Editor] = WeakSet()
        self._unsubscribe = session.subscribe(self._emit_session_event)

    @property
    def read_only(self) -> str:
        """Why nothing can be written where the person is, "" where it can."""
        scope = self.session.contributor_scope
        closed = self.no_comments
        if closed == self.session.reason_closed() and Place.parse(self.place).page == "visit":
            closed = ""  # the visit follows on what was signed
        return closed or (contribution_places.explain_closed_place(scope, self.place) if scope is not None else "")

    @property
    def no_comments(self) -> str:
        """Why not even a comment can be written on the assessment in view, "" where one can."""
        if self.session.read_only_because or self.session.current.by_cqc:
            return self.session.read_only_because or READ_BESIDE
        return self.session.reason_closed()

    @property
    def describe_standing(self) -> tuple[str, str]:
        """What stands above the page for as long as it is so, and its kind; "" where there is nothing to say."""
        scope, closed = self.session.contributor_scope, self.read_only
        if closed:
            return closed, "warning" if scope is None or self.no_comments else "info"
        day = find_example_day(self.session.council.text_of("name"))
        said = (
            contribution_places.describe_contribution(scope) if scope is not None else "",
            f"This is the worked example. Dates are shown as of {british_date(day)}." if day else "",
        )
        return " ".join(filter(None, said)), "info"

    def today(self) -> str:
        """Today's local date, ISO 8601; in the worked example the day that it shows."""
        return find_shown_day(self.session.council.text_of("name"), self.clock())

    def run(self, command: Command, initiator: object = None, *, year: str | None = None) -> bool:
        """Do a command, in the assessment in view or the one whose id is given; False where it could not be done.

        The sentence goes out by ``failed``, unless the initiator is a registered editor and the value was at fault:
        then the editor shows ``refusal`` beside the field.
        """
        return self._run_guarded(lambda: self.session.run_command(command, initiator=initiator, year=year), initiator)

    def attempt_step(self, act: Callable[[], object]) -> bool:
        """Have a service write a step; False where it could not, and then the sentence goes out by ``failed``."""
        return self.flush_windows() and self._run_guarded(act)

    def take_long_step(self, turns: Generator[float, None, Any], words: str) -> bool:
        """Go through the turns of a step over many records; ``words`` say what goes on. False where it failed."""
        return self._run_guarded(lambda: self.patiently(turns, words))

    def undo_last_step(self) -> bool:
        """Save what is being typed, then take the last step back."""
        return self.flush_windows() and self._run_guarded(
            lambda: self.patiently(self.session.undo_step_in_turns(), "Taking back")
        )

    def redo_last_step(self) -> bool:
        """Save what is being typed, then do again what was last taken back."""
        return self.flush_windows() and self._run_guarded(
            lambda: self.patiently(self.session.redo_step_in_turns(), "Doing again")
        )

    def show_year(self, id: str) -> bool:
        """Save what is being typed, then bring another assessment into view."""
        return self.flush_windows() and self._run_guarded(lambda: self.session.open_year(id))

    def go(self, place: str) -> None:
        """Ask the window for a place."""
        self.asked_for.emit(place)

    def open_dialog(self, name: str, request: object) -> None:
        """Ask the window for a dialog, with what it is to begin with."""
        self.dialog_asked.emit(name, request)

    def describe_step(self, step: Step) -> str:
        """What a step is called where it is offered to be undone: "change “Score” in Equity in experience"."""
        return describe_step(step.label, step.changes, self.session.current, self.session.council)

    def place_of_finding(self, finding: Finding) -> str:
        """The place where a readiness finding is put right."""
        found = self.session.current.by_id.get(finding.id)
        if finding.rule == NO_CONTACTS:
            return "return/contacts"
        if finding.rule == UNTOUCHED:  # one begins at the beginning
            return f"statement:{finding.statement}/{STEPS[0]}"
        if found is not None and found.kind == "judgement" and not finding.field:
            return f"statement:{finding.statement}/review"
        if found is not None:
            return place_of_record(self.session.current, found, finding.field)
        if finding.statement:
            return f"statement:{finding.statement}"
        return "years" if finding.record == "assessment" else HOME

    def register_editor(self, editor: Editor) -> None:
        """Have ``editor`` saved before the window leaves a place, exports, undoes or closes."""
        self._editors.add(editor)

    def flush(self) -> bool:
        """Make all editors save now; False where one of them holds a value that was refused."""
        living = [editor for editor in self._editors if not isinstance(editor, QObject) or isValid(editor)]
        saved = [editor.flush() for editor in living]  # each of them, also after one that was refused
        return all(saved)

    def flush_windows(self) -> bool:
        """As ``flush``, in every window on the workbook; where another one refuses, that is said."""
        saved = self.flush()
        others = [each.flush() for each in list(self.windows) if each is not self]
        if saved and not all(others):
            self.failed.emit(ELSEWHERE)
        return saved and all(others)

    def forget_editors(self) -> None:
        """Let go of every editor with what it holds: the person chose to leave without it."""
        self._editors.clear()
        self.pending.clear_editors()

    def close_session(self) -> None:
        """Let go of the workbook."""
        self.leave_session()
        self.session.close()

    def leave_session(self) -> None:
        """Show the workbook no more; other windows go on with it."""
        self._unsubscribe()
        self.pending.timer.stop()
        self.windows.remove(self)

    def _run_guarded(self, act: Callable[[], object], initiator: object = None) -> bool:
        try:
            act()
        except AgreedError as error:  # the person has just said so
            self.refusal = str(error)
            return False
        except WorkbookError as error:
            told = self.pending.trying and self.refusal == str(error)  # what is tried again is not said again
            self.refusal = str(error)
            if isinstance(error, ReplacedError) and not told:
                self.replaced.emit(self.refusal)
            elif not told and not (
                isinstance(error, WrongUseError) and any(initiator is each for each in self._editors)
            ):
                self.failed.emit(self.refusal)
            return False
        self.refusal = ""
        return True

    def _emit_session_event(self, event: Event) -> None:
        if not isinstance(event, StepTaken):
            self.year_opened.emit(event)
            return
        self.step_taken.emit(event)
        moment: datetime | None = self.session.saved_at
        if moment is not None:
            self.saved.emit(moment)
