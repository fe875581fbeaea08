"""The step Review: the statement as it will read, what still stands in its way, and whether it is agreed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.readiness import comments
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.report import outline
from ui.bridge.places import STEP_OF_KIND, subject_place
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.agreement import Agreement
from ui.pages.statement.step import Step, beside, clear
from ui.widgets import look
from ui.widgets.forms.comments import Comments
from ui.widgets.idle_queue import in_turns, together
from ui.widgets.reading import Reader

FINDINGS_SHOWN, ROWS_AT_ONCE = 40, 4
"""So many findings are named, and so many are made in one turn: each is a row with a button."""
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
        self.agreement = Agreement(workspace)
        self.comments = Comments(workspace, "Comment on this statement")
        self.text = Reader()
        said = look.card(look.heading("Comments"), self.comments)
        for widget in (self.findings, self.agreement, said, look.heading("As it will read"), self.text):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._shown: tuple[Finding, ...] | None = None
        self._read = ""

    def refresh(self) -> None:
        if self.statement is None:
            return
        self.agreement.show_judgement(self.assessment.judgements.get(self.statement.key))
        self._show_comments(self.statement.key)
        self._show_findings(model.statement_findings(self.assessment, self.statement.key, self.workspace.today()))
        in_turns(self, self._show_text(self.statement.key))

    def go_to(self, record: str | None, field: str | None) -> None:
        self.agreement.focus_field(field or "status")

    def _show_comments(self, statement: str) -> None:
        year = self.assessment
        names = Names(year)
        subjects = [(each.id, _called(names, each)) for each in comments.subjects(year, statement)]
        self.comments.new.show_subjects(subjects)
        found = comments.of_statement(year, statement)
        self.comments.show_comments(found, partial(comments.about, year), self._go_to_subject)

    def _go_to_subject(self, comment: Record) -> None:
        self.workspace.go(subject_place(self.assessment, comment))

    def _show_findings(self, found: tuple[Finding, ...]) -> None:
        if found == self._shown:
            return
        self._shown = found
        in_turns(self._rows, self._fill(found))

    def _fill(self, found: tuple[Finding, ...]) -> Iterator[None]:
        """The findings as rows, some in each turn; of many only the first, the rest counted and on the overview."""
        column = self._rows.layout()
        assert column is not None
        clear(column)
        if not found:
            column.addWidget(look.label("Nothing: every check of this statement is passed.", "muted"))
        for start in range(0, min(len(found), FINDINGS_SHOWN), ROWS_AT_ONCE):
            with together(column):
                for finding in found[start : min(start + ROWS_AT_ONCE, FINDINGS_SHOWN)]:
                    column.addWidget(finding_row(self.workspace, finding))
            yield
        if len(found) > FINDINGS_SHOWN:
            column.addWidget(look.label(f"And {len(found) - FINDINGS_SHOWN:,} more after these.", "muted"))

    def _show_text(self, statement: str) -> Iterator[None]:
        """The text below everything else: when it is there, nobody had to wait for it."""
        if statement != self._read:
            self.text.hide()
        self._read = statement
        yield
        session = self.workspace.session
        workbook = Workbook(council=session.council, assessments=())
        section = outline.of_statement(workbook, self.assessment, statement, Edition.FULL)
        yield
        if section is not None:
            self.text.show()
            yield from self.text.show_in_turns(section)


def _called(names: Names, record: Record) -> str:
    kind = CATALOGUE[record.kind].name
    return f"{kind}: {names.record(record)}" if record.kind != "judgement" else "The judgement on this statement"


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
