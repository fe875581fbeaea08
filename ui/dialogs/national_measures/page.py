"""The dialog: a publication's data file with what it would write, and the catalogue of measures to add from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.measures.national_catalogue import NationalMeasure
from selfassess.domain.measures.published_values import PublishedPlan
from selfassess.domain.model.errors import CancelledError, WorkbookError
from selfassess.domain.model.plural import count_records
from selfassess.services.evidence import national_measures
from ui.bridge.tasks import Cancelled, Progress, Task
from ui.bridge.workspace import Workspace
from ui.jobs.job_dialog import JobDialog
from ui.widgets import dialogs, look
from ui.widgets.prompt import PromptAbove

WHAT = (
    "Choose the data file (CSV) of the Adult Social Care Outcomes Framework as it is published. Your council’s values "
    "are taken, and those of its region and of England to compare with. Earlier years stay as they are."
)
FROM_CATALOGUE = "Measures with their source, unit and which way is better. They come without values."
FILTERS = "Data files (*.csv);;All files (*)"
NOTHING = "No file chosen yet."
BETTER = {"higher": "higher is better", "lower": "lower is better"}


class NationalMeasuresDialog(JobDialog):
    """Reads published data into the year in view, or adds measures of the catalogue to it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, "National measures", (760, 600))
        self.workspace = workspace
        self.source: Path | None = None
        self.planned: PublishedPlan | None = None
        self.tabs, self.pages = QTabBar(), QStackedWidget()
        self.period, self.region, self.neighbours = QLineEdit(), QLineEdit(), QLineEdit()
        self.choose = look.make_secondary_button("Choose file…", self.ask_for_file)
        self.lines = QPlainTextEdit()
        self.take = look.make_primary_button("Import", self.import_planned)
        self.catalogue = QListWidget()
        self.add = look.make_primary_button("Add chosen measures", self.add_chosen)
        self._lay_out_dialog()
        self._offer_catalogue()
        self._connect_parts()
        self._enable_buttons()

    def ask_for_file(self) -> None:
        """Ask for the data file."""
        dialogs.ask_file_to_open(
            self, "Choose the published data", FILTERS, self.workspace.settings.last_folder, self.read_source
        )

    def read_source(self, source: Path) -> None:
        """Read a file on a worker, and say what it would write; nothing is written."""
        self.source, self.planned = source, None
        session = self.workspace.session
        year, council = session.current, session.council
        period, region = self.period.text().strip(), self.region.text().strip()
        beside = tuple(name.strip() for name in self.neighbours.text().split(",") if name.strip())

        def read(progress: Progress, cancelled: Cancelled) -> PublishedPlan:
            def stop() -> None:
                if cancelled():
                    raise CancelledError

            return national_measures.plan_import(
                source, year, council, period=period, region=region, neighbours=beside, stop=stop
            )

        self.lines.clear()
        self.run_job(Task(read, self), f"Reading {source.name} …", self._show_plan)

    def import_planned(self) -> None:
        """Write what was shown as one step that can be undone."""
        if self.planned is None or not self.workspace.flush():
            return
        try:
            national_measures.write_import(self.workspace.session, self.planned)
        except WorkbookError as error:
            self.show_refusal(str(error))
            return
        self.workspace.settings.last_folder = str(self.source.parent) if self.source is not None else ""
        self.accept()
        self.workspace.go("register:measures")

    def add_chosen(self) -> None:
        """Add the chosen measures of the catalogue, one after the other."""
        if not self.workspace.flush():
            return
        for item in self.catalogue.selectedItems():
            measure: NationalMeasure = item.data(Qt.ItemDataRole.UserRole)
            if not self.workspace.run(national_measures.build_addition(self.workspace.session.current, measure)):
                break
        self._offer_catalogue()
        self._enable_buttons()

    def set_busy(self, busy: bool) -> None:
        self._enable_buttons()

    def _show_plan(self, planned: PublishedPlan) -> None:
        self.planned = planned
        self.said.show_message(planned.summary if planned.changes else "All of this is here already.", "good")
        self.lines.setPlainText("\n".join(planned.lines))
        self._enable_buttons()

    def _enable_buttons(self) -> None:
        writable = not self.workspace.read_only
        planned = self.planned is not None and bool(self.planned.changes)
        self.take.setEnabled(writable and planned and self.task is None)
        self.choose.setEnabled(self.task is None)
        count = len(self.catalogue.selectedItems())
        self.add.setText(f"Add {count_records('measure', count)}" if count else "Add chosen measures")
        self.add.setEnabled(writable and bool(count))

    def _on_asked_otherwise(self) -> None:
        """What was read no longer answers what is asked for now."""
        if self.source is not None and self.task is None:
            self.read_source(self.source)

    def _offer_catalogue(self) -> None:
        self.catalogue.clear()
        catalogue = national_measures.read_catalogue()
        for measure in national_measures.list_addable(self.workspace.session.current):
            source = catalogue.publication_of(measure)
            better = BETTER.get(measure.better, "neither is better")
            name = "  ".join(filter(None, (measure.code, measure.title)))
            item = QListWidgetItem(f"{name}\n{source.name}  ·  {measure.unit}, {better}  ·  {source.licence}")
            item.setData(Qt.ItemDataRole.UserRole, measure)
            self.catalogue.addItem(item)

    def _connect_parts(self) -> None:
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.catalogue.itemSelectionChanged.connect(self._enable_buttons)
        for line in (self.period, self.region, self.neighbours):
            line.editingFinished.connect(self._on_asked_otherwise)

    def _lay_out_dialog(self) -> None:
        for words, page in (("Published data", self._build_data_page()), ("Catalogue", self._build_catalogue_page())):
            self.tabs.addTab(words)
            self.pages.addWidget(look.make_scroll_area(page))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName("Published data, or the catalogue")
        self.offer_to_close()
        self.bar.setRange(0, 0)
        self.said.show_message(NOTHING)
        self.arrange_page(self.pages, above=(look.make_title("National measures"), self.tabs))

    def _build_data_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.region.setText(self.workspace.session.council.text_of("region"))
        for caption, line, hint in (
            ("&Year of the data", self.period, "As the file’s name says, or such as 2024-25"),
            ("&Region", self.region, "Such as East Midlands"),
            ("Compare &with", self.neighbours, "Other councils, with commas between them"),
        ):
            line.setPlaceholderText(hint)
            form.addRow(PromptAbove(line))
            form.addRow(caption, line)
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName("What importing would do, line by line")
        column.addWidget(look.make_text(WHAT))
        column.addLayout(form)
        column.addWidget(look.make_row(self.choose))
        column.addWidget(self.said)
        column.addWidget(self.bar)
        column.addWidget(self.lines, 1)
        column.addWidget(look.make_row(self.take))
        return page

    def _build_catalogue_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        self.catalogue.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.catalogue.setAccessibleName("Measures of the catalogue that are not here yet")
        self.catalogue.setWordWrap(True)
        column.addWidget(look.make_text(FROM_CATALOGUE))
        column.addWidget(self.catalogue, 1)
        column.addWidget(look.make_row(self.add))
        return page
