"""A tracker that is brought again: known by its content, asked where it is not sure, in ``conflicts`` for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook as Book

from selfassess.services.workbook import snapshot
from tests.running import Ran

HEAD = ("Quality statement", "Action", "Lead", "Due date", "Status", "Progress")
JANUARY = (
    ("Equity", "Train all assessors in recording ethnicity", "Practice lead", "01/12/2025", "Not started", None),
    ("Governance", "Quarterly board report", "Quality lead", "01/01/2026", "Not started", "Template drafted"),
    (
        "Safeguarding",
        "Recruit two social workers",
        "Head of safeguarding",
        "31/03/2026",
        "In progress",
        "Advert is out",
    ),
)
MARCH = (
    ("Equity", "Train the assessors to record ethnicity", "Practice lead", "31/03/2026", "In progress", None),
    ("Governance", "Quarterly board report", "Quality lead", "01/01/2026", "In progress", "Template drafted"),
    ("Safeguarding", "Fill the vacancies", "Head of safeguarding", "30/06/2026", "Complete", "Advert out"),
    ("Learning", "Learning log", "Principal social worker", "31/01/2027", "Not started", None),
)


def _written(path: Path, rows: tuple[tuple[str | None, ...], ...]) -> Path:
    book = Book()
    sheet = book.worksheets[0]
    sheet.title = "Action plan"
    for row in (HEAD, *rows):
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def council(run: Callable[..., Ran], tmp_path: Path) -> Path:
    path = tmp_path / "council.sawb"
    run("import", path, _written(tmp_path / "january.xlsx", JANUARY), "--year", "2025-26", "--mapping", "auto")
    return path


def _titles(path: Path) -> list[str]:
    return sorted(str(each["title"]) for each in snapshot.read_snapshot(path).current.records_of("action"))


def test_what_is_not_sure_is_listed_among_the_conflicts_and_stops(
    council: Path, run: Callable[..., Ran], tmp_path: Path
) -> None:
    march = _written(tmp_path / "march.xlsx", MARCH)
    ran = run("import", council, march, "--year", "2025-26", "--mapping", "auto", "--json")
    assert ran.code == 1
    told = json.loads(ran.out)
    pairs = [item for item in told["conflicts"]["items"] if item["field"] is None]
    assert [(item["theirs"], item["mine"], item["row"]) for item in pairs] == [
        ("Fill the vacancies", "Recruit two social workers", 4)
    ]
    assert len(_titles(council)) == 3


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        ("theirs", ["Fill the vacancies", "Learning log", "Quarterly board report",
                    "Train the assessors to record ethnicity"]),
        ("mine", ["Fill the vacancies", "Learning log", "Quarterly board report", "Recruit two social workers",
                  "Train all assessors in recording ethnicity"]),
    ],
)  # fmt: skip
def test_a_tracker_that_is_brought_again_doubles_nothing(
    council: Path, run: Callable[..., Ran], tmp_path: Path, choice: str, titles: list[str]
) -> None:
    march = _written(tmp_path / "march.xlsx", MARCH)
    run("import", council, march, "--year", "2025-26", "--mapping", "auto", "--on-conflict", choice)
    assert _titles(council) == titles
