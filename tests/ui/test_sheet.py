"""A text to read follows colours and text size: made once for each change, and only where somebody sees it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.widgets import theme
from ui.widgets.sheet import Sheet


@pytest.fixture
def sheet(qtbot: QtBot) -> Sheet:
    made = Sheet("What there is to read")
    qtbot.addWidget(made)
    theme.dress_parts(made)
    made.show()
    return made


def test_other_colours_make_the_text_once(qapp: QApplication, sheet: Sheet) -> None:
    made: list[str] = []

    def html() -> str:
        made.append(theme.current_scheme())
        return "<p>Words</p>"

    sheet.show_html(html)
    theme.apply_theme(qapp, "dark")
    qapp.processEvents()
    assert made == ["light", "dark"]
    theme.apply_theme(qapp, "dark", 150)
    qapp.processEvents()
    assert made == ["light", "dark", "dark"]


def test_a_hidden_text_is_made_again_when_it_shows(qapp: QApplication, sheet: Sheet) -> None:
    sheet.show_html(lambda: f"<p>{theme.current_scheme()}</p>")
    sheet.hide()
    theme.apply_theme(qapp, "contrast")
    assert sheet.toPlainText() == "light"
    sheet.show()
    assert sheet.toPlainText() == "contrast"


def test_other_colours_while_a_text_comes_in_pieces_leave_it_whole_and_once(qapp: QApplication, sheet: Sheet) -> None:
    pieces = ["<p>One</p>", "<p>Two</p>", "<p>Three</p>"]
    showing = sheet.show_in_pieces(lambda: "".join(pieces), pieces)
    next(showing)
    theme.apply_theme(qapp, "dark")
    qapp.processEvents()
    assert list(showing) == []
    assert sheet.toPlainText().split() == ["One", "Two", "Three"]
