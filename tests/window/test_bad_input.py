"""What people do that nobody hoped for: a sentence or a sensible place, never a crash."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.window.conftest import Start
from tests.window.desk import make_workbook
from tests.window.program import command
from tests.window.screen import wait_until


@pytest.fixture
def derby(tmp_path: Path, own_home: Path) -> Path:
    """A workbook with one year in a folder of its own."""
    (tmp_path / "folder").mkdir()
    file = tmp_path / "folder" / "derby.sawb"
    words = ("--council", "Derby City Council", "--reference", "E06000015", "--year", "2025-26")
    command(own_home, "new", file, *words)
    return file


def test_a_council_with_a_name_of_300_letters_gets_its_workbook(start: Start, tmp_path: Path) -> None:
    person = start()
    name = "Council of " + "x" * 289
    person.click("New workbook", "QPushButton")
    person.fill("Name of the council", name)
    person.asked.add("QFileDialog")
    person.click("Choose where to keep it…", "QPushButton")
    person.wait_for_window("QFileDialog")
    suggested = str(person.program.see()["focus"]["value"])
    assert len(suggested.encode()) <= 255, "a name that no file system takes"
    person.press("ctrl+a")
    person.hands.write(str(tmp_path / "long.sawb"))
    person.press("Return")
    person.wait_for_place("overview")
    assert (tmp_path / "long.sawb").exists()


def test_a_place_that_does_not_exist_is_answered_by_a_sensible_place(start: Start, derby: Path) -> None:
    for place in (
        "statement:nothing/nowhere",
        "nowhere:at/all#x",
        "register:",
        "statement:equity/strengths/gone#impact",
    ):
        person = start("open", derby, "--at", place)
        person.wait_for_place("")
        assert person.look()["windows"][0]["class"] == "MainWindow"
        person.hands.press("ctrl+q", ends=True)
        assert person.program.wait_for_end() == 0


def test_a_folder_that_vanishes_while_typing_keeps_the_words_on_the_screen(start: Start, derby: Path) -> None:
    person = start("open", derby)
    person.wait_for_place("overview")
    person.click("Assessing needs", "item")
    person.click("Strengths", "StepButton")
    person.fill("Add a strength: in one line", "People are seen within a day")
    person.press("Return")
    person.write("Every first contact is answered")
    shutil.rmtree(derby.parent)
    person.asked |= {"QMessageBox"}
    person.write(" on the day that it comes in")
    wait_until(lambda: "not saved" in person.program.see()["saved"].lower(), "the word that it is not saved")
    seen = person.look()
    assert seen["focus"]["value"] == "Every first contact is answered on the day that it comes in"


def test_the_same_workbook_made_twice_is_refused_in_a_sentence(start: Start, tmp_path: Path) -> None:
    person = start()
    make_workbook(person, tmp_path / "derby.sawb")
    first = (tmp_path / "derby.sawb").read_bytes()
    person.press("ctrl+n")
    person.fill("Name of the council", "Another council")
    person.asked |= {"QFileDialog", "QMessageBox"}
    person.click("Choose where to keep it…", "QPushButton")
    person.save_as(tmp_path / "derby.sawb")
    wait_until(lambda: person.program.see()["active"] in ("QMessageBox", "MainWindow"), "an answer")
    person.look()
    assert (tmp_path / "derby.sawb").read_bytes() == first
