"""Files made to do harm: nothing in them runs, one sentence says why they are refused, and no byte of them changes."""

from __future__ import annotations

import lzma
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from selfassess.domain.model.catalogue import FORMAT
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.import_result import Problem
from selfassess.services.importing import plan_import, plan_merge
from selfassess.services.workbook import backups, opening, snapshot
from selfassess.storage import connections, file_identity, store
from tests import systems
from tests.making import Clock, empty_assessment, filled, workbook
from tests.storage.test_formats import FIXTURES

SENTENCE = 400
TAMPERED = "is not a workbook this program wrote"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.sawb"
    opening.write_new_workbook(path, workbook(filled(empty_assessment())), author="Tester", clock=Clock())
    return path


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound, tmp_path / "hostile.sawb"))


def _change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _reword(path: Path, table: str, before: str, after: str) -> None:
    """Change what a file says of a table, as only somebody who means harm would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        sql = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?"
        assert connection.execute(sql, (before, after, table)).rowcount == 1
        (words,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        assert after in words


def _refused(path: Path, reason: str = "") -> str:
    """Every way into a file refuses it, with one sentence, and leaves it and its folder as they are."""
    before = path.read_bytes()
    beside = sorted(each.name for each in path.parent.iterdir())
    said = set()
    ways: tuple[Callable[[], object], ...] = (
        lambda: opening.open_workbook(path, author="Tester"),
        lambda: opening.open_workbook(path, author="Tester", or_read_only=True),
        lambda: snapshot.read_snapshot(path, journal=True),
    )
    for way in ways:
        with pytest.raises(FileError) as caught:
            way()
        said.add(str(caught.value))
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == beside
    (sentence,) = said
    assert path.name in sentence
    assert len(sentence) < SENTENCE
    assert "\n" not in sentence
    assert reason in sentence
    return sentence


ADDED = {
    "a trigger": "CREATE TRIGGER harm AFTER INSERT ON journal BEGIN DELETE FROM risk; END",
    "a trigger that reads": "CREATE TRIGGER harm AFTER UPDATE ON risk BEGIN SELECT load_extension('x'); END",
    "a view": "CREATE VIEW harm AS SELECT randomblob(1000000000)",
    "a table": "CREATE TABLE harm (x)",
    "a virtual table": "CREATE VIRTUAL TABLE harm USING fts5(x)",
    "an index that calls a function": "CREATE INDEX harm ON risk (hex(title))",
    "an index that says when": "CREATE INDEX harm ON risk (title) WHERE abs(position) > 1",
    "a column": "ALTER TABLE risk ADD COLUMN harm TEXT",
    "a column with a default": "ALTER TABLE risk ADD COLUMN harm TEXT DEFAULT 'x'",
    "a column that is computed": "ALTER TABLE risk ADD COLUMN harm TEXT AS (hex(title))",
    "statistics": "ANALYZE",
    "a table less": "DROP TABLE comment",
    "a column less": "ALTER TABLE risk DROP COLUMN owner",
    "another name": "ALTER TABLE risk RENAME COLUMN owner TO harm",
}


@pytest.mark.parametrize("statement", ADDED.values(), ids=ADDED)
def test_what_does_not_belong_in_it_is_refused(path: Path, statement: str) -> None:
    _change(path, statement)
    _refused(path, TAMPERED)


REWORDED = {
    "a check that calls a function": ('"title" TEXT', '"title" TEXT CHECK (abs(1))'),
    "a default that calls a function": ('"title" TEXT', '"title" TEXT DEFAULT (hex(randomblob(9)))'),
    "a generated column": ('"title" TEXT', '"title" TEXT AS (hex(id))'),
    "an odd order of letters": ('"title" TEXT', '"title" TEXT COLLATE harm'),
    "another sort of column": ('"likelihood" INTEGER', '"likelihood" TEXT'),
    "no sort at all": ('"likelihood" INTEGER', '"likelihood"'),
    "ids that may be missing": ('"id" TEXT PRIMARY KEY NOT NULL', '"id" TEXT PRIMARY KEY'),
    "a comment": ('"title" TEXT', '"title" TEXT /* harm */'),
}


@pytest.mark.parametrize(("before", "after"), REWORDED.values(), ids=REWORDED)
def test_a_table_that_is_made_otherwise_is_refused(path: Path, before: str, after: str) -> None:
    _reword(path, "risk", before, after)
    _refused(path)


def test_a_table_without_its_row_numbers_is_refused(path: Path) -> None:
    _change(path, "DROP TABLE about", 'CREATE TABLE "about" (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID')
    _refused(path, TAMPERED)


def test_two_tables_in_one_place_are_refused(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'risk') "
            "WHERE name = 'action'"
        )
    _refused(path)


@pytest.mark.parametrize("format_", range(1, FORMAT))
@pytest.mark.parametrize("statement", [ADDED["a trigger"], ADDED["a view"], ADDED["a column that is computed"]])
def test_an_older_file_is_refused_before_a_backup_or_a_migration(
    format_: int, statement: str, tmp_path: Path, own_home: Path
) -> None:
    path = tmp_path / "older.sawb"
    path.write_bytes(lzma.decompress((FIXTURES / f"format-{format_}.sawb.xz").read_bytes()))
    _change(path, statement)
    _refused(path, TAMPERED)
    assert not list(own_home.rglob("*.sawb"))
    with pytest.raises(FileError, match=TAMPERED):
        store.upgrade_workbook(path, "2026-12-01T09:00:00.000+00:00")


def test_an_older_file_that_says_it_was_migrated_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "older.sawb"
    path.write_bytes(lzma.decompress((FIXTURES / "format-1.sawb.xz").read_bytes()))
    for name in ("format 2", "format 3"):
        _change(path, f"INSERT INTO _sqlite_migrations VALUES (NULL, 'workbook', '{name}', 'now')")
    _refused(path, "does not say truly which format")


def test_nothing_in_it_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called = []
    real = sqlite3.connect

    def connect(*given: object, **named: object) -> sqlite3.Connection:
        made: sqlite3.Connection = real(*given, **named)  # type: ignore[call-overload]
        made.create_function("harm", -1, lambda *_: called.append(1))
        return made

    _change(
        path, "CREATE VIEW [zzz] AS SELECT harm()", "DROP TABLE council", "CREATE VIEW council AS SELECT harm() AS id"
    )
    monkeypatch.setattr(sqlite3, "connect", connect)
    _refused(path, TAMPERED)
    assert file_identity.read_council_id(path) == ""
    assert called == []


VALUES = {
    "text where a number belongs": "UPDATE risk SET likelihood = 'often'",
    "a fraction where a whole number belongs": "UPDATE risk SET severity = 2.5",
    "bytes where text belongs": "UPDATE risk SET title = x'00ff'",
    "a number where text belongs, in bytes": "UPDATE judgement SET summary = zeroblob(100)",
    "a place that is no number": "UPDATE risk SET position = 'first'",
    "no assessment": "UPDATE risk SET assessment = NULL",
    "a wording in bytes": "UPDATE pack SET body = zeroblob(1000)",
    "a far too long text": "UPDATE risk SET title = printf('%.*c', 51000000, 'x')",
    "a hundred million letters": "UPDATE risk SET title = printf('%.*c', 100000000, 'x')",
    "links that are none": "UPDATE risk SET evidence = '[1, 2'",
    "links that are numbers": "UPDATE risk SET evidence = '[1, 2]'",
    "links without end": "UPDATE risk SET evidence = printf('%.*c', 1000000, '[')",
    "letters that are none": "UPDATE risk SET title = CAST(x'c328ff' AS TEXT)",
    "a wording without end": "UPDATE pack SET body = printf('%.*c', 1000000, '[')",
    "a wording that is none": "UPDATE pack SET body = '{}'",
    "two councils": "INSERT INTO council (id, position) VALUES ('x', 1)",
}


@pytest.mark.parametrize("statement", VALUES.values(), ids=VALUES)
def test_a_value_that_cannot_be_is_refused(path: Path, statement: str) -> None:
    _change(path, statement)
    sentence = _refused(path)
    assert "damaged" in sentence or "far larger" in sentence


ENTRIES = {
    "an operation that there is not": "operation = 'run'",
    "a record of a kind that there is not": "kind = 'sqlite_master'",
    "a value without end": "new = printf('%.*c', 1000000, '[')",
    "a value deeper than any of ours": "new = printf('%.*c', 9, '[') || printf('%.*c', 9, ']')",
    "a value as deep as SQLite takes it": "new = printf('%.*c', 1500, '[') || printf('%.*c', 1500, ']')",
    "a value that is none": "new = 'x'",
    "bytes": "author = x'00ff'",
    "what it follows on, as a number": "follows = '1'",
}


@pytest.mark.parametrize("values", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_of_the_journal_that_cannot_be_is_left_out_and_named(path: Path, values: str) -> None:
    whole = snapshot.read_snapshot(path, journal=True).journal
    _change(path, f"UPDATE journal SET {values} WHERE seq = 3")
    before = path.read_bytes()
    odd: list[Problem] = []
    assert snapshot.read_snapshot(path, journal=True, odd=odd).journal == whole[:2] + whole[3:]
    (problem,) = odd
    assert problem.id == whole[2].change.record
    assert "makes no sense" in problem.describe_with_place
    assert path.read_bytes() == before


def test_a_cell_that_claims_two_gigabytes_is_refused(path: Path) -> None:
    _change(
        path,
        "PRAGMA secure_delete = ON",
        "UPDATE council SET website = 'AAAAAAAAAAAAAAAAAAAAAAAA' || hex(zeroblob(40))",
    )
    data = bytearray(path.read_bytes())
    place = data.find(b"AAAAAAAAAAAAAAAAAAAAAAAA")
    claim = bytes([0x8F, 0xFF, 0xFF, 0xFF, 0x7F])
    data[place - 12 : place - 7] = claim
    path.write_bytes(data)
    _refused(path)


def test_millions_of_rows_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from selfassess.storage.format import schema_check

    monkeypatch.setattr(schema_check, "MOST_ROWS", 20_000)
    _change(
        path,
        "INSERT INTO contact (id, position, assessment) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 20001) SELECT 'x' || i, i, (SELECT id FROM assessment) FROM n",
    )
    _refused(path, "more than any workbook")


HEADERS: dict[str, tuple[int, bytes]] = {
    "kept with a log beside it": (18, b"\x02\x02"),
    "read with a log beside it": (19, b"\x02"),
    "texts in UTF-16": (56, struct.pack(">I", 2)),
    "texts in nothing known": (56, struct.pack(">I", 77)),
    "pages of an odd size": (16, struct.pack(">H", 1000)),
    "pages of no size": (16, b"\x00\x00"),
    "pages of another size": (16, struct.pack(">H", 512)),
    "another program's": (68, b"NOPE"),
}


@pytest.mark.parametrize(("place", "bytes_"), HEADERS.values(), ids=HEADERS)
def test_a_header_that_is_not_ours_is_refused(path: Path, place: int, bytes_: bytes) -> None:
    data = bytearray(path.read_bytes())
    data[place : place + len(bytes_)] = bytes_
    path.write_bytes(data)
    _refused(path)


@pytest.mark.parametrize("part", [0.001, 0.1, 0.5, 0.9])
def test_a_file_that_is_cut_off_is_refused(path: Path, part: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    _refused(path)


@pytest.mark.parametrize("seed", range(12))
def test_broken_pages_end_in_a_sentence(path: Path, seed: int) -> None:
    import random

    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(40):
        place = chance.randrange(100, len(data))
        data[place] = chance.randrange(256)
    path.write_bytes(data)
    before = bytes(data)
    for way in (
        lambda: snapshot.read_snapshot(path, journal=True),
        lambda: opening.open_workbook(path, author="T").close(),
    ):
        with suppress(FileError):  # not every page is read each time
            way()
            continue
        assert path.read_bytes() == before


def test_a_journal_that_names_another_file_does_not_have_it_deleted(path: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("Kept")
    name = os.fsencode(precious)
    header = bytes.fromhex("d9d505f920a163d7") + struct.pack(">IIIII", 0, 1, path.stat().st_size // 4096, 512, 4096)
    named = name + struct.pack(">II", len(name), sum(name)) + bytes.fromhex("d9d505f920a163d7")
    left = path.with_name(f"{path.name}-journal")
    left.write_bytes(header.ljust(512, b"\0") + struct.pack(">I", 0x40000000 // 4096 + 1) + named)
    content = left.read_bytes()
    # That the file is one that SQLite would obey: without our check it is gone.
    trial = tmp_path / "trial"
    trial.mkdir()
    shutil.copy(path, trial / path.name)
    shutil.copy(left, trial / left.name)
    spare = precious.read_bytes()
    with closing(sqlite3.connect(trial / path.name)) as connection:
        connection.execute("SELECT count(*) FROM risk").fetchone()
    obeyed = not precious.exists()
    precious.write_bytes(spare)
    shutil.rmtree(trial)
    _refused(path, "which this program never leaves there")
    assert precious.read_bytes() == spare
    assert left.read_bytes() == content
    assert obeyed, "SQLite would not have deleted it, so that this proves nothing"


@pytest.mark.parametrize("ending", ["-wal", pytest.param("-journal", marks=systems.links)])
def test_what_lies_beside_it_and_is_not_ours_is_refused(path: Path, ending: str, tmp_path: Path) -> None:
    left = path.with_name(f"{path.name}{ending}")
    if ending == "-wal":
        left.write_bytes(b"\x37\x7f\x06\x82" + bytes(5000))
    else:
        left.symlink_to(tmp_path / "elsewhere")
    _refused(path, "Move that file away")


@systems.pipes
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    queue = tmp_path / "queue.sawb"
    os.mkfifo(queue)
    link = tmp_path / "link.sawb"
    link.symlink_to("/dev/zero")
    nowhere = tmp_path / "nowhere.sawb"
    nowhere.symlink_to(tmp_path / "nothing")
    for path, why in ((queue, "no ordinary file"), (link, "no ordinary file"), (nowhere, "not there")):
        for way in (store.read_format, snapshot.read_snapshot, store.Store.open_to_write):
            with pytest.raises(FileError, match=why):
                way(path)
        assert file_identity.read_council_id(path) == ""


@systems.links
def test_a_link_to_a_workbook_is_the_workbook(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.sawb"
    link.symlink_to(path)
    assert snapshot.read_snapshot(link) == snapshot.read_snapshot(path)


def test_a_workbook_that_is_also_a_zip_file_is_a_workbook(path: Path, tmp_path: Path) -> None:
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    size = len(path.read_bytes())
    path.write_bytes(path.read_bytes() + packed.getvalue().ljust(4096, b"\0"))
    assert size % 4096 == 0
    before = path.read_bytes()
    there = snapshot.read_snapshot(path)
    assert there.council["name"] == "Derby City Council (worked example)"
    assert path.read_bytes() == before


def test_a_hostile_file_is_not_taken_in_merged_backed_up_or_copied(path: Path, sound: Path, tmp_path: Path) -> None:
    _change(path, ADDED["a trigger"])
    before = path.read_bytes()
    there = snapshot.read_snapshot(sound, journal=True)
    for way in (
        lambda: plan_import.plan_file(there, path),
        lambda: plan_merge.prepare_copy_of_workbook(sound, path),
        lambda: plan_merge.prepare_copy_of_workbook(path, sound),
        lambda: backups.take_backup(path, "import", Clock()()),
        lambda: store.copy_workbook(path, tmp_path / "copy.sawb"),
    ):
        with pytest.raises(FileError, match=TAMPERED):
            way()
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_every_connection_has_its_guards_up(path: Path) -> None:
    with closing(connections.connect_database(path, "rw").conn) as connection:
        pragmas = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("trusted_schema", "temp_store")
        }
        assert pragmas == {"trusted_schema": 0, "temp_store": 2}
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("ATTACH ':memory:' AS other")
        with pytest.raises(sqlite3.DataError):
            connection.execute("SELECT zeroblob(600000000)").fetchone()
