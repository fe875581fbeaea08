"""What opening and exporting cost, in calls of the project's own functions: nothing is worked out twice unnoticed."""

from __future__ import annotations

from pathlib import Path

from selfassess.services.workbook import opening
from tests.benchmarks import ten_years
from tests.work import ProjectCalls

MOST_TO_OPEN = 4_500
"""For a file that was not opened before, with ten years of 1,700 records; most of it checks the packs in the file."""


def test_opening_ten_years_does_nothing_for_each_record(tmp_path: Path) -> None:
    path = ten_years.file(tmp_path / "ten.sawb")
    with ProjectCalls() as calls:
        session = opening.open_workbook(path, author="Ada")
    session.close()
    assert calls.total <= MOST_TO_OPEN, calls.counts.most_common(30)
