from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.merging import integrity
from selfassess.domain.merging.resolution import (
    Decisions,
    Outcomes,
    Resolution,
    both_possible,
    changes_between,
    find_undecided_conflicts,
    work_out_outcomes,
)
from selfassess.domain.merging.three_way import WHOLE, Merge, merge_records
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import POSITION, Operation
from tests.domain.merge_making import Records, done, records, start, workbook

BASE = records(start())
YEAR = start().id


def after(mine: Records, found: Outcomes) -> Records:
    state: dict[str, Record] = dict(mine)
    for change in found.changes:
        record = journal.apply_change(state.get(change.record), change)
        if record is None:
            del state[change.record]
        else:
            state[record.id] = record
    return state


def both_changed(field: str = "cause", mine: str = "Mine", theirs: str = "Theirs") -> tuple[Merge, Records]:
    here = records(done(start(), SetField("risk-1", field, mine)))
    return merge_records(BASE, here, records(done(start(), SetField("risk-1", field, theirs)))), here


def test_an_undecided_conflict_stops_everything_and_is_counted() -> None:
    merged, mine = both_changed()
    (waiting,) = find_undecided_conflicts(merged, Decisions())
    assert (waiting[0].id, waiting[1]) == ("risk-1", "cause")
    with pytest.raises(WrongUseError, match=r"^One conflict is not decided yet"):
        work_out_outcomes(merged, mine, Decisions())
    two = Merge(differences=(*merged.differences, *both_changed("controls")[0].differences))
    with pytest.raises(WrongUseError, match=r"^2 conflicts are not decided yet"):
        work_out_outcomes(two, mine, Decisions())


@pytest.mark.parametrize(
    ("resolution", "text"),
    [(Resolution.MINE, "Mine"), (Resolution.THEIRS, "Theirs"), (Resolution.BOTH, "Mine\n\nTheirs")],
)
def test_a_conflict_ends_as_it_was_decided(resolution: Resolution, text: str) -> None:
    merged, mine = both_changed()
    found = work_out_outcomes(merged, mine, Decisions(resolved={("risk-1", "cause"): resolution}))
    assert after(mine, found)["risk-1"]["cause"] == text
    assert [each.id for each in found.taken] == ([] if resolution is Resolution.MINE else ["risk-1"])


def test_what_was_decided_for_one_field_comes_before_what_goes_for_all() -> None:
    merged, mine = both_changed()
    chosen = Decisions(resolved={("risk-1", "cause"): Resolution.MINE}, otherwise=Resolution.THEIRS)
    assert work_out_outcomes(merged, mine, chosen).changes == ()


def test_both_can_be_kept_in_prose_only() -> None:
    assert both_possible("risk", "cause")
    assert not both_possible("risk", "title")
    assert not both_possible("risk", "likelihood")
    assert not both_possible("risk", WHOLE)
    assert not both_possible("risk", POSITION)
    here = records(done(start(), SetField("risk-1", "likelihood", 2)))
    merged = merge_records(BASE, here, records(done(start(), SetField("risk-1", "likelihood", 3))))
    assert work_out_outcomes(merged, here, Decisions(otherwise=Resolution.BOTH)).changes == ()


def test_both_sides_of_an_emptied_text_are_the_one_that_is_left() -> None:
    here = records(done(start(), SetField("risk-1", "cause", "Mine")))
    base = {**BASE, "risk-1": replace(BASE["risk-1"], values={**BASE["risk-1"].values, "cause": "Once"})}
    theirs = {**base, "risk-1": replace(BASE["risk-1"], values={**BASE["risk-1"].values, "cause": None})}
    merged = merge_records(base, here, theirs)
    assert (
        after(here, work_out_outcomes(merged, here, Decisions(otherwise=Resolution.BOTH)))["risk-1"]["cause"] == "Mine"
    )


def test_what_is_left_is_not_taken_and_its_conflicts_need_no_decision() -> None:
    merged, mine = both_changed()
    chosen = Decisions(left=frozenset({"risk-1"}))
    assert find_undecided_conflicts(merged, chosen) == ()
    assert work_out_outcomes(merged, mine, chosen) == Outcomes(changes=(), taken=(), problems=())


def test_leaving_a_new_record_takes_it_out_of_links_to_it() -> None:
    theirs = records(
        done(
            start(),
            AddRecord("evidence", "e9", {"title": "Survey"}),
            SetField("risk-1", "evidence", ["evidence-1", "e9"]),
            SetField("risk-2", "evidence", ["e9"]),
        )
    )
    found = work_out_outcomes(merge_records(BASE, BASE, theirs), BASE, Decisions(left=frozenset({"e9"})))
    assert [(p.id, p.field) for p in found.problems] == [("risk-1", "evidence"), ("risk-2", "evidence")]
    state = after(BASE, found)
    assert state["risk-1"] == BASE["risk-1"]
    assert state["risk-2"]["evidence"] is None
    assert [each.id for each in found.taken] == ["risk-2"]
    assert list(integrity.find_faults(workbook(state))) == []


def test_what_belongs_to_a_new_record_that_is_left_is_left_too_and_that_is_said() -> None:
    theirs = records(
        done(
            start(),
            AddRecord("measure", "m9", {"title": "Waits"}),
            AddRecord("measure_value", "v9", {"measure": "m9", "period": "Q1"}),
            AddRecord("comment", "c9", {"about": "v9", "text": "Sure?"}),
        )
    )
    found = work_out_outcomes(merge_records(BASE, BASE, theirs), BASE, Decisions(left=frozenset({"m9"})))
    assert found.changes == ()
    assert {p.id for p in found.problems} == {"v9", "c9"}
    assert len(work_out_outcomes(merge_records(BASE, BASE, theirs), BASE, Decisions()).changes) == 3


def test_what_something_belongs_to_stays_where_that_is_left() -> None:
    theirs = records(done(start(), RemoveRecord("measure-1")))
    merged = merge_records(BASE, BASE, theirs)
    found = work_out_outcomes(merged, BASE, Decisions(left=frozenset({"comment-2"})))
    assert after(BASE, found).keys() == BASE.keys() - {"value-2"}
    assert {p.id for p in found.problems} == {"measure-1", "value-1"}
    assert [each.id for each in found.taken] == ["value-2"]


def test_what_was_not_sent_goes_with_what_it_belongs_to() -> None:
    theirs = {id: r for id, r in BASE.items() if id != "measure-1"}
    merged = merge_records(BASE, BASE, theirs)
    state = after(BASE, work_out_outcomes(merged, BASE, Decisions(otherwise=Resolution.THEIRS)))
    assert BASE.keys() - state.keys() == {"measure-1", "value-1", "value-2", "comment-2"}


def test_records_of_a_new_year_that_is_left_are_left_and_that_is_said() -> None:
    year = blank_record("assessment", "next", 1, None, label="2025-26", assessor="self", framework="cqc-la-2023-11")
    risk = blank_record("risk", "r9", 0, "next", title="R", quality_statement="equity")
    merged = merge_records(BASE, BASE, {**BASE, "next": year, "r9": risk})
    found = work_out_outcomes(merged, BASE, Decisions(left=frozenset({"next"})))
    assert found.changes == ()
    assert [p.id for p in found.problems] == ["r9"]
    assert [change.record for change in work_out_outcomes(merged, BASE, Decisions()).changes] == ["next", "r9"]


def test_a_link_that_led_nowhere_before_is_not_mended_in_passing() -> None:
    odd = replace(BASE["risk-1"], values={**BASE["risk-1"].values, "evidence": ("gone-long-ago",)})
    base = {**BASE, "risk-1": odd}
    theirs = records(done(start(), RemoveRecord("evidence-2")))
    state = after(base, work_out_outcomes(merge_records(base, base, {**theirs, "risk-1": odd}), base, Decisions()))
    assert state["risk-1"] == odd


def test_a_link_to_a_record_of_another_kind_or_year_is_left_out() -> None:
    wrong = replace(BASE["risk-1"], values={**BASE["risk-1"].values, "evidence": ("evidence-1", "strength-1", "far")})
    year = blank_record("assessment", "next", 1, None, label="2025-26", assessor="self", framework="cqc-la-2023-11")
    far = blank_record("evidence", "far", 0, "next", title="E")
    merged = merge_records(BASE, BASE, {**BASE, "risk-1": wrong, "next": year, "far": far})
    found = work_out_outcomes(merged, BASE, Decisions())
    assert after(BASE, found)["risk-1"] == BASE["risk-1"]
    assert [p.id for p in found.problems] == ["risk-1"]


def test_a_comment_turned_to_what_is_not_there_stays_where_it_was() -> None:
    turned = replace(BASE["comment-1"], values={**BASE["comment-1"].values, "about": "not-there"})
    found = work_out_outcomes(merge_records(BASE, BASE, {**BASE, "comment-1": turned}), BASE, Decisions())
    assert after(BASE, found) == BASE
    assert [(p.id, p.field) for p in found.problems] == [("comment-1", "about")]


def test_comments_about_each_other_end() -> None:
    one = blank_record("comment", "a", 8, YEAR, about="b", text="One")
    other = blank_record("comment", "b", 9, YEAR, about="a", text="Other")
    base = {**BASE, "a": one, "b": other}
    assert after(base, work_out_outcomes(merge_records(base, base, BASE), base, Decisions())) == BASE


def test_changes_make_records_before_what_points_to_them_and_remove_them_after() -> None:
    theirs = records(
        done(
            start(),
            RemoveRecord("measure-1"),
            AddRecord("measure", "m9", {"title": "Waits"}),
            AddRecord("measure_value", "v9", {"measure": "m9", "period": "Q1"}),
        )
    )
    found = work_out_outcomes(merge_records(BASE, BASE, theirs), BASE, Decisions())
    made = [c.record for c in found.changes if c.operation is Operation.CREATE]
    gone = [c.kind for c in found.changes if c.operation is Operation.DELETE]
    assert made == ["m9", "v9"]
    assert gone.index("measure_value") < gone.index("measure")
    assert after(BASE, found).keys() == theirs.keys()


def test_between_says_only_what_changed() -> None:
    moved = replace(BASE["risk-1"], position=5)
    same = replace(BASE["risk-2"])
    (change,) = changes_between(BASE, {**BASE, "risk-1": moved, "risk-2": same})
    assert (change.record, change.field, change.old, change.new) == ("risk-1", POSITION, 1, 5)
    assert tuple(changes_between(BASE, BASE)) == ()
