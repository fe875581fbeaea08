"""The overview: what it says of a year, where it leads, and that it follows what is written."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.readiness import readiness
from selfassess.domain.readiness.findings import find_findings
from selfassess.services.workbook.derived import DerivedValues
from ui.bridge.workspace import Workspace
from ui.pages.overview.model import CoverageModel, StepsModel, build_overview
from ui.pages.overview.page import OverviewPage
from ui.pages.overview.scores import published_words
from ui.widgets.forms.controls import ChoiceControl

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
    card = build_overview(blank_year.session.current, TODAY, DerivedValues()).numbers[0]
    assert (card.number, card.words) == (number, words)


def test_what_was_submitted_is_no_longer_counted_down(blank_year: Workspace) -> None:
    year_with(blank_year, due_at="2025-02-15T17:00", submitted_on="2025-02-14")
    card = build_overview(blank_year.session.current, TODAY, DerivedValues()).numbers[0]
    assert (card.number, card.detail) == ("Submitted", "14 February 2025")


def test_items_that_do_not_apply_are_not_counted_against_the_return(blank_year: Workspace) -> None:
    first, second, *_ = blank_year.session.current.records_of("return_answer")
    blank_year.run(SetField(first.id, "status", "ready"))
    blank_year.run(SetField(first.id, "owner", "Lead"))
    blank_year.run(SetField(second.id, "status", "not_applicable"))
    card = build_overview(blank_year.session.current, TODAY, DerivedValues()).numbers[2]
    assert (card.number, card.detail) == ("1 of 37", "36 without an owner")


def test_an_empty_workbook_says_where_to_begin(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    assert [card.number.text() for card in page.numbers] == ["No due date", "0 of 9", "0 of 38", "0"]
    assert "No statement has a score yet" in page.scores.short.text()
    assert page.coverage.data(page.coverage.index(0, 0)) == "none"
    starts = [b for b in page.findings.findChildren(QPushButton) if b.text() == "Start ›"]
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        starts[0].click()
    assert asked.args == ["statement:assessing-needs/understand"]


def test_setting_the_due_date_begins_at_its_field(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    page.numbers[0].link.click()
    assert page.details is not None
    line = page.details.own.field_editors["due_at"].control.focus_target
    assert isinstance(line, QLineEdit)
    qtbot.waitUntil(lambda: page.focusWidget() is line)
    line.setText("28/02/2025 17:00")
    line.textEdited.emit("28/02/2025 17:00")
    assert blank_year.flush()
    qtbot.waitUntil(lambda: page.numbers[0].number.text() == "11 days")
    assert page.dates.text() == "Information return due on 28 February 2025, 17:00"


def test_nobody_signs_by_choosing_a_status_but_one_that_came_in_is_shown(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    page.open_details()
    assert page.details is not None
    control = page.details.own.field_editors["status"].control
    assert isinstance(control, ChoiceControl)
    offered = [control.combo.itemData(at) for at in range(control.combo.count())]
    assert offered == [None, "drafting", "in_review"]
    assert blank_year.run(SetField(blank_year.session.current_id, "status", "submitted"))
    assert control.combo.currentText() == "Submitted"


def test_a_finding_about_the_year_opens_its_details(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    assert page.shown is not None
    row = next(row for row in page.shown.findings if row.finding.rule == "no-due-date")
    with qtbot.assertNotEmitted(blank_year.asked_for):
        page._go_to_finding(row)
    assert page.details is not None
    assert page.details.isVisible()


def test_the_scores_are_told_in_words_and_the_working_opens(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    assert page.shown is not None
    rating = page.shown.rating
    assert page.scores.short.text() == rating.explain_working
    assert f"{rating.points_to_next} more points" in page.scores.words.text()
    assert f"{rating.percent}%, {rating.label}" in page.scores.bar.accessibleName()
    assert not page.scores.working.isVisible()
    page.scores.ask.click()
    assert page.scores.working.isVisible()
    up = next(effect.up for effect in page.shown.effects if effect.up is not None)
    assert f"One point more in any one statement: {up.percent}%, {up.label}." in page.scores.method.text()


def test_a_score_of_one_brings_its_notice(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    assert not page.scores.notice.isVisible()
    example.run(SetField(example.session.current.judgements["learning"].id, "score", 1))
    qtbot.waitUntil(page.scores.notice.isVisible)
    assert "section 50" in page.scores.notice.message_text


def test_the_page_follows_what_is_written_while_it_is_in_view(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    before = page.numbers[3].number.text()
    late = {"title": "Late", "due_on": "2025-01-01", "quality_statement": "equity"}
    example.run(AddRecord("action", str(uuid.uuid4()), late))
    qtbot.waitUntil(lambda: page.numbers[3].number.text() == str(int(before) + 1))
    page.hide()
    example.undo_last_step()
    assert page.numbers[3].number.text() != before
    page.show()
    assert page.numbers[3].number.text() == before


def test_the_most_important_findings_come_first_and_all_can_be_shown(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    found = find_findings(example.session.current, example.today())
    assert page.findings.more.text() == f"Show all {len(found)}"
    page.findings.more.click()
    assert page.all_findings.isVisible()
    assert page.all_findings.model.total == len(found)
    high = next(i for i, finding in enumerate(found) if finding.severity == "high")
    with qtbot.waitSignal(example.asked_for) as asked:
        page.all_findings.table.opened.emit(str(high))
    assert asked.args == [example.place_of_finding(found[high])]


def test_a_cell_of_the_evidence_grid_leads_to_its_coverage(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    page.coverage_grid.setFocus()
    qtbot.waitUntil(lambda: page.coverage_grid.currentIndex().isValid())
    down = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    enter = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    page.coverage_grid.keyPressEvent(down)
    with qtbot.waitSignal(example.asked_for) as asked:
        page.coverage_grid.keyPressEvent(enter)
    assert asked.args == ["coverage/supporting-people/people"]


def test_the_most_pressing_risk_comes_first(example: Workspace) -> None:
    risks = build_overview(example.session.current, TODAY, DerivedValues()).risks
    sizes = [readiness.risk_magnitude(risk) or 0 for risk in risks]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 16


def test_cqcs_own_assessment_is_read_and_not_drafted(example: Workspace, qtbot: QtBot) -> None:
    cqc = next(record for record in example.session.assessments if record["assessor"] == "cqc")
    assert example.show_year(cqc.id)
    page = shown(example, qtbot)
    assert page.numbers[0].number.text() == "CQC"
    assert page.scores.published.text() == "Published rating: Requires improvement."
    page.open_details()
    assert page.details is not None
    assert page.details.others.isVisible()
    assert not page.details.own.isVisible()


def open_cqc(example: Workspace) -> None:
    assert example.show_year(next(r.id for r in example.session.assessments if r["assessor"] == "cqc"))


def test_a_year_that_others_made_has_nothing_that_helps_to_draft(example: Workspace, qtbot: QtBot) -> None:
    open_cqc(example)
    page = shown(example, qtbot)
    numbers = [(card.number.text(), card.words.text()) for card in page.numbers if card.isVisible()]
    assert numbers == [("CQC", "made this assessment"), ("9 of 9", "statements scored"), ("8 of 9", "scored 1 or 2")]
    hidden = (page.findings, page.risks, page.coverage_card, page.steps_card, page.scores.short, page.scores.notice)
    assert [part for part in hidden if part.isVisible()] == []
    assert page.scores.words.text() == "19 of 36 points: 53%, Requires improvement."
    page.scores.ask.click()
    said = "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert [words for words in ("more point", "would reach", "none", "overdue", "Indicative") if words in said] == []


def test_a_year_that_others_made_lists_what_was_found(example: Workspace, qtbot: QtBot) -> None:
    open_cqc(example)
    page = shown(example, qtbot)
    links = [button for button in page.found.findChildren(QPushButton) if button.text() == "Read ›"]
    assert len(links) == 9
    assert links[4].accessibleName() == "Read: Partnerships and communities, score 3, good standard"
    with qtbot.waitSignal(example.asked_for) as asked:
        links[4].click()
    assert asked.args == ["statement:partnerships"]
    assert page.found.summary.isVisible()
    page.found.show_found_statements(example.session.current)
    assert links == [button for button in page.found.findChildren(QPushButton) if button.text() == "Read ›"]


def test_all_of_it_is_there_again_in_an_own_year(example: Workspace, qtbot: QtBot) -> None:
    own = example.session.current_id
    open_cqc(example)
    page = shown(example, qtbot)
    assert example.show_year(own)
    qtbot.waitUntil(page.coverage_card.isVisible)
    parts = (*page.numbers, page.findings, page.risks, page.steps_card, page.scores.short)
    assert [part for part in parts if not part.isVisible()] == []
    assert not page.found.isVisible()


def test_evidence_that_others_named_is_counted(example: Workspace, qtbot: QtBot) -> None:
    open_cqc(example)
    year = example.session.current
    item = replace(
        year.records_of("evidence")[0], values={**year.records_of("evidence")[0].values, "category": "people"}
    )
    example.session._loaded[year.id] = replace(year, records={**year.records, "evidence": (item,)})
    assert shown(example, qtbot).coverage_card.isVisible()


@pytest.mark.parametrize(
    ("rating", "percent", "words"),
    [(None, None, ""), (None, 53, ""), ("good", None, "Published rating: Good."),
     ("good", 67, "Published rating: Good (67%).")],
)  # fmt: skip
def test_the_published_rating_is_told_as_far_as_it_is_known(
    blank_year: Workspace, rating: str | None, percent: int | None, words: str
) -> None:
    year = blank_year.session.current
    values = {**year.record.values, "published_rating": rating, "published_percent": percent}
    assert published_words(replace(year, record=replace(year.record, values=values))) == words


@pytest.mark.parametrize("make", [CoverageModel, StepsModel])
def test_the_grids_are_sound_and_paint_only_the_cells_that_changed(
    make: Callable[[], CoverageModel | StepsModel], example: Workspace, qtbot: QtBot
) -> None:
    model = make()
    tester = QAbstractItemModelTester(model, STRICT)
    year = example.session.current

    def show() -> None:
        found = build_overview(example.session.current, TODAY, DerivedValues())
        if isinstance(model, CoverageModel):
            model.show_coverage_counts(example.session.current, found.coverage)
        else:
            model.show_steps(example.session.current, found.steps)

    show()
    assert model.rowCount() == len(year.framework.statements)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), first.column())))
    item = year.records_of("evidence")[0]
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
    assert build_overview(year, TODAY, DerivedValues()) == build_overview(replace(year), TODAY, DerivedValues())
