"""The groups on the left fold away and come back, by mouse and by keyboard, and are kept so."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.shell.frame import WorkbookFrame
from ui.shell.group_folding import GroupFolding
from ui.shell.navigation_list import Navigation


def list_shown(navigation: Navigation) -> list[str]:
    """The words of the lines that show."""
    entries = enumerate(navigation.model.entries)
    return [entry.words for line, entry in entries if not navigation.list.isRowHidden(line)]


def test_a_group_folds_by_a_click_and_by_keys_and_the_place_one_is_at_unfolds_it(
    qtbot: QtBot, example: Workspace
) -> None:
    navigation = Navigation(example)
    qtbot.addWidget(navigation)
    navigation.resize(240, 1000)
    navigation.show()
    chosen: list[str] = []
    navigation.chosen.connect(chosen.append)
    words = [entry.words for entry in navigation.model.entries]
    heading = words.index("Registers")
    middle = navigation.list.visualRect(navigation.model.index(heading)).center()
    qtbot.mouseClick(navigation.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert "Risks" not in list_shown(navigation)
    assert "Years" in list_shown(navigation)
    assert chosen == []
    assert example.settings.folded_groups == ["Registers"]

    again = Navigation(example)
    qtbot.addWidget(again)
    assert "Risks" not in list_shown(again)
    again.mark_place("register:risks")  # one sees where one is
    assert "Risks" in list_shown(again)

    navigation.list.setCurrentIndex(navigation.model.index(heading))
    qtbot.keyClick(navigation.list, Qt.Key.Key_Right)
    assert "Risks" in list_shown(navigation)
    navigation.list.setCurrentIndex(navigation.model.index(heading + 1))
    qtbot.keyClick(navigation.list, Qt.Key.Key_Left)
    assert navigation.list.currentIndex().row() == heading
    assert "folded" in navigation.model.data(navigation.model.index(heading), Qt.ItemDataRole.AccessibleTextRole)


SCREEN = (1366, 716)
"""What a window has of a small screen between its title bar and the bar of the desktop."""


def test_every_place_is_reached_without_a_scroll_bar_on_a_small_screen(qtbot: QtBot, example: Workspace) -> None:
    frame = WorkbookFrame(example)
    qtbot.addWidget(frame)
    frame.resize(*SCREEN)
    frame.show()
    navigation = frame.navigation
    places = [entry.place for entry in navigation.model.entries if entry.place]
    for place in reversed(places):
        navigation.mark_place(place)
        words = navigation.model.entries[navigation.list.currentIndex().row()].words
        assert words in list_shown(navigation), place
        assert navigation.list.verticalScrollBar().maximum() == 0, place
    assert example.settings.folded_groups == []  # nobody folded any
    frame.resize(1366, 1200)
    qtbot.waitUntil(lambda: len(list_shown(navigation)) == len(navigation.model.entries))


def test_the_group_one_is_in_shows_first_then_those_used_last() -> None:
    folding = GroupFolding(["Years"])
    groups = [("Statements", 9), ("Registers", 8), ("CQC", 6), ("Years", 3), ("Workbook", 4)]
    assert folding.list_folded_groups(groups, 99) == {"Years"}
    assert folding.list_folded_groups(groups, 17) == {"Years", "CQC", "Workbook"}
    folding.use_group("Registers")
    folding.use_group("CQC")
    assert folding.list_folded_groups(groups, 17) == {"Years", "Statements", "Workbook"}
    folding.use_group("Years")
    assert folding.list_folded_groups(groups, 2) == {"Statements", "Registers", "CQC", "Workbook"}
