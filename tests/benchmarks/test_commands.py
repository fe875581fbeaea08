"""The command line and one edit, against the bare libraries doing as much."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable
from itertools import count
from pathlib import Path

from selfassess.domain.model.commands import SetField
from selfassess.services.workbook import opening
from selfassess.storage.store import Store
from tests.benchmarks import long_journal, ten_years
from tests.benchmarks.ratio import process, ratio
from tests.making import new_file, session


def test_showing_the_worked_example(tmp_path: Path) -> None:
    path = tmp_path / "a.sawb"
    opening.write_demo_workbook(path, author="Bench")
    ours = process(tmp_path, "-m", "selfassess", "show", str(path))
    bare = process(tmp_path, "-c", "import sqlite_utils, msgspec, click")
    ratio("selfassess show", ours, bare, 1.5)


def test_one_edit_from_command_to_commit(tmp_path: Path) -> None:
    opened = session(new_file(tmp_path))
    judgement = opened.current.judgements["equity"].id
    numbers = count()
    plain = _plain(tmp_path / "plain.db")
    ours = lambda: opened.run_command(SetField(judgement, "summary", f"Text {next(numbers)}"))  # noqa: E731
    ratio("one edit", ours, plain, 3, rounds=60)


def test_one_edit_with_a_long_journal_behind_it(tmp_path: Path) -> None:
    opened = session(long_journal.file(tmp_path / "long.sawb"))
    judgement = opened.current.judgements["equity"].id
    numbers = count()
    plain = _plain(tmp_path / "plain.db", rows=long_journal.ENTRIES)
    ours = lambda: opened.run_command(SetField(judgement, "summary", f"Text {next(numbers)}"))  # noqa: E731
    name = f"one edit with {long_journal.ENTRIES:,} entries behind it"
    assert ratio(name, ours, plain, 3, rounds=60) < 3


def _plain(path: Path, rows: int = 0) -> Callable[[], object]:
    """Two plain row writes in one transaction, with the pragmas of a workbook; ``rows`` are in the journal before."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "journal_mode = DELETE"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE record (id TEXT PRIMARY KEY, summary TEXT)")
    connection.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, id TEXT, record TEXT, old TEXT, new TEXT)")
    connection.execute("INSERT INTO record VALUES ('a', '')")
    connection.execute("BEGIN")
    values = ((str(uuid.uuid4()), "a", json.dumps("Text" * 100), json.dumps("Text" * 100)) for _ in range(rows))
    connection.executemany("INSERT INTO journal (id, record, old, new) VALUES (?, ?, ?, ?)", values)
    connection.execute("COMMIT")

    def write() -> None:
        connection.execute("BEGIN")
        connection.execute("UPDATE record SET summary = ? WHERE id = 'a'", ("Text",))
        values = (str(uuid.uuid4()), "a", json.dumps("Text"), json.dumps("Text"))
        connection.execute("INSERT INTO journal (id, record, old, new) VALUES (?, ?, ?, ?)", values)
        connection.execute("COMMIT")

    return write


def test_reading_ten_years(tmp_path: Path) -> None:
    path = ten_years.file(tmp_path / "ten.sawb")

    def bare() -> None:
        connection = sqlite3.connect(path)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table != "journal":
                connection.execute(f"SELECT * FROM [{table}]").fetchall()
        connection.close()

    def ours() -> None:
        with Store.open_read_only(path) as opened:
            opened.read_workbook()

    ratio("reading ten years of 1,700 records", ours, bare, 10, rounds=5)
