"""How long a statement is, above its name, while one writes it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from ui.bridge.workspace import Workspace
from ui.pages.statement.page import StatementPage
from ui.widgets.idle_queue import finish_work


def shown(workspace: Workspace, qtbot: QtBot) -> StatementPage:
    page = StatementPage(workspace)
    qtbot.addWidget(page)
    page.show_place("equity/judgement")
    page.show()
    return page


def breadcrumb(page: StatementPage) -> str:
    finish_work(page.header)
    return page.header.breadcrumb.text()


def test_words_and_pages_stand_beside_where_one_is_and_follow_what_is_written(
    blank_year: Workspace, qtbot: QtBot
) -> None:
    page = shown(blank_year, qtbot)
    assert breadcrumb(page).endswith("Statement 3 of 9  ·  0 words, about 1 page")
    assert "pages of the PDF" in page.header.breadcrumb.toolTip()
    equity = blank_year.session.current.judgements["equity"]
    assert blank_year.run(SetField(equity.id, "impact", "Two words " * 306))
    qtbot.waitUntil(lambda: "612 words, about 1½ pages" in page.header.breadcrumb.text(), timeout=5_000)
    page.show_place("learning/judgement")
    assert breadcrumb(page).endswith("Statement 9 of 9  ·  0 words, about 1 page")


def test_a_year_that_others_made_is_read_and_not_measured(example: StatementPage) -> None:
    workspace = example.workspace
    example.show_place("equity/judgement")
    assert "words" in breadcrumb(example)
    workspace.show_year(next(record.id for record in workspace.session.assessments if record["assessor"] == "cqc"))
    example.show_place("equity/judgement")
    assert "words" not in breadcrumb(example)
