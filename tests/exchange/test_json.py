from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import FileError
from selfassess.exchange import json
from selfassess.packs.resources import RESOURCES
from tests.making import empty_assessment, filled, workbook

HAND_MADE = {
    "format": "selfassess",
    "version": 1,
    "council": {"name": "Derby City Council"},
    "assessments": [
        {"label": "2024-25", "records": {"risk": [{"quality_statement": "equity", "title": "R", "likelihood": 4}]}}
    ],
}


def _file(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "in.json"
    path.write_bytes(msgspec.json.encode(document))
    return path


def test_a_whole_workbook_comes_back_the_same(tmp_path: Path) -> None:
    whole = workbook(filled(empty_assessment()), empty_assessment("2025-26"))
    path = tmp_path / "whole.json"
    json.write_json(whole, path)
    json.verify_json(path, whole)
    back = json.read_json_workbook(path)
    assert back.problems == ()
    assert tuple(back.workbook.all_records()) == tuple(whole.all_records())
    assert (back.workbook.frameworks, back.workbook.returns) == (whole.frameworks, whole.returns)


def test_every_field_of_the_catalogue_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "whole.json"
    json.write_json(workbook(filled(empty_assessment())), path)
    document = msgspec.json.decode(path.read_bytes())
    assert set(document) == {"format", "version", "council", "frameworks", "returns", "assessments", "journal"}
    (assessment,) = document["assessments"]
    assert set(assessment) - {"records"} == {"id", "position", *CATALOGUE["assessment"].by_key}
    for kind, records in assessment["records"].items():
        assert set(records[0]) == {"id", "position", *CATALOGUE[kind].by_key}
    assert set(assessment["records"]) == {kind.key for kind in CATALOGUE.values() if kind.belongs_to_assessment}


def test_a_verify_that_finds_a_cut_file_says_so(tmp_path: Path) -> None:
    whole = workbook()
    path = tmp_path / "cut.json"
    json.write_json(whole, path)
    document = msgspec.json.decode(path.read_bytes())
    document["assessments"][0]["records"]["judgement"].pop()
    path.write_bytes(msgspec.json.encode(document))
    with pytest.raises(FileError, match="not written whole"):
        json.verify_json(path, whole)


def test_in_a_file_made_by_hand_nearly_everything_may_be_missing(tmp_path: Path) -> None:
    back = json.read_json_workbook(_file(tmp_path, HAND_MADE))
    assert back.problems == ()
    assessment = back.workbook.current
    assert assessment.framework.id == "cqc-la-2023-11"
    assert assessment.record["assessor"] == "self"
    (risk,) = assessment.records_of("risk")
    assert (risk["likelihood"], risk["severity"], risk.position) == (4, None, 0)


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"likelihood": 6}, "from 1 to 5"),
        ({"likelihood": "three"}, "a number from 1 to 5"),
        ({"review_on": "2025-02-31"}, "a date that exists"),
        ({"made_up": 1}, "there is no field “made_up”"),
    ],
)
def test_what_makes_no_sense_is_a_problem_that_names_record_and_field(
    tmp_path: Path, record: dict[str, object], says: str
) -> None:
    document = msgspec.json.decode(msgspec.json.encode(HAND_MADE))
    document["assessments"][0]["records"]["risk"] = [{"id": "r1", "title": "R", **record}]
    (problem,) = json.read_json_workbook(_file(tmp_path, document)).problems
    assert (problem.record, problem.id, problem.field) == ("risk", "r1", next(iter(record)))
    assert says in problem.message


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "not readable as JSON"),
        (b"[" * 100_000, "not readable as JSON"),
        (b'{"a": 1}', "not of a self-assessment workbook"),
        (b'{"format": "selfassess", "version": 2}', "version 2"),
        (b'{"format": "selfassess", "version": 1}', "no council"),
        (b'{"format": "selfassess", "version": 1, "council": {"name": "X"}}', "no year"),
        (b'{"format": "selfassess", "version": 1, "council": {"name": "X"}, "assessments": 3}', "a list of objects"),
        (b'{"format": "selfassess", "version": 1, "council": {"name": "X"}, "assessments": [{"framework": "x"}]}', "x"),
        (b"\xff\xfe{", "not readable as JSON"),
    ],
)
def test_a_file_that_is_not_one_is_refused_in_a_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    with pytest.raises(FileError, match=says):
        json.read_json_workbook(path)


def test_the_shipped_schema_is_the_catalogues() -> None:
    shipped = (RESOURCES / "schema" / "selfassess-1.schema.json").read_bytes()
    assert msgspec.json.decode(shipped) == msgspec.json.decode(msgspec.json.encode(json.build_schema()))
