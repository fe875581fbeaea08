"""The guide beside a statement: what evidence to look for, and how far it is there."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.new_year import new_id
from ui.bridge.workspace import Workspace
from ui.pages.statement.guide import GuidePanel
from ui.pages.statement.page import StatementPage
from ui.widgets.idle_queue import finish_work


def shown(workspace: Workspace, qtbot: QtBot) -> GuidePanel:
    guide = GuidePanel(workspace)
    qtbot.addWidget(guide)
    statement = workspace.session.current.framework.find_statement("equity")
    assert statement is not None
    guide.show_guide_for(statement, ())
    finish_work(guide)
    return guide


def test_each_category_says_in_words_and_numbers_how_far_it_is_covered(blank_year: Workspace, qtbot: QtBot) -> None:
    values = {"title": "Report", "category": "people", "source": "healthwatch", "quality_statements": ("equity",)}
    assert blank_year.run(AddRecord("evidence", new_id(), values))
    said = [label.text() for label in shown(blank_year, qtbot).findChildren(QLabel)]
    at = said.index("◐  People's experience")
    assert said[at + 1].startswith("Partial. Not yet: Direct feedback from people with care needs and carers; ")
    assert said[at + 1].endswith(" and 3 more")
    assert "○  Processes" in said


def test_a_category_leads_to_its_coverage(blank_year: Workspace, qtbot: QtBot) -> None:
    guide = shown(blank_year, qtbot)
    buttons = {button.accessibleName(): button for button in guide.findChildren(QPushButton)}
    name = "Processes: missing. 0 of 3 sources have evidence; 0 items of evidence. Go to: coverage"
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        buttons[name].click()
    assert asked.args == ["coverage/equity/processes"]


def test_nothing_is_painted_anew_where_it_is_all_the_same(blank_year: Workspace, qtbot: QtBot) -> None:
    guide = shown(blank_year, qtbot)
    before = guide.findChildren(QPushButton)
    statement = blank_year.session.current.framework.find_statement("equity")
    assert statement is not None
    guide.show_guide_for(statement, ())
    finish_work(guide)
    assert guide.findChildren(QPushButton) == before


def test_the_guide_helps_on_the_step_that_one_is_on(example: StatementPage) -> None:
    example.show_place("assessing-needs/strengths")
    finish_work(example.guide)
    said = [label.text() for label in example.guide.findChildren(QLabel) if label.isVisibleTo(example.guide)]
    assert "A good strength" in said
    assert "Evidence to look for" not in said
    example.show_place("assessing-needs/evidence")
    finish_work(example.guide)
    said = [label.text() for label in example.guide.findChildren(QLabel) if label.isVisibleTo(example.guide)]
    assert "Evidence to look for" in said
    assert "A good strength" not in said


def test_next_says_what_is_missing_and_lets_one_go_on(page: StatementPage) -> None:
    page.show_place("equity/strengths")
    assert page.missing.text() == "Nothing is written on this step yet. You can go on, and come back to it."
    assert page.next_button.isEnabled()
    assert page.next_button.accessibleDescription() == page.missing.text()
    page.workspace.run(AddRecord("improvement", new_id(), {"title": "Waits", "quality_statement": "equity"}))
    page.show_place("equity/improvement")
    page._refresh_frame()
    assert page.missing.text().startswith("Still missing here: ")
    page.go_to_next_step()
    assert page.step_key == "actions"
    page.show_place("equity/review")
    assert not page.missing.isVisibleTo(page)


def test_the_line_on_top_stays_and_the_official_wording_is_folded_after_the_first_look(page: StatementPage) -> None:
    page.show_place("equity/understand")
    assert page.header.quote.isVisibleTo(page)
    assert page.header.where.text().startswith("Step 1 of 7  ·  ")
    page.show_place("equity/judgement")
    assert not page.header.quote.isVisibleTo(page)
    assert page.header.where.text().startswith("Step 6 of 7  ·  ")
    assert not page.area.isAncestorOf(page.header.title)  # it does not scroll away
    page.header.unfold.click()
    assert page.header.quote.isVisibleTo(page)
    page.show_place("equity/judgement#summary")  # the same step: as one left it
    assert page.header.quote.isVisibleTo(page)
