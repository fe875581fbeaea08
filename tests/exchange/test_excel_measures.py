"""Measures on the Summary sheet: the scorecard with status and trends in words and signs."""

from __future__ import annotations

from pathlib import Path

from tests.domain.test_outline_measures import year
from tests.exchange.excel_making import opened, written
from tests.making import empty_assessment, workbook


def words(path: Path) -> list[str]:
    book = opened(path)
    return [str(cell.value) for row in book["Summary"].iter_rows() for cell in row if cell.value is not None]


def test_the_summary_sheet_has_the_scorecard(tmp_path: Path) -> None:
    said = words(written(tmp_path / "made.xlsx", workbook(year())))
    for shown in ("PI.2620 Reviews overdue", "500 people (Q2 2023-24)", "✗ Target not met", "↓ down, better"):
        assert shown in said


def test_a_year_without_measures_has_no_scorecard(tmp_path: Path) -> None:
    assert "Every measure at a glance" not in words(written(tmp_path / "made.xlsx", workbook(empty_assessment())))
