"""What a screen reader is told of what happens."""

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.commands import RemoveRecord
from ui.bridge.workspace import Workspace
from ui.shell.frame import WorkbookFrame
from ui.widgets import announcement
from ui.widgets.announcement import VOICE, announce


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

    with qtbot.waitSignal(VOICE.announced) as said:
        example.run(RemoveRecord("there-is-no-such-record"))

    assert said.args == [frame.message.words]
