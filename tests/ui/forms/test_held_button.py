"""A field that is left by pressing a button moves nothing until the button is let go, so that no click is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from selfassess.domain.model.fields import Field, Kind
from ui.widgets.forms.controls import ChoiceControl, Control, LineControl
from ui.widgets.forms.prose import ProseControl

LINE = Field(key="title", label="Title", kind=Kind.TEXT)
PROSE = Field(key="text", label="Text", kind=Kind.PROSE)
CHOICE = Field(key="agreed", label="Agreed", kind=Kind.YES_NO)


class Form(QWidget):
    """A field, a sentence that is shown once the field is left, and a button below it."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        self.control, self.sentence, self.button = control, QLabel("Where it was found"), QPushButton("Add")
        self.sentence.hide()
        self.sentence.setMinimumHeight(60)
        self.done: list[str] = []
        column = QVBoxLayout(self)
        for part in (control, self.sentence, self.button):
            column.addWidget(part)
        column.addStretch(1)
        control.left.connect(self._show_sentence)
        self.button.pressed.connect(lambda: self.done.append("pressed"))
        self.button.clicked.connect(lambda: self.done.append("clicked"))

    def _show_sentence(self) -> None:
        self.done.append("left")
        self.sentence.show()


@pytest.fixture
def open_form(qtbot: QtBot) -> Callable[[Control], Form]:
    """Shows a form with the keyboard in its field."""

    def open_it(control: Control) -> Form:
        form = Form(control)
        qtbot.addWidget(form)
        form.resize(500, 400)
        form.show()
        qtbot.waitExposed(form)
        form.activateWindow()
        control.focus_target.setFocus()
        qtbot.waitUntil(control.focus_target.hasFocus)
        return form

    return open_it


def _hold(form: Form, at: QPoint) -> None:
    """Press the mouse at a place of the window and let the window do all that comes of it."""
    QTest.mousePress(form.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    for _ in range(5):
        QApplication.processEvents()


@pytest.mark.parametrize(
    "make_control", [partial(LineControl, LINE), partial(ProseControl, PROSE), partial(ChoiceControl, CHOICE)]
)
def test_a_button_that_is_held_is_clicked_where_it_was_pressed(
    make_control: Callable[[], Control], open_form: Callable[[Control], Form], qtbot: QtBot
) -> None:
    form = open_form(make_control())
    at = form.button.geometry().center()
    _hold(form, at)
    assert form.done == ["pressed"], "nothing moves while the button is held"
    QTest.mouseRelease(form.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert form.done == ["pressed", "left", "clicked"], "the field is saved first"
    assert form.sentence.isVisible()
    qtbot.waitUntil(lambda: form.button.geometry().top() > at.y())  # what the field shows is laid out after the click


def test_a_field_left_by_tab_is_left_at_once(open_form: Callable[[Control], Form]) -> None:
    form = open_form(LineControl(LINE))
    QTest.keyClick(form.control.focus_target, Qt.Key.Key_Tab)
    assert form.done == ["left"]


def test_a_field_that_goes_while_a_button_is_held_says_nothing_more(open_form: Callable[[Control], Form]) -> None:
    form = open_form(LineControl(LINE))
    at = form.button.geometry().center()
    _hold(form, at)
    delete(form.control)
    QTest.mouseRelease(form.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert "left" not in form.done


def test_a_release_that_was_not_seen_is_noticed_at_the_next_key(open_form: Callable[[Control], Form]) -> None:
    form = open_form(ProseControl(PROSE))
    _hold(form, form.button.geometry().center())
    QTest.keyClick(form.windowHandle(), Qt.Key.Key_Shift)
    assert form.done == ["pressed", "left"]
