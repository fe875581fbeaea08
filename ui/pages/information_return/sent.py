"""The evidence that is sent under one item: what is linked, what may be wrong with it, linking and adding."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from selfassess.domain import look_back
from selfassess.domain.commands import AddRecord, SetField
from selfassess.domain.events import StepTaken
from selfassess.domain.fields import british_date
from selfassess.domain.framework import ReturnItem
from selfassess.domain.records import Record
from ui.bridge.workspace import Workspace
from ui.pages.information_return.model import rules_hinted
from ui.widgets.forms import NewRecordLine
from ui.widgets.look import heading, label, link_button, quiet, secondary


class Sent(QFrame):
    """The evidence of an item."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace = workspace
        self._item: ReturnItem | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.choose = QComboBox()
        self.choose.setAccessibleName("Evidence to send under this item")
        self.choose.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choose.setMinimumContentsLength(20)
        self.link: QPushButton = secondary("Link", self.link_chosen)
        self.choose.currentIndexChanged.connect(lambda at: self.link.setEnabled(at > 0))
        self.link.setAccessibleName("Link the chosen evidence to this item")
        self.new = NewRecordLine(workspace, "Title of new evidence for this item", self._add, "Add new")
        self.linking = QWidget()
        row = QHBoxLayout(self.linking)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choose, 1)
        row.addWidget(self.link)
        self.linking.setVisible(not workspace.read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(heading("Evidence sent under this item"))
        column.addLayout(self._lines)
        column.addWidget(self.linking)
        column.addWidget(self.new)

    def show_item(self, item: ReturnItem | None) -> None:
        """Show the evidence of another item; a title that was typed for the one before is added there first."""
        self.new.flush()
        self._item = item
        self.refresh()

    def follow(self, step: StepTaken) -> None:
        """Show what a step changed."""
        if step.touches("evidence", "assessment") and self._item is not None:
            self.refresh()

    def refresh(self) -> None:
        """Show the evidence as it is now."""
        _clear(self._lines)
        item, year = self._item, self.workspace.session.current
        if item is None:
            return
        there = [record for record in year.of("evidence") if item.ref in record.links("return_items")]
        for record in there:
            self._lines.addLayout(self._line(record, item))
        if not there:
            self._lines.addWidget(quiet("Nothing yet. Link evidence that is in the register, or add what is not."))
        linked = {record.id for record in there}
        self.choose.clear()
        self.choose.addItem("Choose evidence from the register", "")
        for record in year.of("evidence"):
            if record.id not in linked:
                self.choose.addItem(record.text("title"), record.id)

    def link_chosen(self) -> None:
        """Send the chosen evidence under this item too."""
        record = self.workspace.session.current.by_id.get(str(self.choose.currentData() or ""))
        if record is not None and self._item is not None:
            self.workspace.run(SetField(record.id, "return_items", (*record.links("return_items"), self._item.ref)))

    def unlink(self, id: str) -> None:
        """Send evidence no longer under this item; it stays in the register."""
        record = self.workspace.session.current.by_id.get(id)
        if record is not None and self._item is not None:
            kept = tuple(ref for ref in record.links("return_items") if ref != self._item.ref)
            self.workspace.run(SetField(id, "return_items", kept))

    def _add(self, title: str) -> bool:
        if self._item is None:
            return False
        statements = tuple(s for s in self._item.statements if self.workspace.session.current.framework.statement(s))
        values = {"title": title, "return_items": (self._item.ref,), "quality_statements": statements}
        return self.workspace.run(AddRecord("evidence", str(uuid.uuid4()), values))

    def _line(self, record: Record, item: ReturnItem) -> QHBoxLayout:
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(label(record.text("title")))
        for note in self._notes(record, item):
            said.addWidget(quiet(note))
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addLayout(said, 1)
        title = record.text("title")
        opened = link_button("Open ›", lambda: self.workspace.go(f"register:evidence/{record.id}"))
        opened.setAccessibleName(f"Open evidence: {title}")
        line.addWidget(opened, 0, Qt.AlignmentFlag.AlignTop)
        if not self.workspace.read_only:
            off = link_button("Take off", lambda: self.unlink(record.id))
            off.setAccessibleName(f"Take off this item: {title}")
            line.addWidget(off, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _notes(self, record: Record, item: ReturnItem) -> list[str]:
        """What to know about a piece of evidence before it is sent."""
        year = self.workspace.session.current
        until = look_back.covered_until(record)
        notes = [f"Covers up to {british_date(until)}" if until else "No date says what it covers"]
        if item in look_back.stale_items(year, record):
            notes.append(f"Too old: this item looks back {item.look_back_months} months.")
        if record["personal_data"] == "needs_redaction":
            notes.append("Needs redaction before it is sent.")
        rules = year.information_return.not_to_send if year.information_return else ()
        hints = rules_hinted(rules, record.text("title"))
        notes += [f"By its title it may be something not to send: {rule.rule}." for rule in hints]
        return notes


def _clear(layout: QLayout) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear(inner)
            inner.deleteLater()
