"""One place to look for everything: what the program can do, where one can go, and every word; a slip is forgiven."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import backups, opening
from selfassess.services.workbook import settings as kept
from tests.ui.shell.test_tour import enter
from ui.pages.help.reader import HelpDialog
from ui.shell.visited import describe_recent_places
from ui.shell.window import MainWindow
from ui.widgets import dialogs


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    opening.write_demo_workbook(tmp_path / "derby.sawb", author="Ada")
    made = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(made)
    made.show()
    enter(made, tmp_path / "derby.sawb", qtbot)
    yield made
    made.close()


def look_for(window: MainWindow, words: str) -> list[str]:
    """The first lines of what is found for these words."""
    assert window.frame is not None
    box = window.frame.top_bar.search
    box.setText(words)
    box.show_hits()
    return [box.list.item(number).text().partition("\n")[0] for number in range(box.list.count())]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("export", "Export…"),
        ("exprot", "Export…"),
        ("back up", "Back up now"),
        ("print", "Print…"),
        ("risks", "Risks"),
        ("safegaurding", "Safeguarding"),
        ("shortcuts", "Keyboard"),
    ],
)
def test_orders_and_places_are_found_by_words_and_with_a_slip(window: MainWindow, words: str, first: str) -> None:
    assert look_for(window, words)[0] == first


def test_words_of_records_are_found_with_a_slip_and_marked(window: MainWindow) -> None:
    meant, slipped = look_for(window, "advocacy waiting"), look_for(window, "advocasy waiting")
    assert meant
    assert set(meant) & set(slipped)


def test_an_order_is_done_and_a_place_is_gone_to(window: MainWindow, qtbot: QtBot) -> None:
    assert window.frame is not None
    box = window.frame.top_bar.search
    look_for(window, "risks")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert window.frame.place == "register:risks"
    look_for(window, "exprot")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    (dialog,) = [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert type(dialog).__name__ == "ExportDialog"
    qtbot.keyClick(dialog, Qt.Key.Key_F1)
    (helped,) = dialog.findChildren(HelpDialog)
    assert helped.reader.text.accessibleName() == "Export and import"
    helped.accept()
    dialog.reject()


def test_help_opens_at_the_topic_about_where_one_is(window: MainWindow) -> None:
    assert window.frame is not None
    window.go("register:measures")
    window.show_help_here()
    assert window.frame.place == "help/8-evidence-and-measures"


def test_saving_copying_and_backing_up_answer(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.frame is not None
    path, message = window.frame.workspace.session.path, window.frame.message
    window.files.save_now()
    assert message.message_text.startswith("Everything is saved")
    before = len(backups.list_backups(path))
    window.files.back_up_now()
    qtbot.waitUntil(lambda: "backup was taken" in message.message_text, timeout=15_000)
    assert len(backups.list_backups(path)) == before + 1
    assert backups.ASKED in {each.reason for each in backups.list_backups(path)}
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *args: args[-1](tmp_path / "copy.sawb"))
    window.files.save_copy()
    qtbot.waitUntil(lambda: "A copy is in copy.sawb" in message.message_text, timeout=15_000)
    assert (tmp_path / "copy.sawb").exists()
    assert window.frame.workspace.session.path == path


def test_find_goes_to_the_pages_own_filter_and_else_to_the_search(window: MainWindow) -> None:
    assert window.frame is not None
    window.go("register:risks")
    window.files.find_here()
    focus = window.focusWidget()
    assert isinstance(focus, QLineEdit)
    assert focus.accessibleName() == "Filter risks by any word"
    window.go("overview")
    window.files.find_here()
    assert window.focusWidget() is window.frame.top_bar.search


def test_the_menu_cuts_copies_and_pastes_in_the_field_one_is_in(window: MainWindow, qtbot: QtBot) -> None:
    field = QPlainTextEdit("Words that go elsewhere", window)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for act in ("selectAll", "cut"):
        window.files.edit_field(act)
    assert field.toPlainText() == ""
    window.files.edit_field("paste")
    assert field.toPlainText() == "Words that go elsewhere"


def test_a_paragraph_is_said_to_be_in_welsh_and_in_english_again(window: MainWindow, qtbot: QtBot) -> None:
    field = QPlainTextEdit("What we do\nCroeso i bawb", window)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.moveCursor(QTextCursor.MoveOperation.End)
    window.files.set_language("cy")
    assert field.toPlainText() == "What we do\n[cy] Croeso i bawb"
    window.files.set_language("pl")
    assert field.toPlainText() == "What we do\n[pl] Croeso i bawb"
    window.files.set_language("")
    assert field.toPlainText() == "What we do\nCroeso i bawb"
    field.setReadOnly(True)
    window.files.set_language("cy")
    assert field.toPlainText() == "What we do\nCroeso i bawb"


def test_recent_places_are_offered_the_last_first(window: MainWindow) -> None:
    for place in ("register:risks", "years", "register:actions", "years", "overview"):
        window.go(place)
    assert [words for words, _ in describe_recent_places(window.frame)] == ["Years", "Actions", "Risks"]
    window.menus.places.aboutToShow.emit()
    window.menus.places.actions()[1].trigger()
    assert window.frame is not None
    assert window.frame.place == "register:actions"
