from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import permutations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from selfassess.domain.merging.causality import Meeting, meet_copy
from selfassess.domain.merging.resolution import Decisions, Resolution, work_out_outcomes
from selfassess.domain.merging.three_way import WHOLE, Merge, Outcome, merge_records
from selfassess.domain.model import commands, journal
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import AddRecord, Command, RemoveRecord, SetField
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.journal import Change, Entry
from tests.domain.merge_making import COUNCIL, Records, edits, records, start, year

BASE = records(start())
BEGUN = journal.make_entries(map(journal.create_record, BASE.values()), step="begun", at="2026-01-01", author="Anna")
EQUITY = next(j.id for j in start().records_of("judgement") if j["quality_statement"] == "equity")


@dataclass
class Copy:
    """A copy of the workbook at somebody's place: what it holds, and its journal."""

    author: str
    at: str = "2026-03-02T09:00:00"
    records: Records = field(default_factory=lambda: dict(BASE))
    journal: tuple[Entry, ...] = BEGUN

    def does(self, *every: Command) -> Copy:
        for command in every:
            with suppress(WrongUseError):  # it was removed already
                self._write(commands.work_out_changes(command, year(self.records), COUNCIL))
        return self

    def meets(self, other: Copy) -> Meeting:
        met = meet_copy(self.journal, other.journal, self.records, other.records)
        assert met is not None
        return met

    def merge_of(self, other: Copy) -> Merge:
        return replace(merge_records(self.meets(other).base, self.records, other.records), keeps_places=True)

    def takes(self, other: Copy, resolve: Resolution | None = None) -> Copy:
        """Take the other's changes in; conflicts end alike whoever decides, unless one way is given."""
        met, merged = self.meets(other), self.merge_of(other)
        chosen = Decisions(otherwise=resolve) if resolve else agreed(merged)
        changes = work_out_outcomes(merged, self.records, chosen).changes
        make = partial(journal.make_entries, step="merged", at=self.at, author=self.author)
        self.journal += met.build_entries(self.records, changes, make)
        self._write(changes, journaled=True)
        assert journal.replay_journal(self.journal) == self.records
        return self

    def _write(self, changes: Sequence[Change], journaled: bool = False) -> None:
        for change in changes:
            after = journal.apply_change(self.records.get(change.record), change)
            if after is None:
                del self.records[change.record]
            else:
                self.records[change.record] = after
        if not journaled:
            self.journal += journal.make_entries(changes, step="edit", at=self.at, author=self.author)


def agreed(merged: Merge) -> Decisions:
    """Decides as anybody would who has the same rule: what was removed is gone, else the greater."""
    resolved = {}
    for difference, key in merged.all_conflicts:
        if key is WHOLE:
            mine = difference.outcome is not Outcome.REMOVED
        else:
            each = next(each for each in difference.fields if each.field == key)
            mine = repr(each.mine) >= repr(each.theirs)
        resolved[difference.id, key] = Resolution.MINE if mine else Resolution.THEIRS
    return Decisions(resolved=resolved)


def by_id(copy: Copy) -> Records:
    return dict(sorted(copy.records.items()))


# --- properties ------------------------------------------------------------------------------------------------------

EVIDENCE = ("evidence-1", "evidence-2")
CLOSE = st.one_of(
    st.builds(SetField, st.just(EQUITY), st.just("score"), st.sampled_from([1, 2, 3, None])),
    st.builds(SetField, st.just("risk-1"), st.just("title"), st.sampled_from(["One", "Two", "Three"])),
    st.builds(SetField, st.just("risk-1"), st.just("evidence"), st.lists(st.sampled_from(EVIDENCE), unique=True)),
    st.builds(SetField, st.just("action-1"), st.just("addresses"), st.sampled_from([("risk-1",), None])),
    st.builds(RemoveRecord, st.sampled_from(["risk-1", "evidence-2", "measure-1"])),
)
"""Edits that often fall on the same field, or on what somebody else removes."""
EDITS = {name: st.one_of(edits(name, 4), st.lists(CLOSE, max_size=5).map(tuple)) for name in ("Anna", "Bryn", "Cai")}
CLOCKS = st.sampled_from(["1970-01-01T00:00:00", "2026-03-02T09:00:00", "2199-12-31T23:59:59"])


@settings(deadline=None, max_examples=150)
@given(anna=EDITS["Anna"], bryn=EDITS["Bryn"], clock=CLOCKS)
@example(
    # One side's links are the other's without some: the order of the longer list holds, whoever merges.
    anna=(
        AddRecord("improvement", "Anna-0", {"title": "Added by Anna", "quality_statement": "equity"}),
        SetField("action-1", "addresses", ["Anna-0", "improvement-1"]),
    ),
    bryn=(RemoveRecord("risk-1"),),
    clock="1970-01-01T00:00:00",
)
def test_two_copies_come_to_the_same_whoever_takes_the_other_in(
    anna: tuple[Command, ...], bryn: tuple[Command, ...], clock: str
) -> None:
    one, other = Copy("Anna").does(*anna), Copy("Bryn", clock).does(*bryn)
    here = replace(one, records=dict(one.records)).takes(other)
    there = replace(other, records=dict(other.records)).takes(one)
    assert by_id(here) == by_id(there)


@settings(deadline=None, max_examples=100)
@given(anna=EDITS["Anna"], bryn=EDITS["Bryn"], resolve=st.sampled_from([None, *Resolution]))
def test_twice_is_the_same_as_once(
    anna: tuple[Command, ...], bryn: tuple[Command, ...], resolve: Resolution | None
) -> None:
    one, other = Copy("Anna").does(*anna), Copy("Bryn").does(*bryn)
    one.takes(other, resolve)
    before, entries = by_id(one), one.journal
    assert one.meets(other).fresh == ()
    assert one.merge_of(other).differences == ()
    one.takes(other, Resolution.THEIRS)
    assert (by_id(one), one.journal) == (before, entries)


@settings(deadline=None, max_examples=100)
@given(anna=EDITS["Anna"], bryn=EDITS["Bryn"], resolve=st.sampled_from(Resolution))
def test_what_was_decided_is_not_asked_again_on_the_other_side(
    anna: tuple[Command, ...], bryn: tuple[Command, ...], resolve: Resolution
) -> None:
    one, other = Copy("Anna").does(*anna), Copy("Bryn").does(*bryn)
    one.takes(other, resolve)
    assert other.merge_of(one).all_conflicts == ()
    # The same links; where both put one into a list, what was decided here is woven once more there, in another order.
    assert as_decided(other.takes(one)) == as_decided(one)


PROSE = {spec.key for kind in CATALOGUE.values() for spec in kind.fields if spec.kind is Kind.PROSE}


def as_decided(copy: Copy) -> Records:
    """What stands in a copy, with its links by name."""
    return {id: replace(record, values=unordered(record)) for id, record in by_id(copy).items()}


def unordered(record: Record) -> dict[str, Value]:
    """Values of a record; links by name, for where three put links into one list, the last who meet order them."""
    values = record.values.items()
    return {key: tuple(sorted(value)) if isinstance(value, tuple) else value for key, value in values}


def own_prose(command: Command) -> Command:
    """The command; one that writes prose sets the title instead.

    Three versions of one paragraph are decided two at a time, so which words are kept depends on who meets first.
    """
    if isinstance(command, SetField) and command.field in PROSE:
        return SetField(command.record, "title", command.value or "No words")
    return command


@settings(deadline=None, max_examples=150)
@given(every=st.tuples(*EDITS.values()), data=st.data())
def test_any_number_of_authors_come_to_the_same_in_any_order(
    every: tuple[tuple[Command, ...], ...], data: st.DataObject
) -> None:
    """Each works on, takes in a colleague's copy now and then; at last all meet, one after the other, in any order."""
    copies = [Copy(name).does(*map(own_prose, each)) for name, each in zip(EDITS, every, strict=True)]
    for _ in range(data.draw(st.integers(0, 3))):
        here, other = data.draw(st.sampled_from(list(permutations(copies, 2))))
        here.takes(other)
    ends = []
    for order in data.draw(st.lists(st.permutations(range(3)), min_size=2, max_size=3, unique_by=tuple)):
        first, *others = [replace(copies[each], records=dict(copies[each].records)) for each in order]
        for other in others:
            first.takes(other)
        ends.append({id: replace(record, values=unordered(record)) for id, record in first.records.items()})
    assert all(end == ends[0] for end in ends)


@settings(deadline=None, max_examples=60)
@given(owners=st.lists(st.sampled_from("ABC"), min_size=1, max_size=8), order=st.permutations(range(3)))
def test_paragraphs_of_any_number_of_authors_come_together_in_any_order(owners: list[str], order: list[int]) -> None:
    text = "\n\n".join(f"Paragraph {n}." for n in range(len(owners)))
    began = Copy("Anna").does(SetField("risk-1", "cause", text))
    copies = []
    for author in "ABC":
        wrote = [f"By {author}." if each == author else f"Paragraph {n}." for n, each in enumerate(owners)]
        copy = replace(began, author=author, records=dict(began.records))
        copies.append(copy.does(SetField("risk-1", "cause", "\n\n".join(wrote))))
    first, *others = [copies[each] for each in order]
    for other in others:
        assert first.merge_of(other).all_conflicts == ()
        first.takes(other)
    assert first.records["risk-1"]["cause"] == "\n\n".join(f"By {author}." for author in owners)


# --- what people see -------------------------------------------------------------------------------------------------


def test_entries_keep_who_wrote_them_and_when() -> None:
    one, other = Copy("Anna"), Copy("Bryn", "2026-03-02T10:00:00").does(SetField("risk-1", "title", "Long waits"))
    one.takes(other)
    last = one.journal[-1]
    assert (last.author, last.at, last.change.new) == ("Bryn", "2026-03-02T10:00:00", "Long waits")


def test_a_wrong_clock_changes_nothing() -> None:
    one = Copy("Anna", "2199-01-01T00:00:00").does(SetField("risk-1", "title", "Long waits"))
    other = Copy("Bryn", "1970-01-01T00:00:00").takes(one).does(SetField("risk-1", "title", "Shorter waits"))
    assert one.merge_of(other).all_conflicts == ()
    assert one.takes(other).records["risk-1"]["title"] == "Shorter waits"


def test_the_same_field_on_both_sides_is_a_conflict_with_what_both_began_with() -> None:
    one = Copy("Anna").does(SetField(EQUITY, "score", 2), SetField(EQUITY, "score", 3))
    other = Copy("Bryn").does(SetField(EQUITY, "score", 1))
    ((difference, key),) = one.merge_of(other).all_conflicts
    (each,) = difference.fields
    assert (key, each.base, each.mine, each.theirs) == ("score", None, 3, 1)


def test_what_was_removed_and_changed_is_a_conflict_and_nothing_comes_back_by_itself() -> None:
    one = Copy("Anna").does(RemoveRecord("risk-1"))
    other = Copy("Bryn")
    assert one.merge_of(other).differences == ()
    other.does(SetField("risk-1", "title", "Long waits"))
    ((difference, key),) = one.merge_of(other).all_conflicts
    assert (difference.outcome, key) == (Outcome.NEW, WHOLE)
    one.takes(other, Resolution.MINE)
    assert "risk-1" not in one.records
    assert "risk-1" not in other.takes(one).records
    assert "risk-1" not in one.takes(other).records


def test_what_was_brought_back_by_somebody_who_knew_comes_back() -> None:
    one = Copy("Anna").does(RemoveRecord("risk-1"))
    other = Copy("Bryn").takes(one)
    kept = journal.create_record(BASE["risk-1"])
    other._write((kept,))
    assert one.merge_of(other).all_conflicts == ()
    assert "risk-1" in one.takes(other).records


def test_what_both_brought_back_still_began_as_what_it_was_before_it_was_removed() -> None:
    one = Copy("Anna").does(RemoveRecord("risk-1"))
    other = Copy("Bryn").takes(one)
    for copy in (one, other):
        copy._write((journal.create_record(BASE["risk-1"]),))
        copy.does(SetField("risk-1", "title", f"By {copy.author}"))
    ((difference, key),) = one.merge_of(other).all_conflicts
    (each,) = difference.fields
    assert (key, each.base, each.mine, each.theirs) == ("title", "risk 1", "By Anna", "By Bryn")


def test_paragraphs_that_different_people_changed_come_together_without_a_question() -> None:
    one = Copy("Anna").does(SetField("risk-1", "cause", "First, by Anna.\n\nSecond."))
    other = Copy("Bryn").does(SetField("risk-1", "cause", "First.\n\nSecond, by Bryn."))
    assert one.merge_of(other).all_conflicts == ()
    assert one.takes(other).records["risk-1"]["cause"] == "First, by Anna.\n\nSecond, by Bryn."


def test_copies_without_a_common_beginning_do_not_meet() -> None:
    strange = journal.make_entries(
        map(journal.create_record, BASE.values()), step="begun", at="2026-01-01", author="Anna"
    )
    assert meet_copy(BEGUN, strange, BASE, BASE) is None


def test_what_is_left_aside_is_offered_again() -> None:
    one = Copy("Anna")
    other = Copy("Bryn").does(SetField("risk-1", "title", "Long waits"), SetField("risk-2", "title", "No staff"))
    met = one.meets(other).narrow_entries(lambda entry: entry.change.record != "risk-1")
    assert {entry.change.record for entry in met.fresh} == {"risk-2"}


def test_a_copy_made_for_somebody_begins_with_entries_that_stand_for_all_before() -> None:
    """Its journal begins anew; what its owner writes still follows what they were given."""
    given_ = tuple(replace(e, id=f"stands for {e.id}", follows=(e.id,)) for e in BEGUN if e.change.record != "risk-2")
    records = {id: record for id, record in BASE.items() if id != "risk-2"}
    other = Copy("Cai", records=dict(records), journal=given_).does(SetField("risk-1", "title", "By Cai"))
    one = Copy("Anna").does(SetField("action-1", "title", "By Anna"))
    met = meet_copy(one.journal, other.journal, one.records, other.records, frozenset(entry.id for entry in given_))
    assert met is not None
    (fresh,) = met.fresh
    assert (fresh.author, fresh.follows) == ("Cai", tuple(e.id for e in BEGUN if e.change.record == "risk-1"))
    (difference,) = merge_records(met.base, one.records, other.records).differences
    assert (difference.id, [each.merged for each in difference.fields], difference.conflicting_fields) == (
        "risk-1",
        ["By Cai"],
        (),
    )
