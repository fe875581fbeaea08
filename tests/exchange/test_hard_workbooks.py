"""What people really put into a workbook, written in every format for every reader: whole, and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.model.editions import Edition
from selfassess.services.exporting import export as exporting
from selfassess.services.exporting.formats import FORMATS
from selfassess.services.workbook import opening
from tests.making import Clock, empty_assessment, judged, with_record, workbook

LONG = "Somebody wrote a great deal about waiting. " * 1000
SCRIPTS = "שלום עולם and مرحبا بالعالم, 👩‍👩‍👧 🦊, <b>&amp;</b>\x0b\u2028]]> Tŷ Gŵyr"


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight statements with nothing in them, and one with everything."""
    assert len(LONG) > 40_000
    year = judged(
        empty_assessment(), "equity", score=2, summary=LONG, impact=SCRIPTS, rationale=f"- {LONG}\n- {SCRIPTS}"
    )
    for number in range(500):
        year, _ = with_record(year, "strength", quality_statement="equity", title=f"Strength {number}", impact="So.")
    for kind, text in (("improvement", LONG), ("risk", SCRIPTS)):
        year, _ = with_record(year, kind, quality_statement="equity", title=SCRIPTS, detail=text, cause=text)
    year, _ = with_record(
        year, "story", quality_statements=("equity",), text=LONG, voice=SCRIPTS, consent="yes", what_changed=SCRIPTS
    )
    path = tmp_path_factory.mktemp("hard") / "hard.sawb"
    opening.write_new_workbook(path, workbook(year), author="Tester", clock=Clock())
    return path


@pytest.mark.parametrize("format", list(FORMATS))
def test_it_is_written_whole_in_every_format(hard: Path, format: str, tmp_path: Path) -> None:
    report = exporting.export_workbook(hard, tmp_path / f"out.{format}", edition=Edition.CQC)
    assert report.path.stat().st_size > 10_000
    assert [path.name for path in tmp_path.iterdir()] == [f"out.{format}"]


@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_it_is_written_whole_for_every_reader(hard: Path, edition: Edition, tmp_path: Path) -> None:
    for format in ("pdf", "docx", "html"):
        assert exporting.export_workbook(hard, tmp_path / f"out.{format}", edition=edition).records > 500
    for brief in ("equity", "learning"):
        for format in ("pdf", "docx", "html"):
            exporting.export_workbook(hard, tmp_path / f"brief.{format}", edition=edition, brief=brief)
