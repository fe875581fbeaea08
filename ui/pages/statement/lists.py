"""The steps that are lists of records: strengths, areas for improvement and risks, actions."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import Record
from selfassess.domain.readiness import readiness
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.step import RecordPart, Step, clear_layout, close_others, lay_beside
from ui.widgets import look


class StrengthsStep(Step):
    """What goes well, and the evidence for it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            workspace, "What do we do well?", "A strength counts when evidence shows what it changed for people."
        )
        empty = "No strengths yet. Name one above, in one line; you can say more once it is added."
        self.part = RecordPart(workspace, "strength", "Add a strength: in one line", empty)
        self.column.addWidget(self.part)
        self.column.addStretch(1)

    def refresh_step(self) -> None:
        if self.statement is not None:
            records = self.step_assessment.for_statement("strength", self.statement.key)
            self.part.show_statement_cards(
                self.statement, [model.strength_card(self.step_assessment, r) for r in records]
            )

    def go_to_field(self, record: str | None, field: str | None) -> None:
        _open_record_or_first(
            self.part, self.step_assessment.for_statement("strength", _step_statement_key(self)), record, field
        )


class ImprovementStep(Step):
    """What needs to be better, and what may go wrong."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            workspace,
            "What needs to be better, and what may go wrong?",
            "Say it before CQC does. Each area for improvement wants an action, or the reason why there is none.",
        )
        self.improvements = RecordPart(
            workspace,
            "improvement",
            "Add an area for improvement: in one line",
            "No areas for improvement yet. Name one above, in one line.",
        )
        self.risks = RecordPart(
            workspace, "risk", "Add a risk: in one line", "No risks yet. Name one above, in one line."
        )
        for part in (self.improvements, self.risks):  # both lines first: one is in view while the other's form is open
            self.column.addWidget(part.new)
        for words, part in (("Areas for improvement", self.improvements), ("Risks", self.risks)):
            self.column.addWidget(look.make_heading(words))
            self.column.addWidget(part)
        self.improvements.list.keeps_beginning = True
        close_others([self.improvements.list, self.risks.list])
        self.column.addStretch(1)

    def refresh_step(self) -> None:
        if self.statement is None:
            return
        found = self.step_assessment
        improvements = found.for_statement("improvement", self.statement.key)
        risks = found.for_statement("risk", self.statement.key)
        self.improvements.show_statement_cards(self.statement, [model.improvement_card(found, r) for r in improvements])
        self.risks.show_statement_cards(self.statement, [model.risk_card(found, r) for r in risks])

    def go_to_field(self, record: str | None, field: str | None) -> None:
        for kind, part in (("improvement", self.improvements), ("risk", self.risks)):
            records = self.step_assessment.for_statement(kind, _step_statement_key(self))
            if any(r.id == record for r in records) or (record is None and field in part.list.fields):
                _open_record_or_first(part, records, record, field)
                return


class ActionsStep(Step):
    """What will be done, and which areas for improvement and risks wait for an action."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            workspace,
            "What will we do about it, who, and by when?",
            "An action has an owner, a date, and an outcome that people would notice.",
        )
        self._for: str | None = None
        self.waiting = look.make_card(look.make_heading("Waiting for an action"))
        self._rows = QWidget()
        QVBoxLayout(self._rows).setContentsMargins(0, 0, 0, 0)
        self.waiting.layout().addWidget(self._rows)  # type: ignore[union-attr]
        self.answering = look.make_quiet_label("")
        empty = "No actions yet. Name one above, in one line."
        self.part = RecordPart(workspace, "action", "Add an action: in one line", empty)
        self.part.more = self._take_addressed_record
        for widget in (self.waiting, self.answering, self.part):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.answering.hide()

    def refresh_step(self) -> None:
        if self.statement is None:
            return
        found = self.step_assessment
        today = self.workspace.today()
        records = found.for_statement("action", self.statement.key)
        self.part.show_statement_cards(self.statement, [model.action_card(found, r, today) for r in records])
        self._show_waiting(self._list_unanswered_records())

    def go_to_field(self, record: str | None, field: str | None) -> None:
        _open_record_or_first(
            self.part, self.step_assessment.for_statement("action", _step_statement_key(self)), record, field
        )

    def answer_record(self, id: str) -> None:
        """Have the next action that is added address this record."""
        self._for = id
        self.answering.setText(
            f"The action you add next addresses “{self.step_assessment.by_id[id].text_of('title')}”."
        )
        self.answering.show()
        self.part.new.line.setFocus()

    def _take_addressed_record(self) -> dict[str, object]:
        wanted, self._for = self._for, None
        self.answering.hide()
        if wanted not in self.step_assessment.by_id:
            return {}
        return {"addresses": (wanted,)}

    def _list_unanswered_records(self) -> list[Record]:
        found = self.step_assessment
        answered = model.map_answering_actions(self.step_assessment)
        if found.by_cqc:  # what others would do is not asked
            return []
        improvements = [
            r for r in found.for_statement("improvement", _step_statement_key(self)) if not r["no_action_reason"]
        ]
        risks = [
            r
            for r in found.for_statement("risk", _step_statement_key(self))
            if r["status"] not in readiness.SETTLED_RISKS
        ]
        return [r for r in (*improvements, *risks) if r.id not in answered]

    def _show_waiting(self, records: list[Record]) -> None:
        self.waiting.setVisible(bool(records))
        column = self._rows.layout()
        assert column is not None
        clear_layout(column)
        for record in records:
            button = look.make_link_button("Add an action", partial(self.answer_record, record.id))
            button.setAccessibleName(f"Add an action for: {record.text_of('title')}")
            button.setEnabled(not self.workspace.read_only)
            kind_words = "Risk" if record.kind == "risk" else "Area for improvement"
            words = f"{kind_words}: {record.text_of('title')}"
            column.addWidget(lay_beside(look.make_text(words), button))


def _open_record_or_first(part: RecordPart, records: tuple[Record, ...], record: str | None, field: str | None) -> None:
    """Open a record; without one, the first whose field is still empty."""
    if record is None and field is not None:
        record = next((r.id for r in records if r.values.get(field) is None), None)
    if record is not None:
        part.list.open_record(record, field or part.list.fields[0])


def _step_statement_key(step: Step) -> str:
    if step.statement is None:
        return ""
    return step.statement.key
