"""What the keyboard was on is removed, resolved or taken off: it goes on where one was, and that is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.domain.readiness import comments
from selfassess.services.workbook.settings import Settings
from ui.pages.information_return.contacts import Contacts
from ui.pages.information_return.page import InformationReturnPage
from ui.pages.registers.measures.page import MeasuresPage
from ui.pages.registers.page import RegistersPage
from ui.pages.review.comments import CommentsPart
from ui.pages.review.page import ReviewPage
from ui.pages.start.page import StartPage
from ui.pages.statement.evidence import EvidenceStep
from ui.pages.statement.page import StatementPage
from ui.pages.statement.step import RecordPart
from ui.shell.frame import WorkbookFrame
from ui.shell.window import MainWindow
from ui.widgets.announcement import VOICE
from ui.widgets.forms.comments import Comments
from ui.widgets.forms.pickers import LinkControl
from ui.widgets.forms.record_list import RecordList

STEPS = {"strengths": "strength", "improvement": "improvement", "actions": "action"}
THREE = ("Waits are short", "People know whom to ask", "Reviews are on time")


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What was announced."""
    heard: list[str] = []
    VOICE.announced.connect(heard.append)
    yield heard
    VOICE.announced.disconnect(heard.append)


def add(frame: WorkbookFrame, kind: str, **values: object) -> str:
    id = new_id()
    assert frame.workspace.run(AddRecord(kind, id, values)), frame.workspace.refusal
    return id


def press_on(window: MainWindow, button: QAbstractButton) -> QWidget:
    """Go to a button, press it by the keyboard, and give where the keyboard is then."""
    button.setFocus()
    assert window.focusWidget() is button
    button.click()
    focus = window.focusWidget()
    assert focus is not None, "the keyboard is nowhere"
    assert focus.isVisible()
    return focus


@pytest.mark.parametrize(("step", "kind"), STEPS.items())
def test_a_card_that_is_removed_is_followed_by_the_next(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget], said: list[str], step: str, kind: str
) -> None:
    for record in frame.workspace.session.current.for_statement(kind, "equity"):
        frame.workspace.run(RemoveRecord(record.id))
    ids = [add(frame, kind, quality_statement="equity", title=title) for title in THREE]
    page = at(f"statement:equity/{step}")
    assert isinstance(page, StatementPage)
    part = next(each for each in page.steps[step].findChildren(RecordPart) if each.kind == kind)
    cards = part.list.cards
    assert press_on(window, cards[ids[1]].remove) is cards[ids[2]].opener
    assert any(THREE[1] in sentence and "removed" in sentence.lower() for sentence in said)
    assert press_on(window, cards[ids[2]].remove) is cards[ids[0]].opener
    assert press_on(window, cards[ids[0]].remove) is part.new.line


def test_an_open_card_that_is_taken_away_leaves_the_keyboard_on_the_next(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget]
) -> None:
    ids = [add(frame, "strength", quality_statement="equity", title=title) for title in THREE]
    page = at("statement:equity/strengths")
    assert isinstance(page, StatementPage)
    cards = next(each for each in page.steps["strengths"].findChildren(RecordPart)).list
    cards.open_record(ids[2])
    assert cards.form is not None
    cards.form.focus_form_field("detail")
    frame.workspace.undo_last_step()  # takes back that the third was added
    assert window.focusWidget() is cards.cards[ids[1]].opener


def test_evidence_that_is_unlinked_is_followed_by_the_next_and_it_is_said(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget], said: list[str]
) -> None:
    year = frame.workspace.session.current
    category = year.framework.categories[0].key
    for item in year.for_statement("evidence", "equity"):
        if item.text_of("category") == category:
            links = tuple(key for key in item.links_of("quality_statements") if key != "equity")
            frame.workspace.run(SetField(item.id, "quality_statements", links))
    values = {"quality_statements": ("equity",), "category": category}
    ids = [add(frame, "evidence", title=title, **values) for title in THREE]
    page = at("statement:equity/evidence")
    assert isinstance(page, StatementPage)
    step = page.steps["evidence"]
    assert isinstance(step, EvidenceStep)
    part = step.parts[category]
    assert press_on(window, part.list.cards[ids[1]].remove) is part.list.cards[ids[2]].opener
    assert any(sentence.startswith("Unlinked") and THREE[1] in sentence for sentence in said)
    press_on(window, part.list.cards[ids[2]].remove)
    assert press_on(window, part.list.cards[ids[0]].remove) is part.new.line


def test_in_a_register_the_next_row_follows(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget], said: list[str]
) -> None:
    page = at("register:risks")
    assert isinstance(page, RegistersPage)
    view = page.views["risks"]
    shown = view.model.shown_ids
    for wanted, follows in ((shown[1], shown[2]), (shown[-1], shown[-2])):
        view.open_register_record(wanted)
        name = frame.workspace.session.current.by_id[wanted].text_of("title")
        assert press_on(window, view.detail.remove) is view.table
        assert (view.table.current_row_id(), view.detail.record) == (follows, follows)
        assert any(name in sentence for sentence in said)


def test_after_the_last_row_one_can_add(frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget]) -> None:
    page = at("register:risks")
    assert isinstance(page, RegistersPage)
    view = page.views["risks"]
    view.table.selectAll()
    view.table.setFocus()
    view.remove_selected()
    assert not view.model.shown_ids
    assert window.focusWidget() is view.adding.line
    frame.workspace.undo_last_step()
    some = view.model.shown_ids[2:4]
    view.table.select_rows(some)
    view.remove_selected()
    assert window.focusWidget() is view.table
    assert view.model.row_place(view.table.current_row_id() or "") == 2


def test_a_measure_and_a_value_are_followed_by_the_next(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget]
) -> None:
    ids = [add(frame, "measure", title=title) for title in THREE]
    for period in ("Q1 2023-24", "Q2 2023-24"):
        add(frame, "measure_value", measure=ids[0], period=period, value=4.0)
    page = at("measures")
    assert isinstance(page, MeasuresPage)
    page.open_register_record(ids[0])
    values = page.detail.values
    values.grid.focus_cell_near(0, 1)
    values.remove.click()
    assert values.grid.currentIndex().row() == 0
    focus = window.focusWidget()
    assert focus is not None
    assert focus is values.grid or values.grid.isAncestorOf(focus)
    place = page.model.row_place(ids[0]) or 0
    assert press_on(window, page.detail.remove) is page.table
    assert page.model.row_place(page.table.current_row_id() or "") == min(place, page.model.rowCount() - 1)


def test_a_comment_that_is_resolved_is_followed_by_the_next_and_it_is_said(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget], qtbot: QtBot, said: list[str]
) -> None:
    session = frame.workspace.session
    risk = session.current.records_of("risk")[0]
    for text in THREE:
        frame.workspace.run(comments.add_comment(risk.id, text, session.author, session.clock()))
    page = at("register:risks")
    assert isinstance(page, RegistersPage)
    view = page.views["risks"]
    view.open_register_record(risk.id)
    line = view.detail.form.comment_line
    assert line is not None
    line.button.click()
    beside = line.unfolded
    assert isinstance(beside, Comments)
    ids = [card.comment.id for card in beside.cards]
    first = len(ids) - 3
    assert press_on(window, beside.cards[first].button) is beside.cards[first].button
    assert beside.cards[first].comment.id == ids[first + 1]
    assert any("resolved" in sentence for sentence in said)
    while beside.cards:
        focus = press_on(window, beside.cards[-1].button)
    assert focus is beside.new.paper
    beside.more.click()
    assert press_on(window, beside.cards[0].button) is beside.cards[0].button
    assert beside.cards[0].comment.id == ids[0]
    assert any("open again" in sentence for sentence in said)


def test_on_the_review_page_the_next_comment_follows(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget], qtbot: QtBot
) -> None:
    session = frame.workspace.session
    risk = session.current.records_of("risk")[0]
    for text in THREE:
        frame.workspace.run(comments.add_comment(risk.id, text, session.author, session.clock()))
    page = at("review")
    assert isinstance(page, ReviewPage)
    page.tabs.setCurrentIndex(1)
    part = page.comments_part

    def shown_button(part: CommentsPart) -> QAbstractButton:
        qtbot.waitUntil(lambda: part.card is not None and part.card.button.isVisible(), timeout=30000)
        assert part.card is not None
        return part.card.button

    assert len(part.model.shown_ids) > 2
    while len(shown := part.model.shown_ids) > 1:
        part.table.choose_row(shown[0])
        press_on(window, shown_button(part))
        qtbot.waitUntil(lambda: window.focusWidget() is part.table, timeout=30000)
        assert part.model.shown_ids == shown[1:]
        assert part.table.current_row_id() == shown[1]
    press_on(window, shown_button(part))
    qtbot.waitUntil(lambda: window.focusWidget() is part.new.paper, timeout=30000)


def test_a_link_that_is_taken_out_is_followed_by_the_next_and_it_is_said(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget], said: list[str]
) -> None:
    evidence = [add(frame, "evidence", title=title) for title in THREE]
    strength = add(frame, "strength", quality_statement="equity", title="Named", evidence=tuple(evidence))
    page = at(f"statement:equity/strengths/{strength}#evidence")
    assert isinstance(page, StatementPage)
    cards: RecordList = page.steps["strengths"].findChildren(RecordPart)[0].list
    assert cards.form is not None
    control = cards.form.field_editors["evidence"].control
    assert isinstance(control, LinkControl)
    assert press_on(window, control.outs[evidence[1]]) is control.outs[evidence[2]]
    assert f"Taken out: {THREE[1]}" in said
    assert press_on(window, control.outs[evidence[2]]) is control.outs[evidence[0]]
    assert press_on(window, control.outs[evidence[0]]) is control.button


def test_what_is_taken_off_an_item_of_the_return_is_followed_by_the_next(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget], said: list[str]
) -> None:
    ids = [add(frame, "evidence", title=title, return_items=("IR 37",)) for title in THREE]
    page = at("return/IR 37")
    assert isinstance(page, InformationReturnPage)
    sent = page.detail.sent
    assert press_on(window, sent._offs[ids[1]]) is sent._offs[ids[2]]
    assert any(sentence.startswith("Taken off") and THREE[1] in sentence for sentence in said)
    assert press_on(window, sent._offs[ids[2]]) is sent._offs[ids[0]]


def test_a_workbook_taken_off_the_list_is_followed_by_the_next(qtbot: QtBot, said: list[str]) -> None:
    paths = [f"/gone/{name}.sawb" for name in ("One", "Two", "Three")]
    page = StartPage(Settings(name="Ada", recent=list(paths)))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: all(row[2].isVisible() for row in page.recent._rows.values()))
    for taken, follows in ((1, "Open Three"), (2, "Open One")):
        button = page.recent._rows[paths[taken]][2]
        button.setFocus()
        button.click()
        focus = page.window().focusWidget()
        assert focus is not None
        assert focus.accessibleName() == follows
        assert f"Taken off the list: {paths[taken].split('/')[-1][:-5]}" in said
    page.recent._rows[paths[0]][2].click()
    assert page.window().focusWidget() is page.begin


def test_a_row_that_goes_leaves_one_on_the_next_in_a_grid(
    frame: WorkbookFrame, window: MainWindow, at: Callable[[str], QWidget]
) -> None:
    page = at("return/contacts")
    assert isinstance(page, InformationReturnPage)
    [contacts] = page.findChildren(Contacts)
    grid = contacts.grid
    group = frame.workspace.session.current.by_id[contacts.model.line_keys()[0]]["group"]
    for name in THREE:
        add(frame, "contact", group=group, name=name)
    before = contacts.model.line_keys()
    assert len(before) == 5
    grid.focus_cell_near(0, 1)
    contacts.remove_contact()
    assert contacts.model.line_keys() == before[1:]
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 1)
    assert Qt.ItemFlag.ItemIsEnabled in grid.currentIndex().flags()
