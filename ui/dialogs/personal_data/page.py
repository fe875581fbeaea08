"""The dialog: the places in the workbook and in its files, the words around one, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from selfassess.domain.publishing.personal_data_places import NAMES, Place
from selfassess.services.workbook import settings as kept
from ui.bridge.disclosure import search
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.personal_data.files import FilesPart
from ui.dialogs.personal_data.model import COLUMNS, WITHOUT_DECIDED, PlaceRow, rows, told, way_to
from ui.widgets import theme
from ui.widgets.look import Banner, card, label, quiet, scrolling, secondary, text, title
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
        theme.dress(self)
        self.workspace = workspace
        self.setWindowTitle("Check for personal data")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(860), WIDEST), min(theme.px(680), HIGHEST))
        self.places: tuple[Place, ...] = ()
        self._some_fine = False
        self.said = Banner(LOOKING, "info", dismissible=False)
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: f"{row.place.where} {row.statement}",
            natural=lambda row: int(row.id),
            parent=self,
        )
        self.table = Table(self.model, "Places that look like personal data")
        self.table.setMinimumHeight(theme.px(120))
        self.all = QCheckBox("Show also what was found fine")
        self.where = label("", "strong")
        self.words = Sheet("The words around it")
        self.go = secondary("Go to", self.go_to)
        self.fine = secondary("It is fine", self.settle)
        self.detail = card(self.where, self.words)
        self.files = FilesPart(workspace)
        self.files.left.connect(self._leave)
        self.tabs = QTabBar()
        self._lay_out()
        self.table.chosen.connect(lambda _: self._show_chosen())
        self.table.opened.connect(lambda _: self.go_to())
        self.all.toggled.connect(self._show_all)
        self.look()

    @property
    def task(self) -> Task | None:  # type: ignore[override]
        """The search of files, while it runs; that of the workbook is over at once."""
        return self.files.task

    def say_stopping(self) -> None:
        self.files.cancel()

    def look(self) -> None:
        """Search the workbook as it is now, on a worker."""
        task = search(self.workspace)
        task.done.connect(self._show_places)
        task.failed.connect(self._say_problem)
        task.start()

    def chosen(self) -> PlaceRow | None:
        """The row one is on."""
        row: PlaceRow | None = self.model.at(self.table.currentIndex())
        return row

    def go_to(self) -> None:
        """Close, and go to the field of the place one is on; another year is brought into view first."""
        row = self.chosen()
        if row is None:
            return
        session = self.workspace.session
        year = row.place.assessment or session.current_id
        if year != session.current_id and not self.workspace.open_year(year):
            return
        self._leave(way_to(session.current, row.place))

    def settle(self) -> None:
        """Keep that the place one is on is fine, or that it is to be looked at again; then go on to the next."""
        row = self.chosen()
        if row is None:
            return
        at = self.table.currentIndex().row()
        self.workspace.settings.settle(row.place.key, not row.fine)
        kept.save(self.workspace.settings)
        self._list()
        self._choose(at)

    def _leave(self, place: str) -> None:
        self.accept()
        self.workspace.go(place)

    def _show_places(self, places: Sequence[Place]) -> None:
        session = self.workspace.session
        current = session.current_id
        # The year in view comes first: it is the one that is about to be published.
        self.places = tuple(sorted(places, key=lambda place: place.assessment not in (None, current)))
        self._list()
        self._choose(0)
        if self.model.shown:
            self.table.setFocus()

    def _list(self) -> None:
        """List what is to be looked at, and what was found fine where that is wanted."""
        session, wanted = self.workspace.session, self.all.isChecked()
        years = [session.assessment(record.id) for record in session.assessments]
        every = rows(self.places, years, self.workspace.settings.settled)
        fine = sum(row.fine for row in every)
        columns = COLUMNS if wanted else WITHOUT_DECIDED
        self.model.show((row for row in every if wanted or not row.fine), columns)
        self.table.lay_out(columns)
        self.said.say(told(len(every) - fine, fine), "warning" if fine < len(every) else "good")
        self._some_fine = bool(fine)
        self.all.setVisible(self._some_fine and self.tabs.currentIndex() == 0)
        for part in (self.table, self.detail):
            part.setVisible(bool(self.model.shown))

    def _show_all(self) -> None:
        self._list()
        self._choose(0)

    def _choose(self, at: int) -> None:
        shown = self.model.shown
        self.table.choose(shown[min(at, len(shown) - 1)] if shown else None)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        for button in (self.go, self.fine):
            button.setEnabled(row is not None)
        if row is None:
            return
        place = row.place
        self.where.setText(f"{place.where}: looks like {place.found.kind}")
        self.words.show_html(
            lambda: f"<p>{in_html(place.before)}<b>{in_html(place.found.text)}</b>{in_html(place.after)}</p>"
        )
        self.fine.setText("Ask again" if row.fine else "It is fine")
        for button in (self.go, self.fine):
            button.setAccessibleName(f"{button.text()}: {place.where}")

    def _say_problem(self, sentence: str) -> None:
        self.said.say(sentence, "error")

    def _lay_out(self) -> None:
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
        self.close_button = secondary("Close", self.reject)
        foot.addWidget(self.close_button)
        own = QWidget()
        column = QVBoxLayout(own)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        for words in (text(ABOUT), quiet(DECIDE)):
            column.addWidget(words)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addStretch(0)
        parts = QStackedWidget()
        for name, part in (("In the workbook", own), ("In files of the evidence", self.files)):
            self.tabs.addTab(name)
            parts.addWidget(scrolling(part))
        self.tabs.setAccessibleName("Where to look")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self._make_room()
        self.tabs.currentChanged.connect(parts.setCurrentIndex)
        self.tabs.currentChanged.connect(lambda at: self.all.setVisible(at == 0 and self._some_fine))
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        page.addWidget(title("Check for personal data"))
        page.addWidget(self.tabs)
        page.addWidget(parts, 1)
        page.addLayout(foot)
        self.all.hide()
        for part in (self.table, self.detail):
            part.hide()

    def _make_room(self) -> None:
        """Give the tabs room for the heavier letters of the one that is chosen; Qt measures them all as light ones."""
        heavy = QFont(self.font())
        heavy.setPixelSize(theme.px(14))
        heavy.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(heavy)
        wide = max(metrics.horizontalAdvance(self.tabs.tabText(at)) for at in range(self.tabs.count())) + 4
        self.tabs.setStyleSheet(f"QTabBar::tab {{ min-width: {wide}px; }}")
        self.tabs.setMinimumHeight(metrics.height() + 24)
