"""The story that the journal tells."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from selfassess.domain.history import history
from selfassess.domain.history.history import Way, list_field_versions, tell_history
from selfassess.domain.history.history_wording import (
    Memory,
    compare_telling_texts,
    describe_change_amount,
    describe_step,
    summarise_telling,
)
from selfassess.domain.model import commands, journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.workbook import Assessment
from tests.making import council, empty_assessment, with_record

START = datetime.fromisoformat("2025-02-17T10:00:00+00:00")


def entry(
    change: Change, minutes: float = 0, author: str = "Ada", id: str = "", follows: tuple[str, ...] | None = None
) -> Entry:
    at = (START + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")
    made = journal.make_entries((change,), step=id or f"{author}{minutes}", at=at, author=author)[0]
    return Entry(id=id or made.id, step=made.step, at=at, author=author, change=change, follows=follows)


@pytest.fixture
def risk() -> Record:
    return with_record(empty_assessment(), "risk", title="Waits", quality_statement="equity")[1]


def writes(record: Record, *texts: str) -> list[Change]:
    found, before = [], record["cause"]
    for text in texts:
        found.append(Change(
            kind="risk", record=record.id, operation=journal.Operation.UPDATE, field="cause", old=before, new=text
        ))  # fmt: skip
        before = text
    return found


def test_saves_of_one_sitting_are_told_as_one_with_their_span(risk: Record) -> None:
    first, second, third = writes(risk, "A", "A b", "A b c")
    told = list(tell_history([entry(first), entry(second, 12), entry(third, 20)]))
    assert [(each.old, each.new, each.saves) for each in told] == [(None, "A b c", 3)]
    assert history.parse_journal_time(told[0].began) == START
    assert history.parse_journal_time(told[0].at) == START + timedelta(minutes=20)
    assert " to " in history.format_time_span(told[0])


@pytest.mark.parametrize(
    ("minutes", "author"), [(31, "Ada"), (5, "Bo")], ids=["after a long pause", "by somebody else"]
)
def test_what_was_not_one_sitting_is_told_apart(risk: Record, minutes: float, author: str) -> None:
    first, second = writes(risk, "A", "A b")
    told = list(tell_history([entry(first), entry(second, minutes, author)]))
    assert [(each.old, each.new) for each in told] == [(None, "A"), ("A", "A b")]


def test_a_sitting_goes_on_while_somebody_else_writes_elsewhere(risk: Record) -> None:
    first, second = writes(risk, "A", "A b")
    aside = journal.update_field(risk, "owner", "Head of service")
    told = list(tell_history([entry(first), entry(aside, 1, "Bo"), entry(second, 2)]))
    assert [(each.field, each.new) for each in told] == [("owner", "Head of service"), ("cause", "A b")]


def test_a_clock_that_runs_backwards_changes_nothing_of_the_order(risk: Record) -> None:
    first, second = writes(risk, "A", "B")
    told = list(tell_history([entry(first), entry(second, -600, "Bo")]))
    assert [each.new for each in told] == ["A", "B"]


def test_what_came_in_and_what_was_decided_are_told_as_such(risk: Record) -> None:
    made = entry(journal.create_record(risk), id="made")
    mine, theirs = writes(risk, "Mine")[0], writes(risk, "Theirs")[0]
    chosen = Change(
        kind="risk", record=risk.id, operation=journal.Operation.UPDATE, field="cause", old="Theirs", new="Mine"
    )
    later = writes(risk, "Later")[0]
    story = [
        made, entry(mine, 5, id="mine"), entry(theirs, 3, "Bo", "theirs", follows=("made",)),
        entry(chosen, 60, id="chosen"), entry(later, 100),
    ]  # fmt: skip
    told = list(tell_history(story))
    assert [each.way for each in told] == [Way.WRITTEN, Way.WRITTEN, Way.CAME_IN, Way.DECIDED, Way.WRITTEN]
    assert [each.value for each in list_field_versions(story, "cause")] == ["Mine", "Theirs", "Mine", "Later"]


def test_an_edit_after_something_came_in_is_no_decision(risk: Record) -> None:
    came = entry(writes(risk, "Theirs")[0], 3, "Bo", "theirs", follows=("made",))
    told = list(tell_history([entry(journal.create_record(risk), id="made"), came, entry(writes(risk, "Mine")[0], 9)]))
    assert [each.way for each in told] == [Way.WRITTEN, Way.CAME_IN, Way.WRITTEN]


def test_what_somebody_kept_when_copies_met_is_said_so(risk: Record) -> None:
    kept = Change(
        kind="risk", record=risk.id, operation=journal.Operation.UPDATE, field="cause", old="Mine", new="Mine"
    )
    story = [
        entry(journal.create_record(risk), id="made"), entry(writes(risk, "Mine")[0], 1, id="mine"),
        entry(writes(risk, "Theirs")[0], 2, "Bo", "theirs", follows=("made",)), entry(kept, 60, id="chosen"),
    ]  # fmt: skip
    last = list(tell_history(story))[-1]
    assert summarise_telling(last, Memory(())) == "Cause: kept “Mine” (decided when two copies met)"


def test_the_versions_of_a_field_begin_with_what_it_was_added_with(risk: Record) -> None:
    began = Record(
        kind="risk", id=risk.id, position=0, assessment=risk.assessment, values={**risk.values, "cause": "First"}
    )
    story = [entry(journal.create_record(began)), entry(writes(began, "Second")[0], 40, "Bo")]
    found = list_field_versions(story, "cause")
    assert [each.value for each in found] == ["First", "Second"]
    assert found[0].describe_origin == "when this was added"
    assert found[1].who_and_when.startswith("Bo, 17 February 2025, ")


def removed(year: Assessment, record: Record) -> tuple[Assessment, tuple[Change, ...]]:
    changes = commands.work_out_changes(RemoveRecord(record.id), year, council())
    state = {each.id: each for each in year.by_id.values()}
    for change in changes:
        after = journal.apply_change(state.get(change.record), change)
        state.pop(change.record) if after is None else state.update({after.id: after})
    records: dict[str, tuple[Record, ...]] = {}
    for each in state.values():
        records[each.kind] = (*records.get(each.kind, ()), each)
    return Assessment(
        record=year.record, framework=year.framework, information_return=year.information_return, records=records
    ), changes


def test_what_was_removed_comes_back_with_what_belonged_to_it_and_the_links_to_it() -> None:
    year, risk = with_record(empty_assessment(), "risk", title="Waits", quality_statement="equity")
    year, action = with_record(year, "action", title="Recruit", quality_statement="equity", addresses=(risk.id,))
    year, _ = with_record(year, "comment", about=risk.id, text="Is this still so?")
    after, step = removed(year, risk)
    assert after.by_id[action.id]["addresses"] is None
    changes = history.build_restoring_changes(risk.id, step, after.by_id, [year.id])
    assert [(each.kind, each.operation) for each in changes] == [
        ("risk", "create"), ("comment", "create"), ("action", "update"),
    ]  # fmt: skip
    assert changes[-1].new == (risk.id,)


def test_what_belongs_to_something_removed_does_not_come_back_alone() -> None:
    year, risk = with_record(empty_assessment(), "risk", title="Waits", quality_statement="equity")
    year, comment = with_record(year, "comment", about=risk.id, text="Is this still so?")
    after, step = removed(year, risk)
    with pytest.raises(WrongUseError, match="Bring that back"):
        history.build_restoring_changes(comment.id, step, after.by_id, [year.id])
    with pytest.raises(WrongUseError, match="whole year"):
        history.build_restoring_changes(risk.id, step, after.by_id, [])


def test_steps_say_in_what_they_changed_something_and_how_much_they_come_to() -> None:
    year, risk = with_record(empty_assessment(), "risk", title="Waits", quality_statement="equity")
    own = council()

    def said(command: commands.Command) -> str:
        changes = commands.work_out_changes(command, year, own)
        return describe_step(commands.describe_command(command, changes, year), changes, year, own)

    name = year.framework.find_statement("equity")
    assert name is not None
    assert said(SetField(year.judgements["equity"].id, "summary", "x")) == f"change “Where we are” in {name.name}"
    assert said(RemoveRecord(risk.id)) == "remove risk: Waits"
    assert said(AddRecord("risk", "new", {"title": "Cost", "quality_statement": "equity"})) == "add risk: Cost"
    many = (*map(journal.create_record, year.records_of("judgement")), journal.delete_record(risk))
    assert describe_step("import changes from x.sawb", many, year) == "import changes from x.sawb: 9 new, 1 removed"
    assert describe_step("change “Owner” of 10 risks", many, year) == "change “Owner” of 10 risks"
    assert describe_change_amount(many[:2]) == "2 new"


def test_a_line_names_links_and_statements_in_words() -> None:
    year, evidence = with_record(empty_assessment(), "evidence", title="Carers survey")
    year, risk = with_record(year, "risk", title="Waits", quality_statement="equity")
    memory = Memory.from_assessment(year)
    linked = next(tell_history([entry(journal.update_field(risk, "evidence", (evidence.id,)))]))
    assert summarise_telling(linked, memory) == "Evidence: nothing → Carers survey"
    assert memory.find_statements(risk.id) == ("equity",)
    judgement = year.judgements["equity"]
    statement = year.framework.find_statement("equity")
    assert statement is not None
    assert memory.describe_record(judgement.id, "judgement") == f"Judgement: {statement.name}"
    gone = next(tell_history([entry(journal.delete_record(risk))]))
    assert any("Waits" in piece.text for piece in compare_telling_texts(gone, memory))
