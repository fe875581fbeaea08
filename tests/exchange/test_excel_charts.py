"""The charts on Summary: they show the numbers beside them, say in words what they show, and stand on no text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.model.catalogue import blank_record
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.readiness.coverage import assess_coverage
from selfassess.domain.report import outline
from selfassess.exchange import json
from selfassess.exchange.excel.writing.page_breaks import LANDSCAPE, set_paper
from selfassess.exchange.excel.writing.writer import write_excel_workbook
from selfassess.packs.resources import RESOURCES
from tests.exchange.excel_making import opened, written
from tests.making import empty_assessment, judged, workbook

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@pytest.fixture(scope="module")
def whole() -> Workbook:
    return json.read_json_workbook(RESOURCES / "sample" / "derby.json").workbook


@pytest.fixture(scope="module")
def path(whole: Workbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("charts") / "derby.xlsx", whole)


@pytest.fixture(scope="module")
def summary(path: Path) -> Any:
    return opened(path)["Summary"]


def _values(sheet: Worksheet, formula: str) -> list[object]:
    name, reference = formula.rsplit("!", 1)
    assert name == "'Summary'"
    return [row[0].value for row in sheet[reference.replace("$", "")]]


def _series(sheet: Any, number: int) -> dict[str, list[object]]:
    return {series.tx.v: _values(sheet, series.val.numRef.f) for series in sheet._charts[number].series}


def _title(chart: Any) -> str:
    return "".join(run.t for paragraph in chart.title.tx.rich.p for run in paragraph.r)


def test_scores_stand_beside_those_of_the_assessment_before(whole: Workbook, summary: Any) -> None:
    before, now = whole.assessments
    assert _series(summary, 0) == {
        "This assessment": list(now.scores_by_statement.values()),
        "CQC’s assessment, 2024": list(before.scores_by_statement.values()),
    }


def test_a_statement_without_a_score_has_no_bar(path: Path, summary: Any) -> None:
    (scores, _) = _series(summary, 0).values()
    assert None in scores, "the worked example has a statement that is not scored"
    assert not {0, 1}.intersection(scores)
    tree = ElementTree.fromstring(ZipFile(path).read("xl/charts/chart1.xml"))
    points = tree.findall(f".//{CHART}ser")[0].findall(f"{CHART}val//{CHART}pt")
    assert len(points) == sum(score is not None for score in scores)
    assert [each.get("val") for each in tree.iter(f"{CHART}dispBlanksAs")] == ["gap"]


def test_evidence_is_counted_by_statement_as_covered_in_part_or_missing(whole: Workbook, summary: Any) -> None:
    now = whole.assessments[-1]
    counts = _series(summary, 1)
    assert list(counts) == ["Covered", "In part", "Missing"]
    items = assess_coverage(now).item_counts
    missing = [sum(not count for count in items[s.key].values()) for s in now.framework.statements]
    assert counts["Missing"] == missing
    assert [sum(int(str(count)) for count in row) for row in zip(*counts.values(), strict=True)] == [4] * 9


def test_a_category_is_covered_when_every_source_always_asked_for_has_evidence(tmp_path: Path) -> None:

    year = empty_assessment()
    statement = year.framework.statements[0]
    category, uses = next((c, u) for c, u in statement.evidence.items() if any(not use.if_available for use in u))
    sources = [use.source for use in uses if not use.if_available]
    evidence = tuple(
        blank_record("evidence", f"e{n}", n, year.id, title="x", category=category, source=source,
              quality_statements=(statement.key,))
        for n, source in enumerate(sources)
    )  # fmt: skip
    sheet = opened(
        written(tmp_path / "a.xlsx", workbook(replace(year, records={**year.records, "evidence": evidence})))
    )
    counts = _series(sheet["Summary"], 1)
    assert [numbers[0] for numbers in counts.values()] == [1, 0, 3]
    assert [numbers[1] for numbers in counts.values()] == [0, 0, 4]


def test_actions_are_counted_by_status(whole: Workbook, summary: Any) -> None:
    (counts,) = _series(summary, 2).values()
    assert sum(int(str(count)) for count in counts) == len(whole.assessments[-1].records_of("action"))


def test_each_chart_has_a_title_and_says_in_words_what_it_shows(path: Path, summary: Any) -> None:
    titles = [_title(chart) for chart in summary._charts]
    assert len(set(titles)) == 3
    with ZipFile(path) as archive:
        tree = ElementTree.fromstring(archive.read("xl/drawings/drawing1.xml"))
    described = list(tree.iter(f"{DRAWING}cNvPr"))
    assert [each.get("name") for each in described] == titles
    words = [str(each.get("descr")) for each in described]
    assert "Safe systems, pathways and transitions: Not scored" in words[0]
    assert "Safeguarding" in words[1]
    assert "missing" in words[1]
    assert "In progress: 12" in words[2]
    assert len({each.get("id") for each in described}) == 3


def test_charts_keep_their_values_for_programs_that_do_not_look_them_up(path: Path, summary: Any) -> None:
    with ZipFile(path) as archive:
        for number in (1, 2, 3):
            tree = ElementTree.fromstring(archive.read(f"xl/charts/chart{number}.xml"))
            for series in tree.iter(f"{CHART}ser"):
                kept = {p.get("idx"): p.findtext(f"{CHART}v") for p in series.findall(f"{CHART}val//{CHART}pt")}
                cells = _values(summary, str(series.findtext(f"{CHART}val//{CHART}f")))
                assert kept == {str(n): str(value) for n, value in enumerate(cells) if value is not None}


def test_charts_stand_on_rows_of_their_own_and_on_one_page(summary: Any) -> None:
    ends = [each.id for each in summary.row_breaks.brk]
    for chart in summary._charts:
        first, last = chart.anchor._from.row + 1, chart.anchor.to.row + 1
        for row in summary.iter_rows(min_row=first, max_row=last):
            assert all(cell.value is None for cell in row)
        assert chart.anchor.to.col < summary.max_column
        assert not [end for end in ends if first <= end < last]
        assert (last - first) * 15 < LANDSCAPE[1]


def test_pages_end_before_they_are_full(path: Path) -> None:
    book = opened(path)
    for sheet in book.worksheets[:11]:
        page = set_paper(sheet, [each.width for each in sheet.column_dimensions.values()])
        ends = [each.id for each in sheet.row_breaks.brk]
        for first, last in zip([0, *ends], [*ends, sheet.max_row], strict=True):
            used = sum(sheet.row_dimensions[row].height or 15 for row in range(first + 1, last + 1))
            assert 0 < used <= page


def test_the_public_is_not_told_what_evidence_is_missing(whole: Workbook, tmp_path: Path) -> None:
    shown = reduce_to_edition(whole, Edition.PUBLIC)
    now = shown.assessments[-1]
    target = tmp_path / "public.xlsx"
    write_excel_workbook(shown, outline.build_outline(whole, now, Edition.PUBLIC), now, target)
    sheet: Any = opened(target)["Summary"]
    assert [_title(chart) for chart in sheet._charts] == ["Actions by status"]


def test_a_year_with_nothing_in_it_has_charts_that_say_so(tmp_path: Path) -> None:
    sheet: Any = opened(written(tmp_path / "empty.xlsx", workbook(empty_assessment())))["Summary"]
    assert _series(sheet, 0) == {"This assessment": [None] * 9}
    assert _series(sheet, 1)["Missing"] == [4] * 9
    assert len(sheet._charts) == 2
    assert "No actions recorded yet." in [row[1].value for row in sheet]


def test_a_score_in_an_earlier_year_only_stands_beside_a_gap(tmp_path: Path) -> None:
    earlier = judged(empty_assessment("2023-24"), "equity", score=3)
    sheet: Any = opened(written(tmp_path / "two.xlsx", workbook(earlier, empty_assessment("2024-25"))))["Summary"]
    now, before = _series(sheet, 0).values()
    assert now == [None] * 9
    assert before == [None, None, 3, *[None] * 6]
