"""The page: filters above a board, a time line or a list of the actions, and the action one is on beside it."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from selfassess.domain.improvement_plan.edits import give_status
from selfassess.domain.improvement_plan.rag import RULE
from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.new_year import new_id
from ui.bridge.workspace import Workspace
from ui.pages.improvement_plan import model
from ui.pages.improvement_plan.board import Board
from ui.pages.improvement_plan.detail import PlanDetail
from ui.pages.improvement_plan.timeline import Timeline
from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.flow import Flow, lay_head
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.tables import ListAndDetail, RowsModel, Table

VIEWS = (("status", "By status"), ("standing", "By where they stand"), ("timeline", "Time line"), ("list", "List"))
SHOWN = ("action", "milestone", "update", "assessment")
FILTERS = (("Statement", 22), ("Owner", 12), ("Comes from", 18))
"""What is filtered by, and for how many letters there is room: the first words of each fit."""
NARROW = 880
LOWEST = 300
"""Dots: what the plan and what stands beside it take at least in height."""
WAIT_MS = 150
PlanView = Board | Timeline | Table
V = TypeVar("V", Board, Timeline, Table)
EMPTY = "No action is shown. Add one in the line above, or choose other filters."


class ImprovementPlanPage(QWidget):
    """The actions of the year in view as a plan."""

    title = "Improvement plan"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.rows: tuple[model.PlanRow, ...] = ()
        self.summary = look.make_quiet_label("")
        self.empty = look.make_quiet_label(EMPTY)
        self.report = look.make_secondary_button("Progress report…", lambda: workspace.go("progress_report"))
        self.statement, self.owner, self.origin = (_make_filter(*each) for each in FILTERS)
        self.adding = NewRecordLine(workspace, "Add an action, in one line", self._add_action)
        self.listed = RowsModel(
            model.LIST_COLUMNS, search=model.text_to_search, natural=lambda row: (row.at, row.action.position),
            colour=theme.colour, parent=self,
        )  # fmt: skip
        self.detail = PlanDetail(workspace)
        self.views = QStackedWidget()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("How the plan is shown")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setDrawBase(False)
        for _, words in VIEWS:
            self.tabs.addTab(words)
        self._later = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._later.timeout.connect(self.refresh)
        self._stale = True
        self._lay_out_plan()
        self._connect_plan()

    @property
    def view(self) -> str:
        """The key of the view that is shown."""
        return VIEWS[self.tabs.currentIndex()][0]

    # A view is made when it is first shown: all four at once, dressed, would stop the window for 60 to 90 ms.

    @cached_property
    def by_status(self) -> Board:
        """The board whose cards are moved from status to status."""
        made = self._add_view(Board(model.STATUSES, movable=not self.workspace.read_only))
        made.asked.connect(self.move_action)
        return made

    @cached_property
    def by_standing(self) -> Board:
        """The board of where actions stand."""
        return self._add_view(Board(model.STANDINGS, movable=False))

    @cached_property
    def timeline(self) -> Timeline:
        """The time line with milestones."""
        return self._add_view(Timeline())

    @cached_property
    def table(self) -> Table:
        """The list."""
        made = self._add_view(Table(self.listed, "Actions of the plan"))
        made.lay_out_columns(model.LIST_COLUMNS)
        return made

    def show_place(self, rest: str) -> None:
        """Show the plan, one of its views ("timeline"), and an action where one is named ("list/<id>")."""
        view, _, id = rest.partition("/")
        keys = [key for key, _ in VIEWS]
        if view in keys:
            self.show_view(view)
        elif view:
            id = view
        if self._stale:
            self.refresh()
        if id:
            self._choose(id)

    def show_view(self, key: str) -> None:
        """Show a view; one stays on the action one is on."""
        self.tabs.setCurrentIndex([each for each, _ in VIEWS].index(key))
        self.views.setCurrentWidget(self._view_in_sight)
        here = self.detail.row.id if self.detail.row is not None else ""
        self._show_rows()
        self._mark(here)

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._later.stop()
        self._stale = False
        year = self.workspace.session.current
        self.rows = model.build_plan_rows(year, self.workspace.today())
        for box, offered in (
            (self.statement, model.list_places(year)),
            (self.owner, model.list_owners(self.rows)),
            (self.origin, model.list_origins()),
        ):
            _offer(box, offered)
        self._show_rows()
        here = self.detail.row
        self.detail.show_row(next((row for row in self.rows if here is not None and row.id == here.id), None))
        self._make_room_for_detail()

    def move_action(self, id: str, status: str) -> None:
        """Give an action another status, as its card was moved; the card keeps the keyboard."""
        row = next((each for each in self.rows if each.id == id), None)
        if row is None or row.status == status or not self.workspace.flush():
            return
        if self.workspace.run(give_status(row.action, status, self.workspace.today())):
            self.refresh()
            self.by_status.choose(id, focus=True)
            announce(self, f"{row.title}: {dict(model.STATUSES)[status]}.")

    @property
    def _view_in_sight(self) -> PlanView:
        """The widget of the view that is shown."""
        match self.view:
            case "status":
                return self.by_status
            case "standing":
                return self.by_standing
            case "timeline":
                return self.timeline
            case _:
                return self.table

    def _add_view(self, made: V) -> V:
        """Put a view in its place, and hear what is chosen in it."""
        self.views.addWidget(made)
        made.chosen.connect(self._show_detail)
        made.opened.connect(self._go_beside)
        return made

    def _shown_rows(self) -> tuple[model.PlanRow, ...]:
        keeps = model.build_filter(*(str(box.currentData() or "") for box in (self.statement, self.owner, self.origin)))
        return tuple(row for row in self.rows if keeps(row))

    def _show_rows(self) -> None:
        rows = self._shown_rows()
        self.summary.setText(model.summarise(rows))
        look.show_if(self.empty, not rows)
        look.show_if(self.views, bool(rows))
        if self.view == "status":
            self.by_status.show_rows([[row for row in rows if row.status == key] for key, _ in model.STATUSES])
        elif self.view == "standing":
            self.by_standing.show_rows([[row for row in rows if row.rag == key] for key, _ in model.STANDINGS])
            self.by_standing.hide_empty_columns()
        elif self.view == "timeline":
            self.timeline.show_rows(rows, self.workspace.today())
        else:
            here = self.table.current_row_id()
            self.listed.show_rows(rows)
            self.table.choose_row(here)

    def _choose(self, id: str) -> None:
        self._mark(id)
        self._show_detail(id)

    def _mark(self, id: str) -> None:
        """Go to an action in the view that is shown."""
        if not id:
            return
        view = self._view_in_sight
        if isinstance(view, Table):
            view.choose_row(id)
        else:
            view.choose(id)

    def _show_detail(self, id: str) -> None:
        row = next((each for each in self.rows if each.id == id), None)
        here = self.detail.row
        if not self.detail.show_row(row) and here is not None:
            self._mark(here.id)
        self._make_room_for_detail()

    def _make_room_for_detail(self) -> None:
        """Have the plan take the whole width until one is on an action."""
        look.show_if(self.detail, self.detail.row is not None)

    def _go_beside(self, id: str) -> None:
        """Bring the keyboard to what stands beside the plan."""
        self._show_detail(id)
        target = self.detail.updates.line if not self.workspace.read_only else self.detail.open
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_action(self, title: str) -> str:
        id = new_id()
        values = {"title": title, **model.values_for_new(str(self.statement.currentData() or ""))}
        if not self.workspace.run(AddRecord("action", id, values)):
            return ""
        self.refresh()
        self._choose(id)
        announce(self, f"Action {title} added.")
        return id

    def _on_plan_step(self, step: StepTaken) -> None:
        if step.touches_kind(*SHOWN):
            self._look_again()

    def _look_again(self, _: object = None) -> None:
        self._stale = True
        if self.isVisible():
            self._later.start()

    def _connect_plan(self) -> None:
        for box in (self.statement, self.owner, self.origin):
            box.activated.connect(lambda _: self._show_rows())
        self.tabs.currentChanged.connect(lambda at: self.show_view(VIEWS[at][0]))
        self.workspace.step_taken.connect(self._on_plan_step)
        self.workspace.year_opened.connect(self._look_again)

    def _lay_out_plan(self) -> None:
        above = Flow()
        above.add_part(self.tabs)
        for box in (self.statement, self.owner, self.origin):
            above.add_part(box)
        self.views.setCurrentWidget(self._view_in_sight)
        left = QWidget()
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.views, 1)
        below.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        self.summary.setToolTip("\n".join(RULE))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(28, 16, 28, 16)
        column.setSpacing(8)
        column.addLayout(lay_head(look.make_title(self.title), self.report))
        column.addWidget(above)
        column.addWidget(self.adding)
        column.addWidget(self.summary)
        split = ListAndDetail(left, self.detail, lambda width: width < theme.px(NARROW), (2, 1))
        self.detail.hide()
        split.setMinimumHeight(theme.px(LOWEST))  # with large text the whole page scrolls
        column.addWidget(split, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(look.make_scroll_area(body))


def _make_filter(name: str, letters: int) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setMinimumContentsLength(letters)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _offer(box: QComboBox, offered: list[tuple[str, str]]) -> None:
    """Offer these; the one that was chosen stays where it is still there."""
    if [(box.itemData(at), box.itemText(at)) for at in range(box.count())] == [(k, w) for k, w in offered]:
        return
    chosen = box.currentData()
    box.clear()
    for key, words in offered:
        box.addItem(words, key)
    box.setCurrentIndex(max(box.findData(chosen), 0))
