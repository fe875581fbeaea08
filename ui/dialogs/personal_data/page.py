"""The dialog: the places in the workbook and in its files, the words around one, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from selfassess.domain.publishing import personal_data_places
from selfassess.domain.publishing.personal_data_places import NAMES, Place
from selfassess.services.workbook import settings as kept
from selfassess.services.workbook.snapshot import hold_workbook
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.personal_data.files import FilesPart
from ui.dialogs.personal_data.model import (
    COLUMNS,
    WITHOUT_DECIDED,
    PlaceRow,
    build_place_rows,
    describe_place_counts,
    place_of_field,
)
from ui.jobs.job_dialog import TaskDialog
from ui.widgets import theme
from ui.widgets.look import (
    Banner,
    make_card,
    make_label,
    make_quiet_label,
    make_scroll_area,
    make_secondary_button,
    make_text,
    make_title,
)
from ui.widgets.reading_order import InReadingOrder
from ui.widgets.sheet import Sheet, in_html
from ui.widgets.tables import RowsModel, Table

ABOUT = (
    "This looks through what a public version would hold, for e-mail addresses, phone numbers, postcodes, NHS numbers "
    f"and National Insurance numbers. {NAMES}"
)
DECIDE = (
    "What is listed only looks like personal data; you decide. What you say is fine is kept for you on this computer, "
    "and asked again once the words there change."
)
WIDEST, HIGHEST = 1200, 700
"""What the smallest screen leaves for a dialog."""
LOOKING = "Looking through the workbook …"


class PersonalDataDialog(InReadingOrder, TaskDialog):
    """Lists what looks like personal data, leads to it, and keeps what a person found fine; looks into files too."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.setWindowTitle("Check for personal data")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(860), WIDEST), min(theme.px(680), HIGHEST))
        self.places: tuple[Place, ...] = ()
        self._some_fine = False
        self.said = Banner(LOOKING, "info", dismissible=False)
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: f"{row.place.described_place} {row.statement}",
            natural=lambda row: int(row.id),
            parent=self,
        )
        self.table = Table(self.model, "Places that look like personal data")
        self.table.setMinimumHeight(theme.px(120))
        self.all = QCheckBox("Show also what was found fine")
        self.where = make_label("", "strong")
        self.words = Sheet("The words around it")
        self.go = make_secondary_button("Go to", self.go_to_place)
        self.fine = make_secondary_button("It is fine", self.settle_place)
        self.detail = make_card(self.where, self.words)
        self.files = FilesPart(workspace)
        self.files.left.connect(self._leave_for_place)
        self.tabs = QTabBar()
        self._lay_out_places()
        self.table.chosen.connect(lambda _: self._show_chosen_place())
        self.table.opened.connect(lambda _: self.go_to_place())
        self.all.toggled.connect(self._show_settled_too)
        self.search_workbook()

    @property
    def task(self) -> Task | None:  # type: ignore[override]
        """The search of files, while it runs; that of the workbook is over at once."""
        return self.files.task

    def say_stopping(self) -> None:
        self.files.cancel_search()

    def search_workbook(self) -> None:
        """Search the workbook as it is now, on a worker."""
        book = hold_workbook(self.workspace.session)
        task = Task(lambda progress, cancelled: personal_data_places.find_personal_places(book))
        task.done.connect(self._show_places)
        task.failed.connect(self._show_search_problem)
        task.start()

    def chosen_row(self) -> PlaceRow | None:
        """The row one is on."""
        row: PlaceRow | None = self.model.row_at(self.table.currentIndex())
        return row

    def go_to_place(self) -> None:
        """Close, and go to the field of the place one is on; another year is brought into view first."""
        row = self.chosen_row()
        if row is None:
            return
        session = self.workspace.session
        year = row.place.assessment or session.current_id
        if year != session.current_id and not self.workspace.show_year(year):
            return
        self._leave_for_place(place_of_field(session.current, row.place))

    def settle_place(self) -> None:
        """Keep that the place one is on is fine, or that it is to be looked at again; then go on to the next."""
        row = self.chosen_row()
        if row is None:
            return
        at = self.table.currentIndex().row()
        self.workspace.settings.settle_place(row.place.key, not row.fine)
        kept.save_settings(self.workspace.settings)
        self._list_places()
        self._choose_row(at)

    def _leave_for_place(self, place: str) -> None:
        self.accept()
        self.workspace.go(place)

    def _show_places(self, places: Sequence[Place]) -> None:
        session = self.workspace.session
        current = session.current_id
        # The year in view comes first: it is the one that is about to be published.
        self.places = tuple(sorted(places, key=lambda place: place.assessment not in (None, current)))
        self._list_places()
        self._choose_row(0)
        if self.model.shown_ids:
            self.table.setFocus()

    def _list_places(self) -> None:
        """List what is to be looked at, and what was found fine where that is wanted."""
        session, wanted = self.workspace.session, self.all.isChecked()
        years = [session.load_assessment(record.id) for record in session.assessments]
        every = build_place_rows(self.places, years, self.workspace.settings.settled)
        fine = sum(row.fine for row in every)
        columns = COLUMNS if wanted else WITHOUT_DECIDED
        self.model.show_rows((row for row in every if wanted or not row.fine), columns)
        self.table.lay_out_columns(columns)
        self.said.show_message(
            describe_place_counts(len(every) - fine, fine), "warning" if fine < len(every) else "good"
        )
        self._some_fine = bool(fine)
        self.all.setVisible(self._some_fine and self.tabs.currentIndex() == 0)
        for part in (self.table, self.detail):
            part.setVisible(bool(self.model.shown_ids))

    def _show_settled_too(self) -> None:
        self._list_places()
        self._choose_row(0)

    def _choose_row(self, at: int) -> None:
        shown = self.model.shown_ids
        self.table.choose_row(shown[min(at, len(shown) - 1)] if shown else None)
        self._show_chosen_place()

    def _show_chosen_place(self) -> None:
        row = self.chosen_row()
        for button in (self.go, self.fine):
            button.setEnabled(row is not None)
        if row is None:
            return
        place = row.place
        self.where.setText(f"{place.described_place}: looks like {place.found.kind}")
        self.words.show_html(
            lambda: f"<p>{in_html(place.before)}<b>{in_html(place.found.text)}</b>{in_html(place.after)}</p>"
        )
        self.fine.setText("Ask again" if row.fine else "It is fine")
        for button in (self.go, self.fine):
            button.setAccessibleName(f"{button.text()}: {place.described_place}")

    def _show_search_problem(self, sentence: str) -> None:
        self.said.show_message(sentence, "error")

    def _lay_out_places(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addWidget(self.fine)
        buttons.addStretch(1)
        inner = self.detail.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addLayout(buttons)
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addStretch(1)
        self.close_button = make_secondary_button("Close", self.reject)
        foot.addWidget(self.close_button)
        own = QWidget()
        column = QVBoxLayout(own)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        for words in (make_text(ABOUT), make_quiet_label(DECIDE)):
            column.addWidget(words)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addStretch(0)
        parts = QStackedWidget()
        for name, part in (("In the workbook", own), ("In files of the evidence", self.files)):
            self.tabs.addTab(name)
            parts.addWidget(make_scroll_area(part))
        self.tabs.setAccessibleName("Where to look")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self._widen_tabs()
        self.tabs.currentChanged.connect(parts.setCurrentIndex)
        self.tabs.currentChanged.connect(lambda at: self.all.setVisible(at == 0 and self._some_fine))
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        page.addWidget(make_title("Check for personal data"))
        page.addWidget(self.tabs)
        page.addWidget(parts, 1)
        page.addLayout(foot)
        self.all.hide()
        for part in (self.table, self.detail):
            part.hide()

    def _widen_tabs(self) -> None:
        """Give the tabs room for the heavier letters of the one that is chosen; Qt measures them all as light ones."""
        heavy = QFont(self.font())
        heavy.setPixelSize(theme.px(14))
        heavy.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(heavy)
        wide = max(metrics.horizontalAdvance(self.tabs.tabText(at)) for at in range(self.tabs.count())) + 4
        self.tabs.setStyleSheet(f"QTabBar::tab {{ min-width: {wide}px; }}")
        self.tabs.setMinimumHeight(metrics.height() + 24)
