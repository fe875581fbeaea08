"""The page of measures: the scorecard in words and signs, one measure with its values, typing, pasting and undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.measures import measures
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.domain.readiness import comments
from ui.bridge.workspace import Workspace
from ui.pages.registers.measures.model import NEW, ScorecardModel, ValuesModel
from ui.pages.registers.measures.page import MeasuresPage
from ui.pages.registers.measures.values import ValuesGrid
from ui.shell.pages import PageStack
from ui.widgets.forms.editor import FieldEditor

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
QUARTERS = {"Q1 2022-23": 450.0, "Q4 2022-23": 419.0, "Q1 2023-24": 522.0}


@pytest.fixture
def measure(blank_year: Workspace) -> str:
    return made(blank_year, "Reviews overdue", QUARTERS, code="PI.2620", unit="people", better="lower", target=380)


def made(workspace: Workspace, title: str, values: dict[str, float], **fields: object) -> str:
    id = new_id()
    assert workspace.run(AddRecord("measure", id, {"title": title, **fields}))
    for period, value in values.items():
        assert workspace.run(AddRecord("measure_value", new_id(), {"measure": id, "period": period, "value": value}))
    return id


@pytest.fixture
def page(blank_year: Workspace, measure: str, qtbot: QtBot) -> MeasuresPage:
    found = MeasuresPage(blank_year)
    qtbot.addWidget(found)
    found.resize(1134, 714)
    found.show()
    return found


def cell(model: ScorecardModel, id: str, label: str) -> str:
    heads = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    return model.cell_words(id, heads.index(label))


def periods(workspace: Workspace, measure: str) -> list[tuple[object, object, object]]:
    row = measures.order_value_points(measures.values_by_measure(workspace.session.current).get(measure, ()))
    return [(point.name, point.value, point.note) for point in row]


def write(grid: ValuesGrid, text: str, end: Qt.Key) -> None:
    """Type into the cell one is on, and leave it by a key."""
    QTest.keyClicks(grid, text[0])
    editor = grid._pen.editor  # the one before is let go of only when events are next looked at
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, end)
    QApplication.processEvents()


def test_the_scorecard_says_value_status_and_trends_in_words_and_follows_every_change(
    page: MeasuresPage, blank_year: Workspace, measure: str
) -> None:
    tester = QAbstractItemModelTester(page.model, STRICT)
    assert cell(page.model, measure, "Measure") == "PI.2620  Reviews overdue"
    assert cell(page.model, measure, "Latest value") == "522 people (Q1 2023-24)"
    assert cell(page.model, measure, "Status") == "✗ Target not met"
    assert cell(page.model, measure, "Short-term trend") == "– not yet"
    assert cell(page.model, measure, "Annual trend") == "↑ up, worse"
    blank_year.run(AddRecord("measure_value", new_id(), {"measure": measure, "period": "2023-24 Q2", "value": 300}))
    assert cell(page.model, measure, "Status") == "✓ Target met"
    assert cell(page.model, measure, "Short-term trend") == "↓ down, better"
    blank_year.run(SetField(measure, "better", None))
    assert cell(page.model, measure, "Status") == "– Not judged"
    blank_year.undo_last_step()
    blank_year.undo_last_step()
    assert cell(page.model, measure, "Latest value") == "522 people (Q1 2023-24)"
    del tester


def test_the_scorecard_sets_the_value_beside_england_and_says_the_difference(
    page: MeasuresPage, blank_year: Workspace, measure: str
) -> None:
    def compared() -> tuple[str, str]:
        return cell(page.model, measure, "Compared with"), cell(page.model, measure, "Difference")

    assert compared() == ("", "")
    for basis, name, period, value in (
        ("region", "East Midlands", "Q1 2023-24", 480),
        ("england", "England", "Q4 2022-23", 400),
    ):
        values = {"measure": measure, "basis": basis, "name": name, "period": period, "value": value}
        assert blank_year.run(AddRecord("comparator", new_id(), values))
        if basis == "region":
            assert compared() == ("East Midlands: 480 people", "42 people higher, worse")
    assert compared() == ("England: 400 people", "19 people higher, worse")
    better = made(blank_year, "Calls", {"Q1 2023-24": 9.0}, better="lower", comparator_name="England",
                  comparator_value=10, comparator_period="Q1 2023-24")  # fmt: skip
    labels = [page.model.headerData(c, Qt.Orientation.Horizontal) for c in range(page.model.columnCount())]
    page.model.sort(labels.index("Difference"))
    assert list(page.model.shown_ids) == [measure, better]
    blank_year.undo_last_step()


def test_the_old_place_of_the_register_leads_here_and_to_the_field(
    blank_year: Workspace, measure: str, qtbot: QtBot
) -> None:
    stack = PageStack(blank_year)
    qtbot.addWidget(stack)
    for place in (f"register:measures/{measure}#target", f"measures/{measure}#target", f"measures:{measure}"):
        assert stack.show_place(place)
        page = stack.currentWidget()
        assert isinstance(page, MeasuresPage)
        assert page.detail.record == measure
    assert stack.show_place("register:risks")
    assert not isinstance(stack.currentWidget(), MeasuresPage)


def test_a_measure_in_full_says_why_and_its_chart_is_said_in_words(page: MeasuresPage, measure: str) -> None:
    page.show_place(measure)
    detail = page.detail
    assert detail.target.text() == "522 people against a target of 380 people; lower is better."
    assert detail.annual.text() == "Annual trend: ↑ Up from 450 people (Q1 2022-23) to 522 people, worse"
    assert detail.chart.isVisible()
    assert detail.chart.accessibleDescription() == (
        "Q1 2022-23: 450 people; Q4 2022-23: 419 people; Q1 2023-24: 522 people; line at Target: 380 people"
    )
    assert not detail.grab().isNull()


def test_the_filters_keep_what_they_name_and_a_place_leads_out_of_them(
    page: MeasuresPage, blank_year: Workspace, measure: str
) -> None:
    other = made(blank_year, "Signposting", {}, quality_statements=("equity",))
    status, statement = page.filter_combos["standing"], page.filter_combos["quality_statements"]
    status.setCurrentIndex(status.findData("not met"))
    assert list(page.model.shown_ids) == [measure]
    status.setCurrentIndex(0)
    statement.setCurrentIndex(statement.findData("equity"))
    assert list(page.model.shown_ids) == [other]
    assert page.open_register_record(measure)
    assert list(page.model.shown_ids) == [measure, other]
    page.search.setText("pi.2620")
    page.narrow_records()
    assert list(page.model.shown_ids) == [measure]


def test_a_period_typed_in_the_last_line_leads_on_to_its_value(
    page: MeasuresPage, blank_year: Workspace, measure: str
) -> None:
    page.show_place(measure)
    grid, model = page.detail.values.grid, page.detail.values.model
    tester = QAbstractItemModelTester(model, STRICT)
    grid.setFocus()
    grid.setCurrentIndex(model.index(3, 0))
    write(grid, "Qtr. 3 2022/23", Qt.Key.Key_Tab)
    index = grid.currentIndex()
    assert (model.cell_text(model.line_keys()[index.row()], 0), index.column()) == ("Q3 2022-23", 1)
    write(grid, "430", Qt.Key.Key_Return)
    assert periods(blank_year, measure)[1] == ("Q3 2022-23", 430.0, "")
    del tester


def test_tab_goes_along_the_cells_and_leaves_from_the_last(page: MeasuresPage, measure: str, qtbot: QtBot) -> None:
    page.show_place(measure)
    grid, model = page.detail.values.grid, page.detail.values.model
    grid.setFocus()
    grid.setCurrentIndex(model.index(0, 2))
    qtbot.keyClick(grid, Qt.Key.Key_Tab)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 0)
    qtbot.keyClick(grid, Qt.Key.Key_Backtab)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 2)
    grid.setCurrentIndex(model.index(3, 0))
    qtbot.keyClick(grid, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not grid


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("Q4 2022-23\t420\nQ2 2023-24\t9%\tchecked\n", (0, 0),
         [("Q1 2022-23", 450.0, ""), ("Q4 2022-23", 420.0, ""), ("Q1 2023-24", 522.0, ""),
          ("Q2 2023-24", 9.0, "checked")]),
        ("Q2 2023-24\tQ3 2023-24\n500\tAvailable Q4\n", (2, 1),
         [("Q1 2022-23", 450.0, ""), ("Q4 2022-23", 419.0, ""), ("Q1 2023-24", 522.0, ""),
          ("Q2 2023-24", 500.0, ""), ("Q3 2023-24", None, "Available Q4")]),
        ("1\tlow\n2\n", (1, 1),
         [("Q1 2022-23", 450.0, ""), ("Q4 2022-23", 1.0, "low"), ("Q1 2023-24", 2.0, "")]),
    ],
    ids=["periods beside", "periods above", "below a cell"],
)  # fmt: skip
def test_a_block_from_a_spreadsheet_is_pasted_as_one_step(
    page: MeasuresPage, blank_year: Workspace, measure: str, text: str, at: tuple[int, int], expected: list[object]
) -> None:
    page.show_place(measure)
    before = periods(blank_year, measure)
    QGuiApplication.clipboard().setText(text)
    grid = page.detail.values.grid
    grid.setCurrentIndex(page.detail.values.model.index(*at))
    page.detail.values.paste.click()
    assert periods(blank_year, measure) == expected
    assert "written" in page.detail.values.said.text()
    blank_year.undo_last_step()
    assert periods(blank_year, measure) == before


def test_what_cannot_be_pasted_or_kept_is_said_and_changes_nothing(
    page: MeasuresPage, blank_year: Workspace, measure: str
) -> None:
    page.show_place(measure)
    values = page.detail.values
    before = periods(blank_year, measure)
    assert "names no periods" in values.model.paste_values(0, 0, [["Winter", "3"]])
    assert "1 more had no period" in values.model.paste_values(2, 1, [["522"], ["7"]])
    assert values.model.write_cell(NEW, 0, "2023-24 Q1") == "Q1 2023-24 is in the list already."
    cell_ = values.model.index(0, 1)
    values.model.setData(cell_, "Available Q2")
    assert "belong under “Note”" in values.complaint.text()
    assert not blank_year.flush()
    values.model.setData(cell_, "450")
    assert blank_year.flush()
    assert periods(blank_year, measure) == before


def test_a_scorecard_is_pasted_in_the_dialog_shown_before_and_undone_in_one_step(
    page: MeasuresPage, blank_year: Workspace, measure: str
) -> None:
    QGuiApplication.clipboard().setText(
        "Indicator\tQ1 2023-24\tQ2 2023-24\tTarget\nPI.2620 Reviews overdue\t530\t500\t300\nSignposting\t9%\t\t\n"
    )
    page.open_pasting()
    dialog = page.pasting
    assert dialog is not None
    assert dialog.summary.text() == "1 new measure and 1 measure already here: 2 new values, 2 replaced."
    assert "Replaced: Reviews overdue, Q1 2023-24: 522 people becomes 530 people" in dialog.lines.toPlainText()
    assert periods(blank_year, measure)[2][1] == 522.0
    dialog.take.click()
    assert [each["title"] for each in blank_year.session.current.records_of("measure")] == [
        "Reviews overdue",
        "Signposting",
    ]
    assert periods(blank_year, measure)[2:] == [("Q1 2023-24", 530.0, ""), ("Q2 2023-24", 500.0, "")]
    assert page.notice.isVisible()
    page.undo.click()
    assert len(blank_year.session.current.records_of("measure")) == 1
    assert periods(blank_year, measure)[2:] == [("Q1 2023-24", 522.0, "")]


def test_the_dialog_says_what_is_missing_and_takes_nothing(page: MeasuresPage) -> None:
    QGuiApplication.clipboard().clear()
    page.open_pasting()
    dialog = page.pasting
    assert dialog is not None
    assert not dialog.take.isEnabled()
    dialog.cells.setPlainText("just words")
    dialog.read_pasted_cells()
    assert "Copy the row of headings as well" in dialog.summary.text()
    assert not dialog.take.isEnabled()
    dialog.reject()


def test_import_leads_to_taking_in_a_file(page: MeasuresPage, blank_year: Workspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        page.import_file.click()
    assert asked.args == ["import"]


def test_a_measure_is_added_removed_and_brought_back(page: MeasuresPage, blank_year: Workspace, measure: str) -> None:
    page.adding.line.setText("Signposting")
    assert page.adding.flush()
    assert page.model.total == 2
    assert page.detail.record != measure
    page.show_place(measure)
    page.detail.remove.click()
    assert page.model.total == 1
    assert "Reviews overdue" in page.notice_text.text()
    page.undo.click()
    assert periods(blank_year, measure)[2][1] == 522.0


def test_a_field_that_cannot_be_saved_keeps_the_measure_in_view(
    page: MeasuresPage, blank_year: Workspace, measure: str
) -> None:
    other = made(blank_year, "Signposting", {})
    page.show_place(measure)
    editor = page.detail.fields.field_editors["target"]
    assert isinstance(editor, FieldEditor)
    line = editor.control.focus_target
    line.setText("lots")  # type: ignore[attr-defined]
    line.textEdited.emit("lots")  # type: ignore[attr-defined]
    page.table.choose_row(other)
    assert page.detail.record == measure
    assert page.table.current_row_id() == measure


def test_an_empty_year_says_what_to_do_and_offers_pasting(blank_year: Workspace, qtbot: QtBot) -> None:
    page = MeasuresPage(blank_year)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert page.empty.button is not None
    page.empty.button.click()
    assert page.pasting is not None
    assert page.pasting.isVisible()
    page.pasting.reject()


def test_the_grid_has_a_line_more_than_there_are_values(example: Workspace) -> None:
    year = example.session.current
    found = next((each for each in year.records_of("measure")), None)
    assert found is not None
    model = ValuesModel(example)
    tester = QAbstractItemModelTester(model, STRICT)
    model.show_measure_values(found.id)
    there = len(measures.values_by_measure(year).get(found.id, ()))
    assert len(model.line_keys()) == there + 1
    assert model.line_keys()[-1] == NEW
    del tester


def test_a_measure_is_commented_beside_its_fields(page: MeasuresPage, blank_year: Workspace, measure: str) -> None:
    page.detail.show_detail_record(measure)
    line = page.detail.links.comment_line
    assert line is not None
    assert line.button.text() == "Comment on this"
    assert blank_year.run(comments.add_comment(measure, "Which teams?", "Priya", blank_year.clock()))
    assert line.button.text() == "1 comment, 1 open"
