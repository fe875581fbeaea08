"""A statement from a new workbook to agreed, by one who has no mouse."""

from __future__ import annotations

from pathlib import Path

from tests.window.conftest import Start
from tests.window.hands import Count
from tests.window.paper import hold_saved_to_the_file, texts
from tests.window.person import Person

DETAIL = "Every first contact is answered by somebody who can decide"


def make_workbook(person: Person, file: Path) -> None:
    person.press("ctrl+n")
    person.write("Derby City Council")
    with person.asking_for("QFileDialog"):
        person.press("Return")
        person.save_as(file)
    person.wait_for_place("overview")


def go_to_statement(person: Person) -> None:
    """The keyboard is in the navigation once a workbook is open; its arrows go from place to place."""
    for _ in range(6):
        if person.look()["place"].startswith("statement:assessing-needs"):
            break
        person.press("Down")
    person.press("F6")


def go_on(person: Person, step: str) -> None:
    person.press("alt+Right")
    person.wait_for_place(f"statement:assessing-needs/{step}")


def test_a_statement_is_written_and_agreed_by_keyboard_alone(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "derby.sawb"
    person = start()
    make_workbook(person, file)
    hold_saved_to_the_file(person, file)
    person.hands.done = Count()
    go_to_statement(person)
    go_on(person, "evidence")
    add(person, "Add evidence (people's experience): its title, a link or a file", "Survey of people who use services")
    person.write("Four in five say that they were listened to")
    go_on(person, "strengths")
    add(person, "Add a strength: in one line", "People are seen within a day")
    person.write(DETAIL)
    person.press("Tab")
    person.write("People tell their story once")
    go_on(person, "improvement")
    add(person, "Add an area for improvement: in one line", "Reviews are late")
    person.write("One review in three is late by a year")
    person.tab_to("Add a risk: in one line")
    person.write("People wait unsafely")
    person.press("Return")
    person.press("space")
    person.tab_to("Controls")
    person.write("There are fewer reviewers than there were")
    go_on(person, "actions")
    add(person, "Add an action: in one line", "Two more reviewers")
    person.write("Two posts are filled this year")
    go_on(person, "judgement")
    person.tab_to("Not scored yet")
    person.press("Left")
    person.press("space")
    person.tab_to("Why this score?")
    person.write("Most people are seen in time, and reviews are not")
    go_on(person, "review")
    person.tab_to("Agree this statement")
    person.press("Return")
    print(f"One statement by keyboard alone: {person.hands.done}")
    assert person.hands.done.clicks == 0
    held = texts(file)
    assert {DETAIL, "People tell their story once", "Two posts are filled this year", "agreed"} <= held


def add(person: Person, line: str, title: str) -> None:
    person.tab_to(line)
    person.write(title)
    person.press("Return")
