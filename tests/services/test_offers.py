"""Leaving aside is not deciding: what is left stays on offer with all that hangs on it, in both files, for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.merging.three_way import WHOLE, Outcome
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.services.importing import offers, plan_merge
from selfassess.services.workbook import snapshot
from selfassess.services.years import carry_forward
from selfassess.storage.store import Store
from tests.services.merging_making import Sheets, copied, council_file, exported, id_of, prepared, records, taken
from tests.services.test_asides import bens_work, take, words
from tests.services.test_merging_copies import at, told, write

THEIRS, MINE = Resolution.THEIRS, Resolution.MINE


@pytest.fixture
def ann(tmp_path: Path) -> Path:
    return council_file(tmp_path, name="ann.sawb")


def leaving(*ids: str) -> Decisions:
    return Decisions(left=frozenset(ids), otherwise=THEIRS)


def declining(*ids: str) -> Decisions:
    return Decisions(declined=frozenset(ids), otherwise=THEIRS)


def named(path: Path, title: str) -> str:
    return next(r.id for r in records(path).values() if title in (r.values.get("title"), r.values.get("text")))


def at_peace(*paths: Path) -> None:
    """Nobody is offered anything, all hold the same, and each file is what its history says."""
    for path in paths:
        for other in paths:
            if other != path:
                assert plan_merge.prepare_copy_of_workbook(path, other).merge.differences == ()
        assert records(path) == records(paths[0])
        assert told(path) == records(path)
        with Store.open_read_only(path) as opened:
            assert opened.find_faults() == ()


# --- left aside -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Ben’s measure", "Ben’s survey", "Ben’s risk 0", "Ben’s comment"])
def test_what_is_left_aside_stays_on_offer_with_all_that_hangs_on_it(ann: Path, title: str) -> None:
    ben = copied(ann, "ben.sawb")
    wrote = bens_work(ben)
    whole = records(ben)
    left = named(ben, title)
    for _ in range(2):
        take(ann, ben, "Ann", leaving(left))
        assert title not in words(ann)
        assert plan_merge.prepare_copy_of_workbook(ben, ann).merge.differences == ()
        take(ben, ann, "Ben")
        assert records(ben) == whole
    again = plan_merge.prepare_copy_of_workbook(ann, ben)
    assert left in {each.id for each in again.merge.differences}
    assert any("left aside by Ann on 3 March 2025, and offered again." in note for note in again.notes)
    take(ann, ben, "Ann")
    assert wrote <= words(ann)
    at_peace(ann, ben)


def test_what_was_written_meanwhile_in_what_a_left_one_is_linked_to_keeps_the_link(ann: Path) -> None:
    """Ben links a risk to his survey; Ann leaves the survey aside and links the risk to something of hers."""
    ben, risk = copied(ann, "ben.sawb"), id_of(ann, "risk")
    bens_work(ben)
    survey = named(ben, "Ben’s survey")
    take(ann, ben, "Ann", leaving(survey))
    assert records(ann)[risk].links_of("evidence") == ()
    write(ann, "Ann", AddRecord("evidence", "anns", {"title": "Ann’s"}), SetField(risk, "evidence", ("anns",)))
    take(ben, ann, "Ben")
    assert set(records(ben)[risk].links_of("evidence")) == {survey, "anns"}
    take(ann, ben, "Ann")
    assert set(records(ann)[risk].links_of("evidence")) == {survey, "anns"}
    at_peace(ann, ben)


def test_a_removal_that_is_left_aside_leaves_what_belongs_to_it_and_links(ann: Path) -> None:
    write(ann, "Ann", AddRecord("measure", "m", {"title": "M"}), AddRecord("evidence", "e", {"title": "E"}))
    write(ann, "Ann", AddRecord("measure_value", "v", {"measure": "m", "note": "As counted"}))
    write(ann, "Ann", SetField(id_of(ann, "risk"), "evidence", ("e",)))
    ben, whole = copied(ann, "ben.sawb"), records(ann)
    write(ben, "Ben", RemoveRecord("m"), RemoveRecord("e"))
    take(ann, ben, "Ann", leaving("m", "e"))
    assert records(ann) == whole
    assert {"m", "v", "e"} <= {
        each.id for each in plan_merge.prepare_copy_of_workbook(ann, ben).merge.differences_with(Outcome.REMOVED)
    }
    take(ann, ben, "Ann")
    take(ben, ann, "Ben")
    at_peace(ann, ben)
    assert not {"m", "v", "e"} & records(ann).keys()


def test_what_belongs_to_something_that_stays_stays_too(ann: Path) -> None:
    """Removed there with its values, changed here: it is kept, and so are the values that nobody touched."""
    write(ann, "Ann", AddRecord("measure", "m", {"title": "M"}), AddRecord("evidence", "e", {"title": "E"}))
    write(ann, "Ann", AddRecord("measure_value", "v", {"measure": "m", "note": "As counted"}))
    write(ann, "Ann", SetField(id_of(ann, "risk"), "evidence", ("e",)))
    ben = copied(ann, "ben.sawb")
    write(ben, "Ben", RemoveRecord("m"), RemoveRecord("e"))
    write(ann, "Ann", SetField("m", "title", "Ann’s M"), SetField("e", "title", "Ann’s E"))
    whole = records(ann)
    take(ann, ben, "Ann", Decisions(otherwise=MINE))
    assert records(ann) == whole
    take(ben, ann, "Ben")
    at_peace(ann, ben)


def test_left_aside_in_a_sheet_is_offered_again_and_it_is_said(ann: Path) -> None:
    judgement = id_of(ann, "judgement")
    sheets = Sheets(exported(ann, "ben.xlsx"))
    sheets.set("Judgements", judgement, "Where we are", "Ben’s summary")
    sheets.add("Risks", Risk="Ben’s risk", Quality_statement="Equity in experiences and outcomes")
    source = sheets.save()
    found = prepared(ann, source)
    new = next(each.id for each in found.merge.differences_with(Outcome.NEW))
    with at(ann, "Ann") as opened:
        plan_merge.apply_merge(opened, found, leaving(new))
    again = prepared(ann, source)
    assert [each.outcome for each in again.merge.differences] == [Outcome.NEW]
    assert "One change of this file was left aside by Ann on 3 March 2025, and offered again." in again.notes
    taken(ann, source)
    assert {"Ben’s summary", "Ben’s risk"} <= words(ann)


# --- not to be offered again ------------------------------------------------------------------------------------------


def test_not_to_be_offered_again_is_a_decision_that_is_shown_and_can_be_revoked(ann: Path) -> None:
    ben = copied(ann, "ben.sawb")
    wrote = bens_work(ben)
    whole, measure = records(ben), named(ben, "Ben’s measure")
    take(ann, ben, "Ann", declining(measure))
    assert not {"Ben’s measure", "Ben’s note"} & words(ann)
    later = plan_merge.prepare_copy_of_workbook(ann, ben)
    assert later.merge.differences == ()
    assert not later.brings_journal_entries
    (note,) = later.notes
    assert note.startswith("2 changes of this file are not offered, as Ann decided on 3 March 2025.")
    take(ben, ann, "Ben")
    assert records(ben) == whole
    shown, value = sorted(offers.read_declined_offers(ann), key=lambda each: each.record.kind)
    assert (shown.record.id, value.record.kind) == (measure, "measure_value")
    assert (shown.mark.describe_mark, shown.mark.source) == (
        "not to be offered again on 3 March 2025 by Ann",
        "ben.sawb",
    )
    with at(ann, "Ann") as opened:
        offers.offer_again(opened, [measure, value.record.id])
    assert offers.read_declined_offers(ann) == ()
    assert {measure} < {each.id for each in take(ann, ben, "Ann").merge.differences}
    assert wrote <= words(ann)
    at_peace(ann, ben)


def test_what_is_written_on_is_offered_whatever_was_decided_before(ann: Path) -> None:
    ben = copied(ann, "ben.sawb")
    bens_work(ben)
    measure = named(ben, "Ben’s measure")
    take(ann, ben, "Ann", declining(measure))
    # A new value brings its measure along; otherwise it could not come in.
    value = new_id()
    write(
        ben, "Ben", AddRecord("measure_value", value, {"measure": measure, "period": "Q2", "note": "Ben’s later note"})
    )
    assert [each.id for each in plan_merge.prepare_copy_of_workbook(ann, ben).merge.differences] == [measure, value]
    write(ben, "Ben", SetField(measure, "title", "Ben’s better measure"))
    take(ann, ben, "Ann")
    assert {"Ben’s better measure", "Ben’s later note"} <= words(ann)


def test_declined_rows_of_a_sheet_stay_away_until_they_say_something_else(ann: Path) -> None:
    judgement = id_of(ann, "judgement")
    sheets = Sheets(exported(ann, "ben.xlsx"))
    sheets.set("Judgements", judgement, "Where we are", "Ben’s summary")
    source = sheets.save()
    with at(ann, "Ann") as opened:
        plan_merge.apply_merge(opened, prepared(ann, source), declining(judgement))
    assert prepared(ann, source).merge.differences == ()
    sheets.set("Judgements", judgement, "Where we are", "Ben’s other summary")
    assert [each.id for each in prepared(ann, sheets.save()).merge.differences] == [judgement]


# --- years ------------------------------------------------------------------------------------------------------------


def begun(path: Path, author: str) -> str:
    with at(path, author) as opened:
        carry_forward.carry_forward_year(
            opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", "2025-03-03")
        )
        return opened.assessments[-1].id


def work_in(path: Path, author: str, year: str) -> None:
    with at(path, author) as opened:
        opened.open_year(year)
        opened.run_command(SetField(opened.current.judgements["equity"].id, "summary", f"{author}’s day of work"))
        opened.run_command(
            AddRecord("risk", new_id(), {"quality_statement": "equity", "title": f"{author}’s new risk"})
        )


def test_a_year_that_is_left_aside_stays_on_offer_with_all_its_records(ann: Path) -> None:
    ben = copied(ann, "ben.sawb")
    year = begun(ben, "Ben")
    work_in(ben, "Ben", year)
    whole = records(ben)
    take(ann, ben, "Ann", leaving(year))
    assert year not in records(ann)
    take(ben, ann, "Ben")
    assert records(ben) == whole
    take(ann, ben, "Ann")
    assert records(ann) == whole
    at_peace(ann, ben)


def test_a_year_somebody_took_out_is_asked_of_those_who_work_in_it_and_kept_or_removed_whole(ann: Path) -> None:
    ben, cy = copied(ann, "ben.sawb"), copied(ann, "cy.sawb")
    with at(cy, "Cy") as opened:
        carry_forward.carry_forward_year(
            opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", "2025-03-03")
        )
        year = opened.assessments[-1].id
        take(ben, cy, "Ben")
        opened.undo_step()
    work_in(ben, "Ben", year)
    take(ann, cy, "Ann")
    # What is decided on either side goes for both; what Ben wrote is never shut out.
    found = plan_merge.prepare_copy_of_workbook(ben, cy)
    assert [(each.id, field) for each, field in found.merge.all_conflicts] == [(year, WHOLE)]
    offered = plan_merge.prepare_copy_of_workbook(ann, ben)
    assert [(each.id, field) for each, field in offered.merge.all_conflicts] == [(year, WHOLE)]
    whole = records(ben)
    take(ann, ben, "Ann", Decisions(otherwise=THEIRS))
    assert records(ann) == whole
    for path in (ben, cy):
        assert take(path, ann, path.stem).merge.all_conflicts == ()
    at_peace(ann, ben, cy)


def test_a_year_nobody_worked_in_goes_where_somebody_took_it_out(ann: Path) -> None:
    ben = copied(ann, "ben.sawb")
    with at(ann, "Ann") as opened:
        carry_forward.carry_forward_year(
            opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", "2025-03-03")
        )
        take(ben, ann, "Ben")
        opened.undo_step()
    found = plan_merge.prepare_copy_of_workbook(ben, ann)
    assert found.merge.all_conflicts == ()
    assert {each.outcome for each in found.merge.differences} == {Outcome.REMOVED}
    take(ben, ann, "Ben")
    at_peace(ann, ben)


@pytest.mark.parametrize("decided", [MINE, THEIRS])
def test_a_year_that_was_taken_out_can_be_kept_or_given_up_by_who_works_in_it(ann: Path, decided: Resolution) -> None:
    ben = copied(ann, "ben.sawb")
    with at(ann, "Ann") as opened:
        carry_forward.carry_forward_year(
            opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", "2025-03-03")
        )
        year = opened.assessments[-1].id
        take(ben, ann, "Ben")
        opened.undo_step()
    work_in(ben, "Ben", year)
    before = records(ben)
    take(ben, ann, "Ben", Decisions(otherwise=decided))
    assert records(ben) == (before if decided is MINE else records(ann))
    assert take(ann, ben, "Ann").merge.all_conflicts == ()
    at_peace(ann, ben)


def test_one_year_of_a_copy_says_nothing_of_the_others(ann: Path) -> None:
    ben = copied(ann, "ben.sawb")
    year = begun(ann, "Ann")
    take(ben, ann, "Ben")
    work_in(ben, "Ben", year)
    found = prepared(ann, exported(ben, "ben.json"), year="2025-26")
    assert not found.merge.differences_with(Outcome.REMOVED)
    assert [year.label for year in snapshot.read_snapshot(ann).assessments] == ["2024-25", "2025-26"]
