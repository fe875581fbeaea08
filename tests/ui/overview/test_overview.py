"""The overview: what it says of a year, where it leads, and that it follows what is written."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain import readiness
from selfassess.domain.commands import AddRecord, SetField
from ui.bridge.workspace import Workspace
from ui.pages.overview.model import CoverageModel, StepsModel, overview
from ui.pages.overview.page import OverviewPage

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
TODAY = "2025-02-17"


def shown(workspace: Workspace, qtbot: QtBot) -> OverviewPage:
    page = OverviewPage(workspace)
    qtbot.addWidget(page)
    page.resize(1134, 714)
    page.show_place("")
    page.show()
    return page


def year_with(workspace: Workspace, **values: object) -> None:
    for field, value in values.items():
        assert workspace.run(SetField(workspace.session.current.id, field, value)), workspace.refusal


@pytest.mark.parametrize(
    ("due", "number", "words"),
    [
        ("2025-02-28T17:00:00", "11 days", "until the return is due"),
        ("2025-02-18T17:00:00", "1 day", "until the return is due"),
        ("2025-02-17T17:00:00", "Today", "is the day the return is due"),
        ("2025-02-15T17:00:00", "2 days", "since the return was due"),
        (None, "No due date", "is written down for the return"),
    ],
)
def test_the_due_date_is_counted_in_days(blank_year: Workspace, due: str | None, number: str, words: str) -> None:
    year_with(blank_year, due_at=due)
    card = overview(blank_year.session.current, TODAY).numbers[0]
    assert (card.number, card.words) == (number, words)


def test_what_was_submitted_is_no_longer_counted_down(blank_year: Workspace) -> None:
    year_with(blank_year, due_at="2025-02-15T17:00", submitted_on="2025-02-14")
    card = overview(blank_year.session.current, TODAY).numbers[0]
    assert (card.number, card.detail) == ("Submitted", "14 February 2025")


def test_items_that_do_not_apply_are_not_counted_against_the_return(blank_year: Workspace) -> None:
    first, second, *_ = blank_year.session.current.of("return_answer")
    blank_year.run(SetField(first.id, "status", "ready"))
    blank_year.run(SetField(first.id, "owner", "Lead"))
    blank_year.run(SetField(second.id, "status", "not_applicable"))
    card = overview(blank_year.session.current, TODAY).numbers[2]
    assert (card.number, card.detail) == ("1 of 37", "36 without an owner")


def test_an_empty_workbook_says_where_to_begin(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    assert [card.number.text() for card in page.numbers] == ["No due date", "0 of 9", "0 of 38", "0"]
    assert "No statement has a score yet" in page.scores.short.text()
    assert page.coverage.data(page.coverage.index(0, 0)) == "none"
    starts = [b for b in page.findings.findChildren(QPushButton) if b.text() == "Start ›"]
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        starts[0].click()
    assert asked.args[0].startswith("statement:assessing-needs")


def test_setting_the_due_date_begins_at_its_field(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    page.numbers[0].link.click()
    assert page.details is not None
    line = page.details.own.editors["due_at"].control.focus_target
    assert isinstance(line, QLineEdit)
    qtbot.waitUntil(lambda: page.focusWidget() is line)
    line.setText("28/02/2025 17:00")
    line.textEdited.emit("28/02/2025 17:00")
    assert blank_year.flush()
    qtbot.waitUntil(lambda: page.numbers[0].number.text() == "11 days")
    assert page.dates.text() == "Information return due on 28 February 2025, 5pm"


def test_a_finding_about_the_year_opens_its_details(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    assert page.shown is not None
    row = next(row for row in page.shown.findings if row.finding.rule == "no-due-date")
    with qtbot.assertNotEmitted(blank_year.asked_for):
        page._go_to(row)
    assert page.details is not None
    assert page.details.isVisible()


def test_the_scores_are_told_in_words_and_the_working_opens(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    assert page.shown is not None
    rating = page.shown.rating
    assert page.scores.short.text() == rating.working
    assert f"{rating.points_to_next} more points" in page.scores.words.text()
    assert f"{rating.percent} %, {rating.label}" in page.scores.bar.accessibleName()
    assert not page.scores.working.isVisible()
    page.scores.ask.click()
    assert page.scores.working.isVisible()
    up = next(effect.up for effect in page.shown.effects if effect.up is not None)
    assert f"One point more in any one statement: {up.percent} %, {up.label}." in page.scores.method.text()


def test_a_score_of_one_brings_its_notice(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    assert not page.scores.notice.isVisible()
    example.run(SetField(example.session.current.judgements["learning"].id, "score", 1))
    qtbot.waitUntil(page.scores.notice.isVisible)
    assert "section 50" in page.scores.notice.words


def test_the_page_follows_what_is_written_while_it_is_in_view(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    before = page.numbers[3].number.text()
    late = {"title": "Late", "due_on": "2025-01-01", "quality_statement": "equity"}
    example.run(AddRecord("action", str(uuid.uuid4()), late))
    qtbot.waitUntil(lambda: page.numbers[3].number.text() == str(int(before) + 1))
    page.hide()
    example.undo()
    assert page.numbers[3].number.text() != before
    page.show()
    assert page.numbers[3].number.text() == before


def test_the_most_important_findings_come_first_and_all_can_be_shown(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    found = readiness.findings(example.session.current, example.today())
    assert page.findings.more.text() == f"Show all {len(found)}"
    page.findings.more.click()
    assert page.everything.isVisible()
    assert page.everything.model.total == len(found)
    high = next(i for i, finding in enumerate(found) if finding.severity == "high")
    with qtbot.waitSignal(example.asked_for) as asked:
        page.everything.table.opened.emit(str(high))
    assert asked.args == [example.finding_place(found[high])]


def test_a_cell_of_the_evidence_grid_leads_to_the_statements_evidence(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    page.coverage_grid.setFocus()
    qtbot.waitUntil(lambda: page.coverage_grid.currentIndex().isValid())
    down = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    enter = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    page.coverage_grid.keyPressEvent(down)
    with qtbot.waitSignal(example.asked_for) as asked:
        page.coverage_grid.keyPressEvent(enter)
    assert asked.args == ["statement:supporting-people/evidence"]


def test_the_most_pressing_risk_comes_first(example: Workspace) -> None:
    risks = overview(example.session.current, TODAY).risks
    sizes = [readiness.magnitude(risk) or 0 for risk in risks]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 16


def test_cqcs_own_assessment_is_read_and_not_drafted(example: Workspace, qtbot: QtBot) -> None:
    cqc = next(record for record in example.session.assessments if record["assessor"] == "cqc")
    assert example.open_year(cqc.id)
    page = shown(example, qtbot)
    assert page.numbers[0].number.text() == "CQC"
    assert page.scores.published.text() == "Published rating: Requires improvement."
    page.open_details()
    assert page.details is not None
    assert page.details.others.isVisible()
    assert not page.details.own.isVisible()


@pytest.mark.parametrize("make", [CoverageModel, StepsModel])
def test_the_grids_are_sound_and_paint_only_the_cells_that_changed(
    make: Callable[[], CoverageModel | StepsModel], example: Workspace, qtbot: QtBot
) -> None:
    model = make()
    tester = QAbstractItemModelTester(model, STRICT)
    year = example.session.current

    def show() -> None:
        found = overview(example.session.current, TODAY)
        if isinstance(model, CoverageModel):
            model.show(example.session.current, found.coverage)
        else:
            model.show(example.session.current, found.steps)

    show()
    assert model.rowCount() == len(year.framework.statements)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), first.column())))
    item = year.of("evidence")[0]
    with qtbot.assertNotEmitted(model.modelReset):
        example.run(SetField(item.id, "category", "partners"))
        show()
    if isinstance(model, CoverageModel):
        assert {column for _, column in told} == {0, 2}
        assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole).endswith("people's experience")
    else:
        assert told == []
        assert model.data(model.index(0, 1)) == "done"
    del tester


def test_cards_stand_below_each_other_in_a_narrow_window(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    first, second = page.findings, page.scores
    assert first.mapTo(page, first.rect().topLeft()).x() > second.mapTo(page, second.rect().topLeft()).x()
    page.resize(700, 600)
    qtbot.waitUntil(lambda: first.mapTo(page, first.rect().topLeft()).x() == 28)


def test_the_overview_is_the_same_value_for_the_same_year(example: Workspace) -> None:
    year = example.session.current
    assert overview(year, TODAY) == overview(replace(year), TODAY)
