from __future__ import annotations

import pytest

from selfassess.domain.model import commands, journal
from selfassess.domain.model.commands import AddRecord, MoveRecord, RemoveRecord, SetField, SetMany
from selfassess.domain.model.errors import InvalidValueError, WrongUseError
from selfassess.domain.model.journal import Operation
from tests.making import council, empty_assessment, filled, with_record

COUNCIL = council()


def test_setting_a_field_is_one_change_with_old_and_new() -> None:
    assessment = empty_assessment()
    judgement = assessment.judgements["equity"]
    (change,) = commands.work_out_changes(SetField(judgement.id, "score", "3 - Good standard"), assessment, COUNCIL)
    assert (change.operation, change.field, change.old, change.new) == (Operation.UPDATE, "score", None, 3)


def test_setting_what_is_so_already_changes_nothing() -> None:
    assessment = empty_assessment()
    judgement = assessment.judgements["equity"]
    assert commands.work_out_changes(SetField(judgement.id, "score", ""), assessment, COUNCIL) == ()


def test_a_refused_value_and_an_emptied_required_field_change_nothing() -> None:
    assessment, risk = with_record(empty_assessment(), "risk", quality_statement="equity", title="R")
    with pytest.raises(InvalidValueError):
        commands.work_out_changes(SetField(risk.id, "likelihood", 6), assessment, COUNCIL)
    with pytest.raises(WrongUseError, match="cannot be empty"):
        commands.work_out_changes(SetField(risk.id, "title", " "), assessment, COUNCIL)
    with pytest.raises(WrongUseError, match="no longer in the workbook"):
        commands.work_out_changes(SetField(risk.id, "evidence", ["gone"]), assessment, COUNCIL)


def test_council_and_year_are_set_like_any_record() -> None:
    assessment = empty_assessment()
    (first,) = commands.work_out_changes(SetField(COUNCIL.id, "region", "East Midlands"), assessment, COUNCIL)
    (second,) = commands.work_out_changes(SetField(assessment.id, "due_at", "28/02/2025 5pm"), assessment, COUNCIL)
    assert (first.kind, second.kind, second.new) == ("council", "assessment", "2025-02-28T17:00:00")


def test_a_new_record_stands_last_and_has_every_field() -> None:
    assessment, _ = with_record(empty_assessment(), "risk", quality_statement="equity", title="R")
    (change,) = commands.work_out_changes(AddRecord("risk", "new", {"title": "Another"}), assessment, COUNCIL)
    record = journal.apply_change(None, change)
    assert record is not None
    assert (record.position, record.assessment, record["title"], record["owner"]) == (1, assessment.id, "Another", None)


def test_there_is_one_judgement_for_each_statement() -> None:
    with pytest.raises(WrongUseError, match="already"):
        commands.work_out_changes(
            AddRecord("judgement", "x", {"quality_statement": "equity"}), empty_assessment(), COUNCIL
        )
    judgement = empty_assessment()
    with pytest.raises(WrongUseError, match="cannot be removed"):
        commands.work_out_changes(RemoveRecord(judgement.judgements["equity"].id), judgement, COUNCIL)


def test_removing_a_record_takes_links_to_it_out_and_what_belongs_to_it_along() -> None:
    assessment = filled(empty_assessment())
    evidence, measure = assessment.records_of("evidence")[0], assessment.records_of("measure")[0]
    made = commands.work_out_changes(RemoveRecord(evidence.id), assessment, COUNCIL)
    unlinked = {(change.kind, change.field) for change in made if change.operation is Operation.UPDATE}
    citing = ("strength", "improvement", "risk", "action", "story", "request", "accuracy_point")
    assert unlinked == {(kind, "evidence") for kind in citing}
    made = commands.work_out_changes(RemoveRecord(measure.id), assessment, COUNCIL)
    assert {c.kind for c in made if c.operation is Operation.DELETE} == {"measure", "measure_value", "comparator"}


def test_moving_swaps_places_and_stops_at_the_ends() -> None:
    assessment = empty_assessment()
    ids = []
    for title in "abc":
        assessment, record = with_record(assessment, "strength", quality_statement="equity", title=title)
        ids.append(record.id)
    made = commands.work_out_changes(MoveRecord(ids[2], -1), assessment, COUNCIL)
    assert {(change.record, change.new) for change in made} == {(ids[2], 1), (ids[1], 2)}
    assert commands.work_out_changes(MoveRecord(ids[0], -1), assessment, COUNCIL) == ()
    among = commands.work_out_changes(MoveRecord(ids[0], 1, among=(ids[0], ids[2])), assessment, COUNCIL)
    assert {(change.record, change.new) for change in among} == {(ids[0], 2), (ids[2], 0)}


def test_commands_are_named_in_words() -> None:
    assessment, risk = with_record(empty_assessment(), "risk", quality_statement="equity", title="R")
    assessment, _ = with_record(assessment, "risk", quality_statement="equity", title="S")
    named = {
        commands.describe_command(command, commands.work_out_changes(command, assessment, COUNCIL), assessment)
        for command in (
            SetField(risk.id, "owner", "x"),
            AddRecord("improvement", "n"),
            RemoveRecord(risk.id),
            MoveRecord(risk.id, 1),
            SetMany((SetField(risk.id, "title", "x"),)),
        )
    }
    assert named == {
        "change “Owner”", "add area for improvement", "remove risk", "move risk", "change “Risk”",
    }  # fmt: skip


def test_every_change_taken_back_leads_to_where_it_began() -> None:
    assessment = filled(empty_assessment())
    state = dict(assessment.by_id)
    made = commands.work_out_changes(RemoveRecord(assessment.records_of("evidence")[0].id), assessment, COUNCIL)
    for change in (*made, *(c.reverse_change() for c in reversed(made))):
        after = journal.apply_change(state.get(change.record), change)
        if after is None:
            del state[change.record]
        else:
            state[change.record] = after
    assert state == assessment.by_id
