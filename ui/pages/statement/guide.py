"""The panel beside the steps: prompts, evidence to look for, what was said before, the Care Act, readiness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Statement
from selfassess.domain.readiness.coverage import Cell, State, coverage
from selfassess.domain.readiness.readiness import Finding
from ui.bridge.workspace import Workspace
from ui.pages.statement import measures, model
from ui.pages.statement.review import finding_row
from ui.pages.statement.step import beside, clear
from ui.widgets import look, theme
from ui.widgets.cover import COVER_SIGNS
from ui.widgets.folded import FoldedText
from ui.widgets.idle_queue import in_turns, together
from ui.widgets.tips import tip

PROMPTS_SHOWN = 3
FINDINGS_SHOWN = 6
SUMMARY_SHOWN = 320
SUMMARY_SIZE = 12
"""Letters of what was said before, in pixels at 100 % text."""
SOURCES_NAMED = 2
"""So many sources without evidence are named under a category."""


class GuidePanel(QFrame):
    """What helps while one writes; nothing in it is typed."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "guide")
        self.setAccessibleName("Guide")
        self.workspace = workspace
        self.setFixedWidth(theme.px(280))
        self._body = QWidget()
        self._head = look.heading("Guide")
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        whole = QVBoxLayout(self._body)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.setSpacing(6)
        whole.addWidget(self._head)
        whole.addLayout(self._column)
        whole.addStretch(1)
        area = look.ScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._body)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(area)
        self._painted: object = None

    def headed(self) -> QWidget:
        """Where the keyboard goes in it."""
        return self._head

    def show_statement(self, statement: Statement, findings: Sequence[Finding]) -> None:
        """Show what there is to say beside a statement; nothing is painted where it is all the same."""
        found = self.workspace.session.current
        covered = coverage(found).row(statement.key)
        before = tuple(model.before(self.workspace.session.earlier(), statement.key))
        said = tuple((cell.said, cell.missing) for cell in covered.values())
        stand = measures.lines(found, statement.key)
        painted = (statement.key, said, before, tuple(findings), stand)
        if painted == self._painted:
            return
        self._painted = painted
        in_turns(self, self._paint(statement, covered, before, findings, stand))

    def _paint(
        self,
        statement: Statement,
        covered: Mapping[str, Cell],
        before: Sequence[model.Before],
        findings: Sequence[Finding],
        stand: Sequence[measures.Line],
    ) -> Iterator[None]:
        """The parts from the top, one in each turn: the keyboard goes on meanwhile."""
        parts: tuple[Callable[[], None], ...] = (
            lambda: self._show_prompts(statement),
            lambda: self._show_coverage(statement, covered),
            lambda: self._show_measures(stand),
            lambda: self._show_before(before),
            lambda: self._show_care_act(statement),
            lambda: self._show_findings(statement, findings),
        )
        clear(self._column)
        for show in parts:
            with together(self._column):
                show()
            yield

    def _show_prompts(self, statement: Statement) -> None:
        self._add(look.caption("Ask yourselves"))
        for prompt in statement.prompts[:PROMPTS_SHOWN]:
            self._add(look.text(f"• {prompt}"))
        if len(statement.prompts) > PROMPTS_SHOWN:
            self._add(look.link_button("All questions", lambda: self._go(statement, "understand")))

    def _show_coverage(self, statement: Statement, covered: Mapping[str, Cell]) -> None:
        self._add(look.caption("Evidence to look for"))
        framework = self.workspace.session.current.framework
        for category in framework.categories:
            cell = covered.get(category.key)
            if cell is None:
                continue
            leads = look.link_button(f"{cell.have} of {cell.asked}", self._leads_to(statement, category.key))
            leads.setToolTip(tip(cell.said))
            leads.setAccessibleName(f"{category.name}: {cell.state.words.lower()}. {cell.said} Go to: coverage")
            self._add(beside(look.text(f"{COVER_SIGNS[cell.state]}  {category.name}"), leads))
            self._add(look.quiet(f"{cell.state.words}{self._still(cell)}"))
        self._add(look.link_button("All sources", self._leads_to(statement)))

    def _still(self, cell: Cell) -> str:
        """The first sources without evidence, as the end of a line."""
        framework = self.workspace.session.current.framework
        named = [source.name for each in cell.missing if (source := framework.source(each.source))]
        if not named or cell.state is State.COVERED:
            return ""
        more = f" and {len(named) - SOURCES_NAMED} more" if len(named) > SOURCES_NAMED else ""
        return f". Not yet: {'; '.join(named[:SOURCES_NAMED])}{more}"

    def _leads_to(self, statement: Statement, category: str = "") -> Callable[[], None]:
        place = f"coverage/{statement.key}" + (f"/{category}" if category else "")
        return lambda: self.workspace.go(place)

    def _show_measures(self, stand: Sequence[measures.Line]) -> None:
        for part in measures.parts(self.workspace, stand):
            self._add(part)

    def _show_before(self, before: Sequence[model.Before]) -> None:
        self._add(look.caption("What was said before"))
        if not before:
            self._add(look.quiet("No earlier assessment is in this workbook."))
        for one in before:
            chip = look.ScoreChip(one.score, one.words)
            self._add(look.row(chip, look.text(f"{one.who}: {one.words.lower()}"), spacing=8, stretch_last=True))
            if one.summary:
                self._add(FoldedText(one.summary, f"What {one.who} said", SUMMARY_SHOWN, SUMMARY_SIZE))

    def _show_care_act(self, statement: Statement) -> None:
        if statement.care_act:
            self._add(look.caption("Care Act 2014"))
            for section in statement.care_act:
                self._add(look.quiet(section))

    def _show_findings(self, statement: Statement, findings: Sequence[Finding]) -> None:
        self._add(look.caption("Readiness"))
        if not findings:
            self._add(look.quiet("Nothing to put right."))
        for finding in findings[:FINDINGS_SHOWN]:
            self._add(finding_row(self.workspace, finding, small=True))
        if len(findings) > FINDINGS_SHOWN:
            more = len(findings) - FINDINGS_SHOWN
            self._add(look.link_button(f"{more} more in Review", lambda: self._go(statement, "review")))

    def _add(self, widget: QWidget) -> None:
        if widget.property("look") == "caption":
            widget.setContentsMargins(0, 10, 0, 0)
        self._column.addWidget(widget)

    def _go(self, statement: Statement, step: str) -> None:
        self.workspace.go(f"statement:{statement.key}/{step}")
