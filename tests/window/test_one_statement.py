"""What one statement takes by mouse: a file, a link, a strength, an improvement, a risk, an action, a score, agreed."""

from __future__ import annotations

from pathlib import Path

from tests.window.conftest import Start
from tests.window.desk import Written, make_workbook, write_statement
from tests.window.hands import Count
from tests.window.person import Person

CLICKS, SCROLLS = 30, 3
"""What is aimed at, and it never takes more than that."""


def test_one_statement_takes_few_clicks_and_little_scrolling(start: Start, tmp_path: Path) -> None:
    person: Person = start()
    make_workbook(person, tmp_path / "derby.sawb")
    document = tmp_path / "minutes.txt"
    document.write_text("Minutes of the programme board", encoding="utf-8")
    person.hands.done = Count()
    write_statement(person, Written("assessing-needs", "Assessing needs", document))
    print(f"One statement by mouse: {person.hands.done}")
    assert person.hands.done.clicks <= CLICKS
    assert person.hands.done.scrolls <= SCROLLS
