"""The page of the history: what it tells, how it is narrowed, what it puts back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import blank_record
from selfassess.domain.model.commands import RemoveRecord, SetField
from selfassess.domain.model.journal import create_record
from selfassess.domain.model.new_year import new_id
from ui.bridge.workspace import Workspace
from ui.pages.history.filters import BETWEEN, FilterBar
from ui.pages.history.model import CHUNK, Filter, HistoryModel
from ui.pages.history.page import HistoryPage, read_history

Add = Callable[..., str]


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> HistoryPage:
    return shown(workspace, qtbot)


def shown(workspace: Workspace, qtbot: QtBot) -> HistoryPage:
    made = HistoryPage(workspace)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_place("")
    qtbot.waitUntil(lambda: made.model.rowCount() > 0)
    return made


def top(page: HistoryPage) -> str:
    return page.model.find_line_in_row(0).what


def choose(page: HistoryPage, row: int = 0) -> None:
    page.table.selectRow(row)


def test_it_tells_each_change_and_hands_out_its_lines_in_chunks(
    workspace: Workspace, qtmodeltester: ModelTester
) -> None:
    judgement = workspace.session.current.judgements["equity"]
    workspace.run(SetField(judgement.id, "summary", "First words"))
    told, _, people = read_history(workspace.session.path, workspace.session.current_id)
    assert (told[0].who, people) == ("Ada", ("Ada",))
    assert told[0].what == "Where we are: nothing → “First words”"
    model = HistoryModel()
    for _ in model.show_history_lines(told * 30):
        pass
    qtmodeltester.check(model)
    assert model.rowCount() >= CHUNK
    for _ in model.show_history_lines(told * 3, Filter(words="first words")):
        pass
    assert model.total == 3


def test_a_new_step_stands_on_top_and_typing_on_stays_one_line(page: HistoryPage, workspace: Workspace) -> None:
    judgement = workspace.session.current.judgements["equity"].id
    before = page.model.total
    workspace.run(SetField(judgement, "summary", "First"))
    assert (top(page), page.model.total) == ("Where we are: nothing → “First”", before + 1)
    workspace.run(SetField(judgement, "score", 3))
    workspace.run(SetField(judgement, "summary", "First words"))
    assert (top(page), page.model.total) == ("Where we are: nothing → “First words”", before + 2)
    assert page.model.find_line_in_row(1).what == "Score: nothing → 3"


def test_it_is_narrowed_to_words_people_statements_and_days(
    page: HistoryPage, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.run(SetField(workspace.session.current.judgements["equity"].id, "score", 3))
    everything = page.model.total
    page.filters.words.setText("score")
    qtbot.waitUntil(lambda: page.model.total == 1)
    assert page.count.text() == f"1 of {everything:,} shown"
    page.filters.words.clear()
    page.filters.statement.setCurrentIndex(page.filters.statement.findData("equity"))
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: 1 < page.model.total < everything)
    assert all("equity" in page.model.find_line_in_row(row).statements for row in range(page.model.rowCount()))
    line = page.model.find_line_in_row(0)
    assert not Filter(person="Bo").matches_line(line)
    assert not Filter(since="2999-01-01").matches_line(line)
    assert not Filter(until="1999-01-01").matches_line(line)
    assert Filter(person="Ada", since=line.day, until=line.day, words="EQUITY 3").matches_line(line)


def test_days_can_be_chosen_in_either_order_and_half(qtbot: QtBot) -> None:
    bar = FilterBar()
    qtbot.addWidget(bar)
    bar.days.setCurrentIndex(bar.days.findData("6"))
    assert bar.build_filter(date(2025, 2, 17)) == Filter(since="2025-02-11", until="2025-02-17")
    bar.days.setCurrentIndex(bar.days.findData(BETWEEN))
    bar.since.line.setText("20/02/2025")
    assert bar.build_filter(date(2025, 2, 17)) == Filter(since="2025-02-20")
    bar.until.line.setText("18/02/2025")
    assert bar.build_filter(date(2025, 2, 17)) == Filter(since="2025-02-18", until="2025-02-20")


def test_one_record_and_one_field_are_shown_alone(
    page: HistoryPage, workspace: Workspace, add: Add, qtbot: QtBot
) -> None:
    risk = add("risk", title="Waits", quality_statement="equity")
    workspace.run(SetField(risk, "owner", "Ada"))
    workspace.run(SetField(risk, "cause", "Demand"))
    everything = page.model.total
    page.show_place(f"record/{risk}")
    qtbot.waitUntil(lambda: page.model.total == 3)
    assert page.filters.only.text() == "Only: Risk: Waits"
    page.show_place(f"record/{risk}/owner")
    qtbot.waitUntil(lambda: page.model.total == 2)
    assert page.filters.only.text() == "Only: Risk: Waits, “Owner”"
    page.filters.all.click()
    qtbot.waitUntil(lambda: page.model.total == everything)


def test_a_text_is_restored_from_its_line_and_that_can_be_undone(
    page: HistoryPage, workspace: Workspace, qtbot: QtBot
) -> None:
    judgement = workspace.session.current.judgements["equity"].id
    workspace.run(SetField(judgement, "summary", "People wait"))
    workspace.run(SetField(judgement, "summary", "People wait less"))
    choose(page)
    assert "Added: “People wait less”." in page.detail.text.accessibleDescription()
    assert (page.detail.this.isVisibleTo(page), page.detail.before.isVisibleTo(page)) == (False, True)
    page.detail.before.click()
    assert workspace.session.current.by_id[judgement]["summary"] is None
    workspace.undo_last_step()
    assert workspace.session.current.by_id[judgement]["summary"] == "People wait less"


def test_what_was_removed_is_brought_back_and_gone_to(
    page: HistoryPage, workspace: Workspace, add: Add, qtbot: QtBot
) -> None:
    risk = add("risk", title="Waits", quality_statement="equity")
    workspace.run(RemoveRecord(risk))
    choose(page)
    assert (page.detail.how.text(), page.detail.go.isVisibleTo(page)) == ("Removed. It said:", False)
    page.detail.back.click()
    assert risk in workspace.session.current.by_id
    assert not page.detail.back.isVisibleTo(page)
    with qtbot.waitSignal(workspace.asked_for) as asked:
        page.detail.go.click()
    assert asked.args == [f"register:risks/{risk}"]


def test_in_a_year_that_is_only_read_nothing_is_offered_to_restore(
    page: HistoryPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.run(SetField(workspace.session.current.judgements["equity"].id, "score", 3))
    monkeypatch.setattr(workspace.session, "read_only_because", "Somebody else has it.")
    choose(page, 1)
    choose(page)
    assert not page.detail.before.isVisibleTo(page)
    assert page.detail.go.isVisibleTo(page)


def test_very_long_texts_are_compared_without_keeping_anybody_waiting(
    page: HistoryPage, workspace: Workspace, qtbot: QtBot
) -> None:
    judgement = workspace.session.current.judgements["equity"].id
    workspace.run(SetField(judgement, "summary", "People wait less than they did. " * 1000))
    choose(page)
    qtbot.waitUntil(lambda: "People wait less" in page.detail.text.toPlainText(), timeout=10_000)


def test_a_step_over_many_records_is_read_anew(page: HistoryPage, workspace: Workspace, qtbot: QtBot) -> None:
    before = page.model.total
    made = [
        create_record(blank_record("risk", new_id(), n, workspace.session.current_id, title=f"Risk {n}"))
        for n in range(30)
    ]
    workspace.attempt_step(lambda: workspace.session.take_step("add 30 risks", made))
    qtbot.waitUntil(lambda: page.model.total == before + 30, timeout=10_000)
    assert top(page) == "Added"


def test_what_is_in_another_year_is_gone_to_there(example: Workspace, qtbot: QtBot) -> None:
    page = shown(example, qtbot)
    published = next(record for record in example.session.assessments if record["assessor"] == "cqc")
    label = published.text_of("label")
    page.filters.words.setText(f"{label} Judgement")
    qtbot.waitUntil(lambda: 0 < page.model.total < 50)
    assert page.model.find_line_in_row(0).where.startswith(f"{label} · Judgement: ")
    choose(page)
    with qtbot.waitSignal(example.asked_for):
        page.detail.go.click()
    assert example.session.current_id == published.id
