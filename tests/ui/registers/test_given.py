"""Opening the line for a new record with what a place says it has already."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.pages.registers.given import read_given_values
from ui.pages.registers.page import RegistersPage

PLACE = "new?statement=equity&category=people&source=healthwatch"


@pytest.fixture
def page(example: Workspace, qtbot: QtBot) -> RegistersPage:
    made = RegistersPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    return made


def test_a_place_gives_values_and_their_words(example: Workspace) -> None:
    values, words = read_given_values(PLACE, "evidence", example.session.current)
    assert values == {"quality_statements": ("equity",), "category": "people", "source": "healthwatch"}
    assert words == "3. Equity in experiences and outcomes  ·  People's experience  ·  Healthwatch"


@pytest.mark.parametrize("place", ["new?", "new?statement=none&no_field=x&category=", "new?source=%3Cscript%3E"])
def test_what_the_year_does_not_know_is_left_out(place: str, example: Workspace) -> None:
    assert read_given_values(place, "evidence", example.session.current) == ({}, "")


def test_a_statement_stands_in_the_field_that_the_kind_has(example: Workspace) -> None:
    assert read_given_values("new?statement=equity", "risk", example.session.current)[0] == {
        "quality_statement": "equity"
    }


def test_an_item_is_added_with_statement_category_and_source(page: RegistersPage, example: Workspace) -> None:
    page.show_place(f"evidence/{PLACE}")
    adding = page.views["evidence"].adding
    assert adding.isVisible()
    assert "Healthwatch" in adding.for_words.text()
    adding.line.setText("Annual report")
    assert adding.flush()
    item = example.session.current.records_of("evidence")[-1]
    assert (item["title"], item["quality_statements"]) == ("Annual report", ("equity",))
    assert (item["category"], item["source"]) == ("people", "healthwatch")


def test_what_was_given_once_is_not_given_to_the_next(page: RegistersPage, example: Workspace) -> None:
    page.show_place(f"evidence/{PLACE}")
    adding = page.views["evidence"].adding
    adding.give_up()
    adding.ask_for_record({})
    assert not adding.for_words.isVisible()
    adding.line.setText("Something else")
    assert adding.flush()
    assert example.session.current.records_of("evidence")[-1]["source"] is None


def test_a_place_fills_the_drop_downs_that_are_there(page: RegistersPage) -> None:
    page.show_place("risks/new?statement=equity")
    assert page.views["risks"].adding.combos["quality_statement"].currentData() == "equity"
