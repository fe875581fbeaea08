"""Where an action stands on a day, what moved since another, and what a committee is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.improvement_plan.movement import rebuild_year_as_of
from selfassess.domain.improvement_plan.progress_report import (
    Progress,
    build_progress,
    list_progress_tables,
    progress_options,
)
from selfassess.domain.improvement_plan.rag import RULE, Rag, explain_rating
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment, Workbook
from tests.domain.test_editions import with_canaries
from tests.making import changed, empty_assessment, with_record, workbook

TODAY, SINCE = "2025-03-31", "2025-03-01"

CASES: tuple[tuple[dict[str, Value], dict[str, Value] | None, Rag], ...] = (
    ({"status": "complete", "due_on": "2024-01-01"}, None, Rag.COMPLETE),
    ({"completed_on": "2025-03-01", "due_on": "2024-01-01"}, None, Rag.COMPLETE),
    ({"status": "cancelled", "due_on": "2024-01-01"}, None, Rag.CANCELLED),
    ({"status": "in_progress", "due_on": "2025-03-30"}, None, Rag.LATE),
    ({"status": "in_progress", "due_on": "2025-03-31"}, None, Rag.AT_RISK),
    ({"status": "in_progress", "due_on": "2025-04-30"}, None, Rag.AT_RISK),
    ({"status": "in_progress", "due_on": "2025-05-01"}, None, Rag.ON_TRACK),
    ({"status": "in_progress", "due_on": "2025-09-01"}, {"due_on": "2025-03-30"}, Rag.AT_RISK),
    (
        {"status": "in_progress", "due_on": "2025-09-01"},
        {"due_on": "2025-03-30", "done_on": "2025-03-31"},
        Rag.ON_TRACK,
    ),
    ({"status": "in_progress", "due_on": "2025-09-01"}, {"due_on": "2025-03-31"}, Rag.ON_TRACK),
    ({"status": "in_progress"}, None, Rag.NO_DATE),
    ({"status": "in_progress"}, {"due_on": "2025-03-30"}, Rag.AT_RISK),
    ({}, None, Rag.NO_DATE),
    ({"due_on": "2025-09-01"}, None, Rag.NOT_STARTED),
    ({"status": "not_started", "due_on": "2025-09-01", "starts_on": "2025-03-30"}, None, Rag.AT_RISK),
    ({"status": "not_started", "due_on": "2025-09-01", "starts_on": "2025-03-31"}, None, Rag.NOT_STARTED),
    ({"status": "unheard of", "due_on": "2025-09-01"}, None, Rag.NOT_STARTED),
)


@pytest.mark.parametrize(("values", "milestone", "wanted"), CASES)
def test_where_an_action_stands(values: dict[str, Value], milestone: dict[str, Value] | None, wanted: Rag) -> None:
    year, action = with_record(empty_assessment(), "action", title="A", **values)
    if milestone is not None:
        year, _ = with_record(year, "milestone", action=action.id, title="M", **milestone)
    rag, why = explain_rating(action, year, TODAY)
    assert rag is wanted
    assert why.endswith(".")


def test_the_rule_is_told_for_each_answer_that_it_can_have() -> None:
    assert {line.partition(":")[0] for line in RULE} == {rag.label for rag in Rag} - {"Cancelled"}


def entries(year: Assessment, at: str) -> tuple[journal.Entry, ...]:
    made = [journal.create_record(record) for record in (year.record, *year.by_id.values())]
    return journal.make_entries(made, step=at, at=at, author="A")


def plan_that_moved() -> tuple[Workbook, dict[str, Record]]:
    """A year as it was before SINCE, and what became of it."""
    year, found = empty_assessment(), {}

    def add(name: str, kind: str, **values: Value) -> str:
        nonlocal year
        year, found[name] = with_record(year, kind, **values)
        return found[name].id

    slow = add("slow", "action", title="Hire", status="not_started", due_on="2025-03-10", quality_statement="equity")
    done = add("done", "action", title="Ask carers", status="in_progress", owner="Head of Carers, Ann Example")
    add("gone", "action", title="Buy software", status="in_progress")
    add("still", "action", title="Train", status="complete", completed_on="2025-02-01")
    risk = add("risk", "risk", title="Staff leave", status="open", likelihood=4, severity=4)
    before = entries(year, "2025-02-01T12:00:00+00:00")
    add("milestone", "milestone", action=slow, title="Advert out", due_on="2025-03-05", done_on="2025-03-07")
    add("missed", "milestone", action=slow, title="Interviews", due_on="2025-03-20")
    add("update", "update", about=slow, text="The advert is out", dated_on="2025-03-07", status="in_progress")
    add("old", "update", about=slow, text="Nobody knows when", dated_on="2025-02-20")
    add("news", "update", about=risk, text="Two people left", dated_on="2025-03-30")
    fresh = add("fresh", "action", title="Write to families", theme="leadership", due_on="2025-12-01")
    told = [journal.create_record(found[name]) for name in ("milestone", "missed", "update", "old", "news", "fresh")]
    for record, values in (
        (found["slow"], {"status": "in_progress"}),
        (found["done"], {"status": "complete", "completed_on": "2025-03-15", "effect": "Carers are heard"}),
        (found["risk"], {"likelihood": 5}),
    ):
        told += [journal.update_field(record, key, value) for key, value in values.items()]
        year = changed(year, record, **values)
    told.append(journal.delete_record(found["gone"]))
    kept = tuple(each for each in year.records_of("action") if each.id != found["gone"].id)
    year = replace(year, records={**year.records, "action": kept})
    assert {done, fresh} <= set(year.by_id)
    after = journal.make_entries(told, step="later", at="2025-03-20T12:00:00+00:00", author="A")
    return replace(workbook(year), journal=(*before, *after)), found


def build(held: Workbook, edition: Edition = Edition.BOARD, **chosen: bool) -> Progress:
    options = progress_options(edition, **chosen)
    return build_progress(held, None, since=SINCE, today=TODAY, edition=edition, options=options)


def test_what_moved_since_a_day_is_told_from_history_updates_and_dates() -> None:
    held, found = plan_that_moved()
    movement = build(held).movement
    names = {key: [each["title"] for each in getattr(movement, key)] for key in ("new", "closed", "late", "reached")}
    assert names == {
        "new": ["Write to families"], "closed": ["Ask carers"], "late": ["Hire"], "reached": ["Advert out"],
    }  # fmt: skip
    assert [each["title"] for each in movement.missed] == ["Interviews"]
    assert movement.removed == ("Buy software",)
    moved = {each.record["title"]: each for each in movement.moved}
    assert moved["Hire"].changes == ("Status: In progress, before Not started.",)
    assert [each["text"] for each in moved["Hire"].updates] == ["The advert is out"]
    assert moved["Staff leave"].changes == ("Likelihood: 5, before 4.",)
    year = rebuild_year_as_of(held, held.current, SINCE)
    assert year is not None
    assert {record["title"] for record in year.records_of("action")} == {"Hire", "Ask carers", "Buy software", "Train"}
    assert found["fresh"].id not in year.by_id


def test_without_a_history_the_dates_tell_and_it_is_said() -> None:
    held, _ = plan_that_moved()
    made = build(replace(held, journal=()))
    assert not made.movement.knows_before
    assert (made.movement.new, made.movement.removed) == ((), ())
    assert [each["title"] for each in made.movement.closed] == ["Ask carers"]
    assert "does not reach back to 1 March 2025" in repr(made.made)
    assert "does not reach back" not in repr(build(held).made)


def test_the_report_says_effect_and_lateness_and_owners_by_their_role_only() -> None:
    held, _ = plan_that_moved()
    said = repr(build(held).made.sections)
    for words in ("Carers are heard", "21 days", "Head of Carers", "1 milestone was reached", "1 new, 1 closed and 1"):
        assert words in said
    assert "Ann Example" not in said
    assert "Ann Example" in repr(build(held, names=True).made.sections)
    assert "Two people left" not in repr(build(held, risks=False).made.sections)


@pytest.mark.parametrize("edition", [Edition.BOARD, Edition.FULL])
def test_the_report_tells_nothing_that_its_edition_does_not_show(edition: Edition) -> None:
    year, canaries = with_canaries()
    action = year.records_of("action")[0]
    year = changed(year, action, due_on="2025-03-10", status="in_progress")
    for kind, link in (("milestone", "action"), ("update", "about")):
        year = changed(year, year.records_of(kind)[0], **{link: action.id})
    held = replace(workbook(year), journal=entries(year, "2025-02-01T12:00:00+00:00"))
    made = build(held, edition)
    said = repr(made.made) + repr(list(list_progress_tables(made.made, made.movement)))
    told = {key for key, canary in canaries.items() if canary in said}
    assert ("action", "title") in told
    assert {kind for kind, _ in told} <= {"action", "milestone", "update", "risk"}
    allowed = {key for key in canaries if _may_show(key, edition)}
    assert told <= allowed, told - allowed


def _may_show(key: tuple[str, str], edition: Edition) -> bool:
    spec = CATALOGUE[key[0]].by_key[key[1]]
    return edition in spec.editions and not spec.personal


def test_it_is_made_for_nobody_who_may_not_see_how_actions_stand() -> None:
    held, _ = plan_that_moved()
    for edition in (Edition.CQC, Edition.PUBLIC):
        with pytest.raises(WrongUseError, match="how actions stand"):
            build_progress(
                held, None, since=SINCE, today=TODAY, edition=edition, options=progress_options(Edition.BOARD)
            )
