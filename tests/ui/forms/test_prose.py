"""The one editor for prose: lines as wide as a page, lists that go on, what is pasted, how long it should be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFontMetricsF, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import LONGEST_TEXT
from ui.widgets import idle_queue
from ui.widgets.forms.list_keys import turn_list
from ui.widgets.forms.prose import LINE, AutoHeightTextEdit, ProseControl, describe_length

ENTER = Qt.Key.Key_Return


@pytest.fixture
def paper(qtbot: QtBot) -> AutoHeightTextEdit:
    made = AutoHeightTextEdit()
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    return made


def write(paper: AutoHeightTextEdit, *parts: str | Qt.Key) -> None:
    for part in parts:
        QTest.keyClicks(paper, part) if isinstance(part, str) else QTest.keyClick(paper, part)


def paste(paper: AutoHeightTextEdit, text: str = "", html: str = "") -> None:
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    paper.insertFromMimeData(mime)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (("- one", ENTER, "two", ENTER, ENTER, "end"), "- one\n- two\nend"),
        (("1. one", ENTER, "two"), "1. one\n2. two"),
        (("9) one", ENTER, "two"), "9) one\n10) two"),
        (("  - one", ENTER, "two"), "  - one\n  - two"),
        (("plain", ENTER, "two"), "plain\ntwo"),
        (("1.5 million", ENTER, "two"), "1.5 million\ntwo"),
        (("- one", Qt.Key.Key_Home, ENTER), "\n- one"),
    ],
)
def test_enter_in_a_list_goes_on_with_it_and_ends_it(
    paper: AutoHeightTextEdit, keys: tuple[str | Qt.Key, ...], text: str
) -> None:
    write(paper, *keys)
    assert paper.exact_text() == text


def test_a_new_item_in_the_midst_counts_the_others_on_and_is_taken_back_at_once(paper: AutoHeightTextEdit) -> None:
    paper.setPlainText("1. one\n2. two\n3. three\n7. seven")
    paper.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    write(paper, ENTER)
    assert paper.exact_text() == "1. one\n2. \n3. two\n4. three\n7. seven"
    paper.undo()
    assert paper.exact_text() == "1. one\n2. two\n3. three\n7. seven"


def test_chosen_lines_become_a_list_and_plain_again(paper: AutoHeightTextEdit) -> None:
    paper.setPlainText("one\n\n- two")
    paper.selectAll()
    turn_list(paper, numbered=True)
    assert paper.exact_text() == "1. one\n\n2. two"
    QTest.keyClick(paper, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert paper.exact_text() == "- one\n\n- two"
    turn_list(paper, numbered=False)
    assert paper.exact_text() == "one\n\ntwo"


def test_what_is_pasted_from_elsewhere_is_plain_text_and_a_long_one_keeps_nobody_waiting(
    qtbot: QtBot, paper: AutoHeightTextEdit
) -> None:
    paste(paper, text="not this", html="<p>One</p><ul><li>two</li></ul><script>steal()</script>")
    assert paper.exact_text() == "One\n\n- two"
    paper.clear()
    write(paper, "before ")
    paste(paper, html="<p>word</p>" * 20_000 + "<script>" + "x" * 2_000_000 + "</script>")
    assert paper.exact_text() == "before "  # it is read between other events
    paper.setTextCursor(QTextCursor(paper.document().firstBlock()))
    write(paper, "Typed ")
    qtbot.waitUntil(idle_queue.is_idle, timeout=60_000)
    assert paper.exact_text() == "Typed before " + "\n\n".join(["word"] * 20_000)
    paper.undo()
    assert paper.exact_text() == "Typed before "


def test_lines_are_as_wide_as_a_page_however_wide_the_window(qtbot: QtBot) -> None:
    made = ProseControl(CATALOGUE["judgement"].by_key["summary"])
    qtbot.addWidget(made)
    made.resize(1800, 300)
    made.show()
    made.show_stored_value("word " * 300)
    room = made.paper.viewport().width() / QFontMetricsF(made.paper.font()).horizontalAdvance(LINE) * len(LINE)
    assert 70 <= room <= 85
    assert made.paper.x() == 0
    made.resize(300, 300)
    assert made.paper.width() <= 300


def test_the_length_is_said_beside_how_long_a_good_text_is() -> None:
    assert describe_length("one two", 0) == "2 words"
    assert describe_length("word " * 132, 250) == "132 of about 250 words"
    assert describe_length("word " * 300, 250) == "300 of about 250 words, 50 more than that"
    assert CATALOGUE["judgement"].by_key["summary"].words == 250


@pytest.mark.parametrize("as_html", [False, True])
def test_more_than_a_field_holds_is_refused_before_it_is_in(
    paper: AutoHeightTextEdit, qtbot: QtBot, as_html: bool
) -> None:
    paper.setPlainText("kept")
    words = "x" * LONGEST_TEXT
    paste(paper, html=f"<p>{words}</p>") if as_html else paste(paper, text=words)
    qtbot.waitUntil(lambda: bool(paper.window().findChildren(QMessageBox)))
    (box,) = paper.window().findChildren(QMessageBox)
    assert box.text() == "Nothing was pasted."
    assert "1,000,004 characters, and at most 1,000,000 fit" in box.informativeText()
    box.close()
    assert paper.toPlainText() == "kept"
    assert not paper.document().isUndoAvailable()
