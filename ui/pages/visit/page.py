"""The page: how the factual accuracy check stands, what is next, and a register for each thing around the visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue_visit import VISIT_FIELDS
from selfassess.domain.model.events import StepTaken
from selfassess.domain.visit import agenda, working_days
from selfassess.services.exporting import papers
from selfassess.services.exporting.export import ExportReport
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.visit import model
from ui.pages.visit.register import RegisterPart
from ui.widgets import dialogs, look, theme
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.tables import RowsModel, Table

NEXT = "next"
WAIT_MS = 250
TOUCHING = ("assessment", *(register.kind for register in model.REGISTERS))
WIDE = 900
"""From this width (at 100 % text) on the dates stand in one row."""
LEAST = 130
"""What is next has at least this height (at 100 % text); with less room the page scrolls."""
NOTHING = (
    "Nothing is due. Write down the dates of the visit above; interviews, requests and meetings follow by themselves."
)
NO_DRAFT = "The ten working days of the factual accuracy check begin with the day that CQC’s draft report comes."
PROCLAIMED = (
    "England’s bank holidays are left out. One that was announced after this program was made is not known to it."
)


_TO_READ = "Word (*.docx);;PDF (*.pdf);;Web page (*.html)"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper that the page writes: its name, the kinds of file it can be, and what writes it."""

    title: str
    filters: str
    export: Callable[..., ExportReport]


FORM = PaperKind("Factual accuracy check", f"{_TO_READ};;Excel (*.xlsx)", papers.export_accuracy_form)
BRIEFS = PaperKind("Interview briefs", _TO_READ, papers.export_interview_briefs)


class NextPart(QWidget):
    """The dates of the visit, the countdown of the factual accuracy check, and everything that is late or to come."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.task: Task | None = None
        self.countdown = look.make_heading("")
        self.countdown.setWordWrap(True)
        self.days = look.make_quiet_label("")
        columns = 4 if self.window().width() > theme.px(WIDE) else 2
        self.dates = RecordForm(workspace, "assessment", [spec.key for spec in VISIT_FIELDS], columns)
        self.model = RowsModel(
            model.COMING_COLUMNS,
            search=lambda row: row.coming.what,
            natural=lambda row: row.place,
            colour=theme.colour,
            parent=self,
        )
        self.table = Table(self.model, "What is next")
        self.table.lay_out_columns(model.COMING_COLUMNS)
        self.table.opened.connect(self._open_row)
        self.table.setMinimumHeight(theme.px(LEAST))
        self.empty = look.EmptyState(NOTHING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(look.make_card(self.countdown, self.days, self.dates))
        column.addWidget(look.make_heading("What is next"))
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def refresh(self) -> None:
        """Have a worker count the days of the year in view: to read the calendar first takes a moment."""
        year, today = self.workspace.session.current, self.workspace.today()
        self.dates.show_form_of(year.id)

        def count(*_: object) -> tuple[working_days.Deadline | None, tuple[agenda.Coming, ...]]:
            deadline = agenda.read_deadline(year)
            return deadline, agenda.list_coming(year, deadline, today)

        self.task = task = Task(count)  # of no parent: it may outlive the page
        task.done.connect(self._on_counted)
        task.start()

    def _on_counted(self, found: tuple[working_days.Deadline | None, tuple[agenda.Coming, ...]]) -> None:
        self.task = None
        deadline, coming = found
        record = self.workspace.session.current.record
        if deadline is None:
            self.countdown.setText("Factual accuracy: the draft report has not come yet")
            self.days.setText(NO_DRAFT)
        else:
            sent_on, today = agenda.read_day(record, "accuracy_sent_on"), date.fromisoformat(self.workspace.today())
            self.countdown.setText(f"Factual accuracy: {agenda.describe_countdown(deadline, sent_on, today)}")
            self.days.setText(working_days.describe_unknown_years(deadline.unknown) or PROCLAIMED)
        chosen = self.table.current_row_id()
        self.model.show_rows(model.build_coming_rows(coming))
        self.table.lay_out_columns(model.COMING_COLUMNS)
        self.table.choose_row(chosen)
        look.show_if(self.table, bool(coming))
        look.show_if(self.empty, not coming)

    def _open_row(self, id: str) -> None:
        row = self.model.row_at(self.table.currentIndex())
        if row is None:
            return
        place = model.place_of_coming(row.coming)
        if place:
            self.workspace.go(f"visit/{place}")
        elif row.coming.what.startswith("The factual accuracy"):
            self.workspace.go("visit/accuracy")
        else:
            self.dates.focus_form_field(VISIT_FIELDS[0].key)


class VisitPage(QWidget):
    """Shows "visit", "visit/requests", or a record and a field of it: "visit/requests/<id>#due_on".

    Each part is made when it is first looked at.
    """

    title = "The visit"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.names = (NEXT, *model.BY_PLACE)
        self.parts: dict[str, RegisterPart] = {}
        self.next = NextPart(workspace)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Parts of the visit")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab("What is next")
        for register in model.REGISTERS:
            self.tabs.addTab(register.tab)
        self.said = look.Banner()
        self.briefs = look.make_secondary_button("Interview briefs…", lambda: self.ask_where_to_write(BRIEFS))
        self.form = look.make_secondary_button("Form for CQC…", lambda: self.ask_where_to_write(FORM))
        self.form.setAccessibleName("Form for CQC…: the factual accuracy check")
        self.task: Task | None = None
        self._pages = QStackedWidget()
        self._pages.addWidget(self.next)
        self._later = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._later.timeout.connect(self.refresh)
        self._stale = True
        self._lay_out_visit()
        self._say_counts()
        self.tabs.currentChanged.connect(lambda at: self._show_part(self.names[max(at, 0)]))
        workspace.step_taken.connect(self._on_visit_step)
        workspace.year_opened.connect(self._on_visit_year)

    def show_place(self, rest: str) -> None:
        """Show a part of the page, and in it a record and a field where they are named."""
        where, _, field = rest.partition("#")
        name, _, id = where.partition("/")
        if name in self.names:
            self.tabs.setCurrentIndex(self.names.index(name))
        elif field in {spec.key for spec in VISIT_FIELDS}:
            self.tabs.setCurrentIndex(0)
            self.next.dates.focus_form_field(field)
        self._show_part(self.names[max(self.tabs.currentIndex(), 0)])
        if id and name in self.parts:
            self.parts[name].open_record(id, field)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Bring up to date what rests on the whole year."""
        self._later.stop()
        self._stale = False
        self._say_counts()
        self.next.refresh()

    def ask_where_to_write(self, paper: PaperKind) -> None:
        """Ask where a paper goes; everything typed is saved first."""
        if self.workspace.flush():
            folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
            write = partial(self.write_paper, paper)
            dialogs.ask_save_path(self, paper.title, paper.filters, folder / f"{paper.title}.docx", write)

    def write_paper(self, paper: PaperKind, out: Path) -> None:
        """Have a worker write a paper, and say how it went."""
        path, label = self.workspace.session.path, self.workspace.session.current.label
        self.task = task = Task(lambda *_: paper.export(path, out, year=label))
        task.done.connect(lambda report: self._on_paper_ended(f"{report.path.name} is written and checked.", "good"))
        task.failed.connect(lambda sentence: self._on_paper_ended(sentence, "error"))
        task.start()

    def _on_paper_ended(self, words: str, kind: str) -> None:
        self.task = None
        self.said.show_message(words, kind)

    def _show_part(self, name: str) -> None:
        part: QWidget = self.next
        if name != NEXT:
            if name not in self.parts:
                self.parts[name] = RegisterPart(self.workspace, model.BY_PLACE[name])
                self._pages.addWidget(self.parts[name])
                theme.dress_parts(self.parts[name])
            part = self.parts[name]
        self._pages.setCurrentWidget(part)

    def _on_visit_step(self, step: StepTaken) -> None:
        for part in self.parts.values():
            part.follow_step(step)
        if step.touches_kind(*TOUCHING):
            self._look_again()

    def _on_visit_year(self, _: object) -> None:
        for part in self.parts.values():
            part.reload()
        self._look_again()

    def _look_again(self) -> None:
        self._stale = True
        if self.isVisible():
            self._later.start()

    def _say_counts(self) -> None:
        year = self.workspace.session.current
        for at, register in enumerate(model.REGISTERS, 1):
            number = len(year.records_of(register.kind))
            self.tabs.setTabText(at, f"{register.tab} ({number:,})" if number else register.tab)

    def _lay_out_visit(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(look.make_title(self.title), 1)
        for button in (self.briefs, self.form):
            head.addWidget(button)
        inside, pane = QWidget(), look.ScrollArea()
        pane.setWidgetResizable(True)
        pane.setFrameShape(QFrame.Shape.NoFrame)
        pane.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(pane)
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 16, 28, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)
