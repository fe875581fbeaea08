"""How far evidence covers what the framework asks for, down to named sources, and why an item counts only in part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.information_return import look_back
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import (
    Cell,
    State,
    assess_coverage,
    bring_coverage_up,
    explain_shortcomings,
)
from tests.making import TODAY, changed, empty_assessment, with_record

S = "equity"


def year(**values: Value) -> Assessment:
    made = empty_assessment()
    return replace(made, record=replace(made.record, values={**made.record.values, **values}))


def with_item(assessment: Assessment, **values: Value) -> Assessment:
    return with_record(assessment, "evidence", **{"title": "Report", "quality_statements": (S,), **values})[0]


def item(assessment: Assessment) -> Record:
    return assessment.records_of("evidence")[-1]


def cell(assessment: Assessment, category: str = "people", statement: str = S) -> Cell:
    return assess_coverage(assessment).cells_of_statement(statement)[category]


def asked(assessment: Assessment, category: str = "people") -> list[str]:
    spec = assessment.framework.find_statement(S)
    assert spec is not None
    return [use.source for use in spec.evidence[category] if not use.if_available]


def source_state(assessment: Assessment, source: str, category: str = "people") -> State:
    return next(each.state for each in cell(assessment, category).sources if each.source == source)


def test_every_statement_and_category_has_a_cell_and_nothing_is_there_at_first() -> None:
    found = assess_coverage(empty_assessment())
    assert [len(row) for row in found.cells.values()] == [4] * 9
    assert found.count_cells(State.MISSING) == 36
    assert cell(empty_assessment()).describe_cell == "0 of 6 sources have evidence; 0 items of evidence."


def test_an_item_counts_under_each_statement_it_bears_on() -> None:
    made = with_item(empty_assessment(), category="people", quality_statements=(S, "governance", "no-such-statement"))
    counts = assess_coverage(made).item_counts
    assert counts[S]["people"] == counts["governance"]["people"] == 1
    assert counts["learning"]["people"] == 0


def test_a_source_that_is_only_asked_for_if_available_is_never_missing() -> None:
    found = cell(empty_assessment())
    optional = [each for each in found.sources if each.if_available]
    assert [each.state for each in optional] == [State.IF_AVAILABLE]
    assert found.sources_asked == len(found.missing_sources) == len(found.sources) - 1


def test_a_category_is_covered_once_every_source_always_asked_for_is() -> None:
    made = empty_assessment()
    states = []
    for source in asked(made):
        made = with_item(made, category="people", source=source)
        states.append(cell(made).state)
    assert states == [State.PARTIAL] * 5 + [State.COVERED]
    assert (cell(made).sources_covered, cell(made).sources_asked, cell(made).missing_sources) == (6, 6, ())


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"strength": "weak"}, "Marked as weak evidence."),
        ({"strength": "partial"}, "Marked as partial evidence."),
        ({"not_reviewed": True}, "Carried forward from an earlier year and not reviewed since."),
        ({"personal_data": "needs_redaction"}, "Personal data in it is still to be redacted."),
        (
            {"return_items": ("IR 5",), "covers_to": "2024-02-27"},
            "Too old for IR 5, which looks back 12 months, to 28 February 2024.",
        ),
    ],
)
def test_an_item_that_does_not_count_in_full_covers_its_source_in_part(values: dict[str, Value], why: str) -> None:
    made = with_item(year(due_at="2025-02-28T17:00:00"), category="people", source="healthwatch", **values)
    assert source_state(made, "healthwatch") is State.PARTIAL
    assert explain_shortcomings(made, item(made)) == (why,)
    assert cell(made).describe_cell == "1 of 6 sources have evidence, 1 of them only in part; 1 item of evidence."
    # One item that counts in full is enough.
    assert source_state(with_item(made, category="people", source="healthwatch"), "healthwatch") is State.COVERED


@pytest.mark.parametrize(
    "values",
    [
        {"strength": "strong", "personal_data": "redacted"},
        {"personal_data": "not_checked"},
        {"return_items": ("IR 5",), "covers_to": "2024-02-28"},
        {"return_items": ("IR 5",)},
        {"covers_to": "1990-01-01"},
    ],
)
def test_an_item_counts_in_full_where_nothing_speaks_against_it(values: dict[str, Value]) -> None:
    made = with_item(year(due_at="2025-02-28T17:00:00"), category="people", source="healthwatch", **values)
    assert source_state(made, "healthwatch") is State.COVERED
    assert explain_shortcomings(made, item(made)) == ()


def test_weak_items_from_every_source_leave_the_category_partial() -> None:
    made = empty_assessment()
    for source in asked(made):
        made = with_item(made, category="people", source=source, strength="weak")
    assert cell(made).state is State.PARTIAL
    assert (cell(made).sources_covered, cell(made).sources_in_part) == (6, 6)


def test_an_item_without_a_source_stands_beside_the_sources() -> None:
    made = with_item(empty_assessment(), category="people")
    found = cell(made)
    assert (found.state, found.sources_covered, found.item_count) == (State.PARTIAL, 0, 1)
    assert found.others == (item(made),)


def test_a_source_of_another_category_is_not_covered_by_it() -> None:
    made = with_item(empty_assessment(), category="processes", source="healthwatch")
    assert source_state(made, "healthwatch") is State.MISSING
    assert cell(made, "processes").others == (item(made),)


def test_an_item_without_a_category_stands_where_its_source_is_asked_for() -> None:
    made = with_item(empty_assessment(), source="healthwatch")
    assert source_state(made, "healthwatch") is State.COVERED
    nowhere = with_item(empty_assessment())
    assert sum(count for row in assess_coverage(nowhere).item_counts.values() for count in row.values()) == 0


def test_an_unknown_category_does_no_harm() -> None:
    made = with_item(empty_assessment(), category="no-such-category", source="no-such-source")
    assert assess_coverage(made).count_cells(State.MISSING) == 36


def test_it_is_worked_out_once_for_the_same_evidence_and_anew_when_the_day_moves() -> None:
    made = with_item(
        year(due_at="2025-02-28T17:00:00"),
        category="people", source="healthwatch", return_items=("IR 5",), covers_to="2024-03-01",
    )  # fmt: skip
    known = bring_coverage_up(None, made)
    assert bring_coverage_up(known, replace(made, records={**made.records, "risk": ()})) is known
    later = replace(made, record=replace(made.record, values={**made.record.values, "due_at": "2025-03-28T17:00:00"}))
    assert (source_state(made, "healthwatch"), source_state(later, "healthwatch")) == (State.COVERED, State.PARTIAL)


def test_what_is_revised_after_a_change_is_as_if_it_was_worked_out_anew() -> None:
    made = year(due_at="2025-02-28T17:00:00")
    for number, source in enumerate(("healthwatch", "case-tracking", None, "healthwatch")):
        made = with_item(made, title=f"Report {number}", category="people", source=source)
    steps = [
        lambda y: changed(y, y.records_of("evidence")[0], strength="weak"),
        lambda y: changed(y, y.records_of("evidence")[1], quality_statements=("governance", S)),
        lambda y: changed(y, y.records_of("evidence")[3], category="processes"),
        lambda y: with_item(y, title="New", source="healthwatch"),
        lambda y: replace(y, records={**y.records, "evidence": y.records_of("evidence")[1:]}),
        lambda y: changed(y, y.records_of("evidence")[0], strength="strong", quality_statements=None),
    ]
    known = bring_coverage_up(None, made)
    for step in steps:
        made = step(made)
        known = bring_coverage_up(known, made)
        assert known.coverage == assess_coverage(made)


# --- freshness -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, ""),
        ({"dated_on": "2024-05-03"}, "dated 3 May 2024"),
        ({"dated_on": "2024-05-03", "as_at": "2024-03-31"}, "as at 31 March 2024"),
        ({"covers_from": "2023-04-01", "covers_to": "2024-03-31"}, "1 April 2023 to 31 March 2024"),
        ({"covers_to": "2024-03-31", "as_at": "2024-04-02"}, "until 31 March 2024, as at 2 April 2024"),
        ({"covers_from": "2023-04-01"}, "from 1 April 2023"),
    ],
)
def test_what_an_item_covers_is_said_in_words(values: dict[str, Value], said: str) -> None:
    assert look_back.describe_covered_time(item(with_item(empty_assessment(), **values))) == said


def test_one_item_can_be_stale_for_one_part_of_the_return_and_fresh_for_another() -> None:
    refs = ("IR 5", "IR 21", "IR 27", "IR 1", "IR 99")
    made = with_item(year(due_at="2025-02-28T17:00:00"), return_items=refs, covers_to="2024-06-30")
    found = look_back.build_look_back(made)
    assert [each.ref for each in found.find_stale_items(item(made))] == ["IR 21"]
    assert tuple(found.describe_stale_items(item(made))) == (
        "Too old for IR 21, which looks back 3 months, to 28 November 2024.",
    )
    assert look_back.find_items_evidence_is_stale_for(made, item(made)) == found.find_stale_items(item(made))


def test_it_is_measured_from_the_day_of_submission_once_there_is_one() -> None:
    made = with_item(
        year(due_at="2025-02-28T17:00:00", submitted_on="2025-03-14"), return_items=("IR 5",), covers_to="2024-03-10"
    )
    assert [each.ref for each in look_back.find_items_evidence_is_stale_for(made, item(made))] == ["IR 5"]


def test_without_a_day_only_what_was_carried_forward_is_measured() -> None:
    old: dict[str, Value] = {"return_items": ("IR 5",), "covers_to": "2020-03-10"}
    fresh, carried = with_item(year(), **old), with_item(year(), **old, not_reviewed=True)
    assert look_back.find_items_evidence_is_stale_for(fresh, item(fresh), TODAY) == ()
    assert [each.ref for each in look_back.find_items_evidence_is_stale_for(carried, item(carried), TODAY)] == ["IR 5"]
