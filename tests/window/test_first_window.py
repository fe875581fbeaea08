"""The first window, on the screens that people have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.window import screen as screens
from tests.window.conftest import Start
from tests.window.desk import make_workbook
from tests.window.person import FaultError, Person
from tests.window.screen import Screen


def hold_within(person: Person) -> None:
    """The window with its frame is inside what the screen leaves free of task bars."""
    seen = person.program.see()
    left, top, width, height = seen["frame"]
    free_left, free_top, free_width, free_height = seen["free"]
    inside = left >= free_left and top >= free_top
    if not inside or left + width > free_left + free_width or top + height > free_top + free_height:
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


def test_the_keyboard_begins_on_something_with_a_name(start: Start) -> None:
    start().look()
