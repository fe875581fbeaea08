"""Files and names that nobody foresaw: one sentence, the exit code of the design, and the workbook as it was."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from selfassess.exchange import foreign
from selfassess.services.exporting import export
from selfassess.services.importing import file_kinds
from tests.exchange import document_making
from tests.exchange.foreign_making import SHAPES, written
from tests.making import new_file
from tests.running import Ran, running

LONG = "a" * 5_000


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    return running(capsys)


@pytest.fixture
def main(tmp_path: Path) -> Path:
    return new_file(tmp_path, "main.sawb")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return written(tmp_path / "plan.xlsx", dict(SHAPES.values()))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_one_sentence(ran: Ran, code: int) -> None:
    assert ran.code == code
    assert "not foreseen" not in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        "show {long}.sawb", "check {long}.sawb", "new {long}.sawb --council A --reference B --year 2025-26",
        "demo {long}.sawb", "import {main} {long}.json", "import {long}.sawb {main}", "merge {main} {long}.sawb",
        "export {main} {long}.json", "export {main} {long}/out.json", "recover {long}.sawb", "versions {long}.sawb",
        "return-pack {main} {long}", "carry {long}.sawb --from a --to b",
    ],
)  # fmt: skip
def test_a_name_of_5000_characters_is_one_sentence(run: Any, main: Path, tmp_path: Path, words: str) -> None:
    before = _hash(main)
    there = [word.format(long=tmp_path / LONG, main=main) for word in words.split()]
    ran = run(*there)
    _is_one_sentence(ran, 2 if ran.code == 2 else 3)
    assert _hash(main) == before


DAMAGE = {
    "zeros in a part": lambda data, at: data[:at] + bytes(40) + data[at + 40 :],
    "a part turned over": lambda data, at: data[:at] + data[at : at + 60][::-1] + data[at + 60 :],
    "cut off in a part": lambda data, at: data[: at + 20],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_part_of_a_file_is_one_sentence(run: Any, main: Path, tmp_path: Path, damage: Any, part: str) -> None:
    whole = tmp_path / "own.xlsx"
    export.export_workbook(main, whole)
    with zipfile.ZipFile(whole) as packed:
        at = packed.getinfo(part).header_offset + 30 + len(part) + 4
    sent = tmp_path / "sent.xlsx"
    sent.write_bytes(damage(whole.read_bytes(), at))
    before = _hash(main)
    _is_one_sentence(run("import", main, sent), 3)
    assert _hash(main) == before


def _mapping(plan: Path, tmp_path: Path, **changes: Any) -> Path:
    from selfassess.packs import reader as packs

    path = tmp_path / "plan.mapping.json"
    framework = packs.newest_framework()
    foreign.write_mapping_file(foreign.propose_book_mapping(foreign.open_book(plan), framework, None), path)
    made = json.loads(path.read_bytes())
    made["sheets"][0] |= changes
    path.write_text(json.dumps(made))
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "NaN"}, {"header_row": -5}, {"header_row": 2**80},
        {"columns": [{"heading": "A", "index": 0, "field": "owner", "kind": "NaN"}]},
        {"columns": [[[[]]]]}, {"more": [{"header_row": 1, "kind": "nothing"}]}, {"shape": "circle"},
        {"questions": [{"label": "A", "kind": "NaN", "field": "x"}]}, {"statement": "no such statement"},
    ],
    ids=range(9),
)  # fmt: skip
def test_a_mapping_of_any_shape_is_one_sentence_or_is_applied(
    run: Any, main: Path, plan: Path, tmp_path: Path, changes: dict[str, Any]
) -> None:
    before = _hash(main)
    mapping = _mapping(plan, tmp_path, **changes)
    ran = run("import", main, plan, "--mapping", mapping, "--year", "2031-32")
    assert "not foreseen" not in ran.err
    assert ran.code in (0, 1, 2, 3)
    assert (ran.code == 0) == (_hash(main) != before)


def test_a_mapping_with_forty_stars_comes_to_an_end(run: Any, main: Path, plan: Path, tmp_path: Path) -> None:
    mapping = _mapping(plan, tmp_path, sheet="*a" * 40 + "*b")
    assert "not foreseen" not in run("import", main, plan, "--mapping", mapping, "--year", "2031-32").err


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("risks*", "Risks 2025", True), ("*", "", True), ("?", "", False), ("r?sks", "Risks", True),
        ("a*b*c", "aXXbYc", True),
        ("a*b*c", "aXXbY", False), ("[x]*", "[x] 1", True), ("[x]*", "x 1", False), ("*" * 40 + "z", "a" * 400, False),
        ("*a" * 40, "a" * 400, True), ("**", "anything", True), ("risks", "Risks 2", False), ("*.*", "a.b", True),
    ],
)  # fmt: skip
def test_patterns_know_stars_and_question_marks_and_nothing_else(pattern: str, name: str, fits: bool) -> None:
    made = foreign.Mapping(framework="x", sheets=(foreign.SheetMapping(sheet=pattern),))
    assert (made.find_sheet_mapping(name) is not None) == fits


def test_json_beyond_the_limit_is_refused_and_the_limit_named(run: Any, main: Path, tmp_path: Path) -> None:
    sent = tmp_path / "large.json"
    with sent.open("wb") as file:
        file.write(b'{"format": "selfassess"')
        file.truncate(500_000_000)
    before = _hash(main)
    ran = run("import", main, sent)
    _is_one_sentence(ran, 3)
    assert f"{file_kinds._LARGEST_JSON // 1_000_000} MB" in ran.err
    assert _hash(main) == before


def test_a_zip_bomb_is_one_sentence(run: Any, main: Path, plan: Path, tmp_path: Path) -> None:
    sent = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b" " * 300_000_000)
    before = _hash(main)
    ran = run(
        "import",
        main,
        sent,
        "--mapping",
        _mapping(written(tmp_path / "p.xlsx", dict(SHAPES.values())), tmp_path),
        "--year",
        "2031-32",
    )
    _is_one_sentence(ran, 3)
    assert _hash(main) == before


def test_evidence_with_a_place_of_5000_characters_holds_nothing_up(run: Any, main: Path, tmp_path: Path) -> None:
    from selfassess.domain.model.commands import AddRecord
    from selfassess.services.evidence import personal_data_in_files
    from selfassess.services.workbook import snapshot
    from tests.making import session

    document_making.pdf(tmp_path / "a.pdf", ["Ring 07700 900123"])
    opened = session(main)
    for number, location in enumerate((f"{LONG}.pdf", "a.pdf")):
        values = {"title": f"No {number}", "location": location, "location_kind": "file"}
        opened.run_command(AddRecord("evidence", f"e{number}", values))
    opened.close()
    long, short = personal_data_in_files.search_files(snapshot.read_snapshot(main).current, main)
    assert (long.count, short.count) == (0, 1)
    assert long.problem
    assert run("check", main).code == 1


def test_what_is_no_list_of_scores_or_has_no_tables_is_refused_and_nothing_is_made(run: Any, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("Area,Value\n1,2\n", encoding="utf-8")
    _is_one_sentence(run("standings", "--add", tmp_path / "other.csv"), 3)
    _is_one_sentence(run("region", "export", tmp_path / "none.duckdb", tmp_path / "tables"), 3)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["other.csv"]
    gone = run("region", "query", tmp_path / "none.duckdb", tmp_path / "gone.sql")
    assert (gone.code, gone.err) == (3, "gone.sql cannot be read (No such file or directory).\n")
