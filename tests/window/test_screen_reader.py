"""What a screen reader is given, heard by one that listens as it does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from selfassess.services.workbook.snapshot import read_snapshot
from tests.window.conftest import Start
from tests.window.desk import STATEMENTS, import_file, make_workbook
from tests.window.person import Person
from tests.window.program import command, write_elsewhere
from tests.window.screen import wait_until

ALWAYS = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1"}
PLAIN = ("frame", "filler", "panel", "unknown")
Heard = list[dict[str, Any]]

REMOVALS = (
    ("statement:equity/strengths", "Remove: "),
    ("statement:equity/improvement", "Remove: "),
    ("statement:equity/actions", "Remove: "),
    ("statement:equity/evidence", "Unlink: "),
    ("register:risks/{risk}", "Remove"),
    ("register:actions/{action}", "Remove"),
    ("register:evidence/{evidence}", "Remove"),
    ("register:measures/{measure}", "Remove measure"),
    ("register:contacts/{contact}", "Remove contact"),
)
"""Where something can be removed in the worked example, and how the name of what removes it begins."""


def wait_for(heard: Heard, *words: str) -> None:
    """Wait until a sentence with these words was read aloud."""

    def come() -> bool:
        spoken = [each["name"] for each in heard if each["kind"] == "announcement"]
        return any(all(word in sentence for word in words) for sentence in spoken)

    try:
        wait_until(come, f"{words} read aloud")
    except TimeoutError as error:
        raise AssertionError(f"{error}; heard: {heard[-20:]}") from None


@pytest.fixture
def example(heard: Heard, start: Start, own_home: Path, tmp_path: Path) -> Person:
    """Somebody with a screen reader, which was there first, and the worked example, in which no statement is agreed."""
    command(own_home, "demo", tmp_path / "example.sawb")
    drafting = {"do": "set", "kind": "judgement", "field": "status", "value": "drafting"}
    edits = tmp_path / "edits.jsonl"
    edits.write_text("\n".join(json.dumps({**drafting, "key": key}) for key, _ in STATEMENTS), encoding="utf-8")
    command(own_home, "edit", tmp_path / "example.sawb", edits)
    person = start("open", tmp_path / "example.sawb", **ALWAYS)
    person.wait_for_place("overview")
    return person


def test_every_stop_of_tab_is_told_with_its_name(start: Start, heard: Heard, tmp_path: Path) -> None:
    person = start(**ALWAYS)
    make_workbook(person, tmp_path / "derby.sawb")
    person.click("Assessing needs", "item")
    person.click("Strengths", "StepButton")
    for _ in range(25):
        heard.clear()
        focus = person.press("Tab")["focus"]
        wait_until(lambda: any(each["kind"] == "focus" for each in heard), f"word of “{focus['name']}”")
    nameless = [each for each in heard if each["kind"] == "focus" and not each["name"] and each["role"] not in PLAIN]
    assert nameless == []


def test_every_removal_is_read_aloud_with_the_way_back_and_so_is_what_undo_takes(
    example: Person, heard: Heard, own_home: Path, tmp_path: Path
) -> None:
    year = read_snapshot(tmp_path / "example.sawb").current
    firsts = {kind: year.records_of(kind)[0].id for kind in ("risk", "action", "evidence", "measure", "contact")}
    for place, begins in REMOVALS:
        go_to(example, own_home, tmp_path / "example.sawb", place.format(**firsts))
        found = [each.partition(": ")[2] for each in example.program.ask("names")]
        name = next((each for each in found if each == begins or each.startswith(begins)), None)
        assert name is not None, f"Nothing can be removed at {place}: {found}"
        heard.clear()
        example.click(name)
        wait_for(heard, "Unlinked" if begins.startswith("Unlink") else "Undo: F6 leads there.")
        heard.clear()
        with example.asking_for("QMessageBox", "Waiting"):
            example.hands.press("ctrl+z")
            if example.program.see()["active"] == "QMessageBox":  # it is large, so one is asked first
                example.click("Take back", "PushButton")
            wait_for(heard, "Taken back: ", "Redo: F6 leads there.")


def go_to(person: Person, home: Path, file: Path, place: str) -> None:
    """Have the open window go to a place, as a second start of the program asks it to."""
    command(home, "open", file, "--at", place)
    person.wait_for_place(place.partition("/")[0])


def test_what_comes_in_and_what_is_carried_and_gone_back_to_is_read_aloud(
    example: Person, heard: Heard, own_home: Path, tmp_path: Path
) -> None:
    copy = own_home / "copy.sawb"
    shutil.copy(tmp_path / "example.sawb", copy)
    write_elsewhere(own_home, copy, "equity", "What a colleague wrote")
    import_file(example, copy, "Import 1 change")
    wait_for(heard, "1 change")

    heard.clear()
    with example.asking_for("CarryForwardDialog"):
        example.order("File", "Start a new year from an earlier one…")
        example.wait_for_window("CarryForwardDialog")
        example.click("Start 2025-26", "QPushButton")
        wait_for(heard, "2025-26", "Undo: F6 leads there.")
        example.find("Close", "QPushButton")
        example.hands.press("Escape")

    example.click("Backups", "item")
    heard.clear()
    with example.asking_for("QMessageBox", "Waiting"):
        example.click("Go back to this one…", "QPushButton")
        example.click("Go back to it", "PushButton")
        wait_for(heard, "Undo: F6 leads there.")
