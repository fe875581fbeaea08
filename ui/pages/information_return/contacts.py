"""The contacts of one group as a table to type or paste into: section 1, and the groups of IR 38."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from selfassess.domain.framework.framework import ContactGroup
from selfassess.domain.information_return import progress
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.commands import RemoveRecord
from selfassess.domain.model.errors import InvalidValueError, WorkbookError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import Value, clean_value
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.text.folding import fold_text
from ui.bridge.workspace import Workspace
from ui.pages.information_return.cells import Block, BlockGrid, BlockModel
from ui.widgets.grid import Cell
from ui.widgets.look import make_heading, make_label, make_link_button, make_quiet_label, make_secondary_button, show_if
from ui.widgets.tables import ROOT
from ui.widgets.theme import colour

FIELDS = CATALOGUE["contact"].by_key
NEW = "new"
"""The key of the line below the last contact, in which another is written."""
_ALSO = {"email": "e-mail", "telephone": "phone", "phone number": "phone", "contact name": "name", "contact": "name"}
"""Headings that people write for ours."""


class ContactsModel(BlockModel):
    """A line for each contact of a group, and one to write another in."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(colour("warning"), parent)
        self.workspace = workspace
        self._group = ""
        self._shown: list[str] = []
        self._fields: tuple[str, ...] = ()

    def show_contact_group(self, group: str) -> None:
        """Show the contacts of another group."""
        self.beginResetModel()
        self._group = group
        self._fields = progress.fields_wanted_of_contact(group)
        self._shown = self._find_contact_lines()
        self.endResetModel()
        self.forget_refused_cells()

    def follow_contact_step(self, step: StepTaken) -> None:
        """Show what a step changed; a contact that was just written stays in the line it was written in."""
        if not step.touches_kind("contact"):
            return
        there = self._find_contact_lines()
        if there[: len(self._shown) - 1] == self._shown[:-1] and len(there) > len(self._shown):
            last = len(self._shown)
            self._shown[-1] = there[last - 1]
            self.repaint_cells()
            self.beginInsertRows(ROOT, last, len(there) - 1)
            self._shown = there
            self.endInsertRows()
        elif there != self._shown:
            self.beginResetModel()
            self._shown = there
            self.endResetModel()
        self.repaint_cells()

    def contact_at(self, row: int) -> Record | None:
        """The contact of a line."""
        if 0 <= row < len(self._shown):
            return self._find_contact(self._shown[row])
        return None

    def line_keys(self) -> tuple[str, ...]:
        return tuple(self._shown)

    def column_headings(self) -> tuple[str, ...]:
        return tuple(FIELDS[key].label for key in self._fields)

    def cell_text(self, line: str, column: int) -> str:
        record = self._find_contact(line)
        if record is not None:
            return record.text_of(self._fields[column])
        return ""

    def is_editable(self, line: str, column: int) -> bool:
        return not self.workspace.read_only

    def write_cell(self, line: str, column: int, text: str) -> str:
        return self.write_typed_cells({(line, column): text}).get((line, column), "")

    def write_typed_cells(self, typed: Mapping[Cell, str]) -> Mapping[Cell, str]:
        rows: dict[str, dict[str, Value]] = {}
        refused: dict[Cell, str] = {}
        for (line, column), text in typed.items():
            try:
                rows.setdefault(line, {})[self._fields[column]] = clean_value(FIELDS[self._fields[column]], text)
            except InvalidValueError as error:
                refused[line, column] = str(error)
        changes = self._build_contact_changes(rows)
        if changes:
            try:
                step_label = "change contacts" if len(changes) > 1 else "change contact"
                self.workspace.session.take_step(step_label, changes)
            except WorkbookError as error:
                self.workspace.failed.emit(str(error))
                return refused | dict.fromkeys(typed, "The contact could not be saved.")
        return refused

    def place_block(self, top: int, left: int, block: Block) -> tuple[dict[Cell, str], int]:
        """A block may go on below the last contact with a new one in each row; headings say which column is which."""
        heads = {fold_text(FIELDS[key].label): number for number, key in enumerate(self._fields)}
        heads |= {also: heads[label] for also, label in _ALSO.items() if label in heads}
        named = [heads.get(fold_text(text)) for text in block[0]] if block else []
        headed = any(number is not None for number in named)
        cells: dict[Cell, str] = {}
        beyond = 0
        body_rows = block[1:] if headed else block
        for row, texts in enumerate(body_rows, top):
            line = self._shown[row] if row < len(self._shown) else f"{NEW} {row}"
            for at, text in enumerate(texts):
                column = (named[at] if at < len(named) else None) if headed else left + at
                if column is not None and column < len(self._fields):
                    cells[line, column] = text
                else:
                    beyond += bool(text)
        return cells, beyond

    def _build_contact_changes(self, rows: Mapping[str, Mapping[str, Value]]) -> tuple[Change, ...]:
        year = self.workspace.session.current
        position = max((record.position for record in year.records_of("contact")), default=-1)
        changes: list[Change] = []
        for line, values in rows.items():
            record = self._find_contact(line)
            if record is not None:
                told = ((key, value) for key, value in values.items() if value != record[key])
                changes += [journal.update_field(record, key, value) for key, value in told]
            elif any(value is not None for value in values.values()):
                position += 1
                changes.append(
                    journal.create_record(
                        blank_record("contact", new_id(), position, year.id, group=self._group, **values)
                    )
                )
        return tuple(changes)

    def _find_contact_lines(self) -> list[str]:
        if not self._group:
            return []
        year = self.workspace.session.current
        ids = [record.id for record in year.records_of("contact") if record["group"] == self._group]
        return ids if self.workspace.read_only else [*ids, NEW]

    def _find_contact(self, line: str) -> Record | None:
        return self.workspace.session.current.by_id.get(line)


class Contacts(QFrame):
    """The card of a group of contacts."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace = workspace
        self.model = ContactsModel(workspace, self)
        self.heading = make_heading("")
        self.count, self.said, self.lacks = make_quiet_label(""), make_quiet_label(""), make_quiet_label("")
        self.complaint = make_label("", "error")
        self.grid = BlockGrid(self.model, "Contacts of this group")
        self.grid.verticalHeader().hide()
        workspace.register_editor(self.grid)
        self.grid.report_to(workspace.pending)
        self.remove = make_secondary_button("Remove contact", self.remove_contact)
        self.open = make_link_button(
            "All contacts with their details ›", lambda: workspace.go("register:contacts"), leads=True
        )
        hint = make_quiet_label("Write the next contact in the last line, or paste rows from Excel into it.")
        show_if(hint, not workspace.read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for part in (self.heading, self.count, hint, self.grid, self.complaint, self.said, self.lacks):
            column.addWidget(part)
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.model.complained.connect(self._show_contact_complaint)
        self.grid.pasted.connect(lambda words: self._show_contact_words(self.said, words))
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._describe_contacts())

    def show_group_contacts(self, group: ContactGroup | None) -> None:
        """Show another group."""
        group_key = group.key if group else ""
        self.model.show_contact_group(group_key)
        group_title = group.title if group else ""
        self.heading.setText(group_title)
        grid_name = f"Contacts: {group.title}" if group else "Contacts of this group"
        self.grid.setAccessibleName(grid_name)
        self._show_contact_words(self.said, "")
        self._describe_contacts()

    def follow_year_step(self, step: StepTaken) -> None:
        """Show what a step changed."""
        self.model.follow_contact_step(step)
        if step.touches_kind("contact"):
            self._describe_contacts()

    def flush(self) -> bool:
        """Keep what is being typed."""
        return self.grid.flush()

    def remove_contact(self) -> None:
        """Remove the contact one is on; undo brings it back."""
        here = self.grid.currentIndex()
        record, row, column = self.model.contact_at(here.row()), here.row(), here.column()
        if record is not None and self.flush() and self.workspace.run(RemoveRecord(record.id)):
            self.grid.focus_cell_near(row, column)

    def _describe_contacts(self) -> None:
        contacts = [record for line in self.model.line_keys() if (record := self.model._find_contact(line))]
        count_words = f"{len(contacts):,} named" if contacts else "Nobody is named yet."
        self.count.setText(count_words)
        lacking = [
            (record, missing) for record in contacts if (missing := progress.list_missing_contact_fields(record))
        ]
        lines = [f"{_name_contact(record)}: no {', '.join(missing).lower()}" for record, missing in lacking[:10]]
        lines += [f"… and {len(lacking) - 10} more"] if len(lacking) > 10 else []
        lacking_words = "Not complete yet:\n" + "\n".join(lines) if lines else ""
        self._show_contact_words(self.lacks, lacking_words)
        here = self.model.contact_at(self.grid.currentIndex().row())
        self.remove.setVisible(not self.workspace.read_only and bool(contacts))
        self.remove.setEnabled(here is not None)
        remove_name = f"Remove contact: {_name_contact(here)}" if here else "Remove contact"
        self.remove.setAccessibleName(remove_name)

    def _show_contact_complaint(self, why: str) -> None:
        self._show_contact_words(self.complaint, why)

    @staticmethod
    def _show_contact_words(words: QFrame, said: str) -> None:
        words.setProperty("text", said)
        show_if(words, bool(said))


def _name_contact(contact: Record) -> str:
    return (
        contact.text_of("organisation")
        or contact.text_of("name")
        or contact.text_of("email")
        or "Contact without a name"
    )
