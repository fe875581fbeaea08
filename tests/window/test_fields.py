"""What a person does in a field: too many undos, Enter, growth, and a second statement after the first."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.window.conftest import Start
from tests.window.desk import add, export, import_file, make_workbook
from tests.window.paper import holds, texts
from tests.window.person import Person
from tests.window.program import command
from tests.window.screen import wait_until

WORDS = "Every first contact is answered by somebody who can decide, on the day that it comes in. "


@pytest.fixture
def at_strengths(start: Start, tmp_path: Path) -> Person:
    """Somebody with a new workbook, at the step Strengths."""
    person = start()
    make_workbook(person, tmp_path / "derby.sawb")
    person.click("Assessing needs", "item")
    person.click("Strengths", "StepButton")
    return person


def test_a_strength_is_added_in_one_statement_after_another(at_strengths: Person, tmp_path: Path) -> None:
    for number, name in enumerate(("Assessing needs", "Healthier lives", "Equity", "Assessing needs")):
        at_strengths.click(name, "item")
        at_strengths.click("Strengths", "StepButton")
        add(at_strengths, "Add a strength: in one line", f"Strength number {number}")
        at_strengths.write(f"What we do well, number {number}")
        at_strengths.press("Tab")
        wait_until(
            lambda n=number: holds(tmp_path / "derby.sawb", f"What we do well, number {n}"), "the words in the file"
        )


def test_the_caret_stays_in_view_while_a_field_grows(at_strengths: Person) -> None:
    add(at_strengths, "Add a strength: in one line", "People are seen within a day")
    for _ in range(12):
        at_strengths.write(WORDS)
        at_strengths.press("Return")


def test_words_that_are_pasted_leave_the_caret_in_view(at_strengths: Person) -> None:
    add(at_strengths, "Add a strength: in one line", "People are seen within a day")
    at_strengths.write(WORDS)
    at_strengths.press("ctrl+a", "ctrl+c", "End")
    for _ in range(12):
        at_strengths.press("Return", "ctrl+v")


PROMISE_MS = 3000
"""Until unsaved words are written, from their first key; a timer of the system is exact to a twentieth."""
EXACT_MS = PROMISE_MS * 0.05


def test_words_are_in_the_file_three_seconds_after_their_first_key_however_fast_one_types(
    at_strengths: Person, tmp_path: Path
) -> None:
    add(at_strengths, "Add a strength: in one line", "People are seen within a day")
    at_strengths.program.ask("waits")
    with typing(at_strengths, WORDS * 6) as hands:
        wait_until(lambda: any(text.startswith("Every") for text in texts(tmp_path / "derby.sawb")), "the first words")
        assert hands.poll() is None, "nothing was saved before one stopped typing"
    at_strengths.hands.arrive()
    wait_until(lambda: holds(tmp_path / "derby.sawb", WORDS * 6), "all words in the file")
    waits = at_strengths.program.ask("waits")
    print(f"Waits of unsaved words, in ms: {waits}")
    assert len(waits) > 2
    for wait in waits:
        assert wait["keys"] == 1, "the time does not begin with the first unsaved key"
        assert wait["left"] <= PROMISE_MS
        assert wait["moved"] <= EXACT_MS, "whoever types on puts it off"


@contextmanager
def typing(person: Person, words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Somebody types, a key every thirtieth of a second without a rest, while one looks."""
    environment = {**os.environ, **person.program.screen.environment}
    with subprocess.Popen(("xdotool", "type", "--delay", "35", "--", words), env=environment) as hands:
        yield hands


def test_one_undo_too_many_in_a_field_takes_back_no_import(
    at_strengths: Person, own_home: Path, tmp_path: Path
) -> None:
    command(own_home, "demo", tmp_path / "prior.sawb")
    command(own_home, "export", tmp_path / "prior.sawb", tmp_path / "prior.json")
    import_file(at_strengths, tmp_path / "prior.json", "Import")
    count = len(texts(tmp_path / "derby.sawb"))
    at_strengths.click("Assessing needs", "item")
    at_strengths.click("Strengths", "StepButton")
    add(at_strengths, "Add a strength: in one line", "People are seen within a day")
    at_strengths.write("ab")
    at_strengths.press(*["ctrl+z"] * 6)
    assert len(texts(tmp_path / "derby.sawb")) >= count, "Undo in a field took back an import"
    assert at_strengths.look()["windows"]


def test_enter_presses_the_button_that_has_the_keyboard(start: Start) -> None:
    person = start()
    person.tab_to("New workbook")
    person.press("Return")
    assert person.find("Name of the council", "QLineEdit")["seen"][3] > 0


def test_an_export_leaves_the_keyboard_where_it_was(at_strengths: Person, tmp_path: Path) -> None:
    at_strengths.click("Add a strength: in one line", "QLineEdit")
    export(at_strengths, "Excel", tmp_path / "out.xlsx")
    assert at_strengths.look()["focus"]["name"] == "Add a strength: in one line"
