"""What a screen reader is told each part of a page is, and that every act is read aloud."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.window.conftest import SYSTEM_PYTHON, Start
from tests.window.desk import export, import_file
from tests.window.person import Person
from tests.window.program import command, write_elsewhere
from tests.window.screen import Screen
from tests.window.test_screen_reader import ALWAYS, Heard, go_to, wait_for


@pytest.fixture
def reader(heard: Heard, start: Start, own_home: Path, tmp_path: Path) -> Person:
    """Somebody with a screen reader at the worked example."""
    command(own_home, "demo", tmp_path / "example.sawb")
    command(own_home, "edit", tmp_path / "example.sawb", _drafting(tmp_path))
    person = start("open", tmp_path / "example.sawb", **ALWAYS)
    person.wait_for_place("overview")
    return person


def _drafting(folder: Path) -> Path:
    edits = folder / "edits.jsonl"
    edit = {"do": "set", "kind": "judgement", "field": "status", "value": "drafting", "key": "equity"}
    edits.write_text(json.dumps(edit), encoding="utf-8")
    return edits


def walk(screen: Screen) -> list[dict[str, Any]]:
    """Every part that shows, as it is on the bus."""
    told = subprocess.run(
        [SYSTEM_PYTHON, str(Path(__file__).with_name("reader.py"))],
        env={**os.environ, **screen.environment}, stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    return [json.loads(line) for line in told.splitlines()]


def test_parts_of_a_statement_are_on_the_bus_as_what_they_are(
    reader: Person, screen: Screen, own_home: Path, tmp_path: Path
) -> None:
    go_to(reader, own_home, tmp_path / "example.sawb", "statement:equity/judgement")
    reader.program.ask("quiet")
    parts = walk(screen)
    counts = Counter(each["role"] for each in parts)
    assert counts["heading"] >= 3
    levels = Counter(each.get("level") for each in parts if each["role"] == "heading")
    print(f"Parts by role: {dict(counts)}; headings by level: {dict(levels)}")
    assert levels["1"] == 1  # the statement
    assert set(levels) <= {"1", "2", "3"}
    assert counts["page tab"] == 7
    assert [each["name"] for each in parts if each["role"] == "page tab" and "selected" in each["states"]] == [
        next(each["name"] for each in parts if each["role"] == "page tab" and "Judgement" in each["name"])
    ]
    radios = [each for each in parts if each["role"] == "radio button"]
    assert len(radios) == 6
    assert sum("checked" in each["states"] for each in radios) == 1
    assert any("expandable" in each["states"] for each in parts)
    go_to(reader, own_home, tmp_path / "example.sawb", "overview")
    assert Counter(each["role"] for each in walk(screen))["link"] >= 3


def name_of(person: Person, begins: str) -> str:
    """The whole name of the first thing whose class and name begin so."""
    return next(each for each in person.program.ask("names") if each.startswith(begins)).partition(": ")[2]


def test_eleven_acts_are_read_aloud(reader: Person, heard: Heard, own_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "example.sawb"
    go_to(reader, own_home, file, "statement:equity/judgement")
    heard.clear()
    reader.click(name_of(reader, "ScoreCard: 3"))
    wait_for(heard, "Equity", "3, Good")  # the score
    wait_for(heard, "Saved ")  # saved
    reader.click("Strengths", "StepButton")
    wait_for(heard, "step 3 of 7")  # the step
    heard.clear()
    reader.click(name_of(reader, "QToolButton: Remove: "))
    wait_for(heard, "Removed", "Undo: F6 leads there.")  # removed
    heard.clear()
    reader.press("ctrl+z")
    wait_for(heard, "Taken back: ")  # undone, and with it restored
    go_to(reader, own_home, file, "register:actions")
    reader.fill("Filter actions by any word", "waiting")
    wait_for(heard, " of ", " shown")  # what a filter left
    reader.press("ctrl+k")
    reader.write("waiting")
    wait_for(heard, "result", "for waiting")  # what a search found
    reader.press("Escape")
    go_to(reader, own_home, file, "statement:equity/actions")
    reader.click(name_of(reader, "QPushButton: Open: "))
    reader.fill("Due on", "soon")
    reader.hands.press("Tab")
    wait_for(heard, "Due on: ", "soon")  # what is wrong, and in which field
    reader.click("Due on", "Edit")
    reader.press("ctrl+a", "Delete")
    reader.press("Tab")
    heard.clear()
    export(reader, "Excel", tmp_path / "out.xlsx")
    wait_for(heard, "out.xlsx")  # exported
    heard.clear()
    copy = own_home / "copy.sawb"
    shutil.copy(file, copy)
    write_elsewhere(own_home, copy, "learning", "What a colleague wrote")
    import_file(reader, copy, "Import 1 change")
    wait_for(heard, "1 change")  # imported
