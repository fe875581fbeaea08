"""The step Review: the statement as it will read, what still stands in its way, and whether it is agreed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain import outline
from selfassess.domain.audience import Audience
from selfassess.domain.readiness import Finding
from selfassess.domain.workbook import Workbook
from ui.bridge.places import STEP_OF_KIND
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.step import Step, beside, clear
from ui.widgets import look
from ui.widgets.forms import RecordForm
from ui.widgets.reading import Reader

SEVERITY_WORDS = {"high": "Must", "medium": "Should", "low": "Could"}


class ReviewStep(Step):
    """Reads what the export will say; nothing can be typed here but status and date."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            workspace,
            "Does it read as we mean it?",
            "This is how the statement stands in the self-assessment. Have somebody read it who did not write it.",
        )
        self.findings = look.card(look.heading("Still to put right"))
        self._rows = QWidget()
        QVBoxLayout(self._rows).setContentsMargins(0, 0, 0, 0)
        inner = self.findings.layout()
        assert inner is not None
        inner.addWidget(self._rows)
        self.form = RecordForm(workspace, "judgement", ("status", "reviewer", "agreed_on"), columns=3)
        self.text = Reader()
        for widget in (self.findings, look.card(self.form), look.heading("As it will read"), self.text):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._shown: tuple[Finding, ...] | None = None

    def refresh(self) -> None:
        if self.statement is None:
            return
        judgement = self.assessment.judgements.get(self.statement.key)
        if judgement is None or self.form.record_id != judgement.id:
            self.form.show_record(judgement.id if judgement else None)
        self._show_findings(model.statement_findings(self.assessment, self.statement.key, self.workspace.today()))
        self._show_text()

    def go_to(self, record: str | None, field: str | None) -> None:
        if field is not None:
            self.form.focus_field(field)

    def _show_findings(self, found: tuple[Finding, ...]) -> None:
        if found == self._shown:
            return
        self._shown = found
        column = self._rows.layout()
        assert column is not None
        clear(column)
        if not found:
            column.addWidget(look.label("Nothing: every check of this statement is passed.", "muted"))
        for finding in found:
            column.addWidget(finding_row(self.workspace, finding))

    def _show_text(self) -> None:
        assert self.statement is not None
        session = self.workspace.session
        years = tuple(session.assessment(record.id) for record in session.assessments)
        whole = outline.build(Workbook(council=session.council, assessments=years), self.assessment, Audience.FULL)
        section = outline.section(whole, f"statement:{self.statement.key}")
        if section is not None:
            self.text.show_section(section)


def finding_row(workspace: Workspace, finding: Finding, small: bool = False) -> QWidget:
    """A finding with how much it matters, and the button that leads to where it is put right."""
    place = finding_place(workspace, finding)
    button = look.link_button("Go", lambda: workspace.go(place))
    button.setAccessibleName(f"Put right: {finding.message}")
    sign = look.label(SEVERITY_WORDS[finding.severity], "strong")
    sign.setWordWrap(False)
    sign.setMinimumWidth(sign.fontMetrics().horizontalAdvance("Should  "))
    words = look.quiet(finding.message) if small else look.text(finding.message)
    line = beside(words, button)
    layout = line.layout()
    assert layout is not None
    if not small:
        layout.insertWidget(0, sign, 0, Qt.AlignmentFlag.AlignVCenter)  # type: ignore[attr-defined]
    return line


def finding_place(workspace: Workspace, finding: Finding) -> str:
    """Where a finding is put right without leaving the statement, if it can be."""
    step = STEP_OF_KIND.get(finding.record)
    if step is None or finding.statement is None or finding.record == "judgement":
        return workspace.finding_place(finding)
    field = f"#{finding.field}" if finding.field else ""
    return f"statement:{finding.statement}/{step}/{finding.id}{field}"
