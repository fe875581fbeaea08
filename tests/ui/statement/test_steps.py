"""What each step of a statement does: adding, linking, scoring, answering, reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from tests.named_levels import named_framework
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.evidence import EvidenceStep
from ui.pages.statement.judgement import NOT_ENOUGH, UNSCORED, JudgementStep
from ui.pages.statement.lists import ActionsStep, ImprovementStep, StrengthsStep
from ui.pages.statement.page import StatementPage
from ui.pages.statement.review import ReviewStep
from ui.pages.statement.step import Step
from ui.pages.statement.understand import UnderstandStep
from ui.widgets.forms.record_list import RecordList
from ui.widgets.idle_queue import finish_work

STEP_LISTS = {"strengths": ["strength"], "improvement": ["improvement", "risk"], "actions": ["action"]}

Add = Callable[..., str]
S = TypeVar("S", bound=Step)


def opened(page: StatementPage, step: str, kind: type[S], statement: str = "equity") -> S:
    page.show_place(f"{statement}/{step}")
    found = page.steps[step]
    assert isinstance(found, kind)
    finished(found)
    return found


def finished(step: Step) -> None:
    """What the step makes in turns is there."""
    for each in (step, *step.findChildren(QWidget)):
        finish_work(each)


def checked(step: JudgementStep) -> int:
    return step.group.checkedId()


def score_of(workspace: Workspace) -> int | None:
    return workspace.session.current.scores_by_statement["equity"]


def words_on(step: Step) -> str:
    return "\n".join(label.text() for label in step.findChildren(QLabel))


def test_understand_tells_what_the_statement_covers(example: StatementPage) -> None:
    said = words_on(opened(example, "understand", UnderstandStep, "assessing-needs"))
    for part in (
        "Timeliness of assessments, plans and reviews",
        "Sections 9-13: Assessing needs",
        "IR 5 · Assessment, care planning and review (last 12 months)",
        "CQC 2024: some shortfalls",
        "How do you know that people who wait are safe",
    ):
        assert part in said


def test_understand_leads_to_an_item_of_the_return(qtbot: QtBot, page: StatementPage) -> None:
    step = opened(page, "understand", UnderstandStep, "assessing-needs")
    button = next(b for b in step.findChildren(QPushButton) if b.accessibleName().startswith("Open IR 5"))
    with qtbot.waitSignal(page.workspace.asked_for) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == ["return/IR 5"]


@pytest.mark.parametrize("by_key", [True, False])
def test_a_strength_is_added_in_one_line_and_opens(
    qtbot: QtBot, page: StatementPage, workspace: Workspace, by_key: bool
) -> None:
    step = opened(page, "strengths", StrengthsStep)
    QTest.keyClicks(step.part.new.line, "Connectors know their communities")
    if by_key:
        QTest.keyClick(step.part.new.line, Qt.Key.Key_Return)
    else:
        qtbot.mouseClick(step.part.new.button, Qt.MouseButton.LeftButton)
    (record,) = workspace.session.current.for_statement("strength", "equity")
    assert record["title"] == "Connectors know their communities"
    assert step.part.list.open_id == record.id
    assert step.part.new.line.text() == ""
    assert not step.part.empty.isVisible()
    assert not workspace.pending


def test_what_was_named_but_not_added_is_added_on_leaving(page: StatementPage, workspace: Workspace) -> None:
    step = opened(page, "strengths", StrengthsStep)
    QTest.keyClicks(step.part.new.line, "Nearly forgotten")
    page.go_to_next_step()
    (record,) = workspace.session.current.for_statement("strength", "equity")
    assert record["title"] == "Nearly forgotten"


def test_an_empty_line_adds_nothing(page: StatementPage, workspace: Workspace) -> None:
    step = opened(page, "strengths", StrengthsStep)
    QTest.keyClicks(step.part.new.line, "   ")
    QTest.keyClick(step.part.new.line, Qt.Key.Key_Return)
    assert not step.part.new.button.isEnabled()
    assert workspace.session.current.records_of("strength") == ()


def test_cards_move_and_go_and_come_back(qtbot: QtBot, page: StatementPage, workspace: Workspace, add: Add) -> None:
    first = add("strength", quality_statement="equity", title="One")
    add("strength", quality_statement="safeguarding", title="Elsewhere")
    second = add("strength", quality_statement="equity", title="Two")
    cards = opened(page, "strengths", StrengthsStep).part.list
    qtbot.mouseClick(cards.cards[second].up, Qt.MouseButton.LeftButton)
    assert list(cards.cards) == [second, first]
    assert not cards.cards[second].up.isEnabled()
    cards.open_record(first)
    qtbot.mouseClick(cards.cards[first].remove, Qt.MouseButton.LeftButton)
    assert list(cards.cards) == [second]
    assert cards.open_id is None
    assert workspace.undo_last_step()
    assert list(cards.cards) == [second, first]
    cards.open_record(first)
    assert cards.form is not None
    assert cards.form.field_editors["title"].control.raw_value() == "One"


def test_a_card_opens_and_closes_by_keyboard(page: StatementPage, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="One")
    cards = opened(page, "strengths", StrengthsStep).part.list
    QTest.keyClick(cards.cards[id].opener, Qt.Key.Key_Space)
    assert cards.open_id == id
    assert cards.cards[id].opener.accessibleName() == "Close: One"
    QTest.keyClick(cards.cards[id].opener, Qt.Key.Key_Space)
    assert cards.open_id is None


def test_a_card_with_a_refused_value_stays_open(page: StatementPage, add: Add) -> None:
    first = add("risk", quality_statement="equity", title="One")
    second = add("risk", quality_statement="equity", title="Two")
    cards = opened(page, "improvement", ImprovementStep).risks.list
    cards.open_record(first)
    assert cards.form is not None
    QTest.keyClicks(cards.form.field_editors["review_on"].control.focus_target, "soon")
    assert not cards.open_record(second)
    assert cards.open_id == first
    assert cards.form.field_editors["review_on"].control.raw_value() == "soon"


def test_a_risk_says_its_magnitude_in_words(page: StatementPage, workspace: Workspace, add: Add) -> None:
    id = add("risk", quality_statement="equity", title="Harm", likelihood=3, severity=4)
    step = opened(page, "improvement", ImprovementStep)
    assert "Likelihood 3 × severity 4 = 12, high" in step.risks.list.cards[id].details.text()
    workspace.run(SetField(id, "severity", None))
    assert "Likelihood and severity not given" in step.risks.list.cards[id].details.text()


def test_an_action_is_added_for_what_waits_for_one(qtbot: QtBot, page: StatementPage, add: Add) -> None:
    improvement = add("improvement", quality_statement="equity", title="Late reviews")
    step = opened(page, "actions", ActionsStep)
    assert step.waiting.isVisible()
    button = next(b for b in step.findChildren(QPushButton) if b.accessibleName() == "Add an action for: Late reviews")
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Late reviews" in step.answering.text()
    QTest.keyClicks(step.part.new.line, "Clear the list")
    QTest.keyClick(step.part.new.line, Qt.Key.Key_Return)
    (action,) = step.step_assessment.for_statement("action", "equity")
    assert action["addresses"] == (improvement,)
    assert "Addresses: Late reviews" in step.part.list.cards[action.id].details.text()
    assert not step.waiting.isVisible()


def test_an_overdue_action_says_so(page: StatementPage, add: Add) -> None:
    id = add("action", quality_statement="equity", title="Late", due_on="2001-01-01", priority="most_pressing")
    step = opened(page, "actions", ActionsStep)
    assert "Most pressing" in step.part.list.cards[id].badges.text()
    assert "Overdue" in step.part.list.cards[id].badges.text()


def test_evidence_is_added_to_its_category_statement_and_source(qtbot: QtBot, page: StatementPage) -> None:
    step = opened(page, "evidence", EvidenceStep)
    part = step.parts["partners"]
    qtbot.waitUntil(lambda: bool(part.rows))
    row = part.rows[0]
    assert row.line is not None
    assert row.state.text() in ("missing", "if available")
    qtbot.mouseClick(row.add, Qt.MouseButton.LeftButton)
    assert row.line.source.name in part.chosen.text()
    QTest.keyClicks(part.new.line, "Letter from the forum")
    QTest.keyClick(part.new.line, Qt.Key.Key_Return)
    (item,) = step.step_assessment.for_statement("evidence", "equity")
    assert (item["category"], item["source"]) == ("partners", row.line.source.key)
    assert part.list.open_id == item.id
    qtbot.waitUntil(lambda: row.state.text() == "1 item")


def test_existing_evidence_is_linked_and_unlinked(qtbot: QtBot, page: StatementPage, add: Add) -> None:
    id = add("evidence", title="Survey", category="people", quality_statements=("safeguarding",))
    step = opened(page, "evidence", EvidenceStep)
    part = step.parts["people"]
    qtbot.mouseClick(part.link, Qt.MouseButton.LeftButton)
    assert part.pick_list is not None
    QTest.keyClicks(part.pick_list.search, "surv")
    QTest.keyClick(part.pick_list.search, Qt.Key.Key_Return)
    assert step.step_assessment.by_id[id]["quality_statements"] == ("safeguarding", "equity")
    assert list(part.list.cards) == [id]
    qtbot.mouseClick(part.list.cards[id].remove, Qt.MouseButton.LeftButton)
    assert step.step_assessment.by_id[id]["quality_statements"] == ("safeguarding",)
    assert not part.list.cards


def test_evidence_without_a_category_is_shown(page: StatementPage, add: Add) -> None:
    id = add("evidence", title="Loose", quality_statements=("equity",))
    step = opened(page, "evidence", EvidenceStep)
    assert step.parts[""].isVisible()
    assert list(step.parts[""].list.cards) == [id]


def test_evidence_given_another_category_stays_open_there(page: StatementPage, workspace: Workspace, add: Add) -> None:
    id = add("evidence", title="Loose", category="people", quality_statements=("equity",))
    step = opened(page, "evidence", EvidenceStep)
    step.parts["people"].list.open_record(id)
    workspace.run(SetField(id, "category", "processes"))
    assert not step.parts["people"].list.cards
    assert step.parts["processes"].list.open_id == id


def test_a_score_is_chosen_by_mouse_and_undone(qtbot: QtBot, page: StatementPage, workspace: Workspace) -> None:
    step = opened(page, "judgement", JudgementStep)
    assert checked(step) == UNSCORED
    qtbot.mouseClick(step.cards[3], Qt.MouseButton.LeftButton)
    assert score_of(workspace) == 3
    assert workspace.undo_last_step()
    assert score_of(workspace) is None
    assert checked(step) == UNSCORED
    assert workspace.redo_last_step()
    assert checked(step) == 3


def test_a_score_is_chosen_by_keyboard(page: StatementPage, workspace: Workspace) -> None:
    step = opened(page, "judgement", JudgementStep)
    QTest.keyClick(step.cards[2], Qt.Key.Key_Space)
    assert score_of(workspace) == 2
    assert step.cards[2].accessibleName() == "2, Some shortfalls"


def test_not_enough_evidence_takes_the_score_away_in_one_step(
    qtbot: QtBot, page: StatementPage, workspace: Workspace
) -> None:
    step = opened(page, "judgement", JudgementStep)
    step.choose_score(4)
    qtbot.mouseClick(step.cards[NOT_ENOUGH], Qt.MouseButton.LeftButton)
    judgement = workspace.session.current.judgements["equity"]
    assert (judgement["score"], judgement["insufficient_evidence"]) == (None, True)
    assert workspace.undo_last_step()
    judgement = workspace.session.current.judgements["equity"]
    assert (judgement["score"], judgement["insufficient_evidence"]) == (4, None)
    assert step.cards[4].isChecked()


def test_the_judgement_says_what_it_leans_on(page: StatementPage, workspace: Workspace, add: Add) -> None:
    step = opened(page, "judgement", JudgementStep)
    assert step.form.leans_on.text() == "Leans on no evidence yet"
    add("evidence", title="Old", as_at="2001-01-01", quality_statements=("equity",))
    add("evidence", title="New", as_at=workspace.today(), quality_statements=("equity",))
    add("evidence", title="Undated", quality_statements=("equity",))
    said = step.form.leans_on.text()
    assert said == "Leans on 3 evidence items, 1 of them older than 12 months, 1 without a date"


def test_review_reads_the_statement_as_it_will_be(page: StatementPage, workspace: Workspace, add: Add) -> None:
    add("strength", quality_statement="equity", title="<b>Bold</b> & true", detail="First\n\n- one\n- two")
    step = opened(page, "review", ReviewStep)
    assert step.text.isReadOnly()
    read = step.text.toPlainText()
    assert "<b>Bold</b> & true" in read
    assert "Equity in experiences and outcomes" in read
    workspace.run(SetField(workspace.session.current.judgements["equity"].id, "summary", "Where we stand now"))
    finished(step)
    assert "Where we stand now" in step.text.toPlainText()


def test_a_finding_leads_to_its_field(qtbot: QtBot, page: StatementPage, workspace: Workspace, add: Add) -> None:
    id = add("strength", quality_statement="equity", title="Unproven")
    step = opened(page, "review", ReviewStep)
    name = "Go and put right: Strength without evidence: Unproven"
    button = next(b for b in step.findChildren(QPushButton) if b.accessibleName() == name)
    qtbot.waitUntil(button.isVisible)
    with qtbot.waitSignal(workspace.asked_for) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [f"statement:equity/strengths/{id}#evidence"]


def test_status_is_set_in_review_and_shown_below_every_step(page: StatementPage, workspace: Workspace) -> None:
    review = opened(page, "review", ReviewStep)
    review.agreement.agree.click()
    agreed = workspace.session.current.judgements["equity"]
    assert (agreed["status"], agreed["agreed_by"], agreed["agreed_on"]) == ("agreed", "Ada", workspace.today())
    opened(page, "judgement", JudgementStep)
    assert page.standing.text().endswith("Status: Agreed")


def test_a_read_only_workbook_offers_no_change(page: StatementPage, workspace: Workspace, add: Add) -> None:
    add("strength", quality_statement="equity", title="One")
    workspace.session.read_only_because = "Somebody else has it open."
    made = StatementPage(workspace)
    made.show_place("equity/strengths")
    step = made.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    assert step.part.new.isHidden()
    card = next(iter(step.part.list.cards.values()))
    assert card.remove.isHidden()
    judgement = opened(made, "judgement", JudgementStep)
    assert not any(button.isEnabled() for button in judgement.cards.values())
    made.deleteLater()


def test_the_worked_example_shows_every_record_of_every_statement(example: StatementPage) -> None:
    found = example.workspace.session.current
    for statement in found.framework.statements:
        for step, kinds in STEP_LISTS.items():
            example.show_place(f"{statement.key}/{step}")
            shown = {id for cards in example.steps[step].findChildren(RecordList) for id in cards.cards}
            assert shown == {r.id for kind in kinds for r in found.for_statement(kind, statement.key)}


def test_what_was_said_before_names_cqc_and_the_last_self_assessment(example: StatementPage) -> None:
    said = list(model.list_earlier_words(example.workspace.session.earlier_years(), "equity"))
    assert [(one.who, one.score and one.score.value) for one in said] == [("CQC 2024", 2)]


def test_what_was_said_before_is_found_under_the_statements_that_this_one_follows_from(example: StatementPage) -> None:
    earlier = (example.workspace.session.current,)
    found = earlier[0].judgements["assessing-needs"]["summary"]
    said = list(model.list_earlier_words(earlier, "planning", named_framework()))
    assert [each.summary for each in said] == [found]
    assert list(model.list_earlier_words(earlier, "planning")) == []
