"""The head of the return: how far it is, the days CQC set, and how far each theme and each owner is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.information_return import progress
from selfassess.domain.information_return.progress import Deadline, ItemState, Share
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import british_date
from ui.bridge.workspace import Workspace
from ui.widgets import theme
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.look import make_card, make_heading, make_label, make_link_button, make_quiet_label, make_title
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
        self.progress = make_label("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Items that are ready")
        self.days = make_label("")
        self.change = make_link_button("Change the dates", self.toggle_dates)
        self.dates: QFrame | None = None
        self._lay_out_return_head(words)

    def show_return_progress(self, year: Assessment, states: tuple[ItemState, ...]) -> None:
        """Say how far the return is and how long there is."""
        made = progress.count_progress(states)
        self.progress.setText(made.progress_summary)
        self.bar.setRange(0, max(made.wanted_count, 1))
        self.bar.setValue(made.ready)
        self.bar.setAccessibleDescription(made.progress_summary)
        asked = year.record.text_of("requested_on")
        said = [f"Requested on {british_date(asked)}"] if asked else []
        deadlines = progress.find_deadlines(year, self.workspace.today())
        said += [
            f"{each.label} {each.day_and_time_left}" if each.at else f"{each.label}: {each.day_and_time_left}"
            for each in deadlines
        ]
        pressing = any(_is_deadline_close(each) for each in deadlines)
        sign = "!  " if pressing else ""
        self.days.setText(f"{sign}{'  ·  '.join(said)}")
        self.change.setVisible(not self.workspace.read_only)

    def toggle_dates(self) -> None:
        """Show or hide the fields of the dates; they are made when they are asked for first."""
        if self.dates is None:
            columns = 3 if self.width() > theme.px(700) else 1
            form = RecordForm(self.workspace, "assessment", DATES, columns)
            self.dates = make_card(make_heading("Dates of the return"), form)
            self.dates.hide()
            self._column.addWidget(self.dates)
            form.show_form_of(self.workspace.session.current.id)
            self._form = form
        self.dates.setVisible(self.dates.isHidden())
        date_words = "Change the dates" if self.dates.isHidden() else "Hide the dates"
        self.change.setText(date_words)

    def show_return_dates(self) -> None:
        """Have the fields of the dates show the year in view."""
        if self.dates is not None:
            self._form.show_form_of(self.workspace.session.current.id)

    def _lay_out_return_head(self, words: str) -> None:
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
        top.addWidget(make_title(words))
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


def _is_deadline_close(deadline: Deadline) -> bool:
    if deadline.days is None:
        return False
    return deadline.days <= SOON and not deadline.done


class _ShareRow:
    """A row of the tables of progress."""

    def __init__(self, share: Share, place: int) -> None:
        self.id = f"{place} {share.key}"
        self.share = share
        self.place = place


_COLUMNS = (
    Column(label="", words=lambda row: row.share.name, share=2, width=18),
    Column(
        label="Ready",
        words=lambda row: f"{row.share.progress.ready} of {row.share.progress.wanted_count}",
        order=lambda row: row.share.progress.wanted_count - row.share.progress.ready,
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
        self.themes, self._themes = self._build_share_table("Theme")
        self.owners, self._owners = self._build_share_table("Owner")
        line = QHBoxLayout()
        line.setSpacing(16)
        for table in (self.themes, self.owners):
            line.addWidget(table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(make_quiet_label("Choose a theme or an owner to see only their items."))
        column.addLayout(line)
        self.themes.chosen.connect(lambda id: self.theme.emit(id.partition(" ")[2]))
        self.owners.chosen.connect(lambda id: self.owner.emit(id.partition(" ")[2]))

    def show_shares(self, year: Assessment, states: tuple[ItemState, ...]) -> None:
        """Show how far they are now."""
        themes = progress.share_by_theme(year, states)
        owners = progress.share_by_owner(states)
        for model, table, shares in ((self._themes, self.themes, themes), (self._owners, self.owners, owners)):
            here = table.current_row_id()
            table.blockSignals(True)
            model.show_rows(_ShareRow(share, place) for place, share in enumerate(shares))
            table.choose_row(here)
            table.blockSignals(False)

    def _build_share_table(self, what: str) -> tuple[Table, RowsModel]:
        columns = (Column(label=what, words=_COLUMNS[0].words, share=2, width=18), *_COLUMNS[1:])
        model = RowsModel(
            columns,
            search=lambda row: row.share.name,
            natural=lambda row: row.place,
            colour=theme.colour,
            parent=self,
        )
        table = Table(model, f"Progress by {what.lower()}")
        table.lay_out_columns(columns)
        table.setFixedHeight(theme.px(_TALL))
        return table, model
