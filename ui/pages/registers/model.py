"""What the registers show: the model of one register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from selfassess.domain.model.events import StepTaken
from selfassess.services.evidence.check_files import State
from ui.bridge.workspace import Workspace
from ui.pages.registers.columns import searched
from ui.pages.registers.kinds import Register
from ui.pages.registers.library import BROKEN, CONDITIONS, Library
from ui.widgets.tables import Column, RowsModel
from ui.widgets.theme import colour

MANY = 200
"""From this many changed rows on, they are imported together: it is quicker than one row after another."""


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
