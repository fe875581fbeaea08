"""What opening and exporting cost, in calls of the project's own functions: nothing is worked out twice unnoticed."""

from __future__ import annotations

from pathlib import Path

from selfassess.services.exporting.export import export_workbook
from selfassess.services.workbook import opening
from tests.benchmarks import ten_years
from tests.work import ProjectCalls

MOST_TO_OPEN = 4_500
"""For a file that was not opened before, with ten years of 1,700 records; most of it checks the packs in the file."""
MOST_TO_EXPORT = 520_000
"""For the worked example as Excel with all that is in it, written and read back."""


def test_opening_ten_years_does_nothing_for_each_record(tmp_path: Path) -> None:
    path = ten_years.file(tmp_path / "ten.sawb")
    with ProjectCalls() as calls:
        session = opening.open_workbook(path, author="Ada")
    session.close()
    assert calls.total <= MOST_TO_OPEN, calls.counts.most_common(30)


def test_excel_is_written_and_read_back_without_doing_work_twice(tmp_path: Path) -> None:
    path = tmp_path / "example.sawb"
    opening.write_demo_workbook(path, author="Ada")
    with ProjectCalls() as calls:
        export_workbook(path, tmp_path / "example.xlsx")
    assert calls.total <= MOST_TO_EXPORT, calls.counts.most_common(30)
