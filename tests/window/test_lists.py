"""Lists that drop down or ask: links that are ticked, and steps that are taken back together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.window.conftest import Start
from tests.window.desk import add, make_workbook
from tests.window.paper import texts
from tests.window.person import Person
from tests.window.screen import wait_until

ITEMS = ("Survey of people who use services", "Waiting list protocol", "Notes of the programme board")


@pytest.fixture
def at_links(start: Start, tmp_path: Path) -> Person:
    """Somebody in a new workbook with three items of evidence, the form of a strength before them."""
    person = start()
    make_workbook(person, tmp_path / "derby.sawb")
    person.click("Assessing needs", "item")
    person.click("Evidence", "StepButton")
    for title in ITEMS:
        person.fill("Add evidence (processes): its title, a link or a file", title)
        person.press("Return")
    person.click("Strengths", "StepButton")
    add(person, "Add a strength: in one line", "People are seen within a day")
    return person


def test_a_list_of_many_takes_a_click_on_its_words_and_has_done(at_links: Person) -> None:
    at_links.click("Evidence: Choose…", "QPushButton", "Strength: ")
    for title in ITEMS[:2]:
        at_links.click(title, "item")
    at_links.click("Done", "QPushButton")
    for title in ITEMS[:2]:
        at_links.find(f"Take out {title}")
    assert f"Take out {ITEMS[2]}" not in str(at_links.program.ask("names"))
    at_links.click("Evidence: Choose…", "QPushButton", "Strength: ")
    at_links.click(ITEMS[0], "item")  # once more takes the tick away
    at_links.click("Done", "QPushButton")
    at_links.find(f"Take out {ITEMS[1]}")
    assert f"Take out {ITEMS[0]}" not in str(at_links.program.ask("names"))


def test_a_list_of_many_is_gone_through_by_keyboard_and_gives_the_keyboard_back(at_links: Person) -> None:
    at_links.tab_to("Evidence: Choose…")
    at_links.press("Return")
    at_links.write("waiting list")
    at_links.press("Return")  # what is found has its tick
    at_links.tab_to("Done")
    assert at_links.press("Return")["focus"]["name"] == "Evidence: Choose…"
    at_links.find(f"Take out {ITEMS[1]}")
    at_links.press("Return")
    assert at_links.press("Escape")["focus"]["name"] == "Evidence: Choose…"


def test_several_steps_are_taken_back_together(at_links: Person, tmp_path: Path) -> None:
    held = texts(tmp_path / "derby.sawb")
    assert {*ITEMS, "People are seen within a day"} <= held
    at_links.asked.add("Waiting")
    with at_links.asking_for("StepsDialog"):
        at_links.order("Edit", "Undo several steps…")
        at_links.wait_for_window("StepsDialog")
        at_links.press("Down")
        at_links.find("Undo these 2 steps", "QPushButton")
        at_links.press("Return")
    wait_until(lambda: ITEMS[2] not in texts(tmp_path / "derby.sawb"), "the end of the third item")
    held = texts(tmp_path / "derby.sawb")
    assert set(ITEMS[:2]) <= held
    assert "People are seen within a day" not in held
