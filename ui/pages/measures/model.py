"""What the page of measures shows: the scorecard as a table, and the values of one measure as a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from selfassess.domain.measures import measure_values, measures
from selfassess.domain.measures.measures import Standing, Status
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import RemoveRecord, SetField
from selfassess.domain.model.errors import InvalidValueError, WorkbookError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import clean, display
from selfassess.domain.model.journal import Change
from selfassess.domain.model.statement_status import not_reviewed
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold
from ui.bridge.workspace import Workspace
from ui.widgets import theme
from ui.widgets.forms.carried import SIGN
from ui.widgets.grid import GridModel
from ui.widgets.tables import ROOT, Column, Index, RowsModel
from ui.widgets.theme import colour
from ui.widgets.tips import tip

NEW = "new"
VALUE_FIELDS = ("period", "value", "note")
MANY = 200
"""From this many changed rows on, the whole scorecard is shown anew: it is quicker than one row after another."""

LARGE_TEXT = 150
"""The text size in percent from which names of measures have less room."""

VALUE = CATALOGUE["measure_value"].by_key


def searched(measure: Record) -> str:
    """Everything a person may look for in a measure."""
    return "\n".join(value for value in measure.values.values() if isinstance(value, str))


class ScorecardModel(RowsModel):
    """The measures of the year in view, each as it stands by its values."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        self.workspace = workspace
        self._values: Mapping[str, Sequence[Record]] = {}
        self._standings: dict[str, Standing] = {}
        super().__init__(
            self.columns(),
            search=searched,
            natural=lambda record: (record.position, record.id),
            colour=colour,
            parent=parent,
        )
        self.reload()

    def reload(self) -> None:
        """Show the measures of the year in view."""
        year = self.workspace.session.current
        self._values = measures.by_measure(year)
        self._standings.clear()
        self.show(year.of("measure"), self.columns())

    def follow(self, step: StepTaken) -> None:
        """Repaint the rows that a step changed, and no others."""
        year = self.workspace.session.current
        touched = {id for change in step.changes if (id := _measure_of(change, year))}
        if len(touched) > MANY:
            self.reload()
            return
        if touched:
            self._values = measures.by_measure(year)
        for id in touched:
            self._standings.pop(id, None)
            record = year.by_id.get(id)
            if record is not None:
                self.put(record)
            else:
                self.drop(id)

    def standing(self, measure: Record) -> Standing:
        """How a measure of the year in view stands; worked out when somebody first looks."""
        if measure.id not in self._standings:
            self._standings[measure.id] = measures.standing(measure, self._values.get(measure.id, ()))
        return self._standings[measure.id]

    def columns(self) -> Sequence[Column]:
        """The scorecard's columns."""
        spec = CATALOGUE["measure"].by_key
        known = {s.key: s for s in self.workspace.session.current.framework.statements}
        moves = list(measures.Move)

        stands = self.standing

        def named(record: Record) -> str:
            sign = f"{SIGN}  " if not_reviewed(record) else ""
            return f"{sign}{'  '.join(filter(None, (record.text('code'), record.text('title'))))}"

        def latest(record: Record) -> float | None:
            point = stands(record).latest
            return point.value if point is not None else None

        def links(record: Record) -> str:
            keys = record.links("quality_statements")
            if len(keys) == 1 and keys[0] in known:
                return known[keys[0]].short_name
            return ", ".join(str(known[key].number) if key in known else key for key in keys)

        return (
            Column(label=spec["title"].label, words=named, order=lambda r: fold(r.text("title")) or None,
                   share=3, width=28 if theme.px(100) < LARGE_TEXT else 20),
            Column(label="Latest value", words=lambda r: stands(r).value, order=latest, number=True,
                   width=20 if theme.px(100) < LARGE_TEXT else 18),
            Column(label=spec["target"].label, words=lambda r: measures.amount(r["target"], r.text("unit")),
                   order=lambda r: r["target"], number=True, width=8, gives_way=1),
            Column(label="Status", words=lambda r: stands(r).status_words,
                   order=lambda r: list(Status).index(stands(r).status),
                   tone=lambda r: {Status.NOT_MET: "warning", Status.MET: "good"}.get(stands(r).status, ""), width=13),
            Column(label="Short-term trend", words=lambda r: stands(r).short_term.brief,
                   order=lambda r: moves.index(stands(r).short_term.move), width=14, gives_way=2),
            Column(label="Annual trend", words=lambda r: stands(r).annual.brief,
                   order=lambda r: moves.index(stands(r).annual.move), width=14, gives_way=2),
            Column(label="Comparator", words=lambda r: stands(r).comparator, share=1, width=16, gives_way=4),
            Column(label="Statements", words=links, width=14, gives_way=3),
            *self._review(),
        )  # fmt: skip

    def _review(self) -> Sequence[Column]:
        """What was carried from an earlier year and not reviewed since, in a year that began as an earlier one."""
        if not any(record["carried_from"] for record in self.workspace.session.current.of("measure")):
            return ()
        return (
            Column(
                label="Carried forward",
                words=lambda record: "Not reviewed" if not_reviewed(record) else "",
                tone=lambda record: "warning" if not_reviewed(record) else "",
                width=13,
                gives_way=1,
            ),
        )


def _measure_of(change: Change, year: Assessment) -> str:
    """The measure that a change bears on, "" where it bears on none."""
    if change.kind == "measure":
        return change.record
    if change.kind != "measure_value":
        return ""
    if change.field is None:
        return str((change.new or change.old)["values"].get("measure", ""))
    record = year.by_id.get(change.record)
    return record.text("measure") if record is not None else ""


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

    def show_measure(self, measure: str | None) -> None:
        """Show the values of another measure."""
        self.beginResetModel()
        self.measure = measure
        self._lines = self._wanted()
        self.endResetModel()
        self.forget()

    def follow(self, step: StepTaken) -> None:
        """Repaint what a step changed."""
        if not step.touches("measure_value", "measure"):
            return
        wanted = self._wanted()
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

    def lines(self) -> tuple[str, ...]:
        return self._lines

    def heads(self) -> tuple[str, ...]:
        return tuple(VALUE[key].label for key in VALUE_FIELDS)

    def says(self, line: str, column: int) -> str:
        record = self.workspace.session.current.by_id.get(line)
        return display(VALUE[VALUE_FIELDS[column]], record[VALUE_FIELDS[column]]) if record is not None else ""

    def editable(self, line: str, column: int) -> bool:
        """The new line takes a period first: a value without one would say nothing."""
        return not self.workspace.read_only and (line != NEW or column == 0)

    def write(self, line: str, column: int, text: str) -> str:
        spec = VALUE[VALUE_FIELDS[column]]
        if line == NEW:
            return self._begin(text)
        try:
            value = clean(spec, text)
        except InvalidValueError as error:
            return f"{error} Words such as “Available Q2” belong under “{VALUE['note'].label}”."
        if spec.required and value is None:
            return f"{spec.label} cannot be empty. To take the value out, use “Remove value”."
        return "" if self.workspace.run(SetField(line, spec.key, value)) else f"{spec.label} could not be saved."

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = super().data(index, role)
        if role == Qt.ItemDataRole.ToolTipRole and not found:  # a note may be longer than its cell
            return tip(super().data(index, Qt.ItemDataRole.DisplayRole) or "") or None
        return found

    def numeric(self, column: int) -> bool:
        return VALUE_FIELDS[column] == "value"

    def names(self, line: str) -> str:
        return ""

    def paste(self, place: int, column: int, block: Sequence[Sequence[str]]) -> str:
        """Take a block of cells: by the periods it names, else down from a cell; gives what there is to say of it."""
        entries = measure_values.of_block(block)
        if entries is None:
            return self._paste_below(place, column, block)
        return self._take(tuple(measure_values.written(self.workspace.session.current, self.measure or "", entries)))

    def remove(self, place: int) -> bool:
        """Remove the value on a line; False for the new line, which holds none."""
        if not 0 <= place < len(self._lines) or self._lines[place] == NEW:
            return False
        return bool(self.workspace.run(RemoveRecord(self._lines[place])))

    def _begin(self, text: str) -> str:
        """A new line: its period, or the one that is there already."""
        if not text:
            return ""
        entry = measure_values.Entry(measure_values.period_name(text), None)
        year = self.workspace.session.current
        there = measures.by_measure(year).get(self.measure or "", ())
        if any(measure_values.period_name(each.text("period")) == entry.period for each in there):
            return f"{entry.period} is in the list already."
        changes = tuple(measure_values.written(year, self.measure or "", (entry,)))
        if not self._take(changes):
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
                text, note = (row[0], row[1] if len(row) > 1 else "") if column == 1 else (self.says(line, 1), row[0])
                entry = measure_values.entry(record.text("period"), text, note)
                changes += measure_values.written(year, record.text("measure"), (entry,))
        beyond = len(rows) - sum(line != NEW for line in lines)
        more = f" {beyond:,} more had no period to stand in." if beyond else ""
        return f"{self._take(changes) or 'Nothing was pasted.'}{more}"

    def _take(self, changes: Sequence[Change]) -> str:
        """Write changes as one step; "" where that cannot be done."""
        if not changes:
            return "All of this is here already."
        try:
            self.workspace.session.take("change values of a measure", changes)
        except WorkbookError as error:
            self.workspace.failed.emit(str(error))
            return ""
        touched = len({change.record for change in changes})
        return f"{touched:,} {'value' if touched == 1 else 'values'} written."

    def _wanted(self) -> tuple[str, ...]:
        year = self.workspace.session.current
        if self.measure is None or self.measure not in year.by_id:
            return ()
        there = tuple(point.id for point in measures.points(measures.by_measure(year).get(self.measure, ())))
        return there if self.workspace.read_only else (*there, NEW)


def statuses() -> Mapping[str, str]:
    """The choices of the filter by status, as key and words."""
    return {
        "": "Any status",
        Status.NOT_MET: "Target not met",
        Status.MET: "Target met",
        Status.UNJUDGED: "Not judged",
        Status.NO_TARGET: "No target",
        Status.NO_VALUE: "No value yet",
    }
