"""What the page of measures shows: the scorecard as a table, and the values of one measure as a grid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from selfassess.domain.measures import measure_values, measures
from selfassess.domain.measures.measures import Standing
from selfassess.domain.model.catalogue import CATALOGUE, OF_A_MEASURE, Record
from selfassess.domain.model.commands import RemoveRecord, SetField
from selfassess.domain.model.errors import InvalidValueError, WorkbookError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import clean_value, explain_empty, format_for_display, lacks_value
from selfassess.domain.model.journal import Change
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import count_noun
from ui.bridge.workspace import Workspace
from ui.pages.registers.filters import Test
from ui.pages.registers.measures.register import MEASURES, build_measure_columns
from ui.pages.registers.model import RegisterModel
from ui.widgets.grid import GridModel
from ui.widgets.tables import ROOT, Column, Index
from ui.widgets.theme import colour
from ui.widgets.tips import format_tip

NEW = "new"
VALUE_FIELDS = ("period", "value", "note")
VALUE = CATALOGUE["measure_value"].by_key


class ScorecardModel(RegisterModel):
    """The measures of the year in view, each as it stands by its values."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        self._stand = measures.stand_in_year(workspace.session.current)
        self._standings: dict[str, Standing] = {}
        super().__init__(workspace, MEASURES, parent)

    def reload_records(self) -> None:
        self._stand = measures.stand_in_year(self.workspace.session.current)
        self._standings.clear()
        super().reload_records()

    def find_touched(self, step: StepTaken) -> Collection[str]:
        """The measures whose rows a step changed, by their values and comparators too; how they stand is forgotten."""
        year = self.workspace.session.current
        touched = {id for change in step.changes if (id := _measure_of(change, year))}
        if touched:
            self._stand = measures.stand_in_year(year)
        for id in touched:
            self._standings.pop(id, None)
        return touched

    def kept_by(self, question: str, answer: str) -> Test:
        """The test whether a measure stays in view; the one question is how it stands to its target."""
        return lambda measure: self.measure_standing(measure).status == answer

    def measure_standing(self, measure: Record) -> Standing:
        """How a measure of the year in view stands; worked out when somebody first looks."""
        if measure.id not in self._standings:
            self._standings[measure.id] = self._stand(measure)
        return self._standings[measure.id]

    def _build_columns(self) -> Sequence[Column]:
        return build_measure_columns(self.workspace.session.current, self.measure_standing)


def _measure_of(change: Change, year: Assessment) -> str:
    """The measure that a change bears on, "" where it bears on none."""
    if change.kind == "measure":
        return change.record
    if change.kind not in OF_A_MEASURE:
        return ""
    if change.field is None:
        return str((change.new or change.old)["values"].get("measure", ""))
    record = year.by_id.get(change.record)
    return record.text_of("measure") if record is not None else ""


class ValuesModel(GridModel):
    """The values of one measure in the order of their periods, and an empty line at the end to write the next one.

    ``began`` tells the id of the value whose period was just written into that line.
    """

    began = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(colour("warning"), parent)
        self.workspace = workspace
        self.measure: str | None = None
        self._lines: tuple[str, ...] = ()

    def show_measure_values(self, measure: str | None) -> None:
        """Show the values of another measure."""
        self.beginResetModel()
        self.measure = measure
        self._lines = self._wanted_value_lines()
        self.endResetModel()
        self.forget_refused_cells()

    def follow_value_step(self, step: StepTaken) -> None:
        """Repaint what a step changed."""
        if not step.touches_kind("measure_value", "measure"):
            return
        wanted = self._wanted_value_lines()
        fresh = [at for at, line in enumerate(wanted) if line not in self._lines]
        if wanted == self._lines:
            self.repaint_cells()
        elif len(fresh) == 1 and tuple(line for line in wanted if line != wanted[fresh[0]]) == self._lines:
            # A line more: whoever types goes on typing.
            self.beginInsertRows(ROOT, fresh[0], fresh[0])
            self._lines = wanted
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._lines = wanted
            self.endResetModel()

    def line_keys(self) -> tuple[str, ...]:
        return self._lines

    def column_headings(self) -> tuple[str, ...]:
        return tuple(VALUE[key].label for key in VALUE_FIELDS)

    def cell_text(self, line: str, column: int) -> str:
        record = self.workspace.session.current.by_id.get(line)
        if record is not None:
            return format_for_display(VALUE[VALUE_FIELDS[column]], record[VALUE_FIELDS[column]])
        return ""

    def is_editable(self, line: str, column: int) -> bool:
        """The new line takes a period first: a value without one would say nothing."""
        return not self.workspace.read_only and (line != NEW or column == 0)

    def write_cell(self, line: str, column: int, text: str) -> str:
        spec = VALUE[VALUE_FIELDS[column]]
        if line == NEW:
            return self._begin_value_line(text)
        try:
            value = clean_value(spec, text)
        except InvalidValueError as error:
            return f"{error} Words such as “Available Q2” belong under “{VALUE['note'].label}”."
        if lacks_value(spec, value):
            return f"{explain_empty(spec)} To take the value out, use “Remove value”."
        if self.workspace.run(SetField(line, spec.key, value)):
            return ""
        return f"{spec.label} could not be saved."

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = super().data(index, role)
        if role == Qt.ItemDataRole.ToolTipRole and not found:  # a note may be longer than its cell
            return format_tip(super().data(index, Qt.ItemDataRole.DisplayRole) or "") or None
        return found

    def is_numeric(self, column: int) -> bool:
        return VALUE_FIELDS[column] == "value"

    def line_label(self, line: str) -> str:
        return ""

    def paste_values(self, place: int, column: int, block: Sequence[Sequence[str]]) -> str:
        """Take a block of cells: by the periods it names, else down from a cell; gives what there is to say of it."""
        entries = measure_values.parse_block_entries(block)
        if entries is None:
            return self._paste_below(place, column, block)
        return self._write_value_changes(
            tuple(measure_values.plan_value_changes(self.workspace.session.current, self.measure or "", entries))
        )

    def remove_value_at(self, place: int) -> bool:
        """Remove the value on a line; False for the new line, which holds none."""
        if not 0 <= place < len(self._lines) or self._lines[place] == NEW:
            return False
        return bool(self.workspace.run(RemoveRecord(self._lines[place])))

    def _begin_value_line(self, text: str) -> str:
        """A new line: its period, or the one that is there already."""
        if not text:
            return ""
        entry = measure_values.Entry(measure_values.normalise_period_name(text), None)
        year = self.workspace.session.current
        there = measures.values_by_measure(year).get(self.measure or "", ())
        if any(measure_values.normalise_period_name(each.text_of("period")) == entry.period for each in there):
            return f"{entry.period} is in the list already."
        changes = tuple(measure_values.plan_value_changes(year, self.measure or "", (entry,)))
        if not self._write_value_changes(changes):
            return "The period could not be saved."
        self.began.emit(changes[0].record)
        return ""

    def _paste_below(self, place: int, column: int, block: Sequence[Sequence[str]]) -> str:
        """A block that names no periods falls on the lines from here, the first of its columns on this one."""
        if column == 0:
            return "Nothing was pasted: the first column names no periods, such as Q1 2023-24 or March 2024."
        year, changes = self.workspace.session.current, list[Change]()
        rows = [row for row in block if any(row)]
        lines = self._lines[place : place + len(rows)]
        for line, row in zip(lines, rows, strict=False):
            record = year.by_id.get(line)
            if record is not None:
                text, note = (
                    (row[0], row[1] if len(row) > 1 else "") if column == 1 else (self.cell_text(line, 1), row[0])
                )
                entry = measure_values.parse_value_entry(record.text_of("period"), text, note)
                changes += measure_values.plan_value_changes(year, record.text_of("measure"), (entry,))
        beyond = len(rows) - sum(line != NEW for line in lines)
        more = f" {beyond:,} more had no period to stand in." if beyond else ""
        return f"{self._write_value_changes(changes) or 'Nothing was pasted.'}{more}"

    def _write_value_changes(self, changes: Sequence[Change]) -> str:
        """Write changes as one step; "" where that cannot be done."""
        if not changes:
            return "All of this is here already."
        try:
            self.workspace.session.take_step("change values of a measure", changes)
        except WorkbookError as error:
            self.workspace.failed.emit(str(error))
            return ""
        touched = len({change.record for change in changes})
        return f"{count_noun(touched, 'value')} written."

    def _wanted_value_lines(self) -> tuple[str, ...]:
        year = self.workspace.session.current
        if self.measure is None or self.measure not in year.by_id:
            return ()
        there = tuple(
            point.id for point in measures.order_value_points(measures.values_by_measure(year).get(self.measure, ()))
        )
        return there if self.workspace.read_only else (*there, NEW)
