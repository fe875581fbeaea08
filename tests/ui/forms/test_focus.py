"""The keyboard's place stays in the visible part of what scrolls, and Enter presses the button under it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.focus import Follower
from ui.widgets.forms.prose import AutoHeightTextEdit
from ui.widgets.look import make_secondary_button


@pytest.fixture(autouse=True)
def follower(qapp: QApplication) -> Iterator[Follower]:
    made = Follower(qapp)
    yield made
    qapp.focusChanged.disconnect(made._on_focus)
    made._on_focus(None, None)
    made.deleteLater()


@pytest.fixture
def page(qtbot: QtBot) -> QScrollArea:
    """A page with a list of fields that is far taller than its window."""
    area, inside = QScrollArea(), QWidget()
    area.setWidgetResizable(True)
    column = QVBoxLayout(inside)
    for number in range(20):
        column.addWidget(QLabel(f"Field {number}"))
        column.addWidget(QLineEdit() if number % 2 else AutoHeightTextEdit())
    area.setWidget(inside)
    area.resize(500, 300)
    qtbot.addWidget(area)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    return area


def fields(page: QScrollArea) -> list[QWidget]:
    return [each for each in page.findChildren(QWidget) if isinstance(each, QLineEdit | AutoHeightTextEdit)]


def has_keyboard(page: QScrollArea, widget: QWidget) -> bool:
    return QApplication.focusWidget() is widget and seen(page, widget)


def note(pressed: list[str], words: str) -> None:
    pressed.append(words)


def seen(page: QScrollArea, widget: QWidget) -> bool:
    """Whether a field, or the caret in it, is in the visible part."""
    view = page.viewport()
    top, height = widget.mapTo(view, QPoint(0, 0)).y(), widget.height()
    if isinstance(widget, AutoHeightTextEdit):
        caret = widget.cursorRect()
        top, height = widget.viewport().mapTo(view, caret.topLeft()).y(), caret.height()
    return top >= 0 and top + height <= view.height()


def test_tab_takes_the_page_along(page: QScrollArea, qtbot: QtBot) -> None:
    fields(page)[0].setFocus()
    for field in fields(page):
        qtbot.waitUntil(partial(has_keyboard, page, field))
        qtbot.keyClick(field, Qt.Key.Key_Tab)


def test_the_caret_stays_in_view_while_the_field_grows(page: QScrollArea, qtbot: QtBot) -> None:
    paper = fields(page)[4]
    assert isinstance(paper, AutoHeightTextEdit)
    paper.setFocus()
    for number in range(30):
        qtbot.keyClicks(paper, f"Line {number}")
        qtbot.keyClick(paper, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: seen(page, paper))
    qtbot.keyClick(paper, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: seen(page, paper))


def test_a_pasted_text_is_followed_to_its_end(page: QScrollArea, qtbot: QtBot) -> None:
    paper = fields(page)[2]
    assert isinstance(paper, AutoHeightTextEdit)
    paper.setFocus()
    QApplication.clipboard().setText("People wait too long.\n" * 35)
    paper.paste()
    qtbot.waitUntil(lambda: paper.height() > page.viewport().height() and seen(page, paper))


def test_what_grows_above_and_a_smaller_window_leave_it_in_view(page: QScrollArea, qtbot: QtBot) -> None:
    field = fields(page)[9]
    field.setFocus()
    qtbot.waitUntil(lambda: seen(page, field))
    above = fields(page)[0]
    assert isinstance(above, AutoHeightTextEdit)
    above.setPlainText("Line\n" * 30)
    qtbot.waitUntil(lambda: above.height() > 300 and seen(page, field))
    page.resize(500, 140)
    qtbot.waitUntil(lambda: seen(page, field))


def test_where_a_person_scrolled_away_only_typing_comes_back(page: QScrollArea, qtbot: QtBot) -> None:
    field = fields(page)[0]
    field.setFocus()
    qtbot.waitUntil(lambda: seen(page, field))
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    page.resize(500, 280)
    qtbot.wait(50)
    assert not seen(page, field)
    qtbot.keyClicks(field, "a")
    qtbot.waitUntil(lambda: seen(page, field))


@pytest.mark.parametrize("lines", [1, 3, 4, 17, 39, 40])
def test_a_grown_field_has_nothing_to_scroll(qtbot: QtBot, lines: int) -> None:
    paper = AutoHeightTextEdit()
    qtbot.addWidget(paper)
    paper.resize(400, 100)
    paper.show()
    paper.setPlainText("\n".join(["People wait."] * lines))
    qtbot.waitUntil(lambda: paper.verticalScrollBar().maximum() == 0)
    assert not paper.verticalScrollBar().isVisible()
    paper.setPlainText("\n".join(["People wait."] * 60))
    qtbot.waitUntil(paper.verticalScrollBar().isVisible)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    pressed: list[str] = []
    column = QVBoxLayout(dialog)
    for words in ("One", "Two"):
        column.addWidget(make_secondary_button(words, partial(note, pressed, words)))
    main = QPushButton("Main")
    main.setDefault(True)
    main.clicked.connect(lambda: pressed.append("Main"))
    column.addWidget(main)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for button in dialog.findChildren(QPushButton):
        button.setFocus()
        qtbot.keyClick(button, key)
    assert pressed == ["One", "Two", "Main"]
