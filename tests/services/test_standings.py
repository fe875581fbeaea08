"""Where others stand: published scores against the rating rule, ours beside them, and what a person adds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.readiness.rating import rate_scores
from selfassess.domain.standings.comparison import describe_distance, list_to_learn_from
from selfassess.domain.standings.published_scores import PublishedScore, find_score_problems, join_scores
from selfassess.packs import published_scores
from selfassess.packs.published_scores import SCORED_BY
from selfassess.packs.reader import load_framework
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.years import standings, standings_report
from tests.documents import words_of
from tests.making import Clock
from tests.running import Ran, running

Run = Callable[..., Ran]

OF = load_framework(SCORED_BY)
KEYS = [each.key for each in OF.statements]
HEADS = f"council,code,kind,region,date,rating,percent,source,{','.join(KEYS)}"
ROW = "Testshire,,county,South West,2026-01,good,70,CQC,3,3,3,3,3,3,2,2,3"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return running(capsys)


@pytest.fixture
def plymouth(tmp_path: Path, own_home: Path) -> Session:
    path = tmp_path / "a.sawb"
    opening.create_workbook(path, council="Plymouth City Council", reference="E06000026", year="2026-27", author="T")
    session = opening.open_workbook(path, author="T", clock=Clock())
    for key, score in zip(KEYS, (2, 3, 2, 2, 3, 2, 2, 3, 3), strict=True):
        session.run_command(SetField(session.current.judgements[key].id, "score", score))
    return session


def test_every_published_percentage_and_rating_is_what_the_rule_makes_of_the_scores() -> None:
    shipped = published_scores.read_shipped_scores()
    assert len(shipped) == 67
    for each in shipped:
        worked = rate_scores(each.scores, OF)
        assert worked.rating == each.rating, each.council
        assert each.percent in (None, worked.percent), each.council
        assert not worked.provisional
        assert all((each.code, each.kind, each.region, each.source)), each.council
    assert {each.council: each.percent for each in shipped if each.percent} == {"Sefton": 70, "Wakefield": 62}
    assert sum(each.one_source for each in shipped) == 60
    assert len({each.code for each in shipped}) == 67


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ((2, 3, 2, 2, 3, 2, 2, 3, 3), "22 of 36: one point below good"),
        ((2,) * 9, "18 of 36: five points below good"),
        ((3,) * 9, "27 of 36: five points below outstanding"),
        ((4,) * 9, "36 of 36: outstanding, the highest rating"),
        ((1,) * 9, "9 of 36: five points below requires improvement"),
        ((3, None, 2, None, None, None, None, None, None),
         "5 of 8 (2 of 9 statements scored): two points below outstanding"),
        ((None,) * 9, "No statement has a score yet."),
    ],
)  # fmt: skip
def test_the_rating_is_told_as_a_distance(scores: tuple[int | None, ...], says: str) -> None:
    worked = rate_scores(scores, OF)
    assert describe_distance(worked) == says
    if worked.points_to_next:
        lacking = worked.total + worked.points_to_next
        assert -(-100 * lacking // worked.maximum) >= next(
            band.minimum for band in OF.bands if band.label == worked.next_label
        )


def test_ours_stands_beside_region_kind_and_england_and_is_compared_with_no_row_of_its_own(plymouth: Session) -> None:
    held = snapshot.read_snapshot(plymouth.path)
    found = standings.compare_year(held, held.current)
    # Region and kind come from Plymouth's own published row, as the workbook says neither.
    assert [(group.name, len(group.members)) for group in found.groups] == [
        ("South West", 6), ("Unitary authority", 29), ("England", 66),
    ]  # fmt: skip
    assert found.distance == "22 of 36: one point below good"
    for at, row in enumerate(found.statements):
        for group, stands in zip(found.groups, row.groups, strict=True):
            scores = [each.scores[at] for each in group.members]
            assert stands.total == len(scores)
            assert stands.above == sum((score or 0) > (row.ours or 9) for score in scores)
    best = list_to_learn_from(found, OF, "equity")
    assert best[0].scores[2] == 4
    assert best[0].council == "Kensington and Chelsea"  # the only 4; then those of our region and kind
    assert (best[1].kind, best[1].region, best[1].scores[2]) == ("unitary", "South West", 3)
    assert all((each.scores[2] or 0) >= 3 for each in best)


def test_reports_in_the_workbook_count_and_another_councils_stays_anothers(own_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "demo.sawb"
    opening.write_demo_workbook(path, author="T", clock=Clock())
    held = snapshot.read_snapshot(path)
    (derby,) = [each for each in standings.read_published(held) if each.council.startswith("Derby City")]
    assert (derby.added, derby.rating, derby.month) == (True, "requires_improvement", "August 2024")
    ours = next(each for each in held.assessments if each.record["assessor"] == "cqc")
    values = {**ours.record.values, "assessor": "another", "label": "Surrey County Council, CQC 2024"}
    theirs = replace(ours, record=replace(ours.record, values=values))
    found = standings.compare_year(replace(held, assessments=(theirs, held.current)), held.current)
    surrey = [each for each in found.groups[-1].members if "Surrey" in each.council]
    assert [(each.kind, each.region) for each in surrey] == [("", "")]  # what is ours is never said of them


def test_a_council_is_added_by_hand_and_by_file_and_a_newer_row_takes_the_place_of_the_older(
    plymouth: Session, tmp_path: Path, run: Any
) -> None:
    source = tmp_path / "more.csv"
    kent = "Kent County Council,,,,2026-03,good,64,CQC’s page,3,2,3,2,3,2,2,3,3"
    source.write_text(f"{HEADS}\n{ROW}\n{kent}\n", encoding="utf-8")
    assert "Added 2" in run("standings", "--add", source).out
    known = {each.council: each for each in standings.read_published()}
    assert len(known) == 68
    assert (known["Kent County Council"].code, known["Kent County Council"].region) == ("E10000016", "South East")
    assert known["Testshire"].added
    said = json.loads(run("standings", plymouth.path, "--learn", "equity", "--json").out)
    assert said["distance"] == "22 of 36: one point below good"
    assert "Testshire" in {each["council"] for each in said["learn_from"]}
    assert "South West: " in run("standings", plymouth.path, "--learn", "equity").out


BAD = {
    "a rating that the scores do not come to": (ROW.replace("good", "outstanding"), "which is good, not outstanding"),
    "a percentage that the scores do not come to": (ROW.replace(",70,", ",71,"), "come to 70%, not 71%"),
    "a score of 5": (ROW.replace(",3,3,3,3,3,3,2,2,3", ",5,3,3,3,3,3,2,2,3"), "a score is 1, 2, 3 or 4"),
    "no source": (ROW.replace("CQC", ""), "where it was published"),
    "no such region": (ROW.replace("South West", "Mercia"), "“Mercia” is no region"),
    "no such kind": (ROW.replace("county", "shire"), "“shire” is no kind"),
    "an odd code": (ROW.replace("Testshire,", "Testshire,X1"), "“X1” is no code"),
    "no month": (ROW.replace("2026-01", "soon"), "“soon” is no month"),
    "no council": (ROW.replace("Testshire", "The Council"), "which council"),
    "a word for a score": (ROW.replace(",2,2,3", ",two,2,3"), "is no list of published scores"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_row_that_cannot_be_right_is_refused_and_nothing_is_added(own_home: Path, tmp_path: Path, case: str) -> None:
    row, says = BAD[case]
    source = tmp_path / "more.csv"
    source.write_text(f"{HEADS}\n{ROW.replace('Testshire', 'Fineshire')}\n{row}\n", encoding="utf-8")
    with pytest.raises(WorkbookError, match=says):
        standings.add_scores(standings.read_source(source), source.name)
    assert standings.read_added() == ()


def test_lists_of_another_shape_are_refused(tmp_path: Path, own_home: Path) -> None:
    for name, text, says in (
        ("a.json", "{}", "Expected `array`"),
        ("a.json", "[", "it is not JSON, or is cut off"),
        ("a.json", "", "it is not JSON, or is cut off"),
        ("a.csv", "Area,Value\n1,2\n", "it has no column “council”"),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(WorkbookError, match=says):
            standings.read_source(path)
    (tmp_path / "b.csv").write_bytes(b"\xb8\xff")
    with pytest.raises(WorkbookError, match="it is no text in UTF-8"):
        standings.read_source(tmp_path / "b.csv")
    with pytest.raises(WorkbookError, match="cannot be read"):
        standings.read_source(tmp_path / "gone.csv")


def test_an_unknown_score_stays_unknown_and_of_two_rows_the_later_counts() -> None:
    partly = PublishedScore(council="York", date="2025-01", scores=(3, *(None,) * 8), rating="good", source="CQC")
    assert not list(find_score_problems(partly, OF))
    older = PublishedScore(council="City of York", date="2024-01", scores=(2,) * 9, rating="x", source="a", region="b")
    (found,) = join_scores((partly,), (older,))
    assert (found.date, found.region, found.scores[1]) == ("2025-01", "b", None)


@pytest.mark.parametrize("name", ["there.docx", "there.html", "there.pdf", "there.xlsx"])
def test_where_others_stand_is_written_as_a_document(plymouth: Session, tmp_path: Path, name: str, run: Run) -> None:
    ran = run("standings", plymouth.path, tmp_path / name)
    assert (ran.code, ran.out) == (0, f"{tmp_path / name} is written and checked.\n")
    said = words_of(tmp_path / name)
    assert "22 of 36: one point below good" in said
    found = standings.compare_year(snapshot.read_snapshot(plymouth.path), plymouth.current)
    for row in found.statements:
        assert row.name in said
        assert all(group.short in said for group in row.groups)
    published = standings.read_published()
    assert all(each.council in said for each in published)
    assert "One source" in said
    best = list_to_learn_from(found, OF, "safeguarding")
    assert best[0].council in said


def test_a_document_of_standings_is_for_the_board_and_goes_to_a_place_that_is_said(
    plymouth: Session, tmp_path: Path, run: Run
) -> None:
    assert run("standings", plymouth.path, tmp_path / "there.txt").code == 2
    assert run("standings", plymouth.path, "--format", "pdf").code == 2
    assert run("standings", plymouth.path, tmp_path / "gone" / "there.pdf").code == 3
    assert run("standings", plymouth.path, tmp_path / "there", "--format", "html", "--edition", "full").code == 0
    with pytest.raises(WorkbookError, match="is not for"):
        standings_report.export_standings(plymouth.path, tmp_path / "public.pdf", edition=Edition.PUBLIC)
    assert not (tmp_path / "public.pdf").exists()


def test_a_row_says_that_it_rests_on_one_source_whoever_adds_it(tmp_path: Path, own_home: Path) -> None:
    source = tmp_path / "more.csv"
    source.write_text(f"{HEADS},one_source\n{ROW},yes\n{ROW.replace('Testshire', 'Otherton')},\n", "utf-8")
    standings.add_scores(standings.read_source(source), source.name)
    marked = {each.council: each.one_source for each in standings.read_added()}
    assert marked == {"Testshire": True, "Otherton": False}
