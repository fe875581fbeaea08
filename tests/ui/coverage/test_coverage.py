"""The page of the coverage: what its cells say, where they lead, and that it stays right while one works."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.domain.readiness.coverage import assess_coverage
from ui.bridge.workspace import Workspace
from ui.pages.coverage.model import Chosen, CoverageModel, summarise_coverage
from ui.pages.coverage.page import CoveragePage
from ui.widgets.idle_queue import finish_work

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(workspace: Workspace, qtbot: QtBot, place: str = "") -> CoveragePage:
    page = CoveragePage(workspace)
    qtbot.addWidget(page)
    page.resize(1134, 714)
    page.show()
    page.show_place(place)
    finish_work(page.detail)
    return page


def add(workspace: Workspace, **values: object) -> str:
    id = new_id()
    assert workspace.run(AddRecord("evidence", id, {"title": "Report", "quality_statements": ("equity",), **values}))
    return id


def says(page: CoveragePage, chosen: Chosen) -> str:
    index = page.model.place_of(chosen)
    assert index is not None
    return str(index.data())


def spoken(page: CoveragePage, chosen: Chosen) -> str:
    index = page.model.place_of(chosen)
    assert index is not None
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def words(page: CoveragePage) -> list[str]:
    return [label.text() for label in page.detail.findChildren(QLabel) if label.isVisibleTo(page)]


def button(page: CoveragePage, name: str) -> QPushButton:
    return next(b for b in page.detail.findChildren(QPushButton) if b.accessibleName() == name and not b.isHidden())


def test_each_cell_has_a_sign_a_word_and_a_number(blank_year: Workspace, qtbot: QtBot) -> None:
    add(blank_year, category="people", source="healthwatch")
    page = shown(blank_year, qtbot)
    assert (page.model.rowCount(), page.model.columnCount()) == (9, 5)
    assert says(page, Chosen("equity", "people")) == "◐ Partial\n1 of 6"
    assert says(page, Chosen("equity", "processes")) == "○ Missing\n0 of 3"
    assert spoken(page, Chosen("equity", "people")) == (
        "Equity in experiences and outcomes, People's experience: Partial. "
        "1 of 6 sources have evidence; 1 item of evidence."
    )
    assert page.summary.text().startswith("Of 36 places where evidence is asked for: 0 covered, 1 partial, 35 missing.")


def test_a_statement_opens_to_its_named_sources_and_closes_again(blank_year: Workspace, qtbot: QtBot) -> None:
    add(blank_year, category="people", source="healthwatch")
    page = shown(blank_year, qtbot)
    tester = QAbstractItemModelTester(page.model, STRICT)
    page.grid.choose_place(Chosen("equity"))
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    assert page.model.rowCount() == 9 + 12
    assert says(page, Chosen("equity", "people", "healthwatch")) == "● Healthwatch"
    assert "Principal social worker: Missing, 0 items" in spoken(
        page, Chosen("equity", "staff_and_leaders", "principal-social-worker")
    )
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    assert page.model.rowCount() == 9
    assert page.grid.currentIndex() == page.model.place_of(Chosen("equity"))
    assert tester is not None


def test_the_keyboard_walks_through_the_cells(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    page.grid.setFocus()
    qtbot.waitUntil(lambda: page.chosen is not None)
    qtbot.keyClick(page.grid, Qt.Key.Key_Down)
    qtbot.keyClick(page.grid, Qt.Key.Key_Right)
    assert page.chosen == Chosen("supporting-people", "people")


def test_a_cell_shows_what_is_there_why_it_counts_in_part_and_what_is_missing(
    blank_year: Workspace, qtbot: QtBot
) -> None:
    add(blank_year, title="Survey", category="people", source="healthwatch", strength="weak", as_at="2025-01-31")
    page = shown(blank_year, qtbot, "equity/people")
    said = words(page)
    assert "Survey" in said
    assert "As at 31 January 2025  ·  Marked as weak evidence." in said
    assert said.index("Partial · 1") < said.index("◐  Healthwatch") < said.index("Missing · 5")
    assert "○  Case tracking" in said


def test_an_item_leads_to_it(blank_year: Workspace, qtbot: QtBot) -> None:
    id = add(blank_year, title="Survey", category="people", source="healthwatch")
    page = shown(blank_year, qtbot, "equity/people")
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        button(page, "Go to evidence: Survey").click()
    assert asked.args == [f"register:evidence/{id}"]


def test_a_missing_source_leads_to_adding_evidence_from_it(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot, "equity/people/healthwatch")
    assert page.chosen == Chosen("equity", "people", "healthwatch")
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        button(page, "Add evidence from: Healthwatch").click()
    assert asked.args == ["register:evidence/new?statement=equity&category=people&source=healthwatch"]


def test_more_items_than_are_listed_lead_to_the_register(blank_year: Workspace, qtbot: QtBot) -> None:
    for number in range(10):
        add(blank_year, title=f"Survey {number}", category="people", source="healthwatch")
    page = shown(blank_year, qtbot, "equity/people")
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        button(page, "2 more items of evidence. Go to: Evidence").click()
    place = "register:evidence/?quality_statements=equity&category=people&source=healthwatch"
    assert asked.args == [place]


def test_a_statement_shows_its_categories_and_leads_into_them(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot, "equity")
    assert {"People's experience", "Processes"} <= set(words(page))
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        button(page, "Show the sources of Processes").click()
    assert asked.args == ["coverage/equity/processes"]


def test_only_what_is_missing(blank_year: Workspace, qtbot: QtBot) -> None:
    statement = blank_year.session.current.framework.find_statement("governance")
    assert statement is not None
    for category, uses in statement.evidence.items():
        for use in uses:
            if not use.if_available:
                add(blank_year, category=category, source=use.source, quality_statements=("governance", "equity"))
    page = shown(blank_year, qtbot)
    tester = QAbstractItemModelTester(page.model, STRICT)
    page.model.toggle_sources("equity")
    page.only_missing.setChecked(True)
    assert page.model.place_of(Chosen("governance")) is None
    assert page.model.place_of(Chosen("equity", "people", "healthwatch")) == page.model.place_of(
        Chosen("equity", "people")
    )
    missing = assess_coverage(blank_year.session.current).cells_of_statement("equity")
    lines = max(len(cell.missing_sources) for cell in missing.values())
    assert page.model.rowCount() == 8 + lines
    page.only_missing.setChecked(False)
    assert page.model.place_of(Chosen("governance")) is not None
    assert tester is not None


def test_what_is_added_changed_and_removed_is_followed(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot, "equity/people")
    tester = QAbstractItemModelTester(page.model, STRICT)
    cell = Chosen("equity", "people")
    id = add(blank_year, title="Survey", category="people", source="healthwatch")
    finish_work(page.detail)
    assert says(page, cell) == "◐ Partial\n1 of 6"
    assert "Covered · 1" in words(page)
    blank_year.run(SetField(id, "personal_data", "needs_redaction"))
    finish_work(page.detail)
    assert "Partial · 1" in words(page)
    blank_year.run(RemoveRecord(id))
    finish_work(page.detail)
    assert says(page, cell) == "○ Missing\n0 of 6"
    assert page.chosen == cell
    assert tester is not None


def test_only_cells_that_changed_are_painted_anew(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    rows: list[int] = []
    page.model.dataChanged.connect(lambda first, last: rows.extend(range(first.row(), last.row() + 1)))
    resets: list[None] = []
    page.model.modelReset.connect(lambda: resets.append(None))
    add(blank_year, category="people", source="healthwatch")
    assert (rows, resets) == ([2], [])


def test_where_nothing_is_missing_it_says_so(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    model = page.model
    assert model.framework is not None
    for statement in model.framework.statements:
        for category, uses in statement.evidence.items():
            for use in uses:
                add(example, category=category, source=use.source, quality_statements=(statement.key,))
    page.only_missing.setChecked(True)
    assert page.nothing.isVisible()
    assert page.nothing.button is not None
    page.nothing.button.click()
    assert page.grid.isVisible()
    assert summarise_coverage(assess_coverage(example.session.current), model.framework).endswith(
        "0 sources have no evidence yet."
    )


@pytest.mark.parametrize("place", ["no-such-statement", "equity/none", "equity/people/none", "///"])
def test_a_place_that_is_not_there_does_no_harm(place: str, blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot, place)
    assert page.chosen in (None, Chosen("equity", "people"))


def test_a_year_that_others_made_is_read(example: Workspace, qtbot: QtBot) -> None:
    year = example.session.current_id
    example.show_year(next(record.id for record in example.session.assessments if record.id != year))
    page = shown(example, qtbot, "equity/people")
    assert not [b for b in page.detail.findChildren(QPushButton) if b.text().startswith("Add")]


def test_an_empty_model_is_sound() -> None:
    model = CoverageModel()
    QAbstractItemModelTester(model, STRICT)
    assert (model.rowCount(), model.columnCount()) == (0, 0)
