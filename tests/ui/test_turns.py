"""Work in turns: what else waits goes on while one bit of it asks the person something."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEventLoop, QObject
from pytestqt.qtbot import QtBot

from ui.widgets import turns


def test_other_work_goes_on_while_a_bit_waits_for_an_answer(qtbot: QtBot) -> None:
    done: list[str] = []
    question = QEventLoop()

    def asking() -> Iterator[None]:
        with turns.going_on():
            question.exec()
        done.append("answered")
        yield

    def other() -> Iterator[None]:
        yield
        done.append("other")

    owners = [QObject(), QObject()]
    turns.in_turns(owners[0], asking())
    turns.in_turns(owners[1], other())
    qtbot.waitUntil(lambda: done == ["other"])
    assert turns.is_idle()
    question.quit()
    qtbot.waitUntil(lambda: done == ["other", "answered"])
    assert turns.is_idle()
