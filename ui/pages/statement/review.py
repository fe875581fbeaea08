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
from selfassess.services.workbook.places import STEP_OF_KIND, place_of_comment_subject
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.agreement import Agreement
from ui.pages.statement.step import Step, clear_layout, lay_beside
from ui.widgets import look
from ui.widgets.forms.comments import Comments
from ui.widgets.idle_queue import in_turns, lay_out_once
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
        self.findings = look.make_card(look.make_heading("Still to put right"))
        self._rows = QWidget()
        QVBoxLayout(self._rows).setContentsMargins(0, 0, 0, 0)
        inner = self.findings.layout()
        assert inner is not None
        inner.addWidget(self._rows)
        self.agreement = Agreement(workspace)
        self.comments = Comments(workspace, "Comment on this statement")
        self.text = Reader()
        said = look.make_card(look.make_heading("Comments"), self.comments)
        for widget in (self.findings, self.agreement, said, look.make_heading("As it will read"), self.text):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._shown: tuple[Finding, ...] | None = None
        self._read = ""

    def refresh_step(self) -> None:
        if self.statement is None:
            return
        self.agreement.show_agreement_of(self.step_assessment.judgements.get(self.statement.key))
        self._show_comments(self.statement.key)
        every = self.workspace.session.derived.find_findings(self.step_assessment, self.workspace.today())
        self._show_review_findings(model.statement_findings(self.step_assessment, self.statement.key, every))
        in_turns(self, self._show_statement_text(self.statement.key))

    def go_to_field(self, record: str | None, field: str | None) -> None:
        self.agreement.focus_agreement_field(field or "status")

    def _show_comments(self, statement: str) -> None:
        year = self.step_assessment
        names = Names(year)
        subjects = [
            (each.id, _name_comment_subject(names, each)) for each in comments.possible_subjects(year, statement)
        ]
        self.comments.new.show_subjects(subjects)
        found = comments.comments_of_statement(year, statement)
        self.comments.show_comments(found, partial(comments.describe_subject, year), self._go_to_subject)

    def _go_to_subject(self, comment: Record) -> None:
        self.workspace.go(place_of_comment_subject(self.step_assessment, comment))

    def _show_review_findings(self, found: tuple[Finding, ...]) -> None:
        if found == self._shown:
            return
        self._shown = found
        in_turns(self._rows, self._fill_finding_rows(found))

    def _fill_finding_rows(self, found: tuple[Finding, ...]) -> Iterator[None]:
        """The findings as rows, some in each turn; of many only the first, the rest counted and on the overview."""
        column = self._rows.layout()
        assert column is not None
        clear_layout(column)
        if not found:
            column.addWidget(look.make_label("Nothing: every check of this statement is passed.", "muted"))
        for start in range(0, min(len(found), FINDINGS_SHOWN), ROWS_AT_ONCE):
            with lay_out_once(column):
                for finding in found[start : min(start + ROWS_AT_ONCE, FINDINGS_SHOWN)]:
                    column.addWidget(finding_row(self.workspace, finding))
            yield
        if len(found) > FINDINGS_SHOWN:
            column.addWidget(look.make_label(f"And {len(found) - FINDINGS_SHOWN:,} more after these.", "muted"))

    def _show_statement_text(self, statement: str) -> Iterator[None]:
        """The text below everything else: when it is there, nobody had to wait for it."""
        if statement != self._read:
            self.text.hide()
        self._read = statement
        yield
        session = self.workspace.session
        workbook = Workbook(council=session.council, assessments=())
        section = outline.build_section_of_statement(workbook, self.step_assessment, statement, Edition.FULL)
        yield
        if section is not None:
            self.text.show()
            yield from self.text.show_in_turns(section)


def _name_comment_subject(names: Names, record: Record) -> str:
    kind = CATALOGUE[record.kind].name
    if record.kind != "judgement":
        return f"{kind}: {names.name_record(record)}"
    return "The judgement on this statement"


def finding_row(workspace: Workspace, finding: Finding, small: bool = False) -> QWidget:
    """A finding with how much it matters, and the button that leads to where it is put right."""
    place = place_within_statement(workspace, finding)
    button = look.make_link_button("Go", lambda: workspace.go(place), leads=True)
    button.setAccessibleName(f"Go and put right: {finding.message}")
    sign = look.make_label(SEVERITY_WORDS[finding.severity], "strong")
    sign.setWordWrap(False)
    sign.setMinimumWidth(sign.fontMetrics().horizontalAdvance("Should  "))
    words = look.make_quiet_label(finding.message) if small else look.make_text(finding.message)
    line = lay_beside(words, button)
    layout = line.layout()
    assert layout is not None
    if not small:
        layout.insertWidget(0, sign, 0, Qt.AlignmentFlag.AlignVCenter)  # type: ignore[attr-defined]
    return line


def place_within_statement(workspace: Workspace, finding: Finding) -> str:
    """Where a finding is put right without leaving the statement, if it can be."""
    step = STEP_OF_KIND.get(finding.record)
    if step is None or finding.statement is None or finding.record == "judgement":
        return workspace.place_of_finding(finding)
    field = f"#{finding.field}" if finding.field else ""
    return f"statement:{finding.statement}/{step}/{finding.id}{field}"
