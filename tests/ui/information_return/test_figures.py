"""The figures of an item and the contacts of a group: typed, pasted, dated, and put right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.framework.framework import ReturnItem
from selfassess.domain.model.commands import SetField
from ui.bridge.workspace import Workspace
from ui.pages.information_return.cells import MOST, read_block, write_block
from ui.pages.information_return.contacts import Contacts, ContactsModel
from ui.pages.information_return.figures import Figures, FiguresModel
from ui.pages.information_return.page import InformationReturnPage

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
Open = Callable[[Workspace], InformationReturnPage]


def item(workspace: Workspace, ref: str) -> ReturnItem:
    asked = workspace.session.current.information_return
    assert asked is not None
    found = asked.find_item(ref)
    assert found is not None
    return found


def figures(workspace: Workspace) -> dict[tuple[str, str], object]:
    return {
        (r.text_of("breakdown"), r.text_of("figure")): r["value"]
        for r in workspace.session.current.records_of("figure")
    }


@pytest.fixture
def model(blank_year: Workspace, qtbot: QtBot) -> FiguresModel:
    made = FiguresModel(blank_year)
    made.show_item_figures(item(blank_year, "IR 5"))
    blank_year.step_taken.connect(made.follow_figure_step)
    return made


@pytest.fixture
def card(blank_year: Workspace, qtbot: QtBot) -> Figures:
    made = Figures(blank_year)
    qtbot.addWidget(made)
    blank_year.step_taken.connect(made.follow_year_step)
    made.show_return_item(item(blank_year, "IR 5"))
    made.show()
    return made


@pytest.fixture
def people(blank_year: Workspace, qtbot: QtBot) -> Contacts:
    made = Contacts(blank_year)
    qtbot.addWidget(made)
    blank_year.step_taken.connect(made.follow_year_step)
    asked = blank_year.session.current.information_return
    assert asked is not None
    made.show_group_contacts(next(group for group in asked.contacts if group.key == "carers"))
    made.show()
    return made


def test_a_figure_is_made_changed_and_taken_out_by_its_cell(blank_year: Workspace, model: FiguresModel) -> None:
    tester = QAbstractItemModelTester(model, STRICT)
    assert (model.rowCount(), model.columnCount()) == (4, 4)
    cell = model.index(1, 0)
    model.setData(cell, "1,454")
    (record,) = blank_year.session.current.records_of("figure")
    assert (record["return_item"], record["breakdown"], record["figure"]) == ("IR 5", "care-reviews", "list-size")
    assert (record["value"], model.data(cell)) == (1454.0, "1,454")
    model.setData(cell, "1,200 people")
    assert blank_year.session.current.by_id[record.id]["value"] == 1200.0
    model.setData(cell, "")
    assert blank_year.session.current.records_of("figure") == ()
    model.setData(cell, "many")
    assert model.has_refused_cells
    assert model.data(cell) == "many"
    assert blank_year.session.current.records_of("figure") == ()
    del tester


def test_a_figure_with_a_note_keeps_it_when_its_number_is_emptied(blank_year: Workspace, model: FiguresModel) -> None:
    model.show_item_figures(item(blank_year, "IR 6"))
    model.setData(model.index(0, 0), "12")
    (record,) = blank_year.session.current.records_of("figure")
    assert record["breakdown"] is None
    blank_year.run(SetField(record.id, "note", "To be checked"))
    model.setData(model.index(0, 0), "")
    (kept,) = blank_year.session.current.records_of("figure")
    assert (kept["value"], kept["note"]) == (None, "To be checked")


def test_a_block_from_a_spreadsheet_is_one_step(blank_year: Workspace, card: Figures) -> None:
    tester = QAbstractItemModelTester(card.model, STRICT)
    QGuiApplication.clipboard().setText("12\t30\t90\n1,454\t45 days\tn/a\n")
    card.grid.setCurrentIndex(card.model.index(0, 0))
    card.grid.paste_clipboard()
    assert figures(blank_year) == {
        ("care-assessments", "list-size"): 12.0,
        ("care-assessments", "median-wait"): 30.0,
        ("care-assessments", "longest-wait"): 90.0,
        ("care-reviews", "list-size"): 1454.0,
        ("care-reviews", "median-wait"): 45.0,
    }
    assert card.said.text() == "5 cells pasted. 1 could not be read: put right what is marked."
    assert card.model.data(card.model.index(1, 2)) == "n/a"
    assert "not a number" in card.complaint.text()
    assert not card.flush()
    card.model.setData(card.model.index(1, 2), "")
    assert card.complaint.isHidden()
    blank_year.undo_last_step()
    assert figures(blank_year) == {}
    del tester


def test_a_block_with_headings_and_activities_goes_where_they_say(blank_year: Workspace, card: Figures) -> None:
    table = (
        "Activity\tTarget (days)\tWaiting list\nFinancial assessments\t28\t7\nCare reviews\t365\t1,454\nOther\t1\t2\n"
    )
    QGuiApplication.clipboard().setText(table)
    card.grid.setCurrentIndex(card.model.index(3, 3))
    card.grid.paste_clipboard()
    assert figures(blank_year) == {
        ("financial-assessments", "target"): 28.0,
        ("financial-assessments", "list-size"): 7.0,
        ("care-reviews", "target"): 365.0,
        ("care-reviews", "list-size"): 1454.0,
    }
    assert "2 did not fit" in card.said.text()


def test_what_reaches_over_the_edge_is_left_out_and_said(blank_year: Workspace, card: Figures) -> None:
    QGuiApplication.clipboard().setText("1\t2\n3\t4\n")
    card.grid.setCurrentIndex(card.model.index(3, 3))
    card.grid.paste_clipboard()
    assert figures(blank_year) == {("carer-assessments", "target"): 1.0}
    assert card.said.text() == "1 cell pasted. 3 did not fit in the grid and were left out."
    QGuiApplication.clipboard().setText("\t".join(["1"] * (MOST + 1)))
    card.grid.paste_clipboard()
    assert "nothing was pasted" in card.said.text()


def test_cells_are_copied_and_emptied_together(blank_year: Workspace, card: Figures, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("1\t2\n3\t4")
    card.grid.setCurrentIndex(card.model.index(0, 0))
    card.grid.paste_clipboard()
    card.grid.selectAll()
    card.grid.copy_selection()
    assert read_block(QGuiApplication.clipboard().text())[:2] == (("1", "2", "", ""), ("3", "4", "", ""))
    qtbot.keyClick(card.grid, Qt.Key.Key_Delete)
    assert figures(blank_year) == {}
    blank_year.undo_last_step()
    assert len(figures(blank_year)) == 4


def test_enter_goes_down_as_in_a_spreadsheet(blank_year: Workspace, card: Figures, qtbot: QtBot) -> None:
    card.grid.setFocus()
    card.grid.setCurrentIndex(card.model.index(0, 1))
    qtbot.keyClick(card.grid, Qt.Key.Key_5)
    editor = card.grid._pen.editor
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: figures(blank_year) == {("care-assessments", "median-wait"): 5.0})
    assert (card.grid.currentIndex().row(), card.grid.currentIndex().column()) == (1, 1)


def test_all_figures_take_their_day_in_one_step(blank_year: Workspace, card: Figures) -> None:
    card.day.show_stored_value("2025-02-28")
    card.date_all()
    assert "no figure yet" in card.said.text()
    card.model.write_cells({("care-reviews", 0): "12", ("care-reviews", 1): "30"})
    card.date_all()
    assert {record["as_at"] for record in blank_year.session.current.records_of("figure")} == {"2025-02-28"}
    assert card.said.text() == "2 figures are as at 28 February 2025."
    assert "All figures are as at 28 February 2025." in card.kept.text()
    card.day.line.setText("soon")
    card.date_all()
    assert "not a date" in card.said.text()
    blank_year.undo_last_step()
    assert {record["as_at"] for record in blank_year.session.current.records_of("figure")} == {None}


def test_slips_are_asked_about_in_gentle_words(card: Figures) -> None:
    assert card.odd.isHidden()
    card.model.write_cells({("care-reviews", 1): "45", ("care-reviews", 2): "30", ("care-reviews", 3): "28"})
    assert (
        card.odd.message_text
        == "Care reviews: the median wait (45) is above the longest wait (30). Could they be swapped?"
    )
    assert "Care reviews: median wait over the target by 17 days" in card.kept.text()
    assert card.count.text() == "3 of 16 given, 13 missing"


def test_a_note_can_be_written_about_a_figure_that_is_still_to_be_found(blank_year: Workspace, card: Figures) -> None:
    card.grid.setCurrentIndex(card.model.index(2, 2))
    assert card.annotate.isVisible()
    card.annotate.click()
    (record,) = blank_year.session.current.records_of("figure")
    assert (record["breakdown"], record["value"]) == ("financial-assessments", None)
    assert card.form.record_id == record.id
    assert card.form.isVisible()
    blank_year.run(SetField(record.id, "note", "Asked of finance"))
    assert card.notes.text() == "Financial assessments, longest wait: Asked of finance"


def test_what_a_figure_is_as_at_is_written_below_the_grid(page: InformationReturnPage) -> None:
    page.show_place("IR 9")
    card = page.detail.make_figures()
    card.grid.setCurrentIndex(card.model.index(0, 0))
    card.model.setData(card.model.index(0, 0), "77")
    assert card.form.isVisible()
    record = card.model.figure_at(card.model.line_keys()[0], 0)
    assert record is not None
    assert card.form.record_id == record.id
    assert card.name.text() == "More about: Assessment for equipment, waiting list"


def test_another_item_is_not_shown_while_a_figure_cannot_be_saved(page: InformationReturnPage) -> None:
    page.show_place("IR 9")
    card = page.detail.make_figures()
    card.model.setData(card.model.index(0, 0), "lots")
    page.table.choose_row("IR 10")
    assert page.detail.shown == "IR 9"
    assert page.table.current_row_id() == "IR 9"
    assert card.complaint.isVisible()
    card.model.setData(card.model.index(0, 0), "9")
    page.table.choose_row("IR 10")
    assert page.detail.shown == "IR 10"
    assert not card.isVisible()


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ('"two\nlines"\tb', (("two\nlines", "b"),)),
        ('say ""x""\t5"', (('say ""x""', '5"'),)),
        ("", ()),
        ("\n\n", ()),
        (" a \t\n", (("a", ""),)),
    ],
)
def test_the_clipboard_of_a_spreadsheet_is_read(text: str, block: tuple[tuple[str, ...], ...]) -> None:
    assert read_block(text) == block


def test_a_quote_that_never_ends_and_a_huge_cell_are_taken_as_they_stand() -> None:
    assert read_block('"open\tb\nc')[0][0].startswith(("open", '"open'))
    assert read_block("x" * 200_000) == (("x" * 200_000,),)
    assert read_block(write_block([["a\tb", 'c"d'], ["e\nf", ""]])) == (("a\tb", 'c"d'), ("e\nf", ""))


def test_the_contacts_model_is_sound_while_lines_come_and_go(people: Contacts, blank_year: Workspace) -> None:
    model = people.model
    tester = QAbstractItemModelTester(model, STRICT)
    assert model.rowCount() == 1
    people.grid.setCurrentIndex(model.index(0, 0))
    model.setData(model.index(0, 0), "Carers together")
    assert model.rowCount() == 2
    assert people.grid.currentIndex().row() == 0  # one goes on writing in the contact just begun
    model.setData(model.index(0, 3), "office@carers.example")
    (record,) = blank_year.session.current.records_of("contact")
    assert (record["group"], record["organisation"], record["email"]) == (
        "carers", "Carers together", "office@carers.example",
    )  # fmt: skip
    assert people.lacks.text() == "Not complete yet:\nCarers together: no name, phone"
    people.remove.click()
    assert blank_year.session.current.records_of("contact") == ()
    assert model.rowCount() == 1
    blank_year.undo_last_step()
    assert model.rowCount() == 2
    del tester


def test_rows_of_contacts_are_pasted_below_each_other_in_one_step(people: Contacts, blank_year: Workspace) -> None:
    rows = (
        "Organisation\tContact name\tEmail\tTelephone\nOne\tAda\ta@one.example\t0123\nTwo\tBob\tb@two.example\t0456\n"
    )
    QGuiApplication.clipboard().setText(rows)
    people.grid.setCurrentIndex(people.model.index(0, 0))
    people.grid.paste_clipboard()
    there = [
        (r["organisation"], r["name"], r["phone"], r["email"]) for r in blank_year.session.current.records_of("contact")
    ]
    assert there == [("One", "Ada", "0123", "a@one.example"), ("Two", "Bob", "0456", "b@two.example")]
    assert people.said.text() == "8 cells pasted."
    assert people.count.text() == "2 named"
    blank_year.undo_last_step()
    assert blank_year.session.current.records_of("contact") == ()


def test_the_groups_of_ir_38_and_of_section_1_are_written_on_the_page(
    page: InformationReturnPage, example: Workspace
) -> None:
    page.show_place("contacts")
    card = page.detail.make_contacts()
    assert card.heading.text() == "Voluntary organisations"
    assert page.detail.answer.isHidden()
    page.show_place("contacts advocacy")
    assert card.heading.text() == "Advocacy organisations"
    page.show_place("IR 38")
    assert card.isVisible()
    assert card.model.column_headings()[-1] == "Purpose"
    networks = [r for r in example.session.current.records_of("contact") if r["group"] == "network"]
    assert card.model.rowCount() == len(networks) + 1
    page.show_place("IR 37")
    assert card.isHidden()
    assert isinstance(card.model, ContactsModel)
