"""The information return: its items, their figures, and the evidence that is sent under them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.commands import SetField
from ui.bridge.workspace import Workspace
from ui.pages.information_return.model import FiguresModel, Group, Line, ReturnModel, lines, rules_hinted
from ui.pages.information_return.page import InformationReturnPage

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(example: Workspace, qtbot: QtBot) -> InformationReturnPage:
    made = InformationReturnPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    return made


def answer(workspace: Workspace, ref: str) -> str:
    return next(r.id for r in workspace.session.current.of("return_answer") if r["return_item"] == ref)


def test_the_items_stand_under_their_themes_in_order(blank_year: Workspace) -> None:
    rows = lines(blank_year.session.current)
    assert [row.id for row in rows if isinstance(row, Line)] == [f"IR {n}" for n in range(1, 39)]
    assert [row.name for row in rows if isinstance(row, Group)][:2] == ["All themes", "Working with people"]


def test_the_model_is_sound_and_drops_the_themes_when_it_is_sorted(example: Workspace, qtbot: QtBot) -> None:
    model = ReturnModel()
    tester = QAbstractItemModelTester(model, STRICT)
    model.show(lines(example.session.current))
    themes = model.group_places()
    assert themes[0] == 0
    model.sort(4, Qt.SortOrder.DescendingOrder)
    counts = [row.evidence for row in model.items()]
    assert counts == sorted(counts, reverse=True)
    assert model.group_places() == []
    model.sort(-1)
    assert model.group_places() == themes
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    del tester


def test_a_theme_without_an_item_that_is_kept_is_not_shown(page: InformationReturnPage) -> None:
    page.search.setText("direct payments")
    page.narrow()
    assert [row.id for row in page.model.items()] == ["IR 7"]
    assert len(page.model.group_places()) == 1
    assert page.count.text() == "1 of 38 shown"


def test_items_are_filtered_by_status_and_by_owner(page: InformationReturnPage, example: Workspace) -> None:
    example.run(SetField(answer(example, "IR 6"), "owner", "A new owner"))
    page.owner.setCurrentIndex(page.owner.findText("A new owner"))
    assert [row.id for row in page.model.items()] == ["IR 6"]
    page.owner.setCurrentIndex(0)
    page.status.setCurrentIndex(page.status.findData("ready"))
    assert {row.status for row in page.model.items()} == {"ready"}
    page.show_place("IR 6")
    assert page.detail.ref == "IR 6"
    assert page.count.text() == "38 items"


def test_the_count_of_what_is_ready_follows_the_answers(blank_year: Workspace, qtbot: QtBot) -> None:
    page = InformationReturnPage(blank_year)
    qtbot.addWidget(page)
    assert page.progress.text() == "0 of 38 ready"
    with qtbot.assertNotEmitted(page.model.modelReset):
        blank_year.run(SetField(answer(blank_year, "IR 3"), "status", "ready"))
        blank_year.run(SetField(answer(blank_year, "IR 4"), "status", "not_applicable"))
    assert page.progress.text() == "1 of 37 ready, 1 not applicable"
    assert (page.ring.done, page.ring.total) == (1, 37)


def test_a_place_leads_to_the_item_and_its_field(page: InformationReturnPage, qtbot: QtBot) -> None:
    page.show_place("IR 21#owner")
    assert page.detail.ref == "IR 21"
    assert "Looks back 3 months" in page.detail.about.text()
    owner = page.detail.form.editors["owner"].control.focus_target
    qtbot.waitUntil(lambda: page.focusWidget() is owner)


def test_a_figure_is_made_changed_and_taken_out_by_its_cell(blank_year: Workspace, qtbot: QtBot) -> None:
    model = FiguresModel(blank_year)
    tester = QAbstractItemModelTester(model, STRICT)
    asked = blank_year.session.current.information_return
    assert asked is not None
    model.show_item(asked.item("IR 5"))
    assert (model.rowCount(), model.columnCount()) == (4, 4)
    cell = model.index(1, 0)
    model.setData(cell, "1,454")
    (record,) = blank_year.session.current.of("figure")
    assert (record["return_item"], record["breakdown"], record["figure"]) == ("IR 5", "care-reviews", "list-size")
    assert (record["value"], model.data(cell)) == (1454.0, "1,454")
    model.setData(cell, "1,200")
    assert blank_year.session.current.by_id[record.id]["value"] == 1200.0
    model.setData(cell, "")
    assert blank_year.session.current.of("figure") == ()
    model.setData(cell, "many")
    assert model.refused
    assert model.data(cell) == "many"
    assert blank_year.session.current.of("figure") == ()
    del tester


def test_a_figure_with_a_note_keeps_it_when_its_number_is_emptied(blank_year: Workspace, qtbot: QtBot) -> None:
    model = FiguresModel(blank_year)
    asked = blank_year.session.current.information_return
    assert asked is not None
    model.show_item(asked.item("IR 6"))
    model.setData(model.index(0, 0), "12")
    (record,) = blank_year.session.current.of("figure")
    assert record["breakdown"] is None
    blank_year.run(SetField(record.id, "note", "To be checked"))
    model.setData(model.index(0, 0), "")
    (kept,) = blank_year.session.current.of("figure")
    assert (kept["value"], kept["note"]) == (None, "To be checked")


def test_what_a_figure_is_as_at_is_written_below_the_grid(page: InformationReturnPage, example: Workspace) -> None:
    page.show_place("IR 9")
    grid, model = page.detail.grid, page.detail.figures
    grid.setCurrentIndex(model.index(0, 0))
    model.setData(model.index(0, 0), "77")
    assert page.detail.figure_form.isVisible()
    record = model.record(model.lines()[0], 0)
    assert record is not None
    assert page.detail.figure_form.record_id == record.id
    assert page.detail.figure_name.text() == "More about: Assessment for equipment, waiting list"


def test_another_item_is_not_shown_while_a_figure_cannot_be_saved(page: InformationReturnPage) -> None:
    page.show_place("IR 9")
    page.detail.figures.setData(page.detail.figures.index(0, 0), "lots")
    page.table.choose("IR 10")
    assert page.detail.ref == "IR 9"
    assert page.detail.complaint.isVisible()


def test_evidence_is_linked_taken_off_and_added(page: InformationReturnPage, example: Workspace) -> None:
    page.show_place("IR 37")
    sent = page.detail.sent
    record = example.session.current.of("evidence")[0]
    sent.choose.setCurrentIndex(sent.choose.findData(record.id))
    sent.link.click()
    assert "IR 37" in example.session.current.by_id[record.id].links("return_items")
    assert page.model.words("IR 37", 4) == "1"
    assert sent.choose.findData(record.id) == -1
    sent.unlink(record.id)
    assert page.model.words("IR 37", 4) == "none"
    sent.new.line.setText("Structure chart")
    sent.new.flush()
    added = example.session.current.of("evidence")[-1]
    assert (added["title"], added.links("return_items")) == ("Structure chart", ("IR 37",))


def test_what_should_not_be_sent_is_said_beside_the_evidence(blank_year: Workspace) -> None:
    asked = blank_year.session.current.information_return
    assert asked is not None
    hinted = rules_hinted(asked.not_to_send, "Agenda of the board, 3 March")
    assert [rule.key for rule in hinted] == ["agendas"]
    assert rules_hinted(asked.not_to_send, "Annual complaints report") == ()


def test_the_rules_and_the_contacts_are_one_click_away(page: InformationReturnPage, qtbot: QtBot) -> None:
    page.rules_button.click()
    assert page.rules.isVisible()
    assert "blank" in page.rules_text.text()
    with qtbot.waitSignal(page.workspace.asked_for) as asked:
        page.contacts.click()
    assert asked.args == ["register:contacts"]
    page.show_place("IR 38")
    assert "contacts register" in page.detail.link.text()


def test_a_year_without_a_return_says_so(example: Workspace, qtbot: QtBot) -> None:
    cqc = next(record for record in example.session.assessments if record["assessor"] == "cqc")
    example.open_year(cqc.id)
    page = InformationReturnPage(example)
    qtbot.addWidget(page)
    page.show()
    assert page.nothing.isVisible()
    assert not page.table.isVisible()
