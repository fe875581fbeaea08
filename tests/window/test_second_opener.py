"""The same workbook opened twice: by one person, whose window comes to the front; by another, who reads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.window.conftest import Start
from tests.window.paper import texts
from tests.window.program import CHECKOUT, command
from tests.window.screen import PATIENCE, Screen, wait_until


@pytest.fixture
def derby(tmp_path: Path, own_home: Path) -> Path:
    """A workbook with one year."""
    file = tmp_path / "derby.sawb"
    words = ("--council", "Derby City Council", "--reference", "E06000015", "--year", "2025-26")
    command(own_home, "new", file, *words)
    return file


def test_a_window_that_has_the_workbook_comes_to_the_front(
    start: Start, screen: Screen, derby: Path, own_home: Path, tmp_path: Path
) -> None:
    person = start("open", derby)
    person.wait_for_place("overview")
    other = tmp_path / "other"
    other.mkdir()
    in_front = start(home=other, name="Ben")  # another window stands before it
    assert in_front.look()["active"] == "MainWindow"
    wait_until(lambda: person.program.see()["active"] == "", "the other window in front")
    environment = {**os.environ, **screen.environment, "SELFASSESS_HOME": str(own_home), "PYTHONPATH": str(CHECKOUT)}
    call = [sys.executable, "-P", "-m", "selfassess", "open", str(derby), "--at", "register:risks"]
    second = subprocess.run(call, env=environment, cwd=own_home, timeout=2 * PATIENCE, check=False)
    assert second.returncode == 0  # it has gone, without a window of its own
    wait_until(lambda: person.program.see()["active"] == "MainWindow", "the first window in front")
    person.wait_for_place("register:risks")
    person.look()


def test_somebody_else_reads_what_is_open_and_is_told_who_has_it(start: Start, derby: Path, tmp_path: Path) -> None:
    first = start("open", derby, "--at", "statement:equity/strengths")
    first.wait_for_place("statement:equity")
    other = tmp_path / "other"
    other.mkdir()
    second = start("open", derby, "--at", "statement:equity/strengths", home=other, name="Ben")
    second.wait_for_place("statement:equity")
    assert any("Ada" in each for each in second.program.ask("names"))
    assert "Add a strength: in one line" not in str(second.program.ask("names"))
    before = texts(derby)
    second.press("Tab")
    second.hands.write("Nobody should see this")
    second.look()
    assert texts(derby) == before
    second.hands.press("ctrl+q", ends=True)
    assert second.program.wait_for_end() == 0
    wait_until(lambda: first.program.see()["active"] == "MainWindow", "the first window in front")
    first.look()
