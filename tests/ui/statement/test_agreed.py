"""Writing in an agreed statement: asked once in each sitting, and no word is lost by the question."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.beginning import new_id
from selfassess.domain.commands import AddRecord, SetField
from selfassess.domain.records import Record
from ui.bridge.workspace import Workspace
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.page import StatementPage
from ui.pages.statement.step import RecordPart
from ui.shell.frame import WorkbookFrame
from ui.widgets.forms.agreed import COPY, DROP, LEAVE, WRITE

STATEMENT = "assessing-needs"
BEFORE = "People wait less than they did."


@pytest.fixture
def judgement(workspace: Workspace) -> str:
    """The judgement of a statement that was agreed."""
    id = workspace.session.current.judgements[STATEMENT].id
    for field, value in (("rationale", BEFORE), ("score", 3), ("status", "agreed")):
        assert workspace.run(SetField(id, field, value))
    return id


@pytest.fixture
def step(judgement: str, page: StatementPage) -> JudgementStep:
    page.show_place(f"{STATEMENT}/judgement")
    page.activateWindow()
    found = page.steps["judgement"]
    assert isinstance(found, JudgementStep)
    return found


def stored(workspace: Workspace, id: str) -> Record:
    return workspace.session.current.by_id[id]


def boxes(page: StatementPage) -> list[QMessageBox]:
    return [box for box in page.window().findChildren(QMessageBox) if box.isVisible()]


def asked(qtbot: QtBot, page: StatementPage) -> QMessageBox:
    qtbot.waitUntil(lambda: len(boxes(page)) == 1, timeout=30000)
    return boxes(page)[0]


def answer(box: QMessageBox, words: str) -> None:
    next(button for button in box.buttons() if button.text() == words).click()


def paper(step: JudgementStep) -> QPlainTextEdit:
    target = step.form.editors["rationale"].control.focus_target
    assert isinstance(target, QPlainTextEdit)
    target.setFocus()
    target.selectAll()
    return target


def test_the_first_words_are_asked_about_and_kept_until_that_is_decided(
    qtbot: QtBot, workspace: Workspace, page: StatementPage, step: JudgementStep, judgement: str
) -> None:
    field = paper(step)
    QTest.keyClicks(field, "They wait longer")
    box = asked(qtbot, page)
    found = stored(workspace, judgement)
    by = found.text("agreed_by")
    assert box.text().startswith(f"This statement was agreed by {by} on ")
    assert box.text().endswith("Write in it all the same?")
    assert [button.text() for button in box.buttons()] == [WRITE, LEAVE]
    assert found["rationale"] == BEFORE
    assert not workspace.flush()
    assert field.toPlainText() == "They wait longer"
    assert len(boxes(page)) == 1
    answer(box, WRITE)
    assert stored(workspace, judgement)["rationale"] == "They wait longer"
    assert not workspace.pending
    qtbot.waitUntil(lambda: not boxes(page), timeout=30000)
    QTest.keyClicks(field, " now")
    assert workspace.flush()
    assert not boxes(page)
    assert stored(workspace, judgement)["rationale"] == "They wait longer now"


def test_what_is_left_as_it_is_shows_again_and_the_words_can_be_copied(
    qtbot: QtBot, workspace: Workspace, page: StatementPage, step: JudgementStep, judgement: str
) -> None:
    field = paper(step)
    for end in (lambda box: answer(box, COPY), lambda box: QTest.keyClick(box, Qt.Key.Key_Escape)):
        QGuiApplication.clipboard().clear()
        field.selectAll()
        QTest.keyClicks(field, "They wait longer")
        QTest.keyClick(asked(qtbot, page), Qt.Key.Key_Escape)
        assert field.toPlainText() == BEFORE
        assert stored(workspace, judgement)["rationale"] == BEFORE
        assert not workspace.pending
        box = asked(qtbot, page)
        assert "They wait longer" in box.informativeText()
        assert [button.text() for button in box.buttons()] == [COPY, DROP]
        end(box)
        assert QGuiApplication.clipboard().text() == "They wait longer"
        qtbot.waitUntil(lambda: not boxes(page), timeout=30000)


def test_letters_typed_while_the_question_comes_up_reach_the_field(
    qtbot: QtBot, workspace: Workspace, page: StatementPage, step: JudgementStep, judgement: str
) -> None:
    field = paper(step)
    QTest.keyClicks(field, "They wait")
    box = asked(qtbot, page)
    QTest.keyClicks(box.focusWidget() or box, "ed for long")
    assert boxes(page) == [box]
    assert field.toPlainText() == "They waited for long"
    answer(box, WRITE)
    assert stored(workspace, judgement)["rationale"] == "They waited for long"


def test_a_score_is_asked_about(qtbot: QtBot, workspace: Workspace, page: StatementPage, step: JudgementStep,
                                judgement: str) -> None:  # fmt: skip
    step.cards[2].click()
    box = asked(qtbot, page)
    assert step.cards[3].isChecked()
    answer(box, LEAVE)
    assert stored(workspace, judgement)["score"] == 3
    qtbot.waitUntil(lambda: not boxes(page), timeout=30000)
    step.cards[2].click()
    answer(asked(qtbot, page), WRITE)
    assert stored(workspace, judgement)["score"] == 2
    assert step.cards[2].isChecked()


def test_adding_and_removing_are_asked_about_once_in_all(
    qtbot: QtBot, workspace: Workspace, page: StatementPage, judgement: str
) -> None:
    id = new_id()
    workspace.run(AddRecord("strength", id, {"quality_statement": STATEMENT, "title": "Known"}))
    page.show_place(f"{STATEMENT}/strengths")
    part = page.steps["strengths"].findChildren(RecordPart)[0]
    part.new.line.setText("New strength")
    part.new.button.click()
    answer(asked(qtbot, page), LEAVE)
    assert part.new.line.text() == "New strength"
    qtbot.waitUntil(lambda: not boxes(page), timeout=30000)
    part.list.cards[id].remove.click()
    assert id in workspace.session.current.by_id
    answer(asked(qtbot, page), WRITE)
    assert id not in workspace.session.current.by_id
    part.new.button.click()
    assert not boxes(page)
    assert [r.text("title") for r in workspace.session.current.of("strength")] == ["New strength"]


def test_bringing_back_an_earlier_text_is_asked_about(
    qtbot: QtBot, workspace: Workspace, page: StatementPage, step: JudgementStep, judgement: str
) -> None:
    workspace.run(SetField(judgement, "status", "drafting"))
    workspace.session.author = "Bo"  # what one person writes in one go is one version
    workspace.run(SetField(judgement, "rationale", "They wait longer"))
    workspace.run(SetField(judgement, "status", "agreed"))
    dialog = step.form.editors["rationale"].show_history()
    assert dialog is not None
    dialog.list.setCurrentRow(1)
    dialog.restore()
    assert stored(workspace, judgement)["rationale"] == "They wait longer"
    answer(asked(qtbot, page), WRITE)
    assert stored(workspace, judgement)["rationale"] == BEFORE
    assert dialog.isHidden()


@pytest.mark.parametrize("field", ["lead", "reviewer"])
def test_who_deals_with_it_is_no_writing_in_it(workspace: Workspace, step: JudgementStep, judgement: str,
                                               field: str) -> None:  # fmt: skip
    target = step.form.editors[field].control.focus_target
    QTest.keyClicks(target, "Ada")
    assert workspace.flush()
    assert stored(workspace, judgement)[field] == "Ada"


def test_nothing_is_asked_where_nothing_is_agreed(
    workspace: Workspace, page: StatementPage, step: JudgementStep, judgement: str
) -> None:
    workspace.run(SetField(judgement, "status", "drafting"))
    QTest.keyClicks(paper(step), "They wait longer")
    assert workspace.flush()
    assert stored(workspace, judgement)["rationale"] == "They wait longer"


def test_going_elsewhere_asks_nothing_else_meanwhile(qtbot: QtBot, workspace: Workspace, judgement: str) -> None:
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.show()
    frame.show_place(f"statement:{STATEMENT}/judgement")
    page = frame.pages.currentWidget()
    assert isinstance(page, StatementPage)
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    QTest.keyClicks(paper(step), "They wait longer")
    frame.show_place("overview")
    box = asked(qtbot, page)
    assert frame.place == f"statement:{STATEMENT}/judgement"
    answer(box, WRITE)
    frame.show_place("overview")
    assert frame.place == "overview"
    assert stored(workspace, judgement)["rationale"] == "They wait longer"
