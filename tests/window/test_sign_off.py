"""The versions of a sign-off: read, compared with what is written now, checked, given out, told from other files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.window.conftest import Start
from tests.window.desk import sign_off
from tests.window.person import Person
from tests.window.program import command
from tests.window.screen import wait_until


@pytest.fixture
def signed(start: Start, own_home: Path, tmp_path: Path) -> Person:
    """Somebody at the page Review and sign-off, where the worked example was signed off, with its PDF."""
    command(own_home, "demo", tmp_path / "example.sawb")
    person = start("open", tmp_path / "example.sawb")
    person.wait_for_place("overview")
    sign_off(person, tmp_path / "signed.pdf")
    person.click("Versions (1)", "QTabBar")
    return person


def wait_to_hear(person: Person, words: str) -> None:
    """Wait until the page says so."""
    wait_until(lambda: any(words in each for each in person.program.ask("names")), f"“{words}”")
    person.look()


def test_a_signed_version_is_read_checked_and_given_out(signed: Person, tmp_path: Path) -> None:
    with signed.asking_for("ReadingDialog"):
        signed.click("Read it", "QPushButton")
        signed.wait_for_window("ReadingDialog")
        for _ in range(4):
            signed.press("Down")
        signed.press("Escape")
    signed.click("Check it is whole", "QPushButton")
    wait_to_hear(signed, "Version 1 is as it was signed")
    signed.click("What changed since version 1", "QPushButton")
    wait_to_hear(signed, "Nothing was changed since version 1 was signed")
    with signed.asking_for("QFileDialog"):
        signed.click("Give it out as", "QPushButton")
        signed.click("Excel…", "QMenu")
        signed.save_as(tmp_path / "signed.xlsx")
    wait_until((tmp_path / "signed.xlsx").exists, "the signed version as Excel")
    wait_to_hear(signed, "Version 1 was written to")


def test_a_signed_pdf_is_told_from_others(signed: Person, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "signed.pdf", tmp_path / "other.pdf")
    with (tmp_path / "other.pdf").open("ab") as file:
        file.write(b"\n")
    for name, said in (
        ("signed.pdf", "is the signed PDF of 2024-25, version 1"),
        ("other.pdf", "is none of the signed"),
    ):
        with signed.asking_for("QFileDialog"):
            signed.click("Is this PDF the signed one?", "QPushButton")
            signed.save_as(tmp_path / name)
        wait_to_hear(signed, f"{name} {said}")


def test_a_signed_year_cannot_be_written_in_until_the_next_version_is_started(signed: Person) -> None:
    signed.click("Equity", "item")
    signed.click("Strengths", "StepButton")
    assert "Add a strength: in one line" not in str(signed.program.ask("names"))
    signed.click("Review and sign-off", "item")
    signed.click("Sign-off", "QTabBar")
    signed.tab_to("Start version 2")
    signed.press("Return")
    signed.click("Equity", "item")
    signed.click("Strengths", "StepButton")
    signed.fill("Add a strength: in one line", "People are seen within a day")
    signed.press("Return")
    signed.click("Review and sign-off", "item")
    signed.click("Versions (1)", "QTabBar")
    with signed.asking_for("ReadingDialog"):
        signed.click("What changed since version 1", "QPushButton")
        signed.wait_for_window("ReadingDialog")
        signed.press("Escape")
