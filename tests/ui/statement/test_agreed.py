"""Writing in an agreed statement: asked once in each sitting, and no word is lost by the question."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, SetField, SetMany
from selfassess.domain.model.errors import AgreedError
from selfassess.domain.model.new_year import new_id
from selfassess.services.importing import plan_merge
from selfassess.services.workbook import opening
from ui.bridge.workspace import Workspace
from ui.pages.statement.evidence import EvidenceStep
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.page import StatementPage
from ui.pages.statement.step import RecordPart
from ui.shell.frame import WorkbookFrame
from ui.widgets import dialogs
from ui.widgets.forms.agreed import COPY, DROP, LEAVE, WRITE, ask_consent
from ui.widgets.forms.record_form import RecordForm

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


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, workspace: Workspace, page: StatementPage) -> list[str]:
    """What is answered to the questions that come, in turn; each is taken away by its question."""
    waiting: list[str] = []
    workspace.session.consent = partial(ask_consent, workspace, page)
    monkeypatch.setattr(dialogs, "ask_now", lambda *asked: waiting.pop(0))
    return waiting


def paper(step: JudgementStep) -> QPlainTextEdit:
    target = step.form.field_editors["rationale"].control.focus_target
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
    by = found.text_of("agreed_by")
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


def test_a_score_is_asked_about(workspace: Workspace, step: JudgementStep, judgement: str, answers: list[str]) -> None:
    answers += [LEAVE, WRITE]
    step.cards[2].click()
    assert step.cards[3].isChecked()
    assert stored(workspace, judgement)["score"] == 3
    step.cards[2].click()
    assert not answers
    assert stored(workspace, judgement)["score"] == 2
    assert step.cards[2].isChecked()


def test_adding_and_removing_are_asked_about_once_in_all(
    qtbot: QtBot, workspace: Workspace, page: StatementPage, judgement: str, answers: list[str]
) -> None:
    id = new_id()
    answers += [WRITE]
    workspace.run(AddRecord("strength", id, {"quality_statement": STATEMENT, "title": "Known"}))
    workspace.allowed.clear()
    page.show_place(f"{STATEMENT}/strengths")
    part = page.steps["strengths"].findChildren(RecordPart)[0]
    part.new.line.setText("New strength")
    part.new.button.click()
    answer(asked(qtbot, page), LEAVE)
    assert part.new.line.text() == "New strength"
    qtbot.waitUntil(lambda: not boxes(page), timeout=30000)
    answers += [LEAVE, WRITE]
    part.list.cards[id].remove.click()
    assert id in workspace.session.current.by_id
    part.list.cards[id].remove.click()
    assert not answers
    assert id not in workspace.session.current.by_id
    part.new.button.click()
    assert not boxes(page)
    assert [r.text_of("title") for r in workspace.session.current.records_of("strength")] == ["New strength"]


def test_bringing_back_an_earlier_text_is_asked_about(
    workspace: Workspace, step: JudgementStep, judgement: str, answers: list[str]
) -> None:
    workspace.run(SetField(judgement, "status", "drafting"))
    workspace.session.author = "Bo"  # what one person writes in one go is one version
    workspace.run(SetField(judgement, "rationale", "They wait longer"))
    workspace.run(SetField(judgement, "status", "agreed"))
    dialog = step.form.field_editors["rationale"].show_history()
    assert dialog is not None
    dialog.list.setCurrentRow(1)
    answers += [LEAVE, WRITE]
    dialog.restore_version()
    assert stored(workspace, judgement)["rationale"] == "They wait longer"
    assert "stays as agreed" in dialog.same.text()
    dialog.restore_version()
    assert stored(workspace, judgement)["rationale"] == BEFORE
    assert dialog.isHidden()


def test_linking_evidence_is_asked_about(
    workspace: Workspace, page: StatementPage, judgement: str, answers: list[str]
) -> None:
    id = new_id()
    workspace.run(AddRecord("evidence", id, {"title": "Survey"}))
    page.show_place(f"{STATEMENT}/evidence")
    step = page.steps["evidence"]
    assert isinstance(step, EvidenceStep)
    answers += [LEAVE, WRITE]
    step.link_evidence_item(id)
    assert stored(workspace, id).links_of("quality_statements") == ()
    step.link_evidence_item(id)
    step.unlink_evidence_item(id)  # nothing is asked again
    assert not answers
    assert stored(workspace, id).links_of("quality_statements") == ()


def test_a_link_chosen_in_a_form_is_put_back_where_the_statement_is_left(
    qtbot: QtBot, workspace: Workspace, page: StatementPage, judgement: str, answers: list[str]
) -> None:
    id = new_id()
    workspace.run(AddRecord("strength", id, {"title": "Elsewhere", "quality_statement": "equity"}))
    form = RecordForm(workspace, "strength", ("quality_statement",), parent=page)
    form.show_form_of(id)
    editor = form.field_editors["quality_statement"]
    editor.control.show_stored_value(STATEMENT)
    assert not editor.flush()
    answer(asked(qtbot, page), LEAVE)
    assert stored(workspace, id)["quality_statement"] == "equity"
    assert editor.control.raw_value() == "equity"


def test_undo_asks_and_takes_nothing_back_where_the_statement_is_left(
    workspace: Workspace, judgement: str, answers: list[str]
) -> None:
    answers += [WRITE]
    workspace.run(SetField(judgement, "summary", "Words"))
    workspace.allowed.clear()
    told: list[str] = []
    workspace.failed.connect(told.append)
    answers += [LEAVE, WRITE]
    assert not workspace.undo_last_step()
    assert stored(workspace, judgement)["summary"] == "Words"
    assert workspace.undo_last_step()
    assert workspace.redo_last_step()
    assert not answers
    assert not told  # the person has just said so


def test_several_statements_are_one_question(
    monkeypatch: pytest.MonkeyPatch, workspace: Workspace, judgement: str, answers: list[str]
) -> None:
    other = workspace.session.current.judgements["equity"].id
    workspace.run(SetField(other, "status", "agreed"))
    heard: list[tuple[str, str]] = []

    def ask_now(parent: object, text: str, detail: str, words: object) -> str:
        heard.append((text, detail))
        return WRITE

    monkeypatch.setattr(dialogs, "ask_now", ask_now)
    settings = tuple(SetField(id, "summary", "Words") for id in (judgement, other))
    assert workspace.run(SetMany(settings))
    assert workspace.run(SetField(other, "impact", "Words"))
    assert [text for text, _ in heard] == ["2 of these statements were agreed. Write in them all the same?"]
    assert "Assessing needs" in heard[0][1]


def test_what_comes_in_is_asked_about(
    qtbot: QtBot, tmp_path: Path, workspace: Workspace, judgement: str, answers: list[str]
) -> None:
    other = tmp_path / "other.sawb"
    shutil.copy(workspace.session.path, other)
    session = opening.open_workbook(other, author="Bo")
    session.run_command(SetField(judgement, "summary", "What Bo wrote"))
    session.close()
    prepared = plan_merge.prepare_copy_of_workbook(workspace.session.path, other)
    answers += [LEAVE, WRITE]
    with pytest.raises(AgreedError, match="stays as agreed"):
        plan_merge.apply_merge(workspace.session, prepared, Decisions())
    assert stored(workspace, judgement)["summary"] is None
    plan_merge.apply_merge(workspace.session, prepared, Decisions())
    assert stored(workspace, judgement)["summary"] == "What Bo wrote"


@pytest.mark.parametrize("field", ["lead", "reviewer"])
def test_who_deals_with_it_is_no_writing_in_it(workspace: Workspace, step: JudgementStep, judgement: str,
                                               field: str) -> None:  # fmt: skip
    target = step.form.field_editors[field].control.focus_target
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
