"""What stands beside a register: the form of the record one is on, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CARRIED, CATALOGUE, Record
from selfassess.domain.model.commands import RemoveRecord
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import british_date
from selfassess.domain.readiness import readiness
from ui.bridge.workspace import Workspace
from ui.pages.registers.item import ItemFacts
from ui.pages.registers.kinds import Register
from ui.pages.registers.library import Library
from ui.widgets.flow import Flow
from ui.widgets.forms import RecordForm
from ui.widgets.forms.carried import CarriedMark
from ui.widgets.forms.earlier import carried_words, earlier_of, review
from ui.widgets.idle_queue import together
from ui.widgets.look import ScrollArea, card, heading, link_button, quiet, secondary

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
        workspace.step_taken.connect(self._on_step)

    def build(self) -> None:
        """Make the form, unless it is there."""
        if self.built:
            return
        self.built = True
        kind = CATALOGUE[self.register.kind]
        self.heading = heading(kind.name)
        self.notes = quiet("")
        named_first = sorted(
            (key for key in kind.by_key if key not in (*CARRIED, *FILE_FACTS)), key=lambda key: key != kind.title
        )
        self.form = RecordForm(self.workspace, self.register.kind, named_first, commented=True)
        self.remove = secondary("Remove")
        self.remove.setAccessibleName(f"Remove {kind.name.lower()}")
        self.remove.clicked.connect(self.remove_record)
        self.for_good = link_button("Remove for good…")
        self.for_good.clicked.connect(lambda: self.workspace.go(f"remove:{self.record}"))
        self.statement = link_button("Open the statement ›")
        self.statement.clicked.connect(self._go)
        self.mark = CarriedMark(lambda: earlier_of(self.workspace, self.record or ""), bool(self.workspace.read_only))
        self.mark.hide()
        self.mark.reviewed.connect(self.review_record)
        parts: list[QWidget] = [self.heading, self.notes, self.mark]
        if self.register.kind == "evidence":
            self.item = ItemFacts(self.workspace, self.library)
            parts.append(self.item)
        foot = Flow()  # beside each other they would be wider than the pane of a small window
        for act in (self.statement, self.remove, self.for_good):
            foot.add(act)
        box = QWidget()
        self.setWidget(box)
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 0, 0, 0)
        with together(column):
            column.addWidget(card(*parts, self.form, foot))
            column.addStretch(1)
        self.built_now.emit()

    def show_record(self, id: str | None) -> bool:
        """Show another record; False where what is unsaved of the one before cannot be saved."""
        if id is None and not self.built:
            return True
        self.build()
        if not self.form.show_record(id):
            return False
        if id != self.record:
            self.verticalScrollBar().setValue(0)
        self.record = id
        self.say()
        return True

    def focus_field(self, field: str) -> None:
        """Bring the keyboard to a field once the form has its place."""
        QTimer.singleShot(0, self, lambda: self._bring(field))

    def remove_record(self) -> None:
        """Remove the record; undo brings it back with everything that went with it."""
        record = self._record()
        if record is None or not self.workspace.flush():
            return
        name = record.text(CATALOGUE[record.kind].title) or CATALOGUE[record.kind].name
        if self.workspace.run(RemoveRecord(record.id)):
            self.removed.emit(name)

    def review_record(self) -> None:
        """Say that somebody has read again what was carried; what was typed meanwhile is saved first."""
        record = self._record()
        if record is not None and self.workspace.flush():
            review(self.workspace, [record])

    def _bring(self, field: str) -> None:
        self.form.focus_field(field)

    def _record(self) -> Record | None:
        return self.workspace.session.current.by_id.get(self.record or "")

    def _on_step(self, step: StepTaken) -> None:
        if self.built:
            self.say()

    def say(self) -> None:
        """Say again what is said of the record beside its fields."""
        record = self._record()
        self.heading.setText(record.text(CATALOGUE[record.kind].title) if record is not None else "")
        notes = "\n".join(self._notes(record)) if record is not None else ""
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        if self.item is not None:
            self.item.show_item(record)
        self.mark.show_words(carried_words(self.workspace, record) if record is not None else "", self.heading.text())
        statements = self._statements(record)
        self.statement.setVisible(bool(statements))
        self.remove.setVisible(not self.workspace.read_only)

    def _statements(self, record: Record | None) -> tuple[str, ...]:
        if record is None:
            return ()
        links = record.values.get("quality_statements") or record.values.get("quality_statement") or ()
        return links if isinstance(links, tuple) else (str(links),)

    def _notes(self, record: Record) -> list[str]:
        """What there is to say about a record that none of its fields says."""
        if record.kind == "action" and readiness.overdue(record, self.workspace.today()):
            return [f"Overdue since {british_date(record.text('due_on'))}."]
        if record.kind == "risk" and (size := readiness.magnitude(record)) is not None:
            return [f"Likelihood {record['likelihood']} × severity {record['severity']} = {size} of 25."]
        return []

    def _go(self) -> None:
        statements = self._statements(self._record())
        steps = {"evidence": "/evidence", "risk": "/improvement", "action": "/actions"}
        if statements:
            self.workspace.go(f"statement:{statements[0]}{steps.get(self.register.kind, '')}")
