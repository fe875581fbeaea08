from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from selfassess.domain.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.records import CATALOGUE, links_to_records
from selfassess.services import exporting, importing, opening, reading
from tests.making import Clock, empty_assessment, filled, new_file, session, workbook


def _filled(tmp_path: Path, name: str = "filled.sawb", label: str = "2023-24") -> Path:
    path = tmp_path / name
    opening.write_new(path, workbook(filled(empty_assessment(label))), author="Tester", clock=Clock())
    return path


def _take(target: Path, source: Path, year: str | None = None) -> None:
    opened = session(target)
    try:
        planned = importing.plan_beside(reading.snapshot(target), importing.read_source(source), source, year)
        importing.take_in(opened, planned)
    finally:
        opened.close()


def test_another_workbook_comes_in_as_a_further_year_and_keeps_its_ids(tmp_path: Path, own_home: Path) -> None:
    source, target = _filled(tmp_path), new_file(tmp_path)
    _take(target, source)
    there = reading.snapshot(target)
    assert [a.label for a in there.assessments] == ["2023-24", "2024-25"]
    assert there.find("2023-24").by_id == reading.snapshot(source).current.by_id
    assert len(list(own_home.rglob("*before import.sawb"))) == 1


def test_what_was_taken_in_is_one_step_to_undo(tmp_path: Path) -> None:
    source, target = _filled(tmp_path), new_file(tmp_path)
    before = tuple(reading.snapshot(target).records())
    opened = session(target)
    planned = importing.plan_beside(reading.snapshot(target), importing.read_source(source), source)
    importing.take_in(opened, planned)
    assert opened.undo_label == "take in 2023-24"
    assert opened.current.label == "2024-25"
    opened.undo()
    assert tuple(reading.snapshot(target).records()) == before
    opened.redo()
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
    there = reading.snapshot(target)
    first, second = there.find("2023-24"), there.find("2023-24 again")
    assert not set(first.by_id) & set(second.by_id)
    for record in second.by_id.values():
        for spec in CATALOGUE[record.kind].fields:
            for link in record.links(spec.key) if links_to_records(spec) else ():
                assert link in second.by_id
    assert second.of("comment")[0]["about"] in second.by_id


def test_a_year_is_picked_by_its_name_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "two.sawb"
    two = workbook(empty_assessment("2021-22"), filled(empty_assessment("2022-23")))
    opening.write_new(source, two, author="Tester", clock=Clock())
    target = new_file(tmp_path)
    _take(target, source, year="2022-23")
    assert [a.label for a in reading.snapshot(target).assessments] == ["2022-23", "2024-25"]
    with pytest.raises(WrongUseError, match="It has: 2021-22, 2022-23"):
        _take(target, source, year="2019-20")


def test_a_new_workbook_from_a_whole_one_keeps_its_journal(tmp_path: Path) -> None:
    source = _filled(tmp_path)
    incoming = importing.read_source(source)
    planned = importing.plan(incoming, source)
    copy = tmp_path / "copy.sawb"
    importing.make_new(copy, incoming, planned, author="Somebody else")
    assert reading.snapshot(copy, journal=True) == reading.snapshot(source, journal=True)


def test_a_journal_that_does_not_lead_to_the_records_is_not_believed(tmp_path: Path) -> None:
    whole = reading.snapshot(_filled(tmp_path), journal=True)
    copy = tmp_path / "copy.sawb"
    opening.write_new(copy, replace(whole, journal=whole.journal[:-1]), author="Importer", clock=Clock())
    back = reading.snapshot(copy, journal=True)
    assert tuple(back.records()) == tuple(whole.records())
    assert {entry.author for entry in back.journal} == {"Importer"}


def test_a_file_with_a_problem_is_not_taken_and_the_sentence_counts_them(tmp_path: Path) -> None:
    target = new_file(tmp_path)
    document = {
        "format": "selfassess", "version": 1, "council": {"name": "X"},
        "assessments": [{"label": "2020-21", "records": {"risk": [{"title": "R", "likelihood": 9, "severity": 0}]}}],
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
    planned = importing.plan(importing.read_source(source), source)
    assert planned.counts == {"assessment": 1, "section": 6, "judgement": 9, "return_answer": 38}


def test_another_councils_file_is_taken_with_a_word_of_warning(tmp_path: Path) -> None:
    source, target = _filled(tmp_path), new_file(tmp_path)
    planned = importing.plan_beside(reading.snapshot(target), importing.read_source(source), source)
    assert "filled.sawb is of Derby City Council (worked example)" in planned.warnings[0]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("note.txt", b"Dear all,", "not a file this program can take in"),
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
        importing.read_source(source)


def test_a_folder_and_a_missing_file_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        importing.read_source(tmp_path)
    with pytest.raises(FileError, match="is not there"):
        importing.read_source(tmp_path / "none.json")


def test_stopping_takes_nothing(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        importing.read_source(_filled(tmp_path), cancelled=lambda: True)


def test_json_and_excel_of_the_worked_example_hold_the_same_records(tmp_path: Path) -> None:
    first = tmp_path / "a.sawb"
    opening.write_demo(first, author="Tester")
    for name in ("a.xlsx", "a.json"):
        exporting.export(first, tmp_path / name)
    for name in ("a.xlsx", "a.json"):
        copy = tmp_path / f"from {name}.sawb"
        incoming = importing.read_source(tmp_path / name)
        importing.make_new(copy, incoming, importing.plan(incoming, tmp_path / name), author="Tester")
        assert tuple(reading.snapshot(copy).records()) == tuple(reading.snapshot(first).records())


def test_a_year_judged_against_another_wording_of_the_same_framework_is_refused(tmp_path: Path) -> None:
    assessment = filled(empty_assessment("2023-24"))
    reworded = replace(assessment, framework=replace(assessment.framework, name="Another wording"))
    source = tmp_path / "reworded.sawb"
    opening.write_new(source, workbook(reworded), author="Tester", clock=Clock())
    target = new_file(tmp_path)
    before = tuple(reading.snapshot(target).records())
    with pytest.raises(FileError, match="another wording of “cqc-la-2023-11”"):
        _take(target, source)
    assert tuple(reading.snapshot(target).records()) == before
