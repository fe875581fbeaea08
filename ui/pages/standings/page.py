"""The page: how far the rating is from the next, our scores beside others', and who there is to learn from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.standings.comparison import Standings
from selfassess.domain.standings.published_scores import PublishedScore, summarise_sources
from selfassess.services.exporting.export import ExportReport
from selfassess.services.workbook import snapshot
from selfassess.services.years import standings, standings_report
from ui.bridge.tasks import Cancelled, Progress, Task
from ui.bridge.workspace import Workspace
from ui.pages.standings import model
from ui.pages.standings.adding import AddCouncilDialog
from ui.widgets import dialogs, look, theme
from ui.widgets.entry_state import say_refusal
from ui.widgets.flow import lay_head
from ui.widgets.tables import ListAndDetail, RowsModel, Table

WHAT = (
    "How many councils of your region, of your kind and of England have a score of 3 or 4, and their average, beside "
    "your own score. Choose a statement to see whom to learn from."
)
DOCUMENTS = "Word (*.docx);;PDF (*.pdf);;Web page (*.html);;Excel (*.xlsx)"
FILTERS = "Published scores (*.csv *.json);;All files (*)"
WAIT_MS = 250
SHOWN = ("assessment", "judgement", "council")
NARROW = 900


class StandingsPage(QWidget):
    """Our year beside the councils that CQC has published scores of."""

    title = "Where others stand"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.task: Task | None = None
        self.found: Standings | None = None
        self._stale = True
        self.distance = look.make_heading("", large=True)
        self.sources = look.make_quiet_label("")
        self.told = look.Banner()
        self.told.hide()
        self.writing: Task | None = None
        self.said = look.make_label("", "error")
        self.said.setWordWrap(True)
        self.rows = RowsModel((), search=lambda row: row.standing.name, natural=lambda row: row.place, parent=self)
        self.table = Table(self.rows, "Our scores beside others’")
        self.learn = RowsModel(
            model.LEARN_COLUMNS, search=model.find_council, natural=lambda row: row.place, parent=self
        )
        self.learn_table = Table(self.learn, "Who scored 3 or 4")
        self.learn_table.lay_out_columns(model.LEARN_COLUMNS)
        self.learn_heading = look.make_heading("")
        self.export = look.make_secondary_button("Export…", self.ask_where_to_export)
        self.add = look.make_secondary_button("Add a council…", self.open_adding)
        self.add_file = look.make_secondary_button("Add from a file…", self.ask_for_file)
        self.report = look.make_secondary_button("Import CQC’s report…", lambda: workspace.go("import"))
        self._later = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out_standings()
        self.table.chosen.connect(self._on_statement_chosen)
        workspace.step_taken.connect(self._on_standings_step)
        workspace.year_opened.connect(self._on_standings_year)

    def show_place(self, rest: str) -> None:
        """Show the page, and a statement of it where one is named."""
        if self._stale:
            self.refresh()
        if rest:
            self.table.choose_row(rest)
            self._on_statement_chosen(rest)

    def refresh(self) -> None:
        """Have a worker set the year in view beside the published scores as they are now."""
        self._later.stop()
        self._stale = False
        path, id = self.workspace.session.path, self.workspace.session.current_id

        def compare(*_: object) -> tuple[Standings, tuple[PublishedScore, ...]]:
            held = snapshot.read_snapshot(path)
            year = next((each for each in held.assessments if each.id == id), held.current)
            return standings.compare_year(held, year), standings.read_published(held)

        self.task = task = Task(compare)  # of no parent: it may outlive the page
        task.done.connect(self._on_compared)
        task.failed.connect(self._on_not_compared)
        task.start()

    def open_adding(self) -> None:
        """Open the dialog in which a council is added by hand."""
        dialog = AddCouncilDialog(self.window())
        dialog.added.connect(lambda _: self.refresh())
        dialog.open()

    def ask_for_file(self) -> None:
        """Ask for a list of published scores."""
        dialogs.ask_file_to_open(
            self, "Add published scores", FILTERS, self.workspace.settings.last_folder, self.add_from_file
        )

    def add_from_file(self, source: Path) -> None:
        """Add the scores of a file, all or none."""
        try:
            standings.add_scores(standings.read_source(source), source.name)
        except WorkbookError as error:
            self._show_complaint(str(error))
            return
        self.refresh()

    def ask_where_to_export(self) -> None:
        """Ask where the document is to be, and as what."""
        folder = self.workspace.settings.last_folder or str(self.workspace.session.path.parent)
        suggested = Path(folder) / f"Where others stand {self.workspace.session.current.label}.docx".replace("/", "-")
        dialogs.ask_save_path(self, "Export where others stand", DOCUMENTS, suggested, self.export_to)

    def export_to(self, out: Path) -> None:
        """Have a worker write what is compared, for the board."""
        if not self.workspace.flush():
            return
        path, label = self.workspace.session.path, self.workspace.session.current.label

        def write(progress: Progress, cancelled: Cancelled) -> ExportReport:
            return standings_report.export_standings(path, out, year=label, progress=progress, cancelled=cancelled)

        self.workspace.settings.last_folder = str(out.parent)
        self.export.setEnabled(False)
        self.writing = task = Task(write)  # of no parent: it may outlive the page
        task.done.connect(self._on_exported)
        task.failed.connect(self._on_not_exported)
        task.start()

    def _on_exported(self, report: ExportReport) -> None:
        self.writing = None
        self.export.setEnabled(True)
        self.told.show_message(f"Saved as {report.path.name}. It holds your own scores, for the board.", "good")

    def _on_not_exported(self, sentence: str) -> None:
        self.writing = None
        self.export.setEnabled(True)
        self.told.show_message(sentence, "error")

    def _on_compared(self, found: tuple[Standings, tuple[PublishedScore, ...]]) -> None:
        self.task = None
        self.found, published = found
        self._show_parts(True)
        self._show_complaint("")
        self.distance.setText(self.found.distance)
        self.sources.setText(summarise_sources(self.found.rests_on_one_source, published))
        chosen = self.table.current_row_id()
        columns = model.build_statement_columns(self.found)
        self.rows.show_rows(model.build_statement_rows(self.found), columns)
        self.table.lay_out_columns(columns)
        first = self.found.statements[0].key
        self.table.choose_row(chosen or first)
        self._on_statement_chosen(chosen or first)

    def _on_not_compared(self, sentence: str) -> None:
        self.task = self.found = None
        self._show_parts(False)
        self._show_complaint(sentence)

    def _on_statement_chosen(self, key: str) -> None:
        if self.found is None or key not in {each.key for each in self.found.statements}:
            return
        row = next(each for each in self.found.statements if each.key == key)
        found = model.build_learn_rows(self.found, standings.scored_framework(), key)
        self.learn_heading.setText(f"{row.number} {row.name}: {len(found):,} scored 3 or 4")
        self.learn.show_rows(found)

    def _on_standings_step(self, step: StepTaken) -> None:
        if step.touches_kind(*SHOWN):
            self._look_again()

    def _on_standings_year(self, _: object) -> None:
        self._look_again()

    def _look_again(self) -> None:
        self._stale = True
        if self.isVisible():
            self._later.start()

    def _show_parts(self, compared: bool) -> None:
        """Show what is compared, or nothing below the sentence that says why nothing is."""
        for part in (self.split, self.distance, self.sources):
            part.setVisible(compared)
        self._rest.setVisible(not compared)
        self.export.setEnabled(compared and self.writing is None)

    def _show_complaint(self, words: str) -> None:
        say_refusal(self.said, words)

    def _lay_out_standings(self) -> None:
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(12, 0, 0, 0)
        self.learn_heading.setWordWrap(True)
        beside.addWidget(self.learn_heading)
        beside.addWidget(self.learn_table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 16)
        column.setSpacing(8)
        column.addLayout(lay_head(look.make_title(self.title), self.report, self.add_file, self.add, self.export))
        column.addWidget(look.make_quiet_label(WHAT))
        for widget in (self.told, self.distance, self.said, self.sources):
            column.addWidget(widget)
        self.split = ListAndDetail(self.table, right, lambda width: width < theme.px(NARROW), (4, 3))
        column.addWidget(self.split, 1)
        self._rest = QWidget()
        self._rest.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column.addWidget(self._rest)
        self._rest.hide()
        self.said.hide()
