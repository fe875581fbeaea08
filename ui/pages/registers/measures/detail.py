"""What stands beside the scorecard: one measure with its standing in words, chart, values and fields."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.measures import measures
from selfassess.domain.measures.measures import Standing
from selfassess.domain.model.catalogue import OF_A_MEASURE, Record
from selfassess.domain.model.events import StepTaken
from ui.pages.registers.detail import Detail
from ui.pages.registers.measures.comparators import Comparators
from ui.pages.registers.measures.values import Values
from ui.widgets import look
from ui.widgets.chart import Level, LineChart, Mark
from ui.widgets.forms.record_form import RecordForm

COMMENTARY = ("impact", "performance", "assurance")
FIRST = ("title", "code", "better", "target", "unit", "comparator_name", "comparator_value", "comparator_period")
LAST = ("quality_statements", "source")
MOST_LEVELS = 3
"""So many lines of others a chart can hold beside the target."""


class MeasureDetail(Detail):
    """One measure in full."""

    def add_record_parts(self, column: QVBoxLayout) -> None:
        self.status = look.make_label("", "strong")
        self.target = look.make_text("")
        self.short_term, self.annual, self.comparator = look.make_text(""), look.make_text(""), look.make_text("")
        self.chart = LineChart()
        self.values = Values(self.workspace)
        self.comparators = Comparators(self.workspace)
        self.commentary = RecordForm(self.workspace, "measure", COMMENTARY)
        self.fields = RecordForm(self.workspace, "measure", FIRST, columns=2)
        self.links = RecordForm(self.workspace, "measure", LAST, commented=True)
        self.forms = (self.fields, self.commentary, self.links)
        self.statements = QWidget()
        QVBoxLayout(self.statements).setContentsMargins(0, 0, 0, 0)
        standing = (self.status, self.target, self.short_term, self.annual, self.comparator)
        for card in (
            look.make_card(self.heading, self.mark, *standing, self.chart),
            look.make_card(look.make_heading("Values by period"), self.values),
            look.make_card(look.make_heading("Compared with, and targets"), self.comparators),
            look.make_card(look.make_heading("Commentary"), self.commentary),
            look.make_card(look.make_heading("About this measure"), self.fields, self.links, self.statements),
            self.foot,
        ):
            column.addWidget(card)

    def show_detail_record(self, id: str | None) -> bool:
        if self.built and id != self.record and not (self.values.grid.flush() and self.comparators.grid.flush()):
            return False
        before = self.record
        if not super().show_detail_record(id):
            return False
        if self.built and id != before:
            self.values.show_values_of(id)
            self.comparators.model.show_measure(id)
        return True

    @property
    def first_field(self) -> str:
        """The values: whoever opens a measure has a figure to write."""
        return ""

    def say_record_facts(self) -> None:
        super().say_record_facts()
        record = self.shown_record()
        if record is None:
            return
        stands = measures.stand_in_year(self.workspace.session.current)(record)
        self.heading.setText("  ".join(filter(None, (record.text_of("code"), record.text_of("title")))))
        self.status.setText(f"{stands.value}   {stands.status_words}")
        self.target.setText(stands.against_target)
        self.short_term.setText(f"Short-term trend: {stands.short_term.full_sentence}")
        self.annual.setText(f"Annual trend: {stands.annual.full_sentence}")
        self.comparator.setText(f"Comparator: {stands.comparator}" if stands.comparator else "")
        look.show_if(self.comparator, bool(stands.comparator))
        for label in (self.short_term, self.annual):
            look.show_if(label, stands.latest is not None)
        self._draw_measure_chart(record, stands)
        self._link_statements(record)

    def _bring_field_into_view(self, field: str) -> None:
        if any(field in form.fields for form in self.forms):
            super()._bring_field_into_view(field)
        else:
            self.values.grid.setFocus()

    def _statements_to_open(self, record: Record | None) -> tuple[str, ...]:
        """None beside *Remove*: each statement has a link of its own."""
        return ()

    def bears_on_facts(self, step: StepTaken) -> bool:
        return super().bears_on_facts(step) or step.touches_kind(*OF_A_MEASURE)

    def _on_detail_step(self, step: StepTaken) -> None:
        if self.built:
            self.values.follow_values(step)
            self.comparators.follow(step)
        super()._on_detail_step(step)

    def _draw_measure_chart(self, record: Record, stands: Standing) -> None:
        unit = record.text_of("unit")
        marks = [Mark(p.name, p.value, measures.format_amount(p.value, unit) or p.note) for p in stands.points]
        lines = [
            Level(f"{gap.level.name or 'Comparator'}: {gap.value_words}", gap.level.value, True)
            for gap in stands.gaps[:MOST_LEVELS]
        ]
        if stands.target is not None:
            lines.insert(0, Level(f"Target: {measures.format_amount(stands.target, unit)}", stands.target, False))
        self.chart.show_values(record.text_of("title"), marks, lines)
        look.show_if(self.chart, self.chart.drawable_count > 1)

    def _link_statements(self, record: Record) -> None:
        """A way to each statement that the measure bears on."""
        column = self.statements.layout()
        assert column is not None
        wanted = [
            s
            for s in self.workspace.session.current.framework.statements
            if s.key in record.links_of("quality_statements")
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
            column.addWidget(look.make_link_button(f"{statement.number}  {statement.name} ›", go, leads=True))
