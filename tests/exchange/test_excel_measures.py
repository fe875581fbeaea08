"""Measures on the Summary sheet: the scorecard with status and trends in words and signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from selfassess.exchange import json
from selfassess.packs.resources import RESOURCES
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


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Any:
    whole = json.read_json_workbook(RESOURCES / "sample" / "derby.json").workbook
    return opened(written(tmp_path_factory.mktemp("summary") / "derby.xlsx", whole))["Summary"]


def _table(sheet: Any, first: str, second: str) -> list[list[Any]]:
    """The rows below the headings of the table that begins with these."""
    for table in sheet.tables.values():
        rows = [[cell.value for cell in row] for row in sheet[table.ref]]
        if rows[0][:2] == [first, second]:
            return rows[1:]
    raise AssertionError(f"there is no table of {first} and {second}")


def test_open_risks_are_counted_by_likelihood_and_severity_in_colours(summary: Any) -> None:
    rows = _table(summary, "Likelihood", "Severity 1")
    assert [row[0] for row in rows] == [f"Likelihood {n}" for n in (5, 4, 3, 2, 1)]
    assert rows[1][4] == 1, "harm while waiting for a review: 4 × 4"
    assert sum(count or 0 for row in rows for count in row[1:]) == 13, "of 14 one is accepted"
    place = next(cell for row in summary for cell in row if cell.value == "Likelihood 5")
    fills = [summary.cell(place.row, place.column + step).fill.fgColor.rgb for step in (1, 2, 3)]
    assert len(set(fills)) == 3, "5, 10 and 15 are of three colours"


def test_risks_stand_by_their_level_the_highest_first(summary: Any) -> None:
    rows = _table(summary, "Risk", "Quality statement")
    levels = [int(str(row[2]).split()[-1]) for row in rows]
    assert levels == sorted(levels, reverse=True)
    assert rows[0][:4] == ["Harm while waiting for a review", "Assessing needs", "4 × 4 = 16", "Open"]


def test_our_figures_stand_beside_englands_with_the_difference(summary: Any) -> None:
    rows = {row[0]: row[1:] for row in _table(summary, "Measure", "Compared with")}
    assert len(rows) == 19
    assert rows["People satisfied with their care and support"] == [
        "England average", "61.59%", "60.56%", "+1.03 points", "better",
    ]  # fmt: skip
    assert rows["Carers with a support group or someone to confide in"][3] == "+0.1 points"
