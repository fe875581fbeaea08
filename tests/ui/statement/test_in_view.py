"""What one writes next is in view without scrolling: the form that opened, the line for the next, what follows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.lists import ImprovementStep
from ui.pages.statement.page import StatementPage
from ui.widgets.going_on import holds_keyboard

LAPTOP = (1134, 640)
"""What a laptop of 1366 x 768 leaves for the page."""


def is_in_view(page: StatementPage, part: QWidget) -> bool:
    view = page.area.viewport()
    return view.rect().contains(QRect(part.mapTo(view, QPoint(0, 0)), part.size()))


def wait_until_shown(page: StatementPage, qtbot: QtBot) -> None:
    """Wait until the page has gone to its top once more, which it does when the step has its height."""
    qtbot.waitUntil(lambda: not page.top_soon.isActive())


def name_record(page: StatementPage, line: QWidget, words: str) -> None:
    QTest.keyClicks(line, words)
    QTest.keyClick(line, Qt.Key.Key_Return)


def list_open(step: ImprovementStep) -> list[bool]:
    """Whether a form is open among the areas for improvement, and among the risks."""
    return [part.list.open_id is not None for part in (step.improvements, step.risks)]


def test_after_enter_the_next_fields_and_the_line_are_in_view(page: StatementPage, qtbot: QtBot) -> None:
    page.resize(*LAPTOP)
    page.show_place("equity/improvement")
    both = page.steps["improvement"]
    assert isinstance(both, ImprovementStep)
    wait_until_shown(page, qtbot)
    name_record(page, both.improvements.new.line, "Reviews are late")
    form = both.improvements.list.form
    assert form is not None
    qtbot.waitUntil(lambda: holds_keyboard(form.field_editors["detail"]))
    qtbot.waitUntil(lambda: is_in_view(page, form.field_editors["detail"]))
    qtbot.waitUntil(lambda: is_in_view(page, both.risks.new.line))  # one goes on there without scrolling


def test_a_form_that_opens_closes_what_is_open_beside_it(page: StatementPage, qtbot: QtBot) -> None:
    page.show_place("equity/improvement")
    wait_until_shown(page, qtbot)
    both = page.steps["improvement"]
    assert isinstance(both, ImprovementStep)
    name_record(page, both.improvements.new.line, "Reviews are late")
    assert list_open(both) == [True, False]
    name_record(page, both.risks.new.line, "People wait unsafely")
    assert list_open(both) == [False, True]
    form = both.risks.list.form
    assert form is not None
    page.resize(*LAPTOP)
    qtbot.waitUntil(lambda: holds_keyboard(form))
    both.risks.list._show_open_card()
    assert is_in_view(page, form.field_editors["controls"])


def test_a_score_brings_the_reasons_into_view_and_keeps_the_keyboard_in_sight(
    page: StatementPage, qtbot: QtBot
) -> None:
    page.resize(*LAPTOP)
    page.show_place("equity/judgement")
    wait_until_shown(page, qtbot)
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    card = step.cards[3]
    card.setFocus()
    card.click()
    assert is_in_view(page, card)
    assert is_in_view(page, step.form.field_editors["rationale"])
    confidence = step.form.field_editors["confidence"]
    confidence.control.focus_target.setFocus()
    box = confidence.control.focus_target
    QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: is_in_view(page, step.form.field_editors["summary"]))
    assert is_in_view(page, confidence)


def test_the_steps_stand_in_one_row_where_their_names_have_room(page: StatementPage) -> None:
    bar = page.bar
    wanted = sum(button.sizeHint().width() + 4 for button in bar.buttons.values())
    bar.resize(wanted + 8, bar.height())
    assert {button.y() for button in bar.buttons.values()} == {bar.buttons["understand"].y()}
    layout = bar.layout()
    assert layout is not None
    layout.activate()
    assert all(button.width() >= button.sizeHint().width() for button in bar.buttons.values())


def test_where_wording_and_steps_take_the_room_a_step_begins_at_its_heading(page: StatementPage, qtbot: QtBot) -> None:
    page.resize(700, 220)
    page.show_place("equity/evidence")
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().value() > 0 and is_in_view(page, page.headed()))
    page.show_place("equity/understand")
    assert page.headed().hasFocus() or page.area.verticalScrollBar().value() == 0  # CQC's wording is looked at first
