"""The years page: what it says of each year, and how the scores have moved."""

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.commands import SetField
from ui.bridge.workspace import Workspace
from ui.pages.years.model import score_words
from ui.pages.years.page import YearsPage

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(workspace: Workspace, qtbot: QtBot) -> YearsPage:
    page = YearsPage(workspace)
    qtbot.addWidget(page)
    page.resize(1134, 714)
    page.show()
    qtbot.waitUntil(lambda: "reading" not in page.years.words(page.years.shown[0], 3))
    return page


def row(page: YearsPage, place: int) -> list[str]:
    return [page.years.words(page.years.shown[place], column) for column in range(page.years.columnCount())]


def test_each_year_says_who_made_it_and_what_it_comes_to(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    first, second = row(page, 0), row(page, 1)
    assert first == ["CQC 2024", "CQC", "Submitted", "9 of 9", "Requires improvement (published)"]
    assert second[:4] == ["2024-25, open now", "Ourselves", "Draft", "7 of 9"]
    assert second[4].endswith("% (indicative)")


def test_a_year_is_opened_and_then_the_overview_is_asked_for(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    assert not page.open_button.isEnabled()
    page.table.choose(page.years.shown[0])
    assert page.open_button.isEnabled()
    with qtbot.waitSignal(example.asked_for) as asked:
        page.open_button.click()
    assert asked.args == ["overview"]
    assert example.session.current.label == "CQC 2024"


def test_a_score_says_where_it_has_moved(example: Workspace) -> None:
    (cqc,) = example.session.earlier()
    judgement = example.session.current.judgements["partnerships"]
    for score, words in ((4, "up from 3"), (3, "same as CQC 2024"), (2, "down from 3")):
        example.run(SetField(judgement.id, "score", score))
        assert words in score_words(example.session.current, [cqc], "partnerships")
    example.run(SetField(judgement.id, "score", None))
    assert score_words(example.session.current, [cqc], "partnerships") == "not scored"
    assert score_words(None, [], "partnerships") == "reading …"


def test_the_page_follows_a_new_score_and_a_new_name(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    testers = [QAbstractItemModelTester(model, STRICT) for model in (page.years, page.scores)]
    example.run(SetField(example.session.current.judgements["partnerships"].id, "score", 4))
    assert "up from 3" in page.scores.words("partnerships", 2)
    example.run(SetField(example.session.current.id, "label", "This year"))
    assert row(page, 1)[0] == "This year, open now"
    del testers


def test_a_single_year_stands_alone(blank_year: Workspace, qtbot: QtBot) -> None:
    page = YearsPage(blank_year)
    qtbot.addWidget(page)
    page.show()
    assert page.years.total == 1
    assert row(page, 0)[4] == "No score yet"
    assert page.scores.columnCount() == 2
