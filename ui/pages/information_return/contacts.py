"""The contacts of one group as a table to type or paste into: section 1, and the groups of IR 38."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from selfassess.domain.framework.framework import ContactGroup
from selfassess.domain.information_return import progress
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank
from selfassess.domain.model.commands import RemoveRecord
from selfassess.domain.model.errors import InvalidValueError, WorkbookError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import Value, clean
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.text.folding import fold
from ui.bridge.workspace import Workspace
from ui.pages.information_return.cells import Block, BlockGrid, BlockModel
from ui.widgets.grid import Cell
from ui.widgets.look import heading, label, link_button, quiet, secondary, show
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

    def show_group(self, group: str) -> None:
        """Show the contacts of another group."""
        self.beginResetModel()
        self._group = group
        self._fields = progress.wanted_of(group)
        self._shown = self._there()
        self.endResetModel()
        self.forget()

    def follow(self, step: StepTaken) -> None:
        """Show what a step changed; a contact that was just written stays in the line it was written in."""
        if not step.touches("contact"):
            return
        there = self._there()
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

    def contact(self, row: int) -> Record | None:
        """The contact of a line."""
        return self._record(self._shown[row]) if 0 <= row < len(self._shown) else None

    def lines(self) -> tuple[str, ...]:
        return tuple(self._shown)

    def heads(self) -> tuple[str, ...]:
        return tuple(FIELDS[key].label for key in self._fields)

    def says(self, line: str, column: int) -> str:
        record = self._record(line)
        return record.text(self._fields[column]) if record is not None else ""

    def editable(self, line: str, column: int) -> bool:
        return not self.workspace.read_only

    def write(self, line: str, column: int, text: str) -> str:
        return self.write_many({(line, column): text}).get((line, column), "")

    def write_many(self, typed: Mapping[Cell, str]) -> Mapping[Cell, str]:
        rows: dict[str, dict[str, Value]] = {}
        refused: dict[Cell, str] = {}
        for (line, column), text in typed.items():
            try:
                rows.setdefault(line, {})[self._fields[column]] = clean(FIELDS[self._fields[column]], text)
            except InvalidValueError as error:
                refused[line, column] = str(error)
        changes = self._changes(rows)
        if changes:
            try:
                self.workspace.session.take("change contacts" if len(changes) > 1 else "change contact", changes)
            except WorkbookError as error:
                self.workspace.failed.emit(str(error))
                return refused | dict.fromkeys(typed, "The contact could not be saved.")
        return refused

    def place(self, top: int, left: int, block: Block) -> tuple[dict[Cell, str], int]:
        """A block may go on below the last contact with a new one in each row; headings say which column is which."""
        heads = {fold(FIELDS[key].label): number for number, key in enumerate(self._fields)}
        heads |= {also: heads[label] for also, label in _ALSO.items() if label in heads}
        named = [heads.get(fold(text)) for text in block[0]] if block else []
        headed = any(number is not None for number in named)
        cells: dict[Cell, str] = {}
        beyond = 0
        for row, texts in enumerate(block[1:] if headed else block, top):
            line = self._shown[row] if row < len(self._shown) else f"{NEW} {row}"
            for at, text in enumerate(texts):
                column = (named[at] if at < len(named) else None) if headed else left + at
                if column is not None and column < len(self._fields):
                    cells[line, column] = text
                else:
                    beyond += bool(text)
        return cells, beyond

    def _changes(self, rows: Mapping[str, Mapping[str, Value]]) -> tuple[Change, ...]:
        year = self.workspace.session.current
        position = max((record.position for record in year.of("contact")), default=-1)
        changes: list[Change] = []
        for line, values in rows.items():
            record = self._record(line)
            if record is not None:
                told = ((key, value) for key, value in values.items() if value != record[key])
                changes += [journal.update(record, key, value) for key, value in told]
            elif any(value is not None for value in values.values()):
                position += 1
                changes.append(
                    journal.creation(blank("contact", new_id(), position, year.id, group=self._group, **values))
                )
        return tuple(changes)

    def _there(self) -> list[str]:
        if not self._group:
            return []
        year = self.workspace.session.current
        ids = [record.id for record in year.of("contact") if record["group"] == self._group]
        return ids if self.workspace.read_only else [*ids, NEW]

    def _record(self, line: str) -> Record | None:
        return self.workspace.session.current.by_id.get(line)


class Contacts(QFrame):
    """The card of a group of contacts."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.workspace = workspace
        self.model = ContactsModel(workspace, self)
        self.heading = heading("")
        self.count, self.said, self.lacks = quiet(""), quiet(""), quiet("")
        self.complaint = label("", "error")
        self.grid = BlockGrid(self.model, "Contacts of this group")
        self.grid.verticalHeader().hide()
        workspace.register_editor(self.grid)
        self.grid.report_to(workspace.pending)
        self.remove = secondary("Remove contact", self.remove_contact)
        self.open = link_button("All contacts with their details ›", lambda: workspace.go("register:contacts"))
        hint = quiet("Write the next contact in the last line, or paste rows from Excel into it.")
        show(hint, not workspace.read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for part in (self.heading, self.count, hint, self.grid, self.complaint, self.said, self.lacks):
            column.addWidget(part)
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.model.complained.connect(self._complain)
        self.grid.pasted.connect(lambda words: self._show(self.said, words))
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._tell())

    def show_group(self, group: ContactGroup | None) -> None:
        """Show another group."""
        self.model.show_group(group.key if group else "")
        self.heading.setText(group.title if group else "")
        self.grid.setAccessibleName(f"Contacts: {group.title}" if group else "Contacts of this group")
        self._show(self.said, "")
        self._tell()

    def follow(self, step: StepTaken) -> None:
        """Show what a step changed."""
        self.model.follow(step)
        if step.touches("contact"):
            self._tell()

    def flush(self) -> bool:
        """Keep what is being typed."""
        return self.grid.flush()

    def remove_contact(self) -> None:
        """Remove the contact one is on; undo brings it back."""
        here = self.grid.currentIndex()
        record, row, column = self.model.contact(here.row()), here.row(), here.column()
        if record is not None and self.flush() and self.workspace.run(RemoveRecord(record.id)):
            self.grid.go_on(row, column)

    def _tell(self) -> None:
        contacts = [record for line in self.model.lines() if (record := self.model._record(line))]
        self.count.setText(f"{len(contacts):,} named" if contacts else "Nobody is named yet.")
        lacking = [(record, missing) for record in contacts if (missing := progress.missing_of(record))]
        lines = [f"{_name(record)}: no {', '.join(missing).lower()}" for record, missing in lacking[:10]]
        lines += [f"… and {len(lacking) - 10} more"] if len(lacking) > 10 else []
        self._show(self.lacks, "Not complete yet:\n" + "\n".join(lines) if lines else "")
        here = self.model.contact(self.grid.currentIndex().row())
        self.remove.setVisible(not self.workspace.read_only and bool(contacts))
        self.remove.setEnabled(here is not None)
        self.remove.setAccessibleName(f"Remove contact: {_name(here)}" if here else "Remove contact")

    def _complain(self, why: str) -> None:
        self._show(self.complaint, why)

    @staticmethod
    def _show(words: QFrame, said: str) -> None:
        words.setProperty("text", said)
        show(words, bool(said))


def _name(contact: Record) -> str:
    return contact.text("organisation") or contact.text("name") or contact.text("email") or "Contact without a name"
