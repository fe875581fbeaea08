"""Tab goes through every page as it is read, F6 between its regions, and no stop is without a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from ui.pages.statement.page import StatementPage
from ui.shell.frame import WorkbookFrame
from ui.shell.pages import PAGES
from ui.shell.window import MainWindow
from ui.widgets import idle_queue
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.forms.record_list import RecordList

STEPS = ("understand", "evidence", "strengths", "improvement", "actions", "judgement", "review")
PLACES = (
    *(f"statement:equity/{step}" for step in STEPS),
    *(f"register:{name}" for name in ("evidence", "strengths", "improvements", "risks", "actions", "contacts")),
    "register:measures",
    *(name for name in PAGES if name not in ("statement", "register", "measures")),
)
MOST = 400
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def walk(frame: WorkbookFrame, press: Callable[..., QWidget], key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Every stop from the navigation on until it comes round; a grid is one, though Tab goes along its cells."""
    found: list[QWidget] = []
    for _ in range(MOST):
        stop = press(key)
        if stop is frame.navigation.list:
            return found
        if not found or stop is not found[-1]:
            found.append(stop)
    raise AssertionError("Tab does not come round")


def seen(stop: QWidget, beside: QWidget) -> QRect:
    """Where a stop is next to another; what scrolls by itself stands where its area is."""
    shown, outer = stop, stop.parentWidget()
    while outer is not None and not outer.isAncestorOf(beside):
        shown = outer if isinstance(outer, QScrollArea) else shown
        outer = outer.parentWidget()
    assert outer is not None
    return QRect(shown.mapTo(outer, shown.rect().topLeft()), shown.size())


def jumps(stops: Sequence[QWidget]) -> list[str]:
    """Stops from which Tab goes up or, in one line, to the left: neither is how one reads."""
    found = []
    for one, other in pairwise(stops):
        before, after = seen(one, other), seen(other, one)
        up = after.bottom() <= before.top() and after.left() < before.right()
        beside = after.top() <= before.center().y() <= after.bottom() and after.left() < before.left()
        if up or (beside and after.right() <= before.left()):
            found.append(f"{named(one)} {before.getRect()} -> {named(other)} {after.getRect()}")
    return found


def named(stop: QWidget) -> str:
    words = stop.accessibleName()
    return words or str(getattr(stop, "text", str)())


@pytest.mark.parametrize("place", PLACES)
def test_tab_follows_the_eye(
    at: Callable[[str], QWidget], frame: WorkbookFrame, press: Callable[..., QWidget], qtbot: QtBot, place: str
) -> None:
    page = at(place)
    if isinstance(page, StatementPage):
        for part in page.steps[page.step_key].findChildren(RecordList):
            part.open_record(next(iter(part.cards), None))  # a form that is open stands in the order, too
        qtbot.waitUntil(lambda: not page._slow.isActive() and idle_queue.is_empty(), timeout=30000)
    stops = walk(frame, press)
    on_page = [each for each in stops if page.isAncestorOf(each)]
    assert on_page, "nothing on the page can be reached"
    with suppress(TimeoutError):  # a form that has just opened takes its height in the next rounds
        qtbot.waitUntil(lambda: not jumps(on_page))
    assert jumps(on_page) == []
    assert [type(each).__name__ for each in stops if not named(each)] == []
    assert not any(type(each) is QScrollArea for each in stops)
    assert len(set(stops)) == len(stops)
    back = walk(frame, press, Qt.Key.Key_Backtab)
    assert [each for each in back if page.isAncestorOf(each)] == on_page[::-1]


def test_the_form_of_a_card_follows_its_head(
    at: Callable[[str], QWidget], press: Callable[..., QWidget], frame: WorkbookFrame
) -> None:
    page = at("statement:equity/strengths")
    cards = page.findChild(RecordList)
    assert cards is not None
    first, second = tuple(cards.cards)[:2]
    cards.open_record(first)
    assert cards.form is not None
    cards.cards[first].opener.setFocus()
    assert press(Qt.Key.Key_Tab) is cards.form.field_editors["title"].control.focus_target
    cards.form.comment_line.button.setFocus() if cards.form.comment_line else None
    focus = press(Qt.Key.Key_Tab)
    if cards.cards[first].isAncestorOf(focus):  # what removes it for good stands last on its card
        focus = press(Qt.Key.Key_Tab)
    assert cards.cards[second].isAncestorOf(focus)


def test_few_stops_lead_from_the_navigation_to_the_first_field(
    at: Callable[[str], QWidget], press: Callable[..., QWidget]
) -> None:
    page = at("statement:equity/strengths")
    line = page.findChild(NewRecordLine)
    assert line is not None
    heading = press(Qt.Key.Key_F6)
    assert heading.accessibleName() == "Equity, step 3 of 7: What do we do well?"
    assert press(Qt.Key.Key_Tab) is line.line


def test_the_scores_come_first_in_their_step_and_are_one_stop(
    at: Callable[[str], QWidget], press: Callable[..., QWidget]
) -> None:
    at("statement:equity/judgement")
    press(Qt.Key.Key_F6)
    assert press(Qt.Key.Key_Tab).accessibleName() == "2, Some shortfalls"
    assert press(Qt.Key.Key_Tab).accessibleName() == "Why this score?"
    assert press(Qt.Key.Key_Backtab).accessibleName() == "2, Some shortfalls"


@pytest.mark.parametrize(
    ("on", "on_with", "back"),
    [(Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier, Qt.Key.Key_F6), (Qt.Key.Key_Tab, CONTROL, Qt.Key.Key_Backtab)],
)
def test_keys_go_between_navigation_page_and_guide(
    at: Callable[[str], QWidget], frame: WorkbookFrame, press: Callable[..., QWidget],
    on: Qt.Key, on_with: Qt.KeyboardModifier, back: Qt.Key,
) -> None:  # fmt: skip
    page = at("statement:equity/strengths")
    assert isinstance(page, StatementPage)
    assert press(on, on_with) is page.headed()
    line = press(Qt.Key.Key_Tab)
    assert press(on, on_with) is page.guide.headed()
    assert press(on, on_with) is frame.navigation.list
    assert press(on, on_with) is line, "one comes back to where one was"
    assert press(back, on_with | SHIFT) is frame.navigation.list
    assert press(back, on_with | SHIFT) is page.guide.headed()


@pytest.mark.parametrize("place", PLACES)
def test_f6_lands_on_the_heading_of_a_page(
    at: Callable[[str], QWidget], frame: WorkbookFrame, press: Callable[..., QWidget], place: str
) -> None:
    page = at(place)
    head = press(Qt.Key.Key_F6)
    assert isinstance(head, QLabel)
    assert page.isAncestorOf(head)
    assert named(head)


def test_alt_and_the_arrows_land_on_the_heading(
    at: Callable[[str], QWidget], window: MainWindow, press: Callable[..., QWidget]
) -> None:
    at("statement:equity/improvement")
    press(Qt.Key.Key_F6)
    assert named(press(Qt.Key.Key_Right, ALT)) == "Equity, step 5 of 7: What will we do about it, who, and by when?"
    press(Qt.Key.Key_Tab)
    assert named(press(Qt.Key.Key_Left, ALT)).startswith("Equity, step 4 of 7")
    window.go("statement:learning/review")
    head = press(Qt.Key.Key_Right, ALT)
    assert window.frame is not None
    assert window.frame.place == "overview"
    assert named(head) == "Overview"


def test_a_link_to_another_page_brings_the_keyboard_along(
    at: Callable[[str], QWidget], frame: WorkbookFrame, press: Callable[..., QWidget]
) -> None:
    at("overview")
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Tab)
    frame.workspace.go("statement:equity/strengths")
    focus = frame.window().focusWidget()
    assert focus is not None
    assert named(focus).startswith("Equity, step 3 of 7")
