"""How far the return is, what its items lack, and the grids of their figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.framework.framework import ReturnItem
from selfassess.domain.information_return import figures, look_back, progress
from selfassess.domain.information_return.progress import Deadline, Lack
from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment
from tests.making import changed, empty_assessment, with_record

TODAY = "2025-02-17"


def dated(assessment: Assessment, **values: Value) -> Assessment:
    record = assessment.record
    return replace(assessment, record=replace(record, values={**record.values, **values}))


def answered(assessment: Assessment, ref: str, **values: Value) -> Assessment:
    record = next(record for record in assessment.records_of("return_answer") if record["return_item"] == ref)
    return changed(assessment, record, **values)


def item(assessment: Assessment, ref: str) -> ReturnItem:
    asked = assessment.information_return
    assert asked is not None
    found = asked.find_item(ref)
    assert found is not None
    return found


def state(assessment: Assessment, ref: str) -> progress.ItemState:
    return next(each for each in progress.list_item_states(assessment) if each.item.ref == ref)


def figure(
    assessment: Assessment, ref: str, line: str | None, key: str, value: float | None, **more: Value
) -> Assessment:
    return with_record(
        assessment, "figure", return_item=ref, breakdown=line, figure=key, value=value, **more
    )[0]  # fmt: skip


def test_an_item_without_anything_lacks_owner_answer_evidence_and_figures() -> None:
    year = empty_assessment()
    assert len(progress.list_item_states(year)) == 38
    assert state(year, "IR 5").lacks == (Lack.OWNER, Lack.ANSWER, Lack.EVIDENCE, Lack.FIGURES)
    assert state(year, "IR 11").lacks == (Lack.OWNER, Lack.ANSWER, Lack.EVIDENCE)
    assert (state(year, "IR 5").asked, state(year, "IR 5").given) == (16, 0)


def test_the_self_assessment_and_the_groups_are_answered_by_what_stands_elsewhere() -> None:
    year = empty_assessment()
    assert state(year, "IR 1").lacks == (Lack.OWNER,)
    assert Lack.EVIDENCE in state(year, "IR 38").lacks
    year, _ = with_record(year, "contact", group="network", organisation="Provider forum")
    assert state(year, "IR 38").lacks == (Lack.OWNER,)


def test_an_item_that_does_not_apply_lacks_nothing() -> None:
    year = answered(empty_assessment(), "IR 5", status="not_applicable")
    assert state(year, "IR 5").lacks == ()


def test_evidence_is_counted_with_what_is_too_old_or_not_fit_to_be_sent() -> None:
    year = dated(empty_assessment(), due_at="2025-02-28T17:00:00")
    year, _ = with_record(year, "evidence", title="Old", return_items=("IR 2", "IR 8"), covers_to="2023-03-31",
                          personal_data="none")  # fmt: skip
    year, _ = with_record(year, "evidence", title="New", return_items=("IR 2",), dated_on="2025-01-31",
                          personal_data="needs_redaction")  # fmt: skip
    year, _ = with_record(year, "evidence", title="Not looked at", return_items=("IR 2", "IR 99"))
    found = state(year, "IR 2")
    assert (found.evidence, found.stale, found.redaction, found.unchecked) == (3, 1, 1, 1)
    assert {Lack.STALE, Lack.REDACTION, Lack.UNCHECKED} <= set(found.lacks)
    assert state(year, "IR 8").stale == 0  # it looks back on no period
    stale = [
        record
        for record in year.records_of("evidence")
        if item(year, "IR 2") in look_back.find_items_evidence_is_stale_for(year, record)
    ]
    assert len(stale) == found.stale


def test_progress_is_said_in_words_by_theme_and_by_owner() -> None:
    year = empty_assessment()
    year = answered(year, "IR 5", status="ready", owner="Ada")
    year = answered(year, "IR 6", status="gathering", owner="Ada")
    year = answered(year, "IR 7", status="not_applicable", owner="Ada")
    states = progress.list_item_states(year)
    assert (
        progress.count_progress(states).progress_summary
        == "1 of 37 ready, 1 being gathered, 35 not started, 1 not applicable"
    )
    themes = {share.name: share.progress for share in progress.share_by_theme(year, states)}
    assert list(themes)[:2] == ["All themes", "Working with people"]
    assert (themes["Working with people"].ready, themes["Working with people"].wanted_count) == (1, 8)
    ada, nobody = progress.share_by_owner(states)
    assert (ada.name, ada.progress.progress_summary, ada.lacking) == (
        "Ada",
        "1 of 2 ready, 1 being gathered, 1 not applicable",
        2,
    )
    assert (nobody.key, nobody.name, nobody.progress.wanted_count) == ("", "No owner", 35)


def test_a_status_that_is_not_known_counts_as_being_gathered() -> None:
    year = answered(empty_assessment(), "IR 5", status="half-way")
    assert progress.count_progress(progress.list_item_states(year)).gathering == 1


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2025-02-28T17:00:00", "11 days left"),
        ("2025-02-18T17:00:00", "due tomorrow"),
        ("2025-02-17", "due today"),
        ("2025-02-16T09:00:00", "1 day overdue"),
        ("2024-02-17", "366 days overdue"),
        ("", ""),
        ("soon", ""),
    ],
)
def test_days_left_are_said_in_words(at: str, words: str) -> None:
    year = dated(empty_assessment(), due_at=at or None)
    assert progress.find_deadlines(year, TODAY)[1].time_left == words


def test_both_dates_of_the_request_are_told_until_the_return_is_submitted() -> None:
    year = dated(empty_assessment(), due_at="2025-02-28T17:00:00", contacts_due_at="2025-02-14T17:00:00")
    contacts, whole = progress.find_deadlines(year, TODAY)
    assert contacts.day_and_time_left == "14 February 2025, 17:00 (3 days overdue)"
    assert whole.day_and_time_left == "28 February 2025, 17:00 (11 days left)"
    assert progress.find_deadlines(dated(year, submitted_on="2025-02-16"), TODAY)[0].time_left == "submitted"
    assert Deadline("due_at", "Return due", "", None).day_and_time_left == "no date written"


def test_contacts_stand_by_group_with_what_each_lacks() -> None:
    year, whole = with_record(empty_assessment(), "contact", group="carers", organisation="Carers", name="A", phone="1",
                              email="a@b.uk")  # fmt: skip
    year, part = with_record(
        year, "contact", group="network", organisation="Forum", name="B", phone="2", email="b@c.uk"
    )
    groups = {state.group.key: state for state in progress.list_contact_groups(year)}
    assert list(groups) == ["voluntary", "carers", "advocacy", "network"]
    assert (groups["voluntary"].contacts_summary, groups["carers"].contacts_summary) == ("none yet", "1 named")
    assert groups["network"].contacts_summary == "1 named, 1 incomplete"
    assert progress.list_missing_contact_fields(whole) == ()
    assert progress.list_missing_contact_fields(part) == ("Purpose",)


def test_a_period_is_told_in_dates_where_the_day_of_the_return_is_known() -> None:
    year = empty_assessment()
    assert progress.find_item_period(item(year, "IR 5"), "2025-03-03") == ("2024-03-04", "2025-03-03")
    assert progress.find_item_period(item(year, "IR 8"), "2025-03-03") is None
    said = progress.describe_item_period(dated(year, due_at="2025-03-03T17:00:00"), item(year, "IR 21"))
    assert said == "Looks back 3 months: from 4 December 2024 to 3 March 2025"
    assert "from the day the return is sent" in progress.describe_item_period(year, item(year, "IR 21"))
    assert progress.describe_item_period(year, item(year, "IR 8")) == "No period given"


def test_a_year_without_a_return_has_no_items() -> None:
    year = replace(empty_assessment(), information_return=None)
    assert progress.list_item_states(year) == ()
    assert progress.list_contact_groups(year) == ()
    assert progress.count_progress(()).progress_summary == "0 of 0 ready"


def test_figures_of_other_items_and_doubles_have_no_cell() -> None:
    year = figure(empty_assessment(), "IR 5", "care-reviews", "list-size", 12.0)
    year = figure(year, "IR 5", "care-reviews", "list-size", 13.0)
    year = figure(year, "IR 5", "no-such-line", "list-size", 1.0)
    year = figure(year, "IR 9", "equipment-provision", "target", 5.0)
    grid = figures.build_figure_grid(year, item(year, "IR 5"))
    assert grid.find_number("care-reviews", "list-size") == 12.0
    assert [record["value"] for record in grid.stray] == [13.0, 1.0]
    assert (len(grid.wanted_cells), len(grid.missing_cells)) == (16, 15)
    assert set(figures.build_figure_grids(year)) == {"IR 5", "IR 6", "IR 7", "IR 9", "IR 17", "IR 20", "IR 21", "IR 29"}


@pytest.mark.parametrize(
    ("median", "longest", "words"),
    [
        (20.0, 28.0, "Median wait within the target; longest wait within the target"),
        (29.0, 60.0, "Median wait over the target by 1 day; longest wait over the target by 32 days"),
        (None, 30.5, "Longest wait over the target by 2.5 days"),
        (None, None, ""),
    ],
)
def test_waits_are_held_against_the_target_in_words(median: float | None, longest: float | None, words: str) -> None:
    year = figure(empty_assessment(), "IR 29", "dols", "target", 28.0)
    year = figure(year, "IR 29", "dols", "median-wait", median)
    year = figure(year, "IR 29", "dols", "longest-wait", longest)
    grid = figures.build_figure_grid(year, item(year, "IR 29"))
    assert grid.compare_with_target("dols") == words
    assert grid.compare_with_target("section-42") == ""


@pytest.mark.parametrize(
    ("ref", "line", "values", "said"),
    [
        ("IR 5", "care-reviews", {"median-wait": 45, "longest-wait": 30}, "the median wait (45) is above the longest"),
        ("IR 5", "care-reviews", {"list-size": -3}, "waiting list is below zero (-3)"),
        ("IR 5", "care-reviews", {"list-size": 2.5}, "waiting list is not a whole number (2.5)"),
        (
            "IR 5",
            "care-reviews",
            {"longest-wait": 4000},
            "longest wait is more than five years (4,000). Is it in days?",
        ),
        (
            "IR 17",
            None,
            {"placed-now": 3, "placed-in-period": 4},
            "More placements in the period (4) than people placed",
        ),
        ("IR 21", "homecare", {"times-waited": 0, "average-wait": 3}, "an average wait is given, but nobody waited"),
    ],
)
def test_what_looks_odd_is_asked_about(ref: str, line: str | None, values: dict[str, float], said: str) -> None:
    year = empty_assessment()
    for key, value in values.items():
        year = figure(year, ref, line, key, float(value))
    (hint,) = figures.build_figure_grid(year, item(year, ref)).describe_oddities()
    assert said in hint
    assert figures.build_figure_grid(empty_assessment(), item(year, ref)).describe_oddities() == ()


def test_writing_many_cells_makes_changes_and_takes_out_in_one_go() -> None:
    year = figure(empty_assessment(), "IR 5", "care-reviews", "list-size", 12.0)
    year = figure(year, "IR 5", "care-reviews", "target", 28.0, note="By policy")
    typed = {
        ("care-reviews", "list-size"): "",
        ("care-reviews", "target"): "",
        ("care-reviews", "median-wait"): "45 days",
        ("care-assessments", "list-size"): "1,454",
        ("care-assessments", "target"): "n/a",
        ("financial-assessments", "target"): "",
    }
    changes, refused = figures.plan_figure_changes(year, item(year, "IR 5"), typed)
    assert sorted(change.operation for change in changes) == ["create", "create", "delete", "update"]
    made = [change.new for change in changes if change.operation == "create"]
    assert [each["values"]["value"] for each in made] == [45.0, 1454.0]
    assert [each["position"] for each in made] == [2, 3]
    assert list(refused) == [("care-assessments", "target")]
    assert "“n/a” is not a number" in refused["care-assessments", "target"]


def test_the_dates_of_figures_are_told_once_each() -> None:
    year = figure(empty_assessment(), "IR 5", "care-reviews", "list-size", 12.0, as_at="2025-02-28")
    grid = figures.build_figure_grid(year, item(year, "IR 5"))
    assert grid.list_as_at_dates() == ("2025-02-28",)
    year = figure(year, "IR 5", "care-assessments", "list-size", 3.0)
    year = figure(year, "IR 5", "care-assessments", "target", None, as_at="2020-01-01")
    grid = figures.build_figure_grid(year, item(year, "IR 5"))
    assert grid.list_as_at_dates() == ("", "2025-02-28")
    assert grid.list_as_at_dates("care-assessments") == ("",)
