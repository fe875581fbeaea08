"""The steps that are lists of records: strengths, areas for improvement and risks, actions."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import Record
from selfassess.domain.readiness import readiness
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.step import RecordPart, Step, beside, clear
from ui.widgets import look

STRENGTH_FIELDS = ("title", "detail", "impact", "evidence", "good_practice")
IMPROVEMENT_FIELDS = ("title", "detail", "impact", "cause", "evidence", "no_action_reason")
RISK_FIELDS = (
    "title", "cause", "event", "effect", "likelihood", "severity", "controls", "target_likelihood", "target_severity",
    "owner", "escalated_to", "register_reference", "status", "review_on", "evidence",
)  # fmt: skip
ACTION_FIELDS = (
    "title", "detail", "outcome", "owner", "priority", "status", "starts_on", "due_on", "completed_on",
    "no_date_reason", "progress", "addresses", "evidence",
)  # fmt: skip


class StrengthsStep(Step):
    """What goes well, and the evidence for it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            workspace, "What do we do well?", "A strength counts when evidence shows what it changed for people."
        )
        empty = "No strengths yet. Name one above, in one line; you can say more once it is added."
        self.part = RecordPart(workspace, "strength", STRENGTH_FIELDS, "Add a strength: in one line", empty)
        self.column.addWidget(self.part)
        self.column.addStretch(1)

    def refresh(self) -> None:
        if self.statement is not None:
            records = self.assessment.for_statement("strength", self.statement.key)
            self.part.show_cards(self.statement, [model.strength_card(self.assessment, r) for r in records])

    def go_to(self, record: str | None, field: str | None) -> None:
        _open(self.part, self.assessment.for_statement("strength", _key(self)), record, field)


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
            IMPROVEMENT_FIELDS,
            "Add an area for improvement: in one line",
            "No areas for improvement yet. Name one above, in one line.",
        )
        self.risks = RecordPart(
            workspace, "risk", RISK_FIELDS, "Add a risk: in one line", "No risks yet. Name one above, in one line."
        )
        for words, part in (("Areas for improvement", self.improvements), ("Risks", self.risks)):
            self.column.addWidget(look.heading(words))
            self.column.addWidget(part)
        self.column.addStretch(1)

    def refresh(self) -> None:
        if self.statement is None:
            return
        found = self.assessment
        improvements = found.for_statement("improvement", self.statement.key)
        risks = found.for_statement("risk", self.statement.key)
        self.improvements.show_cards(self.statement, [model.improvement_card(found, r) for r in improvements])
        self.risks.show_cards(self.statement, [model.risk_card(found, r) for r in risks])

    def go_to(self, record: str | None, field: str | None) -> None:
        for kind, part in (("improvement", self.improvements), ("risk", self.risks)):
            records = self.assessment.for_statement(kind, _key(self))
            if any(r.id == record for r in records) or (record is None and field in part.list.fields):
                _open(part, records, record, field)
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
        self.waiting = look.card(look.heading("Waiting for an action"))
        self._rows = QWidget()
        QVBoxLayout(self._rows).setContentsMargins(0, 0, 0, 0)
        self.waiting.layout().addWidget(self._rows)  # type: ignore[union-attr]
        self.answering = look.quiet("")
        empty = "No actions yet. Name one above, in one line."
        self.part = RecordPart(workspace, "action", ACTION_FIELDS, "Add an action: in one line", empty)
        self.part.more = self._addresses
        for widget in (self.waiting, self.answering, self.part):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.answering.hide()

    def refresh(self) -> None:
        if self.statement is None:
            return
        found, today = self.assessment, self.workspace.today()
        records = found.for_statement("action", self.statement.key)
        self.part.show_cards(self.statement, [model.action_card(found, r, today) for r in records])
        self._show_waiting(self._unanswered())

    def go_to(self, record: str | None, field: str | None) -> None:
        _open(self.part, self.assessment.for_statement("action", _key(self)), record, field)

    def answer(self, id: str) -> None:
        """Have the next action that is added address this record."""
        self._for = id
        self.answering.setText(f"The action you add next addresses “{self.assessment.by_id[id].text('title')}”.")
        self.answering.show()
        self.part.new.line.setFocus()

    def _addresses(self) -> dict[str, object]:
        wanted, self._for = self._for, None
        self.answering.hide()
        return {"addresses": (wanted,)} if wanted in self.assessment.by_id else {}

    def _unanswered(self) -> list[Record]:
        found, answered = self.assessment, model.answers(self.assessment)
        if found.by_cqc:  # what others would do is not asked
            return []
        improvements = [r for r in found.for_statement("improvement", _key(self)) if not r["no_action_reason"]]
        risks = [r for r in found.for_statement("risk", _key(self)) if r["status"] not in readiness.SETTLED_RISKS]
        return [r for r in (*improvements, *risks) if r.id not in answered]

    def _show_waiting(self, records: list[Record]) -> None:
        self.waiting.setVisible(bool(records))
        column = self._rows.layout()
        assert column is not None
        clear(column)
        for record in records:
            button = look.link_button("Add an action", partial(self.answer, record.id))
            button.setAccessibleName(f"Add an action for: {record.text('title')}")
            button.setEnabled(not self.workspace.read_only)
            words = f"{'Risk' if record.kind == 'risk' else 'Area for improvement'}: {record.text('title')}"
            column.addWidget(beside(look.text(words), button))


def _open(part: RecordPart, records: tuple[Record, ...], record: str | None, field: str | None) -> None:
    """Open a record; without one, the first whose field is still empty."""
    if record is None and field is not None:
        record = next((r.id for r in records if r.values.get(field) is None), None)
    if record is not None:
        part.list.open_record(record, field or part.list.fields[0])


def _key(step: Step) -> str:
    return step.statement.key if step.statement is not None else ""
