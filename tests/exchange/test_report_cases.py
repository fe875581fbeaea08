"""CQC’s reports on councils beyond Derby, held against what they say; the texts are no part of this checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from selfassess.services.importing.read_source import read_source

ROOT = Path(__file__).resolve().parents[2]
YORK = ("City of York Council", "CQC 2025", "requires_improvement", 39, "2025-12-05", (1, 2, 2, 1, 2, 1, 1, 2, 2))
RIGHT = {
    "york-twocol.pdf": YORK,
    "york-1225-summary.txt": YORK,
    "westminster-1124.txt": ("Westminster City Council", "CQC 2024", "good", None, "2024-11-08", (3,) * 9),
    "surrey-1124-theme1-needs.txt": ("Surrey County Council", "CQC 2024", None, None, None, (2, *(None,) * 8)),
}
"""Council, year, rating, percentage, day of publication and the scores of the nine statements."""


@pytest.fixture
def folder() -> Path:
    """SELFASSESS_CASES, or shared/cases beside the checkout."""
    places = [Path(os.environ["SELFASSESS_CASES"])] if "SELFASSESS_CASES" in os.environ else []
    places += [parent / "shared" / "cases" for parent in ROOT.parents]
    found = next((place for place in places if (place / "reports").is_dir()), None)
    if found is None:
        pytest.skip("the cases are not here: set SELFASSESS_CASES to their folder")
    return found / "reports"


@pytest.mark.parametrize("name", RIGHT)
def test_a_report_beyond_derby_is_read_as_it_stands(folder: Path, name: str) -> None:
    incoming = read_source(folder / name)
    (year,) = incoming.workbook.assessments
    record = year.record
    told = (record["published_rating"], record["published_percent"], record["period_end"])
    council = incoming.workbook.council["name"]
    assert (council, year.label, *told, tuple(year.scores_by_statement.values())) == RIGHT[name]
    texts = "\n".join(each.text_of("summary") for each in year.records_of("judgement"))
    assert "Downloads" not in texts.split("\n")
    assert "\u2010" not in texts
