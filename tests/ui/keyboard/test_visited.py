"""Back to where one was, and on again, by Alt+Left and Alt+Right: to the heading of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.pages.statement.page import StatementPage
from ui.shell.frame import WorkbookFrame

At = Callable[[str], QWidget]
Press = Callable[..., QWidget]
ALT = Qt.KeyboardModifier.AltModifier
PLACES = (
    "overview", "register:evidence", "coverage", "register:risks", "register:actions", "improvement_plan",
    "register:measures", "sections", "return", "register:contacts", "review", "years", "history", "backups",
    "settings", "help",
)  # fmt: skip


def back(press: Press) -> QWidget:
    return press(Qt.Key.Key_Left, ALT)


def on(press: Press) -> QWidget:
    return press(Qt.Key.Key_Right, ALT)


@pytest.mark.parametrize("place", PLACES)
def test_every_page_is_come_back_to_at_its_heading(at: At, frame: WorkbookFrame, press: Press, place: str) -> None:
    other = "help" if place != "help" else "settings"
    at(place)
    at(other)
    focus = back(press)
    page = frame.pages.currentWidget()
    assert frame.place == place
    assert page is not None
    assert page.isAncestorOf(focus)
    assert focus.property("head"), f"the keyboard is on {focus} and not at the heading"
    focus = on(press)
    assert frame.place == other
    assert focus.property("head")


def test_one_goes_back_over_several_places_and_a_new_one_ends_the_way_on(
    at: At, frame: WorkbookFrame, press: Press
) -> None:
    for place in ("overview", "register:risks", "register:risks/gone#owner", "register:actions", "years"):
        at(place)
    seen = []
    for _ in range(4):
        back(press)
        seen.append(frame.place)
    assert seen == ["register:actions", "register:risks/gone#owner", "overview", "overview"]
    on(press)
    at("backups")
    on(press)
    assert frame.place == "backups"


def test_in_a_statement_the_keys_go_from_step_to_step(at: At, frame: WorkbookFrame, press: Press) -> None:
    at("overview")
    page = at("statement:equity/strengths")
    assert isinstance(page, StatementPage)
    press(Qt.Key.Key_F6)
    assert on(press) is page.steps["improvement"].heading
    assert back(press) is page.steps["strengths"].heading
    at("years")
    assert back(press) is page.steps["strengths"].heading
    assert frame.place == "statement:equity/strengths"


def test_nothing_moves_while_something_cannot_be_saved(
    at: At, frame: WorkbookFrame, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    at("overview")
    at("years")
    monkeypatch.setattr(frame.workspace, "flush", lambda: False)
    frame.workspace.asking = True
    back(press)
    assert frame.place == "years"
    monkeypatch.undo()
    frame.workspace.asking = False
    back(press)
    assert frame.place == "overview"
