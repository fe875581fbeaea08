"""The panel beside the steps, of each step what helps on it: prompts, evidence to look for, what was said before, an
example, readiness."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import is_
from typing import TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Statement
from selfassess.domain.readiness.coverage import Cell, State
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.readiness.reported_findings import ANSWERING
from ui.bridge.workspace import Workspace
from ui.pages.statement import measures, model
from ui.pages.statement.examples import EXAMPLES, Example
from ui.pages.statement.review import finding_row
from ui.pages.statement.step import clear_layout, lay_beside, remove
from ui.widgets import look, theme
from ui.widgets.cover import COVER_SIGNS
from ui.widgets.folded import FoldedText
from ui.widgets.idle_queue import in_turns, lay_out_once
from ui.widgets.tips import format_tip

PROMPTS_SHOWN = 3
FINDINGS_SHOWN = 6
SUMMARY_SHOWN = 320
SUMMARY_SIZE = 12
"""Letters of what was said before, in pixels at 100 % text."""
SOURCES_NAMED = 2
"""So many sources without evidence are named under a category."""
TITLES_SHOWN = 6
EVERYTHING = ("prompts", "coverage", "measures", "before", "found", "care_act", "findings")
PARTS_OF_STEP = {
    "understand": ("prompts", "before", "found", "care_act"),
    "evidence": ("coverage", "measures", "findings"),
    "strengths": ("example", "titles", "prompts", "before", "found", "findings"),
    "improvement": ("before", "found", "titles", "example", "prompts", "findings"),
    "actions": ("found", "example", "titles", "findings"),
    "judgement": ("before", "example", "coverage", "measures", "findings"),
    "review": ("findings", "coverage"),
}
"""Step -> what helps on it, from the top."""
KINDS_OF_STEP = {"strengths": ("strength",), "improvement": ("improvement", "risk"), "actions": ("action",)}
"""Step -> the records of which last year's titles are shown."""


PARTS = (*EVERYTHING, "titles", "example")
"""What the guide is made of."""
T = TypeVar("T")


class _Part(QWidget):
    """A part of the guide; ``painted`` is what it says now, as a value."""

    def __init__(self, within: QVBoxLayout) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.painted: object = None
        self.hide()  # as long as nothing is in it
        within.addWidget(self)


class GuidePanel(QFrame):
    """What helps while one writes; nothing in it is typed."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("look", "guide")
        self.setAccessibleName("Guide")
        self.workspace = workspace
        self.setFixedWidth(theme.px(280))
        self._body = QWidget()
        self._head = look.make_heading("Guide")
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
        self._parts = {key: _Part(self._column) for key in PARTS}
        self._in_view: tuple[str, ...] = ()
        self._known: dict[str, tuple[tuple[object, ...], object]] = {}
        """What was worked out last for a part, and from which values."""
        self._rows: dict[Finding, QWidget] = {}
        self._below: QWidget | None = None
        """What stands below the rows of findings."""

    def headed(self) -> QWidget:
        """Where the keyboard goes in it."""
        return self._head

    def show_guide_for(self, statement: Statement, findings: Sequence[Finding], step: str = "") -> None:
        """Show what helps on a step of a statement; only parts that say something else are painted."""
        self._arrange_parts(PARTS_OF_STEP.get(step, EVERYTHING))
        session = self.workspace.session
        year, earlier = session.current, session.earlier_years()
        covered = session.derived.find_coverage(year).cells_of_statement(statement.key)
        key = statement.key
        said = self._recall(
            "coverage", (covered,), lambda: tuple((c.describe_cell, c.missing_sources) for c in covered.values())
        )
        values = (year.records_of("measure"), year.records_of("measure_value"), key)
        stand = self._recall("measures", values, lambda: measures.list_measure_lines(year, key))
        before = self._recall(
            "before", (*earlier, key), lambda: tuple(model.list_earlier_words(earlier, key, year.framework))
        )
        reports = tuple(session.load_assessment(r.id) for r in session.assessments if r["assessor"] in model.OF_US)
        answering = (*(year.records_of(kind) for kind in ANSWERING), *reports, key)
        found = self._recall("found", answering, lambda: model.describe_found(reports, year, key))
        titles = model.list_earlier_titles(earlier, key, KINDS_OF_STEP.get(step, ()))
        wanted: dict[str, tuple[object, Callable[[], None]]] = {
            "prompts": (key, lambda: self._show_prompts(statement)),
            "coverage": ((key, said), lambda: self._show_coverage(statement, covered)),
            "measures": (stand, lambda: self._show_measures(stand)),
            "found": ((key, found), lambda: self._show_found(statement, found)),
            "before": ((key, before), lambda: self._show_before(before)),
            "care_act": (key, lambda: self._show_care_act(statement)),
            "titles": ((key, titles), lambda: self._show_earlier_titles(titles)),
            "example": (step, lambda: self._show_examples(EXAMPLES.get(step, ()))),
            "findings": ((key, tuple(findings)), lambda: self._show_guide_findings(statement, findings)),
        }
        changed = [part for part in self._in_view if self._parts[part].painted != wanted[part][0]]
        # Also where there is nothing: what waits from before may say what is so no longer.
        in_turns(self, self._paint_guide_parts({part: wanted[part] for part in changed}))

    def _recall(self, part: str, values: tuple[object, ...], work: Callable[[], T]) -> T:
        """What a part says, worked out again only where one of the values is not the same object as before."""
        known = self._known.get(part)
        if known is None or len(known[0]) != len(values) or not all(map(is_, known[0], values)):
            known = self._known[part] = (values, work())
        return cast("T", known[1])

    def _paint_guide_parts(self, wanted: Mapping[str, tuple[object, Callable[[], None]]]) -> Iterator[None]:
        """The parts from the top, one in each turn: the keyboard goes on meanwhile."""
        for key, (painted, show) in wanted.items():
            part = self._parts[key]
            with lay_out_once(part.column):
                if key != "findings":
                    clear_layout(part.column)
                self._at = part.column
                show()
            part.painted = painted
            look.show_if(part, part.column.count() > 0 and key in self._in_view)
            yield

    def _arrange_parts(self, in_view: tuple[str, ...]) -> None:
        """Put the parts that help on a step in their order; the others stay as they are, out of sight."""
        if in_view == self._in_view:
            return
        self._in_view = in_view
        for at, key in enumerate(in_view):
            self._column.insertWidget(at, self._parts[key])
        for key, part in self._parts.items():
            look.show_if(part, key in in_view and part.column.count() > 0)

    def _show_earlier_titles(self, titles: Sequence[str]) -> None:
        """What the last self-assessment named here, to be looked at again and not copied."""
        if not titles:
            return
        self._add_to_guide(look.make_caption("Last year’s words"))
        for title in titles[:TITLES_SHOWN]:
            self._add_to_guide(look.make_text(f"• {title}"))
        if len(titles) > TITLES_SHOWN:
            self._add_to_guide(look.make_quiet_label(f"And {len(titles) - TITLES_SHOWN:,} more."))

    def _show_examples(self, examples: Sequence[Example]) -> None:
        for example in examples:
            self._add_to_guide(look.make_caption(example.heading))
            self._add_to_guide(look.make_text(example.text))
            self._add_to_guide(look.make_quiet_label(example.why))

    def _show_prompts(self, statement: Statement) -> None:
        self._add_to_guide(look.make_caption("Ask yourselves"))
        for prompt in statement.prompts[:PROMPTS_SHOWN]:
            self._add_to_guide(look.make_text(f"• {prompt}"))
        if len(statement.prompts) > PROMPTS_SHOWN:
            self._add_to_guide(
                look.make_link_button("All questions", lambda: self._go_to_step(statement, "understand"), leads=True)
            )

    def _show_coverage(self, statement: Statement, covered: Mapping[str, Cell]) -> None:
        self._add_to_guide(look.make_caption("Evidence to look for"))
        framework = self.workspace.session.current.framework
        for category in framework.categories:
            cell = covered.get(category.key)
            if cell is None:
                continue
            leads = look.make_link_button(
                f"{cell.sources_covered} of {cell.sources_asked}", self._leads_to(statement, category.key), leads=True
            )
            leads.setToolTip(format_tip(cell.describe_cell))
            leads.setAccessibleName(
                f"{category.name}: {cell.state.describe_state.lower()}. {cell.describe_cell} Go to: coverage"
            )
            self._add_to_guide(lay_beside(look.make_text(f"{COVER_SIGNS[cell.state]}  {category.name}"), leads))
            self._add_to_guide(
                look.make_quiet_label(f"{cell.state.describe_state}{self._describe_missing_sources(cell)}")
            )
        self._add_to_guide(look.make_link_button("All sources", self._leads_to(statement), leads=True))

    def _describe_missing_sources(self, cell: Cell) -> str:
        """The first sources without evidence, as the end of a line."""
        framework = self.workspace.session.current.framework
        named = [source.name for each in cell.missing_sources if (source := framework.find_source(each.source))]
        if not named or cell.state is State.COVERED:
            return ""
        more = f" and {len(named) - SOURCES_NAMED} more" if len(named) > SOURCES_NAMED else ""
        return f". Not yet: {'; '.join(named[:SOURCES_NAMED])}{more}"

    def _leads_to(self, statement: Statement, category: str = "") -> Callable[[], None]:
        place = f"coverage/{statement.key}" + (f"/{category}" if category else "")
        return lambda: self.workspace.go(place)

    def _show_measures(self, stand: Sequence[measures.Line]) -> None:
        for part in measures.build_guide_measures(self.workspace, stand):
            self._add_to_guide(part)

    def _show_before(self, before: Sequence[model.Before]) -> None:
        self._add_to_guide(look.make_caption("What was said before"))
        if not before:
            self._add_to_guide(look.make_quiet_label("No earlier assessment is in this workbook."))
        for one in before:
            chip = look.ScoreChip(one.score, one.words)
            self._add_to_guide(
                look.make_row(chip, look.make_text(f"{one.who}: {one.words.lower()}"), spacing=8, stretch_last=True)
            )
            if one.summary:
                self._add_to_guide(FoldedText(one.summary, f"What {one.who} said", SUMMARY_SHOWN, SUMMARY_SIZE))

    def _show_found(self, statement: Statement, found: Sequence[model.Found]) -> None:
        """What others found point by point: counted, with the way to each."""
        for one in found:
            self._add_to_guide(look.make_caption(f"What {one.who} found"))
            self._add_to_guide(look.make_text(one.words))
            self._add_to_guide(
                look.make_link_button(
                    "Each point, beside ours", lambda: self.workspace.go(f"findings:{statement.key}"), leads=True
                )
            )

    def _show_care_act(self, statement: Statement) -> None:
        if statement.care_act:
            self._add_to_guide(look.make_caption("Care Act 2014"))
            for section in statement.care_act:
                self._add_to_guide(look.make_quiet_label(section))

    def _show_guide_findings(self, statement: Statement, findings: Sequence[Finding]) -> None:
        """The first findings; a row that stays is left where it is."""
        column, shown = self._at, findings[:FINDINGS_SHOWN]
        about = self._parts["findings"].painted
        if not isinstance(about, tuple) or about[0] != statement.key:
            clear_layout(column)
            self._rows.clear()
            self._below = None
            self._add_to_guide(look.make_caption("Readiness"))
        for finding in [each for each in self._rows if each not in shown]:
            remove(column, self._rows.pop(finding))
        remove(column, self._below)
        self._below = None
        for place, finding in enumerate(shown, 1):
            if finding not in self._rows:
                self._rows[finding] = finding_row(self.workspace, finding, small=True)
                column.insertWidget(place, self._rows[finding])
        if not findings:
            self._below = look.make_quiet_label("Nothing to put right.")
        elif len(findings) > FINDINGS_SHOWN:
            words = f"{len(findings) - FINDINGS_SHOWN} more in Review"
            self._below = look.make_link_button(words, lambda: self._go_to_step(statement, "review"), leads=True)
        if self._below is not None:
            self._add_to_guide(self._below)

    def _add_to_guide(self, widget: QWidget) -> None:
        if widget.property("look") == "caption":
            widget.setContentsMargins(0, 10, 0, 0)
        self._at.addWidget(widget)

    def _go_to_step(self, statement: Statement, step: str) -> None:
        self.workspace.go(f"statement:{statement.key}/{step}")
