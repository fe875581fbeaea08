"""The line on the overview that says how long the report has become."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from ui.bridge.workspace import Workspace
from ui.pages.overview.page import OverviewPage


def shown(workspace: Workspace, qtbot: QtBot) -> OverviewPage:
    page = OverviewPage(workspace)
    qtbot.addWidget(page)
    page.show_place("")
    page.show()
    return page


def test_the_overview_tells_pages_words_and_the_longest_statement(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    qtbot.waitUntil(lambda: "pages" in page.length.text(), timeout=10_000)
    assert page.length.text().startswith("As a PDF this would be about 7")
    assert "Longest statement: Assessing needs, about 6 pages." in page.length.text()


def test_it_follows_what_is_written(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    qtbot.waitUntil(lambda: "pages" in page.length.text(), timeout=10_000)
    learning = example.session.current.judgements["learning"]
    assert example.run(SetField(learning.id, "summary", "We learn from what people say to us. " * 900))
    qtbot.waitUntil(lambda: "Longest statement: Learning" in page.length.text(), timeout=10_000)


def test_an_empty_year_has_no_longest_statement(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    qtbot.waitUntil(lambda: "0 words" in page.length.text(), timeout=10_000)
    assert "Longest" not in page.length.text()


def test_a_year_that_others_made_is_not_measured(example: Workspace, qtbot: QtBot) -> None:
    cqc = next(record.id for record in example.session.assessments if record["assessor"] == "cqc")
    example.show_year(cqc)
    assert not shown(example, qtbot).length.isVisible()
