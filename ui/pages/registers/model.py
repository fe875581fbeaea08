"""What the registers show: the model of one register."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QObject

from selfassess.domain.model.events import StepTaken
from selfassess.services.evidence.check_files import State
from ui.bridge.workspace import Workspace
from ui.pages.registers.columns import build_search_text
from ui.pages.registers.filters import Test
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
        self.library = Library(lambda: workspace.session.current, workspace.today, workspace.session.derived)
        self._searched = build_search_text(workspace.session.current)
        super().__init__(
            (),
            search=lambda record: self._searched(record),
            natural=register.natural,
            colour=colour,
            steady=True,
            parent=parent,
        )
        self.reload_records()

    @property
    def register_columns(self) -> tuple[Column, ...]:
        """The columns, for the view."""
        return self._columns

    def reload_records(self) -> None:
        """Show the records of the year in view."""
        year = self.workspace.session.current
        self._searched = build_search_text(year)
        self.show_rows(year.records_of(self.register.kind), self._build_columns())

    def learn_file_states(self, states: Iterable[State]) -> None:
        """Show how the files were found when they were checked."""
        self.library.learn_file_states(states)
        self.replace_columns_and_repaint(self._build_columns())

    def kept_by(self, question: str, answer: str) -> Test:
        """The test whether a record stays in view when a question about the whole year is answered so."""
        return self.library.kept_by(question, answer)

    def find_touched(self, step: StepTaken) -> Collection[str]:
        """The records whose rows a step changed."""
        return dict.fromkeys(change.record for change in step.changes if change.kind == self.register.kind)

    def _build_columns(self) -> Sequence[Column]:
        if self.register.columns is None:
            return ()
        files = {id: CONDITIONS[s.condition] for id, s in self.library.states.items() if s.condition in BROKEN}
        return self.register.columns(self.workspace.session.current, self.workspace.today(), files)

    def follow_step(self, step: StepTaken) -> None:
        """Repaint the rows that a step changed, and no others."""
        touched = self.find_touched(step)
        year = self.workspace.session.current
        if step.touches_kind("assessment"):  # what is too old, or overdue, hangs on the dates of the year
            self.replace_columns_and_repaint(self._build_columns())
        if len(touched) > MANY:
            there = {id: year.by_id[id] for id in touched if id in year.by_id}
            self.put_many(there.values(), [id for id in touched if id not in there])
            return
        for id in touched:
            record = year.by_id.get(id)
            if record is not None:
                self.put_row(record)
            else:
                self.drop_row(id)
