"""What a key costs in one paragraph of 40,000 letters with spelling on, against Qt's own bare text edit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.services.workbook.settings import Settings
from selfassess.services.workbook.spelling import Speller, find_words
from tests.benchmarks.ratio import ratio
from ui.widgets.forms.prose import ProseControl
from ui.widgets.forms.spelling import SPELLING

TARGET = 1.5
LETTERS = 40_000
WRONG = ("wait", "nobody", "rings")
PARAGRAPH = "People told us that they wait too long, and nobody rings them until they do. "


class Words:
    """A dictionary in which every fifth word is missing: some hundred lines stand below what is seen."""

    def lookup(self, word: str) -> bool:
        return word not in WRONG

    def suggest(self, word: str) -> list[str]:
        return []


@pytest.mark.parametrize("place", [10, LETTERS // 2, LETTERS])
def test_a_key_in_one_long_paragraph(qapp: QApplication, qtbot: QtBot, place: int) -> None:
    text = (PARAGRAPH * LETTERS)[:LETTERS]
    speller = Speller(Settings())
    speller.use_dictionary(Words())
    SPELLING.install(speller, find_words, lambda work, done: done(work()), lambda: None)
    try:
        ours, bare = ProseControl(CATALOGUE["judgement"].by_key["summary"]), QPlainTextEdit()
        for shown, edit in ((ours, ours.paper), (bare, bare)):
            qtbot.addWidget(shown)
            edit.setPlainText(text)
            shown.resize(ours.paper.maximumWidth(), 900)
            shown.show()
            cursor = edit.textCursor()
            cursor.setPosition(place)
            edit.setTextCursor(cursor)
        qtbot.waitUntil(lambda: len(ours.paper.spelling.underlined) > 50, timeout=20_000)

        def press(edit: QPlainTextEdit) -> Callable[[], None]:
            def press_key() -> None:
                QTest.keyClick(edit, "a")  # type: ignore[call-overload]
                qapp.processEvents()

            return press_key

        assert ratio(f"a key at {place:,}", press(ours.paper), press(bare), TARGET) < 2 * TARGET
    finally:
        SPELLING.forget_speller()
