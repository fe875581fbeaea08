from __future__ import annotations

import lzma
import os
import re
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from selfassess import VERSION
from selfassess.domain.model import journal, new_year
from selfassess.domain.model.catalogue import CARRIED, CATALOGUE, FORMAT, Record
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError, LockedError, NewerError
from selfassess.domain.model.journal import Entry
from selfassess.services.workbook import opening, snapshot
from selfassess.storage import lock, store
from selfassess.storage.format.migrations import APPLICATION_ID
from selfassess.storage.rows import columns_of
from selfassess.storage.store import Store
from tests.making import Clock, council, empty_assessment, filled, new_file, workbook
from tests.systems import ON_WINDOWS


def _entries(*records: Record) -> tuple[Entry, ...]:
    return journal.make_entries(
        map(journal.create_record, records), step="s", at="2025-02-17T14:02:00+00:00", author="Tester"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "whole.sawb"
    opening.write_new_workbook(path, workbook(filled(empty_assessment())), author="Tester", clock=Clock())
    return path


def _columns(path: Path, table: str) -> set[str]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return {row[1] for row in connection.execute(f"PRAGMA table_info([{table}])")}


def test_every_field_of_the_catalogue_has_its_column_and_no_column_is_anything_else(path: Path) -> None:
    for kind in CATALOGUE.values():
        assert _columns(path, kind.key) == set(columns_of(kind.key)), kind.key


def test_a_missing_column_would_be_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE risk DROP COLUMN owner")
    assert _columns(path, "risk") != set(columns_of("risk"))


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    whole = workbook(filled(empty_assessment()), empty_assessment("2025-26"))
    path = tmp_path / "whole.sawb"
    opening.write_new_workbook(path, whole, author="Tester", clock=Clock())
    back = snapshot.read_snapshot(path, journal=True)
    assert tuple(back.all_records()) == tuple(whole.all_records())
    assert back.frameworks == whole.frameworks
    assert back.returns == whole.returns
    assert journal.replay_journal(back.journal) == {record.id: record for record in whole.all_records()}
    assert back.journal_position == back.journal[-1].id


def test_the_header_says_whose_file_it_is_and_which_format(path: Path) -> None:
    head = path.read_bytes()[:100]
    assert int.from_bytes(head[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(head[60:64], "big") == FORMAT == store.read_format(path)
    assert ON_WINDOWS or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_edit_and_its_journal_entry_are_one_transaction(path: Path) -> None:
    before = path.read_bytes()
    with Store.open_to_write(path) as opened:
        record = opened.read_records("risk")[0]
        good = journal.make_entries([journal.update_field(record, "owner", "New")], step="s", at="t", author="a")
        bad = journal.make_entries(
            [journal.update_field(replace(record, id="gone"), "owner", "x")], step="s", at="t", author="a"
        )
        with pytest.raises(FileError, match="no longer holds"):
            opened.write_step([*good, *bad])
        assert opened.read_records("risk")[0] == record
        assert len(tuple(opened.read_journal(record.id))) == 1
        opened.write_step(good)
        assert opened.read_records("risk")[0]["owner"] == "New"
        assert [entry.change.new for entry in opened.read_journal(record.id)][-1] == "New"
    assert path.read_bytes() != before
    assert not path.with_name(path.name + "-journal").exists()


def test_a_link_to_nothing_is_not_written(path: Path) -> None:
    with Store.open_to_write(path) as opened:
        value = opened.read_records("measure_value")[0]
        bad = journal.make_entries([journal.update_field(value, "measure", "gone")], step="s", at="t", author="a")
        with pytest.raises(FileError, match="point to nothing"):
            opened.write_step(bad)
        assert opened.read_records("measure_value")[0] == value
        assert opened.find_faults() == ()


def test_a_file_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    cases = {
        "empty.sawb": b"",
        "random.sawb": os.urandom(5000),
        "text.sawb": b"Not a workbook",
        "cut.sawb": b"SQLite format 3\x00" + b"\x10",
    }
    for name, data in cases.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(FileError) as caught:
            opening.open_workbook(path, author="Tester")
        assert name in str(caught.value)
        assert path.read_bytes() == data
        assert os.listdir(tmp_path).count(name) == 1
        path.unlink()
    foreign = tmp_path / "foreign.sawb"
    with closing(sqlite3.connect(foreign)) as connection, connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(FileError, match="another program"):
        opening.open_workbook(foreign, author="Tester")
    with pytest.raises(FileError, match="is a folder"):
        opening.open_workbook(tmp_path, author="Tester")
    with pytest.raises(FileError, match="is not there"):
        opening.open_workbook(tmp_path / "none.sawb", author="Tester")


def test_a_newer_file_is_opened_by_nobody_and_left_byte_for_byte(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    before = path.read_bytes()
    for attempt in (
        lambda: opening.open_workbook(path, author="Tester", or_read_only=True),
        lambda: snapshot.read_snapshot(path),
    ):
        with pytest.raises(FileError, match="newer version"):
            attempt()
    assert path.read_bytes() == before
    assert not lock.lock_path(path).exists()


def test_a_workbook_says_which_version_opens_it(path: Path) -> None:
    with pytest.raises(NewerError, match=rf"Version {re.escape(VERSION)} of the program or a newer one opens it\.$"):
        snapshot.read_snapshot(_made_newer(path))


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE about SET body = '\"<b>9</b>\"'",
        "UPDATE about SET body = x'00ff'",
        "DELETE FROM about",
        "DROP TABLE about",
        "DROP TABLE about; CREATE VIEW about (key, body) AS WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'program', '\"9.0\"' FROM n WHERE i < 0",
    ],
)
def test_a_newer_workbook_that_says_nothing_sensible_of_it_is_refused_all_the_same(path: Path, spoil: str) -> None:
    with pytest.raises(NewerError, match=r"Update the program to open it\.$"):
        snapshot.read_snapshot(_made_newer(path, spoil))


def _made_newer(path: Path, also: str = "") -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(f"{also}; PRAGMA user_version = {FORMAT + 1}")
    return path


def test_a_truncated_workbook_is_refused_with_a_reason(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    before = path.read_bytes()
    with pytest.raises(FileError, match=r"damaged|whole"):
        snapshot.read_snapshot(path)
    assert path.read_bytes() == before


def test_a_workbook_with_a_trigger_or_a_strange_table_is_refused(path: Path) -> None:
    for statement in (
        "CREATE TRIGGER t AFTER INSERT ON risk BEGIN DELETE FROM risk; END",
        "CREATE VIEW v AS SELECT * FROM risk",
        "CREATE TABLE strange (x)",
        "DROP TABLE comment",
    ):
        copy = path.with_name("copy.sawb")
        shutil.copy(path, copy)
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute(statement)
        with pytest.raises(FileError, match="not a workbook this program wrote"):
            opening.open_workbook(copy, author="Tester")
        assert not lock.lock_path(copy).exists()


FIXTURES = Path(__file__).parent / "fixtures"
"""A workbook of every format that was ever released, each begun as the worked example was then."""


def _kept(folder: Path, format_: int) -> Path:
    path = folder / f"format-{format_}.sawb"
    path.write_bytes(lzma.decompress((FIXTURES / f"{path.name}.xz").read_bytes()))
    return path


@pytest.mark.parametrize("format_", range(1, FORMAT))
def test_an_older_format_is_backed_up_and_then_migrated(format_: int, tmp_path: Path, own_home: Path) -> None:
    path = _kept(tmp_path, format_)
    before = path.read_bytes()
    assert store.read_format(path) == format_
    with closing(opening.open_workbook(path, author="Tester")) as session:
        assert len(session.current.records_of("evidence")) == 49
        judgement = session.current.records_of("judgement")[0]
        assert judgement["agreed_by"] is None
        session.run_command(SetField(judgement.id, "agreed_by", "Director of Adult Social Care"))
        assert session.current.records_of("judgement")[0]["agreed_by"] == "Director of Adult Social Care"
        session.run_command(SetField(session.current.records_of("risk")[0].id, "not_reviewed", True))
        assert session.current.records_of("risk")[0]["not_reviewed"] is True
    assert store.read_format(path) == FORMAT
    (copy,) = own_home.rglob("*before update.sawb")
    assert store.read_format(copy) == format_
    assert before != path.read_bytes()


@pytest.mark.parametrize("format_", range(1, FORMAT))
def test_an_older_format_is_read_and_exported_without_being_touched(format_: int, tmp_path: Path) -> None:
    path = _kept(tmp_path, format_)
    before = path.read_bytes()
    there = snapshot.read_snapshot(path, journal=True)
    assert journal.replay_journal(there.journal) == {record.id: record for record in there.all_records()}
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = _kept(tmp_path, 1)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE contact ADD COLUMN carried_from TEXT")  # the last table it comes to
    before = path.read_bytes()
    with pytest.raises(FileError):
        store.upgrade_workbook(path, "2026-12-01T09:00:00.000+00:00")
    assert path.read_bytes() == before
    assert _columns(path, "risk").isdisjoint(CARRIED)
    assert store.read_format(path) == 1


def test_a_second_opener_is_told_who_has_it_and_reads_only(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    first = opening.open_workbook(path, author="A first writer")
    with pytest.raises(LockedError, match="A first writer on"):
        opening.open_workbook(path, author="Another")
    second = opening.open_workbook(path, author="Another", or_read_only=True)
    assert "A first writer" in second.read_only_because
    with pytest.raises(FileError, match="Nothing can be changed here"):
        second.run_command(SetField(second.current.judgements["equity"].id, "score", 2))
    second.close()
    first.close()
    assert not lock.lock_path(path).exists()
    opening.open_workbook(path, author="Another").close()


def test_a_lock_whose_process_has_gone_is_taken_over_and_one_of_another_machine_is_not(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    mine = lock.Lock.take_lock(path, "Gone", "2025-02-17T14:02")
    dead = lock.Holder("Gone", mine.holder.machine, 2**22 + 7, "2025-02-17T14:02")
    lock.lock_path(path).write_bytes(msgspec.json.encode(dead))
    opening.open_workbook(path, author="Tester").close()
    other = lock.Holder("Away", "another-laptop", 1, "2025-02-17T14:02")
    lock.lock_path(path).write_bytes(msgspec.json.encode(other))
    with pytest.raises(LockedError, match="Away on another-laptop"):
        opening.open_workbook(path, author="Tester")


def test_a_full_disk_is_a_sentence_and_nothing_of_the_step_is_kept(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    with Store.open_to_write(path) as opened:
        pages = opened._db.conn.execute("PRAGMA page_count").fetchone()[0]
        opened._db.conn.execute(f"PRAGMA max_page_count = {pages}")
        record = opened.read_records("judgement")[0]
        long = journal.make_entries(
            [journal.update_field(record, "summary", "word " * 200_000)], step="s", at="t", author="a"
        )
        with pytest.raises(FileError, match="no room left"):
            opened.write_step(long)
        assert opened.read_records("judgement")[0] == record
        assert opened.find_faults() == ()


def test_a_copy_taken_while_it_is_open_is_whole(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    with Store.open_to_write(path):
        store.copy_workbook(path, tmp_path / "copy.sawb")
    assert tuple(snapshot.read_snapshot(tmp_path / "copy.sawb").all_records()) == tuple(
        snapshot.read_snapshot(path).all_records()
    )


def test_the_council_is_what_tells_workbooks_apart(tmp_path: Path) -> None:
    first, second = new_file(tmp_path, "a.sawb"), new_file(tmp_path, "b.sawb")
    assert snapshot.read_snapshot(first).id != snapshot.read_snapshot(second).id
    assert new_year.new_id() != new_year.new_id()
    assert council().id != council().id
