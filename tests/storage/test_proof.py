"""Whatever is changed in a workbook behind the program's back is named by ``check``."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from selfassess.services.years import checking
from tests.storage import tampering
from tests.storage.tampering import altered, cells, named


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tampering.make(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def contributors(tmp_path_factory: pytest.TempPathFactory, sound: Path) -> Path:
    return tampering.make_for_contributor(tmp_path_factory.mktemp("copy"), sound)


def _altered(sound: Path, folder: Path, *sql: str, then: Callable[[sqlite3.Connection], object] | None = None) -> Path:
    path = folder / "altered.sawb"
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for each in sql:
            assert connection.execute(each).rowcount, each
        if then is not None:
            then(connection)
    return path


def test_nothing_is_named_where_nothing_was_changed(sound: Path, contributors: Path) -> None:
    assert named(sound) == ()
    assert named(contributors) == ()


@pytest.mark.parametrize("which", ["sound", "contributors"])
def test_a_change_in_any_column_of_any_table_is_named(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    original: Path = request.getfixturevalue(which)
    path = tmp_path / "altered.sawb"
    shutil.copy(original, path)
    with closing(sqlite3.connect(path)) as connection:
        every = list(cells(connection))
    unnamed = []
    for table, column, row, value in every:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(f"UPDATE [{table}] SET [{column}] = ? WHERE rowid = ?", (altered(value), row))
        if not named(path):
            unnamed.append(f"{table}.{column}")
        shutil.copy(original, path)
    assert len(every) > 100
    assert unnamed == []


def test_flipped_bytes_of_what_is_in_the_file_are_named(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "whole.sawb"
    shutil.copy(sound, path)
    assert tampering.flips_unnamed(path, 40, random.Random(2026)) == (40, [])


def _as_if_written(connection: sqlite3.Connection) -> None:
    """A record and its entry changed to match each other."""
    record, new = connection.execute("SELECT record, new FROM journal WHERE field = 'summary' LIMIT 1").fetchone()
    words = json.dumps(f"{json.loads(new)} and more")
    connection.execute("UPDATE journal SET new = ? WHERE field = 'summary' AND record = ?", (words, record))
    connection.execute("UPDATE judgement SET summary = ? WHERE id = ?", (json.loads(words), record))


def _with_its_hash(connection: sqlite3.Connection) -> None:
    """The same, and some other hash put beside it."""
    _as_if_written(connection)
    connection.execute("UPDATE journal SET hash = ? WHERE field = 'summary'", (hashlib.sha256(b"x").hexdigest(),))


def _swapped(connection: sqlite3.Connection) -> None:
    one, other = (row for (row,) in connection.execute("SELECT seq FROM journal ORDER BY seq LIMIT 2 OFFSET 30"))
    for before, after in ((one, -1), (other, one), (-1, other)):
        connection.execute("UPDATE journal SET seq = ? WHERE seq = ?", (after, before))


def _records_swapped(connection: sqlite3.Connection) -> None:
    (one, first), (other, second) = connection.execute("SELECT id, summary FROM judgement WHERE summary <> '' LIMIT 2")
    connection.execute("UPDATE judgement SET summary = ? WHERE id = ?", (second, one))
    connection.execute("UPDATE judgement SET summary = ? WHERE id = ?", (first, other))


def _tail_cut_off(connection: sqlite3.Connection) -> None:
    """Everything since before signing taken out, and the records as they were then; the version was left."""
    steps = connection.execute("SELECT seq, rows FROM step ORDER BY seq").fetchall()
    signing = next(seq for seq, rows in steps if "+version:" in rows)
    kept = sum(not row.startswith(("+", "-")) for seq, rows in steps if seq < signing for row in json.loads(rows))
    connection.execute("DELETE FROM step WHERE seq >= ?", (signing - 1,))
    connection.execute("DELETE FROM journal WHERE seq > ?", (kept,))
    connection.execute("DELETE FROM risk WHERE id = 'late-risk'")


AT_ONCE: dict[str, tuple[tuple[str, ...], Callable[[sqlite3.Connection], object] | None, str]] = {
    "a record removed": (("DELETE FROM measure_value",), None, "missing; the history has it"),
    "a record added": (
        ("INSERT INTO contact (id, position, assessment) SELECT 'new', 9, assessment FROM contact",), None,
        "is not in the history",
    ),
    "records swapped": ((), _records_swapped, "“Where we are”: it says"),
    "an entry removed": (("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",), None, "is missing"),
    "an entry in the middle removed": (("DELETE FROM journal WHERE seq = 20",), None, "missing"),
    "entries swapped": ((), _swapped, "another order"),
    "an entry and its record changed alike": ((), _as_if_written, "is not what was written then"),
    "with another hash": ((), _with_its_hash, "was not written by this program, or was altered"),
    "every author": (("UPDATE journal SET author = 'Somebody Else'",), None, "Entry 1 of the history"),
    "a step removed": (("DELETE FROM step WHERE seq = 2",), None, "step of the history is missing"),
    "the last steps removed": (
        ("DELETE FROM step WHERE seq > (SELECT max(seq) - 2 FROM step)",), None, "was not written by this program",
    ),
    "every step removed": (("DELETE FROM step",), None, "are missing"),
    "who signed": (("UPDATE version SET director = 'Somebody Else'",), None, "signed version"),
    "the day of signing": (("UPDATE version SET director_signed_on = '2020-01-01'",), None, "signed version"),
    "a version moved to another year": (("UPDATE version SET assessment = 'another'",), None, "signed version"),
    "a version deleted": (("DELETE FROM version",), None, "A signed version, kept on"),
    "what was removed for good forgotten": (("DELETE FROM redaction",), None, "removed for good"),
    "a whole tail with a signed version": ((), _tail_cut_off, "that signed version 1 was signed on is not"),
    "the wording of a framework": (
        ("UPDATE pack SET body = replace(body, 'Assessing needs', 'Assessing Needs') WHERE kind = 'framework'",), None,
        "wording of a framework",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", AT_ONCE)
def test_a_tampering_is_named(what: str, sound: Path, tmp_path: Path) -> None:
    sql, then, said = AT_ONCE[what]
    found = named(_altered(sound, tmp_path, *sql, then=then))
    assert any(said in sentence for sentence in found), found


def test_check_names_record_and_field(sound: Path, tmp_path: Path) -> None:
    path = _altered(sound, tmp_path, "UPDATE risk SET title = 'Put in by hand' WHERE id = 'late-risk'")
    (fault,) = checking.check_workbook(path, "2025-02-17").faults
    assert "Risk “A late risk” (late-risk), “Risk”: it says “Put in by hand”" in fault
