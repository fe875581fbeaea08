"""The model behind every list: filtering, sorting, and repainting no more than has to be."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.work import MOMENT, count_calls
from ui.widgets.tables import Column, RowsModel, Table


@dataclass(frozen=True)
class Fruit:
    id: str
    name: str
    weight: int | None
    place: int = 0


COLUMNS = (
    Column(label="Name", words=lambda row: row.name, share=1, width=10),
    Column(label="Weight", words=lambda row: str(row.weight or ""), order=lambda row: row.weight, number=True, width=8),
    Column(label="Place", words=lambda row: str(row.place), width=8, gives_way=1),
)


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[RowsModel]:
    made = RowsModel(COLUMNS, search=lambda row: row.name, natural=lambda row: row.place)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show_rows(
        Fruit(str(n), name, weight, n)
        for n, (name, weight) in enumerate([("Pear", 3), ("apple", 10), ("Fig", None), ("Plum tart", 2)])
    )
    yield made
    del tester


def names(model: RowsModel) -> list[str]:
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def test_every_word_typed_must_be_found_in_any_order_and_case(model: RowsModel) -> None:
    model.narrow_rows("TART pl")
    assert names(model) == ["Plum tart"]
    model.narrow_rows("tart apple")
    assert names(model) == []
    model.narrow_rows()
    assert len(names(model)) == 4


def test_words_sort_without_regard_to_case_and_numbers_as_numbers(model: RowsModel) -> None:
    model.sort(0)
    assert names(model) == ["apple", "Fig", "Pear", "Plum tart"]
    model.sort(1)
    assert names(model) == ["Plum tart", "Pear", "apple", "Fig"]


def test_an_empty_cell_sorts_last_both_ways(model: RowsModel) -> None:
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["apple", "Pear", "Plum tart", "Fig"]


def test_what_points_at_a_row_still_points_at_it_after_sorting(model: RowsModel) -> None:
    held = QPersistentModelIndex(model.index(1, 0))
    model.sort(0)
    assert held.row() == 0
    assert held.data() == "apple"


def test_an_edited_row_is_repainted_alone_and_stays_where_it_is(model: RowsModel, qtbot: QtBot) -> None:
    model.sort(0)
    row = model.row_at(model.index(0, 0))
    with qtbot.waitSignal(model.dataChanged) as told, qtbot.assertNotEmitted(model.modelReset):
        model.put_row(replace(row, name="Zucchini"))
    first, last = told.args[0], told.args[1]
    assert isinstance(first, QModelIndex)
    assert (first.row(), last.row()) == (0, 0)
    assert names(model)[0] == "Zucchini"


def test_a_new_row_comes_in_where_the_order_puts_it(model: RowsModel) -> None:
    model.sort(1)
    model.put_row(Fruit("new", "Cherry", 5, 9))
    assert names(model) == ["Plum tart", "Pear", "Cherry", "apple", "Fig"]


def test_a_new_row_that_the_filter_hides_is_counted_but_not_shown(model: RowsModel) -> None:
    model.narrow_rows("pear")
    model.put_row(Fruit("new", "Cherry", 5, 9))
    assert (names(model), model.total) == (["Pear"], 5)


def test_a_row_that_is_taken_out_is_gone_once(model: RowsModel) -> None:
    model.drop_row("1")
    model.drop_row("1")
    assert names(model) == ["Pear", "Fig", "Plum tart"]
    assert model.row_place("3") == 2


def test_five_thousand_rows_filter_and_sort_within_the_time_of_a_blink(qtbot: QtBot) -> None:
    dice = random.Random(5)
    model = RowsModel(COLUMNS, search=lambda row: row.name, natural=lambda row: row.place)
    words = ["review", "carer", "waiting", "list", "survey", "board", "plan", "home"]
    model.show_rows(Fruit(str(n), " ".join(dice.choices(words, k=12)), dice.randint(1, 99), n) for n in range(5000))
    took = {}
    for what, act in {
        "filter": lambda: model.narrow_rows("carer sur"),
        "all again": lambda: model.narrow_rows(),
        "sort words": lambda: model.sort(0),
        "sort numbers": lambda: model.sort(1, Qt.SortOrder.DescendingOrder),
        "edit": lambda: model.put_row(Fruit("7", "board", 1, 7)),
    }.items():
        took[what] = count_calls(act)
    assert {what: calls for what, calls in took.items() if calls > MOMENT} == {}


def test_enter_opens_the_row_one_is_on_and_tab_leaves_the_table(model: RowsModel, qtbot: QtBot) -> None:
    table = Table(model, "Fruit")
    qtbot.addWidget(table)
    table.lay_out_columns(COLUMNS)
    table.choose_row("2")
    with qtbot.waitSignal(table.opened) as told:
        press = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        table.keyPressEvent(press)
    assert told.args == ["2"]
    assert not table.tabKeyNavigation()
    assert table.accessibleName() == "Fruit"


def test_columns_give_way_where_there_is_no_room(model: RowsModel, qtbot: QtBot) -> None:
    table = Table(model, "Fruit")
    qtbot.addWidget(table)
    table.lay_out_columns(COLUMNS)
    table.resize(900, 200)
    table.show()
    assert not table.isColumnHidden(2)
    table.resize(200, 200)
    qtbot.waitUntil(lambda: table.isColumnHidden(2))
    assert not table.isColumnHidden(1)
