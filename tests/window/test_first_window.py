"""The first window, on the screens that people have."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.window import screen as screens
from tests.window.conftest import Start
from tests.window.desk import add, make_workbook
from tests.window.paper import texts
from tests.window.person import FaultError, Person
from tests.window.screen import Screen, wait_until


def is_within(person: Person) -> bool:
    """Whether the window with its frame is inside what the screen leaves free of task bars."""
    seen = person.program.see()
    left, top, width, height = seen["frame"]
    free_left, free_top, free_width, free_height = seen["free"]
    begins_inside = left >= free_left and top >= free_top
    return begins_inside and left + width <= free_left + free_width and top + height <= free_top + free_height


def hold_within(person: Person) -> None:
    """The window is within, or it is a fault."""
    if not is_within(person):
        seen = person.program.see()
        raise FaultError(
            f"The first window is larger than what the screen leaves free: {seen['frame']}, {seen['free']}"
        )


@pytest.fixture
def other_screen(tmp_path: Path) -> Iterator[Callable[[int, int], Screen]]:
    """Starts a screen of another size."""
    with ExitStack() as left_on:

        def begin(width: int, height: int) -> Screen:
            folder = tmp_path / f"{width}x{height}"
            folder.mkdir()
            return left_on.enter_context(screens.screen(folder, width, height))

        yield begin


def test_the_first_window_fits_a_small_laptop(start: Start) -> None:
    hold_within(start())


def test_the_first_window_fits_a_large_screen_at_150_percent(
    start: Start, other_screen: Callable[[int, int], Screen]
) -> None:
    hold_within(start(on=other_screen(1920, 1080), QT_SCALE_FACTOR="1.5"))


def test_the_smallest_screen_is_fit_to_work_on(
    start: Start, other_screen: Callable[[int, int], Screen], tmp_path: Path
) -> None:
    person = start(on=other_screen(1024, 600))
    hold_within(person)
    make_workbook(person, tmp_path / "small.sawb")
    hold_within(person)
    person.click("Assessing needs", "item")
    person.click("Strengths", "StepButton")
    person.fill("Add a strength: in one line", "People are seen within a day")
    person.press("Return")
    person.write("Every first contact is answered on the day that it comes in")


def test_a_window_left_on_a_second_screen_comes_back_when_that_is_gone(
    start: Start, other_screen: Callable[[int, int], Screen], own_home: Path
) -> None:
    person = start(on=other_screen(2732, 768))
    person.program.screen.run("xdotool", "getactivewindow", "windowmove", "1400", "10")
    person.program.screen.run("xdotool", "getactivewindow", "windowsize", "1200", "600")
    person.hands.arrive()
    person.hands.press("ctrl+q", ends=True)
    assert person.program.wait_for_end() == 0
    kept = json.loads((own_home / "config" / "settings.json").read_text(encoding="utf-8"))
    assert kept["window"]
    hold_within(start())


LEFT, RIGHT = "1366/361x768/203+0+0", "1366/361x768/203+1366+0"
"""Two screens beside each other, as xrandr has them: dots and millimetres."""


@pytest.fixture
def on_the_right(start: Start, other_screen: Callable[[int, int], Screen], tmp_path: Path) -> tuple[Person, Screen]:
    """Somebody who writes in a strength, with the window on the right of two screens."""
    if shutil.which("xrandr") is None:
        pytest.skip("xrandr (package x11-xserver-utils) is not installed")
    both = other_screen(2732, 768)
    both.run("xrandr", "--setmonitor", "left", LEFT, "screen")
    both.run("xrandr", "--setmonitor", "right", RIGHT, "none")
    person = start(on=both)
    make_workbook(person, tmp_path / "derby.sawb")
    person.program.screen.run("xdotool", "getactivewindow", "windowmove", "1400", "10")
    wait_until(lambda: person.program.see()["free"][0] == 1366, "the window on the right screen")
    person.click("Assessing needs", "item")
    person.click("Strengths", "StepButton")
    add(person, "Add a strength: in one line", "People are seen within a day")
    person.write("Every first contact")
    return person, both


def test_a_second_screen_taken_away_brings_the_window_to_the_one_that_is_left(
    on_the_right: tuple[Person, Screen], tmp_path: Path
) -> None:
    person, both = on_the_right
    both.run("xrandr", "--delmonitor", "right")
    wait_until(lambda: is_within(person), "the window on the screen that is left")
    person.write(" is answered on the day")
    wait_until(lambda: "Every first contact is answered on the day" in texts(tmp_path / "derby.sawb"), "the words")


def test_a_second_screen_taken_away_under_a_dialog_brings_it_along(on_the_right: tuple[Person, Screen]) -> None:
    person, both = on_the_right
    with person.asking_for("ExportDialog"):
        person.order("File", "Export…")
        person.wait_for_window("ExportDialog")
        both.run("xrandr", "--delmonitor", "right")
        wait_until(lambda: is_within(person), "the window on the screen that is left")
        wait_until(lambda: all(each["rect"][0] < 1300 for each in person.program.see()["windows"]), "the dialog too")
        person.press("Tab")
        person.hands.press("Escape")


def test_a_screen_that_becomes_smaller_keeps_the_window_within(on_the_right: tuple[Person, Screen]) -> None:
    person, both = on_the_right
    both.run("xrandr", "--delmonitor", "right")
    wait_until(lambda: is_within(person), "the window on the screen that is left")
    both.run("xrandr", "--delmonitor", "left")
    both.run("xrandr", "--setmonitor", "small", "1024/271x600/159+0+0", "screen")
    wait_until(lambda: person.program.see()["free"][2] <= 1024, "the smaller screen")
    wait_until(lambda: is_within(person), "the window within the smaller screen")
    person.write(" is answered on the day")


def test_the_keyboard_begins_on_something_with_a_name(start: Start) -> None:
    start().look()
