"""The improvement plan in the window: board, time line, list, filters, updates and milestones in a line, the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.improvement_plan.rag import Rag
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.services.years import carry_forward
from ui.bridge.workspace import Workspace
from ui.dialogs.progress_report.page import ProgressReportDialog
from ui.pages.improvement_plan.model import list_places, summarise
from ui.pages.improvement_plan.page import VIEWS, ImprovementPlanPage
from ui.pages.improvement_plan.timeline import MONTH, MonthCell, Timeline
from ui.shell.navigation import REGISTERS
from ui.shell.pages import PAGES

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(example: Workspace, qtbot: QtBot) -> ImprovementPlanPage:
    made = ImprovementPlanPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    for each in (made.listed, made.timeline.plan, *(cards.cards for cards in made.by_status.lists)):
        QAbstractItemModelTester(each, STRICT, each)
    made.show_place("")
    return made


def record(page: ImprovementPlanPage, id: str) -> Record:
    return page.workspace.session.current.by_id[id]


def add(page: ImprovementPlanPage, title: str, **values: object) -> str:
    id = f"id of {title}"
    assert page.workspace.run(AddRecord("action", id, {"title": title, **values}))
    page.refresh()
    return id


def column_of(page: ImprovementPlanPage, id: str) -> int:
    return next(at for at, cards in enumerate(page.by_status.lists) if id in {row.id for row in cards.cards.rows})


def test_the_page_is_in_the_navigation_and_shows_every_action_by_status(page: ImprovementPlanPage) -> None:
    assert PAGES["improvement_plan"][1] == ImprovementPlanPage.__name__
    assert ("Improvement plan", "improvement_plan") in REGISTERS
    actions = page.workspace.session.current.records_of("action")
    assert sum(len(cards.cards.rows) for cards in page.by_status.lists) == len(actions) == len(page.rows)
    assert page.summary.text().startswith(f"{len(actions)} actions: ")
    assert "late" in summarise(page.rows)


def test_a_card_is_moved_by_keyboard_and_by_mouse_and_undone(page: ImprovementPlanPage, qtbot: QtBot) -> None:
    id = add(page, "Train managers", status="not_started", due_on="2025-12-01")
    page.by_status.choose(id, focus=True)
    qtbot.keyClick(page.by_status.lists[0], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert (record(page, id)["status"], column_of(page, id)) == ("in_progress", 1)
    qtbot.waitUntil(lambda: page.by_status.lists[1].hasFocus(), timeout=5000)
    qtbot.keyClick(page.by_status.lists[1], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert (record(page, id)["status"], record(page, id)["completed_on"]) == ("complete", page.workspace.today())
    target = page.by_status.lists[0]
    card = page.by_status.lists[2].cards
    data = card.mimeData([card.index([row.id for row in card.rows].index(id))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    target.dropEvent(QDropEvent(QPointF(QPoint(5, 5)), copy, data, Qt.MouseButton.LeftButton, none))
    assert (record(page, id)["status"], record(page, id)["completed_on"]) == ("not_started", None)
    page.workspace.undo_last_step()
    assert (record(page, id)["status"], record(page, id)["completed_on"]) == ("complete", page.workspace.today())


def test_columns_that_would_be_too_narrow_stand_on_two_lines_and_nothing_is_cut(page: ImprovementPlanPage) -> None:
    board = page.by_standing
    for number in range(5):
        rows = [[row] if at <= number else [] for at, row in enumerate(page.rows[:1] * len(board.columns))]
        board.show_rows(rows)
        board.hide_empty_columns()
        shown = [held for held in board.holders if not held.isHidden()]
        assert len(shown) == number + 1
        places = [board._grid.getItemPosition(board._grid.indexOf(held))[:2] for held in shown]  # type: ignore[index]
        beside = number + 1 if number < 4 else 3
        assert places == [(at // beside, at % beside) for at in range(number + 1)]


def test_filters_keep_what_is_of_a_theme_statement_owner_or_origin(page: ImprovementPlanPage) -> None:
    general = add(page, "Whole", origin="complaint", owner="Head of Quality")
    themed = add(page, "Themed", theme="leadership")
    stated = add(page, "Stated", quality_statement="learning")

    def shown(place: str = "", owner: str = "", origin: str = "") -> set[str]:
        for box, key in ((page.statement, place), (page.owner, owner), (page.origin, origin)):
            box.setCurrentIndex(box.findData(key))
            box.activated.emit(box.currentIndex())
        return {row.id for cards in page.by_status.lists for row in cards.cards.rows} & {general, themed, stated}

    assert shown() == {general, themed, stated}
    assert shown("general") == {general}
    assert shown("theme:leadership") == {themed, stated}
    assert shown("statement:learning") == {stated}
    assert shown(owner="Head of Quality", origin="complaint") == {general}
    assert shown("statement:learning", origin="complaint") == set()
    assert page.empty.isVisible()
    assert len(list_places(page.workspace.session.current)) == 15


def test_a_new_action_is_made_in_a_line_and_belongs_where_the_filter_is(page: ImprovementPlanPage) -> None:
    page.statement.setCurrentIndex(page.statement.findData("theme:leadership"))
    page.adding.line.setText("Write to families")
    assert page.adding.flush()
    made = next(r for r in page.workspace.session.current.records_of("action") if r["title"] == "Write to families")
    assert (made["theme"], made["quality_statement"]) == ("leadership", None)
    assert page.detail.row is not None
    assert page.detail.row.id == made.id
    assert page.detail.row.rag is Rag.NO_DATE


def test_an_update_and_a_milestone_are_added_in_one_line_each(page: ImprovementPlanPage) -> None:
    id = add(page, "Hire", status="not_started", due_on="2025-12-01")
    page.show_place(id)
    page.detail.updates.line.line.setText("The advert is out")
    page.detail.updates.status.setCurrentIndex(page.detail.updates.status.findData("in_progress"))
    assert page.detail.updates.line.flush()
    year = page.workspace.session.current
    (update,) = (each for each in year.records_of("update") if each["about"] == id)
    assert (update["text"], update["status"], update["dated_on"]) == (
        "The advert is out", "in_progress", page.workspace.today(),
    )  # fmt: skip
    assert year.by_id[id]["status"] == "in_progress"
    page.detail.milestones.line.line.setText("Interviews held, 1 February 2025")
    assert page.detail.milestones.line.flush()
    page.refresh()
    assert page.detail.row is not None
    (milestone,) = page.detail.row.milestones
    assert (milestone["title"], milestone["due_on"]) == ("Interviews held", "2025-02-01")
    assert page.detail.row.rag is Rag.AT_RISK
    assert "Interviews held" in page.detail.standing.text()
    page.workspace.undo_last_step()
    page.workspace.undo_last_step()
    year = page.workspace.session.current
    assert (year.by_id[id]["status"], [e for e in year.records_of("update") if e["about"] == id]) == ("not_started", [])


def test_the_time_line_marks_months_bars_and_milestones(page: ImprovementPlanPage) -> None:
    id = add(page, "Hire", starts_on="2025-01-10", due_on="2025-04-20", status="in_progress")
    for title, due, done in (("Advert", "2025-02-01", "2025-02-03"), ("Late", "2025-02-10", None)):
        values = {"action": id, "title": title, "due_on": due, "done_on": done}
        assert page.workspace.run(AddRecord("milestone", title, values))
    page.refresh()
    page.show_place(f"timeline/{id}")
    plan = page.timeline.plan
    at = next(line for line in range(plan.rowCount()) if (row := plan.row_at(line)) is not None and row.id == id)
    assert plan.headerData(0, Qt.Orientation.Vertical) == "Assessing needs"

    def cell(month: str) -> MonthCell:
        found = plan.index(at, plan.months.index(month)).data(MONTH)
        assert isinstance(found, MonthCell)
        return found

    assert cell("2025-03").bar == (0.0, 1.0)
    assert cell("2025-05").bar is None
    assert [kind for _, kind in cell("2025-02").milestones] == ["reached", "missed"]
    assert cell("2025-02").today is not None
    assert "due 20 April 2025" in cell("2025-04").said
    assert isinstance(page.views.currentWidget(), Timeline)
    assert page.timeline.current_id() == id


def test_a_view_is_made_when_it_is_first_shown(example: Workspace, qtbot: QtBot) -> None:
    made = ImprovementPlanPage(example)
    qtbot.addWidget(made)
    made.show_place("")
    assert made.views.count() == 1
    for key, _ in VIEWS:
        made.show_place(key)
        assert made.views.currentWidget() is not None
    made.show_place("status")
    assert made.views.count() == len(VIEWS)


@pytest.mark.parametrize("view", [key for key, _ in VIEWS])
def test_one_stays_on_an_action_in_every_view(page: ImprovementPlanPage, view: str) -> None:
    id = page.rows[3].id
    page.show_place(f"{view}/{id}")
    assert page.view == view
    assert page.detail.row is not None
    assert page.detail.row.id == id
    page.workspace.run(SetField(id, "title", "Called otherwise"))
    page.refresh()
    assert page.detail.heading.text() == "Called otherwise"


def test_updates_of_the_year_before_are_reached_from_what_was_carried(page: ImprovementPlanPage) -> None:
    session = page.workspace.session
    id = add(page, "Hire", status="in_progress")
    assert page.workspace.run(AddRecord("update", "u", {"about": id, "text": "Asked", "dated_on": "2025-01-05"}))
    made = carry_forward.plan_carry_forward(session, session.current.label, "2025-26", "2025-02-17")
    carry_forward.carry_forward_year(session, made)
    page.workspace.show_year(made.assessment.id)
    page.refresh()
    fresh = next(row for row in page.rows if row.action["carried_from"] == id)
    page.show_place(fresh.id)
    shown = page.detail.updates.rows
    assert shown.count() == 1


def test_the_report_is_written_from_the_window(
    example: Workspace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = ProgressReportDialog(example)
    qtbot.addWidget(dialog)
    dialog.since.setText("some day")
    dialog.ask_where_to_write()
    assert "some day" in dialog.said.message_text
    out = tmp_path / "report.html"
    monkeypatch.setattr("ui.widgets.dialogs.ask_save_path", lambda *given: given[-1](out))
    dialog.since.setText("1 December 2024")
    dialog.format.setCurrentIndex(dialog.format.findData("html"))
    dialog.ask_where_to_write()
    qtbot.waitUntil(lambda: dialog.task is None and dialog.made is not None, timeout=60_000)
    assert "Since 1 December 2024" in out.read_text(encoding="utf-8")
