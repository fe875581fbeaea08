"""What a reader is told of a year that was carried forward."""

from __future__ import annotations

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.report import outline
from selfassess.domain.years.carry_forward import carry_forward
from tests.domain.test_outline import text_of
from tests.making import changed, empty_assessment, judged, with_record, workbook

S = "equity"


def carried() -> Assessment:
    source = judged(empty_assessment(), S, summary="We do")
    for title in ("One", "Two"):
        source, _ = with_record(source, "improvement", quality_statement=S, title=title)
    source, _ = with_record(source, "strength", quality_statement=S, title="Strong")
    return carry_forward(source, label="2025-26", position=1, today="2025-06-01").assessment


def read(assessment: Assessment) -> str:
    return text_of(outline.build_outline(workbook(assessment), assessment, Edition.FULL).sections)


def test_the_summary_says_how_much_was_carried_and_not_reviewed() -> None:
    said = (
        "Carried forward from an earlier year and not reviewed since: 1 judgement, 1 strength, 2 areas for improvement."
    )
    assert said in read(carried())


def test_what_was_reviewed_is_no_longer_spoken_of() -> None:
    assessment = judged(carried(), S, status="drafting")
    for kind in ("strength", "improvement"):
        for record in assessment.records_of(kind):
            assessment = changed(assessment, record, not_reviewed=False)
    text = read(assessment)
    assert "not reviewed" not in text
    assert "Strong" in text


def test_where_a_record_came_from_is_no_matter_for_readers() -> None:
    assessment = carried()
    text = read(assessment)
    for kind in ("strength", "improvement"):
        for record in assessment.records_of(kind):
            assert record.text_of("carried_from") not in text
