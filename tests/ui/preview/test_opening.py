"""From the window of the workbook to its preview and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.editions import Edition
from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from ui.bridge import tasks
from ui.pages.preview.page import PreviewWindow
from ui.shell.window import MainWindow


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window with a new workbook open at its sections."""
    path = tmp_path / "new.sawb"
    opening.create_workbook(path, council="Sandwell", reference="E08000028", year="2025-26", author="Ada")
    made = MainWindow(Settings(name="Ada"))
    qtbot.addWidget(made)
    made.show()
    made.open_workbook(path)
    qtbot.waitUntil(lambda: made.frame is not None and made.frame.place != "", timeout=15_000)
    made.go("sections")
    yield made
    made.close()
    qtbot.waitUntil(lambda: not tasks.Task.running, timeout=30_000)


def preview(window: MainWindow) -> PreviewWindow:
    found = window.previewing
    assert found is not None
    return found


def test_the_menu_opens_one_preview_and_the_page_one_writes_on_stays(window: MainWindow) -> None:
    (action,) = (each for each in window.menus._needs_workbook if each.text() == "&Preview the PDF")
    assert [keys.toString() for keys in action.shortcuts()] == ["F8"]
    action.trigger()
    first = preview(window)
    assert first.isVisible()
    assert not first.isModal()
    action.trigger()
    assert window.previewing is first
    assert window.frame is not None
    assert window.frame.place == "sections"


@pytest.mark.parametrize(
    ("place", "edition"),
    [("preview", Edition.FULL), ("preview/board", Edition.BOARD), ("preview/nobody", Edition.FULL)],
)
def test_a_page_may_ask_for_it_as_a_place(window: MainWindow, place: str, edition: Edition) -> None:
    assert window.frame is not None
    window.frame.workspace.go(place)
    assert preview(window).chosen_edition() is edition
    assert window.frame.place == "sections"


def test_closing_the_workbook_closes_its_preview(window: MainWindow, qtbot: QtBot) -> None:
    window.open_preview()
    shown = preview(window)
    window.close_workbook()
    assert not shown.isVisible()
    assert window.previewing is None
    window.open_preview()
    assert window.previewing is None, "there is no workbook to show"


def test_a_preview_that_was_closed_is_opened_anew(window: MainWindow) -> None:
    window.open_preview()
    first = preview(window)
    first.close()
    window.open_preview()
    assert preview(window) is not first
