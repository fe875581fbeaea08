"""The evidence that is sent under an item of the return, and what to know about it before it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import ReturnItem
from selfassess.domain.information_return import look_back
from selfassess.domain.information_return import progress as return_progress
from selfassess.domain.information_return.progress import ItemState
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import evidence_index
from selfassess.domain.text.wording import count_noun
from selfassess.services.evidence.add_evidence import EvidenceRequest
from selfassess.services.workbook.derived import DerivedValues
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.information_return.finding import EvidenceFinder
from ui.widgets.announcement import announce
from ui.widgets.dropping import DropArea
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.going_on import find_successor
from ui.widgets.look import make_heading, make_label, make_link_button, make_quiet_label, make_secondary_button, show_if

FEW = 20
"""So much evidence is shown at once; the rest is a click away."""
AT_ONCE = 1_000
"""Among so many pieces of evidence it is seen at once which of them look like something not to send."""
PERSONAL = CATALOGUE["evidence"].by_key["personal_data"]


class Sent(QFrame):
    """The evidence of an item: what is there, finding more in the register, and adding files."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace = workspace
        self._item: ReturnItem | None = None
        self._all = False
        self._shown: dict[str, QVBoxLayout] = {}
        self._offs: dict[str, QPushButton] = {}
        self._task: Task | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.count = make_quiet_label("")
        self.more = make_link_button("", self.show_all_evidence)
        self.finder = EvidenceFinder(workspace, self.link_evidence)
        self.files = make_secondary_button("Add files…", self.choose_files)
        self.links = make_secondary_button("Add links…", lambda: self.add_from_paths(()))
        self.new = NewRecordLine(
            workspace, "Title of evidence that is held in a system or on paper", self._add_evidence_title, "Add"
        )
        self.drop = DropArea(
            self, "Drop files, folders or links here to send them under this item", self._accepts_evidence
        )
        self.drop.dropped.connect(self.add_from_paths)
        self._lay_out_sent_card()

    def show_sent_evidence(self, item: ReturnItem | None) -> None:
        """Show the evidence of another item; a title that was typed for the one before is added there first."""
        self.new.flush()
        self._item, self._all = item, False
        self.finder.search_for_item(item)
        self.refresh_evidence_lines()

    def follow_evidence_step(self, step: StepTaken) -> None:
        """Show what a step changed."""
        told = [change for change in step.changes if change.kind == "evidence"]
        here = any(change.field in (None, "return_items") or change.record in self._shown for change in told)
        if self._item is not None and (here or step.touches_kind("assessment")):
            self.refresh_evidence_lines()
            self.finder.refresh_matches()

    def linked_evidence(self) -> Iterator[Record]:
        """The evidence of the item."""
        ref = self._item.ref if self._item else ""
        for record in self.workspace.session.current.records_of("evidence"):
            links = record.values["return_items"]
            if isinstance(links, tuple) and ref in links:
                yield record

    def refresh_evidence_lines(self) -> None:
        """Show the evidence as it is now."""
        _clear_layout_tree(self._lines)
        if self._item is None:
            return
        session = self.workspace.session
        state = return_progress.find_item_state(
            session.current, self._item, session.derived.tally_evidence(session.current)
        )
        back = look_back.build_look_back(session.current, self.workspace.today())
        self._shown, self._offs = {}, {}
        shown = list(islice(self.linked_evidence(), None if self._all else FEW))
        for record in shown:
            self._lines.addLayout(self._build_evidence_line(record, self._item, back))
        self._check_suitability(shown)
        self.count.setText(_describe_evidence_counts(state))
        hidden = state.evidence - len(shown)
        self.more.setText(f"Show the other {hidden:,}")
        self.more.setVisible(bool(hidden))

    def show_all_evidence(self) -> None:
        """Show every piece of evidence of the item."""
        self._all = True
        self.refresh_evidence_lines()

    def link_evidence(self, id: str) -> None:
        """Send evidence of the register under this item too."""
        record = self.workspace.session.current.by_id.get(id)
        if record is not None and self._item is not None:
            self.workspace.run(SetField(record.id, "return_items", (*record.links_of("return_items"), self._item.ref)))

    def unlink_evidence(self, id: str) -> None:
        """Send evidence no longer under this item; it stays in the register."""
        record = self.workspace.session.current.by_id.get(id)
        if record is not None and self._item is not None:
            kept = tuple(ref for ref in record.links_of("return_items") if ref != self._item.ref)
            before = list(self._shown)
            if not self.workspace.run(SetField(id, "return_items", kept)):
                return
            announce(self, f"Taken off this item: {record.text_of('title')}")
            after = find_successor(before, id, self._shown) if id in before else None
            target = self._offs.get(after or "", self.files)
            if after is not None:
                target.show()  # it was just made, and could not have the keyboard before it shows
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_from_paths(self, paths: tuple[Path, ...], text: str = "") -> None:
        """Have files and links read and added to this item."""
        if self._item is not None:
            statements, items = self._item_statements(), (self._item.ref,)
            wanted = EvidenceRequest(paths=paths, text=text, statements=statements, items=items)
            self.workspace.open_dialog("add_evidence", wanted)

    def choose_files(self) -> None:
        """Ask which files to add."""
        dialog = QFileDialog(self, "Files to send under this item")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add_from_paths(tuple(Path(name) for name in names)))
        dialog.open()

    def _accepts_evidence(self) -> bool:
        return self._item is not None and not self.workspace.read_only

    def _item_statements(self) -> tuple[str, ...]:
        framework = self.workspace.session.current.framework
        return tuple(s for s in (self._item.statements if self._item else ()) if framework.find_statement(s))

    def _add_evidence_title(self, title: str) -> str:
        if self._item is None:
            return ""
        id = new_id()
        values = {"title": title, "return_items": (self._item.ref,), "quality_statements": self._item_statements()}
        if self.workspace.run(AddRecord("evidence", id, values)):
            return id
        return ""

    def _build_evidence_line(self, record: Record, item: ReturnItem, back: look_back.LookBack) -> QHBoxLayout:
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(make_label(record.text_of("title"), "strong"))
        said.addWidget(make_quiet_label(_describe_evidence_facts(record)))
        for warning in _evidence_warnings(record, item, back):
            said.addWidget(_make_warning_label(warning))
        self._shown[record.id] = said
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addLayout(said, 1)
        title = record.text_of("title")
        opened = make_link_button("Open ›", lambda: self.workspace.go(f"register:evidence/{record.id}"), leads=True)
        opened.setAccessibleName(f"Open evidence: {title}")
        line.addWidget(opened, 0, Qt.AlignmentFlag.AlignTop)
        if not self.workspace.read_only:
            off = make_link_button("Take off", lambda: self.unlink_evidence(record.id))
            off.setAccessibleName(f"Take off this item: {title}")
            self._offs[record.id] = off
            line.addWidget(off, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _check_suitability(self, shown: Sequence[Record]) -> None:
        """Say what looks like something not to send; among thousands that takes a while, so nobody waits for it."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        year = self.workspace.session.current
        if len(year.records_of("evidence")) <= AT_ONCE:
            self._say_unsuitable(_find_unsuitable(year, shown, self.workspace.session.derived))
            return
        derived = self.workspace.session.derived
        task = Task(lambda progress, cancelled: _find_unsuitable(year, shown, derived), self)
        task.done.connect(lambda found: self._say_unsuitable(found) if task is self._task else None)
        self._task = task
        task.start()

    def _say_unsuitable(self, found: Mapping[str, tuple[str, ...]]) -> None:
        for id, reasons in found.items():
            for reason in reasons if id in self._shown else ():
                self._shown[id].addWidget(_make_warning_label(reason))

    def _lay_out_sent_card(self) -> None:
        self.adding = QWidget()
        row = QHBoxLayout(self.adding)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.files, self.links):
            row.addWidget(button)
        row.addWidget(make_quiet_label("or drop them here"), 1)
        writable = not self.workspace.read_only
        show_if(self.adding, writable)
        show_if(self.finder, writable)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(make_heading("Evidence sent under this item"))
        column.addWidget(self.count)
        column.addLayout(self._lines)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.finder, self.adding, self.new):
            column.addWidget(part)


def _make_warning_label(words: str) -> QWidget:
    return make_label(f"!  {words}", "warning")


def _evidence_warnings(record: Record, item: ReturnItem, back: look_back.LookBack) -> Iterator[str]:
    """What to look at before a piece of evidence is sent."""
    if item in back.find_stale_items(record):
        yield f"Too old: this item looks back {count_noun(item.look_back_months or 0, 'month')}."
    if record["personal_data"] == "needs_redaction":
        yield "Needs redaction before it is sent."


def _describe_evidence_facts(record: Record) -> str:
    """What a piece covers, and whether it was looked through for personal data, in a line."""
    covers = look_back.describe_covered_time(record)
    state = record["personal_data"]
    said = PERSONAL.choice_label(state).lower() if state else "not checked"
    return f"{covers[:1].upper()}{covers[1:]}  ·  personal data: {said}" if covers else (
        f"No date says what it covers  ·  personal data: {said}"
    )  # fmt: skip


def _find_unsuitable(
    year: Assessment, shown: Sequence[Record], derived: DerivedValues
) -> Mapping[str, tuple[str, ...]]:
    library = derived.find_library(year)
    return {record.id: evidence_index.explain_unsuitable(year, record, library) for record in shown}


def _describe_evidence_counts(state: ItemState) -> str:
    if not state.evidence:
        return "Nothing yet."
    said = [f"{count_noun(state.evidence, 'item')}"]
    said += [f"{state.stale:,} too old"] if state.stale else []
    said += [f"{state.redaction:,} to redact"] if state.redaction else []
    said += [f"{state.unchecked:,} not checked for personal data"] if state.unchecked else []
    return ", ".join(said)


def _clear_layout_tree(layout: QLayout) -> None:
    while (taken := layout.takeAt(0)) is not None:
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear_layout_tree(inner)
            inner.deleteLater()
