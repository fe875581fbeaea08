"""Beside the list: the point one is on, what ours says of the same topic, and what can be made of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Field, Kind
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.reported_findings import ANSWERING, describe_origin, find_answers
from selfassess.domain.text.wording import count_noun
from selfassess.services.workbook.places import place_of_record
from selfassess.services.years import findings
from ui.bridge.workspace import Workspace
from ui.pages.findings import model
from ui.pages.findings.report_context import ReportContext
from ui.widgets import look, theme
from ui.widgets.flow import Flow
from ui.widgets.forms.options import Option
from ui.widgets.forms.pickers import LinkControl
from ui.widgets.forms.record_form import RecordForm

FIELDS, FURTHER = ("kind", "stance", "text"), ("note", "topic", "place")
ANSWERS = Field(
    key="answers", label="What of ours answers it", kind=Kind.LINKS, target=ANSWERING, help="Of the year in view."
)
OTHERS = "This is another council’s: read it beside yours; nothing here becomes a shortfall of yours."
NO_YEAR_OF_OURS = "Choose one of your own years (above, on the left) to say what answers it."
SHOWN = 6
"""So many of our own records on the topic are named."""


class Detail(look.ScrollArea):
    """The point one is on. ``made`` is told of what was made of it, ``confirmed`` that one may go on."""

    def __init__(
        self,
        workspace: Workspace,
        context: ReportContext,
        made: Callable[[str, str], None],
        confirmed: Callable[[], None],
        removed: Callable[[], None],
    ) -> None:
        super().__init__()
        self.workspace, self.context = workspace, context
        self._made = made
        self.finding: str | None = None
        self.heading = look.make_heading("")
        self.heading.setWordWrap(True)
        self.origin = look.make_quiet_label("")
        self.confirm = look.make_primary_button("&Confirm", confirmed)
        self.confirm_all = look.make_secondary_button("", self.confirm_statement)
        self.form = RecordForm(context, "finding", FIELDS, 2)
        self.further = RecordForm(context, "finding", FURTHER, 2)
        self.hint = look.make_quiet_label("")
        self.answers = LinkControl(ANSWERS, self._list_options)
        self.answers.changed.connect(self._link_answers)
        self.improve = look.make_secondary_button(
            "Make an area for &improvement", lambda: self.make_answer("improvement")
        )
        self.act = look.make_secondary_button("Make an &action", lambda: self.make_answer("action"))
        self.beside = QWidget()
        self.remove = look.make_secondary_button("Remove this point", removed)
        self._lay_out_detail()

    @property
    def record(self) -> Record | None:
        """The point as it is now."""
        report = self.context.report
        if self.finding is None or report is None:
            return None
        return report.by_id.get(self.finding)

    def show_finding(self, id: str | None) -> bool:
        """Show another point, or none; False where the one before cannot be saved."""
        if not (self.form.show_form_of(id) and self.further.show_form_of(id)):
            return False
        self.finding = id
        self.refresh()
        return True

    def refresh(self) -> None:
        """Show the point as it is now, but for what its form shows by itself."""
        record, report = self.record, self.context.report
        self.body.setVisible(record is not None)
        if record is None or report is None:
            return
        statement = report.framework.find_statement(record.text_of("quality_statement"))
        name = statement.name if statement is not None else record.text_of("quality_statement")
        self.heading.setText(": ".join(filter(None, (name, record.text_of("topic")))))
        self.origin.setText(f"{describe_origin(report, record)}.")
        read_only = bool(self.context.read_only)
        waiting = model.list_to_confirm(report, record.text_of("quality_statement"))
        look.show_if(self.confirm, not read_only)
        self.confirm.setText("Confirmed: go &on" if record["confirmed"] else "&Confirm and go on")
        look.show_if(self.confirm_all, not read_only and len(waiting) > 1)
        self.confirm_all.setText(f"Confirm all {len(waiting):,} of this statement")
        self._show_answers(report, record, read_only)
        self._show_beside(report, record)
        look.show_if(self.remove, not read_only)

    def focus_field(self, field: str) -> None:
        """Bring the keyboard to a field of the point."""
        for form in (self.form, self.further):
            form.focus_form_field(field)

    def flush(self) -> bool:
        """Save what is being typed; False where that cannot be saved."""
        return self.form.flush() and self.further.flush()

    def make_answer(self, kind: str) -> None:
        """Make something of ours of the point that one is on."""
        record, report, made = self.record, self.context.report, list[str]()
        if record is None or report is None or not self.flush():
            return
        act = self.workspace.attempt_step
        if act(lambda: made.append(findings.make_answer(self.workspace.session, report, record, kind))):
            self._made(kind, made[0])

    def confirm_statement(self) -> None:
        """Confirm every point of this statement in one step."""
        record, report = self.record, self.context.report
        if record is None or report is None:
            return
        waiting = model.list_to_confirm(report, record.text_of("quality_statement"))
        self.workspace.attempt_step(lambda: findings.confirm_findings(self.workspace.session, report, waiting))

    @property
    def our_year(self) -> Assessment | None:
        """The year in view, where it is our own."""
        current = self.workspace.session.current
        return None if current.by_cqc else current

    def _list_options(self) -> tuple[Option, ...]:
        record, ours = self.record, self.our_year
        if record is None or ours is None:
            return ()
        return model.list_answer_options(ours, record.text_of("quality_statement"))

    def _link_answers(self) -> None:
        record, report, chosen = self.record, self.context.report, self.answers.chosen
        if record is not None and report is not None:
            self.workspace.attempt_step(lambda: findings.link_answers(self.workspace.session, report, record, chosen))

    def _show_answers(self, report: Assessment, record: Record, read_only: bool) -> None:
        ours = self.our_year
        offered = ours is not None and not report.of_another_council and not read_only
        closed = offered and bool(self.workspace.session.reason_closed())
        if report.of_another_council:
            self.hint.setText(OTHERS)
        else:
            self.hint.setText("" if ours is not None else NO_YEAR_OF_OURS)
        look.show_if(self.hint, bool(self.hint.text()))
        for part in (self.caption, self.answers):
            look.show_if(part, ours is not None and not report.of_another_council)
        for button in (self.improve, self.act):
            look.show_if(button, offered and not closed)
        if ours is not None:
            linked = tuple(each.id for each in find_answers([ours]).get(record.id, ()))
            if self.answers.chosen != linked:
                self.answers.show_stored_value(linked)
            self.answers.set_read_only(not offered or closed)

    def _show_beside(self, report: Assessment, record: Record) -> None:
        """Our own records and text on the same topic."""
        column = self.beside.layout()
        assert column is not None
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ours = self.our_year
        topic = model.find_own_topic(report, ours, record)
        look.show_if(self.beside, topic is not None)
        if topic is None or ours is None:
            return
        column.addWidget(look.make_caption(f"Ours on this topic, {ours.label}"))
        for each in topic.ours[:SHOWN]:
            words = f"{CATALOGUE[each.kind].name}: {each.text_of('title')}"
            leads = look.make_link_button("Open", partial(self.workspace.go, place_of_record(ours, each)), leads=True)
            leads.setAccessibleName(f"Open: {words}")
            line = look.make_row(look.make_text(words), leads)
            column.addWidget(line)
        if len(topic.ours) > SHOWN:
            column.addWidget(look.make_quiet_label(f"And {count_noun(len(topic.ours) - SHOWN, 'more record')}."))
        if topic.text:
            column.addWidget(look.make_text(topic.text))

    def _lay_out_detail(self) -> None:
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(16, 0, 4, 8)
        column.setSpacing(10)
        self.caption = look.make_label(ANSWERS.label, "strong")
        beside = QVBoxLayout(self.beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(6)
        for widget in (
            self.heading,
            self.origin,
            _build_flow(self.confirm, self.confirm_all),
            self.form,
            self.caption,
            self.hint,
            self.answers,
            _build_flow(self.improve, self.act),
            self.beside,
            self.further,
            _build_flow(self.remove),
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.body)
        self.body.setMinimumWidth(theme.px(240))
        self.body.hide()


def _build_flow(*parts: QWidget) -> Flow:
    flow = Flow()
    for part in parts:
        flow.add_part(part)
    return flow
