"""Tables are sorted by the keyboard, in words that say which way, and a screen reader hears it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from ui.shell.frame import WorkbookFrame
from ui.widgets import sorting
from ui.widgets.announcement import VOICE
from ui.widgets.tables import AT_ONCE, Column, RowsModel, Table

ALT = Qt.KeyboardModifier.AltModifier
PLACES = ("register:evidence", "register:risks", "register:actions", "register:contacts", "measures",
          "return", "review", "years")  # fmt: skip


@dataclass(frozen=True)
class Task:
    id: str
    name: str
    due: str | None
    size: int | None
    status: int


TASKS = (
    Task("a", "Write R&D plan", "2025-03-01", 3, 2),
    Task("b", "Ask carers", None, 20, 0),
    Task("c", "Publish", "2024-11-30", None, 1),
)
COLUMNS = (
    Column(label="", words=lambda row: row.name, width=10),
    Column(label="Due & done", words=lambda row: row.due or "", order=lambda row: row.due, width=10),
    Column(label="Size", words=lambda row: str(row.size or ""), order=lambda row: row.size, number=True, width=8),
    Column(label="Status", words=lambda row: "x" * row.status, order=lambda row: row.status, width=8, gives_way=1),
)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    found: list[str] = []
    VOICE.announced.connect(found.append)
    yield found
    VOICE.announced.disconnect(found.append)


def shown(qtbot: QtBot, rows: tuple[Task, ...] = TASKS) -> Table:
    model = RowsModel(COLUMNS, search=lambda row: row.name, natural=lambda row: row.id)
    model.show_rows(rows)
    table = Table(model, "Tasks")
    model.setParent(table)
    table.lay_out_columns(COLUMNS)
    qtbot.addWidget(table)
    table.resize(500, 300)
    table.show()
    table.activateWindow()
    table.setFocus()
    table.choose_row("b")
    return table


def open_menu(table: Table) -> QMenu:
    QTest.keyClick(table, Qt.Key.Key_Down, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def lines(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def ids(table: Table) -> tuple[str, ...]:
    return table._rows.shown_ids


def test_alt_down_says_what_one_can_sort_by_and_which_way(qtbot: QtBot) -> None:
    menu = open_menu(shown(qtbot))
    assert lines(menu) == [
        "Sort by Name, A to Z",
        "Sort by Due && done, earliest first",
        "Sort by Size, lowest first",
        "Sort by Status, first to last",
    ]
    assert menu.activeAction() is menu.actions()[0]
    QTest.keyClick(menu, Qt.Key.Key_Escape)


def test_a_column_is_sorted_by_turned_round_and_let_go_again(qtbot: QtBot, heard: list[str]) -> None:
    table = shown(qtbot)
    assert sorting.HOW in table.accessibleDescription()
    menu = open_menu(table)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert ids(table) == ("c", "a", "b")
    assert heard == ["Sorted by Due & done, earliest first."]
    assert table.accessibleDescription() == f"{heard[0]} {sorting.HOW}"
    assert table.current_row_id() == "b"
    menu = open_menu(table)
    assert menu.activeAction().text() == "Sort by Due && done, latest first"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert ids(table) == ("a", "c", "b")
    assert heard[-1] == "Sorted by Due & done, latest first."
    menu = open_menu(table)
    assert lines(menu)[1] == "Sort by Due && done, earliest first"
    QTest.keyClick(menu, Qt.Key.Key_Up, delay=0)
    while menu.activeAction().text() != sorting.USUAL:
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert ids(table) == ("a", "b", "c")
    assert heard[-1] == "In the usual order."


def test_the_key_for_menus_opens_the_same_choice(qtbot: QtBot) -> None:
    table = shown(qtbot)
    at = QPoint(1, 1)
    QApplication.sendEvent(table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, table.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Sort by Size, lowest first" in lines(menu)
    menu.close()


def test_many_rows_are_announced_once_they_are_sorted(qtbot: QtBot, heard: list[str]) -> None:
    table = shown(qtbot, tuple(Task(f"{n:05}", f"Task {n % 7}", None, n, 0) for n in range(AT_ONCE + 1)))
    QTest.keyClick(open_menu(table), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard == ["Sorted by Name, A to Z."], timeout=30000)
    assert ids(table)[0] == "00000"
    assert ids(table)[-1] != f"{AT_ONCE:05}"


@pytest.mark.parametrize("place", PLACES)
def test_the_tables_of_every_page_sort_by_each_of_their_columns(
    frame: WorkbookFrame, at: Callable[[str], QWidget], heard: list[str], place: str
) -> None:
    tables = [each for each in at(place).findChildren(Table) if each.model().rowCount()]
    assert tables
    for table in tables:
        for number in range(len(table._columns)):
            for turned in (False, True):
                table.offer_sorting()
                assert table.sort_menu is not None
                action = table.sort_menu.actions()[number]
                words = action.text().replace("&&", "&")
                action.trigger()
                table.sort_menu.close()
                assert heard[-1] == f"{words.replace('Sort by', 'Sorted by')}."
                heads = table.horizontalHeader()
                assert heads.sortIndicatorSection() == number
                assert (heads.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder) is turned


def test_shift_f1_shows_and_says_the_whole_row(qtbot: QtBot, heard: list[str]) -> None:
    table = shown(qtbot)
    QTest.keyClick(table, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    names = [column.label for column in COLUMNS]
    said = [line.partition(": ") for line in heard[-1].splitlines()]
    assert [label for label, _, _ in said] == [name for at, name in enumerate(names) if table._rows.cell_words("b", at)]
    assert [words for _, _, words in said] == [
        words for at in range(len(names)) if (words := table._rows.cell_words("b", at))
    ]
    assert QToolTip.text() == heard[-1]
