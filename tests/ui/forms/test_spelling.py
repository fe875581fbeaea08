"""Misspelt words are underlined in what is seen, without any key waiting for it, and put right by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from selfassess.services.workbook.settings import Settings
from selfassess.services.workbook.spelling import Speller, find_words
from ui.widgets.forms.prose import AutoHeightTextEdit
from ui.widgets.forms.spelling import SPELLING


class Words:
    """A dictionary of few words that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def lookup(self, word: str) -> bool:
        self.asked += 1
        return word in ("good", "words", "end") or word.startswith("fine")

    def suggest(self, word: str) -> list[str]:
        return ["good", "end"]


@pytest.fixture
def words() -> Iterator[Words]:
    made = Words()
    speller = Speller(Settings())
    speller.use_dictionary(made)
    SPELLING.install(speller, find_words, lambda work, done: done(work()), lambda: None)
    yield made
    SPELLING.forget_speller()


@pytest.fixture
def paper(qtbot: QtBot, words: Words) -> AutoHeightTextEdit:
    made = AutoHeightTextEdit()
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    return made


def underlined(paper: AutoHeightTextEdit) -> list[str]:
    text = paper.exact_text()
    return [text[place : place + length] for place, length in paper.spelling.underlined]


def test_a_line_stays_below_its_word_while_one_types_before_it_and_is_drawn_there(
    qtbot: QtBot, paper: AutoHeightTextEdit
) -> None:
    paper.setPlainText("good wrods end. good mistaek end")
    paper.moveCursor(QTextCursor.MoveOperation.End)
    paper.setCursorWidth(0)  # it blinks
    qtbot.waitUntil(lambda: underlined(paper) == ["wrods", "mistaek"])

    seen = paper.viewport().grab().toImage()
    marks, paper.spelling.underlined = paper.spelling.underlined, []
    bare = paper.viewport().grab().toImage()
    paper.spelling.underlined = marks
    drawn = {x for x in range(seen.width()) for y in range(seen.height()) if seen.pixel(x, y) != bare.pixel(x, y)}
    ratio = seen.devicePixelRatio()
    words = [[paper.cursorRect(_at(paper, place)).left() * ratio for place in each] for each in ((5, 10), (21, 28))]
    assert all(any(left <= x <= right for x in drawn) for left, right in words)
    assert all(any(left - 2 <= x <= right + 2 for left, right in words) for x in drawn)
    cursor = _at(paper, 7)
    cursor.insertText("x")  # the word is another one now
    assert underlined(paper) == ["mistaek"]
    _at(paper, 0).insertText("Well, ")
    assert underlined(paper) == ["mistaek"]


def test_a_word_that_is_not_in_the_dictionary_is_underlined_once_it_is_written(
    qtbot: QtBot, paper: AutoHeightTextEdit
) -> None:
    paper.setFocus()
    paper.activateWindow()
    qtbot.waitUntil(paper.hasFocus)
    QTest.keyClicks(paper, "good wrods")
    qtbot.waitUntil(lambda: bool(paper.spelling.wrong))
    assert underlined(paper) == []  # the caret is in it
    QTest.keyClicks(paper, " end")
    qtbot.waitUntil(lambda: underlined(paper) == ["wrods"])
    paper.spelling.replace_word(5, "wrods", "words")
    assert paper.exact_text() == "good words end"
    qtbot.waitUntil(lambda: underlined(paper) == [])
    paper.undo()
    assert paper.exact_text() == "good wrods end"


def test_what_may_have_been_meant_is_offered_by_keyboard_and_menu(qtbot: QtBot, paper: AutoHeightTextEdit) -> None:
    paper.setPlainText("good wrods end")
    paper.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.waitUntil(lambda: underlined(paper) == ["wrods"])
    menu = paper.spelling.open_suggestions()
    assert isinstance(menu, QMenu)
    offered = [action.text() for action in menu.actions() if action.isVisible() and action.text()]
    assert offered == ["good", "end", "Add “wrods” to my words", "“wrods” is right in this workbook"]
    menu.actions()[0].trigger()
    menu.close()
    assert paper.exact_text() == "good good end"
    paper.setPlainText("good wrods end")
    qtbot.waitUntil(lambda: underlined(paper) == ["wrods"])
    place = paper.cursorRect(_at(paper, 7)).center()
    menu = paper.build_menu(place)
    texts = [action.text() for action in menu.actions()]
    assert texts[:2] == ["good", "end"]
    menu.actions()[texts.index("Add “wrods” to my words")].trigger()
    qtbot.waitUntil(lambda: underlined(paper) == [])
    assert any("off my words" in action.text() for action in paper.build_menu(place).actions())


def test_no_key_waits_for_spelling_and_only_what_is_seen_is_looked_up(
    qtbot: QtBot, paper: AutoHeightTextEdit, words: Words
) -> None:
    for long in (
        "\n".join(f"fine{n} " * 5 for n in range(2_000)),
        " ".join(f"fine{chr(97 + n % 26)}x" for n in range(7_000)),
    ):
        paper.setPlainText(long)
        words.asked = 0
        paper.moveCursor(QTextCursor.MoveOperation.Start)
        QTest.keyClicks(paper, "good ")
        assert words.asked == 0
        qtbot.waitUntil(lambda: not paper.spelling._soon.isActive())
        assert words.asked < 1_500
    paper.setPlainText("x" * 5_000)
    qtbot.waitUntil(lambda: not paper.spelling._soon.isActive())
    assert underlined(paper) == []


def test_a_field_that_is_only_read_and_one_without_a_dictionary_show_nothing(
    qtbot: QtBot, paper: AutoHeightTextEdit
) -> None:
    paper.setPlainText("good wrods")
    qtbot.waitUntil(lambda: underlined(paper) == ["wrods"])
    paper.setReadOnly(True)
    paper.spelling.check_now()
    assert underlined(paper) == []
    paper.setReadOnly(False)
    paper.spelling.check_again()
    qtbot.waitUntil(lambda: underlined(paper) == ["wrods"])
    SPELLING.forget_speller()
    qtbot.waitUntil(lambda: underlined(paper) == [])
    assert paper.build_menu(QPoint(5, 5)).actions()[0].text() != "good"
    QTest.keyClick(paper, Qt.Key.Key_F7)


def _at(paper: AutoHeightTextEdit, place: int) -> QTextCursor:
    cursor = QTextCursor(paper.document())
    cursor.setPosition(place)
    return cursor
