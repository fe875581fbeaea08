"""What people do at the program, in the order in which they do it: a workbook made, a statement written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.window.person import Person
from tests.window.screen import wait_until

STATEMENTS = (
    ("assessing-needs", "Assessing needs"),
    ("supporting-people", "Healthier lives"),
    ("equity", "Equity"),
    ("care-provision", "Care provision"),
    ("partnerships", "Partnerships"),
    ("safe-systems", "Safe systems"),
    ("safeguarding", "Safeguarding"),
    ("governance", "Governance"),
    ("learning", "Learning"),
)
"""Key of each statement, and what the navigation calls it."""


class Written(NamedTuple):
    """What is written in a statement; each text occurs once in the workbook."""

    key: str
    name: str
    document: Path

    def say(self, words: str) -> str:
        """A sentence that stands nowhere else."""
        return f"{words} ({self.key})."


def make_workbook(person: Person, file: Path, council: str = "Derby City Council") -> None:
    """Answer the form for a new workbook and the dialog that asks where to keep it."""
    person.click("New workbook", "QPushButton")
    person.fill("Name of the council", council)
    with person.asking_for("QFileDialog"):
        person.click("Choose where to keep it…", "QPushButton")
        person.save_as(file)
    person.wait_for_place("overview")


def write_statement(person: Person, written: Written) -> None:
    """Write one statement from understanding it to agreeing it, with the mouse and Tab between fields."""
    person.click(written.name, "item")
    person.wait_for_place(f"statement:{written.key}")
    go_on(person, written, "evidence", "Evidence")
    give_evidence(person, written)
    go_on(person, written, "strengths", "Strengths")
    add(person, "Add a strength: in one line", written.say("People are seen within a day"))
    person.write(written.say("Every first contact is answered by somebody who can decide, on the day it comes in"))
    person.press("Tab")
    person.write(written.say("People tell their story once"))
    go_on(person, written, "improvement", "Improve, risks")
    add(person, "Add an area for improvement: in one line", written.say("Reviews are late"))
    person.write(written.say("One review in three is later than a year after the one before"))
    add(person, "Add a risk: in one line", written.say("People wait unsafely"))
    person.click("Possible × severe: 12, high", "Square", "Risk: ")
    person.fill("Controls", written.say("There are fewer reviewers than two years ago, and a list by need"), "Risk: ")
    go_on(person, written, "actions", "Actions")
    person.click(f"Add an action for: {written.say('Reviews are late')}")
    person.write(written.say("Two more reviewers"))
    person.press("Return")
    person.write(written.say("Two posts are filled and everybody who waits is called"))
    person.fill("Owner", "Head of service", "Action: ")
    person.fill("Due on", "30/06/2027", "Action: ")
    judge(person, written)
    review(person, written)


def go_on(person: Person, written: Written, step: str, name: str) -> None:
    """Go to the next step by the button at the foot."""
    person.click(f"Next: {name}", "QPushButton")
    person.wait_for_place(f"statement:{written.key}/{step}")


def add(person: Person, line: str, title: str) -> None:
    """Name a new record and press Enter; its form opens with the keyboard in the field after the title."""
    person.fill(line, title)
    person.press("Return")


def give_evidence(person: Person, written: Written) -> None:
    """A title, a link and a file, each another way of giving evidence."""
    person.fill(
        "Add evidence (people's experience): its title, a link or a file",
        written.say("Survey of people who use services"),
    )
    person.press("Return")
    person.write(written.say("Four in five say that they were listened to"))
    if person.program.ask("find", name="More fields", among="QPushButton", within="Evidence: "):
        person.click("More fields", "QPushButton", "Evidence: ")  # a form that was unfolded once stays so
    person.choose("How strong is it?", "Strong")
    person.fill("Add evidence (processes): its title, a link or a file", written.say("Waiting list protocol"))
    person.press("Return")
    person.fill("Where it is", f"https://www.derby.gov.uk/{written.key}", "Evidence: Waiting list protocol")
    if not written.document.exists():
        return  # a file where there is one to give
    with person.asking_for("QFileDialog"):
        person.click("Add files as evidence: Processes")
        person.save_as(written.document)
    person.find("Undo", "QPushButton")
    person.write(written.say("What was decided about the waiting list"))


def judge(person: Person, written: Written) -> None:
    """Choose a score and say why."""
    go_on(person, written, "judgement", "Judgement")
    person.click("3, Good standard", "ScoreCard")
    person.fill("Why this score?", written.say("Most people are seen in time, and reviews are not"))
    person.choose("How sure are we?", "Medium")
    person.fill("Where we are", written.say("We answer quickly. Then we review late"))


def review(person: Person, written: Written) -> None:
    """Read what was written and agree it."""
    go_on(person, written, "review", "Review")
    person.click("Agree this statement", "QPushButton")


def import_file(person: Person, file: Path, answer: str, decide: str = "") -> None:
    """Import a file by the dialog: look at what would come, decide what is asked, and take it."""
    with person.asking_for("ImportFileDialog", "QFileDialog"):
        person.order("File", "Import…")
        person.wait_for_window("ImportFileDialog")
        person.click("Choose a file…", "QPushButton")
        person.save_as(file)
        person.wait_for_window("ImportFileDialog")
        if decide:
            person.click(decide, "QRadioButton")
        person.click(answer, "QPushButton")
        person.find("Close", "QPushButton")
        person.look()
        person.hands.press("Escape")


def sign_off(person: Person, pdf: Path) -> None:
    """Sign the year with what is open left open, and save the signed PDF."""
    person.click("Review and sign-off", "item")
    with person.asking_for("SignOffDialog", "QFileDialog"):
        person.click("Sign off as version 1…", "QPushButton")
        person.wait_for_window("SignOffDialog")
        person.fill("Director who signed", "Director of adult social services")
        person.fill("Chief executive who signed", "Chief executive")
        person.click("Sign with this left open", "QCheckBox")
        person.click("Sign off as version 1", "QPushButton")
        person.click("Save the signed PDF…", "QPushButton")
        person.save_as(pdf)
        person.wait_for_window("SignOffDialog")
        wait_until(pdf.exists, "the signed PDF")
        person.look()
        person.hands.press("Escape")


def export(person: Person, kind: str, out: Path) -> None:
    """Export the year as Excel or PDF."""
    with person.asking_for("ExportDialog", "QFileDialog"):
        person.order("File", "Export…")
        person.wait_for_window("ExportDialog")
        person.click(kind, "QRadioButton")
        person.click("Export…", "QPushButton")
        person.save_as(out)
        person.wait_for_window("ExportDialog")
        wait_until(out.exists, f"the {kind} file")
        person.find("Show in folder", "QPushButton")
        person.look()
        person.hands.press("Escape")
