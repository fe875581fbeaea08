"""What the registers show: the model of one register, and the values of one measure as a grid."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from selfassess.domain.commands import AddRecord, Command, RemoveRecord, SetField
from selfassess.domain.errors import InvalidValueError
from selfassess.domain.events import StepTaken
from selfassess.domain.fields import clean, display
from selfassess.domain.records import CATALOGUE, Record
from selfassess.services.gathering import State
from ui.bridge.workspace import Workspace
from ui.pages.registers.columns import searched
from ui.pages.registers.kinds import Register
from ui.pages.registers.library import BROKEN, CONDITIONS, Library
from ui.widgets.grid import GridModel
from ui.widgets.tables import Column, RowsModel
from ui.widgets.theme import colour

NEW = "new"
VALUE_FIELDS = ("period", "value", "note")
MANY = 200
"""From this many changed rows on, they are taken in together: it is quicker than one row after another."""


class RegisterModel(RowsModel):
    """The records of one register, kept as they are in the year in view."""

    def __init__(self, workspace: Workspace, register: Register, parent: QObject | None = None) -> None:
        self.workspace, self.register = workspace, register
        self.library = Library(lambda: workspace.session.current, workspace.today)
        self._searched = searched(workspace.session.current)
        super().__init__(
            (),
            search=lambda record: self._searched(record),
            natural=lambda record: (record.position, record.id),
            colour=colour,
            steady=True,
            parent=parent,
        )
        self.reload()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, for the view."""
        return self._columns

    def reload(self) -> None:
        """Show the records of the year in view."""
        year = self.workspace.session.current
        self._searched = searched(year)
        self.show(year.of(self.register.kind), self._made())

    def learn(self, states: Iterable[State]) -> None:
        """Show how the files were found when they were checked."""
        self.library.learn(states)
        self.say_again(self._made())

    def _made(self) -> Sequence[Column]:
        files = {id: CONDITIONS[s.condition] for id, s in self.library.states.items() if s.condition in BROKEN}
        return self.register.columns(self.workspace.session.current, self.workspace.today(), files)

    def follow(self, step: StepTaken) -> None:
        """Repaint the rows that a step changed, and no others."""
        kind = self.register.kind
        touched = dict.fromkeys(change.record for change in step.changes if change.kind == kind)
        year = self.workspace.session.current
        if step.touches("assessment"):  # what is too old, or overdue, hangs on the dates of the year
            self.say_again(self._made())
        if kind == "measure" and step.touches("measure_value"):
            self.work_out(self._made())
            touched |= dict.fromkeys(owner for change in step.changes if (owner := self._owner(change.record)))
            for change in step.changes:
                if change.kind == "measure_value" and change.field is None:
                    touched[(change.new or change.old)["values"].get("measure", "")] = None
        if len(touched) > MANY:
            there = {id: year.by_id[id] for id in touched if id in year.by_id}
            self.put_many(there.values(), [id for id in touched if id not in there])
            return
        for id in touched:
            record = year.by_id.get(id)
            if record is not None:
                self.put(record)
            else:
                self.drop(id)

    def _owner(self, value: str) -> str:
        record = self.workspace.session.current.by_id.get(value)
        return record.text("measure") if record is not None and record.kind == "measure_value" else ""


class MeasureValues(GridModel):
    """The values of one measure, a line for each period, with an empty line at the end to write the next one."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(colour("warning"), parent)
        self.workspace = workspace
        self._measure: str | None = None
        self._lines: tuple[str, ...] = ()

    def show_measure(self, measure: str | None) -> None:
        """Show the values of another measure."""
        self.beginResetModel()
        self._measure = measure
        self._lines = self._wanted()
        self.endResetModel()
        self.forget()

    def follow(self, step: StepTaken) -> None:
        """Repaint what a step changed."""
        if not step.touches("measure_value", "measure"):
            return
        wanted = self._wanted()
        if wanted == self._lines:
            self.repaint_cells()
        else:
            self.beginResetModel()
            self._lines = wanted
            self.endResetModel()

    def lines(self) -> tuple[str, ...]:
        return self._lines

    def heads(self) -> tuple[str, ...]:
        return tuple(CATALOGUE["measure_value"].by_key[key].label for key in VALUE_FIELDS)

    def says(self, line: str, column: int) -> str:
        record = self._record(line)
        if record is None:
            return ""
        key = VALUE_FIELDS[column]
        return display(CATALOGUE["measure_value"].by_key[key], record[key])

    def editable(self, line: str, column: int) -> bool:
        """The new line takes a period first: a value without one would say nothing."""
        return not self.workspace.read_only and (line != NEW or column == 0)

    def write(self, line: str, column: int, text: str) -> str:
        spec = CATALOGUE["measure_value"].by_key[VALUE_FIELDS[column]]
        try:
            value = clean(spec, text)
        except InvalidValueError as error:
            return str(error)
        if spec.required and value is None:
            return "" if line == NEW else f"{spec.label} cannot be empty. To take the value out, use “Remove value”."
        command: Command = SetField(line, spec.key, value)
        if line == NEW:
            command = AddRecord("measure_value", str(uuid.uuid4()), {"measure": self._measure, spec.key: value})
        return "" if self.workspace.run(command) else f"{spec.label} could not be saved."

    def numeric(self, column: int) -> bool:
        return VALUE_FIELDS[column] == "value"

    def names(self, line: str) -> str:
        return ""

    def remove(self, place: int) -> bool:
        """Remove the value on a line; False for the new line, which holds none."""
        if not 0 <= place < len(self._lines) or self._lines[place] == NEW:
            return False
        return bool(self.workspace.run(RemoveRecord(self._lines[place])))

    def _record(self, line: str) -> Record | None:
        return self.workspace.session.current.by_id.get(line)

    def _wanted(self) -> tuple[str, ...]:
        if self._measure is None or self._measure not in self.workspace.session.current.by_id:
            return ()
        values = self.workspace.session.current.of("measure_value")
        there = tuple(value.id for value in values if value["measure"] == self._measure)
        return there if self.workspace.read_only else (*there, NEW)
