"""What stands beside the scorecard: one measure with its standing in words, chart, values and fields."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.measures import measures
from selfassess.domain.measures.measures import Standing
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import RemoveRecord
from selfassess.domain.model.events import StepTaken
from ui.bridge.workspace import Workspace
from ui.pages.measures.values import Values
from ui.widgets import look
from ui.widgets.chart import Level, LineChart, Mark
from ui.widgets.forms import RecordForm
from ui.widgets.forms.carried import CarriedMark
from ui.widgets.forms.earlier import carried_words, earlier_of, review
from ui.widgets.idle_queue import together
from ui.widgets.look import ScrollArea

COMMENTARY = ("impact", "performance", "assurance")
FIRST = ("title", "code", "better", "target", "unit", "comparator_name", "comparator_value", "comparator_period")
LAST = ("quality_statements", "source")


class Detail(ScrollArea):
    """One measure in full. ``removed`` tells what was removed, by its name."""

    removed = Signal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.record: str | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setMinimumWidth(300)
        self.built = False
        workspace.step_taken.connect(self._on_step)

    def build(self) -> None:
        """Make the parts, unless they are there."""
        if self.built:
            return
        self.built = True
        self.heading = look.heading("")
        self.mark = CarriedMark(lambda: earlier_of(self.workspace, self.record or ""), bool(self.workspace.read_only))
        self.mark.hide()
        self.mark.reviewed.connect(self.review_record)
        self.status = look.label("", "strong")
        self.target = look.text("")
        self.short_term, self.annual, self.comparator = look.text(""), look.text(""), look.text("")
        self.chart = LineChart()
        self.values = Values(self.workspace)
        self.commentary = RecordForm(self.workspace, "measure", COMMENTARY)
        self.fields = RecordForm(self.workspace, "measure", FIRST, columns=2)
        self.links = RecordForm(self.workspace, "measure", LAST, commented=True)
        self.forms = (self.fields, self.commentary, self.links)
        self.statements = QWidget()
        QVBoxLayout(self.statements).setContentsMargins(0, 0, 0, 0)
        self.remove = look.secondary("Remove measure", self.remove_record)
        look.show(self.remove, not self.workspace.read_only)
        box = QWidget()
        self.setWidget(box)
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(12)
        standing = (self.status, self.target, self.short_term, self.annual, self.comparator)
        with together(column):
            column.addWidget(look.card(self.heading, self.mark, *standing, self.chart))
            column.addWidget(look.card(look.heading("Values by period"), self.values))
            column.addWidget(look.card(look.heading("Commentary"), self.commentary))
            column.addWidget(look.card(look.heading("About this measure"), self.fields, self.links, self.statements))
            column.addWidget(look.row(self.remove))
            column.addStretch(1)

    def show_record(self, id: str | None) -> bool:
        """Show another measure; False where what is unsaved of the one before cannot be saved."""
        if id is None and not self.built:
            return True
        self.build()
        if id != self.record and not self.values.grid.flush():
            return False
        if not all(form.show_record(id) for form in self.forms):
            return False
        if id != self.record:
            self.verticalScrollBar().setValue(0)
            self.values.show_measure(id)
        self.record = id
        self._say()
        return True

    def focus_field(self, field: str) -> None:
        """Bring the keyboard to a field once it has its place; without one, to the values."""
        QTimer.singleShot(0, self, lambda: self._bring(field))

    def remove_record(self) -> None:
        """Remove the measure with its values; undo brings all of it back."""
        record = self._record()
        if record is None or not self.workspace.flush():
            return
        name = record.text("title") or CATALOGUE["measure"].name
        if self.workspace.run(RemoveRecord(record.id)):
            self.removed.emit(name)

    def review_record(self) -> None:
        """Say that somebody has read again what was carried; what was typed meanwhile is saved first."""
        record = self._record()
        if record is not None and self.workspace.flush():
            review(self.workspace, [record])

    def _bring(self, field: str) -> None:
        form = next((form for form in self.forms if field in form.fields), None)
        if form is None:
            self.values.grid.setFocus()
            return
        form.focus_field(field)

    def _record(self) -> Record | None:
        return self.workspace.session.current.by_id.get(self.record or "")

    def _on_step(self, step: StepTaken) -> None:
        if self.built:
            self.values.follow(step)
            self._say()

    def _say(self) -> None:
        record = self._record()
        if record is None:
            return
        year = self.workspace.session.current
        stands = measures.standing(record, measures.by_measure(year).get(record.id, ()))
        name = record.text("title")
        self.heading.setText("  ".join(filter(None, (record.text("code"), name))))
        self.mark.show_words(carried_words(self.workspace, record), name)
        self.status.setText(f"{stands.value}   {stands.status_words}")
        self.target.setText(stands.against_target)
        self.short_term.setText(f"Short-term trend: {stands.short_term.sentence}")
        self.annual.setText(f"Annual trend: {stands.annual.sentence}")
        self.comparator.setText(f"Comparator: {stands.comparator}" if stands.comparator else "")
        look.show(self.comparator, bool(stands.comparator))
        for label in (self.short_term, self.annual):
            look.show(label, stands.latest is not None)
        self._draw(record, stands)
        self._lead(record)

    def _draw(self, record: Record, stands: Standing) -> None:
        unit = record.text("unit")
        marks = [Mark(p.name, p.value, measures.amount(p.value, unit) or p.note) for p in stands.points]
        lines = []
        for name, key, dotted in (
            ("Target", "target", False),
            (record.text("comparator_name"), "comparator_value", True),
        ):
            value = record[key]
            if isinstance(value, int | float):
                lines.append(Level(f"{name or 'Comparator'}: {measures.amount(value, unit)}", float(value), dotted))
        self.chart.show_values(record.text("title"), marks, lines)
        look.show(self.chart, self.chart.drawn > 1)

    def _lead(self, record: Record) -> None:
        """A way to each statement that the measure bears on."""
        column = self.statements.layout()
        assert column is not None
        wanted = [
            s
            for s in self.workspace.session.current.framework.statements
            if s.key in record.links("quality_statements")
        ]
        if [s.key for s in wanted] == self.statements.property("shown"):
            return
        self.statements.setProperty("shown", [s.key for s in wanted])
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for statement in wanted:
            go = partial(self.workspace.go, f"statement:{statement.key}/evidence")
            column.addWidget(look.link_button(f"{statement.number}  {statement.name} ›", go))
