from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Assessment
from selfassess.services.exporting import export
from selfassess.services.importing import contributor_copies, plan_import, plan_merge, plan_years
from selfassess.services.importing.contributor_copies import Made, Wanted
from selfassess.services.safety import sibling_copies
from selfassess.services.workbook import opening, snapshot
from selfassess.services.years import carry_forward
from tests.making import Clock, changed, empty_assessment, redo_step, session, workbook
from tests.services.merging_making import Sheets, edit, exported, prepared, records, taken

CAI = Wanted(person="Cai Jones", statements=("equity",), readable=False, contacts=False, scores=False)
MARK = re.compile(rb"CANARY-[a-z_]+-\d+-[a-z_]+~")
TITLED = ("strength", "improvement", "risk", "action")


def marked(record: Record, number: int) -> Record:
    """A record with a mark of its own in every text."""
    texts = (Kind.TEXT, Kind.PROSE)
    marks = {
        spec.key: f"CANARY-{record.kind}-{number}-{spec.key}~"
        for spec in CATALOGUE[record.kind].fields
        if spec.kind in texts and spec.key != "label"
    }
    return replace(record, values={**record.values, **marks})


def full_year() -> Assessment:
    """A year with something of every kind under two statements, each text with a mark of its own."""
    year = empty_assessment()
    statements = ("equity", "safeguarding")
    made: list[Record] = []
    for number, statement in enumerate(statements, start=1):
        for kind in TITLED:
            made.append(blank_record(kind, f"{kind}-{number}", number, year.id, quality_statement=statement))
        for kind in ("evidence", "measure"):
            made.append(blank_record(kind, f"{kind}-{number}", number, year.id, quality_statements=(statement,)))
        measure = f"measure-{number}"
        made.append(blank_record("measure_value", f"value-{number}", number, year.id, measure=measure, value=42.0))
        for place, about in enumerate((f"risk-{number}", f"value-{number}")):
            made.append(blank_record("comment", f"comment-{number}{place}", number, year.id, about=about))
    made.append(blank_record("comment", "comment-on-all", 9, year.id, about=year.id))
    made.append(blank_record("contact", "contact-1", 1, year.id, group="carers"))
    made.append(blank_record("figure", "figure-1", 1, year.id, return_item="IR 5", figure="list-size"))
    numbers = {"comment-on-all": 3, "comment-10": 1, "comment-11": 1, "comment-20": 2, "comment-21": 2}
    rows = dict(year.records)
    for record in made:
        number = numbers.get(record.id, record.position)
        rows[record.kind] = (*rows.get(record.kind, ()), marked(record, number))
    for kind in ("judgement", "return_answer", "section"):
        rows[kind] = tuple(marked(record, place) for place, record in enumerate(year.records_of(kind)))
    return replace(year, record=marked(year.record, 0), records=rows)


@pytest.fixture
def council(tmp_path: Path) -> Path:
    path = tmp_path / "main" / "council.sawb"
    path.parent.mkdir()
    year = full_year()
    year = changed(year, year.judgements["equity"], score=2)
    opening.write_new_workbook(path, workbook(year), author="Ada", clock=Clock())
    return path


def made(path: Path, wanted: Wanted = CAI, name: str = "for cai.sawb") -> Made:
    return contributor_copies.make_copy(
        path, path.with_name(name), wanted, author="Ada", clock=Clock("2026-02-02T09:00:00+00:00")
    )


def judgement(path: Path, statement: str = "equity") -> Record:
    return next(r for r in records(path).values() if r.kind == "judgement" and r["quality_statement"] == statement)


# --- nothing of what is left out -------------------------------------------------------------------------------------


def test_no_text_that_is_left_out_is_anywhere_in_the_file(council: Path) -> None:
    edit(council, SetField("risk-1", "title", "An EARLIER text"), SetField("risk-1", "title", "CANARY-risk-1-title~"))
    found = {mark.decode() for mark in MARK.findall(made(council).path.read_bytes())}
    place = next(n for n, j in enumerate(full_year().records_of("judgement")) if j["quality_statement"] == "equity")
    allowed = {f"{kind}-1" for kind in (*TITLED, "evidence", "measure", "measure_value", "comment")}
    for mark in found:
        _, kind, number, field = mark.rstrip("~").split("-")
        assert f"{kind}-{number}" in allowed | {f"judgement-{place}"} or (kind, field) == ("council", "name")
    assert f"CANARY-judgement-{place}-rationale~" not in found
    assert {f"CANARY-judgement-{place}-summary~", "CANARY-risk-1-title~", "CANARY-comment-1-text~"} <= found
    assert b"EARLIER" not in made(council, name="again.sawb").path.read_bytes()
    assert b"EARLIER" in council.read_bytes()


def test_everything_is_there_that_may_be_read(council: Path) -> None:
    wanted = replace(CAI, readable=True, contacts=True, scores=True)
    path = made(council, wanted).path
    assert records(path) == records(council)
    assert {m.decode() for m in MARK.findall(path.read_bytes())} == {
        m.decode() for m in MARK.findall(council.read_bytes())
    }


def test_without_contacts_and_scores_the_rest_can_still_be_read(council: Path) -> None:
    path = made(council, replace(CAI, readable=True)).path
    kinds = {record.kind for record in records(path).values()}
    assert "contact" not in kinds
    assert (judgement(path)["score"], judgement(path)["rationale"]) == (None, None)
    assert judgement(path, "safeguarding")["summary"] == judgement(council, "safeguarding")["summary"]
    assert b"CANARY-contact" not in path.read_bytes()


def test_it_is_private_and_whole_and_nothing_is_left_beside_it(council: Path) -> None:
    path = made(council).path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {each.name for each in council.parent.iterdir()} == {"council.sawb", "for cai.sawb"}
    opened = session(path)
    assert opened.store.find_faults() == ()
    opened.close()


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_stays(council: Path) -> None:
    taken_name = council.with_name("for cai.sawb")
    taken_name.write_text("something else")
    with pytest.raises(WrongUseError, match="exists already"):
        made(council)
    assert taken_name.read_text() == "something else"
    with pytest.raises(FileError, match="folder"):
        contributor_copies.make_copy(council, council.parent / "nowhere" / "x.sawb", CAI, author="Ada")
    with pytest.raises(WrongUseError, match="should end in"):
        made(council, name="cai.xlsx")


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (replace(CAI, person="  "), "give their name"),
        (replace(CAI, statements=()), "at least one quality statement"),
        (replace(CAI, statements=("equality",)), "no quality statement “equality”. There are: assessing-needs"),
    ],
)
def test_what_makes_no_sense_is_refused(council: Path, wanted: Wanted, sentence: str) -> None:
    with pytest.raises(WrongUseError, match=sentence):
        made(council, wanted)
    assert not council.with_name("for cai.sawb").exists()


def test_no_copy_is_made_of_a_copy(council: Path) -> None:
    with pytest.raises(WrongUseError, match="itself a copy that was made for Cai Jones to write in “Equity”"):
        made(made(council).path, name="second.sawb")


def test_nothing_is_asked_of_anybody_in_a_year_that_others_made(tmp_path: Path) -> None:
    path = tmp_path / "council.sawb"
    year = empty_assessment()
    report = replace(year, record=replace(year.record, values={**year.record.values, "assessor": "cqc"}))
    opening.write_new_workbook(path, workbook(report), author="Ada", clock=Clock())
    with pytest.raises(WrongUseError, match="was made by others"):
        made(path)


# --- writing in it ---------------------------------------------------------------------------------------------------


def test_only_what_it_was_made_for_can_be_written(council: Path) -> None:
    opened = session(made(council, replace(CAI, readable=True)).path)
    year = opened.current
    opened.run_command(SetField(year.judgements["equity"].id, "summary", "By Cai"))
    before = opened.path.read_bytes()
    for command in (
        SetField(year.judgements["safeguarding"].id, "summary", "By Cai"),
        SetField(year.judgements["equity"].id, "score", 4),
        AddRecord("contact", "new", {"group": "carers"}),
        RemoveRecord("risk-2"),
    ):
        with pytest.raises(WrongUseError, match=r"only be read here|left out of this copy"):
            opened.run_command(command)
    assert opened.path.read_bytes() == before
    opened.undo_step()
    redo_step(opened)
    assert opened.current.judgements["equity"]["summary"] == "By Cai"


def test_no_year_begins_in_it(council: Path) -> None:
    opened = session(made(council).path)
    planned = carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", "2025-02-17")
    with pytest.raises(WrongUseError, match="No further year can be added here"):
        carry_forward.carry_forward_year(opened, planned)


def test_no_other_copy_is_taken_into_it(council: Path) -> None:
    path = made(council).path
    with pytest.raises(WrongUseError, match="into the main workbook instead"):
        plan_merge.prepare_copy_of_workbook(path, council)
    with pytest.raises(WrongUseError, match="into the main workbook instead"):
        prepared(path, made(council, replace(CAI, person="Dee"), "for dee.sawb").path)


def test_nor_is_an_export_of_the_main_workbook(council: Path) -> None:
    path = made(council, replace(CAI, readable=True)).path
    out = path.with_name("sheet.json")
    export.export_workbook(council, out)
    with pytest.raises(WrongUseError, match="main workbook instead"):
        prepared(path, out)


def test_a_sheet_changes_it_only_where_it_is_theirs(council: Path) -> None:
    path = made(council, replace(CAI, readable=True)).path
    sheets = Sheets(exported(path, "sheet.xlsx"))
    sheets.set("Risks", "risk-1", "Risk", "By Cai")
    taken(path, sheets.save())
    sheets.set("Risks", "risk-2", "Risk", "By Cai")
    with pytest.raises(WrongUseError, match="“Safeguarding” can only be read here"):
        taken(path, sheets.save())
    after = records(path)
    assert (after["risk-1"]["title"], after["risk-2"]["title"]) == ("By Cai", "CANARY-risk-2-title~")


# --- coming back -----------------------------------------------------------------------------------------------------


def test_it_comes_back_through_the_merge_with_who_wrote_what(council: Path) -> None:
    path = made(council).path
    id = judgement(council).id
    added = AddRecord("risk", "new", {"quality_statement": "equity", "title": "By Cai"})
    edit(path, SetField(id, "summary", "By Cai"), added)
    edit(council, SetField("risk-2", "title", "By Ada"), SetField(id, "score", 3))
    before = records(council)
    found = prepared(council, path)
    assert found.notes[0] == "for cai.sawb was made for Cai Jones to write in “Equity”, by Ada on 2 February 2026."
    assert found.merge.all_conflicts == ()
    report = taken(council, path)
    after = records(council)
    assert (after[id]["summary"], after[id]["score"], after["new"]["title"]) == ("By Cai", 3, "By Cai")
    assert {each for each in after if after[each] != before.get(each)} == {id, "new"}
    assert report.taken
    there = snapshot.read_snapshot(council, journal=True)
    assert there.contribution is None
    assert {e.author for e in there.journal if e.change.new == "By Cai"} == {"Tester"}
    size = council.read_bytes()
    taken(council, path)
    assert council.read_bytes() == size


def test_two_people_contribute_and_one_of_them_twice(council: Path) -> None:
    cai, dee = (
        made(council).path,
        made(council, replace(CAI, person="Dee", statements=("safeguarding",)), "dee.sawb").path,
    )
    edit(cai, SetField("risk-1", "title", "By Cai"))
    edit(dee, SetField("risk-2", "title", "By Dee"))
    taken(council, cai)
    taken(council, dee)
    edit(cai, SetField("risk-1", "title", "By Cai, later"), SetField("risk-1", "owner", "Cai"))
    assert prepared(council, cai).merge.all_conflicts == ()
    taken(council, cai)
    after = records(council)
    assert (after["risk-1"]["title"], after["risk-1"]["owner"], after["risk-2"]["title"]) == (
        "By Cai, later",
        "Cai",
        "By Dee",
    )


def test_the_same_field_twice_is_decided_by_a_person(council: Path) -> None:
    path = made(council).path
    edit(path, SetField("risk-1", "title", "By Cai"))
    edit(council, SetField("risk-1", "title", "By Ada"))
    ((difference, key),) = prepared(council, path).merge.all_conflicts
    (each,) = difference.fields
    assert (key, each.base, each.mine, each.theirs) == ("title", "CANARY-risk-1-title~", "By Ada", "By Cai")
    taken(council, path, Decisions(otherwise=Resolution.THEIRS))
    assert records(council)["risk-1"]["title"] == "By Cai"


def test_a_workbook_that_does_not_know_its_beginning_says_so(council: Path, tmp_path: Path) -> None:
    path = made(council).path
    other = tmp_path / "other.sawb"
    there = snapshot.read_snapshot(council)
    opening.write_new_workbook(other, replace(there, journal=()), author="Eve", clock=Clock())
    with pytest.raises(WrongUseError, match="made for Cai Jones from another workbook of this council"):
        prepared(other, path)


def test_its_json_comes_back_like_the_copy_itself(council: Path) -> None:
    path = made(council).path
    edit(path, SetField("risk-1", "title", "By Cai"))
    out = exported(path, "copy.json")
    before = records(council)
    taken(council, out)
    after = records(council)
    assert {id for id in after if after[id] != before[id]} == {"risk-1"}
    assert before.keys() == after.keys()
    twin = records(path)
    taken(path, out)
    assert records(path) == twin


def test_its_sheets_go_into_it_and_not_past_it(council: Path) -> None:
    path = made(council).path
    edit(path, SetField("risk-1", "title", "By Cai"))
    taken(council, path)
    sheet = exported(path, "copy.xlsx")
    with pytest.raises(WrongUseError, match="Take it into that copy, and then the copy into this workbook"):
        prepared(council, sheet)
    assert prepared(path, sheet).merge.differences == ()


def test_beside_the_main_workbook_only_what_was_written_in_it_counts_as_new(council: Path) -> None:
    path = made(council).path
    assert [each.entries for each in sibling_copies.find_sibling_copies(council)] == [0]
    edit(path, SetField("risk-1", "title", "By Cai"))
    ((entries, authors),) = [(each.entries, each.authors) for each in sibling_copies.find_sibling_copies(council)]
    assert (entries, authors) == (1, (("Tester", 1),))
    assert sibling_copies.find_sibling_copies(path) == ()


def test_answers_of_the_return_are_written_where_they_are_asked_for(council: Path) -> None:
    every = tuple(each.key for each in full_year().framework.statements)
    wanted = replace(CAI, statements=every, items=True)
    assert made(council, wanted).contribution.items
    assert made(council, replace(wanted, items=False), "none.sawb").contribution.items == ()


def test_who_leads_what() -> None:
    year = empty_assessment()
    year = changed(year, year.judgements["equity"], lead="Cai Jones ")
    assert contributor_copies.statements_led_by(year, "cai jones") == ("equity",)
    assert contributor_copies.statements_led_by(year, " ") == ()


def test_names_of_files_are_names_of_files() -> None:
    name = contributor_copies.propose_copy_name("Derby City Council", "2024/25", "Cai: Jones?")
    assert name == "Derby City Council 2024-25 - for Cai- Jones-.sawb"


def test_a_new_workbook_made_of_it_is_still_their_copy(council: Path) -> None:
    path = made(council).path
    plan = plan_import.plan_file(None, path)
    assert plan.decision.way is plan_import.Way.NEW_WORKBOOK
    new = council.with_name("new.sawb")
    plan_years.write_imported_workbook(new, plan.incoming, plan.years, author="Cai")
    assert snapshot.read_snapshot(new).contribution == snapshot.read_snapshot(path).contribution
