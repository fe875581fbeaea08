"""The page of published scores: ours beside others', whom to learn from, and adding a council by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.services.years import standings
from ui.bridge.workspace import Workspace
from ui.pages.standings.adding import AddCouncilDialog
from ui.pages.standings.page import StandingsPage
from ui.shell.navigation import YEARS
from ui.shell.pages import PAGES

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(example: Workspace, own_home: Path, qtbot: QtBot) -> StandingsPage:
    made = StandingsPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    for each in (made.rows, made.learn):
        QAbstractItemModelTester(each, STRICT, each)
    made.show_place("")
    settle(made, qtbot)
    return made


def settle(page: StandingsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.found is not None and page.task is None, timeout=20_000)


def test_the_page_is_in_the_navigation() -> None:
    assert PAGES["standings"][1] == StandingsPage.__name__
    assert ("Where others stand", "standings") in YEARS


def test_ours_stands_beside_others_and_the_statement_says_whom_to_learn_from(page: StandingsPage) -> None:
    assert page.found is not None
    assert page.distance.text() == page.found.distance
    assert page.rows.rowCount() == 9
    assert "one secondary source" in page.sources.text()
    page.show_place("equity")
    assert page.learn_heading.text().startswith("3 ")
    assert page.learn.rowCount() > 5
    index = page.learn.index(0, 1)
    assert index.data() == "4"


def test_a_new_score_moves_the_distance(page: StandingsPage, qtbot: QtBot) -> None:
    before = page.distance.text()
    judgement = page.workspace.session.current.judgements["equity"]
    assert page.workspace.run(SetField(judgement.id, "score", 4))
    qtbot.waitUntil(lambda: page.distance.text() != before, timeout=20_000)


def test_a_council_is_added_by_hand_and_refused_where_it_cannot_be_right(page: StandingsPage, qtbot: QtBot) -> None:
    dialog = AddCouncilDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.council.setText("Testshire County Council")
    dialog.date.setText("2026-02")
    dialog.source.setText("CQC’s page")
    for box in dialog.scores.values():
        box.setCurrentIndex(box.findData("3"))
    dialog.rating.setCurrentIndex(dialog.rating.findData("outstanding"))
    dialog.add_council()
    assert "come to 75%, which is good" in dialog.said.text()
    assert standings.read_added() == ()
    dialog.rating.setCurrentIndex(dialog.rating.findData("good"))
    dialog.one_source.setChecked(True)
    with qtbot.waitSignal(dialog.added):
        dialog.add_council()
    assert [(each.council, each.one_source) for each in standings.read_added()] == [("Testshire County Council", True)]
    page.refresh()
    qtbot.waitUntil(
        lambda: "68 councils" in page.sources.text() or "69 councils" in page.sources.text(), timeout=20_000
    )


def test_a_file_that_is_no_list_is_refused_with_a_sentence(page: StandingsPage, tmp_path: Path) -> None:
    source = tmp_path / "x.csv"
    source.write_text("a,b\n1,2\n", encoding="utf-8")
    page.add_from_file(source)
    assert "it has no column “council”" in page.said.text()


def test_the_page_exports_what_it_shows_and_says_so(page: StandingsPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.export_to(tmp_path / "there.html")
    qtbot.waitUntil(lambda: page.writing is None, timeout=30_000)
    assert page.distance.text() in (tmp_path / "there.html").read_text("utf-8")
    assert page.told.isVisibleTo(page)
    page.export_to(tmp_path / "gone" / "there.html")
    qtbot.waitUntil(lambda: page.writing is None, timeout=30_000)
    assert page.export.isEnabled()
