"""The page of a statement: where one is, going through the steps by mouse and keyboard, places, the guide."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError
from ui.bridge.workspace import Workspace
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.lists import StrengthsStep
from ui.pages.statement.page import STEPS, StatementPage

Add = Callable[..., str]


def test_the_header_says_where_one_is_and_quotes_the_statement(page: StatementPage) -> None:
    page.show_place("equity/understand")
    statement = page.workspace.session.current.framework.find_statement("equity")
    assert statement is not None
    assert page.title == "Equity in experiences and outcomes"
    assert page.header.title.text() == page.title
    assert page.header.breadcrumb.text().startswith("Working with people  ·  Statement 3 of 9")
    assert page.header.quotation.text() == f"“{statement.quality_statement}”"
    assert "November 2023" in page.header.attribution.text()
    assert "Care Quality Commission" in page.header.attribution.text()


def test_the_i_statements_are_shown_on_demand(qtbot: QtBot, page: StatementPage) -> None:
    assert page.header.toggle.text() == "Show the 2 I statements"
    assert not page.header.i_statements.isVisible()
    qtbot.mouseClick(page.header.toggle, Qt.MouseButton.LeftButton)
    assert page.header.i_statements.isVisible()
    assert page.header.toggle.text() == "Hide the 2 I statements"
    page.show_place("partnerships")
    assert not page.header.toggle.isVisible()


@pytest.mark.parametrize("step", list(STEPS))
def test_each_step_opens_by_mouse(qtbot: QtBot, page: StatementPage, step: str) -> None:
    page.show_place("assessing-needs/" + ("review" if step == "understand" else "understand"))
    with qtbot.waitSignal(page.workspace.asked_for) as asked:
        qtbot.mouseClick(page.bar.buttons[step], Qt.MouseButton.LeftButton)
    assert asked.args == [f"statement:assessing-needs/{step}"]
    assert page.step_key == step
    assert page.steps[step].isVisible()
    assert [key for key, shown in page.steps.items() if shown.isVisible()] == [step]


@pytest.mark.parametrize("step", list(STEPS))
def test_each_step_opens_by_keyboard(page: StatementPage, step: str) -> None:
    page.show_place("assessing-needs/" + ("review" if step == "understand" else "understand"))
    button = page.bar.buttons[step]
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert page.step_key == step


def test_steps_say_their_state_in_words(example: StatementPage) -> None:
    names = {key: button.accessibleName() for key, button in example.bar.buttons.items()}
    assert names["evidence"] == "Step 2 of 7: Evidence, something in it, 14 items"
    assert names["judgement"].endswith("Score 2")


def test_next_goes_through_the_steps_and_on_to_the_next_statement(page: StatementPage) -> None:
    visited = []
    for _ in STEPS:
        visited.append(page.place)
        page.go_to_next_step()
    assert visited == [f"statement:assessing-needs/{step}" for step in STEPS]
    assert page.place == "statement:supporting-people/understand"
    page.go_to_previous_step()
    assert page.place == "statement:assessing-needs/review"


def test_the_buttons_name_where_they_lead(page: StatementPage) -> None:
    assert not page.back_button.isEnabled()
    page.show_place("assessing-needs/judgement")
    assert page.next_button.accessibleName() == "Next: Review"
    assert page.back_button.accessibleName() == "Back: Actions"
    page.show_place("assessing-needs/review")
    assert page.next_button.accessibleName() == "Next: Healthier lives"


def test_after_the_last_statement_comes_the_overview(qtbot: QtBot, page: StatementPage) -> None:
    page.show_place("learning/review")
    assert page.next_button.accessibleName() == "Next: Overview"
    with qtbot.waitSignal(page.workspace.asked_for) as asked:
        page.go_to_next_step()
    assert asked.args == ["overview"]


def test_an_unknown_statement_or_step_falls_back(page: StatementPage) -> None:
    page.show_place("no-such-statement/no-such-step")
    assert page.place == "statement:assessing-needs/understand"


def test_a_place_opens_the_record_and_the_field(
    qtbot: QtBot, page: StatementPage, workspace: Workspace, add: Add
) -> None:
    add("strength", quality_statement="equity", title="One")
    id = add("strength", quality_statement="equity", title="Two")
    page.show_place(f"equity/strengths/{id}#impact")
    step = page.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    assert step.part.list.open_id == id
    form = step.part.list.form
    assert form is not None
    qtbot.waitUntil(lambda: page.focusWidget() is form.field_editors["impact"].control.focus_target)


def test_a_field_without_a_record_opens_the_first_where_it_is_empty(page: StatementPage, add: Add) -> None:
    add("strength", quality_statement="equity", title="One", impact="Much")
    id = add("strength", quality_statement="equity", title="Two")
    page.show_place("equity/strengths#impact")
    step = page.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    assert step.part.list.open_id == id


def test_going_on_saves_what_is_being_typed(page: StatementPage, workspace: Workspace) -> None:
    page.show_place("equity/judgement")
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    QTest.keyClicks(step.form.field_editors["rationale"].control.focus_target, "Because")
    page.go_to_next_step()
    assert workspace.session.current.judgements["equity"]["rationale"] == "Because"
    page.show_place("safeguarding/judgement")
    assert step.form.field_editors["rationale"].control.raw_value() == ""


def test_text_that_cannot_be_saved_keeps_the_step_open(
    page: StatementPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_place("equity/judgement")
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    target = step.form.field_editors["rationale"].control.focus_target
    QTest.keyClicks(target, "Keep me")

    def full(*_: object, **__: object) -> None:
        raise FileError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(workspace.session.store, "write_step_in_turns", full)
        page.go_to_next_step()
        page.open_step("evidence")
    assert page.place == "statement:equity/judgement"
    assert page.bar.buttons["judgement"].isChecked()
    assert isinstance(target, QPlainTextEdit)
    assert target.toPlainText() == "Keep me"


def test_hiding_the_page_saves(page: StatementPage, workspace: Workspace) -> None:
    page.show_place("equity/judgement")
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    QTest.keyClicks(step.form.field_editors["summary"].control.focus_target, "In time")
    page.hide()
    assert workspace.session.current.judgements["equity"]["summary"] == "In time"


def test_the_footer_and_the_bar_follow_changes(qtbot: QtBot, page: StatementPage, workspace: Workspace) -> None:
    judgement = workspace.session.current.judgements["assessing-needs"]
    assert page.standing.text() == "Lead: nobody yet  ·  Status: Not started"
    workspace.run(SetField(judgement.id, "lead", "Head of Assessment"))
    workspace.run(SetField(judgement.id, "score", 3))
    qtbot.waitUntil(lambda: "Head of Assessment" in page.standing.text())
    assert page.bar.buttons["judgement"].state.count == "Score 3"


def test_the_guide_hides_in_a_narrow_window_and_can_be_called(qtbot: QtBot, page: StatementPage) -> None:
    assert page.guide.isVisible()
    page.resize(1000, 700)
    qtbot.waitUntil(page.guide.isHidden)
    qtbot.mouseClick(page.guide_button, Qt.MouseButton.LeftButton)
    assert page.guide.isVisible()
    assert page.guide_button.text() == "Hide the guide"


def test_every_button_has_a_name(example: StatementPage) -> None:
    for step in STEPS:
        example.show_place(f"assessing-needs/{step}")
    nameless = [
        b
        for b in example.findChildren(QAbstractButton)
        if not (b.accessibleName() or b.text()) and b.objectName() not in ("ScrollLeftButton", "ScrollRightButton")
    ]
    assert nameless == []


def test_another_assessor_is_named(example: StatementPage) -> None:
    session = example.workspace.session
    own = session.current
    cqc = next(record for record in session.assessments if record["assessor"] == "cqc")
    example.workspace.show_year(cqc.id)
    example.show_place("assessing-needs/judgement")
    assert example.header.breadcrumb.text() == "CQC 2024  ·  Working with people  ·  Statement 1 of 9"
    example.workspace.show_year(own.id)
    example.show_place("assessing-needs/judgement")
    assert example.header.breadcrumb.text().startswith("Working with people  ·  Statement 1 of 9")


def test_alt_and_the_arrows_go_on_and_back(qtbot: QtBot, page: StatementPage) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert page.step_key == "evidence"
    QTest.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.step_key == "understand"
