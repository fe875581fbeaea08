"""What is told of the program itself, and what is new in it, in the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from selfassess import VERSION
from selfassess.services.workbook import releases, settings
from selfassess.services.workbook.releases import Release
from selfassess.services.workbook.settings import Settings
from ui.pages.help.reader import HelpDialog
from ui.shell import renewed
from ui.shell.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Settings(name="Ada"))
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in made.findChildren(HelpDialog):
        dialog.accept()


def test_about_is_read_by_keyboard_and_has_version_news_and_licences(window: MainWindow, qtbot: QtBot) -> None:
    (menu,) = [each for each in window.menuBar().findChildren(QMenu) if each.title() == "&Help"]
    next(each for each in menu.actions() if each.text() == "&About…").trigger()
    (dialog,) = window.findChildren(HelpDialog)
    reader = dialog.reader
    assert dialog.windowTitle() == "About this program"
    assert reader.list.accessibleName() == "Topics of “About this program”"
    assert f"version {VERSION} of " in reader.text.toPlainText()
    for title, words in (("What’s new", f"Version {VERSION}"), ("Licences", "PySide6_Essentials")):
        qtbot.keyClick(reader.list, Qt.Key.Key_Down)
        assert reader.text.accessibleName() == title
        assert words in reader.text.toPlainText()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_new_is_shown_after_an_update_and_not_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "VERSION", "0.2.0")
    monkeypatch.setattr(
        releases, "list_releases", lambda: (Release("0.2.0", "- Sums.\n"), Release("0.1.0", "- Old.\n"))
    )
    renewed.show_update_news(window)
    (dialog,) = window.findChildren(HelpDialog)
    assert (dialog.windowTitle(), dialog.isVisible()) == ("What’s new", True)
    shown = dialog.reader.text.toPlainText()
    assert ("Sums." in shown, "Old." in shown) == (True, False)
    assert settings.load_settings().version == "0.2.0"
    dialog.accept()
    window.settings = settings.load_settings()
    renewed.show_update_news(window)
    assert [each for each in window.findChildren(HelpDialog) if each.isVisible()] == []


def test_nothing_is_shown_at_the_first_start(qtbot: QtBot) -> None:
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    renewed.show_update_news(window)
    assert window.findChildren(HelpDialog) == []
    assert settings.load_settings().version == VERSION
