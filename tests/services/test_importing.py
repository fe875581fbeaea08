from __future__ import annotations

import os
import tracemalloc
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from openpyxl import Workbook as Book

from selfassess.domain.model.catalogue import CATALOGUE, links_to_records
from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Workbook
from selfassess.services.exporting import export
from selfassess.services.importing import file_kinds, plan_import, plan_years
from selfassess.services.importing.file_kinds import Source
from selfassess.services.importing.plan_import import Decision, ReadFile, Way
from selfassess.services.importing.read_source import load_mapping, read_source
from selfassess.services.workbook import opening, snapshot
from tests.exchange import report_making
from tests.making import Clock, empty_assessment, filled, new_file, redo_step, session, workbook
from tests.services.merging_making import Sheets, risk_log


def _filled(tmp_path: Path, name: str = "filled.sawb", label: str = "2023-24") -> Path:
    path = tmp_path / name
    opening.write_new_workbook(path, workbook(filled(empty_assessment(label))), author="Tester", clock=Clock())
    return path


def _take(target: Path, source: Path, year: str | None = None) -> None:
    opened = session(target)
    try:
        planned = plan_years.plan_for_workbook(snapshot.read_snapshot(target), read_source(source), source, year)
        plan_years.write_plan(opened, planned)
    finally:
        opened.close()


def test_another_workbook_comes_in_as_a_further_year_and_keeps_its_ids(tmp_path: Path, own_home: Path) -> None:
    source, target = _filled(tmp_path), new_file(tmp_path)
    _take(target, source)
    there = snapshot.read_snapshot(target)
    assert [a.label for a in there.assessments] == ["2023-24", "2024-25"]
    assert there.find_assessment("2023-24").by_id == snapshot.read_snapshot(source).current.by_id
    assert len(list(own_home.rglob("*before import.sawb"))) == 1


def test_what_was_taken_in_is_one_step_to_undo(tmp_path: Path) -> None:
    source, target = _filled(tmp_path), new_file(tmp_path)
    before = tuple(snapshot.read_snapshot(target).all_records())
    opened = session(target)
    planned = plan_years.plan_for_workbook(snapshot.read_snapshot(target), read_source(source), source)
    plan_years.write_plan(opened, planned)
    assert opened.undo_label == "import 2023-24"
    assert opened.current.label == "2024-25"
    opened.undo_step()
    assert tuple(snapshot.read_snapshot(target).all_records()) == before
    redo_step(opened)
    assert len(opened.assessments) == 2
    opened.close()


def test_the_same_file_twice_is_refused_and_under_another_name_gets_ids_of_its_own(tmp_path: Path) -> None:
    source, target = _filled(tmp_path), new_file(tmp_path)
    _take(target, source)
    before = target.read_bytes()
    with pytest.raises(WrongUseError, match="“2023-24” is in this workbook already"):
        _take(target, source)
    assert target.read_bytes() == before
    _take(target, source, year="2023-24 again")
    there = snapshot.read_snapshot(target)
    first, second = there.find_assessment("2023-24"), there.find_assessment("2023-24 again")
    assert not set(first.by_id) & set(second.by_id)
    for record in second.by_id.values():
        for spec in CATALOGUE[record.kind].fields:
            for link in record.links_of(spec.key) if links_to_records(spec) else ():
                assert link in second.by_id
    assert second.records_of("comment")[0]["about"] in second.by_id


def test_a_year_is_picked_by_its_name_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "two.sawb"
    two = workbook(empty_assessment("2021-22"), filled(empty_assessment("2022-23")))
    opening.write_new_workbook(source, two, author="Tester", clock=Clock())
    target = new_file(tmp_path)
    _take(target, source, year="2022-23")
    assert [a.label for a in snapshot.read_snapshot(target).assessments] == ["2022-23", "2024-25"]
    with pytest.raises(WrongUseError, match="It has: 2021-22, 2022-23"):
        _take(target, source, year="2019-20")


def test_a_new_workbook_from_a_whole_one_keeps_its_journal(tmp_path: Path) -> None:
    source = _filled(tmp_path)
    incoming = read_source(source)
    planned = plan_years.plan_new_years(incoming, source)
    copy = tmp_path / "copy.sawb"
    plan_years.write_imported_workbook(copy, incoming, planned, author="Somebody else")
    assert snapshot.read_snapshot(copy, journal=True) == snapshot.read_snapshot(source, journal=True)


def test_a_journal_that_does_not_lead_to_the_records_is_not_believed(tmp_path: Path) -> None:
    whole = snapshot.read_snapshot(_filled(tmp_path), journal=True)
    copy = tmp_path / "copy.sawb"
    opening.write_new_workbook(copy, replace(whole, journal=whole.journal[:-1]), author="Importer", clock=Clock())
    back = snapshot.read_snapshot(copy, journal=True)
    assert tuple(back.all_records()) == tuple(whole.all_records())
    assert {entry.author for entry in back.journal} == {"Importer"}


def test_a_file_with_a_problem_is_not_taken_and_the_sentence_counts_them(tmp_path: Path) -> None:
    target = new_file(tmp_path)
    wrong = {"strength": [{"title": "S"}], "risk": [{"title": "R", "likelihood": 9, "severity": 0}]}
    document = {
        "format": "selfassess", "version": 1, "council": {"name": "X"},
        "assessments": [{"label": "2020-21", "records": wrong}],
    }  # fmt: skip
    source = tmp_path / "bad.json"
    source.write_bytes(msgspec.json.encode(document))
    before = target.read_bytes()
    with pytest.raises(FileError, match=r"bad\.json: .*from 1 to 5.*2 more problems"):
        _take(target, source)
    assert target.read_bytes() == before


def test_missing_judgements_and_answers_are_completed(tmp_path: Path) -> None:
    document = {"format": "selfassess", "version": 1, "council": {"name": "X"}, "assessments": [{"label": "2020-21"}]}
    source = tmp_path / "thin.json"
    source.write_bytes(msgspec.json.encode(document))
    planned = plan_years.plan_new_years(read_source(source), source)
    assert planned.new_record_counts == {"assessment": 1, "section": 6, "judgement": 9, "return_answer": 38}


def test_another_councils_file_is_taken_with_a_word_of_warning(tmp_path: Path) -> None:
    source, target = _filled(tmp_path), new_file(tmp_path)
    planned = plan_years.plan_for_workbook(snapshot.read_snapshot(target), read_source(source), source)
    assert "filled.sawb is of Derby City Council (worked example)" in planned.warnings[0]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.xlsx", b"", "is empty"),
        ("random.xlsx", os.urandom(3000), "random.xlsx"),
        ("cut.xlsx", b"PK\x03\x04 and then nothing", "cut.xlsx"),
        ("cut.json", b'{"format": "selfassess", ', "cut.json"),
        ("cut.sawb", b"SQLite format 3\x00" + bytes(20), "cut.sawb"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_in_a_sentence(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    with pytest.raises(FileError, match=says):
        read_source(source)


def test_a_folder_and_a_missing_file_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        read_source(tmp_path)
    with pytest.raises(FileError, match="is not there"):
        read_source(tmp_path / "none.json")


def test_stopping_takes_nothing(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        read_source(_filled(tmp_path), cancelled=lambda: True)


def test_json_and_excel_of_the_worked_example_hold_the_same_records(tmp_path: Path) -> None:
    first = tmp_path / "a.sawb"
    opening.write_demo_workbook(first, author="Tester")
    for name in ("a.xlsx", "a.json"):
        export.export_workbook(first, tmp_path / name)
    for name in ("a.xlsx", "a.json"):
        copy = tmp_path / f"from {name}.sawb"
        incoming = read_source(tmp_path / name)
        plan_years.write_imported_workbook(
            copy, incoming, plan_years.plan_new_years(incoming, tmp_path / name), author="Tester"
        )
        assert tuple(snapshot.read_snapshot(copy).all_records()) == tuple(snapshot.read_snapshot(first).all_records())


def test_a_year_judged_against_another_wording_of_the_same_framework_is_refused(tmp_path: Path) -> None:
    assessment = filled(empty_assessment("2023-24"))
    reworded = replace(assessment, framework=replace(assessment.framework, name="Another wording"))
    source = tmp_path / "reworded.sawb"
    opening.write_new_workbook(source, workbook(reworded), author="Tester", clock=Clock())
    target = new_file(tmp_path)
    before = tuple(snapshot.read_snapshot(target).all_records())
    with pytest.raises(FileError, match="another wording of “cqc-la-2023-11”"):
        _take(target, source)
    assert tuple(snapshot.read_snapshot(target).all_records()) == before


# --- what a file is, and what it is to a workbook --------------------------------------------------------------------


def test_a_file_is_known_by_what_it_holds_and_not_by_its_name(tmp_path: Path) -> None:
    path = _filled(tmp_path)
    export.export_workbook(path, tmp_path / "a.xlsx")
    export.export_workbook(path, tmp_path / "a.json")
    plain = Book()
    plain.save(tmp_path / "plain.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.json.xlsx.bak")
    (tmp_path / "report.md").write_text("\n\n".join(report_making.lines()), encoding="utf-8")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    found = {p.name: file_kinds.recognize_source(p) for p in tmp_path.iterdir() if p.is_file()}
    assert found == {
        "filled.sawb": Source.WORKBOOK, "a.json": Source.JSON, "a.json.xlsx.bak": Source.EXCEL,
        "plain.xlsx": Source.SPREADSHEET, "report.md": Source.REPORT, "old.xls": Source.SPREADSHEET,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["~$back.xlsx", ".~lock.back.xlsx#"])
def test_the_file_that_a_spreadsheet_program_leaves_beside_is_not_the_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"somebody")
    with pytest.raises(FileError, match="leaves beside a file while it is open"):
        file_kinds.recognize_source(tmp_path / name)


def test_200_mb_of_text_are_turned_away_at_once(tmp_path: Path) -> None:
    source = tmp_path / "huge.txt"
    with source.open("wb") as file:
        file.write(b"Dear all,\n")
        file.truncate(200_000_000)
    tracemalloc.start()
    with pytest.raises(FileError, match=r"huge\.txt is a file of an unknown kind"):
        read_source(source)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_json_larger_than_any_workbook_is_not_read(tmp_path: Path) -> None:
    source = tmp_path / "huge.json"
    with source.open("wb") as file:
        file.write(b'{"format": ')
        file.truncate(600_000_000)
    with pytest.raises(FileError, match=r"larger than any export of a workbook is.*250 MB"):
        file_kinds.recognize_source(source)


def test_somebodys_spreadsheet_asks_for_a_mapping_and_a_year(tmp_path: Path) -> None:
    row = ("Staff leave", "Equity in experiences and outcomes", "Retention plan", 4)
    source, saved = risk_log(tmp_path, row, ("Few homes", "Not known", None, 3))
    mapping = load_mapping(saved)
    with pytest.raises(WrongUseError, match="--mapping FILE"):
        read_source(source)
    with pytest.raises(WrongUseError, match="--year"):
        read_source(source, mapping=mapping)
    incoming = read_source(source, mapping=mapping, label="2023-24")
    assert [r["title"] for r in incoming.workbook.current.records_of("risk")] == ["Staff leave"]
    assert ("Risk log", 3) in {(p.sheet, p.row) for p in incoming.problems}
    with pytest.raises(WrongUseError, match="A mapping is for spreadsheets"):
        read_source(_filled(tmp_path), mapping=mapping, label="2023-24")


def test_what_a_file_is_to_a_workbook(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    there, same = snapshot.read_snapshot(path), read_source(path)
    other = read_source(_filled(tmp_path))
    twin = read_source(_filled(tmp_path, "twin.sawb", "2024-25"))

    def decide(
        here: Workbook | None, incoming: Incoming, year: str | None = None, kind: Source = Source.WORKBOOK
    ) -> Decision:
        return plan_import.decide_import(here, ReadFile(source=Path("twin.sawb"), kind=kind, incoming=incoming), year)

    assert decide(None, other).way is Way.NEW_WORKBOOK
    assert decide(there, same).way is Way.MERGE
    assert decide(there, same, "2024-25").way is Way.MERGE
    assert decide(there, same, "2023-24").way is Way.FURTHER_YEAR
    assert decide(there, other).way is Way.FURTHER_YEAR
    refused = decide(there, twin)
    assert refused.way is Way.OTHER_NAME
    assert refused.why == (
        "twin.sawb is an export of another workbook (of Derby City Council (worked example)) and has the year "
        "“2024-25”, which this workbook has too. Give it another name with --year."
    )
    assert decide(there, twin, "2024-25 of others").way is Way.FURTHER_YEAR
    assert decide(there, twin, kind=Source.SPREADSHEET).way is Way.MERGE
    assert decide(there, other, kind=Source.REPORT).way is Way.FURTHER_YEAR


def test_an_excel_export_comes_in_as_a_year_but_for_what_was_not_understood(tmp_path: Path) -> None:
    path = _filled(tmp_path)
    whole = snapshot.read_snapshot(path).current
    export.export_workbook(path, tmp_path / "a.xlsx")
    sheets = Sheets(tmp_path / "a.xlsx")
    sheets.set("Risks", whole.records_of("risk")[0].id, "Likelihood", "often")
    sheets.delete("Evidence", whole.records_of("evidence")[0].id)
    judgements = sheets.sheet("Judgements")
    judgements.append([cell.value for cell in judgements[sheets.row("Judgements", whole.judgements["equity"].id)]])
    source = sheets.save()
    target = new_file(tmp_path)
    planned = plan_years.plan_for_workbook(snapshot.read_snapshot(target), read_source(source), source)
    assert planned.problems == ()
    told = {(p.sheet, p.column) for p in planned.left_out}
    assert ("Risks", "Likelihood") in told
    assert any("There is one for this already" in p.message for p in planned.left_out)
    _take(target, source)
    there = snapshot.read_snapshot(target).find_assessment("2023-24")
    assert there.records_of("risk")[0]["likelihood"] is None
    assert there.records_of("risk")[0]["evidence"] is None
    assert len(there.records_of("judgement")) == 9
    new = tmp_path / "new.sawb"
    incoming = read_source(source)
    plan_years.write_imported_workbook(new, incoming, plan_years.plan_new_years(incoming, source), author="T")
    assert snapshot.read_snapshot(new).current.records_of("risk")[0]["title"] == "risk title text"


def test_taking_in_goes_in_turns_and_can_be_abandoned(tmp_path: Path) -> None:
    source, target = _filled(tmp_path), new_file(tmp_path)
    opened = session(target)
    before = tuple(snapshot.read_snapshot(target).all_records())
    planned = plan_years.plan_for_workbook(snapshot.read_snapshot(target), read_source(source), source)
    turns = plan_years.write_plan_in_turns(opened, planned)
    while next(turns) < 0.5:
        pass
    turns.close()
    assert tuple(snapshot.read_snapshot(target).all_records()) == before
    for _ in plan_years.write_plan_in_turns(opened, planned):
        pass
    assert [record["label"] for record in opened.assessments] == ["2023-24", "2024-25"]
    # What was written is held already, and is what the file holds.
    held = opened.load_assessment(planned.assessments[0].id)
    assert held == snapshot.read_snapshot(target).find_assessment("2023-24")
