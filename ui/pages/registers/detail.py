"""What stands beside a register: the form of the record one is on, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, NOT_TYPED, Record
from selfassess.domain.model.commands import RemoveRecord
from selfassess.domain.model.events import StepTaken
from selfassess.domain.readiness import readiness
from selfassess.domain.text.wording import british_date
from selfassess.services.workbook.places import STEP_OF_KIND
from ui.bridge.workspace import Workspace
from ui.pages.registers.item import ItemFacts
from ui.pages.registers.kinds import Register
from ui.pages.registers.library import CITING, Library
from ui.widgets.flow import Flow
from ui.widgets.forms.carried import CarriedMark
from ui.widgets.forms.earlier import carried_words, earlier_of, review_carried_records
from ui.widgets.forms.milestones import MilestonesPart
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.forms.updates import UpdatesPart
from ui.widgets.idle_queue import lay_out_once
from ui.widgets.look import (
    ScrollArea,
    make_card,
    make_heading,
    make_link_button,
    make_quiet_label,
    make_secondary_button,
)

FILE_FACTS = ("sha256", "size_bytes", "checked_on")
"""What is taken from the file itself: said in words, and not for anybody to type."""


class Detail(ScrollArea):
    """One record in full. ``removed`` tells what was removed, by its name; ``built_now`` that the form is there."""

    removed = Signal(str)
    built_now = Signal()

    def __init__(self, workspace: Workspace, register: Register, library: Library) -> None:
        super().__init__()
        self.workspace, self.register, self.library = workspace, register, library
        self.record: str | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setMinimumWidth(300)
        self.item: ItemFacts | None = None
        self.built = False
        self.plan_parts: tuple[UpdatesPart | MilestonesPart, ...] = ()
        workspace.step_taken.connect(self._on_detail_step)

    def build_form(self) -> None:
        """Make the form, unless it is there."""
        if self.built:
            return
        self.built = True
        kind = CATALOGUE[self.register.kind]
        self.heading = make_heading(kind.name)
        self.notes = make_quiet_label("")
        self.remove = make_secondary_button("Remove")
        self.remove.setAccessibleName(f"Remove {kind.name.lower()}")
        self.remove.clicked.connect(self.remove_shown_record)
        self.for_good = make_link_button("Remove for good…")
        self.for_good.clicked.connect(lambda: self.workspace.go(f"remove:{self.record}"))
        self.statement = make_link_button("Open the statement ›", leads=True)
        self.statement.clicked.connect(self._go_to_statement)
        self.mark = CarriedMark(lambda: earlier_of(self.workspace, self.record or ""), bool(self.workspace.read_only))
        self.mark.hide()
        self.mark.reviewed.connect(self.review_shown_record)
        self.foot = Flow()  # beside each other they would be wider than the pane of a small window
        for act in (self.statement, self.remove, self.for_good):
            self.foot.add_part(act)
        box = QWidget()
        self.setWidget(box)
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 0, 0, 0)
        with lay_out_once(column):
            self.add_record_parts(column)
            column.addStretch(1)
        self.built_now.emit()

    def add_record_parts(self, column: QVBoxLayout) -> None:
        """Put in what is shown of a record, and say with which forms it is written."""
        kind = CATALOGUE[self.register.kind]
        named_first = sorted(
            (key for key in kind.by_key if key not in (*NOT_TYPED, *FILE_FACTS)), key=lambda key: key != kind.title
        )
        self.form = RecordForm(self.workspace, self.register.kind, named_first, commented=True, short=True)
        self.forms: tuple[RecordForm, ...] = (self.form,)
        parts: list[QWidget] = [self.heading, self.notes, self.mark]
        if self.register.kind == "evidence":
            self.item = ItemFacts(self.workspace, self.library)
            parts.append(self.item)
        if self.register.kind in ("action", "risk"):
            self.plan_parts = (UpdatesPart(self.workspace),)
        if self.register.kind == "action":
            self.plan_parts += (MilestonesPart(self.workspace),)
        column.addWidget(make_card(*parts, self.form, *self.plan_parts, self.foot))

    def show_detail_record(self, id: str | None) -> bool:
        """Show another record; False where what is unsaved of the one before cannot be saved."""
        if id is None and not self.built:
            return True
        self.build_form()
        if not all(form.show_form_of(id) for form in self.forms):
            return False
        if not all(part.show_parts_of(id or "") for part in self.plan_parts):
            return False
        if id != self.record:
            self.verticalScrollBar().setValue(0)
        self.record = id
        self.say_record_facts()
        return True

    def focus_form_field(self, field: str) -> None:
        """Bring the keyboard to a field once the form has its place."""
        QTimer.singleShot(0, self, lambda: self._bring_field_into_view(field))

    def remove_shown_record(self) -> None:
        """Remove the record; undo brings it back with everything that went with it."""
        record = self.shown_record()
        if record is None or not self.workspace.flush():
            return
        name = record.text_of(CATALOGUE[record.kind].title) or CATALOGUE[record.kind].name
        if self.workspace.run(RemoveRecord(record.id)):
            self.removed.emit(name)

    def review_shown_record(self) -> None:
        """Say that somebody has read again what was carried; what was typed meanwhile is saved first."""
        record = self.shown_record()
        if record is not None and self.workspace.flush():
            review_carried_records(self.workspace, [record])

    @property
    def first_field(self) -> str:
        """Where the keyboard goes when a record is opened."""
        return self.forms[0].fields[0]

    def _bring_field_into_view(self, field: str) -> None:
        form = next((each for each in self.forms if field in each.fields), self.forms[0])
        form.focus_form_field(field)

    def shown_record(self) -> Record | None:
        """The record that is shown, as it is now."""
        return self.workspace.session.current.by_id.get(self.record or "")

    def _on_detail_step(self, step: StepTaken) -> None:
        if self.built and self.bears_on_facts(step):
            self.say_record_facts()
        for part in self.plan_parts if step.touches_kind("update", "milestone") else ():
            part.show_parts_of(self.record or "")

    def bears_on_facts(self, step: StepTaken) -> bool:
        """Whether a step can change what is said beside the fields of the record that is shown."""
        if any(change.record == self.record for change in step.changes):
            return True
        rests_on = ("assessment", "evidence", *CITING) if self.register.kind == "evidence" else ("assessment",)
        return step.touches_kind(*rests_on)

    def say_record_facts(self) -> None:
        """Say again what is said of the record beside its fields."""
        record = self.shown_record()
        title = record.text_of(CATALOGUE[record.kind].title) if record is not None else ""
        self.heading.setText(title)
        notes = ""
        if record is not None:
            notes = "\n".join(self._list_record_notes(record))
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        if self.item is not None:
            self.item.show_item_facts(record)
        carried = carried_words(self.workspace, record) if record is not None else ""
        self.mark.show_words(carried, self.heading.text())
        statements = self._statements_to_open(record)
        self.statement.setVisible(bool(statements))
        self.remove.setVisible(not self.workspace.read_only)

    def _statements_to_open(self, record: Record | None) -> tuple[str, ...]:
        if record is None:
            return ()
        links = record.values.get("quality_statements") or record.values.get("quality_statement") or ()
        if isinstance(links, tuple):
            return links
        return (str(links),)

    def _list_record_notes(self, record: Record) -> list[str]:
        """What there is to say about a record that none of its fields says."""
        if record.kind == "action" and readiness.is_overdue(record, self.workspace.today()):
            return [f"Overdue since {british_date(record.text_of('due_on'))}."]
        if record.kind == "risk" and (size := readiness.risk_magnitude(record)) is not None:
            return [f"Likelihood {record['likelihood']} × severity {record['severity']} = {size} of 25."]
        return []

    def _go_to_statement(self) -> None:
        statements = self._statements_to_open(self.shown_record())
        step = STEP_OF_KIND.get(self.register.kind)
        if statements:
            self.workspace.go(f"statement:{statements[0]}{f'/{step}' if step else ''}")
