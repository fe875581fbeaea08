"""The part of the outline that says how far the evidence covers what the framework asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.report_blocks import Facts, Paragraph, Section, Table
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from selfassess.domain.report.coverage_section import KEY, in_short
from tests.making import empty_assessment, with_record, workbook


def part(assessment: Assessment, edition: Edition = Edition.FULL) -> Section | None:
    book = reduce_to_edition(workbook(assessment), edition)
    return outline.find_section(outline.build_outline(book, book.assessments[-1], edition), KEY)


def with_items(*sources: str) -> Assessment:
    made = empty_assessment()
    for source in sources:
        made, _ = with_record(
            made, "evidence", title="Report", category="people", source=source, quality_statements=("equity",)
        )
    return made


def test_it_counts_sources_for_each_statement_and_category() -> None:
    found = part(with_items("healthwatch"))
    assert found is not None
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert len(table.rows) == 9
    assert table.rows[2] == ("3 Equity", "1 of 6, partial", "0 of 8, missing", "0 of 5, missing", "0 of 3, missing")


def test_it_names_each_source_without_evidence_once_with_its_statements() -> None:
    found = part(with_items("healthwatch"))
    assert found is not None
    rows = dict(next(block for block in found.blocks if isinstance(block, Facts)).rows)
    assert "Healthwatch (1, 2, 4–9)" in rows["People's experience"]
    assert rows["Feedback from staff and leaders"].count("Principal social worker") == 1
    assert "(if available)" not in str(rows)
    assert "CQC's Give feedback on care" not in str(rows)


def test_without_any_evidence_it_takes_no_room() -> None:
    found = part(empty_assessment())
    assert found is not None
    assert [(type(block), getattr(block, "empty", False)) for block in found.blocks] == [(Paragraph, True)]


def test_the_public_and_those_who_read_what_others_made_do_not_see_it() -> None:
    assert part(with_items("healthwatch"), Edition.PUBLIC) is None
    assert part(with_items("healthwatch"), Edition.CQC) is None
    assert part(with_items("healthwatch"), Edition.FULL) is not None
    made = with_items("healthwatch")
    cqc = replace(made, record=replace(made.record, values={**made.record.values, "assessor": "cqc"}))
    assert part(cqc) is None


@pytest.mark.parametrize(
    ("numbers", "said"), [([], ""), ([3], "3"), ([1, 2], "1, 2"), ([1, 2, 3, 4, 6, 7, 9], "1–4, 6, 7, 9")]
)
def test_runs_of_numbers_are_drawn_together(numbers: list[int], said: str) -> None:
    assert in_short(numbers) == said
