"""Where one can go in an open workbook, and what is tried there: Tab all round, and the wheel over every value."""

from __future__ import annotations

from typing import NamedTuple

from tests.window.person import Person

PAGES = {
    "Overview": "overview",
    "Assessing needs": "statement:assessing-needs",
    "Evidence": "register:evidence",
    "Coverage": "coverage",
    "Stories": "register:stories",
    "Strengths": "register:strengths",
    "Areas for improvement": "register:improvements",
    "Risks": "register:risks",
    "Actions": "register:actions",
    "Improvement plan": "improvement_plan",
    "Measures": "register:measures",
    "About this self-assessment": "sections",
    "Information return": "return",
    "Contacts": "register:contacts",
    "The visit": "visit",
    "Review and sign-off": "review",
    "Years": "years",
    "CQC’s findings": "findings",
    "Where others stand": "standings",
    "Region": "region",
    "History": "history",
    "Backups": "backups",
    "Settings": "settings",
    "Help": "help",
}
"""What the navigation calls a page -> the place it leads to."""

STEPS = ("Understand", "Evidence", "Strengths", "Improve, risks", "Actions", "Judgement", "Review")
"""The steps of a statement's page, as their buttons say."""


class Asked(NamedTuple):
    """A dialog: its class, the menu that asks for it, and the key that closes it."""

    kind: str
    by: tuple[str, ...]
    away: str = "Escape"


DIALOGS = (
    Asked("ImportFileDialog", ("File", "Import…")),
    Asked("ContributorCopyDialog", ("File", "Prepare a copy for a contributor…")),
    Asked("CarryForwardDialog", ("File", "Start a new year from an earlier one…")),
    Asked("PersonalDataDialog", ("File", "Check for personal data…")),
    Asked("ExportDialog", ("File", "Export…")),
    Asked("ReturnPackDialog", ("File", "Return pack…")),
    Asked("PreviewWindow", ("File", "Preview the PDF"), "ctrl+w"),
    Asked("HelpDialog", ("Help", "About…")),
)
"""Every dialog that a menu opens. A new one is an entry here."""

MOST = 60
"""Stops of the Tab key that are tried at a place; a long list repeats itself."""


def tab_round(person: Person) -> int:
    """Press Tab until the keyboard is where it began, looking after each; how many stops there were."""
    first = person.look()["focus"]["widget"]
    for stop in range(1, MOST + 1):
        if person.press("Tab")["focus"]["widget"] == first:
            return stop
    return MOST


def turn_the_wheel(person: Person) -> int:
    """Turn the wheel over everything in view whose value it could change; how many there were.

    Neither the value may change, nor may the keyboard go there.
    """
    tried: set[int] = set()
    while True:
        left = [each for each in person.program.ask("values") if each["widget"] not in tried and each["seen"][3] > 4]
        if not left:
            return len(tried)
        control = left[0]
        tried.add(control["widget"])
        before = person.program.see()["focus"]
        x, y = control["seen"][0] + control["seen"][2] // 2, control["seen"][1] + control["seen"][3] // 2
        for notches in (2, -2):
            person.hands.scroll(x, y, notches)
            after = {each["widget"]: each["value"] for each in person.program.ask("values")}
            if after.get(control["widget"], control["value"]) != control["value"]:
                person.tell(
                    f"The wheel changed a value: “{control['name']}” from {control['value']!r} to "
                    f"{after[control['widget']]!r}, at {person.program.see()['page']}"
                )
            focus = person.program.see()["focus"]
            if focus is not None and before is not None and focus["widget"] != before["widget"]:
                person.tell(f"The wheel moved the keyboard to “{focus['name']}”, at {person.program.see()['page']}")
        person.look()
