"""A statement that is opened again brings the keyboard back to the field where it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model import commands
from selfassess.services.workbook import settings
from ui.pages.statement.page import StatementPage
from ui.shell.frame import WorkbookFrame
from ui.shell.window import MainWindow
from ui.widgets import idle_queue

At = Callable[[str], QWidget]
Press = Callable[..., QWidget]
PLACES = (
    ("statement:equity/strengths", "strength", "impact"),
    ("statement:equity/improvement", "improvement", "cause"),
    ("statement:equity/improvement", "risk", "controls"),
    ("statement:equity/actions", "action", "outcome"),
    ("statement:equity/evidence", "evidence", "shows"),
    ("statement:equity/judgement", "judgement", "rationale"),
)


def go_by_mouse(frame: WorkbookFrame, place: str) -> None:
    view = frame.navigation.list
    rect = view.visualRect(frame.navigation.model.index(frame.navigation.model.find_line_of_place(place)))
    view.viewport().setFocus()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 20, rect.center().y()))


def in_field(window: MainWindow, name: str) -> bool:
    focus = window.focusWidget()
    return focus is not None and focus.objectName() == name


@pytest.mark.parametrize(("place", "kind", "field"), PLACES)
def test_the_keyboard_comes_back_to_the_field(
    qtbot: QtBot, window: MainWindow, frame: WorkbookFrame, at: At, press: Press, place: str, kind: str, field: str
) -> None:
    year = frame.workspace.session.current
    record = year.judgements["equity"] if kind == "judgement" else year.for_statement(kind, "equity")[-1]
    at(f"{place}/{record.id}#{field}")
    qtbot.waitUntil(lambda: in_field(window, field), timeout=30000)

    go_by_mouse(frame, "statement:learning")
    assert not in_field(window, field)
    go_by_mouse(frame, "statement:equity")
    qtbot.waitUntil(lambda: in_field(window, field), timeout=30000)

    at("overview")
    frame.navigation.list.setFocus()
    window.go("statement:equity")  # as the arrows do: one only looks round
    assert window.focusWidget() is frame.navigation.list
    press(Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: in_field(window, field), timeout=30000)
    page = frame.pages.currentWidget()
    assert isinstance(page, StatementPage)
    assert page.place == place


def test_the_field_is_kept_until_the_next_day(
    qtbot: QtBot, window: MainWindow, frame: WorkbookFrame, at: At, tmp_path: Path
) -> None:
    record = frame.workspace.session.current.for_statement("strength", "equity")[0]
    at(f"statement:equity/strengths/{record.id}#detail")
    qtbot.waitUntil(lambda: in_field(window, "detail"), timeout=30000)
    window.close()
    again = MainWindow(settings.load_settings())
    qtbot.addWidget(again)
    again.show()
    again.open_workbook(tmp_path / "example.sawb")
    qtbot.waitUntil(lambda: again.frame is not None and bool(again.frame.place) and idle_queue.is_idle(), timeout=30000)
    again.activateWindow()
    qtbot.waitUntil(again.isActiveWindow, timeout=30000)
    assert again.frame is not None
    go_by_mouse(again.frame, "statement:learning")  # it opens where one was
    go_by_mouse(again.frame, "statement:equity")
    qtbot.waitUntil(lambda: in_field(again, "detail"), timeout=30000)
    again.close()


def test_what_is_gone_meanwhile_leads_to_the_step(
    qtbot: QtBot, window: MainWindow, frame: WorkbookFrame, at: At, press: Press
) -> None:
    record = frame.workspace.session.current.for_statement("strength", "equity")[0]
    at(f"statement:equity/strengths/{record.id}#detail")
    qtbot.waitUntil(lambda: in_field(window, "detail"), timeout=30000)
    at("overview")
    frame.workspace.session.take_step(
        "remove", list(commands.remove_records(frame.workspace.session.current, [record.id]))
    )
    at("statement:equity")
    page = frame.pages.currentWidget()
    assert isinstance(page, StatementPage)
    assert page.place == "statement:equity/strengths"
    assert press(Qt.Key.Key_F6, times=2) is page.steps["strengths"].heading  # past the message
