"""CQC's reports among the years of a workbook: one of this council, page by page, and those of others beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.readiness.assessors import describe_assessment_status, is_same_council, rate_assessment
from selfassess.domain.report import outline
from selfassess.domain.years import carry_forward
from selfassess.domain.years.compare_years import compare_assessments
from selfassess.packs import reader as packs
from selfassess.services.workbook import opening, snapshot
from tests.exchange import report_pages_making as making
from tests.exchange.report_making import SCORES
from tests.making import Clock, empty_assessment, workbook
from tests.running import Ran, running
from ui.pages.statement import model

OURS = "Derby City Council"
OTHER = f"{making.COUNCIL}, CQC 2024"
THEMES = packs.newest_framework().themes


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return running(capsys)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "derby.sawb"
    opening.write_new_workbook(path, workbook(empty_assessment("2025-26")), author="Tester", clock=Clock())
    return path


def imported(run: Run, book: Path, source: Path, *options: str) -> dict[str, Any]:
    done = run("import", book, source, "--json", *options)
    assert done.code == 0, done.err
    told: dict[str, Any] = json.loads(done.out)
    return told


def years(book: Path) -> Workbook:
    return snapshot.read_snapshot(book)


def test_two_pages_of_one_assessment_become_one_year_without_a_rating(run: Run, book: Path, tmp_path: Path) -> None:
    for number in (1, 3):
        lines = making.theme_lines(number, council=OURS, published="Assessment published: 8 November 2024")
        imported(run, book, making.save_page(tmp_path / f"theme-{number}.html", lines))
    there = years(book)
    assert [each.label for each in there.assessments] == ["CQC 2024", "2025-26"]
    cqc = there.assessments[0]
    within = [each.key for number in (1, 3) for each in THEMES[number - 1].statements]
    assert {key: score for key, score in cqc.scores_by_statement.items() if score} == {
        key: SCORES[key] for key in within
    }
    assert all(cqc.judgements[key]["summary"] for key in within)
    shown = run("show", book)
    assert "so far" not in shown.out
    told = json.loads(run("show", book, "--json").out)["assessments"][0]
    assert (told["rating"], told["percent"], told["status"]) == (None, None, "published")
    assert rate_assessment(cqc).rating is None


def test_what_pages_say_besides_findings_adds_up(run: Run, book: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        lines = making.theme_lines(number, council=OURS)
        lines.insert(3, ("p", f"What theme {number} is about, in a sentence."))
        imported(run, book, making.save_page(tmp_path / f"{number}.html", lines, framed=False))
    summary = years(book).find_assessment("CQC 2024").find_section("summary")
    assert summary is not None
    assert [summary.text_of("text").count(f"What theme {number} is about") for number in (1, 2)] == [1, 1]


def test_the_first_page_completes_the_year_of_its_themes(run: Run, book: Path, tmp_path: Path) -> None:
    page = making.save_page(tmp_path / "theme.html", making.theme_lines(1, council=OURS), framed=False)
    imported(run, book, page)
    imported(run, book, making.save_page(tmp_path / "head.html", making.head_lines(council=OURS)))
    there = years(book)
    assert len(there.assessments) == 2
    record = there.assessments[0].record
    assert (record["published_rating"], record["published_percent"], record["period_end"]) == ("good", 64, "2024-11-08")
    told = json.loads(run("show", book, "--json").out)["assessments"][0]
    assert told["rating"] == "good"


def test_another_assessment_of_the_same_year_is_another_year(run: Run, book: Path, tmp_path: Path) -> None:
    for number, day in enumerate(("8 January 2024", "8 November 2024")):
        lines = making.head_lines(council=OURS, published=day)
        imported(run, book, making.save_page(tmp_path / f"{number}.html", lines, framed=False))
    assert {each.label for each in years(book).assessments} == {"2025-26", "CQC 2024", "CQC 2024 (8 November 2024)"}


@pytest.mark.parametrize("year", [(), ("--year", "CQC 2024")])
def test_another_councils_report_is_another_councils(
    run: Run, book: Path, tmp_path: Path, year: tuple[str, ...]
) -> None:
    imported(run, book, making.save_page(tmp_path / "ours.html", making.head_lines(council=OURS)))
    told = imported(run, book, making.save_page(tmp_path / "theirs.html", making.head_lines()), *year)
    assert any("is kept as another council’s" in note for note in told["notes"])
    there = years(book)
    assert {each.label for each in there.assessments} == {"2025-26", "CQC 2024", OTHER}
    other = there.find_assessment(OTHER)
    assert other.record["assessor"] == "another"
    assert other.of_another_council
    assert other not in there.earlier_assessments(there.current)
    assert there.current.label == "2025-26"
    assert describe_assessment_status(other.record) == "Published"
    made = outline.build_outline(there, other, Edition.FULL)
    assert (made.council, made.status) == (making.COUNCIL, "Published")
    shown = run("show", book).out
    assert f"{OTHER} (assessed by CQC, of another council)" in shown


def test_nothing_of_another_council_is_said_to_be_of_us(run: Run, book: Path, tmp_path: Path) -> None:
    imported(run, book, making.save_page(tmp_path / "theirs.html", making.head_lines()))
    there = years(book)
    own, other = there.find_assessment("2025-26"), there.find_assessment(OTHER)
    side = compare_assessments(there.assessments, "2026-01-01")
    assert [column.whose for column in side.columns if not column.is_own_view] == [f"Another council: {OTHER}"]
    assert side.views == ()
    at = there.assessments.index(other)
    assert [row.cells[at].score for row in side.rows] == list(SCORES.values())
    assert list(model.list_earlier_words((other,), "equity")) == []
    assert model.assessed_by(other) == OTHER
    with pytest.raises(WrongUseError, match="is the view of CQC"):
        carry_forward.carry_forward(other, label="2026-27", position=3, today="2026-01-01")
    assert own.label == "2025-26"


def test_pages_of_another_council_are_joined_among_themselves(run: Run, book: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        imported(run, book, making.save_page(tmp_path / f"{number}.html", making.theme_lines(number)))
    other = years(book).find_assessment(OTHER)
    assert sum(score is not None for score in other.scores_by_statement.values()) == sum(
        len(t.statements) for t in THEMES[:2]
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("City of York Council", "York", True), ("Derby City Council (worked example)", "derby city council", True),
        ("Derby City Council", "Derbyshire County Council", False),
        ("London Borough of Camden", "Camden Council", True),
        ("Westminster City Council", "City of Westminster", True), ("Leicester City", "Leicestershire", False),
        ("Bath and North East Somerset Council", "Somerset Council", False),
        ("City of London", "City of London Corporation", False),
        ("Hull City Council", "Kingston upon Hull", True), ("St Helens Borough Council", "St. Helens", True),
        ("Royal Borough of Kingston upon Thames", "Hull City Council", False),
        ("Stoke-on-Trent City Council", "Stoke on Trent", True),
        ("Telford & Wrekin", "Telford and Wrekin Council", True),
        ("King’s Lynn Council", "Kings Lynn", True),
    ],
)  # fmt: skip
def test_a_council_is_known_by_what_is_its_own_in_its_name(one: str, other: str, same: bool) -> None:
    assert is_same_council(one, other) is same
