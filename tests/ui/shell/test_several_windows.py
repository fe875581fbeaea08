"""Several windows on one workbook: each has its place, all follow each other, and the last one closes the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.services.workbook import opening, settings
from selfassess.storage.lock import lock_path
from tests.ui.shell.test_tour import enter, settle
from ui.shell.window import MainWindow
from ui.widgets.forms.editor import FieldEditor

PLACE = "statement:equity/strengths"


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[MainWindow, MainWindow]]:
    """Two windows on the worked example: a statement in the first, the register of evidence in the second."""
    opening.write_demo_workbook(tmp_path / "derby.sawb", author="Ada")
    first = MainWindow(settings.Settings(name="Ada"))
    qtbot.addWidget(first)
    first.show()
    enter(first, tmp_path / "derby.sawb", qtbot)
    first.go(PLACE)
    second = first.open_in_new_window()
    assert isinstance(second, MainWindow)
    qtbot.addWidget(second)
    qtbot.waitUntil(lambda: second.frame is not None and second.frame.place == PLACE, timeout=15_000)
    second.go("register:evidence")
    settle(qtbot)
    yield first, second
    for window in (second, first):
        window.close()


def list_shown_words(page: QWidget) -> set[str]:
    """The words in the cells of what a page lists."""
    words = set()
    for table in page.findChildren(QTableView):
        model = table.model()
        for row in range(model.rowCount() if table.isVisible() else 0):
            words |= {str(model.index(row, column).data()) for column in range(model.columnCount())}
    return words


def places(*windows: MainWindow) -> list[str]:
    return [window.frame.place for window in windows if window.frame is not None]


def is_in_charge(window: MainWindow) -> bool:
    """Whether the window looks round in the folder for all windows on the workbook."""
    return window.watch is not None


def test_each_window_has_its_place_and_shows_what_is_done_in_the_other(
    windows: tuple[MainWindow, MainWindow], qtbot: QtBot
) -> None:
    first, second = windows
    assert first.frame is not None
    assert second.frame is not None
    assert places(first, second) == [PLACE, "register:evidence"]
    one, other = first.frame.workspace, second.frame.workspace
    assert one.session is other.session
    id = new_id()
    assert one.run(AddRecord("evidence", id, {"title": "Survey of carers 2025"}))
    assert other.run(SetField(id, "title", "Survey of carers, spring 2025"))
    assert one.session.current.by_id[id]["title"] == "Survey of carers, spring 2025"
    register = second.frame.pages.currentWidget()
    assert register is not None
    qtbot.waitUntil(lambda: "Survey of carers, spring 2025" in list_shown_words(register), timeout=15_000)
    assert places(first, second) == [PLACE, "register:evidence"]


def test_undo_saves_what_is_typed_in_both_and_goes_where_it_was_in_its_own_window(
    windows: tuple[MainWindow, MainWindow], qtbot: QtBot
) -> None:
    first, second = windows
    assert first.frame is not None
    assert second.frame is not None
    judgement = first.frame.workspace.session.current.judgements["learning"]
    assert second.frame.workspace.run(SetField(judgement.id, "summary", "Written beside the evidence"))
    second.frame.taking_back.undo_with_notice()
    assert judgement.id in first.frame.workspace.session.current.by_id
    assert first.frame.workspace.session.current.judgements["learning"]["summary"] == judgement["summary"]
    assert places(first)[0] == PLACE
    assert places(second)[0].startswith("statement:learning")


def test_what_is_typed_in_one_window_is_saved_before_a_step_of_the_other(
    windows: tuple[MainWindow, MainWindow], qtbot: QtBot
) -> None:
    first, second = windows
    assert first.frame is not None
    assert second.frame is not None
    first.go("statement:learning/judgement#summary")
    settle(qtbot)
    page = first.frame.pages.currentWidget()
    assert page is not None
    editor = next(each for each in page.findChildren(FieldEditor) if each.field.key == "summary")
    field = editor.findChild(QPlainTextEdit)
    assert field is not None
    field.setPlainText("Typed and not saved yet")
    assert second.frame.workspace.flush_windows()
    assert first.frame.workspace.session.current.judgements["learning"]["summary"] == "Typed and not saved yet"


def test_the_last_window_closes_the_workbook_and_another_takes_over_before(
    windows: tuple[MainWindow, MainWindow], qtbot: QtBot
) -> None:
    first, second = windows
    assert first.frame is not None
    path = first.frame.workspace.session.path
    assert [is_in_charge(window) for window in windows] == [True, False]
    first.close()
    assert second.frame is not None
    assert is_in_charge(second)
    assert lock_path(path).exists()
    assert second.frame.workspace.run(AddRecord("strength", new_id(), {"title": "Still written"}))
    second.close_workbook()
    assert places(second) == []
    assert not lock_path(path).exists()


def test_a_dialog_belongs_to_its_window_and_holds_the_others(windows: tuple[MainWindow, MainWindow]) -> None:
    _, second = windows
    dialog = second.open_export()
    assert dialog is not None
    assert dialog.parent() is second
    assert dialog.windowModality().name == "ApplicationModal"
    dialog.reject()
