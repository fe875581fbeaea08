from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from selfassess.domain.merging import integrity
from selfassess.domain.merging.resolution import Decisions, Resolution, work_out_outcomes
from selfassess.domain.merging.three_way import (
    WHOLE,
    Difference,
    Merge,
    Outcome,
    find_base_at,
    find_common_base,
    find_ever_removed,
    is_same_value,
    merge_records,
)
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.commands import AddRecord, Command, RemoveRecord, SetField
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.import_result import Sent
from selfassess.domain.model.journal import Entry
from tests.domain.merge_making import Records, done, edits, records, start, workbook

Edits = tuple[Command, ...]
BASE = records(start())
EQUITY = next(j.id for j in start().records_of("judgement") if j["quality_statement"] == "equity")


def taken(merged: Merge, mine: Records, otherwise: Resolution | None = None) -> Records:
    """What this side holds once a merge is taken."""
    after = dict(mine)
    for change in work_out_outcomes(merged, mine, Decisions(otherwise=otherwise)).changes:
        record = journal.apply_change(after.get(change.record), change)
        if record is None:
            del after[change.record]
        else:
            after[record.id] = record
    return after


def edited(commands: Edits) -> Records:
    return records(done(start(), *commands))


def one(merged: Merge) -> Difference:
    (difference,) = merged.differences
    return difference


def everything(*kinds: str) -> Sent:
    """A file of sheets that speaks of all fields of these kinds and lists their rows."""
    return Sent(fields={kind: frozenset(CATALOGUE[kind].by_key) for kind in kinds}, listed=frozenset(kinds))


# --- properties ------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(theirs=edits("them"))
def test_where_only_they_changed_something_the_outcome_is_theirs(theirs: Edits) -> None:
    merged = merge_records(BASE, BASE, edited(theirs))
    assert merged.all_conflicts == ()
    assert taken(merged, BASE) == edited(theirs)


@settings(deadline=None)
@given(mine=edits("me"))
def test_where_they_changed_nothing_nothing_happens(mine: Edits) -> None:
    assert merge_records(BASE, edited(mine), BASE) == Merge(differences=())


@settings(deadline=None)
@example(
    mine=(RemoveRecord("improvement-2"),),
    theirs=(SetField("action-1", "addresses", ["improvement-1", "improvement-2", "risk-1"]),),
    otherwise=Resolution.MINE,
)
@example(
    mine=(SetField("action-1", "detail", "First.\n\nThird."),),
    theirs=(SetField("action-1", "detail", "First.\n\nSecond.\n\nFourth by them."),),
    otherwise=Resolution.MINE,
)
@example(
    mine=(SetField("action-1", "detail", "First.\n\nSecond.\n\nFourth by me."),),
    theirs=(SetField("action-1", "detail", "First.\n\nThird."),),
    otherwise=Resolution.THEIRS,
)
@given(mine=edits("me"), theirs=edits("them"), otherwise=st.sampled_from(Resolution))
def test_the_outcome_hangs_together_and_taking_it_twice_is_taking_it_once(
    mine: Edits, theirs: Edits, otherwise: Resolution
) -> None:
    after = taken(merge_records(BASE, edited(mine), edited(theirs)), edited(mine), otherwise)
    assert list(integrity.find_faults(workbook(after))) == []
    assert taken(merge_records(BASE, after, edited(theirs)), after, otherwise) == after


def written(found: Records, base: Records) -> dict[tuple[str, str], str]:
    """The texts that were written since the base."""
    return {
        (id, spec.key): str(record[spec.key])
        for id, record in found.items()
        for spec in CATALOGUE[record.kind].fields
        if spec.kind in (Kind.PROSE, Kind.TEXT) and record[spec.key] is not None
        and (id not in base or base[id][spec.key] != record[spec.key])
    }  # fmt: skip


@settings(deadline=None)
@given(mine=edits("me"), theirs=edits("them"), both=st.booleans())
def test_nothing_written_here_is_lost_unless_somebody_decides_so(mine: Edits, theirs: Edits, both: bool) -> None:
    otherwise = Resolution.BOTH if both else Resolution.MINE
    after = taken(merge_records(BASE, edited(mine), edited(theirs)), edited(mine), otherwise)
    for (id, key), text in written(edited(mine), BASE).items():
        began = BASE[id].text_of(key).split("\n\n") if id in BASE else []
        for paragraph in text.split("\n\n"):
            if paragraph not in began:  # what stood there before was not written here; they may have replaced it
                assert paragraph in after[id].text_of(key)


@settings(deadline=None)
@given(mine=edits("me"), theirs=edits("them"))
def test_what_they_wrote_comes_in_whatever_order_sides_are_in(mine: Edits, theirs: Edits) -> None:
    forth = taken(merge_records(BASE, edited(mine), edited(theirs)), edited(mine), Resolution.THEIRS)
    for (id, key), text in written(edited(theirs), BASE).items():
        assert forth[id].text_of(key) == text
    back = taken(merge_records(BASE, edited(theirs), edited(mine)), edited(theirs), Resolution.MINE)
    assert {id: _plain(r) for id, r in forth.items()} == {id: _plain(r) for id, r in back.items()}


def _plain(record: Record) -> dict[str, object]:
    """What a record says; links in no order."""
    return {key: frozenset(value) if isinstance(value, tuple) else value for key, value in record.values.items()}


@settings(deadline=None)
@given(mine=edits("me"), theirs=edits("them"), otherwise=st.sampled_from(Resolution))
def test_without_a_base_nothing_is_removed_and_nothing_blanked(
    mine: Edits, theirs: Edits, otherwise: Resolution
) -> None:
    after = taken(merge_records(None, edited(mine), edited(theirs)), edited(mine), otherwise)
    assert after.keys() >= edited(mine).keys()
    for id, record in edited(mine).items():
        for key, value in record.values.items():
            assert value is None or after[id][key] is not None


# --- field by field --------------------------------------------------------------------------------------------------


def set_(record: str, field: str, value: object) -> Records:
    return records(done(start(), SetField(record, field, value)))


def test_a_field_they_changed_is_taken_and_another_that_i_changed_stays() -> None:
    mine, theirs = set_("risk-1", "controls", "Mine"), set_("risk-1", "cause", "Theirs")
    merged = merge_records(BASE, mine, theirs)
    assert (one(merged).outcome, one(merged).id, one(merged).kind) == (Outcome.CHANGED, "risk-1", "risk")
    assert [each.field for each in one(merged).fields] == ["cause"]
    after = taken(merged, mine)
    assert (after["risk-1"]["controls"], after["risk-1"]["cause"]) == ("Mine", "Theirs")


def test_both_changing_one_field_is_a_conflict_unless_they_wrote_the_same() -> None:
    mine = set_(EQUITY, "score", 3)
    assert merge_records(BASE, mine, set_(EQUITY, "score", 3)).differences == ()
    merged = merge_records(BASE, mine, set_(EQUITY, "score", 2))
    ((difference, field),) = merged.all_conflicts
    assert field == "score"
    (found,) = difference.fields
    assert (found.base, found.mine, found.theirs, found.conflict) == (None, 3, 2, True)
    assert merged.differences_with(Outcome.CHANGED) == (difference,)


def test_what_they_emptied_is_emptied_but_not_what_has_to_be_filled() -> None:
    emptied = set_("risk-1", "cause", None)
    theirs = {**emptied, "risk-2": _with(BASE["risk-2"], title=None)}
    mine = set_("risk-2", "controls", "Mine")
    merged = merge_records(BASE, mine, theirs)
    assert one(merged).id == "risk-1"
    (problem,) = merged.problems
    assert (problem.id, problem.field) == ("risk-2", "title")
    assert "stays as it is" in problem.message
    assert taken(merged, mine)["risk-1"]["cause"] is None


def _with(record: Record, **values: Value) -> Record:
    return replace(record, values={**record.values, **values})


def test_links_are_merged_link_by_link() -> None:
    base = set_("risk-1", "evidence", ("evidence-1",))
    mine = {**base, "evidence-3": replace(BASE["evidence-1"], id="evidence-3", position=9)}
    theirs = dict(base)
    mine["risk-1"] = _with(base["risk-1"], evidence=("evidence-1", "evidence-3"))
    theirs["risk-1"] = _with(base["risk-1"], evidence=("evidence-2",))
    merged = merge_records(base, mine, theirs)
    assert merged.all_conflicts == ()
    assert taken(merged, mine)["risk-1"]["evidence"] == ("evidence-2", "evidence-3")
    # Whoever takes out what the other took out as well has changed nothing.
    theirs["risk-1"] = _with(base["risk-1"], evidence=None)
    mine["risk-1"] = _with(base["risk-1"], evidence=("evidence-3",))
    assert merge_records(base, mine, theirs).differences == ()


def test_without_a_base_links_of_both_sides_stay() -> None:
    mine = set_("risk-1", "evidence", ("evidence-1",))
    theirs = set_("risk-1", "evidence", ("evidence-2",))
    merged = merge_records(None, mine, theirs)
    assert taken(merged, mine)["risk-1"]["evidence"] == ("evidence-1", "evidence-2")


def test_a_move_is_taken_from_a_whole_file_and_not_from_sheets() -> None:
    theirs = {**BASE, "risk-1": replace(BASE["risk-1"], position=7)}
    assert taken(merge_records(BASE, BASE, theirs), BASE)["risk-1"].position == 7
    assert merge_records(BASE, BASE, theirs, sent=everything("risk")).differences == ()
    mine = {**BASE, "risk-1": replace(BASE["risk-1"], position=5)}
    assert merge_records(BASE, mine, theirs).differences == ()


def test_true_and_one_are_not_the_same() -> None:
    assert not is_same_value(True, 1)
    assert is_same_value(1, 1)
    assert is_same_value(None, None)


# --- records that came and went --------------------------------------------------------------------------------------


def test_a_record_they_removed_goes_unless_it_was_changed_here() -> None:
    theirs = records(done(start(), RemoveRecord("strength-1")))
    merged = merge_records(BASE, BASE, theirs)
    assert one(merged).outcome is Outcome.REMOVED
    assert "strength-1" not in taken(merged, BASE)
    mine = set_("strength-1", "detail", "Mine")
    merged = merge_records(BASE, mine, theirs)
    assert merged.all_conflicts == ((one(merged), WHOLE),)
    assert one(merged).conflicting_fields == (WHOLE,)
    assert taken(merged, mine, Resolution.MINE) == mine
    assert "strength-1" not in taken(merged, mine, Resolution.THEIRS)


def test_what_was_written_here_on_something_they_removed_makes_it_a_conflict() -> None:
    theirs = records(done(start(), RemoveRecord("measure-1")))
    assert not {"measure-1", "value-1", "comment-2"} & theirs.keys()
    mine = records(done(start(), AddRecord("comment", "mine", {"about": "value-2", "text": "Look again"})))
    merged = merge_records(BASE, mine, theirs)
    assert {each.id for each, _ in merged.all_conflicts} == {"measure-1", "value-2"}
    kept = taken(merged, mine, Resolution.MINE)
    assert {"measure-1", "value-2", "mine"} <= kept.keys()
    assert not {"measure-1", "value-2", "mine"} & taken(merged, mine, Resolution.THEIRS).keys()


def test_what_they_removed_while_they_still_list_what_belongs_to_it_is_a_conflict() -> None:
    theirs = {id: record for id, record in BASE.items() if id != "measure-1"}
    assert {each.id for each, _ in merge_records(BASE, BASE, theirs).all_conflicts} == {"measure-1"}


def test_a_record_removed_here_that_they_changed_is_a_conflict_and_else_stays_away() -> None:
    mine = records(done(start(), RemoveRecord("strength-1")))
    assert merge_records(BASE, mine, BASE).differences == ()
    theirs = set_("strength-1", "detail", "Theirs")
    merged = merge_records(BASE, mine, theirs)
    assert (one(merged).outcome, one(merged).conflict) == (Outcome.NEW, True)
    assert taken(merged, mine, Resolution.MINE) == mine
    assert taken(merged, mine, Resolution.THEIRS)["strength-1"]["detail"] == "Theirs"
    # Without a base, that it was here once is all there is to know.
    merged = merge_records(None, mine, BASE, removed_here=frozenset({"strength-1"}))
    assert one(merged).conflict


def test_a_record_they_added_comes_in_at_its_place_or_at_the_end() -> None:
    theirs = records(done(start(), AddRecord("risk", "new", {"quality_statement": "equity", "title": "N"})))
    mine = records(done(start(), AddRecord("risk", "own", {"quality_statement": "equity", "title": "O"})))
    assert theirs["new"].position == mine["own"].position
    assert taken(merge_records(BASE, BASE, theirs), BASE)["new"].position == 3
    assert taken(merge_records(BASE, mine, theirs), mine)["new"].position == 4


def test_a_second_judgement_on_one_statement_is_told_and_left_out() -> None:
    second = replace(BASE[EQUITY], id="second")
    nameless = replace(_with(BASE[EQUITY], quality_statement=None), id="unsaid")
    merged = merge_records(BASE, BASE, {**BASE, "second": second, "unsaid": nameless})
    assert merged.differences == ()
    assert [(p.id, p.field) for p in merged.problems] == [
        ("second", "quality_statement"),
        ("unsaid", "quality_statement"),
    ]


def test_a_judgement_can_be_neither_removed_nor_turned_to_another_statement() -> None:
    turned = _with(BASE[EQUITY], quality_statement="governance", summary="Theirs")
    merged = merge_records(BASE, BASE, {**BASE, EQUITY: turned})
    assert [each.field for each in one(merged).fields] == ["summary"]
    assert [p.field for p in merged.problems] == ["quality_statement"]
    merged = merge_records(BASE, BASE, {id: r for id, r in BASE.items() if id != EQUITY})
    assert merged.differences == ()
    assert "Empty its fields instead" in merged.problems[0].message


def test_a_record_moved_to_another_year_or_kind_is_told_and_stays() -> None:
    moved = replace(BASE["risk-1"], assessment="another")
    turned = blank_record("improvement", "risk-2", 5, start().id, title="Was a risk")
    merged = merge_records(BASE, BASE, {**BASE, "risk-1": moved, "risk-2": turned})
    assert merged.differences == ()
    assert [(p.id, p.field) for p in merged.problems] == [("risk-1", "assessment"), ("risk-2", None)]


# --- what a file speaks of -------------------------------------------------------------------------------------------


def test_a_sheet_or_column_that_is_missing_says_nothing() -> None:
    theirs = {
        start().id: BASE[start().id],
        "risk-1": _with(BASE["risk-1"], cause=None, controls="Theirs", title="risk 1"),
    }
    sent = Sent(fields={"risk": frozenset({"title", "controls"})}, listed=frozenset())
    merged = merge_records(BASE, BASE, theirs, sent=sent)
    assert [each.field for each in one(merged).fields] == ["controls"]
    listed = merge_records(BASE, BASE, theirs, sent=replace(sent, listed=frozenset({"risk"})))
    assert [each.id for each in listed.differences_with(Outcome.REMOVED)] == ["risk-2"]


def test_what_was_not_understood_is_neither_taken_nor_removed() -> None:
    theirs = {start().id: BASE[start().id], "risk-1": _with(BASE["risk-1"], likelihood=None, cause="Theirs")}
    mine = set_("risk-1", "likelihood", 4)
    sent = replace(everything("risk"), unread=frozenset({("risk-1", "likelihood"), ("risk-2", None)}))
    merged = merge_records(BASE, mine, theirs, sent=sent)
    assert [each.field for each in one(merged).fields] == ["cause"]
    whole = replace(sent, unread=frozenset({("risk-1", None), ("risk-2", None)}))
    assert merge_records(BASE, mine, theirs, sent=whole).differences == ()


def test_a_year_that_the_file_does_not_have_is_not_sent() -> None:
    assert merge_records(BASE, BASE, {}).differences == ()


def test_differences_come_in_the_order_of_the_catalogue() -> None:
    theirs = records(
        done(
            start(),
            SetField("evidence-1", "title", "E"),
            SetField("risk-1", "cause", "R"),
            SetField(EQUITY, "score", 1),
        )
    )
    assert [each.kind for each in merge_records(BASE, BASE, theirs).differences] == ["judgement", "risk", "evidence"]


# --- bases -----------------------------------------------------------------------------------------------------------


def written_in_steps() -> tuple[Entry, ...]:
    made = [journal.create_record(record) for record in BASE.values()]
    changes = [*made, journal.update_field(BASE["risk-1"], "cause", "Later"), journal.delete_record(BASE["strength-2"])]
    return journal.make_entries(changes, step="s", at="2025-02-17T14:02:00+00:00", author="T")


def test_the_base_of_an_export_is_the_workbook_at_its_place_in_the_journal() -> None:
    entries = written_in_steps()
    assert find_base_at(entries, entries[len(BASE) - 1].id) == BASE
    later = find_base_at(entries, entries[-2].id)
    assert later is not None
    assert later["risk-1"]["cause"] == "Later"
    assert find_base_at(entries, "elsewhere") is None
    assert find_base_at(entries, "") is None


def test_the_base_of_two_copies_is_what_their_journals_share() -> None:
    entries = written_in_steps()
    other = journal.make_entries([journal.update_field(BASE["risk-1"], "cause", "There")], step="t", at="", author="U")
    assert find_common_base(entries, (*entries[: len(BASE)], *other)) == BASE
    assert find_common_base(entries, other) is None
    assert find_common_base(entries, ()) is None


def test_what_was_ever_removed_is_known() -> None:
    assert find_ever_removed(written_in_steps()) == {"strength-2"}


def test_a_record_is_named_by_any_side_that_has_it() -> None:
    difference = Difference(outcome=Outcome.REMOVED, base=BASE["risk-1"], mine=None, theirs=None)
    assert difference.record is BASE["risk-1"]
    nothing = Difference(outcome=Outcome.NEW, base=None, mine=None, theirs=None)
    with pytest.raises(AssertionError):
        _ = nothing.record
