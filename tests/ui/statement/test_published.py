"""A statement in a year that others made: what they found, to be read, without anything that helps to write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model import new_year
from selfassess.domain.model.catalogue import CATALOGUE, blank_record
from selfassess.domain.model.short_forms import EMPTY
from selfassess.domain.model.workbook import Assessment
from selfassess.packs import reader as packs
from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from tests.making import changed, judged, workbook
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.lists import StrengthsStep
from ui.pages.statement.page import StatementPage
from ui.pages.statement.published import Published, build_reading_parts, score_words

PARAGRAPH = "People told us that they were kept informed, and that they knew whom to ask for help when they needed it. "
LONG = "\n\n".join(f"Topic {n}\n{PARAGRAPH * 6}" for n in range(1, 26))
HINTS = ("Choose the score", "nobody yet", "Where we are", "in a few sentences", "for someone who was not in the room")


def others_year(assessor: str = "cqc") -> Assessment:
    """A year with a score, a date and a long text in one statement, as a published report gives it."""
    made = new_year.new_assessment("2024", 0, packs.newest_framework(), None)
    made = replace(made, record=replace(made.record, values={**made.record.values, "assessor": assessor}))
    return judged(made, "assessing-needs", score=2, summary=LONG, agreed_on="2024-08-16")


@pytest.fixture
def cqc(example: StatementPage) -> StatementPage:
    """The worked example's page in CQC's year."""
    session = example.workspace.session
    example.workspace.show_year(next(r.id for r in session.assessments if r["assessor"] == "cqc"))
    return example


def words_seen(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def judgement_of(page: StatementPage) -> JudgementStep:
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    return step


def test_a_statement_opens_at_what_was_found(cqc: StatementPage) -> None:
    cqc.show_place("assessing-needs")
    assert cqc.step_key == "judgement"
    step = judgement_of(cqc)
    assert step.heading.text() == "What CQC found"
    assert step.published.score.text() == "Score 2: Some shortfalls"
    assert step.published.dated.text() == "16 August 2024"
    found = cqc.workspace.session.current.judgements["assessing-needs"].text_of("summary")
    assert step.published.text.toPlainText().startswith(found[:60])


def test_nothing_helps_to_write(cqc: StatementPage) -> None:
    for key in model.READ_HEADINGS:
        cqc.show_place(f"assessing-needs/{key}")
        said = words_seen(cqc)
        assert [hint for hint in (*HINTS, "above, in one line", "sources covered", "missing") if hint in said] == []
    step = judgement_of(cqc)
    assert not step.form.isVisible()
    assert not any(card.isVisible() for card in step.cards.values())
    assert not cqc.guide.isVisible()
    assert not cqc.guide_button.isVisible()


def test_a_record_that_others_wrote_shows_its_filled_fields_without_help(cqc: StatementPage) -> None:
    (strength, *_) = cqc.workspace.session.current.for_statement("strength", "assessing-needs")
    cqc.show_place(f"assessing-needs/strengths/{strength.id}")
    step = cqc.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    form = step.part.list.form
    assert form is not None
    shown = {key for key, editor in form.field_editors.items() if editor.isVisible()}
    assert shown == {key for key in form.field_editors if strength[key] not in EMPTY}
    assert set(form.field_editors) - shown
    assert not any(editor.help.isVisible() for editor in form.field_editors.values())


def test_only_steps_that_hold_something_are_gone_through(cqc: StatementPage) -> None:
    cqc.show_place("assessing-needs/review")
    assert cqc.step_key == "judgement"
    shown = [key for key, button in cqc.bar.buttons.items() if button.isVisible()]
    assert set(shown) == {"judgement", "strengths", "improvement", "evidence"}
    assert cqc.bar.buttons["evidence"].accessibleName() == "Step 4 of 4: Evidence, something in it, 1 item"
    visited = []
    for _ in range(4):
        visited.append(cqc.step_key)
        cqc.go_to_next_step()
    assert visited == ["judgement", "strengths", "improvement", "evidence"]
    assert cqc.place == "statement:supporting-people/judgement"


def test_an_own_year_is_drafted_again_afterwards(cqc: StatementPage) -> None:
    cqc.show_place("assessing-needs/judgement")
    session = cqc.workspace.session
    cqc.workspace.show_year(next(r.id for r in session.assessments if r["assessor"] == "self"))
    cqc.show_place("assessing-needs/judgement")
    step = judgement_of(cqc)
    assert step.form.isVisible()
    assert not step.published.isVisible()
    assert step.heading.text() == "How well are we doing, and how do we know?"
    assert step.help.isVisible()
    assert all(button.isVisible() for button in cqc.bar.buttons.values())
    assert cqc.bar.buttons["evidence"].accessibleName().startswith("Step 2 of 7")


def test_a_long_text_stands_at_full_height_under_its_sub_headings(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "report.sawb"
    opening.write_new_workbook(path, workbook(others_year("peer")), author="Ada")
    made = Workspace(opening.open_workbook(path, author="Ada"), Settings())
    try:
        page = StatementPage(made)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        page.show_place("assessing-needs")
        page.show()
        step = judgement_of(page)
        text = step.published.text
        qtbot.waitUntil(lambda: text.height() >= text.document().size().height() > 2000)
        qtbot.waitUntil(lambda: text.verticalScrollBar().maximum() == 0)
        assert step.heading.text() == "What the peer review found"
        assert not page.bar.isVisible()
        text.setFocus()
        before = page.area.verticalScrollBar().value()
        QTest.keyClick(text, Qt.Key.Key_PageDown)
        assert page.area.verticalScrollBar().value() > before
        levels = {}
        block = text.document().begin()
        while block.isValid():
            levels[block.text()] = block.blockFormat().headingLevel()
            block = block.next()
        assert [levels[f"Topic {n}"] for n in range(1, 26)] == [3] * 25
        assert {level for words, level in levels.items() if words.startswith(PARAGRAPH)} == {0}
    finally:
        made.close_session()


def test_empty_fields_are_left_out_and_others_follow_the_text() -> None:
    year = others_year()
    judgement = year.judgements["assessing-needs"]
    assert {title for title, _ in build_reading_parts(judgement)} == {f"Topic {n}" for n in range(1, 26)}
    year = changed(year, judgement, rationale="Waits weigh more.", direction="improving")
    titles = [title for title, _ in build_reading_parts(year.judgements["assessing-needs"])]
    assert titles[-2:] == [CATALOGUE["judgement"].by_key["rationale"].label, ""]
    assert build_reading_parts(year.judgements["equity"]) == ()


def test_a_judgement_without_text_or_score_says_so(qtbot: QtBot) -> None:
    shown = Published()
    qtbot.addWidget(shown)
    judgement = blank_record("judgement", "one", 0, None, quality_statement="equity")
    shown.show_published_judgement(judgement, None, "CQC")
    shown.show()
    assert shown.score.text() == "No score"
    assert shown.nothing.isVisible()
    assert not shown.text.isVisible()
    unsure = blank_record("judgement", "two", 0, None, quality_statement="equity", insufficient_evidence=True)
    assert score_words(unsure, None) == "Not enough evidence to score"
