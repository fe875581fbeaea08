"""A contributor's copy: made by a dialog, written in where it may be, and taken back in."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.window.conftest import Start
from tests.window.desk import add, import_file
from tests.window.paper import texts
from tests.window.program import command

WORDS = "Interpreters are there on the day"


def test_a_copy_is_written_in_by_its_contributor_and_comes_back(start: Start, own_home: Path, tmp_path: Path) -> None:
    file, copy = tmp_path / "example.sawb", tmp_path / "for Ben.sawb"
    command(own_home, "demo", file)
    person = start("open", file)
    person.wait_for_place("overview")
    with person.asking_for("ContributorCopyDialog", "QFileDialog"):
        person.order("File", "Prepare a copy for a contributor…")
        person.wait_for_window("ContributorCopyDialog")
        person.click("Who is to contribute", "QComboBox")
        person.write("Ben")
        person.click("Equity", "QCheckBox")
        person.click("Prepare the copy…", "QPushButton")
        person.save_as(copy)
        person.wait_for_window("ContributorCopyDialog")
        person.find("Open folder", "QPushButton")
        person.look()
        person.hands.press("Escape")

    other = tmp_path / "other"
    other.mkdir()
    shutil.move(copy, other / copy.name)
    ben = start("open", other / copy.name, "--at", "statement:equity/strengths", home=other, name="Ben")
    ben.wait_for_place("statement:equity")
    assert any("This copy was made for Ben" in each for each in ben.program.ask("names"))
    add(ben, "Add a strength: in one line", WORDS)
    ben.write("Three in four of them within the hour")
    ben.click("Safeguarding", "item")
    ben.click("Strengths", "StepButton")
    assert any("can only be read here" in each for each in ben.program.ask("names"))
    assert "Add a strength: in one line" not in str(ben.program.ask("names"))
    ben.hands.press("ctrl+q", ends=True)
    assert ben.program.wait_for_end() == 0

    import_file(person, other / copy.name, "Import 1 change")
    assert WORDS in texts(file)
    assert "Three in four of them within the hour" in texts(file)
