"""The years page: what it says of each year, and the years side by side."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.text_diff import Mark
from tests.later_version import DROPPED, WHY, later_framework
from tests.making import TODAY, empty_assessment, judged
from ui.bridge.workspace import Workspace
from ui.pages.years import side
from ui.pages.years.model import Pair, choose_pair, compare_read_years, order_years_for_view
from ui.pages.years.page import YearsPage
from ui.pages.years.parts import ChangesPart, FollowedPart, ScoresPart, ViewsPart

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


def shown(workspace: Workspace, qtbot: QtBot) -> YearsPage:
    page = YearsPage(workspace)
    qtbot.addWidget(page)
    page.resize(1134, 714)
    page.show()
    qtbot.waitUntil(lambda: page.side.found is not None and page.task is None)
    return page


def tab(page: YearsPage, name: str) -> None:
    names = [page.side.tabs.tabText(place) for place in range(page.side.tabs.count())]
    page.side.tabs.setCurrentIndex(names.index(name))


def row(page: YearsPage, place: int) -> list[str]:
    return [page.years.cell_words(page.years.shown_ids[place], column) for column in range(page.years.columnCount())]


def scores(page: YearsPage) -> ScoresPart:
    part = page.side.parts["Scores"]
    assert isinstance(part, ScoresPart)
    return part


def headings(part: ScoresPart | ViewsPart) -> list[str]:
    columns = range(part.model.columnCount())
    return [part.model.headerData(column, Qt.Orientation.Horizontal) for column in columns]


def test_each_year_says_who_made_it_and_what_it_comes_to(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    first, second = row(page, 0), row(page, 1)
    assert first == ["CQC 2024", "CQC", "Published", "9 of 9", "Requires improvement (published)"]
    assert second[:4] == ["2024-25, open now", "Ourselves", "Draft", "7 of 9"]
    assert second[4].endswith("% (indicative)")


def test_a_year_is_opened_and_then_the_overview_is_asked_for(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    assert not page.open_button.isEnabled()
    page.table.choose_row(page.years.shown_ids[0])
    assert page.open_button.isEnabled()
    with qtbot.waitSignal(example.asked_for) as asked:
        page.open_button.click()
    assert asked.args == ["overview"]
    assert example.session.current.label == "CQC 2024"


def test_the_buttons_lead_to_the_dialogs(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    for button, place in ((page.carry, "carry_forward"), (page.import_year, "import")):
        with qtbot.waitSignal(example.asked_for) as asked:
            button.click()
        assert asked.args == [place]


def test_scores_stand_newest_first_and_say_where_they_moved(carried: Workspace, qtbot: QtBot) -> None:
    part = scores(shown(carried, qtbot))
    testers = [QAbstractItemModelTester(part.model, STRICT)]
    assert headings(part) == ["Quality statement", "2025-26", "CQC 2024", "2024-25"]
    words = {id.partition(":")[2]: part.model.cell_words(id, 1) for id in part.model.shown_ids}
    assert words["partnerships"] == "4 – Exceptional standard\n▲ 1 higher than 2024-25"
    assert words["assessing-needs"] == "1 – Significant shortfalls\n▼ 1 lower than 2024-25"
    assert words["equity"] == "2 – Some shortfalls\n= the same as 2024-25"
    assert words["learning"].strip() == "Not scored"
    spoken = part.model.index(part.model.row_place(part.model.shown_ids[0]) or 0, 1).data(
        Qt.ItemDataRole.AccessibleTextRole
    )
    assert spoken == "2025-26: 1 – Significant shortfalls, ▼ 1 lower than 2024-25"
    assert not part.table.grab().isNull()
    del testers


def test_the_page_follows_a_new_score_and_a_new_name(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    part = scores(page)
    testers = [QAbstractItemModelTester(model, STRICT) for model in (page.years, part.model)]
    partnerships = next(id for id in part.model.shown_ids if id.endswith(":partnerships"))
    carried.run(SetField(carried.session.current.judgements["partnerships"].id, "score", 2))
    qtbot.waitUntil(lambda: "1 lower" in part.model.cell_words(partnerships, 1))
    carried.run(SetField(carried.session.current.id, "label", "This year"))
    qtbot.waitUntil(lambda: "This year" in headings(part))
    assert row(page, 2)[0] == "This year, open now"
    del testers


def test_years_are_chosen_and_one_at_least_stays(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    assert page.side.years.text().startswith("Years: all 3")
    for action in page.side.menu.actions()[1:]:
        action.trigger()
    assert headings(scores(page)) == ["Quality statement", "2025-26"]
    assert page.side.years.text().startswith("Years: 1 of 3")
    page.side.menu.actions()[0].trigger()
    assert headings(scores(page)) == ["Quality statement", "2025-26"]


def test_where_there_is_no_room_it_is_said_which_years_are_left_out(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    part = scores(page)
    qtbot.waitUntil(lambda: part.room.isHidden())
    page.resize(620, 714)
    qtbot.waitUntil(lambda: not part.room.isHidden())
    assert part.room.text().startswith("Not shown for want of room: ")
    assert "2024-25" in part.room.text()
    assert "2025-26" not in part.room.text()


def test_enter_on_a_statement_goes_to_it(carried: Workspace, qtbot: QtBot) -> None:
    part = scores(shown(carried, qtbot))
    part.table.choose_row(part.model.shown_ids[2])
    with qtbot.waitSignal(carried.asked_for) as asked:
        QTest.keyClick(part.table, Qt.Key.Key_Return)
    assert asked.args == ["statement:equity"]


def test_our_scores_against_those_of_others(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    tab(page, "Ours and others")
    part = page.side.parts["Ours and others"]
    assert isinstance(part, ViewsPart)
    testers = [QAbstractItemModelTester(part.model, STRICT)]
    assert headings(part) == ["Quality statement", "2025-26", "CQC 2024", "CQC 2024 and ours"]
    words = {id.partition(":")[2]: part.model.cell_words(id, 3) for id in part.model.shown_ids}
    assert words["partnerships"] == "▼ CQC 1 lower"
    assert words["assessing-needs"] == "▲ CQC 1 higher"
    assert words["equity"] == "= CQC the same"
    assert words["learning"] == "Ours has no score"
    part.own.setCurrentIndex(part.own.findText("2024-25"))
    assert headings(part)[1] == "2024-25"
    del testers


def test_without_a_view_of_others_it_says_what_to_do(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    tab(page, "Ours and others")
    part = page.side.parts["Ours and others"]
    assert isinstance(part, ViewsPart)
    assert part.table.isHidden()
    assert not part.nothing.isHidden()
    assert part.nothing.button is not None
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        part.nothing.button.click()
    assert asked.args == ["import"]


def test_changed_words_are_marked_and_folded(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    tab(page, "Changed words")
    part = page.side.parts["Changed words"]
    assert isinstance(part, ChangesPart)
    testers = [QAbstractItemModelTester(part.model, STRICT)]
    assert part.said.text() == "From 2024-25 to 2025-26, one text changed."
    assert part.heading.text() == "About our place and people"
    (added,) = (piece.text for piece in part.words.pieces if piece.mark is not Mark.SAME)
    assert "A joint board meets now" in added
    assert part.words.accessibleDescription() == f"Added: “{added.strip()}”."
    assert "words as before" in part.words.toPlainText()
    part.toggle.click()
    assert "words as before" not in part.words.toPlainText()
    assert part.words.toPlainText().endswith("A joint board meets now.")
    del testers


def test_two_other_years_can_be_looked_at(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    tab(page, "Changed words")
    part = page.side.parts["Changed words"]
    assert isinstance(part, ChangesPart)
    page.side.before.setCurrentIndex(page.side.before.findText("CQC 2024"))
    qtbot.waitUntil(lambda: part.said.text().startswith("From CQC 2024 to 2025-26"))
    assert part.model.total > 1
    page.side.after.setCurrentIndex(page.side.after.findText("CQC 2024"))
    qtbot.waitUntil(lambda: part.said.text().startswith("No words changed from CQC 2024 to CQC 2024"))
    assert part.both.isHidden()


def test_actions_are_followed_from_year_to_year(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    tab(page, "Actions")
    part = page.side.parts["Actions"]
    assert isinstance(part, FollowedPart)
    testers = [QAbstractItemModelTester(model, STRICT) for model in (part.model, part.became)]
    year = carried.session.current
    counts = [part.model.cell_words(year.id, column) for column in range(part.model.columnCount())]
    assert counts[0] == "2025-26"
    assert counts[2] == str(len(year.records_of("action")) - 1)
    assert counts[4] == "1"
    assert "Closed since: 1" in part.counts.text()
    states = {part.became.cell_words(id, 1): part.became.cell_words(id, 0) for id in part.became.shown_ids}
    assert states[year.records_of("action")[0].text_of("title")] == "Closed since"
    part.list.choose_row(part.became.shown_ids[0])
    with qtbot.waitSignal(carried.asked_for) as asked:
        QTest.keyClick(part.list, Qt.Key.Key_Return)
    assert asked.args == [f"register:actions/{part.became.shown_ids[0]}"]
    del testers


def test_risks_and_coverage_of_each_year(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    year = carried.session.current
    tab(page, "Risks")
    risks = page.side.parts["Risks"]
    assert isinstance(risks, FollowedPart)
    open_now, accepted, closed = (int(risks.model.cell_words(year.id, column)) for column in (1, 2, 3))
    assert (open_now + accepted, closed) == (len(year.records_of("risk")), 0)
    assert f"Still open: {len(year.records_of('risk'))}" in risks.counts.text() or "overdue" in risks.counts.text()
    tab(page, "Coverage")
    coverage = page.side.parts["Coverage"]
    assert coverage.isVisible()
    assert not risks.isVisible()
    assert page.side.found is not None
    counted = side.count_coverage_by_year(page.side.found.side, page.side.shown_years)
    assert counted[0].cells[:2] == ("2025-26", str(len(year.records_of("evidence"))))
    assert side.list_coverage_headings(page.side.found.side)[3:] == ("People", "Staff", "Partners", "Processes")


def test_a_single_year_says_how_a_second_one_comes(blank_year: Workspace, qtbot: QtBot) -> None:
    page = shown(blank_year, qtbot)
    assert page.years.total == 1
    assert row(page, 0)[4] == "No score yet"
    tab(page, "Changed words")
    assert page.side.nothing.isVisible()
    assert not page.side.pair.isVisible()
    assert page.side.nothing.button is not None
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        page.side.nothing.button.click()
    assert asked.args == ["carry_forward"]


def test_everything_is_reached_with_the_keyboard_and_has_a_name(carried: Workspace, qtbot: QtBot) -> None:
    page = shown(carried, qtbot)
    for place in range(page.side.tabs.count()):
        page.side.tabs.setCurrentIndex(place)
        for table in (page.table, *[part.table for part in page.side.parts.values() if hasattr(part, "table")]):
            assert table.accessibleName()
            assert table.focusPolicy() & Qt.FocusPolicy.TabFocus
    for widget in (page.side.tabs, page.side.years, page.side.before, page.side.after):
        assert widget.accessibleName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


# --- another version of the framework --------------------------------------------------------------------------------


def later_year() -> Assessment:
    made = empty_assessment("2030-31")
    framework = later_framework()
    return replace(made, framework=framework, record=replace(made.record, position=1), records={})


def test_what_the_newest_framework_has_no_more_is_kept_in_sight_with_the_reason(qtbot: QtBot) -> None:
    before = judged(empty_assessment(), DROPPED, score=3)
    found = compare_read_years([before, later_year()], None, TODAY)
    assert list(side.describe_unmapped_rows(found.side)) == [f"“Equity in experiences and outcomes”: {WHY}"]
    part = ScoresPart(lambda place: None)
    qtbot.addWidget(part)
    part.show_part_compared(found, {each.id for each in found.side.columns})
    part.show()
    assert WHY in part.gone.text()
    (kept,) = (id for id in part.model.shown_ids if id.endswith(f":{DROPPED}"))
    assert part.model.shown_ids[-1] == kept
    assert part.model.cell_words(kept, 0) == "Equity in experiences and outcomes\nNot in the newest version"
    assert part.model.cell_words(kept, 1).strip() == "Not in this version"
    assert part.model.cell_words(kept, 2).startswith("3 – ")
    together = next(id for id in part.model.shown_ids if id.endswith(":together"))
    assert "from “Partnerships and communities” and “Learning" in part.model.cell_words(together, 2)


# --- which years -----------------------------------------------------------------------------------------------------


def test_our_newest_year_and_the_last_of_others_come_first(carried: Workspace) -> None:
    years = [carried.session.load_assessment(record.id) for record in carried.session.assessments]
    found = compare_read_years(years, None, TODAY)
    assert [year.label for year in order_years_for_view(found.side.columns)] == ["2025-26", "CQC 2024", "2024-25"]


def test_the_two_years_to_begin_with_are_our_last_two(carried: Workspace) -> None:
    records = carried.session.assessments
    cqc, before, after = (record.id for record in records)
    assert choose_pair(records) == Pair(before, after)
    assert choose_pair(records, Pair(cqc, after)) == Pair(cqc, after)
    assert choose_pair(records, Pair("gone", after)) == Pair(before, after)
    assert choose_pair(records[:2]) == Pair(cqc, before)
    assert choose_pair(records[:1]) is None
