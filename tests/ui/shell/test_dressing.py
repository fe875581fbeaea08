"""What wears the style sheet has its place first: everything in it would be dressed a second time when it is moved."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.pages.registers.kinds import REGISTERS
from ui.pages.statement.page import STEPS
from ui.shell.pages import PAGES, PageStack
from ui.widgets import theme

PLACES = (*PAGES, *(f"register:{each.place}" for each in REGISTERS), *(f"statement:equity/{step}" for step in STEPS))


def test_pages_registers_and_steps_are_dressed_in_their_place(
    example: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = PageStack(example)
    qtbot.addWidget(pages)
    pages.resize(1134, 714)
    pages.show()
    dressed: list[str] = []
    homeless: list[str] = []
    dress = theme.dress_parts

    def look_and_dress(*parts: QWidget) -> None:
        dressed.extend(type(part).__name__ for part in parts)
        homeless.extend(type(part).__name__ for part in parts if part.parentWidget() is None)
        dress(*parts)

    monkeypatch.setattr(theme, "dress_parts", look_and_dress)
    for place in PLACES:
        assert pages.show_place(place)
    assert {"RegisterView", "EvidenceStep", "HistoryPage"} <= set(dressed)
    assert homeless == []
