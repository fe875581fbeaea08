"""The registers: what they list, how they filter, and what is added, changed and removed in them."""

import uuid

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.commands import AddRecord, SetField
from ui.bridge.workspace import Workspace
from ui.pages.registers.kinds import REGISTERS, Register
from ui.pages.registers.model import RegisterModel
from ui.pages.registers.page import RegistersPage, RegisterView
from ui.widgets.idle_queue import finish_work

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


def view(page: RegistersPage, place: str) -> RegisterView:
    page.show_place(place)
    return page.views[place.partition("/")[0]]


@pytest.fixture
def page(example: Workspace, qtbot: QtBot) -> RegistersPage:
    made = RegistersPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    return made


def cell(shown: RegisterView, id: str, label: str) -> str:
    columns = [shown.model.headerData(c, Qt.Orientation.Horizontal) for c in range(shown.model.columnCount())]
    return shown.model.cell_words(id, columns.index(label))


def new(workspace: Workspace, kind: str, **values: object) -> Record:
    id = str(uuid.uuid4())
    assert workspace.run(AddRecord(kind, id, values)), workspace.refusal
    return workspace.session.current.by_id[id]


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.place)
def test_a_register_lists_every_record_of_its_kind_and_its_model_is_sound(
    register: Register, page: RegistersPage, example: Workspace
) -> None:
    shown = view(page, register.place)
    tester = QAbstractItemModelTester(shown.model, STRICT)
    kind = shown.register.kind
    records = sorted(example.session.current.records_of(kind), key=register.natural)
    assert list(shown.model.shown_ids) == [record.id for record in records]
    record = new(example, kind, **{shown.register.asks[-1]: "Something new"})
    assert shown.model.shown_ids[-1] == record.id
    example.undo_last_step()
    assert list(shown.model.shown_ids) == [record.id for record in records]
    assert page.title == shown.register.title
    del tester


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.place)
def test_an_empty_register_says_what_to_do_next(register: Register, blank_year: Workspace, qtbot: QtBot) -> None:
    page = RegistersPage(blank_year)
    qtbot.addWidget(page)
    page.show()
    shown = view(page, register.place)
    assert shown.empty.isVisible()
    assert not shown.table.isVisible()
    assert shown.empty.button is not None
    shown.empty.button.click()
    assert shown.adding.isVisible()
    assert page.focusWidget() is shown.adding.line


def test_an_overdue_action_says_so_in_words(page: RegistersPage, example: Workspace) -> None:
    shown = view(page, "actions")
    late = new(example, "action", title="Late", due_on="2025-01-31", quality_statement="equity")
    done = new(example, "action", title="Done", due_on="2025-01-31", status="complete", quality_statement="equity")
    assert cell(shown, late.id, "Due") == "31 January 2025, overdue"
    assert cell(shown, done.id, "Due") == "31 January 2025"


def test_filters_and_words_narrow_together_and_the_count_says_so(page: RegistersPage, example: Workspace) -> None:
    shown = view(page, "risks")
    shown.filter_combos["quality_statement"].setCurrentIndex(
        shown.filter_combos["quality_statement"].findData("safeguarding")
    )
    wanted = [r for r in example.session.current.records_of("risk") if r["quality_statement"] == "safeguarding"]
    assert list(shown.model.shown_ids) == [record.id for record in wanted]
    total = len(example.session.current.records_of("risk"))
    assert shown.count.text() == f"{len(wanted)} of {total} shown"
    shown.search.setText("no such words anywhere")
    shown.narrow_records()
    assert shown.nothing.isVisible()
    shown.clear_filters()
    assert shown.model.rowCount() == total
    assert shown.count.text() == f"{total} in all"


def test_a_record_without_a_category_can_be_found(page: RegistersPage, example: Workspace) -> None:
    shown = view(page, "evidence")
    record = new(example, "evidence", title="Unsorted")
    shown.filter_combos["category"].setCurrentIndex(shown.filter_combos["category"].count() - 1)
    assert list(shown.model.shown_ids) == [record.id]


def test_a_place_leads_to_the_record_and_the_field_out_of_any_filter(page: RegistersPage, qtbot: QtBot) -> None:
    shown = view(page, "evidence")
    last = shown.model.shown_ids[-1]
    shown.search.setText("no such words anywhere")
    shown.narrow_records()
    page.show_place(f"evidence/{last}#owner")
    assert shown.table.current_row_id() == last
    assert shown.detail.record == last
    owner = shown.detail.form.field_editors["owner"].control.focus_target
    qtbot.waitUntil(lambda: page.focusWidget() is owner)


def test_adding_asks_for_the_statement_where_one_is_needed_and_opens_the_new_record(
    page: RegistersPage, example: Workspace
) -> None:
    shown = view(page, "strengths")
    shown.adding.line.setText("A new strength")
    QTest.keyClick(shown.adding.line, Qt.Key.Key_Return)
    assert shown.adding.understood.text() == "Choose the quality statement as well, then press Enter."
    assert shown.adding.understood.isVisible()
    combo = shown.adding.combos["quality_statement"]
    assert page.focusWidget() is combo
    assert not example.flush()
    combo.setCurrentIndex(combo.findData("equity"))
    assert not shown.adding.understood.isVisible()
    shown.adding.button.click()
    record = example.session.current.records_of("strength")[-1]
    assert (record["title"], record["quality_statement"]) == ("A new strength", "equity")
    assert shown.detail.record == record.id
    assert shown.adding.isVisible()
    assert example.flush()


@pytest.mark.parametrize("place", ["risks", "actions"])
def test_what_is_about_the_whole_needs_no_statement_and_enter_opens_its_form(
    place: str, page: RegistersPage, example: Workspace, qtbot: QtBot
) -> None:
    shown = view(page, place)
    shown.search.setText("no such words anywhere")
    shown.narrow_records()
    assert shown.adding.isVisible()
    shown.adding.line.setText("About everything")
    QTest.keyClick(shown.adding.line, Qt.Key.Key_Return)
    record = example.session.current.records_of(shown.register.kind)[-1]
    assert (record["title"], record["quality_statement"]) == ("About everything", None)
    assert shown.detail.record == record.id
    qtbot.waitUntil(lambda: shown.detail.isAncestorOf(page.focusWidget()))


def test_tab_goes_through_the_line_that_adds_in_its_order(page: RegistersPage) -> None:
    adding = view(page, "risks").adding
    adding.line.setFocus()
    adding.line.setText("A risk")
    QTest.keyClick(adding.line, Qt.Key.Key_Tab)
    assert page.focusWidget() is adding.combos["quality_statement"]
    QTest.keyClick(adding.combos["quality_statement"], Qt.Key.Key_Tab)
    assert page.focusWidget() is adding.button


def test_what_was_begun_keeps_its_statement_when_the_list_is_narrowed(page: RegistersPage) -> None:
    shown = view(page, "actions")
    combo = shown.adding.combos["quality_statement"]
    combo.setCurrentIndex(combo.findData("equity"))
    shown.adding.line.setText("Begun")
    filtered = shown.filter_combos["quality_statement"]
    filtered.setCurrentIndex(filtered.findData("learning"))
    assert combo.currentData() == "equity"


def test_adding_starts_from_the_statement_that_is_filtered_by(page: RegistersPage) -> None:
    shown = view(page, "actions")
    shown.filter_combos["quality_statement"].setCurrentIndex(
        shown.filter_combos["quality_statement"].findData("learning")
    )
    assert shown.adding.combos["quality_statement"].currentData() == "learning"


def test_what_is_removed_comes_back_with_undo(page: RegistersPage, example: Workspace) -> None:
    shown = view(page, "evidence")
    first, second = shown.model.shown_ids[:2]
    page.show_place(f"evidence/{first}")
    shown.detail.remove.click()
    assert first not in shown.model.shown_ids
    assert shown.notice.isVisible()
    assert shown.detail.record != first
    example.undo_last_step()
    assert shown.model.shown_ids[:2] == (first, second)
    assert not shown.notice.isVisible()


def test_only_the_changed_row_is_painted_again(page: RegistersPage, example: Workspace, qtbot: QtBot) -> None:
    shown = view(page, "evidence")
    id = shown.model.shown_ids[3]
    with qtbot.assertNotEmitted(shown.model.modelReset), qtbot.waitSignal(shown.model.dataChanged) as told:
        example.run(SetField(id, "title", "Another title"))
    assert (told.args[0].row(), told.args[1].row()) == (3, 3)
    assert cell(shown, id, "Title") == "Another title"


def test_another_row_is_not_shown_while_the_form_holds_what_cannot_be_saved(page: RegistersPage) -> None:
    shown = view(page, "risks")
    first, second = shown.model.shown_ids[:2]
    page.show_place(f"risks/{first}")
    line = shown.detail.form.field_editors["review_on"].control.focus_target
    assert isinstance(line, QLineEdit)
    line.setText("soon")
    line.textEdited.emit("soon")
    shown.table.choose_row(second)
    assert shown.detail.record == first
    assert shown.table.current_row_id() == first
    assert line.text() == "soon"


def test_evidence_is_searched_in_all_it_says(page: RegistersPage, example: Workspace) -> None:
    shown = view(page, "evidence")
    record = new(example, "evidence", title="Letter", shows="The zebra crossing was praised", personal_data="redacted")
    for words in ("zebra", "redacted letter"):
        shown.search.setText(words)
        shown.narrow_records()
        assert record.id in shown.model.shown_ids


def test_many_changes_at_once_show_the_register_anew(example: Workspace, qtbot: QtBot) -> None:
    register = next(register for register in REGISTERS if register.kind == "contact")
    model = RegisterModel(example, register)
    example.step_taken.connect(model.follow_step)
    year = example.session.current
    made = [blank_record("contact", str(uuid.uuid4()), 100 + n, year.id, organisation=f"Group {n}") for n in range(300)]
    with qtbot.waitSignal(model.modelReset):
        example.session.take_step("add contacts", [journal.create_record(record) for record in made])
    assert model.total == len(example.session.current.records_of("contact"))


def test_the_record_stands_below_the_list_where_there_is_no_room_beside(page: RegistersPage, qtbot: QtBot) -> None:
    shown = view(page, "contacts")
    page.show_place(f"contacts/{shown.model.shown_ids[0]}")
    top_left = shown.detail.rect().topLeft()
    qtbot.waitUntil(lambda: shown.detail.mapTo(page, top_left).x() > 300)
    page.resize(640, 714)
    qtbot.waitUntil(lambda: shown.detail.mapTo(page, top_left).x() < 60)


@pytest.mark.parametrize("wide", [1134, 800])
@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.place)
def test_what_stands_beside_a_list_never_scrolls_sideways(
    register: Register, wide: int, page: RegistersPage, example: Workspace, qtbot: QtBot
) -> None:
    record = (*example.session.current.records_of(register.kind), new(example, register.kind))[0]
    page.resize(wide, 640)
    shown = view(page, f"{register.place}/{record.id}")
    finish_work(shown.detail.form)
    qtbot.waitUntil(shown.detail.remove.isVisible)
    qtbot.waitUntil(lambda: shown.detail.horizontalScrollBar().maximum() == 0)  # forms take their size in time
