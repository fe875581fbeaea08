"""An agreed statement is written in by no way without a question: links, undo, and what comes in by a file."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.window.conftest import Start
from tests.window.paper import texts
from tests.window.person import Person
from tests.window.program import command, write_elsewhere
from tests.window.screen import wait_until

LEAVE, WRITE = "Leave it as it is", "Write in it"
WORDS = "What a colleague wrote"


def answer(person: Person, words: str) -> None:
    """Answer the question that has come up."""
    person.wait_for_window("QMessageBox")
    assert any("Write in it all the same?" in each for each in person.program.ask("words"))
    person.click(words, "PushButton")


def test_links_imports_and_undo_ask_once_before_they_write_in_an_agreed_statement(
    start: Start, tmp_path: Path, own_home: Path
) -> None:
    file, copy = tmp_path / "example.sawb", own_home / "copy.sawb"
    command(own_home, "demo", file)
    shutil.copy(file, copy)
    write_elsewhere(own_home, copy, "assessing-needs", WORDS)
    person = start("open", file, "--at", "statement:assessing-needs/evidence")
    person.wait_for_place("statement:assessing-needs/evidence")
    before = texts(file)
    unlink = next(each for each in person.program.ask("names") if "Unlink: " in each).partition(": ")[2]
    with person.asking_for("QMessageBox"):
        person.click(unlink)
        answer(person, LEAVE)
    assert texts(file) == before

    with person.asking_for("ImportFileDialog", "QFileDialog", "QMessageBox"):
        person.order("File", "Import…")
        person.wait_for_window("ImportFileDialog")
        person.click("Choose a file…", "QPushButton")
        person.save_as(copy)
        person.wait_for_window("ImportFileDialog")
        person.click("Import 1 change", "QPushButton")
        answer(person, LEAVE)
        person.wait_for_window("ImportFileDialog")
        assert any("stays as agreed" in each for each in person.program.ask("words"))
        assert WORDS not in texts(file)
        person.click("Import 1 change", "QPushButton")
        answer(person, WRITE)
        person.find("Close", "QPushButton")
        person.hands.press("Escape")
    assert WORDS in texts(file)
    with person.asking_for("Waiting"):
        person.hands.press("ctrl+z")  # what was said once is asked no more
        wait_until(lambda: WORDS not in texts(file), "the end of what came in")
