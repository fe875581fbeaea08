"""What an item of evidence says beside its fields: its file, how fresh it is, what rests on it, what to look at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.information_return import look_back
from selfassess.domain.model import bulk_edit
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.plural import counted
from selfassess.services.evidence.check_files import Condition, State, accepted
from selfassess.services.workbook.bulk_edit import take
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.registers.library import AT_ONCE, CITING, CONDITIONS, About, Library, about, file_facts
from ui.widgets.locations import open_location
from ui.widgets.look import Banner, label, link_button, quiet, secondary, show

OPENED = ("web", "file", None)
"""Kinds of place that can be opened; what is held in a system is opened there."""


class ItemFacts(QWidget):
    """What there is to know of one item. ``checking`` asks for the check of all files."""

    checking = Signal()
    accepted = Signal(object)

    def __init__(self, workspace: Workspace, library: Library) -> None:
        super().__init__()
        self.workspace, self.library = workspace, library
        self.record: Record | None = None
        self.twins: tuple[str, ...] = ()
        self.place = label("")
        self.open = link_button("Open…", self.open_place)
        self.file = quiet("")
        self.problem = Banner("", "warning", dismissible=False)
        self.accept = secondary("Accept the file as it is now", self.accept_file)
        self.check = secondary("Look after the files…", self.checking.emit)
        self.fresh = label("")
        self.stale = Banner("", "warning", dismissible=False)
        self.use = quiet("")
        self.again = Banner("", "info", dismissible=False)
        self.join = secondary("", self.join_twins)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in self._parts():
            left = part in (self.open, self.accept, self.check, self.join)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0))

    def show_item(self, record: Record | None) -> None:
        """Show another item, or the same one as it is now."""
        same = record is self.record and record is not None
        self.record = record
        if record is None:
            return
        self._show_place(record)
        self._show_file(record)
        self._show_freshness(record)
        self._show_use(record)
        if not same:
            self._compare(record)

    def open_place(self) -> None:
        """Ask whether to open what it is, saying where that leads."""
        if self.record is not None:
            open_location(self.record.text("location"), self.workspace.session.path, self.window())

    def accept_file(self) -> None:
        """Say that the file is right as it is now: its fingerprint and size are taken again."""
        state = self._state()
        if state is None or not self.workspace.flush():
            return
        changes = accepted(self.workspace.session, [state])
        if self.workspace.take_long(take(self.workspace.session, "accept changed file", changes), "Accepting"):
            self.accepted.emit(State(id=state.id, condition=Condition.OK, fingerprint=state.fingerprint))

    def join_twins(self) -> None:
        """Make one item of this and those that are the same document, with the links of all."""
        if self.record is None or not self.workspace.flush():
            return
        session = self.workspace.session
        label = f"join {len(self.twins) + 1} items of evidence"
        changes = bulk_edit.join(session.current, self.record.id, self.twins)
        self.workspace.take_long(take(session, label, changes), "Joining")

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self.place, self.open, self.problem, self.accept, self.check, self.fresh, self.stale, self.again, self.join,
            self.use, self.file,
        )  # fmt: skip

    def _state(self) -> State | None:
        return self.library.states.get(self.record.id) if self.record is not None else None

    def _show_place(self, record: Record) -> None:
        location, kind = record.text("location"), record["location_kind"]
        words = f"Held in {location}" if kind == "system" and location else location
        self.place.setText(words)
        show(self.place, bool(words))
        show(self.open, bool(location) and kind in OPENED)
        self.open.setAccessibleName(f"Open {location}")

    def _show_file(self, record: Record) -> None:
        facts, state = file_facts(record), self._state()
        self.file.setText(facts)
        show(self.file, bool(facts))
        broken = state is not None and state.condition is not Condition.OK
        words = (state.message or f"Its file is {CONDITIONS[state.condition]}.") if state is not None and broken else ""
        self.problem.say(words, "warning")
        can_write = not self.workspace.read_only
        changed = state is not None and state.condition is Condition.CHANGED
        show(self.accept, changed and can_write)
        show(self.check, broken and not changed and can_write)

    def _show_freshness(self, record: Record) -> None:
        back = look_back.looking_back(self.workspace.session.current, self.workspace.today())
        covers = look_back.covers(record)
        self.fresh.setText(_covers(covers))
        show(self.fresh, bool(covers))
        self.stale.say("\n".join(back.said(record)), "warning")

    def _show_use(self, record: Record) -> None:
        year = self.workspace.session.current
        found = {kind: sum(record.id in other.links("evidence") for other in year.of(kind)) for kind in CITING}
        resting = [counted(kind, number) for kind, number in found.items() if number]
        statements, items = len(record.links("quality_statements")), len(record.links("return_items"))
        used = [f"{statements} {'statement' if statements == 1 else 'statements'}"] if statements else []
        used += [f"{items} IR {'item' if items == 1 else 'items'}"] if items else []
        said = [f"Serves {_and(used)}."] if used else []
        said += [f"{_and(resting)} rest{'s' if sum(found.values()) == 1 else ''} on it."] if resting else []
        self.use.setText(" ".join(said) or "Not used for anything yet: link it to a statement or an IR item below.")

    def _compare(self, record: Record) -> None:
        """Hold it against all others: at once where they are few, and on a worker where that would take a while."""
        year = self.workspace.session.current
        if len(year.of("evidence")) <= AT_ONCE:
            self._show_about((record, about(year, record)))
            return
        self._show_about((record, About()))
        task = Task(lambda progress, cancelled: (record, about(year, record)))
        task.done.connect(self._show_about)
        task.start()

    def _show_about(self, told: tuple[Record, About]) -> None:
        record, found = told
        if record is not self.record:
            return
        self.twins = found.twins
        self.again.say("\n".join(found.warnings), "info")
        others = len(found.twins)
        self.join.setText("Join the other into this one" if others == 1 else f"Join the {others} others into this one")
        self.join.setToolTip("Keeps this item, with the links and what was written of all of them, in one step.")
        show(self.join, bool(others) and not self.workspace.read_only)


def _and(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _covers(words: str) -> str:
    """What an item covers as a sentence; a mere date of the document, or of its figures, says so."""
    if words.startswith("until "):
        words = f"covers up to {words.removeprefix('until ')}"
    elif words.startswith("as at "):
        words = f"figures {words}"
    elif words and not words.startswith("dated "):
        words = f"covers {words}"
    return f"{words[:1].upper()}{words[1:]}." if words else ""
