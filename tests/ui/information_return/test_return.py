"""The information return: its rows, filters, progress and dates, and setting several items at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, SetField
from ui.bridge.workspace import Workspace
from ui.pages.information_return.model import BELOW, TITLE, ContactsLine, Group, Line, ReturnModel, build_return_rows
from ui.pages.information_return.page import InformationReturnPage
from ui.widgets import idle_queue

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
Open = Callable[[Workspace], InformationReturnPage]


def answer(workspace: Workspace, ref: str) -> str:
    return next(r.id for r in workspace.session.current.records_of("return_answer") if r["return_item"] == ref)


def test_the_contacts_stand_first_then_the_items_under_their_themes(blank_year: Workspace) -> None:
    made = build_return_rows(blank_year.session.current)
    assert [row.id for row in made if isinstance(row, Line)] == [f"IR {n}" for n in range(1, 39)]
    names = [row.name for row in made if isinstance(row, Group)]
    assert names[:3] == ["Section 1: whom CQC can contact", "All themes", "Working with people"]
    groups = [row.state.group.key for row in made if isinstance(row, ContactsLine)]
    assert groups == ["voluntary", "carers", "advocacy"]  # the networks stand with IR 38


def test_the_model_is_sound_and_drops_the_themes_when_it_is_sorted(example: Workspace, qtbot: QtBot) -> None:
    model = ReturnModel()
    tester = QAbstractItemModelTester(model, STRICT)
    model.show_rows(build_return_rows(example.session.current))
    themes = model.group_places()
    assert themes[:2] == [0, 4]
    model.sort(4, Qt.SortOrder.DescendingOrder)
    counts = [row.state.evidence for row in model.shown_items()]
    assert counts == sorted(counts, reverse=True)
    assert model.group_places() == []
    model.sort(-1)
    assert model.group_places() == themes
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    del tester


def test_below_a_title_stands_who_gathers_it_and_what_is_missing(blank_year: Workspace) -> None:
    model = ReturnModel()
    model.show_rows(build_return_rows(blank_year.session.current))
    place = model.row_place("IR 5")
    assert place is not None
    said = model.data(model.index(place, TITLE), BELOW)
    assert said == "16 of 16 figures missing  ·  no evidence  ·  nothing written  ·  no owner"
    spoken = model.data(model.index(place, TITLE), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Title: Assessment, care planning and review\n16 of 16")


def test_a_theme_without_an_item_that_is_kept_is_not_shown(page: InformationReturnPage) -> None:
    page.filters.search.setText("direct payments")
    page.filter_rows()
    assert [row.id for row in page.model.shown_items()] == ["IR 7"]
    assert len(page.model.group_places()) == 1
    assert page.filters.count.text() == "1 of 38 shown"


def test_items_are_filtered_by_status_owner_and_theme(page: InformationReturnPage, example: Workspace) -> None:
    example.run(SetField(answer(example, "IR 6"), "owner", "A new owner"))
    page.filters.choose_owner("A new owner")
    assert [row.id for row in page.model.shown_items()] == ["IR 6"]
    page.filters.choose_owner("")
    assert {row.state.owner for row in page.model.shown_items()} == {""}
    page.clear_return_filters()
    page.filters.status.setCurrentIndex(page.filters.status.findData("ready"))
    assert {row.state.status for row in page.model.shown_items()} == {"ready"}
    page.filters.choose_theme("leadership")
    assert {row.state.item.theme for row in page.model.shown_items()} == {"leadership"}
    page.show_place("IR 6")
    assert page.detail.shown == "IR 6"
    assert page.filters.count.text() == "38 items"


def test_items_are_filtered_by_what_they_lack(page: InformationReturnPage) -> None:
    every = {row.id for row in page.model.shown_items()}
    lack = page.filters.lack
    lack.setCurrentIndex(lack.findData("figures"))
    assert [row.id for row in page.model.shown_items()] == [
        "IR 5",
        "IR 6",
        "IR 7",
        "IR 9",
        "IR 17",
        "IR 20",
        "IR 21",
        "IR 29",
    ]
    lack.setCurrentIndex(lack.findData("something"))
    some = {row.id for row in page.model.shown_items()}
    lack.setCurrentIndex(lack.findData("nothing"))
    none = {row.id for row in page.model.shown_items()}
    assert some | none == every
    assert not some & none
    assert "IR 5" in some


def test_the_count_of_what_is_ready_follows_the_answers(blank_year: Workspace, open_page: Open, qtbot: QtBot) -> None:
    page = open_page(blank_year)
    assert page.head.progress.text() == "0 of 38 ready, 38 not started"
    with qtbot.assertNotEmitted(page.model.modelReset):
        blank_year.run(SetField(answer(blank_year, "IR 3"), "status", "ready"))
        blank_year.run(SetField(answer(blank_year, "IR 4"), "status", "not_applicable"))
    assert page.head.progress.text() == "1 of 37 ready, 36 not started, 1 not applicable"
    assert (page.head.bar.value(), page.head.bar.maximum()) == (1, 37)
    assert page.head.bar.accessibleDescription() == page.head.progress.text()


def test_the_days_left_are_said_and_the_dates_are_written_here(page: InformationReturnPage, example: Workspace) -> None:
    assert "Return due 28 February 2025, 17:00 (11 days left)" in page.head.days.text()
    page.head.toggle_dates()
    example.run(SetField(example.session.current.id, "contacts_due_at", "2025-02-14T17:00:00"))
    assert "Contacts due 14 February 2025, 17:00 (3 days overdue)" in page.head.days.text()
    assert page.head.days.text().startswith("!")
    assert page.head.dates is not None
    assert page.head.dates.isVisible()


def test_choosing_an_owner_in_the_progress_shows_only_their_items(page: InformationReturnPage) -> None:
    page.toggle_shares()
    assert page.shares is not None
    assert page.shares.isVisible()
    owners = {row.share.name: row.id for row in page.shares._owners._rows.values()}
    page.shares.owners.choose_row(owners["Equality lead"])
    assert {row.state.owner for row in page.model.shown_items()} == {"Equality lead"}
    page.toggle_shares()
    assert page.shares.isHidden()


def test_a_place_leads_to_the_item_and_its_field(page: InformationReturnPage, qtbot: QtBot) -> None:
    page.show_place("IR 21#owner")
    assert page.detail.shown == "IR 21"
    assert page.detail.period.text() == "Looks back 3 months: from 29 November 2024 to 28 February 2025"
    owner = page.detail.form.field_editors["owner"].control.focus_target
    qtbot.waitUntil(lambda: page.focusWidget() is owner)


def test_a_place_that_is_asked_for_before_the_parts_are_made_is_shown_with_them(
    example: Workspace, qtbot: QtBot
) -> None:
    page = InformationReturnPage(example)
    qtbot.addWidget(page)
    page.show_place("IR 9")
    assert not page.detail.built
    idle_queue.finish_work(page)
    assert page.detail.shown == "IR 9"
    assert page.detail.heading.text() == "IR 9  Aids and equipment"


def test_what_is_still_to_do_is_said_beside_the_item(page: InformationReturnPage, example: Workspace) -> None:
    page.show_place("IR 6")
    assert page.detail.lacks.text() == "Still to do: nothing written, 1 figure missing"
    example.run(SetField(answer(example, "IR 6"), "note", "Four appeals, all heard."))
    assert page.detail.lacks.text() == "Still to do: 1 figure missing"


def test_owner_and_status_are_set_for_several_items_in_one_step(
    page: InformationReturnPage, example: Workspace
) -> None:
    page.table.select_rows(["IR 12", "IR 17", "IR 20"])
    bar = page.several
    assert bar is not None
    assert bar.isVisible()
    assert bar.count.text() == "3 items selected"
    bar.owner.setText("Head of evidence")
    bar.set_owner.click()
    bar.status.setCurrentIndex(bar.status.findData("gathering"))
    bar.set_status.click()
    states = {state.item.ref: state for state in page.model.item_states()}
    assert {states[ref].owner for ref in ("IR 12", "IR 17", "IR 20")} == {"Head of evidence"}
    assert {states[ref].status for ref in ("IR 12", "IR 17", "IR 20")} == {"gathering"}
    assert page.table.selected_ids() == ("IR 12", "IR 17", "IR 20")
    example.undo_last_step()
    assert {state.status for state in page.model.item_states() if state.owner == "Head of evidence"} == {"not_started"}
    example.undo_last_step()
    assert "Head of evidence" not in {state.owner for state in page.model.item_states()}


def test_every_item_that_is_shown_can_be_selected_at_once(page: InformationReturnPage) -> None:
    page.toggle_several()
    page.filters.choose_theme("leadership")
    assert page.several is not None
    page.several.all.click()
    assert page.table.selected_ids() == tuple(f"IR {n}" for n in range(30, 37))


def test_the_rules_are_one_click_away(page: InformationReturnPage) -> None:
    page.rules_button.click()
    assert page.rules.isVisible()
    assert "blank" in page.rules_text.text()


def test_a_long_owner_and_title_do_not_widen_the_page(page: InformationReturnPage, example: Workspace) -> None:
    example.run(SetField(answer(example, "IR 6"), "owner", "Head of " + "very " * 60 + "long names"))
    example.run(AddRecord("contact", "c-1", {"group": "carers", "organisation": "O" * 400}))
    page.show_place("IR 6")
    assert page.minimumSizeHint().width() <= 1134


def test_a_year_without_a_return_says_so(example: Workspace, open_page: Open) -> None:
    cqc = next(record for record in example.session.assessments if record["assessor"] == "cqc")
    example.show_year(cqc.id)
    page = open_page(example)
    assert page.nothing.isVisible()
    assert not page.table.isVisible()
    own = next(record for record in example.session.assessments if record["assessor"] == "self")
    example.show_year(own.id)
    assert page.table.isVisible()
    assert page.detail.shown == "IR 1"


@pytest.mark.parametrize("width", [700, 860, 1134, 1600])
def test_the_filters_stand_in_as_many_lines_as_they_need(page: InformationReturnPage, width: int, qtbot: QtBot) -> None:
    page.resize(width, 714)
    qtbot.waitUntil(lambda: page.filters.width() <= width)
    shown = [combo.geometry() for combo in page.filters.filter_combos]
    assert all(box.right() <= page.filters.width() for box in shown)
    assert all(not one.intersects(other) for at, one in enumerate(shown) for other in shown[at + 1 :])
