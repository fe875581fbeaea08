"""The page: the region's tables drawn by council and statement, its queries as tables, and what goes in and out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from selfassess.services.region import gathering
from selfassess.services.region.gathering import Answer, Gathered, Query
from selfassess.services.years import standings
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.region import model
from ui.pages.region.grid import ScoreGrid
from ui.pages.region.sharing import SharingDialog
from ui.widgets import dialogs, look, theme
from ui.widgets.flow import LARGE_TEXT, lay_head
from ui.widgets.prompt import PromptAbove
from ui.widgets.tables import RowsModel, Table

WHAT = (
    "Several councils side by side, from files that each of them chose to share. The tables lie in a DuckDB file of "
    "yours, or on the region’s own PostgreSQL server."
)
TABLES = "Region’s tables (*.duckdb);;All files (*)"
FILES = "Files of councils (*.json);;All files (*)"
EXCEL = "Excel (*.xlsx)"
NONE_YET = "No tables are open. Open some, or gather the files that councils sent you."
GRID = "grid"


class RegionPage(QWidget):
    """What councils shared, side by side."""

    title = "Region"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.task: Task | None = None
        self.where = QLineEdit()
        self.where.setPlaceholderText("A .duckdb file, or a server such as: host=… dbname=…")
        self.where.setAccessibleName("Where the region’s tables are")
        self.said = look.make_text(NONE_YET)
        self.what, self.year = QComboBox(), QComboBox()
        self.what.setAccessibleName("What to show")
        self.year.setAccessibleName("Year")
        self.grid_model = model.ScoreGridModel(standings.scored_framework(), self)
        self.grid = ScoreGrid(self.grid_model)
        self.rows = RowsModel((), search=lambda row: " ".join(map(str, row.cells)), natural=lambda row: row.place,
                              parent=self)  # fmt: skip
        self.table = Table(self.rows, "Answer")
        self.views = QStackedWidget()
        self.share = look.make_secondary_button("Share with the region…", self.open_sharing)
        self.open = look.make_secondary_button("Open tables…", self.ask_for_tables)
        self.gather = look.make_secondary_button("Gather files…", self.ask_for_files)
        self.excel = look.make_secondary_button("Export to Excel…", self.ask_where_to_export)
        self._lay_out_region()
        self._connect_parts()
        self._enable_buttons()

    def show_place(self, rest: str) -> None:
        """Show the page; there is no part of it to go to."""

    def ask_for_tables(self) -> None:
        """Ask for a DuckDB file with a region's tables."""
        folder = self.workspace.settings.last_folder
        dialogs.ask_file_to_open(
            self, "Open a region’s tables", TABLES, folder, lambda path: self.open_tables(str(path))
        )

    def open_tables(self, where: str) -> None:
        """Read the tables at a place and draw them."""
        self.where.setText(where)
        self.read_answer()

    def ask_for_files(self) -> None:
        """Ask for the files of councils, and where their tables are to be if no place is named."""
        folder = self.workspace.settings.last_folder
        if self.where.text().strip():
            dialogs.ask_files_to_open(self, "Gather files of councils", FILES, folder, self.gather_files)
            return
        suggested = Path(folder or self.workspace.session.path.parent) / "Region.duckdb"
        dialogs.ask_save_path(self, "Where the region’s tables are to be", TABLES, suggested, self._on_place_chosen)

    def gather_files(self, sources: tuple[Path, ...], newest: bool = False) -> None:
        """Take files into the tables on a worker: all of them, or none."""
        where = self.where.text().strip()
        self._begin_region_task(
            lambda: gathering.gather_files(sources, where, newest=newest), self._on_gathered, "Gathering …"
        )

    def read_answer(self) -> None:
        """Have the tables asked what is chosen, and show the answer."""
        where, name = self.where.text().strip(), str(self.what.currentData())
        if where:
            self._begin_region_task(lambda: gathering.ask_tables(where, name), self._on_answered, "Reading …")

    def ask_where_to_export(self) -> None:
        """Ask where the answers go as Excel."""
        folder = self.workspace.settings.last_folder or str(self.workspace.session.path.parent)
        dialogs.ask_save_path(self, "Export the region’s view", EXCEL, Path(folder) / "Region.xlsx", self.export_to)

    def export_to(self, out: Path) -> None:
        """Write the answers to every query as one Excel file."""
        where = self.where.text().strip()
        self._begin_region_task(
            lambda: gathering.write_excel(where, out), lambda path: self._say_done(f"It is in {path}."), "Writing …"
        )

    def open_sharing(self) -> None:
        """Open the dialog in which this council sees what it shares, and writes it."""
        if self.workspace.flush():
            dialog = SharingDialog(self.workspace, self.window())
            dialog.written.connect(lambda path: self._say_done(f"What you share is in {path}. Send it to the region."))
            dialog.open()

    def _on_place_chosen(self, path: Path) -> None:
        self.where.setText(str(path))
        folder = self.workspace.settings.last_folder
        dialogs.ask_files_to_open(self, "Gather files of councils", FILES, folder, self.gather_files)

    def _on_gathered(self, found: Gathered) -> None:
        self.read_answer()
        self.said.setText(found.sentence)

    def _on_answered(self, found: tuple[Query, Answer]) -> None:
        query, answer = found
        if self.said.text() == "Reading …":
            self.said.setText(f"{query.title}: {len(answer.rows):,} rows")
        if query.name == GRID:
            self.grid_model.show_answer(answer)
            self._offer_years()
            self.views.setCurrentWidget(self.grid)
        else:
            columns = model.build_answer_columns(answer)
            self.rows.show_rows(model.build_answer_rows(answer), columns)
            self.table.lay_out_columns(columns)
            self.table.setAccessibleName(query.title)
            self.views.setCurrentWidget(self.table)
        look.show_if(self.year, query.name == GRID)

    def _begin_region_task(self, work: Callable[[], Any], done: Callable[[Any], object], words: str) -> None:
        if self.task is not None:
            return
        self.task = task = Task(lambda *_: work())  # of no parent: it may outlive the page
        self._done = done
        task.done.connect(self._on_task_done)
        task.failed.connect(self._on_task_failed)
        self.said.setText(words)
        self._enable_buttons()
        task.start()

    def _on_task_done(self, result: Any) -> None:
        self.task = None
        self._enable_buttons()
        self._done(result)

    def _on_task_failed(self, sentence: str) -> None:
        self.task = None
        self._say_done(sentence)

    def _say_done(self, sentence: str) -> None:
        self.said.setText(sentence)
        self._enable_buttons()

    def _enable_buttons(self) -> None:
        idle = self.task is None
        for button in (self.open, self.gather, self.share, self.what):
            button.setEnabled(idle)
        self.excel.setEnabled(idle and bool(self.where.text().strip()))

    def _offer_years(self) -> None:
        self.year.blockSignals(True)
        self.year.clear()
        self.year.addItems(self.grid_model.list_years())
        self.year.blockSignals(False)

    def _connect_parts(self) -> None:
        self.what.currentIndexChanged.connect(lambda _: self.read_answer())
        self.year.currentTextChanged.connect(self.grid_model.show_year)
        self.where.returnPressed.connect(self.read_answer)
        self.where.textChanged.connect(lambda _: self._enable_buttons())

    def _lay_out_region(self) -> None:
        queries = sorted(gathering.list_queries(), key=lambda each: each.name != GRID)
        self.what.blockSignals(True)
        for each in queries:
            self.what.addItem("Scores by council and statement" if each.name == GRID else each.title, each.name)
        self.what.blockSignals(False)
        head = lay_head(look.make_title(self.title), self.share, self.open, self.gather, self.excel)
        ways = QBoxLayout.Direction
        choices = QBoxLayout(ways.TopToBottom if theme.px(100) >= LARGE_TEXT else ways.LeftToRight)
        choices.setSpacing(8)
        choices.addWidget(self.where, 2)
        choices.addWidget(self.what, 1)
        choices.addWidget(self.year)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 16, 28, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(look.make_quiet_label(WHAT))
        column.addWidget(PromptAbove(self.where))
        column.addLayout(choices)
        column.addWidget(self.said)
        for view in (self.grid, self.table):
            self.views.addWidget(view)
        column.addWidget(self.views, 1)
