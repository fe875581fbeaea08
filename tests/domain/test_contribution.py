from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from selfassess.domain.merging import causality
from selfassess.domain.merging.causality import Meeting, meet_copy
from selfassess.domain.merging.contributor_return import build_copy_journal, read_returned_file
from selfassess.domain.merging.resolution import Decisions, Resolution, work_out_outcomes
from selfassess.domain.merging.three_way import WHOLE, Merge, merge_records
from selfassess.domain.model import commands, journal
from selfassess.domain.model.catalogue import CATALOGUE, blank_record
from selfassess.domain.model.commands import AddRecord, Command, MoveRecord, RemoveRecord, SetField
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.journal import Change, Entry
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.contributor_scope import (
    BEARING,
    RESOLVING,
    STATEMENTS,
    Scope,
    build_contributor_year,
    find_needed_records,
    list_items_of_statements,
)
from tests.domain.merge_making import COUNCIL, Records, edits, owners_above, records, start, year
from tests.making import empty_assessment, filled

OTHERS = ("strength-2", "improvement-2", "risk-2", "action-2")
JUDGED = {str(j["quality_statement"]): j.id for j in start().records_of("judgement")}


def _base() -> Records:
    """The year at the start with half of it under another statement, and links across."""
    found = records(start())

    def put(id: str, **values: Value) -> None:
        found[id] = replace(found[id], values={**found[id].values, **values})

    for id in OTHERS:
        put(id, quality_statement="safeguarding")
    put("evidence-1", quality_statements=("equity", "safeguarding"))
    put("evidence-2", quality_statements=("safeguarding",))
    put("measure-1", quality_statements=("equity",))
    put("action-2", addresses=("improvement-2", "risk-1"))
    put(JUDGED["equity"], score=2, rationale="Because of waits", summary="First.\n\nSecond.")
    put(JUDGED["safeguarding"], score=3, summary="Told to nobody")
    return found


BASE = _base()
CREATED = tuple(map(journal.create_record, (COUNCIL, *BASE.values())))
BEGUN = journal.make_entries(CREATED, step="begun", at="2026-01-01", author="Anna")
ABOUT = Contribution(
    id="the-copy",
    made_at="2026-02-01T09:00:00",
    made_by="Anna",
    person="Cai",
    statements=("equity",),
    readable=False,
    contacts=False,
    scores=False,
)


@dataclass
class Place:
    """A workbook at somebody's place."""

    author: str
    records: Records
    journal: tuple[Entry, ...]
    about: Contribution | None = None

    @property
    def year(self) -> Assessment:
        return year(self.records)

    @property
    def whole(self) -> Workbook:
        return Workbook(council=COUNCIL, assessments=(self.year,), journal=self.journal, contribution=self.about)

    def does(self, *every: Command) -> Place:
        """Do what can be done; what is outside of a copy's scope cannot."""
        for command in every:
            with suppress(WrongUseError):
                changes = commands.work_out_changes(command, self.year, COUNCIL)
                if self.about is None or not Scope(self.about, self.year).reason_refused(changes):
                    self.write(changes)
        return self

    def write(self, changes: Sequence[Change], journaled: Sequence[Entry] | None = None) -> None:
        for change in changes:
            after = journal.apply_change(self.records.get(change.record), change)
            if after is None:
                del self.records[change.record]
            else:
                self.records[change.record] = after
        made = journal.make_entries(changes, step="edit", at="2026-03-01", author=self.author)
        self.journal += made if journaled is None else tuple(journaled)

    def meets(self, copy: Place) -> tuple[Meeting, Merge]:
        theirs = {record.id: record for record in copy.whole.all_records()}
        back = read_returned_file(self.whole, copy.whole, theirs, "copy.sawb")
        mine = {record.id: record for record in self.whole.all_records()}
        met = meet_copy(self.journal, copy.journal, mine, back.theirs, back.standing)
        assert met is not None
        return met, replace(merge_records(met.base, mine, back.theirs), keeps_places=True)

    def takes(self, copy: Place, resolve: Resolution) -> Place:
        met, merged = self.meets(copy)
        mine = {record.id: record for record in self.whole.all_records()}
        changes = work_out_outcomes(merged, mine, Decisions(otherwise=resolve)).changes
        make = partial(journal.make_entries, step="merged", at="2026-03-02", author=self.author)
        self.write(changes, met.build_entries(mine, changes, make))
        assert journal.replay_journal(self.journal) == {record.id: record for record in self.whole.all_records()}
        return self


def main() -> Place:
    return Place("Anna", dict(BASE), BEGUN)


def copy_of(place: Place, about: Contribution = ABOUT) -> Place:
    within = build_contributor_year(place.year, about)
    needed = find_needed_records(place.year, about) & within.by_id.keys()
    about = replace(about, needed=needed, given=frozenset(within.by_id))
    found = records(within)
    return Place("Cai", found, tuple(build_copy_journal(place.journal, (COUNCIL, *found.values()), about)), about)


REMOVED = ["risk-1", "improvement-1", "action-1", "evidence-1", "measure-1", "comment-1"]
CLOSE = st.one_of(
    st.builds(SetField, st.just(JUDGED["equity"]), st.just("score"), st.sampled_from([1, 2, None])),
    st.builds(
        SetField,
        st.just(JUDGED["equity"]),
        st.just("summary"),
        st.sampled_from(["First.\n\nBy Cai.", "By Anna.\n\nSecond.", None, "Other"]),
    ),
    st.builds(SetField, st.just(JUDGED["safeguarding"]), st.just("summary"), st.sampled_from(["Else", None])),
    st.builds(SetField, st.just("risk-1"), st.just("title"), st.sampled_from(["One", "Two"])),
    st.builds(
        SetField, st.just("action-1"), st.just("addresses"), st.sampled_from([("risk-1",), None, ("improvement-1",)])
    ),
    st.builds(
        SetField,
        st.sampled_from(["evidence-1", "evidence-2"]),
        st.just("quality_statements"),
        st.sampled_from([("equity",), ("safeguarding",), ("equity", "safeguarding"), None]),
    ),
    st.builds(RemoveRecord, st.sampled_from(REMOVED)),
    st.builds(SetField, st.just("comment-1"), st.sampled_from(["text", "resolved_by"]), st.just("Cai")),
)
EDITS = {name: st.one_of(edits(name, 4), st.lists(CLOSE, max_size=6).map(tuple)) for name in ("Anna", "Cai", "Later")}
BOTH = replace(ABOUT, statements=("equity", "safeguarding"))
ABOUTS = st.builds(
    lambda readable, scores, statements: replace(ABOUT, readable=readable, scores=scores, statements=statements),
    st.booleans(),
    st.booleans(),
    st.sampled_from([("equity",), ("equity", "safeguarding"), ("safeguarding",)]),
)


def written(copy: Place) -> Mapping[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for entry in copy.journal:
        if copy.about is not None and not copy.about.stands_for_main(entry):
            found.setdefault(entry.change.record, set()).add(entry.change.field)
    return found


def but_for(value: Value, gone: set[str]) -> Value:
    """A value without links to what is gone."""
    return tuple(each for each in value if each not in gone) or None if isinstance(value, tuple) else value


@settings(deadline=None, max_examples=150)
@given(about=ABOUTS, meanwhile=EDITS["Anna"], there=EDITS["Cai"], resolve=st.sampled_from(Resolution))
@example(BOTH, (AddRecord("comment", "x", {"about": "action-2"}),), (RemoveRecord("action-2"),), Resolution.THEIRS)
def test_nothing_changes_but_what_was_written_in_the_copy_and_nothing_is_lost(
    about: Contribution, meanwhile: tuple[Command, ...], there: tuple[Command, ...], resolve: Resolution
) -> None:
    here = main()
    copy = copy_of(here, about).does(*there)
    here.does(*meanwhile)
    mine, wrote = dict(here.records), written(copy)
    _, merged = here.meets(copy)
    belongs = owners_above(copy.records, wrote)
    for difference, key in merged.all_conflicts:  # what only one side wrote joins without a question
        fields = wrote.get(difference.id, set())
        assert key in fields or None in fields or (key is WHOLE and (fields or difference.id in belongs))
    here.takes(copy, resolve)
    after, gone = here.records, set(mine) - set(here.records)
    asked = {difference.id for difference, key in merged.all_conflicts if key is WHOLE}
    for id in gone - wrote.keys():  # a comment goes with what it is about, where the person took that removal
        assert mine[id]["about"] in asked & gone
        assert resolve is Resolution.THEIRS
    assert all(None in wrote[id] for id in gone & wrote.keys()), "nothing goes that was not removed in the copy"
    for id, record in mine.items():
        if id in gone or None in wrote.get(id, ()):
            continue
        for key, value in record.values.items():
            if key not in wrote.get(id, ()):
                assert after[id][key] == but_for(value, gone), (id, key)


@settings(deadline=None, max_examples=100)
@given(about=ABOUTS, meanwhile=EDITS["Anna"], there=EDITS["Cai"])
def test_what_is_outside_stays_as_it_is(
    about: Contribution, meanwhile: tuple[Command, ...], there: tuple[Command, ...]
) -> None:
    here = main()
    copy = copy_of(here, about).does(*there)
    here.does(*meanwhile)
    mine, outside = dict(here.records), Scope(replace(about, given=frozenset(BASE)), here.year)
    here.takes(copy, Resolution.THEIRS)
    gone = set(mine) - set(here.records)
    for id, record in mine.items():
        if record.kind == "assessment" or not outside.may_write_record(record):
            if id in gone:
                assert record.kind == "comment"
                assert record["about"] in gone
                continue
            before, after = dict(record.values), dict(here.records[id].values)
            for key in (STATEMENTS, *RESOLVING) if record.kind in ("comment", "evidence", "measure") else ():
                before.pop(key, None), after.pop(key, None)
            # Evidence that the main workbook took off the statement meanwhile was the contributor's when they wrote.
            if not (record.kind in BEARING and id in written(copy)):
                assert {key: but_for(value, gone) for key, value in before.items()} == after


@settings(deadline=None, max_examples=100)
@given(about=ABOUTS, meanwhile=EDITS["Anna"], there=EDITS["Cai"], resolve=st.sampled_from(Resolution))
def test_twice_is_the_same_as_once(
    about: Contribution, meanwhile: tuple[Command, ...], there: tuple[Command, ...], resolve: Resolution
) -> None:
    here = main()
    copy = copy_of(here, about).does(*there)
    here.does(*meanwhile).takes(copy, resolve)
    met, merged = here.meets(copy)
    assert (met.fresh, merged.differences) == ((), ())


@settings(deadline=None, max_examples=60)
@given(first=EDITS["Cai"], more=EDITS["Later"], resolve=st.sampled_from(Resolution))
def test_a_copy_that_was_written_in_again_comes_back_again(
    first: tuple[Command, ...], more: tuple[Command, ...], resolve: Resolution
) -> None:
    here = main()
    copy = copy_of(here).does(*first)
    here.takes(copy, resolve)
    copy.does(*more)
    _, merged = here.meets(copy)
    assert merged.all_conflicts == ()
    here.takes(copy, resolve)
    for id, fields in written(copy).items():
        assert (id in here.records) == (id in copy.records)
        for key in fields - {None, journal.POSITION}:
            if id in copy.records and CATALOGUE[copy.records[id].kind].by_key[str(key)].kind is not Kind.LINKS:
                assert here.records[id][str(key)] == copy.records[id][str(key)]


# --- what is in a copy -----------------------------------------------------------------------------------------------


def test_what_others_write_is_absent_and_what_every_year_has_stands_empty() -> None:
    copy = copy_of(main())
    assert not copy.records.keys() & {*OTHERS, "evidence-2", "measure-2", "comment-3"}
    assert {"risk-1", "action-1", "evidence-1", "measure-1", "value-1", "comment-1", "comment-2"} <= copy.records.keys()
    kept = copy.records[JUDGED["safeguarding"]]
    assert {key for key, value in kept.values.items() if value is not None} == {"quality_statement"}


def test_scores_go_with_their_reasons() -> None:
    judgement = copy_of(main()).records[JUDGED["equity"]]
    assert (judgement["score"], judgement["rationale"], judgement["summary"]) == (None, None, "First.\n\nSecond.")
    kept = copy_of(main(), replace(ABOUT, scores=True)).records[JUDGED["equity"]]
    assert (kept["score"], kept["rationale"]) == (2, "Because of waits")


def test_the_others_can_be_let_read() -> None:
    copy = copy_of(main(), replace(ABOUT, readable=True))
    assert copy.records.keys() == BASE.keys()
    assert copy.records[JUDGED["safeguarding"]]["summary"] == "Told to nobody"


def test_contacts_come_along_only_where_they_are_to() -> None:
    whole = filled(empty_assessment())
    kinds = [
        build_contributor_year(whole, replace(ABOUT, contacts=wanted)).records_of("contact") for wanted in (False, True)
    ]
    assert [len(each) for each in kinds] == [0, 1]


def test_evidence_that_a_chosen_statement_rests_on_comes_along_whatever_it_bears_on() -> None:
    here = main().does(SetField("risk-1", "evidence", ("evidence-2",)))
    assert "evidence-2" in copy_of(here).records


def test_items_that_are_only_about_the_chosen_statements() -> None:
    asked = empty_assessment().information_return
    assert asked is not None
    every = list_items_of_statements(asked, [s.key for s in empty_assessment().framework.statements])
    some = list_items_of_statements(asked, ["safeguarding"])
    assert set(some) < set(every)
    assert all(set(item.statements) == {"safeguarding"} for item in asked.items if item.ref in some)


# --- what may be written ---------------------------------------------------------------------------------------------


def why(command: Command, about: Contribution = ABOUT, place: Place | None = None) -> str:
    copy = place or copy_of(main(), about)
    assert copy.about is not None
    return Scope(copy.about, copy.year).reason_refused(commands.work_out_changes(command, copy.year, COUNCIL))


WRITTEN: tuple[Command, ...] = (
    SetField(JUDGED["equity"], "summary", "By Cai"),
    SetField("risk-1", "title", "By Cai"),
    AddRecord("action", "new", {"quality_statement": "equity", "title": "By Cai"}),
    AddRecord("evidence", "new", {"title": "By Cai"}),
    AddRecord("measure_value", "new", {"measure": "measure-1", "period": "Q3"}),
    AddRecord("comment", "new", {"about": JUDGED["equity"], "text": "By Cai"}),
    SetField("comment-1", "resolved_by", "Cai"),
    SetField("evidence-1", "shows", "By Cai"),
    SetField("evidence-1", "quality_statements", ("safeguarding",)),
    RemoveRecord("measure-1"),
    MoveRecord("risk-1", 1),
)


@pytest.mark.parametrize("command", WRITTEN, ids=range(len(WRITTEN)))
def test_it_can_be_written_in_what_it_was_made_for(command: Command) -> None:
    assert why(command) == ""


REFUSED: tuple[tuple[Command, str], ...] = (
    (SetField(JUDGED["safeguarding"], "summary", "By Cai"), "“Safeguarding” can only be read here"),
    (SetField(JUDGED["equity"], "score", 4), "Scores and the reasons for them were left out of this copy"),
    (SetField("risk-2", "title", "By Cai"), "“Safeguarding” can only be read here"),
    (SetField("risk-1", "quality_statement", "safeguarding"), "“Safeguarding” can only be read here"),
    (AddRecord("risk", "new", {"quality_statement": "safeguarding", "title": "No"}), "“Safeguarding” can only be read"),
    (AddRecord("contact", "new", {"group": "carers"}), "Contact can only be read here"),
    (SetField(start().id, "label", "2030-31"), "The details of the year can only be read here"),
    (SetField(COUNCIL.id, "name", "Elsewhere"), "The details of the council can only be read here"),
    (SetField("section-0", "text", "By Cai"), "This section can only be read here"),
    (SetField("evidence-2", "shows", "By Cai"), "Evidence “evidence 2” can only be read here"),
    (SetField("evidence-1", "quality_statements", ("equity",)), "“Safeguarding” can only be read here"),
    (SetField("comment-1", "text", "By Cai"), "A comment that others wrote can only be read here"),
    (RemoveRecord("comment-1"), "A comment that others wrote can only be read here"),
    (RemoveRecord("risk-1"), "“risk 1” cannot be removed here: other parts of the self-assessment rest on it."),
    (RemoveRecord("evidence-1"), "“evidence 1” cannot be removed here"),
    (SetField("value-1", "value", 3), ""),
    (SetField("evidence-2", "quality_statements", ("equity", "safeguarding")), ""),
)


@pytest.mark.parametrize(("command", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_nothing_else_can_be_written(command: Command, sentence: str) -> None:
    said = why(command, replace(ABOUT, readable=True))
    assert said.startswith(sentence)
    assert bool(said) == bool(sentence)


def test_no_year_is_added_and_none_removed() -> None:
    copy = copy_of(main())
    assert copy.about is not None
    made = blank_record("assessment", "next", 1, None, label="2030-31", framework="x", assessor="self")
    scope = Scope(copy.about, copy.year)
    assert scope.reason_refused((journal.create_record(made),)).startswith("No further year can be added here")
    assert scope.reason_refused((journal.delete_record(copy.year.record),)).startswith("The details of the year")


def test_what_is_removed_and_brought_back_is_as_before() -> None:
    here = main()
    copy = copy_of(here)
    changes = commands.work_out_changes(RemoveRecord("improvement-1"), copy.year, COUNCIL)
    copy.write(changes)
    copy.write(tuple(change.reverse_change() for change in reversed(changes)))
    here.takes(copy, Resolution.THEIRS)
    assert here.records == BASE


# --- coming back -----------------------------------------------------------------------------------------------------


def test_entries_come_along_with_who_wrote_them() -> None:
    here = main()
    copy = copy_of(here).does(SetField("risk-1", "title", "By Cai"))
    here.takes(copy, Resolution.MINE)
    assert (here.journal[-1].author, here.journal[-1].change.new) == ("Cai", "By Cai")
    assert here.records[JUDGED["equity"]]["score"] == 2


def test_two_people_who_wrote_in_one_text_are_asked_about_nothing_but_that_text() -> None:
    here = main()
    cai = copy_of(here).does(SetField("risk-1", "title", "By Cai"), SetField("risk-1", "owner", "Cai"))
    dee = copy_of(here, replace(ABOUT, id="another", person="Dee")).does(SetField("risk-1", "title", "By Dee"))
    here.takes(cai, Resolution.THEIRS)
    _, merged = here.meets(dee)
    assert [(difference.id, key) for difference, key in merged.all_conflicts] == [("risk-1", "title")]


def test_a_copy_of_a_copy_that_knows_more_says_so_and_empties_nothing() -> None:
    elsewhere, here = main().does(SetField(JUDGED["equity"], "score", 4)), main()
    copy = copy_of(elsewhere).does(SetField(JUDGED["equity"], "summary", "By Cai"))
    theirs = {record.id: record for record in copy.whole.all_records()}
    assert "changes which are not here" in read_returned_file(here.whole, copy.whole, theirs, "copy.sawb").notes[-1]
    here.takes(copy, Resolution.THEIRS)
    judgement = here.records[JUDGED["equity"]]
    assert (judgement["summary"], judgement["score"], judgement["rationale"]) == ("By Cai", 2, "Because of waits")


def test_it_comes_back_only_to_what_it_was_made_from() -> None:
    strange = journal.make_entries(CREATED, step="x", at="2026-01-01", author="Eve")
    copy = copy_of(main())
    with pytest.raises(WrongUseError, match="made for Cai from another workbook of this council"):
        Place("Eve", dict(BASE), strange).meets(copy)


def test_nothing_is_taken_into_a_copy_but_what_was_written_in_the_same() -> None:
    copy = copy_of(main())
    with pytest.raises(WrongUseError, match=r"Take copy\.sawb and this copy into the main workbook instead"):
        copy.meets(main())
    twin = Place("Cai", dict(copy.records), copy.journal, copy.about).does(SetField("risk-1", "title", "By Cai"))
    assert copy.takes(twin, Resolution.MINE).records["risk-1"]["title"] == "By Cai"


def test_a_copy_stands_for_every_entry_that_has_the_say() -> None:
    here = main().does(SetField("risk-1", "title", "Other"))
    stands = {entry.change.record: entry.follows for entry in copy_of(here).journal}
    said = causality.find_deciding_entries(here.journal)["risk-1"]
    assert set(stands["risk-1"] or ()) == said.entries_deciding(WHOLE) | said.entries_deciding("title")


def test_many_statements_are_not_named_one_by_one() -> None:
    framework = empty_assessment().framework
    every = tuple(statement.key for statement in framework.statements)
    assert replace(ABOUT, statements=every).name_statements(framework).endswith("and 5 more statements")
    assert replace(ABOUT, statements=every[:2]).name_statements(framework).count("“") == 2
