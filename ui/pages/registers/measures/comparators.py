"""What a measure is compared with, and its targets, as a grid one types into: whose, of when, how much."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.measures import comparators
from selfassess.domain.measures.measure_values import normalise_period_name
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import clean_value, find_problem, format_for_display
from selfassess.domain.model.new_year import new_id
from ui.bridge.workspace import Workspace
from ui.widgets.grid import Grid, GridModel
from ui.widgets.look import make_label, make_quiet_label, make_row, make_secondary_button, show_if
from ui.widgets.theme import colour

NEW = "new"
FIELDS = ("basis", "name", "period", "value")
COMPARATOR = CATALOGUE["comparator"].by_key
HINT = (
    "England, Region, Another council, Other or Our target; then its name, the period and the value. The next one goes "
    "into the last line."
)


class ComparatorsModel(GridModel):
    """The comparators and targets of one measure, and an empty line at the end to write the next one."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(colour("warning"), parent)
        self.workspace = workspace
        self.measure: str | None = None
        self._lines: tuple[str, ...] = ()

    def show_measure(self, measure: str | None) -> None:
        """Show the comparators of another measure."""
        self.beginResetModel()
        self.measure = measure
        self._lines = self._list_wanted_lines()
        self.endResetModel()
        self.forget_refused_cells()

    def follow(self, step: StepTaken) -> None:
        """Repaint what a step changed."""
        if not step.touches_kind("comparator", "measure"):
            return
        wanted = self._list_wanted_lines()
        if wanted == self._lines:
            self.repaint_cells()
            return
        self.beginResetModel()
        self._lines = wanted
        self.endResetModel()

    def remove(self, line: int) -> bool:
        """Remove the comparator of a line; False where there is none."""
        if not 0 <= line < len(self._lines) or self._lines[line] == NEW:
            return False
        return bool(self.workspace.run(RemoveRecord(self._lines[line])))

    def line_keys(self) -> tuple[str, ...]:
        return self._lines

    def column_headings(self) -> tuple[str, ...]:
        return tuple(COMPARATOR[key].label for key in FIELDS)

    def cell_text(self, line: str, column: int) -> str:
        record = self.workspace.session.current.by_id.get(line)
        if record is not None:
            return format_for_display(COMPARATOR[FIELDS[column]], record[FIELDS[column]])
        return ""

    def is_editable(self, line: str, column: int) -> bool:
        """The new line takes first whose value it is."""
        return not self.workspace.read_only and (line != NEW or column == 0)

    def is_numeric(self, column: int) -> bool:
        return FIELDS[column] == "value"

    def write_cell(self, line: str, column: int, text: str) -> str:
        spec = COMPARATOR[FIELDS[column]]
        try:
            value = clean_value(spec, normalise_period_name(text) if spec.key == "period" else text)
        except InvalidValueError as error:
            return str(error)
        if value is not None and (odd := find_problem(spec, value)):
            return f"{odd}. {HINT.split(';')[0]}."
        if spec.required and value is None:
            if line == NEW:
                return ""
            return f"{spec.label} cannot be empty. To take it out, use “Remove comparator”."
        if line == NEW:
            return self._begin_line(str(value))
        if self.workspace.run(SetField(line, spec.key, value)):
            return ""
        return f"{spec.label} could not be saved."

    def _begin_line(self, basis: str) -> str:
        """Begin a comparator of the latest period that the measure has a value of, to be written over."""
        if self.measure is None:
            return ""
        periods = [each.text_of("period") for each in self._records("measure_value")]
        values = {
            "measure": self.measure,
            "basis": basis,
            "period": periods[-1] if periods else self.workspace.session.current.label,
        }
        added = self.workspace.run(AddRecord("comparator", new_id(), values))
        return "" if added else "The comparator could not be saved."

    def _list_wanted_lines(self) -> tuple[str, ...]:
        own = self._records("comparator")
        order = [level.id for level in comparators.read_levels(own)]
        ids = sorted((each.id for each in own), key=lambda id: order.index(id) if id in order else len(order))
        if self.measure is not None and not self.workspace.read_only:
            return (*ids, NEW)
        return tuple(ids)

    def _records(self, kind: str) -> list[Record]:
        return [each for each in self.workspace.session.current.records_of(kind) if each["measure"] == self.measure]


class Comparators(QWidget):
    """The grid with its hint, and what could not be kept."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.model = ComparatorsModel(workspace, self)
        self.grid = Grid(self.model, "What this measure is compared with, and its targets")
        self.grid.verticalHeader().hide()
        workspace.register_editor(self.grid)
        self.grid.report_to(workspace.pending)
        self.complaint = make_label("", "error")
        self.complaint.setWordWrap(True)
        self.remove = make_secondary_button("Remove comparator", self.remove_line)
        buttons, hint = make_row(self.remove), make_quiet_label(HINT)
        for part in (buttons, hint):
            show_if(part, not workspace.read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (hint, self.grid, self.complaint, buttons):
            column.addWidget(widget)
        self.complaint.hide()
        self.model.complained.connect(self._show_complaint)

    def follow(self, step: StepTaken) -> None:
        """Show what a step changed, and stay in the cell one is in; what the empty line began is where one is then."""
        here, before = self.grid.currentIndex(), self.model.line_keys()
        row, column = here.row(), here.column()
        self.model.follow(step)
        now = self.model.line_keys()
        if now == before or not 0 <= row < len(before):
            return
        fresh = [line for line in now if line not in before]
        line = fresh[0] if before[row] == NEW and fresh else before[row]
        if line in now:
            self.grid.stay_in_cell(now.index(line), column)

    def remove_line(self) -> None:
        """Remove the comparator one is on, and go on with the next."""
        line, column = self.grid.currentIndex().row(), self.grid.currentIndex().column()
        if self.model.remove(line):
            self.grid.focus_cell_near(line, column)

    def _show_complaint(self, why: str) -> None:
        self.complaint.setText(why)
        self.complaint.setVisible(bool(why))
