"""Places of the window: those that exist, those that do not, and where a statement was left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import MOST_STEPS, Settings
from ui.pages.statement.page import StatementPage
from ui.shell.frame import WorkbookFrame
from ui.shell.window import MainWindow


@pytest.mark.parametrize(
    ("asked", "shown", "says"),
    [
        ("", "overview", ""),
        ("statement:nonsense/step", "overview", "no quality statement “nonsense”"),
        ("statement:", "overview", "no quality statement"),
        ("statement:equity/step", "statement:equity", "no step “step”"),
        ("register:foo", "overview", "no register “foo”"),
        ("register:", "overview", "no register"),
        ("foo", "overview", "no place “foo”"),
        ("Ärger\n\t<b>:/#?" + "x" * 5000, "overview", "no place"),
        ("../../etc/passwd", "overview", "no place"),
        ("statement:equity/strengths", "statement:equity/strengths", ""),
        ("  register:risks  ", "register:risks", ""),
        ("register:risks/gone#owner", "register:risks/gone#owner", ""),
        ("statement:equity/strengths/gone#nothing", "statement:equity/strengths/gone#nothing", ""),
        ("return/IR 99#x", "return/IR 99#x", ""),
        ("coverage/gone/gone/gone", "coverage/gone/gone/gone", ""),
        ("sections/gone#x", "sections/gone#x", ""),
        ("review/comments/gone", "review/comments/gone", ""),
        ("help/gone", "help/gone", ""),
        ("years/gone", "years/gone", ""),
        ("history/gone#x", "history/gone#x", ""),
        ("backups/gone", "backups/gone", ""),
        ("overview#gone", "overview#gone", ""),
        ("measures/gone#x", "measures/gone#x", ""),
        ("register:measures/gone#x", "register:measures/gone#x", ""),
        ("register:contacts/gone#x", "register:contacts/gone#x", ""),
    ],
)
def test_a_place_leads_somewhere_and_what_is_not_there_is_told(
    at: Callable[[str], QWidget], frame: WorkbookFrame, asked: str, shown: str, says: str
) -> None:
    at("settings")
    page = at(asked)
    assert page.isVisible()
    assert frame.place == shown
    assert (says in frame.message.message_text) if says else not frame.message.message_text
    assert len(frame.message.message_text) < 400


def test_a_statement_opens_on_the_step_where_it_was_left(
    at: Callable[[str], QWidget], window: MainWindow, qtbot: QtBot
) -> None:
    page = at("statement:equity/actions")
    at("statement:learning")
    assert isinstance(page, StatementPage)
    assert page.step_key == "understand"
    at("statement:equity")
    assert page.step_key == "actions"
    assert window.frame is not None
    path = window.frame.workspace.session.path
    window.close_workbook()
    window.open_workbook(path)
    qtbot.waitUntil(lambda: window.frame is not None and bool(window.frame.place), timeout=30000)
    window.go("statement:equity")
    again = window.frame.pages.currentWidget()
    assert isinstance(again, StatementPage)
    assert again.step_key == "actions"
    assert window.settings.find_last_step(path, again.workspace.session.current_id, "equity") == "actions"


def test_settings_keep_the_steps_left_last(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(MOST_STEPS + 5):
        settings.keep_last_step(tmp_path / "a.sawb", "year", f"statement {number}", "review")
    assert len(settings.steps) == MOST_STEPS
    assert settings.find_last_step(tmp_path / "a.sawb", "year", "statement 0") == ""
    assert settings.find_last_step(tmp_path / "a.sawb", "year", f"statement {MOST_STEPS + 4}") == "review"
    assert settings.find_last_step(tmp_path / "b.sawb", "year", f"statement {MOST_STEPS + 4}") == ""


@pytest.mark.parametrize("at", ["statement:equity/strengths", "register:risks", "overview", "foo"])
def test_a_place_that_is_opened_has_the_keyboard_at_its_head(qtbot: QtBot, tmp_path: Path, at: str) -> None:
    path = tmp_path / "derby.sawb"
    opening.write_demo_workbook(path, author="Ada")
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(path, at)
    qtbot.waitUntil(lambda: window.frame is not None and bool(window.frame.place), timeout=30_000)
    assert window.frame is not None
    page = window.frame.pages.currentWidget()
    assert page is not None
    qtbot.waitUntil(lambda: page.isAncestorOf(window.focusWidget()) and bool(window.focusWidget().property("head")))
    window.frame.top_bar.year.setFocus()
    window._come_to_front(at)  # as a second opener asks
    assert page.isAncestorOf(window.focusWidget())
    assert window.focusWidget().property("head")
    window.close()


def test_a_field_that_is_opened_has_the_keyboard(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "derby.sawb"
    opening.write_demo_workbook(path, author="Ada")
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(path, "statement:equity/judgement#rationale")
    qtbot.waitUntil(lambda: window.frame is not None and bool(window.frame.place), timeout=30_000)
    qtbot.waitUntil(lambda: window.focusWidget() is not None and window.focusWidget().inherits("QPlainTextEdit"))
    window.close()
