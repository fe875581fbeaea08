"""A score is chosen by keyboard: arrows look round, a digit, Space or Enter chooses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.shell.frame import WorkbookFrame


@pytest.fixture
def card(at: Callable[[str], QWidget], press: Callable[..., QWidget]) -> QWidget:
    """The score of the statement, with the keyboard on it."""
    at("statement:equity/judgement")
    press(Qt.Key.Key_F6)
    return press(Qt.Key.Key_Tab)


def test_arrows_choose_nothing_on_their_way(card: QWidget, frame: WorkbookFrame, press: Callable[..., QWidget]) -> None:
    assert press(Qt.Key.Key_Right).accessibleName() == "3, Good standard"
    assert press(Qt.Key.Key_Down).accessibleName() == "4, Exceptional standard"
    assert press(Qt.Key.Key_Left).accessibleName() == "3, Good standard"
    assert frame.workspace.session.current.score_of("equity") == 2


@pytest.mark.parametrize(("key", "score"), [(Qt.Key.Key_Space, 3), (Qt.Key.Key_Return, 3), (Qt.Key.Key_1, 1)])
def test_a_key_chooses(
    card: QWidget, frame: WorkbookFrame, press: Callable[..., QWidget], key: Qt.Key, score: int
) -> None:
    press(Qt.Key.Key_Right)
    press(key)
    assert frame.workspace.session.current.score_of("equity") == score
    assert len(frame.workspace.session.undoable_steps) == 1
