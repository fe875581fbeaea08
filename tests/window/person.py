"""Somebody at the program: finds things by their names, as they stand on the screen, and notices what is wrong.

After every act they look: at the windows, at where the keyboard is, at whether it can be seen, at crash reports. What
is wrong is raised as a FaultError, whose sentence says which.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from tests.window.hands import Hands
from tests.window.program import Program
from tests.window.screen import wait_until

SOON = 15.0
"""Seconds within which a page has followed the keyboard; it takes a hundredth of it where the machine is free."""
NOTCH = 60
"""Dots that a notch of the wheel moves a page by."""
BOX = 12
"""Where the box to tick is, from the left of its words."""
LEAST = 12
"""So many dots of a thing must be seen for it to be clicked on."""

NOTES = os.environ.get("SELFASSESS_GATE_NOTES")
"""A file that takes what is wrong, so that one run goes on to find more."""

MOST_TABS = 45
"""So often Tab is pressed in search of something; no one looks for longer."""

Thing = dict[str, Any]


class FaultError(AssertionError):
    """Something that must never be seen; the sentence says what."""


class Person:
    """Hands, and eyes that look after every act. ``asked`` are the windows that somebody asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.hands = Hands(program)
        self.asked = {"MainWindow"}
        self.notices: list[Callable[[Thing], None]] = []
        """What else is to be held after every act; each is given what is on the screen."""
        self._looked_at = self._crashes = 0

    # --- acts --------------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> Thing:
        """Press keys one after the other, looking after each."""
        for key in keys:
            self.hands.press(key)
            seen = self.look()
        return seen

    def write(self, words: str) -> Thing:
        """Type words where the keyboard is, looking after each line's worth of them."""
        for start in range(0, len(words), 60):
            self.hands.write(words[start : start + 60])
            seen = self.look()
        return seen

    def click(self, name: str, among: str = "", within: str = "") -> Thing:
        """Click on what is called so, after scrolling to it."""
        thing = self.reach(name, among, within)
        while (again := self.reach(name, among, within))["rect"] != thing["rect"]:
            thing = again  # the page was still being laid out
        self.click_on(thing)
        return self.look()

    def click_on(self, thing: Thing) -> None:
        """Click in the middle of what can be seen of a thing."""
        left, top, width, height = thing["seen"]
        ticked = "QCheckBox" in thing["classes"] or "QRadioButton" in thing["classes"]
        self.hands.click(left + (BOX if ticked else min(width // 2, 200)), top + height // 2)

    def fill(self, name: str, words: str, within: str = "") -> Thing:
        """Click into a field and type."""
        self.click(name, "Edit", within)
        return self.write(words)

    def choose(self, name: str, choice: str, within: str = "") -> Thing:
        """Choose from a list that drops down."""
        self.click_on(self.reach(name, "QComboBox", within))
        self.click_on(self.reach(choice, "item"))
        return self.look()

    def tab_to(self, name: str, back: bool = False) -> Thing:
        """Press Tab until the keyboard is on what is called so, as one who has no mouse."""
        seen = self.look()
        for _ in range(MOST_TABS):
            if seen["focus"] is not None and seen["focus"]["name"] == name:
                return seen
            seen = self.press("shift+Tab" if back else "Tab")
        raise FaultError(f"Tab does not lead to “{name}” in {MOST_TABS} presses, at {seen['page']}")

    def order(self, *names: str) -> Thing:
        """Go through the menus to an entry; the last may open something, so it is looked at by who asked."""
        for name in names:
            self.click_on(self.find(name, "Menu"))
        return self.program.see()

    @contextmanager
    def asking_for(self, *windows: str) -> Iterator[None]:
        """What is done inside asks for these windows; after it they have gone again."""
        new = set(windows) - self.asked
        self.asked |= new
        yield
        wait_until(
            lambda: not any(each["class"] in new for each in self.program.see()["windows"]), f"the end of {windows}"
        )
        self.look()
        self.asked -= new

    def wait_for_window(self, kind: str) -> None:
        """Wait until a window of this class is there and has the keyboard."""
        wait_until(lambda: self.program.see()["active"] == kind, f"a {kind}")
        self.hands.arrive()
        self.look()

    def wait_for_place(self, place: str) -> None:
        """Wait until the window shows a place."""
        wait_until(lambda: str(self.program.see()["page"]).startswith(place), f"the place “{place}”")
        self.hands.arrive()
        self.look()

    def save_as(self, path: object, press: str = "Return") -> None:
        """Answer the dialog that asks for a file."""
        self.wait_for_window("QFileDialog")
        self.press("ctrl+a")
        self.hands.write(str(path))
        self.hands.press(press)

    # --- finding -----------------------------------------------------------------------------------------------------

    def find(self, name: str, among: str = "", within: str = "") -> Thing:
        """What is called so and can be used, waited for; the one of which most is seen."""
        found: list[Thing] = []

        def look() -> bool:
            found[:] = self.program.ask("find", name=name, among=among, within=within)
            return any(each["enabled"] for each in found)

        try:
            wait_until(look, f"“{name}”", limit=10)
        except TimeoutError:
            names = "\n  ".join(self.program.ask("names"))
            raise FaultError(f"“{name}” ({among or 'anything'}) is not on the screen, but\n  {names}") from None
        best = max((each for each in found if each["enabled"]), key=_seen_part)
        if heading := best.get("folded_under"):
            self.click_on(self.find(heading, "item"))
            return self.find(name, among, within)
        return best

    def reach(self, name: str, among: str = "", within: str = "") -> Thing:
        """What is called so, scrolled to with the wheel where it cannot be seen."""
        for _ in range(40):
            thing = self.find(name, among, within)
            area = thing["area"]
            if area is None or _seen_part(thing) >= min(1.0, 0.9 * area[3] / max(thing["rect"][3], 1)):
                break
            middle = thing["rect"][1] + min(thing["rect"][3], area[3]) / 2
            away = middle - (area[1] + area[3] / 2)
            notches = max(1, math.floor(abs(away) / NOTCH)) * (1 if away > 0 else -1)
            self.hands.scroll(area[0] + 6, area[1] + area[3] // 2, notches)
            if self.find(name, among, within)["rect"] == thing["rect"]:
                break  # at the end of the page
        if thing["seen"][3] < min(LEAST, thing["rect"][3]):
            raise FaultError(f"“{name}” cannot be scrolled into view: {thing['rect']} in {area}")
        return thing

    # --- looking -----------------------------------------------------------------------------------------------------

    def look(self) -> Thing:
        """What is on the screen; raises a FaultError for what must never be there."""
        seen = self.program.see()
        self._look_at_windows(seen)
        self._look_for_crashes()
        seen = self._look_at_focus()
        for notice in self.notices:
            notice(seen)
        return seen

    def tell(self, sentence: str) -> None:
        """Say what is wrong, which ends the walk unless it is only to be noted."""
        if NOTES is None:
            raise FaultError(sentence)
        with open(NOTES, "a", encoding="utf-8") as notes:
            notes.write(f"{sentence}\n")

    def _look_at_windows(self, seen: Thing) -> None:
        new = seen["shown"][self._looked_at :]
        self._looked_at = len(seen["shown"])
        for each in (*new, *seen["windows"]):
            if not each["passing"] and each["class"] not in self.asked:
                self.tell(f"A window that nobody asked for came up: {each}")

    def _look_for_crashes(self) -> None:
        for report in self.program.crash_reports()[self._crashes :]:
            self._crashes += 1
            self.tell(f"The program went wrong and wrote a crash report:\n{report}")

    def _look_at_focus(self) -> Thing:
        """The keyboard is somewhere that has a name, and in view; the page may take a moment to follow."""
        end = monotonic() + SOON
        while True:
            seen = self.program.see()
            why = None if seen["popup"] else _focus_fault(seen["focus"])
            if why is None:
                return seen
            if monotonic() > end:
                self.tell(f"{why}, at {seen['page']}: {seen['focus']}")
                return seen


def _focus_fault(focus: Thing | None) -> str | None:
    if focus is None:
        return "The keyboard is nowhere"
    if focus["bare_area"]:
        return "The keyboard is on a scroll area without a name"
    if not focus["name"]:
        return "The keyboard is on something without a name"
    if not focus["caret_seen"]:
        return "The caret is out of sight"
    room = focus["area"][3] if focus["area"] is not None else focus["rect"][3]
    if focus["seen"][3] < min(focus["rect"][3], room) * 0.9 and focus["caret"] is None:
        return "What has the keyboard is out of sight"
    if focus["seen"][3] < min(focus["rect"][3], 20, room):
        return "The field that has the keyboard is out of sight"
    return None


def _seen_part(thing: Thing) -> float:
    return float(thing["seen"][3] / max(thing["rect"][3], 1)) if thing["seen"][2] > 0 else 0.0
