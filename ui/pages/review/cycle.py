"""Two parts of the page that go round with the year: what partners think of it, and what a refresh asks to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.record import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import british_date, count_noun
from selfassess.domain.years.refresh import Point, list_open_points
from selfassess.services.workbook.places import place_of_record
from selfassess.services.years import refresh as refreshing
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme
from ui.widgets.flow import Flow
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.forms.record_list import Card, RecordList
from ui.widgets.tables import Column, RowsModel, Table

VIEWS = (
    "What the lead member and partners think of this self-assessment: the safeguarding adults board, Healthwatch, NHS "
    "partners. By role and in their own words. No document shows it."
)
REFRESH = (
    "Twice a year a refresh lists what to look at again: texts that nobody has changed for six months, measures of "
    "which a newer period may be out, actions and risks that have passed their day. Nothing is copied or changed."
)
NONE_OPEN = "Nothing waits to be looked at again."


class ViewsPart(QWidget):
    """The views of the lead member and partners, each a card with its form."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.new = NewRecordLine(
            workspace, "Add a view: on behalf of whom, such as the safeguarding adults board", self._add_view
        )
        fields = list(CATALOGUE["partner_view"].by_key)
        self.list = RecordList(workspace, "partner_view", fields)
        self.list.beginning = self.new.line
        self.new.added.connect(lambda id: self.list.open_record(id, "body"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(look.make_quiet_label(VIEWS))
        column.addWidget(self.list)
        column.addWidget(self.new)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show the views as they are now."""
        year = self.workspace.session.current
        names = Names(year)
        self.list.show_record_cards([build_view_card(names, each) for each in year.records_of("partner_view")])

    def _add_view(self, behalf: str) -> str:
        id = new_id()
        return id if self.workspace.run(AddRecord("partner_view", id, {"on_behalf_of": behalf})) else ""


def build_view_card(names: Names, view: Record) -> Card:
    """A view in a few words."""
    said = [names.format_value(view, key) for key in ("body", "stance", "said_on")]
    details = " ".join(view.text_of("text").split())[:160]
    return Card(view.id, names.name_record(view), details, tuple(filter(None, said)))


def describe_views(year: Assessment) -> str:
    """What the lead member and partners said, in a line where the year is signed."""
    names = Names(year)
    said = []
    for view in year.records_of("partner_view"):
        stance = names.format_value(view, "stance").lower() or "no view written down yet"
        on = f" ({names.format_value(view, 'said_on')})" if view["said_on"] else ""
        said.append(f"{names.name_record(view)}: {stance}{on}")
    if not said:
        return "Neither the lead member nor a partner has given a view yet."
    return f"Lead member and partners: {'; '.join(said)}."


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point of a refresh, with what it is about."""

    id: str
    place: int
    record: Record
    about: str


POINT_COLUMNS = (
    Column(label="What", words=lambda row: row.about, share=2, width=24),
    Column(label="Why", words=lambda row: row.record.text_of("why"), share=2, width=24),
    Column(
        label="Refresh of",
        words=lambda row: british_date(row.record.text_of("begun_on")),
        order=lambda row: row.record.text_of("begun_on"),
        width=17,
        gives_way=1,
    ),
    Column(label="Looked at", words=lambda row: describe_tick(row.record), width=17),
)


def describe_tick(point: Record) -> str:
    """When a point was looked at, and by whom; "Not yet" where nobody did."""
    if point["looked_at_on"] is None:
        return "Not yet"
    by = point.text_of("looked_at_by")
    return f"{british_date(point.text_of('looked_at_on'))}{f', {by}' if by else ''}"


class RefreshPart(QWidget):
    """What a refresh asks to look at again, to be ticked off one by one."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.task: Task | None = None
        self.said = look.make_heading("")
        self.said.setWordWrap(True)
        self.begin = look.make_primary_button("Begin a refresh", self.begin_refresh)
        self.open = look.make_secondary_button("Open it", self.open_point)
        self.tick = look.make_secondary_button("I have looked at it", self.tick_point)
        self.model = RowsModel(
            POINT_COLUMNS, search=lambda row: row.about, natural=lambda row: row.place, colour=theme.colour, parent=self
        )
        self.table = Table(self.model, "To look at again")
        self.table.lay_out_columns(POINT_COLUMNS)
        self.table.setMinimumHeight(theme.px(220))
        self.table.opened.connect(lambda _: self.open_point())
        self.table.chosen.connect(lambda _: self._name_tick())
        acts = Flow()
        for button in (self.begin, self.open, self.tick):
            acts.add_part(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (look.make_quiet_label(REFRESH), self.said, acts):
            column.addWidget(widget)
        column.addWidget(self.table, 3)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show the points as they are now, those that nobody looked at first."""
        year = self.workspace.session.current
        names, chosen = Names(year), self.table.current_row_id()
        points = sorted(year.records_of("refresh_point"), key=lambda p: (p["looked_at_on"] is not None, p.position))
        self.model.show_rows(PointRow(each.id, at, each, names.describe_about(each)) for at, each in enumerate(points))
        self.table.lay_out_columns(POINT_COLUMNS)
        first = points[0].id if points else None
        self.table.choose_row(chosen if chosen in self.model.shown_ids else first)
        left = len(list_open_points(year))
        self.said.setText(f"{count_noun(left, 'point')} to look at again." if left else NONE_OPEN)
        writable = not self.workspace.read_only
        look.show_if(self.begin, writable and not year.by_cqc)
        look.show_if(self.table, bool(points))
        look.show_if(self.open, bool(points))
        look.show_if(self.tick, bool(points) and writable)
        self._name_tick()

    def begin_refresh(self) -> None:
        """Have a worker look for what is to be looked at again, and write it down as one step."""
        if self.task is not None or not self.workspace.flush():
            return
        session, today = self.workspace.session, self.workspace.today()
        path, year = session.path, session.current_id
        self.begin.setEnabled(False)
        self.task = task = Task(lambda *_: refreshing.look_for_points(path, year, today))
        task.done.connect(self._on_points_found)
        task.failed.connect(self._on_looking_failed)
        task.start()

    def open_point(self) -> None:
        """Go to the record that the point one is on is about."""
        point = self._find_point()
        if point is not None:
            year = self.workspace.session.current
            self.workspace.go(place_of_record(year, year.by_id.get(point.text_of("about"))))

    def tick_point(self) -> None:
        """Say that the point one is on was looked at today, or that it is open again."""
        point = self._find_point()
        if point is not None:
            on = self.workspace.today() if point["looked_at_on"] is None else None
            self.workspace.run(refreshing.tick_off(point.id, self.workspace.session.author, on))

    def _on_points_found(self, points: Sequence[Point]) -> None:
        self._end_looking()
        session, today = self.workspace.session, self.workspace.today()
        if not points:
            self.said.setText("Nothing new to look at again.")
            return
        self.workspace.attempt_step(lambda: refreshing.begin_refresh(session, points, today))

    def _on_looking_failed(self, sentence: str) -> None:
        self._end_looking()
        self.said.setText(sentence)

    def _end_looking(self) -> None:
        self.task = None
        self.begin.setEnabled(True)

    def _find_point(self) -> Record | None:
        row = self.model.row_at(self.table.currentIndex())
        return row.record if row is not None else None

    def _name_tick(self) -> None:
        point = self._find_point()
        ticked = point is not None and point["looked_at_on"] is not None
        self.tick.setText("Look at it once more" if ticked else "I have looked at it")
