"""What makes no sense does not come in, names itself, and holds up nothing: copies, JSON and what is here already."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model import admission
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.fields import LONGEST_TEXT
from selfassess.domain.model.journal import Change, Operation
from selfassess.services.workbook import opening, snapshot
from selfassess.storage.store import Store
from tests.making import new_file, session
from tests.running import running

SENSELESS = {
    "NUL in a title": "update action set title='a'||char(0)||'b' where rowid=1",
    "infinity as a measure's target": "update measure set target=9e999 where rowid=1",
    "a date that is none": "update action set due_on='not a date' where rowid=1",
    "a date field holding a list": "update action set due_on='[\"x\"]' where rowid=1",
    "a choice holding lists": "update assessment set status='[[[[]]]]' where rowid=2",
    "a date-time that is none": "update assessment set due_at='\"unterminated' where rowid=2",
    "a score of 9": "update judgement set score=9 where rowid=1",
    "a score of 2^62": "update judgement set score=4611686018427387904 where rowid=1",
    "a likelihood of -1": "update risk set likelihood=-1 where rowid=1",
    "a percentage of a million": "update assessment set published_percent=1000000 where rowid=1",
    "a place of 2^62": "update action set position=4611686018427387904 where rowid=1",
    "a place of -5": "update action set position=-5 where rowid=1",
    "a text far too long": "update risk set cause=printf('%.*c', 1000001, 'x') where rowid=1",
}
UNKNOWN_ANSWER = "update action set priority='urgent_in_a_later_version' where rowid=1"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    return running(capsys)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("example") / "example.sawb"
    opening.write_demo_workbook(path, author="Tester")
    return path.read_bytes()


@pytest.fixture
def main(tmp_path: Path, example: bytes) -> Path:
    path = tmp_path / "main.sawb"
    path.write_bytes(example)
    return path


def _changed(path: Path, statement: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    return path


def _copy(main: Path, statement: str) -> Path:
    copy = main.with_name("copy.sawb")
    copy.write_bytes(main.read_bytes())
    return _changed(copy, statement)


def _records(path: Path) -> dict[str, Any]:
    return {record.id: record for record in snapshot.read_snapshot(path).all_records()}


@pytest.mark.parametrize("statement", SENSELESS.values(), ids=SENSELESS)
def test_a_senseless_value_of_a_copy_is_left_out_and_named(run: Any, main: Path, statement: str) -> None:
    before = _records(main)
    ran = run("merge", main, _copy(main, statement), "--on-conflict", "theirs", "--json")
    assert ran.code == 0
    assert _records(main) == before
    (problem,) = ran.object["problems"]["items"]
    assert problem["record"] in ("action", "measure", "assessment", "judgement", "risk")
    assert problem["id"] in before
    assert problem["field"] in before[problem["id"]].values or problem["field"] == "position"
    assert "left out" in problem["message"]


@pytest.fixture
def senseless(main: Path) -> Path:
    """A workbook with every senseless value there is, each in a record of its own, but for the one that is long."""
    for number, statement in enumerate(list(SENSELESS.values())[:-1]):
        table = statement.split()[1]
        rows = {"assessment": 2, "measure": 1, "judgement": 1 + number}.get(table, 1 + number % 3)
        _changed(main, statement.partition(" where ")[0] + f" where rowid={rows}")
    _changed(main, "update judgement set score = 9 where rowid % 2 = 0")  # of the year that is worked on as well
    return main


@pytest.mark.parametrize("format", ["json", "xlsx", "pdf"])
def test_senseless_values_that_are_here_hold_up_no_export(run: Any, senseless: Path, format: str) -> None:
    ran = run("export", senseless, senseless.with_name(f"out.{format}"))
    assert (ran.code, ran.err) == (0, "")


def test_senseless_values_that_are_here_are_named_by_check(run: Any, senseless: Path) -> None:
    found = [each for each in run("check", senseless, "--json").object["findings"] if each["rule"] == "senseless-value"]
    wanted = {
        (statement.split()[1], statement.partition(" set ")[2].partition("=")[0])
        for statement in list(SENSELESS.values())[:-1]
    }
    assert {(each["record"], each["field"]) for each in found} == wanted


def test_infinity_is_written_as_text(run: Any, main: Path) -> None:
    _changed(main, SENSELESS["infinity as a measure's target"])
    assert run("export", main, main.with_name("out.json")).code == 0
    years = json.loads(main.with_name("out.json").read_text())["assessments"]
    targets = [each["target"] for year in years for each in year["records"].get("measure", [])]
    assert "inf" in targets


def test_an_answer_of_a_later_version_is_kept_and_told(run: Any, main: Path) -> None:
    ran = run("merge", main, _copy(main, UNKNOWN_ANSWER))
    assert ran.code == 0
    assert "urgent_in_a_later_version" in ran.out
    assert "urgent_in_a_later_version" in {record.values.get("priority") for record in _records(main).values()}
    assert run("export", main, main.with_name("out.xlsx")).code == 0


def test_a_new_record_comes_in_without_its_senseless_value(run: Any, main: Path) -> None:
    copy = main.with_name("copy.sawb")
    copy.write_bytes(main.read_bytes())
    one = _records(main)
    risk = next(each for each in one.values() if each.kind == "risk")
    columns = "id, position, assessment, quality_statement, title, likelihood, review_on"
    chosen = "'fresh', position, assessment, quality_statement, 'New', 99, 'soon'"
    _changed(copy, f"insert into risk ({columns}) select {chosen} from risk where id='{risk.id}'")
    ran = run("merge", main, copy, "--json")
    assert ran.code == 0
    fresh = _records(main)["fresh"]
    assert (fresh["title"], fresh["likelihood"], fresh["review_on"]) == ("New", None, None)
    assert {each["field"] for each in ran.object["problems"]["items"]} == {"likelihood", "review_on"}


def test_a_senseless_value_stays_out_of_a_new_workbook(run: Any, main: Path) -> None:
    copy = _copy(main, SENSELESS["a score of 9"])
    ran = run("import", main.with_name("new.sawb"), copy)
    assert ran.code == 0
    assert "left out" in ran.out
    found = _records(main.with_name("new.sawb"))
    assert 9 not in {record.values.get("score") for record in found.values()}
    assert run("export", main.with_name("new.sawb"), main.with_name("new.json")).code == 0


ENDLESS = "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c"
ODD_ENTRIES = {
    "a record that is nowhere": {"record_id": "nobody"},
    "a kind that there is not": {"record": "no such kind"},
    "a kind that is a statement": {"record": f"pack] WHERE id <> ? AND ({ENDLESS}) --"},
    "a field that is a statement": {"field": "title] = (SELECT 1) --", "operation": "update"},
    "an operation that there is not": {"operation": "drop"},
    "a list for a record": {"record_id": [1]},
    "no id": {"id": None},
    "a huge number": {"new": 10**30, "operation": "update", "field": "likelihood"},
    "lists in lists": {"new": [[[[[1]]]]], "operation": "update", "field": "title"},
    "NUL": {"new": "a\0b", "record": "n\0"},
    "a time that is none": {"time": 5},
    "follows itself": {"follows": ["odd"]},
    "follows what is no text": {"follows": 5},
    "a date out of range": {"new": "99999-01-01", "record": "risk", "operation": "update", "field": "review_on"},
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD_ENTRIES.values(), ids=ODD_ENTRIES)
def test_a_senseless_entry_of_json_is_left_out_and_named(run: Any, main: Path, odd: dict[str, Any]) -> None:
    copy = main.with_name("copy.json")
    assert run("export", main, copy).code == 0
    document = json.loads(copy.read_bytes())
    base = {**document["journal"][-1], "id": "odd", "operation": "delete", "field": None, "old": None, "new": None}
    copy.write_text(json.dumps({**document, "journal": [*document["journal"], {**base, **odd}]}))
    before = _records(main)
    for source, file in ((copy, main), (copy, main.with_name("new.sawb"))):
        ran = run("import", file, source)
        assert (ran.code, ran.err) == (0, "")
        assert "history" in ran.out
        assert "left out" in ran.out
        assert _records(file) == before
        assert run("export", file, file.with_name("again.json")).code == 0


@pytest.mark.parametrize("shape", [{}, "x", 5, [[]], [5], [None], [{"record_id": {}}]])
def test_a_history_of_any_shape_never_ends_in_a_crash(run: Any, main: Path, shape: Any) -> None:
    copy = main.with_name("copy.json")
    run("export", main, copy)
    copy.write_text(json.dumps({**json.loads(copy.read_bytes()), "journal": shape}))
    ran = run("import", main.with_name("new.sawb"), copy)
    assert ran.code in (0, 3)
    assert "not foreseen" not in ran.err
    assert (ran.code == 0) == main.with_name("new.sawb").exists()


@pytest.mark.parametrize("odd", [[1], {"a": 1}, 5, None, "nothing"])
def test_a_return_that_names_its_framework_oddly_is_one_sentence(run: Any, main: Path, odd: Any) -> None:
    copy = main.with_name("copy.json")
    run("export", main, copy)
    document = json.loads(copy.read_bytes())
    document["returns"][0]["framework"] = odd
    copy.write_text(json.dumps(document))
    ran = run("import", main.with_name("new.sawb"), copy)
    assert "not foreseen" not in ran.err
    assert (ran.code == 0) == main.with_name("new.sawb").exists()


def test_an_odd_entry_of_a_copy_is_named_and_the_history_stays_readable(run: Any, main: Path) -> None:
    columns = "id,step,at,author,kind,record,operation,old"
    values = "'h1','s1','2025-01-01T00:00:00+00:00','Mallory','risk','nobody','delete','5'"
    copy = _copy(main, f"insert into journal({columns}) values({values})")
    assert "An entry of the history, about the risk nobody" in run("merge", main, copy).out
    _changed(main, f"insert into journal({columns}) values({values})")
    assert "nobody" in run("check", main).out
    assert run("export", main, main.with_name("own.json")).code == 0
    assert run("import", main.with_name("again.sawb"), main.with_name("own.json")).code == 0


def test_an_entry_that_writes_a_senseless_value_does_not_come_along(run: Any, main: Path) -> None:
    copy = main.with_name("copy.sawb")
    copy.write_bytes(main.read_bytes())
    with closing(session(copy)) as opened:
        risk = opened.current.records_of("risk")[0].id
        opened.run_command(SetField(risk, "likelihood", 5 if opened.current.by_id[risk]["likelihood"] != 5 else 4))
        opened.run_command(SetField(risk, "owner", "Head of service"))
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update journal set new='9' where field='likelihood' and seq > 300 and record=?", (risk,))
        connection.execute("update risk set likelihood=9 where id=?", (risk,))
        connection.commit()
    before = _records(main)[risk]
    ran = run("merge", main, copy, "--on-conflict", "theirs")
    assert ran.code == 0
    assert "left out" in ran.out
    after = _records(main)[risk]
    assert (after["owner"], after["likelihood"]) == ("Head of service", before["likelihood"])
    assert all(
        admission.find_entry_fault(entry) is None for entry in snapshot.read_snapshot(main, journal=True).journal
    )


def test_nothing_that_a_change_calls_itself_becomes_a_statement(main: Path) -> None:
    before = hashlib.sha256(main.read_bytes()).hexdigest()
    hostile = [
        Change(kind="risk] SET title = 'x' --", record="r", operation=Operation.UPDATE, field="title", new="x"),
        Change(kind="risk", record="r", operation=Operation.UPDATE, field="title] = 'x' --", new="x"),
        Change(kind="journal", record="r", operation=Operation.DELETE),
        Change(kind="contact] WHERE id = ? OR 1 --", record="r", operation=Operation.DELETE),
        Change(kind="sqlite_master", record="r", operation=Operation.CREATE, new={}),
    ]
    from selfassess.domain.model import journal

    for change in hostile:
        with Store.open_to_write(main) as opened, pytest.raises(FileError, match="no such kind"):
            opened.write_step(journal.make_entries([change], step="s", at="t", author="a"))
    assert hashlib.sha256(main.read_bytes()).hexdigest() == before


def test_a_text_beyond_the_limit_is_refused_wherever_it_is_written(run: Any, main: Path) -> None:
    long = "x" * (LONGEST_TEXT + 1)
    with closing(session(main)) as opened:
        section = opened.current.records_of("section")[0].id
        with pytest.raises(WrongUseError, match="1,000,001 characters"):
            opened.run_command(SetField(section, "text", long))
        opened.run_command(SetField(section, "text", "y" * LONGEST_TEXT))
    copy = main.with_name("copy.json")
    run("export", main, copy)
    copy.write_text(copy.read_text().replace("y" * LONGEST_TEXT, long))
    ran = run("import", main, copy)
    assert (ran.code, "1,000,001 characters" in ran.err) == (3, True)


def test_a_text_beyond_the_limit_that_is_here_opens_and_is_told(run: Any, main: Path) -> None:
    _changed(main, "update risk set cause=printf('%.*c', 21000000, 'x') where rowid=1")
    with closing(session(main)) as opened:
        assert (
            max(
                len(each.text_of("cause"))
                for year in opened.assessments
                for each in opened.load_assessment(year.id).records_of("risk")
            )
            == 21_000_000
        )
    assert "21,000,000 characters" in run("check", main).out


@pytest.mark.parametrize("what", ["council", "reference", "year", "author"])
def test_a_name_far_too_long_makes_no_workbook(what: str, tmp_path: Path) -> None:
    given = {"council": "T", "reference": "E1", "year": "2024-25", "author": "Ann", what: "x" * (LONGEST_TEXT + 1)}
    with pytest.raises(WrongUseError, match="1,000,001 characters"):
        opening.create_workbook(tmp_path / "new.sawb", **given)  # type: ignore[arg-type]
    assert list(tmp_path.glob("*.sawb")) == []


def test_whoever_writes_has_a_name_of_one_line_that_is_no_text(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    before = path.read_bytes()
    with pytest.raises(WrongUseError, match="201 characters, and at most 200"):
        opening.open_workbook(path, author="x" * 201)
    assert path.read_bytes() == before
    with closing(opening.open_workbook(path, author=" Ann\nof\tthe team ")) as opened:
        assert opened.author == "Ann of the team"
