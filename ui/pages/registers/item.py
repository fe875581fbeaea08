"""What an item of evidence says beside its fields: its file, how fresh it is, what rests on it, what to look at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.information_return import look_back
from selfassess.domain.model import bulk_edit
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.plural import count_records
from selfassess.domain.text.wording import choose_plural, count_noun, join_with_and
from selfassess.services.evidence.check_files import Condition, State, plan_accepted_files
from selfassess.services.workbook.bulk_edit import take_bulk_changes
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.registers.library import AT_ONCE, CITING, CONDITIONS, About, Library, compare_item, describe_file
from ui.widgets.locations import open_location
from ui.widgets.look import Banner, make_label, make_link_button, make_quiet_label, make_secondary_button, show_if

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
        self.place = make_label("")
        self.open = make_link_button("Open…", self.open_item_place)
        self.file = make_quiet_label("")
        self.problem = Banner("", "warning", dismissible=False)
        self.accept = make_secondary_button("Accept the file as it is now", self.accept_file_as_it_is)
        self.check = make_secondary_button("Look after the files…", self.checking.emit)
        self.fresh = make_label("")
        self.stale = Banner("", "warning", dismissible=False)
        self.use = make_quiet_label("")
        self.again = Banner("", "info", dismissible=False)
        self.join = make_secondary_button("", self.join_twin_items)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in self._all_parts():
            left = part in (self.open, self.accept, self.check, self.join)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0))

    def show_item_facts(self, record: Record | None) -> None:
        """Show another item, or the same one as it is now."""
        same = record is self.record and record is not None
        self.record = record
        if record is None:
            return
        self._show_item_place(record)
        self._show_file_facts(record)
        self._show_freshness(record)
        self._show_use(record)
        if not same:
            self._compare_with_others(record)

    def open_item_place(self) -> None:
        """Ask whether to open what it is, saying where that leads."""
        if self.record is not None:
            open_location(self.record.text_of("location"), self.workspace.session.path, self.window())

    def accept_file_as_it_is(self) -> None:
        """Say that the file is right as it is now: its fingerprint and size are taken again."""
        state = self._known_file_state()
        if state is None or not self.workspace.flush():
            return
        changes = plan_accepted_files(self.workspace.session, [state])
        if self.workspace.take_long_step(
            take_bulk_changes(self.workspace.session, "accept changed file", changes), "Accepting"
        ):
            self.accepted.emit(State(id=state.id, condition=Condition.OK, fingerprint=state.fingerprint))

    def join_twin_items(self) -> None:
        """Make one item of this and those that are the same document, with the links of all."""
        if self.record is None or not self.workspace.flush():
            return
        session = self.workspace.session
        label = f"join {len(self.twins) + 1} items of evidence"
        changes = bulk_edit.join_records(session.current, self.record.id, self.twins)
        self.workspace.take_long_step(take_bulk_changes(session, label, changes), "Joining")

    def _all_parts(self) -> tuple[QWidget, ...]:
        return (
            self.place, self.open, self.problem, self.accept, self.check, self.fresh, self.stale, self.again, self.join,
            self.use, self.file,
        )  # fmt: skip

    def _known_file_state(self) -> State | None:
        if self.record is not None:
            return self.library.states.get(self.record.id)
        return None

    def _show_item_place(self, record: Record) -> None:
        location, kind = record.text_of("location"), record["location_kind"]
        words = f"Held in {location}" if kind == "system" and location else location
        self.place.setText(words)
        show_if(self.place, bool(words))
        show_if(self.open, bool(location) and kind in OPENED)
        self.open.setAccessibleName(f"Open {location}")

    def _show_file_facts(self, record: Record) -> None:
        facts, state = describe_file(record), self._known_file_state()
        self.file.setText(facts)
        show_if(self.file, bool(facts))
        broken = state is not None and state.condition is not Condition.OK
        words = (state.message or f"Its file is {CONDITIONS[state.condition]}.") if state is not None and broken else ""
        self.problem.show_message(words, "warning")
        can_write = not self.workspace.read_only
        changed = state is not None and state.condition is Condition.CHANGED
        show_if(self.accept, changed and can_write)
        show_if(self.check, broken and not changed and can_write)

    def _show_freshness(self, record: Record) -> None:
        back = look_back.build_look_back(self.workspace.session.current, self.workspace.today())
        covers = look_back.describe_covered_time(record)
        self.fresh.setText(_describe_cover_sentence(covers))
        show_if(self.fresh, bool(covers))
        self.stale.show_message("\n".join(back.describe_stale_items(record)), "warning")

    def _show_use(self, record: Record) -> None:
        year = self.workspace.session.current
        found = {
            kind: sum(record.id in other.links_of("evidence") for other in year.records_of(kind)) for kind in CITING
        }
        resting = [count_records(kind, number) for kind, number in found.items() if number]
        statements, items = len(record.links_of("quality_statements")), len(record.links_of("return_items"))
        used = [count_noun(statements, "statement")] if statements else []
        used += [count_noun(items, "IR item")] if items else []
        said = [f"Serves {join_with_and(used)}."] if used else []
        rest = choose_plural(sum(found.values()), "rests", "rest")
        said += [f"{join_with_and(resting)} {rest} on it."] if resting else []
        self.use.setText(" ".join(said) or "Not used for anything yet: link it to a statement or an IR item below.")

    def _compare_with_others(self, record: Record) -> None:
        """Hold it against all others: at once where they are few, and on a worker where that would take a while."""
        year = self.workspace.session.current
        derived = self.workspace.session.derived
        if len(year.records_of("evidence")) <= AT_ONCE:
            self._show_comparison((record, compare_item(year, record, derived)))
            return
        self._show_comparison((record, About()))
        task = Task(lambda progress, cancelled: (record, compare_item(year, record, derived)))
        task.done.connect(self._show_comparison)
        task.start()

    def _show_comparison(self, told: tuple[Record, About]) -> None:
        record, found = told
        if record is not self.record:
            return
        self.twins = found.twins
        self.again.show_message("\n".join(found.warnings), "info")
        others = len(found.twins)
        which = choose_plural(others, "the other", f"the {others:,} others")
        self.join.setText(f"Join {which} into this one")
        self.join.setToolTip("Keeps this item, with the links and what was written of all of them, in one step.")
        show_if(self.join, bool(others) and not self.workspace.read_only)


def _describe_cover_sentence(words: str) -> str:
    """What an item covers as a sentence; a mere date of the document, or of its figures, says so."""
    if words.startswith("until "):
        words = f"covers up to {words.removeprefix('until ')}"
    elif words.startswith("as at "):
        words = f"figures {words}"
    elif words and not words.startswith("dated "):
        words = f"covers {words}"
    return f"{words[:1].upper()}{words[1:]}." if words else ""
