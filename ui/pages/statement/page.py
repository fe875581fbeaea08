"""One quality statement, in seven steps from understanding it to how it will read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Statement
from selfassess.domain.model import statement_status
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.workbook import Assessment
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.evidence import EvidenceStep
from ui.pages.statement.footer import StepFooter
from ui.pages.statement.guide import GuidePanel
from ui.pages.statement.header import StatementHeader
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.lists import ActionsStep, ImprovementStep, StrengthsStep
from ui.pages.statement.review import ReviewStep
from ui.pages.statement.step import Step
from ui.pages.statement.step_bar import StepBar
from ui.pages.statement.understand import UnderstandStep
from ui.widgets import look, theme
from ui.widgets.accessible_roles import set_expanded
from ui.widgets.forms.carried import NotReviewedLine, describe_not_reviewed
from ui.widgets.forms.earlier import review_carried_records
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.idle_queue import in_turns
from ui.widgets.reading_order import focus_head

STEPS: dict[str, Callable[[Workspace], Step]] = {
    "understand": UnderstandStep,
    "evidence": EvidenceStep,
    "strengths": StrengthsStep,
    "improvement": ImprovementStep,
    "actions": ActionsStep,
    "judgement": JudgementStep,
    "review": ReviewStep,
}
"""Step -> what shows it. Each is built when it is first opened."""

GUIDE_FITS = 1200
"""A window narrower than this starts without the guide."""
STANDING_FITS = 460
"""A page narrower than this has no room for lead and status between Back and Next; Review shows them too."""
GUIDE_PAUSE_MS = 150
STANDING, LENGTH = "standing", "length"
"""What surrounds a step and can be different after something was written."""
LEVELS = 6
"""How deep layouts lie in each other here; each level asks the one above in a round of its own."""


class StatementPage(QWidget):
    """Shows a place such as "equity/evidence#category" or "equity/strengths/<record id>#impact"."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.statement: Statement | None = None
        self.step_key = "understand"
        self.steps: dict[str, Step] = {}
        self._left = ("", "")
        """The record and the field where one was when the statement in view was left."""
        self.guide_button = QToolButton()
        self.guide_button.setProperty("look", "quiet")
        self.guide_button.clicked.connect(self._toggle_guide)
        self._guide_wanted: bool | None = None
        self.header = StatementHeader(self.guide_button)
        self.carried = NotReviewedLine(leads="Go to the next ›")
        self.carried.asked.connect(self._go_to_next_carried)
        self.carried.reviewed.connect(self._review_step)
        self.bar = StepBar()
        self.bar.chosen.connect(self.open_step)
        self.guide = GuidePanel(workspace)
        self._lay_out_statement()
        # Each step is dressed by itself: those that are hidden would hold the window up when the colours change.
        around = (self.header, self.header.wording, self.carried, self.bar, self.guide, self.foot)
        theme.dress_parts(*around, self.area.verticalScrollBar(), self.area.horizontalScrollBar())
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(GUIDE_PAUSE_MS)
        self._slow.timeout.connect(self._follow_step)
        self.top_soon = QTimer(self, singleShot=True, interval=30)  # a step takes its height in the next round
        self.top_soon.timeout.connect(self._to_top)
        self._wanted: frozenset[str] = frozenset()
        for keys, act in (("Alt+Left", self.go_to_previous_step), ("Alt+Right", self.go_to_next_step)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        workspace.step_taken.connect(self._on_statement_step)
        workspace.year_opened.connect(self._on_statement_year)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keep_field)

    @property
    def title(self) -> str:
        """The name of the statement in view."""
        if self.statement is not None:
            return self.statement.name
        return "Quality statement"

    @property
    def place(self) -> str:
        """The place in view."""
        if self.statement is not None:
            return f"statement:{self.statement.key}/{self.step_key}"
        return "overview"

    def show_place(self, rest: str) -> None:
        """Show a statement, a step, a record and a field; what is left out is the first there is."""
        where, _, field = rest.partition("#")
        key, step, record = (*where.split("/", 2), "", "")[:3]
        before, step_before, statements = self.place, self.step_key, self._current_assessment.framework.statements
        statement = next((s for s in statements if s.key == key), statements[0])
        another = self.statement is None or statement.key != self.statement.key
        self.statement = statement
        keys = model.step_keys(self._current_assessment, statement.key)
        kept, _, left = self.workspace.settings.find_last_step(*self._kept_as()).partition("/")
        if step in keys:
            self.step_key = step
        elif another or self.step_key not in keys:
            self.step_key = kept if kept in keys else keys[0]
        at, _, in_field = left.partition("#")
        returns = not step and kept == self.step_key and at in self._current_assessment.by_id
        self._left = (at, in_field) if returns else ("", "")
        if not returns:
            self.workspace.settings.keep_last_step(*self._kept_as(), self.step_key)
        if another:
            self.header.show_statement_header(self._current_assessment, statement)
        if another or self.step_key != step_before:
            self.header.fold_quote(self.step_key != keys[0] and not self._current_assessment.by_cqc)
        self._hold_paint()
        self._show_step()
        self._refresh_frame()
        if record or field:
            self._go_to_record(record, field)
        elif not (self._leaves_keyboard_behind(before) and self.resume_last_field()):
            if self._leaves_keyboard_behind(before):
                focus_head(self)
            self._to_top()
            self.top_soon.start()

    def resume_last_field(self) -> bool:
        """Bring the keyboard back to the field where one was when the statement was left; False where there is none."""
        (record, field), self._left = self._left, ("", "")
        if record:
            self._go_to_record(record, field)
        return bool(record)

    def _go_to_record(self, record: str, field: str) -> None:
        self._current_step().go_to_field(record or None, field or None)
        # A form that has just opened takes its height in the next rounds of the event loop.
        for pause in (30, 200):
            QTimer.singleShot(pause, self, self._bring_into_view)

    def _keep_field(self, _: QWidget | None, now: QWidget | None) -> None:
        """Keep in which field of the statement one is."""
        # While the page is being hidden, Qt takes the keyboard from field to field; nobody is in any of them.
        if now is None or self.statement is None or not self.isVisible() or not self.area.isAncestorOf(now):
            return
        editor: QWidget | None = now
        while editor is not None and not isinstance(editor, FieldEditor):
            editor = editor.parentWidget()
        record = editor.field_record if editor is not None else None
        if editor is None or record is None:
            return
        many = record.values.get("quality_statements")
        keys = many if isinstance(many, tuple) else (record.values.get("quality_statement"),)
        if self.statement.key in keys:
            self._left = ("", "")
            kept = f"{self.step_key}/{record.id}#{editor.field.key}"
            self.workspace.settings.keep_last_step(*self._kept_as(), kept)

    def _kept_as(self) -> tuple[Path, str, str]:
        """What the step of this statement is kept under in the person's settings."""
        session = self.workspace.session
        return session.path, session.current_id or "", self.statement.key if self.statement is not None else ""

    def headed(self) -> QWidget:
        """What heads the step in view: the keyboard is there when one comes to it."""
        return self._current_step().heading

    def _leaves_keyboard_behind(self, before: str) -> bool:
        """Whether the keyboard is on what belongs to a place that is no longer shown; the steps are there in each."""
        focus = self.window().focusWidget()
        on_page = focus is not None and self.isAncestorOf(focus)
        return on_page and before != self.place and not self.bar.isAncestorOf(focus)

    def open_step(self, key: str) -> None:
        """Show a step because a person asked for it; the window remembers the place."""
        if self.statement is not None:
            self._ask_for(f"{self.statement.key}/{key}")

    def go_to_next_step(self) -> None:
        """Go on: to the next step, then to the next statement, and from the last one to the overview."""
        self._move_by_steps(1)

    def go_to_previous_step(self) -> None:
        """Go back a step; from the first, to the last step of the statement before."""
        self._move_by_steps(-1)

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.workspace.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.standing.setVisible(self.width() >= theme.px(STANDING_FITS))
        self._show_guide()

    @property
    def _current_assessment(self) -> Assessment:
        return self.workspace.session.current

    def _lay_out_statement(self) -> None:
        self._content = content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.header.wording)
        bar = QWidget()
        inset = QVBoxLayout(bar)
        inset.setContentsMargins(28, 0, 28, 0)
        inset.setSpacing(8)
        inset.addWidget(self.carried)
        inset.addWidget(self.bar)
        column.addWidget(bar)
        self._holder = QVBoxLayout()
        column.addLayout(self._holder, 1)
        self.area = look.ScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(content)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.header)
        left.addWidget(self.area, 1)
        self.foot = StepFooter(self.go_to_previous_step, self.go_to_next_step)
        self.back_button, self.next_button = self.foot.back_button, self.foot.next_button
        self.standing, self.missing = self.foot.standing, self.foot.missing
        left.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.guide)

    def _current_step(self) -> Step:
        if self.step_key not in self.steps:
            step = STEPS[self.step_key](self.workspace)
            self.steps[self.step_key] = step
            self._holder.addWidget(step)
            theme.dress_parts(step)  # once it has its place: everything in it would be dressed again there
        return self.steps[self.step_key]

    def _show_step(self) -> None:
        current = self._current_step()
        for step in self.steps.values():
            if step is not current:
                step.hide()
        assert self.statement is not None
        current.show_step_of(self.statement)
        current.read_under_heading(model.read_heading(self._current_assessment, self.step_key))
        current.show()
        keys = model.step_keys(self._current_assessment, self.statement.key)
        at = keys.index(self.step_key) + 1
        number = f"step {at} of {len(keys)}"
        status = statement_status.describe_statement_status(self._current_assessment, self.statement.key)
        self.header.show_step(at, len(keys), "" if self._current_assessment.by_cqc else status)
        current.heading.setAccessibleName(f"{self.statement.short_name}, {number}: {current.heading.text()}")

    def _refresh_frame(self) -> None:
        """What surrounds the step: bar, guide, footer, length."""
        if self.statement is None:
            return
        self._show_guide()
        self._show_standing(self.statement)
        in_turns(self.header, self._say_length(self.statement))

    def _follow_step(self) -> None:
        """What surrounds the step, as far as what was written since can have made it different."""
        wanted, self._wanted = self._wanted, frozenset()
        if self.statement is not None and STANDING in wanted:
            self._show_standing(self.statement)
        if self.statement is not None and LENGTH in wanted:
            in_turns(self.header, self._say_length(self.statement))

    def _show_standing(self, statement: Statement) -> None:
        """What follows from what is there: what was carried and not reviewed, lead and status, findings, the guide."""
        self._show_carried_of_statement()
        self._show_footer()
        every = self.workspace.session.derived.find_findings(self._current_assessment, self.workspace.today())
        findings = model.statement_findings(self._current_assessment, statement.key, every)
        states = model.step_states(self._current_assessment, statement.key, findings)
        self.bar.show_step_states(states, self.step_key)
        self.guide.show_guide_for(statement, findings, self.step_key)
        missing = model.describe_missing(self._current_assessment, statement.key, self.step_key, findings)
        self.foot.show_missing(f"{statement.key}/{self.step_key}", missing)

    def _say_length(self, statement: Statement) -> Iterator[None]:
        """How long the statement has become: in a turn of its own, nobody waits for it."""
        yield
        session, year = self.workspace.session, self._current_assessment
        drafted = not year.by_cqc  # of what others wrote nobody asks how long it is
        length = session.derived.measure_statement(session.council, year, statement.key) if drafted else None
        self.header.show_length(length)

    def _show_carried_of_statement(self) -> None:
        """How much of the statement was carried from an earlier year and is not reviewed, and how much of it here."""
        assert self.statement is not None
        found = model.find_not_reviewed(self._current_assessment, self.statement.key)
        number = len({record.id for records in found.values() for record in records})
        here = len(found.get(self.step_key, ()))
        where = "all on this page" if here == number else f"{here:,} on this page" if here else "none on this page"
        self.carried.show_not_reviewed_count(
            number, f"{describe_not_reviewed(number)} ({where})", bool(self.workspace.read_only)
        )
        self.carried.button.setVisible(bool(here) and not self.workspace.read_only)

    def _go_to_next_carried(self) -> None:
        """Go to the first carried record of the next step that has some; where it is this step, to its first."""
        assert self.statement is not None
        found = model.find_not_reviewed(self._current_assessment, self.statement.key)
        keys = list(STEPS)
        at = keys.index(self.step_key) + 1
        step = next((key for key in (*keys[at:], *keys[:at]) if key in found), None)
        if step is not None:
            record = "" if step == "judgement" else f"/{found[step][0].id}"
            self._ask_for(f"{self.statement.key}/{step}{record}")

    def _review_step(self) -> None:
        """Say that all on this step was reviewed."""
        assert self.statement is not None
        if self.workspace.flush():
            here = model.find_not_reviewed(self._current_assessment, self.statement.key).get(self.step_key, ())
            review_carried_records(self.workspace, here)

    def _show_footer(self) -> None:
        assert self.statement is not None
        judgement = self._current_assessment.judgements.get(self.statement.key)
        status = statement_status.describe_statement_status(self._current_assessment, self.statement.key)
        lead = judgement.text_of("lead") if judgement else ""
        said = f"Lead: {lead or 'nobody yet'}  ·  Status: {status}"
        self.standing.setText("" if self._current_assessment.by_cqc else said)
        back, onward = self._find_neighbour_step(-1), self._find_neighbour_step(1)
        self.back_button.setEnabled(back is not None)
        self.back_button.setText(f"‹  {back[1]}" if back is not None else "‹  Back")
        self.back_button.setAccessibleName(f"Back: {back[1]}" if back is not None else "Back")
        words = f"Next: {onward[1] if onward is not None else 'Overview'}"
        self.next_button.setText(f"{words}  ›")
        self.next_button.setAccessibleName(words)

    def _find_neighbour_step(self, by: int) -> tuple[str, str] | None:
        """Place and name of what comes after (or before) this step; None beyond the last statement."""
        assert self.statement is not None
        keys = model.step_keys(self._current_assessment, self.statement.key)
        at = keys.index(self.step_key) + by
        if 0 <= at < len(keys):
            return f"{self.statement.key}/{keys[at]}", model.STEP_NAMES[keys[at]]
        statements = self._current_assessment.framework.statements
        place = [s.key for s in statements].index(self.statement.key) + by
        if not 0 <= place < len(statements):
            return None
        other = statements[place]
        keys = model.step_keys(self._current_assessment, other.key)
        return f"{other.key}/{keys[0 if by > 0 else -1]}", other.short_name

    def _move_by_steps(self, by: int) -> None:
        if self.statement is None:
            return
        neighbour, before = self._find_neighbour_step(by), self.place
        if neighbour is not None:
            self._ask_for(neighbour[0])
            if self.place != before:
                focus_head(self)
        elif by > 0:
            self.workspace.go("overview")

    def _ask_for(self, rest: str) -> None:
        """Have the window show a place and remember it; without a window, show it here.

        Where something cannot be saved nothing moves, and the window asks what to do.
        """
        before = self.place
        self.workspace.go(f"statement:{rest}")
        if self.place == before and f"statement:{rest}" != before and self.workspace.flush():
            self.show_place(rest)
        self._refresh_frame()

    def _on_statement_step(self, step: StepTaken) -> None:
        if self.statement is None or not self.isVisible():
            return
        touched = step.touched
        self._current_step().follow(step)
        if touched.findings:
            self._wanted |= {STANDING}
        if touched.bears_on(self.statement.key):
            self._wanted |= {LENGTH}
        if self._wanted:
            self._slow.start()

    def _on_statement_year(self, _: object) -> None:
        self.statement = None

    def _toggle_guide(self) -> None:
        self._guide_wanted = self.guide.isHidden()
        self._show_guide()

    def _show_guide(self) -> None:
        drafted = not self._current_assessment.by_cqc  # the guide helps to write; what others made is read
        self.guide_button.setVisible(drafted)
        fits = self.window().width() >= theme.px(GUIDE_FITS) and drafted
        self.guide.setVisible(fits if self._guide_wanted is None else self._guide_wanted and drafted)
        set_expanded(self.guide_button, not self.guide.isHidden())
        self.guide_button.setText("Show the guide" if self.guide.isHidden() else "Hide the guide")

    def _to_top(self) -> None:
        """Scroll to the top, or to what heads the step where large text leaves no room for it below wording and bar."""
        head = self._current_step().heading
        begin = head.mapTo(self._content, QPoint(0, 0)).y()
        cramped = begin + head.height() > self.area.viewport().height()
        skips = cramped and (self.step_key != "understand" or head.hasFocus())
        self.area.verticalScrollBar().setValue(begin - theme.px(8) if skips else 0)

    def _bring_into_view(self) -> None:
        widget = self.window().focusWidget()
        if widget is not None and self.area.isAncestorOf(widget):
            self.area.ensureWidgetVisible(widget, 40, 120)

    def _hold_paint(self) -> None:
        """Paint nothing until new parts are shown and laid out, so that nothing is seen half laid out.

        Qt shows what is added to a layout one round of the event loop later, and rows of sources come a round after.
        """
        if self.updatesEnabled():
            self.setUpdatesEnabled(False)
            QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, self._settle_statement_layout))

    def _settle_statement_layout(self) -> None:
        """Lay everything out now, level by level, and paint again."""
        for _ in range(LEVELS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.setUpdatesEnabled(True)
