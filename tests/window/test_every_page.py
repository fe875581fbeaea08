"""Every page and every dialog of the worked example: Tab all round, the wheel over every value, and away again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.window.conftest import Start
from tests.window.person import Person
from tests.window.program import command
from tests.window.tour import DIALOGS, PAGES, STEPS, Asked, tab_round, turn_the_wheel


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example, made once."""
    folder = tmp_path_factory.mktemp("example")
    command(folder, "demo", folder / "example.sawb")
    return folder / "example.sawb"


@pytest.fixture
def at_example(start: Start, made: Path, tmp_path: Path) -> Person:
    """Somebody with the worked example open, the keyboard in the navigation."""
    shutil.copy(made, tmp_path / "example.sawb")
    person = start("open", tmp_path / "example.sawb")
    person.wait_for_place("overview")
    return person


def test_the_keyboard_is_in_view_on_every_page_and_the_wheel_changes_nothing(at_example: Person) -> None:
    for name, place in PAGES.items():
        at_example.click(name, "item")
        at_example.wait_for_place(place)
        turn_the_wheel(at_example)
        stops = tab_round(at_example)
        print(f"{name}: {stops} stops")


def test_the_keyboard_is_in_view_on_every_step_and_the_wheel_changes_nothing(at_example: Person) -> None:
    at_example.click("Equity", "item")
    at_example.wait_for_place("statement:equity")
    for step in STEPS:
        at_example.click(step, "StepButton")
        turn_the_wheel(at_example)
        tab_round(at_example)


@pytest.mark.parametrize("asked", DIALOGS, ids=lambda asked: asked.kind)
def test_a_dialog_has_the_keyboard_and_gives_it_back(at_example: Person, asked: Asked) -> None:
    before = at_example.look()["focus"]["widget"]
    with at_example.asking_for(asked.kind):
        at_example.order(*asked.by)
        at_example.wait_for_window(asked.kind)
        turn_the_wheel(at_example)
        tab_round(at_example)
        at_example.hands.press(asked.away)
    assert at_example.look()["focus"]["widget"] == before
