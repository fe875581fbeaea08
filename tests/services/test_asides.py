"""What one puts aside stays with everybody else; what one leaves aside stays on offer; only what is decided travels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from selfassess.domain.history.history import Way
from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.merging.three_way import Outcome
from selfassess.domain.model import journal
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.services.importing import contributor_copies, merge_questions, plan_import, plan_merge, plan_years
from selfassess.services.importing.plan_merge import Prepared
from selfassess.services.safety import restore_backup, sibling_copies
from selfassess.services.workbook import backups, snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.years import field_history
from selfassess.storage.store import Store
from tests.making import Clock, redo_step
from tests.services.merging_making import Sheets, copied, council_file, exported, id_of, prepared, records, taken
from tests.services.test_merging_copies import at, told, write

THEIRS, MINE = Resolution.THEIRS, Resolution.MINE
AGAIN = "put aside here by Ann on 3 March 2025, and offered again."


@pytest.fixture
def ann(tmp_path: Path) -> Path:
    return council_file(tmp_path, name="ann.sawb")


@pytest.fixture(autouse=True)
def everything_proves_itself(tmp_path: Path) -> Iterator[None]:
    """Whatever was put aside: each file is what its history says."""
    yield
    for path in tmp_path.glob("*.sawb"):
        with Store.open_read_only(path) as opened:
            assert opened.find_faults() == ()


def words(path: Path) -> set[str]:
    """Every text in a workbook."""
    values = (value for record in records(path).values() for value in record.values.values())
    return {value for value in values if isinstance(value, str)}


def bens_work(path: Path) -> set[str]:
    """Ben writes in what is there, adds, links and comments; what he wrote."""
    judgement, risk = id_of(path, "judgement"), id_of(path, "risk")
    measure, evidence = new_id(), new_id()
    write(
        path,
        "Ben",
        SetField(judgement, "summary", "Ben’s summary"),
        SetField(judgement, "score", 3),
        AddRecord("evidence", evidence, {"title": "Ben’s survey"}),
        SetField(risk, "evidence", (evidence,)),
        AddRecord("measure", measure, {"title": "Ben’s measure"}),
        AddRecord("measure_value", new_id(), {"measure": measure, "period": "Q1", "note": "Ben’s note"}),
        AddRecord("comment", new_id(), {"about": risk, "text": "Ben’s comment"}),
        *(AddRecord("risk", new_id(), {"quality_statement": "equity", "title": f"Ben’s risk {n}"}) for n in range(3)),
    )
    return {each for each in words(path) if "Ben’s" in each}


def take(path: Path, other: Path, author: str, chosen: Decisions | None = None) -> Prepared:
    with at(path, author) as opened:
        found = plan_merge.prepare_copy_of_workbook(path, other)
        plan_merge.apply_merge(opened, found, chosen or Decisions())
    return found


def undone(session: Session, source: Path) -> None:
    plan_merge.apply_merge(session, plan_merge.prepare_copy_of_workbook(session.path, source), Decisions())
    session.undo_step()


def back_to_before(session: Session, source: Path) -> None:
    plan_merge.apply_merge(session, plan_merge.prepare_copy_of_workbook(session.path, source), Decisions())
    backup = next(each for each in backups.list_backups(session.path) if each.reason == "merge")
    restore_backup.restore_backup(session, backup)


def undone_redone_undone(session: Session, source: Path) -> None:
    undone(session, source)
    redo_step(session)
    session.undo_step()


def restored_undone_restored(session: Session, source: Path) -> None:
    back_to_before(session, source)
    session.undo_step()
    redo_step(session)


WAYS: tuple[Callable[[Session, Path], None], ...] = (
    undone, back_to_before, undone_redone_undone, restored_undone_restored,
)  # fmt: skip


# --- taking back is not removing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("put_aside", WAYS)
def test_what_one_puts_aside_stays_with_its_author_and_is_offered_again_whole(
    ann: Path, put_aside: Callable[[Session, Path], None]
) -> None:
    ben = copied(ann, "ben.sawb")
    wrote = bens_work(ben)
    before = records(ann)
    with at(ann, "Ann") as opened:
        first = plan_merge.prepare_copy_of_workbook(ann, ben)
        put_aside(opened, ben)
        assert records(ann) == before
        opened.run_command(SetField(id_of(ann, "judgement", "learning"), "impact", "Ann goes on"))
    assert told(ann) == records(ann)
    back = take(ben, ann, "Ben")
    assert [(each.outcome, each.conflict) for each in back.merge.differences] == [(Outcome.CHANGED, False)]
    assert wrote <= words(ben)
    assert "Ann goes on" in words(ben)
    again = take(ann, ben, "Ann")
    assert {each.id for each in again.merge.differences} == {each.id for each in first.merge.differences}
    assert again.merge.all_conflicts == ()
    assert len(again.notes) == 1
    assert again.notes[0].endswith(AGAIN)
    assert records(ann) == records(ben)
    assert told(ann) == records(ann)
    for one, other in ((ann, ben), (ben, ann)):
        assert plan_merge.prepare_copy_of_workbook(one, other).merge.differences == ()


def test_undo_and_redo_of_it_leave_nothing_to_be_offered(ann: Path) -> None:
    ben = copied(ann, "ben.sawb")
    bens_work(ben)
    with at(ann, "Ann") as opened:
        undone(opened, ben)
        redo_step(opened)
        assert plan_merge.prepare_copy_of_workbook(ann, ben).merge.differences == ()
        assert plan_merge.prepare_copy_of_workbook(ann, ben).notes == ()
    assert plan_merge.prepare_copy_of_workbook(ben, ann).merge.differences == ()
    assert told(ann) == records(ann) == records(ben)


def test_what_both_wrote_after_it_was_put_aside_is_asked(ann: Path) -> None:
    ben, judgement = copied(ann, "ben.sawb"), id_of(ann, "judgement")
    bens_work(ben)
    with at(ann, "Ann") as opened:
        undone(opened, ben)
        opened.run_command(SetField(judgement, "summary", "Ann’s summary"))
    for path, other in ((ann, ben), (ben, ann)):
        conflicts = plan_merge.prepare_copy_of_workbook(path, other).merge.all_conflicts
        assert [(each.id, field) for each, field in conflicts] == [(judgement, "summary")]


def test_what_somebody_took_on_from_a_copy_stays_with_them_too(ann: Path) -> None:
    """Ann -> Ben -> Cy -> Ann: it was put aside in one file only."""
    ben, cy = copied(ann, "ben.sawb"), copied(ann, "cy.sawb")
    wrote = bens_work(ben)
    with at(ann, "Ann") as opened:
        plan_merge.apply_merge(opened, plan_merge.prepare_copy_of_workbook(ann, ben), Decisions())
        take(cy, ann, "Cy")
        opened.undo_step()
    assert not wrote & words(ann)
    take(cy, ann, "Cy")
    assert wrote <= words(cy)
    again = take(ann, cy, "Ann")
    assert again.notes[0].endswith(AGAIN)
    assert wrote <= words(ann)
    for path in (ann, ben):
        take(path, cy, path.stem)
    assert records(ann) == records(ben) == records(cy)


def test_what_one_removes_by_hand_travels_and_against_an_edit_it_is_asked(ann: Path) -> None:
    ben = copied(ann, "ben.sawb")
    bens_work(ben)
    take(ann, ben, "Ann")
    risks = {record.text_of("title"): record.id for record in records(ann).values() if record.kind == "risk"}
    first, second = risks["Ben’s risk 0"], risks["Ben’s risk 1"]
    write(ann, "Ann", RemoveRecord(first), RemoveRecord(second))
    write(ben, "Ben", SetField(second, "owner", "Ben"))
    found = plan_merge.prepare_copy_of_workbook(ben, ann)
    assert [(each.id, each.outcome, each.conflict) for each in found.merge.differences] == [
        (first, Outcome.REMOVED, False),
        (second, Outcome.REMOVED, True),
    ]


def test_what_an_earlier_version_took_back_is_asked_and_never_removed_unasked(ann: Path) -> None:
    """For formats 1 to 3 undoing a merge was a removal like any other, and their entries have no salt."""
    ben = copied(ann, "ben.sawb")
    bens_work(ben)
    take(ann, ben, "Ann")
    risks = [each for each in records(ann).values() if each.kind == "risk"]
    added = [each for each in risks if each.text_of("title").startswith("Ben’s risk")]
    with at(ann, "Ann") as opened:
        gone = journal.make_entries(
            map(journal.delete_record, added), step="undone", at="2025-03-09T09:00+00:00", author="Ann"
        )
        opened.store.write_step([replace(each, salt="") for each in gone])
    found = plan_merge.prepare_copy_of_workbook(ben, ann)
    removed = found.merge.differences_with(Outcome.REMOVED)
    assert {each.id for each in removed} == {each.id for each in added}
    assert all(each.conflict for each in removed)
    assert found.notes == (merge_questions.TOOK_BACK.format(source="ann.sawb"),)


def test_what_was_decided_against_somebody_and_undone_counts_for_nothing(ann: Path) -> None:
    """Also where nothing changed by it, as all was decided as it was."""
    ben, judgement, risk = copied(ann, "ben.sawb"), id_of(ann, "judgement"), id_of(ann, "risk")
    write(ann, "Ann", SetField(judgement, "summary", "Ann’s summary"), RemoveRecord(risk))
    write(ben, "Ben", SetField(judgement, "summary", "Ben’s summary"), SetField(risk, "owner", "Ben"))
    before = records(ann)
    with at(ann, "Ann") as opened:
        found = plan_merge.prepare_copy_of_workbook(ann, ben)
        assert len(found.merge.all_conflicts) == 2
        plan_merge.apply_merge(opened, found, Decisions(otherwise=MINE))
        assert records(ann) == before
        assert plan_merge.prepare_copy_of_workbook(ann, ben).merge.all_conflicts == ()
        opened.undo_step()
        again = plan_merge.prepare_copy_of_workbook(ann, ben).merge.all_conflicts
        assert [(each.id, field) for each, field in again] == [
            (each.id, field) for each, field in found.merge.all_conflicts
        ]
        redo_step(opened)
        assert plan_merge.prepare_copy_of_workbook(ann, ben).merge.all_conflicts == ()
        opened.undo_step()
    assert told(ann) == records(ann) == before
    for path, other in ((ann, ben), (ben, ann)):
        assert len(plan_merge.prepare_copy_of_workbook(path, other).merge.all_conflicts) == 2


def test_a_removal_that_came_in_and_was_put_aside_is_offered_again(ann: Path) -> None:
    ben, strength = copied(ann, "ben.sawb"), id_of(ann, "strength")
    write(ben, "Ben", RemoveRecord(strength))
    with at(ann, "Ann") as opened:
        undone(opened, ben)
    assert strength in records(ann)
    assert plan_merge.prepare_copy_of_workbook(ben, ann).merge.differences == ()
    (difference,) = plan_merge.prepare_copy_of_workbook(ann, ben).merge.differences
    assert (difference.outcome, difference.conflict) == (Outcome.REMOVED, False)


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_an_import_that_was_undone_is_offered_again_and_nothing_of_it_travels(ann: Path, form: str) -> None:
    judgement = id_of(ann, "judgement")
    cy = copied(ann, "cy.sawb")
    if form == "json":
        ben = copied(ann, "ben.sawb")
        bens_work(ben)
        source = exported(ben, "ben.json")
    else:
        sheets = Sheets(exported(ann, "ben.xlsx"))
        sheets.set("Judgements", judgement, "Where we are", "Ben’s summary")
        sheets.add("Risks", Risk="Ben’s risk", Quality_statement="Equity in experiences and outcomes")
        source = sheets.save()
    with at(ann, "Ann") as opened:
        plan_merge.apply_merge(opened, prepared(ann, source), Decisions())
        take(cy, ann, "Cy")
        opened.undo_step()
    wrote = {each for each in words(cy) if "Ben’s" in each}
    assert len(wrote) > 1
    take(cy, ann, "Cy")
    assert wrote <= words(cy)
    again = prepared(ann, source)
    assert again.merge.all_conflicts == ()
    assert any(note.endswith(AGAIN) for note in again.notes)
    taken(ann, source)
    assert wrote <= words(ann)


def test_a_year_that_came_in_and_was_undone_stays_elsewhere(ann: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    source = exported(council_file(other, "2019-20"), "year.json")
    cy = copied(ann, "cy.sawb")
    plan = plan_import.plan_file(snapshot.read_snapshot(ann, journal=True), source)
    with at(ann, "Ann") as opened:
        plan_years.write_plan(opened, plan.years)
        take(cy, ann, "Cy")
        opened.undo_step()
    assert [year.label for year in snapshot.read_snapshot(ann).assessments] == ["2024-25"]
    take(cy, ann, "Cy")
    assert [year.label for year in snapshot.read_snapshot(cy).assessments] == ["2019-20", "2024-25"]
    take(ann, cy, "Ann")
    assert records(ann) == records(cy)


def test_going_back_puts_ones_own_work_aside_as_well(ann: Path) -> None:
    ben, judgement = copied(ann, "ben.sawb"), id_of(ann, "judgement")
    with at(ann, "Ann") as opened:
        backup = backups.take_backup(ann, "import", opened.clock())
        opened.run_command(SetField(judgement, "impact", "Ann’s impact"))
        opened.run_command(AddRecord("risk", "anns", {"quality_statement": "equity", "title": "Ann’s risk"}))
        take(ben, ann, "Ben")
        restore_backup.restore_backup(opened, next(each for each in backups.list_backups(ann) if each.path == backup))
        opened.run_command(AddRecord("risk", "later", {"quality_statement": "equity", "title": "Later"}))
    take(ben, ann, "Ben")
    assert {"Ann’s impact", "Ann’s risk", "Later"} <= words(ben)
    assert take(ann, ben, "Ann").notes[0].endswith(AGAIN)
    assert records(ann) == records(ben)


def test_a_backup_that_is_older_than_what_was_put_aside_brings_it_back(ann: Path) -> None:
    """Undone after a backup that holds it: going back to that one takes it up again, by whoever wrote it."""
    ben = copied(ann, "ben.sawb")
    wrote = bens_work(ben)
    with at(ann, "Ann") as opened:
        plan_merge.apply_merge(opened, plan_merge.prepare_copy_of_workbook(ann, ben), Decisions())
        whole = records(ann)
        kept = backups.take_backup(ann, "import", opened.clock())
        opened.undo_step()
        opened.run_command(AddRecord("risk", "own", {"quality_statement": "equity", "title": "Ann’s risk"}))
        restore_backup.restore_backup(opened, next(each for each in backups.list_backups(ann) if each.path == kept))
    assert records(ann) == whole == told(ann)
    assert wrote <= words(ann)
    assert plan_merge.prepare_copy_of_workbook(ann, ben).merge.differences == ()
    assert plan_merge.prepare_copy_of_workbook(ben, ann).merge.differences == ()
    hands = plan_merge.prepare_copy_of_workbook(ben, ann).all_writers.there
    hand = hands.find_author(id_of(ann, "judgement"), "summary")
    assert hand is not None
    assert hand.name == "Ben"


def test_a_contributors_copy_that_was_put_aside_is_offered_again(ann: Path) -> None:
    out, judgement = ann.with_name("for ben.sawb"), id_of(ann, "judgement")
    contributor_copies.make_copy(
        ann, out, contributor_copies.Wanted(person="Ben", statements=("equity",)), author="Ann", clock=Clock()
    )
    write(out, "Ben", SetField(judgement, "impact", "Ben’s impact"))
    with at(ann, "Ann") as opened:
        undone(opened, out)
    again = take(ann, out, "Ann")
    assert again.notes[-1].endswith(AGAIN)
    assert "Ben’s impact" in words(ann)
    # A copy made while something is put aside stands for what is in force.
    second = ann.with_name("for cy.sawb")
    cys = contributor_copies.Wanted(person="Cy", statements=("equity",))
    contributor_copies.make_copy(ann, second, cys, author="Ann", clock=Clock())
    write(second, "Cy", SetField(judgement, "impact", "Cy’s impact"))
    assert take(ann, second, "Ann").merge.all_conflicts == ()
    assert "Cy’s impact" in words(ann)


def test_a_copy_beside_it_is_told_to_have_what_was_put_aside_here(ann: Path) -> None:
    ben = copied(ann, "ann - Copy.sawb")
    bens_work(ben)
    (sibling,) = sibling_copies.find_sibling_copies(ann)
    with at(ann, "Ann") as opened:
        undone(opened, ben)
    assert sibling_copies.find_sibling_copies(ann)[0].entries == sibling.entries > 0
    take(ann, ben, "Ann")
    assert sibling_copies.find_sibling_copies(ann)[0].entries == 0


def test_the_history_tells_what_was_put_aside_and_taken_up_again_and_nothing_of_what_was_left(ann: Path) -> None:
    ben = copied(ann, "ben.sawb")
    bens_work(ben)
    measure = next(r.id for r in records(ben).values() if r.values.get("title") == "Ben’s measure")
    with at(ann, "Ann") as opened:
        undone(opened, ben)
        assert [each.way for each in field_history.tell_record_story(opened, measure)] == [Way.CAME_IN, Way.ASIDE]
        plan_merge.apply_merge(
            opened, plan_merge.prepare_copy_of_workbook(ann, ben), Decisions(left=frozenset({measure}))
        )
        assert [each.way for each in field_history.tell_record_story(opened, measure)] == [Way.CAME_IN, Way.ASIDE]
        plan_merge.apply_merge(opened, plan_merge.prepare_copy_of_workbook(ann, ben), Decisions())
        assert [each.way for each in field_history.tell_record_story(opened, measure)] == [
            Way.CAME_IN,
            Way.ASIDE,
            Way.AGAIN,
        ]
