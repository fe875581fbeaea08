"""The step Review: comments of the whole statement, and how it comes to be agreed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.readiness import comments
from ui.bridge.workspace import Workspace
from ui.pages.statement.page import StatementPage
from ui.pages.statement.review import ReviewStep

Add = Callable[..., str]


@pytest.fixture
def step(qtbot: QtBot, workspace: Workspace) -> ReviewStep:
    page = StatementPage(workspace)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    page.show_place("equity/review")
    found = page.steps["review"]
    assert isinstance(found, ReviewStep)
    return found


def judgement(workspace: Workspace) -> str:
    return workspace.session.current.judgements["equity"].id


def test_all_comments_of_the_statement_are_shown_with_what_they_are_about(
    step: ReviewStep, workspace: Workspace, add: Add
) -> None:
    risk = add("risk", quality_statement="equity", title="Waits")
    other = add("risk", quality_statement="learning", title="Elsewhere")
    for about in (judgement(workspace), risk, other):
        workspace.run(comments.add_comment(about, f"on {about}", "Priya", workspace.clock()))
    assert [card.comment["about"] for card in step.comments.cards] == [judgement(workspace), risk]
    assert "Comment of Priya" in step.comments.cards[1].accessibleName()


def test_a_new_comment_is_on_the_judgement_unless_something_else_is_chosen(
    step: ReviewStep, workspace: Workspace, add: Add
) -> None:
    risk = add("risk", quality_statement="equity", title="Waits")
    new = step.comments.new
    assert new.subject.itemText(0) == "The judgement on this statement"
    new.subject.setCurrentIndex(new.subject.findData(risk))
    new.paper.setPlainText("Who owns it?")
    new.flush()
    assert [each["about"] for each in workspace.session.current.records_of("comment")] == [risk]


def test_a_statement_goes_from_not_started_to_agreed_and_back(step: ReviewStep, workspace: Workspace) -> None:
    part = step.agreement
    assert part.stages.text().startswith("● Not started")
    part.draft.click()
    assert part.stages.text().startswith("● Drafting")
    part.ready.click()
    part.agree.click()
    assert part.stages.text() == "✓ Drafting   ›   ✓ Ready for review   ›   ● Agreed"
    assert part.standing.text().startswith(f"Agreed by {workspace.session.author} on ")
    assert part.agree.isHidden()
    workspace.undo_last_step()
    record = workspace.session.current.by_id[judgement(workspace)]
    assert (record["status"], record["agreed_by"], record["agreed_on"]) == ("ready_for_review", None, None)


def test_a_change_after_it_was_agreed_is_said_and_can_be_put_back_to_review(
    step: ReviewStep, workspace: Workspace
) -> None:
    part = step.agreement
    workspace.run(SetField(judgement(workspace), "status", "agreed"))
    assert part.changed.message_text == ""
    workspace.session.author = "Ben"
    workspace.run(SetField(judgement(workspace), "summary", "Something else"))
    assert part.changed.message_text.startswith("Changed since it was agreed on ")
    assert "“Where we are” (last by Ben on " in part.changed.message_text
    assert part.ready.text() == "Put back to review"
    part.ready.click()
    assert part.changed.message_text == ""
    assert workspace.session.current.by_id[judgement(workspace)]["status"] == "ready_for_review"


def test_a_name_and_date_of_agreement_can_be_changed(step: ReviewStep, workspace: Workspace) -> None:
    step.agreement.agree.click()
    editor = step.agreement.form.field_editors["agreed_by"]
    editor.control.show_stored_value("The scrutiny board")
    editor.control.changed.emit()
    assert editor.flush()
    assert workspace.session.current.by_id[judgement(workspace)]["agreed_by"] == "The scrutiny board"
