"""The models behind the step: sheets, columns and labels, and the list of what would not be taken."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.exchange import foreign
from selfassess.exchange.foreign import Left
from selfassess.services.importing.spreadsheet_mapping.entries import TO_CHECK, Entry, build_entries
from selfassess.services.importing.spreadsheet_mapping.sheet_view import SheetLine
from tests.exchange.foreign_making import FRAMEWORK, SHAPES, book, sheet, taken
from ui.dialogs.import_file.mapping.not_taken import LeftModel, build_cells_left_table, copy_cells_as_text
from ui.dialogs.import_file.mapping.sheets import SheetsList, SheetsModel
from ui.dialogs.import_file.mapping.table import MEANS, EntriesModel, EntriesTable

Watch = Callable[[QAbstractItemModel], None]
LINES = (
    SheetLine(name="Plan", what="Actions, one row each", taken=True),
    SheetLine(name="<b>Notes</b>", what="Left out", taken=False),
    SheetLine(name="Blank", what="Empty", taken=False, filled=False),
)
TOOL_TIP, DISPLAY, TICK = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def watch() -> Watch:
    """Fails where a model breaks the rules of Qt."""
    testers = []

    def begin(model: QAbstractItemModel) -> None:
        testers.append(QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal))

    return begin


def of_table() -> tuple[Entry, ...]:
    theirs = sheet(*SHAPES["one long table"])
    return build_entries(theirs, foreign.propose_book_mapping(book(theirs), FRAMEWORK, None).sheets[0], (), (), False)


def test_sheets_are_ticked_where_there_is_something_in_them(watch: Watch, qtbot: QtBot) -> None:
    model = SheetsModel()
    watch(model)
    model.show_sheet_lines(LINES)
    told: list[tuple[str, bool]] = []
    model.ticked.connect(lambda name, wanted: told.append((name, wanted)))
    assert model.setData(model.index(0), Qt.CheckState.Unchecked, TICK)
    assert not model.setData(model.index(0), Qt.CheckState.Checked, TICK)
    assert not model.setData(model.index(2), Qt.CheckState.Checked, TICK)
    assert told == [("Plan", False)]
    assert not model.flags(model.index(2)) & Qt.ItemFlag.ItemIsUserCheckable


def test_a_sheet_says_what_it_is_in_words_and_its_name_is_no_markup(watch: Watch, qtbot: QtBot) -> None:
    model = SheetsModel()
    watch(model)
    model.show_sheet_lines(LINES)
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == "Plan, taken: Actions, one row each"
    assert model.data(model.index(1), DISPLAY) == "<b>Notes</b>\nLeft out"
    assert "&lt;b&gt;Notes" in model.data(model.index(1), TOOL_TIP)
    model.show_sheet_lines(LINES[:1])
    assert model.rowCount() == 1


def test_the_space_bar_and_a_click_on_the_box_tick_a_sheet(qtbot: QtBot) -> None:
    model = SheetsModel()
    view = SheetsList(model)
    qtbot.addWidget(view)
    view.resize(240, 300)
    model.show_sheet_lines(LINES)
    view.show()
    told: list[tuple[str, bool]] = []
    model.ticked.connect(lambda name, wanted: told.append((name, wanted)))
    view.choose_sheet("<b>Notes</b>")
    qtbot.keyClick(view, Qt.Key.Key_Space)
    box = view.visualRect(model.index(0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(16, 16))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert told == [("<b>Notes</b>", True), ("Plan", False)]


def test_columns_stay_where_they_stand_when_one_means_something_else(watch: Watch, qtbot: QtBot) -> None:
    model = EntriesModel()
    watch(model)
    found = of_table()
    assert model.show_entries(found)
    assert sum(entry.check in TO_CHECK for entry in found) == 1
    assert not model.show_entries(found)
    assert model.show_entries(found[:2])
    assert model.cell_words(found[0].id, MEANS) == "Quality statement"


def test_a_heading_full_of_markup_is_shown_as_it_is(watch: Watch, qtbot: QtBot) -> None:
    hostile = "<img src='x'>" + "Owner " * 2_000
    theirs = sheet("Plan", (("Action", hostile, "Lead officer"), ("Do it", "<b>x</b>", "Ann")))
    part = foreign.propose_book_mapping(book(theirs), FRAMEWORK, None).sheets[0]
    model = EntriesModel()
    watch(model)
    model.show_entries(build_entries(theirs, part, (), (), False))
    said = model.data(model.index(1, 0), DISPLAY)
    assert said.startswith("<img src='x'>Owner Owner")
    assert len(said) < 250
    assert "&lt;img" in model.data(model.index(1, 0), TOOL_TIP)
    assert "&lt;b&gt;" in model.data(model.index(1, 1), TOOL_TIP)


def test_enter_drops_down_what_a_column_can_mean_and_the_choice_is_told(qtbot: QtBot) -> None:
    model = EntriesModel()
    table = EntriesTable(model)
    qtbot.addWidget(table)
    model.show_entries(of_table())
    table.show()
    table.go_to_first_doubt()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    popup = table.pick_list
    assert popup is not None
    qtbot.keyClicks(popup.search, "outcome for")
    with qtbot.waitSignal(table.meant) as told:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert told.args == ["0:6", "outcome"]
    assert table.pick_list is None


def test_a_click_on_a_meaning_drops_the_list_down_and_one_elsewhere_does_not(qtbot: QtBot) -> None:
    model = EntriesModel()
    table = EntriesTable(model)
    qtbot.addWidget(table)
    table.resize(900, 300)
    model.show_entries(of_table())
    table.show()
    for column, dropped in ((0, False), (MEANS, True)):
        where = table.visualRect(model.index(1, column)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert (table.pick_list is not None) is dropped
    assert table.pick_list is not None
    table.pick_list.close()


def test_what_was_left_is_listed_whole_with_the_chosen_sheet_first(watch: Watch, qtbot: QtBot) -> None:
    theirs = book(*(sheet(*SHAPES[name]) for name in ("one long table", "questions and answers")))
    left = taken(theirs).left
    model = LeftModel()
    watch(model)
    model.show_cells_left(left, "Workbook")
    assert model.rowCount() == len(left) == 7
    assert [model.data(model.index(row, 0), DISPLAY) for row in (0, 2)] == ["Workbook", "Action plan"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.data(model.index(0, 1), DISPLAY) == "15"
    model.sort(-1)
    assert model.data(model.index(0, 0), DISPLAY) == "Action plan"
    assert model.data(QModelIndex(), DISPLAY) is None
    assert copy_cells_as_text(left).splitlines()[1].split("\t")[:3] == ["Action plan", "1", "A"]


def test_a_hundred_thousand_cells_that_were_left_are_shown_at_once(qtbot: QtBot) -> None:
    left = [Left(sheet="Plan", row=row, column="A", text="x\ty", why="so") for row in range(100_000)]
    model = LeftModel()
    table = build_cells_left_table(model)
    qtbot.addWidget(table)
    table.show()
    model.show_cells_left(left, "Plan")
    table.choose_row(None)
    assert model.rowCount() == 100_000
    assert model.data(model.index(99_999, 1), DISPLAY) == "99,999"
    assert copy_cells_as_text(left[:1]).endswith("Plan\t0\tA\tx y\tso")
