"""Work in turns: what else waits goes on while one bit of it asks the person something."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEventLoop, QObject, QTimer
from pytestqt.qtbot import QtBot

from ui.widgets import idle_queue

PATIENCE_MS = 30_000


def test_other_work_goes_on_while_a_bit_waits_for_an_answer(qtbot: QtBot) -> None:
    done: list[str] = []
    question = QEventLoop()
    looking = QTimer()

    def look() -> None:
        """Answer once the other work is done; nothing else runs while the question stands."""
        if done == ["other"] and idle_queue.is_idle():
            question.quit()

    looking.timeout.connect(look)

    def asking() -> Iterator[None]:
        with idle_queue.going_on():
            looking.start(5)
            QTimer.singleShot(PATIENCE_MS, question, question.quit)
            question.exec()
            looking.stop()
        done.append("answered")
        yield

    def other() -> Iterator[None]:
        yield
        done.append("other")

    owners = [QObject(), QObject()]
    idle_queue.in_turns(owners[0], asking())
    idle_queue.in_turns(owners[1], other())
    qtbot.waitUntil(lambda: "answered" in done, timeout=2 * PATIENCE_MS)
    assert done == ["other", "answered"]
    qtbot.waitUntil(idle_queue.is_idle, timeout=PATIENCE_MS)
