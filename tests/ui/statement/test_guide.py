"""The guide beside a statement: what evidence to look for, and how far it is there."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord
from selfassess.domain.model.new_year import new_id
from ui.bridge.workspace import Workspace
from ui.pages.statement.guide import GuidePanel
from ui.widgets.idle_queue import finish


def shown(workspace: Workspace, qtbot: QtBot) -> GuidePanel:
    guide = GuidePanel(workspace)
    qtbot.addWidget(guide)
    statement = workspace.session.current.framework.statement("equity")
    assert statement is not None
    guide.show_statement(statement, ())
    finish(guide)
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
    statement = blank_year.session.current.framework.statement("equity")
    assert statement is not None
    guide.show_statement(statement, ())
    finish(guide)
    assert guide.findChildren(QPushButton) == before
