"""Assessments side by side, and what changed from one to a later one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.text_diff import Mark
from selfassess.domain.years.carry_forward import carry_forward
from selfassess.domain.years.compare_pair import Followed, find_changed_prose, follow_records
from selfassess.domain.years.compare_years import NOT_ENOUGH, NOT_SCORED, NOT_THERE, UNKNOWN, Row, compare_assessments
from tests.later_version import (
    BECAME,
    DROPPED,
    INTO,
    MERGED,
    NEW_NAME,
    OLD_NAME,
    SPLIT,
    WHY,
    earlier_framework,
    later_framework,
    later_return,
)
from tests.making import changed, empty_assessment, judged, with_record

S = "equity"
TODAY = "2025-06-01"
SOME, GOOD = "2 – Some shortfalls", "3 – Good standard"


def year(label: str, assessor: str = "self", period_end: str | None = None, **scores: int) -> Assessment:
    assessment = empty_assessment(label)
    values = {**assessment.record.values, "assessor": assessor}
    if period_end or assessor != "self":
        values["period_end"] = period_end
    for key, score in scores.items():
        assessment = judged(assessment, key.replace("_", "-"), score=score)
    return replace(assessment, record=replace(assessment.record, values=values))


def later(source: Assessment, label: str = "2025-26", **scores: int) -> Assessment:
    """A year that begins from another under the later framework, with scores."""
    made = carry_forward(
        source, label=label, position=9, today=TODAY, framework=later_framework(), asked=later_return()
    ).assessment
    for key, score in scores.items():
        made = judged(made, key.replace("_", "-"), score=score)
    return made


def row(rows: tuple[Row, ...], key: str) -> Row:
    return next(each for each in rows if each.key == key)


def test_columns_say_whose_view_each_is() -> None:
    side = compare_assessments([year("CQC 2024", "cqc"), year("2024-25")], TODAY)
    assert [(each.label, each.is_own_view, each.whose) for each in side.columns] == [
        ("CQC 2024", False, "CQC’s assessment, 2024"),
        ("2024-25", True, "Our own assessment, 2024-25"),
    ]
    assert side.columns[0].framework == earlier_framework().id


def test_scores_stand_by_statement_with_where_they_moved() -> None:
    years = [year("2022-23", equity=3), year("2023-24"), year("CQC 2024", "cqc", equity=1), year("2024-25", equity=2)]
    side = compare_assessments(years, TODAY)
    assert [each.number for each in side.rows] == list(range(1, 10))
    assert not any(each.why for each in side.rows)
    cells = row(side.rows, S).cells
    assert [each.words for each in cells] == [GOOD, NOT_SCORED, "1 – Significant shortfalls", SOME]
    assert [(each.moved, each.moved_words) for each in cells] == [
        (None, ""), (None, ""), (None, ""), (-1, "1 lower than 2022-23"),
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "words"), [(1, "2 higher than 2023-24"), (3, "the same as 2023-24")])
def test_directions_are_in_words(before: int, words: str) -> None:
    side = compare_assessments([year("2023-24", equity=before), year("2024-25", equity=3)], TODAY)
    assert row(side.rows, S).cells[1].moved_words == words


def test_too_little_evidence_is_not_the_same_as_no_score() -> None:
    side = compare_assessments([judged(year("2024-25"), S, insufficient_evidence=True)], TODAY)
    assert row(side.rows, S).cells[0].words == NOT_ENOUGH


def test_our_view_stands_against_the_nearest_of_cqc_and_of_peers() -> None:
    years = [
        year("CQC 2021", "cqc", "2021-06-30", equity=1),
        year("2021-22", equity=2),
        year("CQC 2024", "cqc", "2024-08-16", equity=1, learning=3, governance=2),
        year("Peer 2024", "peer", "2024-11-01", equity=3),
        year("2024-25", equity=3, learning=2, governance=2, safeguarding=2),
    ]
    side = compare_assessments(years, TODAY)
    views = [(each.own.label, each.other.label) for each in side.views]
    assert views == [
        ("2021-22", "CQC 2021"), ("2021-22", "Peer 2024"), ("2024-25", "CQC 2024"), ("2024-25", "Peer 2024"),
    ]  # fmt: skip
    said = dict(zip((each.key for each in side.rows), side.views[2].differences, strict=True))
    assert (said[S].by, said[S].words) == (-2, "CQC 2 lower")
    assert said["learning"].words == "CQC 1 higher"
    assert said["governance"].words == "CQC the same"
    assert (said["safeguarding"].by, said["safeguarding"].words) == (None, "CQC has no score")
    assert said["partnerships"].words == "Neither has a score"
    assert side.views[3].differences[2].words == "Peer review the same"
    assert (
        compare_assessments([year("2024-25"), year("CQC", "cqc", equity=2)], TODAY).views[0].differences[2].words
        == "Ours has no score"
    )


def test_earlier_statements_stand_in_the_rows_of_those_that_follow_from_them() -> None:
    old = year("2024-25", assessing_needs=2, safe_systems=3, partnerships=2, learning=3, equity=2, safeguarding=2)
    new = later(old, first_contact=3, planning=1, transitions=3, together=3, safeguarding=3)
    side = compare_assessments([old, new], TODAY)
    assert side.framework.id == later_framework().id
    names = [each.key for each in side.rows]
    assert names == [*(each.key for each in later_framework().statements), DROPPED]
    for key, moved in zip(INTO, (1, -1), strict=True):
        before, after = row(side.rows, key).cells
        assert (before.score, before.under) == (2, ("Assessing needs",))
        assert (after.moved, after.under) == (moved, ())
    renamed = row(side.rows, NEW_NAME)
    assert (renamed.name, renamed.cells[0].under) == ("Transitions", ("Safe systems, pathways and transitions",))
    assert renamed.cells[1].moved_words == "the same as 2024-25"


def test_two_scores_that_came_together_are_both_told_and_not_averaged() -> None:
    old = year("2024-25", partnerships=2, learning=3)
    merged = row(compare_assessments([old, later(old, together=3)], TODAY).rows, BECAME)
    assert merged.cells[0].score is None
    assert (
        merged.cells[0].words == f"{SOME} (Partnerships and communities); {GOOD} (Learning, improvement and innovation)"
    )
    assert merged.cells[1].moved is None
    alike = year("2024-25", partnerships=3, learning=3)
    assert row(compare_assessments([alike, later(alike)], TODAY).rows, BECAME).cells[0].words == GOOD


def test_what_nothing_follows_from_keeps_a_row_with_its_old_name_and_the_reason() -> None:
    old = year("2024-25", equity=2)
    lost = row(compare_assessments([year("2023-24", equity=3), old, later(old)], TODAY).rows, DROPPED)
    assert (lost.name, lost.number, lost.why) == ("Equity in experiences and outcomes", None, WHY)
    assert lost.framework == earlier_framework().id
    assert [each.words for each in lost.cells] == [GOOD, SOME, NOT_THERE]
    assert lost.cells[1].moved_words == "1 lower than 2023-24"


def test_a_statement_nobody_knows_has_a_row_as_well() -> None:
    strange, _ = with_record(year("2024-25"), "judgement", quality_statement="made-up", score=2)
    side = compare_assessments([year("2023-24"), strange], TODAY)
    made_up = row(side.rows, "made-up")
    assert (made_up.name, made_up.why) == ("made-up", UNKNOWN)
    assert [each.words for each in made_up.cells] == [NOT_THERE, SOME]


def test_actions_are_counted_as_the_year_ended_or_as_they_are_today() -> None:
    def acted(label: str) -> Assessment:
        assessment = empty_assessment(label)
        given: tuple[dict[str, Value], ...] = (
            {"status": "complete"}, {"status": "cancelled"}, {"status": "in_progress", "due_on": "2025-03-30"},
            {"status": "not_started", "due_on": "2025-04-10"}, {},
        )  # fmt: skip
        for values in given:
            assessment, _ = with_record(assessment, "action", quality_statement=S, title="A", **values)
        return assessment

    past, now = compare_assessments([acted("2024-25"), acted("2025-26")], TODAY).actions
    assert (past.as_at, past.complete, past.cancelled, past.open, past.overdue) == (
        "2025-03-31",
        1,
        1,
        3,
        1,
    )
    assert (now.as_at, now.open, now.overdue) == (TODAY, 3, 2)


def test_risks_and_coverage_are_counted_by_year() -> None:
    assessment = empty_assessment()
    for status in ("open", "open", None, "accepted", "closed"):
        assessment, _ = with_record(assessment, "risk", quality_statement=S, title="R", status=status)
    assessment, _ = with_record(
        assessment, "evidence", title="E", category="people", quality_statements=(S, "learning")
    )
    side = compare_assessments([assessment], TODAY)
    assert (side.risks[0].open, side.risks[0].accepted, side.risks[0].closed) == (3, 1, 1)
    covered = side.coverage[0]
    assert (covered.items, covered.covered, covered.total) == (1, 2, 36)
    assert covered.by_category[0] == ("People's experience", 2, 9)


# --- two years -------------------------------------------------------------------------------------------------------


def told(found: Followed) -> dict[str, list[str]]:
    return {
        state: [each.title for each in getattr(found, state)] for state in ("closed", "open", "overdue", "gone", "new")
    }


def three_years() -> tuple[Assessment, Assessment, Assessment]:
    first = empty_assessment("2023-24")
    for title in ("soon done", "goes on", "late", "forgotten", "given up"):
        first, _ = with_record(first, "action", quality_statement=S, title=title, status="in_progress")
    first, _ = with_record(first, "action", quality_statement=S, title="long done", status="complete")
    second = carry_forward(first, label="2024-25", position=1, today=TODAY).assessment
    second = replace(
        second,
        records={
            **second.records,
            "action": tuple(a for a in second.records_of("action") if a["title"] != "forgotten"),
        },
    )
    third = carry_forward(second, label="2025-26", position=2, today=TODAY).assessment
    by_title = {each["title"]: each for each in third.records_of("action")}
    third = changed(third, by_title["soon done"], status="complete")
    third = changed(third, by_title["given up"], status="cancelled")
    third = changed(third, by_title["late"], due_on="2025-05-31")
    third, _ = with_record(third, "action", quality_statement=S, title="fresh")
    return first, second, third


def test_actions_are_followed_over_the_years_in_between() -> None:
    first, second, third = three_years()
    assert told(follow_records("action", first, third, [first, second, third], TODAY)) == {
        "closed": ["soon done", "given up"], "open": ["goes on"], "overdue": ["late"], "gone": ["forgotten"],
        "new": ["fresh"],
    }  # fmt: skip
    direct = follow_records("action", second, third, [second, third], TODAY)
    assert told(direct)["gone"] == []
    assert direct.open[0].id == next(each.id for each in third.records_of("action") if each["title"] == "goes on")


def test_without_the_year_in_between_nothing_is_claimed_to_be_the_same() -> None:
    first, _, third = three_years()
    found = told(follow_records("action", first, third, [first, third], TODAY))
    assert found["closed"] == found["open"] == []
    assert len(found["gone"]) == len(found["new"]) == 5


def test_risks_are_followed_likewise() -> None:
    before = empty_assessment()
    for title in ("shut", "open", "review was due", "accepted"):
        before, _ = with_record(before, "risk", quality_statement=S, title=title, status="open")
    after = carry_forward(before, label="2025-26", position=1, today=TODAY).assessment
    shut, _, late, accepted = after.records_of("risk")
    after = changed(after, shut, status="closed")
    after = changed(after, late, review_on="2025-05-31")
    after = changed(after, accepted, status="accepted", review_on="2025-05-31")
    found = told(follow_records("risk", before, after, [before, after], TODAY))
    assert (found["closed"], found["open"], found["overdue"]) == (["shut"], ["open", "accepted"], ["review was due"])


def test_a_record_that_comes_from_itself_ends_nowhere() -> None:
    before, after = empty_assessment("2024-25"), empty_assessment("2025-26")
    after, record = with_record(after, "action", quality_statement=S, title="A")
    after = changed(after, record, carried_from=record.id)
    assert told(follow_records("action", before, after, [before, after], TODAY))["new"] == ["A"]


def test_changed_words_stand_by_section_statement_and_field() -> None:
    before = judged(empty_assessment(), S, summary="We wait long", rationale="Same")
    before = changed(before, before.records_of("section")[1], text="Our vision")
    after = carry_forward(before, label="2025-26", position=1, today=TODAY).assessment
    assert find_changed_prose(before, after) == ()
    after = judged(after, S, summary="We wait less")
    after = changed(after, after.records_of("section")[0], text="About us")
    about, summary = find_changed_prose(before, after)
    assert (about.kind, about.key, about.title, about.label) == (
        "section",
        "about_place",
        "About our place and people",
        "Text",
    )
    assert [(each.text, each.mark) for each in about.pieces] == [("About us", Mark.ADDED)]
    assert (summary.kind, summary.key, summary.field, summary.label) == ("judgement", S, "summary", "Where we are")
    assert "".join(each.text for each in summary.pieces if each.mark is not Mark.ADDED) == "We wait long"
    assert "".join(each.text for each in summary.pieces if each.mark is not Mark.REMOVED) == "We wait less"


def test_words_are_followed_to_a_later_version_and_lost_ones_stay_in_sight() -> None:
    before = empty_assessment()
    for key in (SPLIT, *MERGED, OLD_NAME, DROPPED):
        before = judged(before, key, summary=f"Words on {key}")
    after = later(before)
    (lost,) = find_changed_prose(before, after)
    assert (lost.key, lost.title, lost.why) == (DROPPED, "Equity in experiences and outcomes", WHY)
    assert [(each.text, each.mark) for each in lost.pieces] == [(f"Words on {DROPPED}", Mark.REMOVED)]
    after = judged(after, INTO[1], summary="Other words")
    assert [each.key for each in find_changed_prose(before, after)] == [INTO[1], DROPPED]


def test_words_are_compared_with_a_view_under_an_older_version_too() -> None:
    before = empty_assessment()
    for key in (SPLIT, *MERGED):
        before = judged(before, key, summary="The same words")
    after = later(before)
    # What became two, or came of two, stands under its names on the way back: each of the three texts differs.
    assert [(each.key, each.why) for each in find_changed_prose(after, before)] == [
        (key, "") for key in (SPLIT, *MERGED)
    ]
