"""What people do at the program, in the order in which they do it: a workbook made, a statement written."""

from __future__ import annotations

from pathlib import Path

from tests.window.person import Person


def make_workbook(person: Person, file: Path, council: str = "Derby City Council") -> None:
    """Answer the form for a new workbook and the dialog that asks where to keep it."""
    person.click("New workbook", "QPushButton")
    person.fill("Name of the council", council)
    with person.asking_for("QFileDialog"):
        person.click("Choose where to keep it…", "QPushButton")
        person.save_as(file)
    person.wait_for_place("overview")
