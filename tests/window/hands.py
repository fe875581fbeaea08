"""Hands on keyboard and mouse: every key and click goes through the X server, and is waited for until it is there."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from time import monotonic

from tests.window.program import Program
from tests.window.screen import PATIENCE, wait_until

MARK = "Pause"
"""The key that means nothing: when it has arrived, so has all that was pressed before it."""
AGAIN = 1.0
"""Seconds after which the mark is pressed again: a window that was just opening had no keyboard yet."""


class KeyboardLostError(AssertionError):
    """What is typed goes to no window of the program."""


@dataclass
class Count:
    """What one had to do."""

    clicks: int = 0
    keys: int = 0
    notches: int = 0
    letters: int = 0
    tabs: int = 0
    scrolls: int = 0

    def __sub__(self, other: Count) -> Count:
        return Count(*(mine - theirs for mine, theirs in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[int, int, int, int, int, int]:
        """Clicks, keys, notches of the wheel, letters, how many of the keys were Tab, and how often one scrolled."""
        return self.clicks, self.keys, self.notches, self.letters, self.tabs, self.scrolls

    def __str__(self) -> str:
        keys = f"{self.keys} keys ({self.tabs} of them Tab)"
        wheel = f"{self.notches} notches of the wheel in {self.scrolls} scroll gestures"
        return f"{self.clicks} clicks, {keys}, {wheel}, {self.letters} letters"


@dataclass
class Hands:
    """Presses and clicks; ``done`` counts it."""

    program: Program
    done: Count = field(default_factory=Count)
    scrolling: bool = False
    """Whether the last thing done was to turn the wheel: what follows belongs to the same gesture."""

    def press(self, *keys: str, ends: bool = False) -> None:
        """Press keys one after the other, "Tab" or "ctrl+z"; ``ends``: the program is gone after it."""
        self.scrolling = False
        self._xdotool("key", "--delay", "0", *keys)
        self.done.keys += len(keys)
        self.done.tabs += sum(key.endswith("Tab") for key in keys)
        if not ends:
            self.arrive()

    def write(self, words: str) -> None:
        """Type words, at a speed that no person has."""
        self._xdotool("type", "--delay", "1", "--", words)
        self.done.letters += len(words)
        self.arrive()

    def click(self, x: int, y: int, ends: bool = False) -> None:
        """Click where the pointer is put, holding the button until what its press led to is shown, as people do."""
        before = self.program.ask("arrived")["clicks"]
        self.scrolling = False
        self.done.clicks += 1
        if ends:
            self._xdotool("mousemove", str(x), str(y), "click", "1")
            return
        self._xdotool("mousemove", str(x), str(y), "mousedown", "1")
        wait_until(lambda: self.program.ask("arrived")["clicks"] > before, f"the click at {x}, {y}")
        self.program.ask("quiet")
        self._xdotool("mouseup", "1")
        self.arrive()

    def scroll(self, x: int, y: int, notches: int) -> None:
        """Turn the wheel where the pointer is put, down for more than 0."""
        button = "5" if notches > 0 else "4"
        self._xdotool("mousemove", str(x), str(y), "click", "--delay", "1", "--repeat", str(abs(notches)), button)
        self.done.notches += abs(notches)
        self.done.scrolls += not self.scrolling
        self.scrolling = True
        self.arrive()

    def arrive(self) -> None:
        """Wait until all that was pressed has arrived and what it led to is shown."""
        before = self.program.ask("arrived")["marks"]
        end = monotonic() + PATIENCE
        while self.program.ask("arrived")["marks"] == before:
            if monotonic() > end:
                raise KeyboardLostError(
                    f"What is typed goes to no window of the program: {self.program.see()['active']!r}"
                )
            self._xdotool("key", "--delay", "0", MARK)
            again = monotonic() + AGAIN
            while self.program.ask("arrived")["marks"] == before and monotonic() < again:
                pass
        self.program.ask("quiet")

    def _xdotool(self, *words: str) -> None:
        environment = {**os.environ, **self.program.screen.environment}
        subprocess.run(("xdotool", *words), env=environment, check=True, capture_output=True, timeout=2 * PATIENCE)
