from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.merging.three_way import Outcome
from selfassess.domain.model import journal
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.import_result import Place, Problem
from selfassess.services.importing import plan_import, plan_merge, plan_years, source_problems
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import opening, snapshot
from tests.exchange import report_making
from tests.making import Clock, empty_assessment, filled, new_file, redo_step, session, workbook
from tests.services.merging_making import (
    Sheets,
    copied,
    council_file,
    edit,
    exported,
    id_of,
    prepared,
    records,
    risk_log,
    taken,
)

THEIRS, MINE, BOTH = Resolution.THEIRS, Resolution.MINE, Resolution.BOTH


@pytest.fixture
def council(tmp_path: Path) -> Path:
    return council_file(tmp_path)


def _sent_back(path: Path, form: str) -> Path:
    """What came of a copy that somebody changed: a judgement, a new risk, and a strength they removed."""
    copy = copied(path, "theirs.sawb")
    judgement, strength = id_of(path, "judgement"), id_of(path, "strength")
    if form == "xlsx":
        sheets = Sheets(exported(path, "theirs.xlsx"))
        sheets.set("Judgements", judgement, "Where we are", "Theirs")
        sheets.add("Risks", Risk="A new risk", Quality_statement="Equity in experiences and outcomes")
        sheets.delete("Strengths", strength)
        return sheets.save()
    edit(
        copy,
        SetField(judgement, "summary", "Theirs"),
        AddRecord("risk", "new-risk", {"title": "A new risk", "quality_statement": "equity"}),
        RemoveRecord(strength),
    )
    return copy if form == "sawb" else exported(copy, "theirs.json")


FORMS = ("sawb", "json", "xlsx")


def _backups(home: Path, form: str) -> list[Path]:
    """The backups made before a file was imported; one that brings a journal along is a copy to be merged."""
    return list(home.rglob(f"*before {'import' if form == 'xlsx' else 'merge'}.sawb"))


@pytest.mark.parametrize("form", FORMS)
def test_what_they_changed_is_taken_and_what_i_changed_stays(council: Path, form: str, own_home: Path) -> None:
    source, judgement = _sent_back(council, form), id_of(council, "judgement")
    edit(council, SetField(judgement, "impact", "Mine"))
    before = records(council)
    opened = session(council)
    report = plan_merge.apply_merge(opened, prepared(council, source), Decisions())
    after = records(council)
    assert (after[judgement]["summary"], after[judgement]["impact"]) == ("Theirs", "Mine")
    assert [r["title"] for r in after.values() if r.kind == "risk"] == ["risk title text", "A new risk"]
    assert not [r for r in after.values() if r.kind == "strength"]
    assert {each.outcome for each in report.taken} == set(Outcome)
    assert len(_backups(own_home, form)) == 1
    assert opened.undo_label == f"import changes from {source.name}"
    assert {r.id: r for r in opened.current.by_id.values()} == {id: r for id, r in after.items() if r.assessment}
    opened.undo_step()
    assert records(council) == before
    assert opened.current.by_id == {id: r for id, r in before.items() if r.assessment}
    redo_step(opened)
    assert records(council) == after


@pytest.mark.parametrize("form", FORMS)
def test_the_same_file_twice_changes_nothing_the_second_time(council: Path, form: str, own_home: Path) -> None:
    source = _sent_back(council, form)
    taken(council, source)
    before = council.read_bytes()
    report = taken(council, source)
    assert report.headline == f"Everything in {source.name} is in this workbook already."
    assert (report.taken, report.left, report.conflicts) == ((), (), ())
    assert council.read_bytes() == before
    assert len(_backups(own_home, form)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_conflict_waits_for_a_decision_and_then_is_reported(council: Path, form: str) -> None:
    source, judgement = _sent_back(council, form), id_of(council, "judgement")
    edit(council, SetField(judgement, "summary", "Mine"))
    before = council.read_bytes()
    with pytest.raises(WrongUseError, match="One conflict is not decided yet"):
        taken(council, source)
    assert council.read_bytes() == before
    report = taken(council, source, Decisions(resolved={(judgement, "summary"): BOTH}))
    assert records(council)[judgement]["summary"] == "Mine\n\nTheirs"
    (decided,) = report.conflicts
    assert (decided.difference.id, decided.field, decided.resolution) == (judgement, "summary", BOTH)
    assert "Where we are: both changed it, both were kept: “Mine” → “Theirs”" in report.full_text()


@pytest.mark.parametrize("edition", Edition)
def test_what_readers_never_saw_is_neither_removed_nor_blanked(tmp_path: Path, edition: Edition) -> None:
    council = tmp_path / "demo.sawb"
    opening.write_demo_workbook(council, author="Tester")
    source = exported(council, "shown.xlsx", edition)
    assert prepared(council, source).merge.differences == ()
    judgement = next(r.id for r in snapshot.read_snapshot(council).current.records_of("judgement") if r["score"])
    sheets = Sheets(source)
    sheets.set("Judgements", judgement, "Where we are", "Theirs")
    before = records(council)
    report = taken(council, sheets.save())
    assert [(d.id, [f.field for f in d.fields]) for d in report.taken] == [(judgement, ["summary"])]
    after = records(council)
    wanted = replace(before[judgement], values={**before[judgement].values, "summary": "Theirs"})
    assert after == {**before, judgement: wanted}


def test_a_link_they_add_in_a_public_export_keeps_those_they_could_not_see(council: Path) -> None:
    risk, action = id_of(council, "risk"), id_of(council, "action")
    improvement = id_of(council, "improvement")
    evidence = {"title": "Open survey", "personal_data": "none"}
    edit(council, AddRecord("evidence", "open", evidence), SetField(action, "addresses", [improvement, risk]))
    hidden = records(council)[improvement].links_of("evidence")
    sheets = Sheets(exported(council, "public.xlsx", Edition.PUBLIC))
    sheets.set("Improvements", improvement, "Evidence", "Open survey")
    taken(council, sheets.save())
    assert set(records(council)[improvement].links_of("evidence")) == {*hidden, "open"}
    assert records(council)[action]["addresses"] == (improvement, risk)


def test_an_export_of_a_copy_that_went_its_own_way_removes_nothing_and_says_so(council: Path) -> None:
    copy = copied(council, "copy.sawb")
    edit(copy, SetField(id_of(council, "judgement"), "summary", "Theirs"))
    sheets = Sheets(exported(copy, "copy.xlsx"))
    sheets.delete("Strengths", id_of(council, "strength"))
    found = prepared(council, sheets.save())
    assert "went its own way" in found.notes[-1]
    assert found.merge.differences_with(Outcome.REMOVED) == ()
    assert [key for _, key in found.merge.all_conflicts] == ["summary"]


def test_json_for_the_board_removes_and_blanks_nothing_and_says_why(council: Path) -> None:
    source = exported(council, "board.json", Edition.BOARD)
    found = prepared(council, source)
    assert found.merge.differences == ()
    assert found.notes == (
        "board.json does not say what it began from. So every difference is shown, and nothing counts as removed.",
    )


@pytest.mark.parametrize("form", ["sawb", "xlsx"])
def test_a_year_that_is_new_in_the_file_comes_along_with_its_wording(tmp_path: Path, form: str) -> None:
    council = council_file(tmp_path, "2023-24", "2024-25")
    whole = snapshot.read_snapshot(council)
    later = filled(empty_assessment("2025-26"))
    reworded = replace(later.framework, id="cqc-la-2025-06")
    later = replace(
        later,
        framework=reworded,
        record=replace(later.record, position=9, values={**later.record.values, "framework": reworded.id}),
        information_return=None,
    )
    later = replace(later, record=replace(later.record, values={**later.record.values, "information_return": None}))
    copy = tmp_path / "copy.sawb"
    opening.write_new_workbook(copy, replace(whole, assessments=(*whole.assessments, later)), author="U", clock=Clock())
    source = copy if form == "sawb" else exported(copy, "copy.xlsx")
    report = taken(council, source, Decisions(otherwise=THEIRS))
    assert {d.kind for d in report.taken} >= {"assessment", "judgement", "risk"}
    there = snapshot.read_snapshot(council)
    assert [a.label for a in there.assessments] == ["2023-24", "2024-25", "2025-26"]
    assert there.find_assessment("2025-26").framework == reworded
    wanted = {id: r.values for id, r in later.by_id.items()}
    assert {id: r.values for id, r in there.find_assessment("2025-26").by_id.items() if id in wanted} == wanted
    assert taken(council, source, Decisions(otherwise=THEIRS)).taken == ()


def test_a_year_that_is_missing_in_the_file_is_not_sent_and_one_can_be_picked(tmp_path: Path) -> None:
    council = council_file(tmp_path, "2023-24", "2024-25")
    copy = copied(council, "copy.sawb")
    first, second = snapshot.read_snapshot(council).assessments
    opened = session(copy)
    for year in (first, second):
        opened.open_year(year.id)
        opened.run_command(SetField(year.judgements["equity"].id, "summary", "Theirs"))
    opened.close()
    there, incoming = snapshot.read_snapshot(council, journal=True), read_source(copy)
    picked = plan_merge.prepare_same_workbook(there, incoming, copy, year="2023-24")
    assert [d.id for d in picked.merge.differences] == [first.judgements["equity"].id]
    only = replace(incoming, workbook=replace(incoming.workbook, assessments=incoming.workbook.assessments[1:]))
    assert [d.id for d in plan_merge.prepare_same_workbook(there, only, copy).merge.differences] == [
        second.judgements["equity"].id
    ]
    with pytest.raises(WrongUseError, match="There is no year “1999-00”"):
        plan_merge.prepare_same_workbook(there, incoming, copy, year="1999-00")


def test_one_year_of_sheets_can_be_picked_and_the_others_are_left_aside(tmp_path: Path) -> None:
    council = council_file(tmp_path, "2023-24", "2024-25")
    first, second = snapshot.read_snapshot(council).assessments
    sheets = Sheets(exported(council, "back.xlsx"))
    for year in (first, second):
        sheets.set("Risks", year.records_of("risk")[0].id, "Controls", "Theirs")
        sheets.set("Risks", year.records_of("risk")[0].id, "Likelihood", "often")
        sheets.delete("Strengths", year.records_of("strength")[0].id)
    report = taken(council, sheets.save(), year="2023-24")
    assert {d.id for d in report.taken} == {first.records_of("risk")[0].id, first.records_of("strength")[0].id}
    assert {p.id for p in report.problems} == {first.records_of("risk")[0].id}
    there = snapshot.read_snapshot(council)
    assert there.find_assessment("2024-25") == second


def test_what_was_not_understood_is_told_with_its_place_and_stops_nothing(tmp_path: Path) -> None:
    council = council_file(tmp_path, "2023-24", "2024-25")
    years = snapshot.read_snapshot(council).assessments
    risk, strength = years[1].records_of("risk")[0].id, years[1].records_of("strength")[0].id
    judgement = years[1].judgements["equity"].id
    sheets = Sheets(exported(council, "back.xlsx"))
    sheets.set("Risks", risk, "Likelihood", "often")
    sheets.set("Risks", risk, "Risk", None)
    sheets.set("Risks", risk, "Controls", "Theirs")
    sheets.set("Strengths", strength, "Year", "2023-24")
    sheets.delete("Judgements", judgement)
    rows = {
        sheet: sheets.row(sheet, id)
        for sheet, id in [("Risks", risk), ("Strengths", years[1].records_of("strength")[0].id)]
    }
    report = taken(council, sheets.save())
    assert [(d.id, [f.field for f in d.fields]) for d in report.taken] == [(risk, ["controls"])]
    told = {(p.sheet, p.row, p.column) for p in report.problems}
    assert {("Risks", rows["Risks"], "Likelihood"), ("Risks", rows["Risks"], "Risk")} <= told
    assert ("Strengths", rows["Strengths"], "Year") in told
    assert any("cannot be removed" in p.message and p.id == judgement for p in report.problems)
    assert f"Sheet “Risks”, row {rows['Risks']}, column “Likelihood”" in report.full_text()


def test_a_row_that_was_moved_to_another_sheet_is_new_there_and_gone_here(council: Path) -> None:
    risk = id_of(council, "risk")
    sheets = Sheets(exported(council, "back.xlsx"))
    sheets.delete("Risks", risk)
    sheets.add("Improvements", Area_for_improvement="Was a risk", Id=risk)
    report = taken(council, sheets.save())
    found = sorted((d.outcome, d.kind) for d in report.taken)
    assert found == [("changed", "action"), ("new", "improvement"), ("removed", "risk")]
    assert "Was a risk" in [r.text_of("title") for r in records(council).values() if r.kind == "improvement"]


def test_rows_that_lost_their_ids_are_recognised_and_problems_of_them_told_of_the_record(council: Path) -> None:
    risk = id_of(council, "risk")
    sheets = Sheets(exported(council, "back.xlsx"))
    sheets.set("Risks", risk, "Controls", "Theirs")
    sheets.set("Risks", risk, "Severity", "bad")
    sheets.set("Risks", risk, "Id", None)
    found = prepared(council, sheets.save())
    (difference,) = found.merge.differences
    assert (difference.id, difference.outcome, [f.field for f in difference.fields]) == (risk, "changed", ["controls"])
    assert {p.id for p in found.problems} == {risk}
    assert found.incoming.places is not None
    assert found.incoming.places[risk].sheet == "Risks"


def test_a_sheet_whose_ids_were_cleared_removes_nothing_however_many_rows_are_gone(council: Path) -> None:
    edit(council, *(AddRecord("risk", f"r{n}", {"title": f"R {n}", "quality_statement": "equity"}) for n in range(4)))
    sheets = Sheets(exported(council, "cleared.xlsx"))
    for id in ("r0", "r1"):
        sheets.delete("Risks", id)
    column = sheets.column("Risks", "Id")
    for row in range(sheets.row("Risks", "r2"), sheets.sheet("Risks").max_row + 1):
        sheets.sheet("Risks").cell(row, column).value = None
    sheets.sheet("Risks").cell(sheets.row("Risks", id_of(council, "risk")), column).value = None
    assert prepared(council, sheets.save()).merge.differences == ()


def test_nothing_is_written_where_the_workbook_moved_on_meanwhile(council: Path, own_home: Path) -> None:
    found = prepared(council, _sent_back(council, "sawb"))
    opened = session(council)
    opened.run_command(SetField(id_of(council, "judgement"), "impact", "Meanwhile"))
    before = council.read_bytes()
    with pytest.raises(WrongUseError, match=r"council.sawb was changed since theirs.sawb was read"):
        plan_merge.apply_merge(opened, found, Decisions())
    assert council.read_bytes() == before
    assert not _backups(own_home, "sawb")


def test_json_with_a_problem_is_refused_whole(council: Path) -> None:
    source = _sent_back(council, "json")
    document = msgspec.json.decode(source.read_bytes())
    risk = document["assessments"][0]["records"]["risk"][0]
    document["assessments"][0]["records"]["risk"][0] = {**risk, "likelihood": 9}
    source.write_bytes(msgspec.json.encode(document))
    before = council.read_bytes()
    with pytest.raises(FileError, match=r"theirs.json: .*from 1 to 5.*Nothing was imported"):
        taken(council, source)
    document["assessments"][0]["records"]["risk"] = [risk, risk]
    source.write_bytes(msgspec.json.encode(document))
    with pytest.raises(FileError, match="stands 2 times"):
        taken(council, source)
    assert council.read_bytes() == before


def test_an_outcome_that_would_not_hang_together_is_refused(tmp_path: Path) -> None:
    council = council_file(tmp_path, "2023-24", "2024-25")
    copy = copied(council, "copy.sawb")
    opened = session(copy)
    opened.take_step("rename", [journal.update_field(opened.assessments[0], "label", "2025-26")])
    opened.close()
    mine = session(council)
    mine.take_step("rename", [journal.update_field(mine.assessments[1], "label", "2025-26")])
    before = records(council)
    with pytest.raises(WrongUseError, match="“2025-26” is used twice"):
        plan_merge.apply_merge(mine, prepared(council, copy), Decisions())
    assert records(council) == before


def test_what_nobody_may_write_to_is_refused_before_anything_else(council: Path) -> None:
    source = _sent_back(council, "sawb")
    found = prepared(council, source)
    held = session(council)
    reader = opening.open_workbook(council, author="Reader", or_read_only=True)
    with pytest.raises(FileError, match="Nothing can be changed here"):
        plan_merge.apply_merge(reader, found, Decisions())
    reader.close()
    held.close()


# --- into a year that is there ---------------------------------------------------------------------------------------


def test_a_spreadsheet_fills_the_year_that_is_there_and_twice_doubles_nothing(council: Path) -> None:
    statement = "Equity in experiences and outcomes"
    rows = [("Staff leave", statement, "Retention plan", 4), ("risk title text", statement, "Their controls", None)]
    source, mapping = risk_log(council.parent, *rows)
    own = id_of(council, "risk")
    found = prepared(council, source, "2024-25", mapping)
    assert found.merge.differences_with(Outcome.REMOVED) == ()
    assert [(each.id, key) for each, key in found.merge.all_conflicts] == [(own, "controls")]
    opened = session(council)
    plan_merge.apply_merge(opened, found, Decisions(otherwise=MINE))
    titles = [r.text_of("title") for r in opened.current.records_of("risk")]
    assert titles == ["risk title text", "Staff leave"]
    again = plan_merge.apply_merge(opened, prepared(council, source, "2024-25", mapping), Decisions(otherwise=MINE))
    assert again.taken == ()
    assert opened.current.records_of("risk")[0] == records(council)[own]


def test_a_published_report_read_twice_is_there_once_and_never_in_ones_own_year(council: Path) -> None:
    source = report_making.written(council.parent, report_making.lines())
    there = snapshot.read_snapshot(council, journal=True)
    plan = plan_import.plan_file(there, source)
    assert plan.decision.way is plan_import.Way.FURTHER_YEAR
    opened = session(council)
    plan_years.write_plan(opened, plan.years)
    opened.close()
    assert taken(council, source).taken == ()
    # Under the name of a year of one's own, another council's is kept apart, and one's own council's is refused.
    there = snapshot.read_snapshot(council, journal=True)
    plan = plan_import.plan_file(there, source, year="2024-25")
    assert plan.decision.way is plan_import.Way.FURTHER_YEAR
    planned = plan.years
    assert [year.of_another_council for year in planned.assessments] == [True]
    assert "2024-25" not in {year.label for year in planned.assessments}
    name = there.council.text_of("name")
    ours = report_making.written(
        council.parent, [line.replace("Example Council", name) for line in report_making.lines()]
    )
    with pytest.raises(WrongUseError, match="under another name"):
        prepared(council, ours, "2024-25")


# --- what it is of and where ----------------------------------------------------------------------------------------


def test_a_file_of_another_workbook_does_not_belong(council: Path, tmp_path: Path) -> None:
    there = snapshot.read_snapshot(council)
    assert plan_merge.is_of_this_workbook(there, read_source(council))
    assert not plan_merge.is_of_this_workbook(there, read_source(new_file(tmp_path, "other.sawb")))
    assert workbook().id != there.id


def test_places_are_put_to_problems_that_have_none() -> None:
    places = {"a": Place(sheet="Risks", row=4, columns={"title": "Risk"})}
    told = source_problems.add_place_to_problem(Problem(message="M.", id="a", field="title"), places)
    assert told.describe_with_place == "Sheet “Risks”, row 4, column “Risk”: M."
    assert source_problems.add_place_to_problem(Problem(message="M.", id="b"), places).describe_with_place == "M."
    assert source_problems.add_place_to_problem(Problem(message="M."), None).describe_with_place == "M."
