"""What a screen reader is told of what happens."""

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import RemoveRecord
from ui.bridge.workspace import Workspace
from ui.shell.frame import WorkbookFrame
from ui.widgets import announcement
from ui.widgets.announcement import VOICE, announce
from ui.widgets.look import Banner


def test_an_announcement_reaches_whoever_listens_with_its_urgency(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, object]] = []

    def take(event: QAccessibleAnnouncementEvent) -> None:
        sent.append((event.message(), event.politeness()))

    politeness = QAccessible.AnnouncementPoliteness
    listening = SimpleNamespace(isActive=lambda: True, updateAccessibility=take, AnnouncementPoliteness=politeness)
    monkeypatch.setattr(announcement, "QAccessible", listening)
    widget = QWidget()
    qtbot.addWidget(widget)

    announce(widget, "Removed the strength “Direct payments”.")
    announce(widget, "Not saved.", at_once=True)
    announce(widget, "")

    assert sent == [
        ("Removed the strength “Direct payments”.", politeness.Polite),
        ("Not saved.", politeness.Assertive),
    ]


def test_what_the_window_says_is_announced(qtbot: QtBot, example: Workspace) -> None:
    frame = WorkbookFrame(example)
    qtbot.addWidget(frame)
    frame.show()

    with qtbot.waitSignal(VOICE.announced) as said:
        example.run(RemoveRecord("there-is-no-such-record"))

    assert said.args == [frame.message.message_text]


def test_a_sentence_that_stands_on_the_screen_is_announced_once_and_with_what_can_be_done(qtbot: QtBot) -> None:
    banner, said = Banner("Shown from the beginning"), list[str]()
    VOICE.announced.connect(said.append)
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(banner)
    banner.show_message("Not on the screen yet.")
    page.show()
    banner.leads = "F6 leads there."
    for _ in range(2):
        banner.show_message("The copy is made.", "good")
    banner.show_message("")
    banner.show_message("Taken back: a strength.", "good", [("Redo", lambda: None)])
    VOICE.announced.disconnect(said.append)
    assert said == ["The copy is made.", "Taken back: a strength. Redo: F6 leads there."]
