"""A region's view: what a council shares, and many shares gathered into DuckDB and a real PostgreSQL."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.region.share import PARTS, Share, describe_share
from selfassess.exchange.region import rows
from selfassess.exchange.region.queries import list_queries, read_schema
from selfassess.exchange.region.share_file import decode_share, encode_share
from selfassess.services.exporting import export
from selfassess.services.region import gathering, sharing
from selfassess.services.workbook import opening
from tests.making import Clock
from tests.services.region_making import KEYS, find_postgres, make_share, run_postgres

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
duckdb = pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A real PostgreSQL, started for these tests alone."""
    if sys.platform != "linux" or find_postgres() is None:
        pytest.skip("PostgreSQL is not installed (Debian's package is “postgresql”)")
    pytest.importorskip("psycopg")
    folder = Path(tempfile.mkdtemp(prefix="region-"))  # a socket's path is short, and another user reads it
    try:
        with run_postgres(folder / "pg") as (address, _, _):
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["duckdb", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the tables go: a new file, or a new schema of the server."""
    if request.param == "duckdb":
        return str(tmp_path / "region.duckdb")
    address = request.getfixturevalue("server")
    name = f"t{abs(hash(request.node.name)) % 10**9}"
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{address} options=-csearch_path={name}"


def write(folder: Path, *shares: Share) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [sharing.write_share(each, folder / f"{number}.region.json") for number, each in enumerate(shares)]


def change(where: str, sql: str) -> None:
    """Change the tables as somebody else would."""
    if where.endswith(".duckdb"):
        with duckdb.connect(where) as file:
            file.execute(sql)
        return
    import psycopg

    with psycopg.connect(where) as server:
        server.execute(sql)


def ask(where: str, name: str) -> list[dict[str, Any]]:
    _, answer = gathering.ask_tables(where, name)
    return [dict(zip(answer.heads, row, strict=True)) for row in answer.rows]


def test_shares_are_gathered_and_every_query_answers_alike_in_both_databases(where: str, tmp_path: Path) -> None:
    shares = [make_share(number, 3) for number in range(6)]
    files = write(tmp_path / "in", *shares)
    found = gathering.gather_files([tmp_path / "in"], where)
    assert (found.files, found.councils, found.taken, found.replaced) == (6, 6, 18, 0)
    for query in list_queries():
        assert ask(where, query.name), query.name
    scores = {(row["year"], row["statement"]): row for row in ask(where, "scores")}
    for year in ("2023-24", "2024-25", "2025-26"):
        for key in KEYS:
            given = [y.scores[key] for share in shares for y in share.years if y.year == year]
            row = scores[year, key]
            assert (row["councils"], float(row["average"])) == (6, round(sum(given) / 6 + 1e-9, 2))
            assert [row[f"score_{n}"] for n in (1, 2, 3, 4)] == [given.count(n) for n in (1, 2, 3, 4)]
    values = sorted(m.value for share in shares for m in share.years[-1].measures if m.title == "Measure 3")
    (row,) = [each for each in ask(where, "measures") if each["title"] == "Measure 3" and each["period"] == "2025-26"]
    assert (row["lowest"], row["highest"]) == (values[0], values[-1])
    assert row["middle"] == pytest.approx((values[2] + values[3]) / 2)
    assert row["target_met"] == sum(value >= 50 for value in values)
    late = sum(row["actions"] for row in ask(where, "actions"))
    assert late == sum(a.number for share in shares for y in share.years for a in y.actions)
    assert gathering.gather_files(files, where).sentence == (
        "6 files read: 0 years of 6 councils imported; 18 years were there already."
    )


def test_two_versions_of_one_year_are_refused_and_the_newest_holds_where_that_is_said(
    where: str, tmp_path: Path
) -> None:
    first = make_share(1, 1)
    year = replace(first.years[0], scores=dict.fromkeys(KEYS, 4))
    second = replace(first, made_at="2026-12-24T12:00:00+00:00", years=(year,))
    files = write(tmp_path / "in", first, second)
    with pytest.raises(WorkbookError, match=r"0\.region\.json and 1\.region\.json are two versions of 2025-26"):
        gathering.gather_files(files, where)
    gathering.gather_files(files[:1], where)
    with pytest.raises(WorkbookError, match="in the tables already in another version"):
        gathering.gather_files(files[1:], where)
    before = ask(where, "grid")
    assert {row["score"] for row in before} != {4}
    found = gathering.gather_files(files[1:], where, newest=True)
    assert (found.taken, found.replaced) == (1, 1)
    assert [row["score"] for row in ask(where, "grid")] == [4] * 9


BAD: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{", "is not|is no"),
    "another JSON": (b'{"a": 1}', "is not|no"),
    "a newer version": (b'{"format": "selfassess-region", "version": 2}', "newer version"),
    "a score of 9": (encode_share(make_share(1, 1)).replace(b'"equity": ', b'"equity": 9'), "not 1 to 4"),
    "no council": (encode_share(make_share(1, 1)).replace(b"Testshire 001", b" "), "which council"),
    "a field nobody knows how to read": (encode_share(make_share(1, 1)).replace(b'"good"', b"[]"), "is no file that"),
    "a year twice": (encode_share(make_share(1, 2)).replace(b"2024-25", b"2025-26"), "twice"),
}


@pytest.mark.parametrize("case", BAD)
def test_one_file_that_cannot_be_right_stops_all_of_them_in_a_sentence(where: str, tmp_path: Path, case: str) -> None:
    write(tmp_path / "in", make_share(2, 1))
    (tmp_path / "in" / "bad.json").write_bytes(BAD[case][0])
    with pytest.raises(WorkbookError, match=BAD[case][1]) as refused:
        gathering.gather_files([tmp_path / "in"], where)
    assert "bad.json" in str(refused.value)
    assert not Path(where).exists()
    assert gathering.gather_files([tmp_path / "in" / "0.region.json"], where).taken == 1


def test_tables_of_another_make_are_refused_and_left_alone(where: str, tmp_path: Path) -> None:
    files = write(tmp_path / "in", make_share(1, 1))
    gathering.gather_files(files, where)
    change(where, "UPDATE region_format SET version = 7")
    with pytest.raises(WorkbookError, match="version 7, and this program knows version 1"):
        gathering.gather_files(files, where)
    change(where, "UPDATE region_format SET version = 1")
    change(where, "ALTER TABLE region_score DROP COLUMN score")
    with pytest.raises(WorkbookError, match=r"of another make \(region_score\.score is missing\)"):
        gathering.gather_files(files, where)


def test_the_tables_go_out_as_parquet_and_excel(where: str, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    gathering.gather_files(write(tmp_path / "in", *(make_share(number, 2) for number in range(3))), where)
    made = gathering.write_parquet(where, tmp_path / "out")
    assert {path.stem for path in made} == set(rows.TABLES)
    count = duckdb.sql(f"SELECT count(*) FROM '{tmp_path / 'out' / 'region_score.parquet'}'").fetchone()
    assert count == (3 * 2 * 9,)
    book = load_workbook(gathering.write_excel(where, tmp_path / "view"), read_only=True)
    assert book.sheetnames == [query.name for query in list_queries()]
    assert sum(1 for _ in book["grid"].rows) == 4 + 3 * 2 * 9


def test_a_server_that_is_absent_is_told_in_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    files = write(tmp_path / "in", make_share(1, 1))
    with pytest.raises(WorkbookError, match="PostgreSQL cannot be reached") as refused:
        gathering.gather_files(files, f"host={tmp_path} dbname=nothing")
    assert "\n" not in str(refused.value)


def test_a_server_that_goes_down_in_the_middle_has_taken_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    if sys.platform != "linux" or find_postgres() is None:
        pytest.skip("PostgreSQL is not installed (Debian's package is “postgresql”)")
    from selfassess.exchange.region.postgres import PostgresTables

    files = write(tmp_path / "in", *(make_share(number, 2) for number in range(4)))
    folder = Path(tempfile.mkdtemp(prefix="region-"))
    try:
        with run_postgres(folder / "pg") as (address, _, control):
            gathering.gather_files(files[:1], address)
            copy_in = PostgresTables._copy_in

            def fail_at_coverage(self: Any, cursor: Any, table: str, *others: Any) -> None:
                if table == "region_coverage":
                    subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL)
                copy_in(self, cursor, table, *others)

            monkeypatch.setattr(PostgresTables, "_copy_in", fail_at_coverage)
            with pytest.raises(WorkbookError, match="Nothing of them was imported") as refused:
                gathering.gather_files(files, address)
            assert "\n" not in str(refused.value)
            subprocess.run([*control, "-o", f"-c listen_addresses='' -c unix_socket_directories='{folder / 'pg'}'",
                            "start"], check=True, stdout=subprocess.DEVNULL)  # fmt: skip
            monkeypatch.undo()
            assert len({row["council"] for row in ask(address, "grid")}) == 1
            assert gathering.gather_files(files, address).taken == 6
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_file_that_is_no_duckdb_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    files = write(tmp_path / "in", make_share(1, 1))
    for name, text in (("a.duckdb", b"not a database"), ("b.duckdb", b"")):
        path = tmp_path / name
        path.write_bytes(text)
        if text:
            with pytest.raises(WorkbookError, match="cannot be opened"):
                gathering.gather_files(files, str(path))
            assert path.read_bytes() == text
    with pytest.raises(WorkbookError, match="is not there"):
        gathering.ask_tables(str(tmp_path / "gone.duckdb"), "scores")
    with pytest.raises(WorkbookError, match="There is no query “x”"):
        gathering.ask_tables(str(tmp_path / "gone.duckdb"), "x")


def test_without_duckdb_a_sentence_says_what_to_install(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(WorkbookError, match="needs DuckDB, which is not part of this installation"):
        gathering.gather_files(write(tmp_path / "in", make_share(1, 1)), str(tmp_path / "a.duckdb"))


def test_the_schema_makes_the_columns_that_rows_are_written_into() -> None:
    with duckdb.connect() as connection:
        connection.execute(read_schema())
        for table, columns in rows.TABLES.items():
            found = connection.execute(f"SELECT * FROM {table}").description
            assert tuple(column[0] for column in found) == columns


def test_a_council_sees_what_goes_and_no_text_of_it_does(tmp_path: Path, own_home: Path, run: Any) -> None:
    path = tmp_path / "demo.sawb"
    opening.write_demo_workbook(path, author="T", clock=Clock())
    share = sharing.prepare_share(path, (), PARTS, NOW)
    assert [year.year for year in share.years] == ["2024-25"]  # CQC's own assessment is not ours to share
    said = "\n".join(describe_share(share))
    assert "2024-25: 7 scores; 30 values of 30 measures" in said or "scores" in said
    out = sharing.write_share(share, tmp_path / "derby")
    assert decode_share(out.read_bytes(), out.name) == share
    held = opening.open_workbook(path, author="T", clock=Clock())
    words = {text for record in held.current.by_id.values() if record.kind not in ("measure", "measure_value")
             for text in record.values.values() if isinstance(text, str) and len(text) > 25}  # fmt: skip
    held.close()
    assert not [text for text in words if text in out.read_text(encoding="utf-8")]
    few = sharing.prepare_share(path, ["2024-25"], ["scores"], NOW).years[0]
    assert (few.measures, few.coverage, few.actions) == ((), (), ())
    assert '"measures": []' in run("region", "share", path, "--without", "measures", "--json").out
    refused = run("region", "share", path, "--year", "CQC 2024")
    assert (refused.code, "There is no year “CQC 2024” of your own" in refused.err) == (2, True)


def test_a_json_export_gives_the_same_numbers_and_the_commands_go_from_end_to_end(
    tmp_path: Path, own_home: Path, run: Any
) -> None:
    path = tmp_path / "demo.sawb"
    opening.write_demo_workbook(path, author="T", clock=Clock())
    export.export_workbook(path, tmp_path / "in.json")
    tables = tmp_path / "region.duckdb"
    assert "1 file read: 1 year of 1 council imported" in run("region", "gather", tables, tmp_path / "in.json").out
    shown = run("region", "query", tables, "councils").out
    assert "Derby City Council (worked example)" in shown
    assert "Scores by statement and year" in run("region", "queries").out
    assert "tables are in" in run("region", "export", tables, tmp_path / "out").out
    assert (tmp_path / "out" / "region_share.parquet").exists()
    own = tmp_path / "mine.sql"
    own.write_text("-- Mine\nSELECT count(*) AS n FROM region_score", encoding="utf-8")
    assert '"n": 7' in run("region", "query", tables, own, "--json").out
