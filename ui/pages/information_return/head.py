"""The head of the return: how far it is, the days CQC set, and how far each theme and each owner is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.information_return import progress
from selfassess.domain.information_return.progress import Deadline, ItemState, Share
from selfassess.domain.model.fields import british_date
from selfassess.domain.model.workbook import Assessment
from ui.bridge.workspace import Workspace
from ui.widgets import theme
from ui.widgets.forms import RecordForm
from ui.widgets.look import card, heading, label, link_button, quiet, title
from ui.widgets.tables import Column, RowsModel, Table

DATES = ("requested_on", "contacts_due_at", "due_at")
SOON = 7
"""So many days before it is due a date is set apart."""
_TALL = 190
"""The tables of themes and owners take this height (at 100 % text)."""


class Head(QWidget):
    """Title, progress and dates."""

    def __init__(self, workspace: Workspace, words: str) -> None:
        super().__init__()
        self.workspace = workspace
        self.progress = label("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Items that are ready")
        self.days = label("")
        self.change = link_button("Change the dates", self.toggle_dates)
        self.dates: QFrame | None = None
        self._lay_out(words)

    def show_year(self, year: Assessment, states: tuple[ItemState, ...]) -> None:
        """Say how far the return is and how long there is."""
        made = progress.progress(states)
        self.progress.setText(made.words)
        self.bar.setRange(0, max(made.wanted, 1))
        self.bar.setValue(made.ready)
        self.bar.setAccessibleDescription(made.words)
        asked = year.record.text("requested_on")
        said = [f"Requested on {british_date(asked)}"] if asked else []
        deadlines = progress.deadlines(year, self.workspace.today())
        said += [f"{each.label} {each.sentence}" if each.at else f"{each.label}: {each.sentence}" for each in deadlines]
        pressing = any(_presses(each) for each in deadlines)
        self.days.setText(f"{'!  ' if pressing else ''}{'  ·  '.join(said)}")
        self.change.setVisible(not self.workspace.read_only)

    def toggle_dates(self) -> None:
        """Show or hide the fields of the dates; they are made when they are asked for first."""
        if self.dates is None:
            columns = 3 if self.width() > theme.px(700) else 1
            form = RecordForm(self.workspace, "assessment", DATES, columns)
            self.dates = card(heading("Dates of the return"), form)
            self.dates.hide()
            self._column.addWidget(self.dates)
            form.show_record(self.workspace.session.current.id)
            self._form = form
        self.dates.setVisible(self.dates.isHidden())
        self.change.setText("Change the dates" if self.dates.isHidden() else "Hide the dates")

    def show_record(self) -> None:
        """Have the fields of the dates show the year in view."""
        if self.dates is not None:
            self._form.show_record(self.workspace.session.current.id)

    def _lay_out(self, words: str) -> None:
        self.bar.setFixedHeight(theme.px(8))
        self.counted = QWidget()
        box = QVBoxLayout(self.counted)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.progress.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.addWidget(self.progress)
        box.addWidget(self.bar)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(title(words))
        top.addWidget(self.counted, 1)
        self.dated = QWidget()
        line = QHBoxLayout(self.dated)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.days, 1)
        line.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addLayout(top)
        self._column.addWidget(self.dated)


def _presses(deadline: Deadline) -> bool:
    return deadline.days is not None and deadline.days <= SOON and not deadline.done


class _ShareRow:
    """A row of the tables of progress."""

    def __init__(self, share: Share, place: int) -> None:
        self.id, self.share, self.place = f"{place} {share.key}", share, place


_COLUMNS = (
    Column(label="", words=lambda row: row.share.name, share=2, width=18),
    Column(
        label="Ready",
        words=lambda row: f"{row.share.progress.ready} of {row.share.progress.wanted}",
        order=lambda row: row.share.progress.wanted - row.share.progress.ready,
        number=True,
        width=8,
    ),
    Column(
        label="Not started",
        words=lambda row: str(row.share.progress.not_started or ""),
        order=lambda row: row.share.progress.not_started,
        number=True,
        width=10,
        gives_way=1,
    ),
    Column(
        label="Lack something",
        words=lambda row: str(row.share.lacking or ""),
        order=lambda row: row.share.lacking,
        number=True,
        width=13,
        gives_way=2,
    ),
)


class Shares(QFrame):
    """How far each theme and each owner is. ``owner`` and ``theme`` tell which of them is chosen."""

    owner = Signal(str)
    theme = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.themes, self._themes = self._table("Theme")
        self.owners, self._owners = self._table("Owner")
        line = QHBoxLayout()
        line.setSpacing(16)
        for table in (self.themes, self.owners):
            line.addWidget(table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(quiet("Choose a theme or an owner to see only their items."))
        column.addLayout(line)
        self.themes.chosen.connect(lambda id: self.theme.emit(id.partition(" ")[2]))
        self.owners.chosen.connect(lambda id: self.owner.emit(id.partition(" ")[2]))

    def show_year(self, year: Assessment, states: tuple[ItemState, ...]) -> None:
        """Show how far they are now."""
        themes, owners = progress.by_theme(year, states), progress.by_owner(states)
        for model, table, shares in ((self._themes, self.themes, themes), (self._owners, self.owners, owners)):
            here = table.current()
            table.blockSignals(True)
            model.show(_ShareRow(share, place) for place, share in enumerate(shares))
            table.choose(here)
            table.blockSignals(False)

    def _table(self, what: str) -> tuple[Table, RowsModel]:
        columns = (Column(label=what, words=_COLUMNS[0].words, share=2, width=18), *_COLUMNS[1:])
        model = RowsModel(
            columns,
            search=lambda row: row.share.name,
            natural=lambda row: row.place,
            colour=theme.colour,
            parent=self,
        )
        table = Table(model, f"Progress by {what.lower()}")
        table.lay_out(columns)
        table.setFixedHeight(theme.px(_TALL))
        return table, model
