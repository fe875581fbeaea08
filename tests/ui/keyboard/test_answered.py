"""What had the keyboard goes because one did what it offers: the keyboard stays where one is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField, SetMany
from selfassess.domain.model.new_year import new_id
from ui.pages.statement.page import StatementPage
from ui.shell.frame import WorkbookFrame
from ui.shell.window import MainWindow
from ui.widgets.forms.carried import CarriedMark
from ui.widgets.forms.record_list import RecordList

At = Callable[[str], QWidget]
Press = Callable[..., QWidget]


def press_on(window: MainWindow, button: QAbstractButton) -> QWidget:
    """Go to a button, press it by the keyboard, and give where the keyboard is then."""
    button.setFocus()
    assert window.focusWidget() is button
    button.click()
    focus = window.focusWidget()
    assert focus is not None, "the keyboard is nowhere"
    assert focus.isVisible()
    return focus


def strengths(frame: WorkbookFrame, count: int = 3) -> list[str]:
    """Strengths of a statement that was carried from another year and is not reviewed."""
    ids = [new_id() for _ in range(count)]
    for number, id in enumerate(ids):
        values = {"quality_statement": "equity", "title": f"Strength {number}", "not_reviewed": True}
        assert frame.workspace.run(AddRecord("strength", id, values))
    return ids


def test_undo_in_the_message_leaves_one_on_its_redo_and_the_other_way_round(
    window: MainWindow, frame: WorkbookFrame, at: At
) -> None:
    at("statement:equity/strengths")
    frame.workspace.run(RemoveRecord(strengths(frame)[0]))
    for words in ("Redo", "Undo", "Redo"):
        focus = press_on(window, frame.message.buttons[0])
        assert isinstance(focus, QPushButton)
        assert focus is frame.message.buttons[0]
        assert focus.text() == words


def test_a_message_put_away_gives_the_keyboard_back_to_where_it_was(
    window: MainWindow, frame: WorkbookFrame, at: At, press: Press
) -> None:
    page = at("statement:equity/strengths")
    assert isinstance(page, StatementPage)
    ids = strengths(frame)
    frame.workspace.run(RemoveRecord(ids[0]))
    card = page.findChildren(RecordList)[0].cards[ids[1]]
    card.opener.setFocus()
    press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert frame.message.isAncestorOf(window.focusWidget())
    assert press_on(window, frame.message._close) is card.opener


def test_what_was_reviewed_leaves_one_on_its_record(window: MainWindow, frame: WorkbookFrame, at: At) -> None:
    page = at("statement:equity/strengths")
    ids = strengths(frame)
    cards = page.findChildren(RecordList)[0].cards
    for id in ids:
        [mark] = cards[id].findChildren(CarriedMark)
        focus = press_on(window, mark.button)
        assert focus is cards[id].opener, focus.accessibleName()


def test_all_on_a_page_reviewed_leaves_one_on_the_page(window: MainWindow, frame: WorkbookFrame, at: At) -> None:
    page = at("statement:equity/strengths")
    assert isinstance(page, StatementPage)
    strengths(frame)
    page._refresh_frame()
    focus = press_on(window, page.carried.button)
    assert page.isAncestorOf(focus)
    assert not page.guide.isAncestorOf(focus)


@pytest.mark.parametrize("kind", ["agree", "ready", "draft"])
def test_where_a_statement_stands_is_said_and_the_keyboard_stays_there(
    window: MainWindow, frame: WorkbookFrame, at: At, kind: str
) -> None:
    judgement = frame.workspace.session.current.judgements["equity"].id
    status = "drafting" if kind == "agree" else "agreed" if kind == "ready" else "ready_for_review"
    frame.workspace.run(SetMany((SetField(judgement, "status", status), SetField(judgement, "score", 3))))
    page = at("statement:equity/review")
    assert isinstance(page, StatementPage)
    agreement = page.steps["review"].agreement  # type: ignore[attr-defined]
    focus = press_on(window, getattr(agreement, kind))
    assert agreement.isAncestorOf(focus), focus
