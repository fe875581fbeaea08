from __future__ import annotations

import hashlib
import lzma
import random
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import FileError
from selfassess.services.importing.read_source import read_source
from selfassess.services.safety import recover_damaged
from selfassess.services.workbook import backups, opening, snapshot
from selfassess.storage.recovery import sqlite_pages
from selfassess.storage.store import Store
from tests.making import Clock, new_file, session

PAGE = 4096
Damage = Callable[[random.Random, bytes], bytes]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example after a few edits, so that its history says more than its beginning."""
    path = tmp_path_factory.mktemp("whole") / "derby.sawb"
    opening.write_demo_workbook(path, author="Tester", clock=Clock())
    with closing(opening.open_workbook(path, author="Tester", clock=Clock())) as opened:
        opened.run_command(SetField(opened.current.judgements["equity"].id, "summary", "Rewritten. " * 900))
        opened.run_command(AddRecord("risk", "a-risk", {"quality_statement": "equity", "title": "Added and gone"}))
        opened.run_command(RemoveRecord("a-risk"))
    return path


def _recovered(path: Path) -> tuple[recover_damaged.Recovery, Mapping[str, Record]]:
    """What comes back; it must be a sound workbook, and the damaged file untouched."""
    before = path.read_bytes()
    found = recover_damaged.recover_workbook(path, author="Tester", clock=Clock())
    assert path.read_bytes() == before
    back = snapshot.read_snapshot(found.path, journal=True)
    records = {record.id: record for record in back.all_records()}
    assert journal.replay_journal(back.journal) == records
    with Store.open_read_only(found.path) as opened:
        assert opened.find_faults() == ()
    return found, records


def test_a_sound_workbook_comes_back_the_same_with_its_history(example: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.sawb"
    path.write_bytes(example.read_bytes())
    found, _ = _recovered(path)
    assert snapshot.read_snapshot(found.path, journal=True) == snapshot.read_snapshot(path, journal=True)
    assert (found.path.name, found.lost, found.pieces) == ("a (recovered).sawb", (), ())
    assert found.headline == "Everything in a.sawb could be read."
    assert backups.find_free_name(path, "recovered").name == "a (recovered 2).sawb"


def _pages_emptied(chance: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for page in chance.sample(range(len(data) // PAGE), 6):
        damaged[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    return bytes(damaged)


def _pages_scrambled(chance: random.Random, data: bytes) -> bytes:
    page = chance.randrange(len(data) // PAGE - 3)
    return data[: page * PAGE] + chance.randbytes(3 * PAGE) + data[(page + 3) * PAGE :]


def _bytes_hit(chance: random.Random, data: bytes) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 300)):
        damaged[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(damaged)


def _beginning_lost(chance: random.Random, data: bytes) -> bytes:
    pages = chance.randint(1, 6)
    return bytes(pages * PAGE) + data[pages * PAGE :]


def _cut_off(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) // 2, len(data))]


@pytest.mark.parametrize("damage", [_pages_emptied, _pages_scrambled, _bytes_hit, _beginning_lost, _cut_off])
@pytest.mark.parametrize("seed", range(8))
def test_whatever_was_hit_the_rest_comes_back_and_hangs_together(
    damage: Damage, seed: int, example: Path, tmp_path: Path
) -> None:
    whole = {record.id: record for record in snapshot.read_snapshot(example).all_records()}
    path = tmp_path / "hit.sawb"
    path.write_bytes(damage(random.Random(seed), example.read_bytes()))
    found, records = _recovered(path)
    same = sum(records.get(id) == record for id, record in whole.items())
    assert same == len(whole) or found.lost
    if damage in (_pages_emptied, _pages_scrambled, _beginning_lost):
        assert same / len(whole) > 0.95
    if damage is _bytes_hit:
        assert same / len(whole) > 0.85


def test_a_record_whose_page_is_gone_comes_back_from_the_history_and_what_was_removed_does_not(
    example: Path, tmp_path: Path
) -> None:
    path = tmp_path / "hit.sawb"
    path.write_bytes(example.read_bytes())
    whole = {record.id: record for record in snapshot.read_snapshot(example).all_records()}
    leaf = next(
        row.page for row in sqlite_pages.read_pages(path.read_bytes()).rows if row.values[0] in _strengths(whole)
    )
    with path.open("r+b") as file:
        file.seek((leaf - 1) * PAGE)
        file.write(bytes(PAGE))
    with pytest.raises(FileError, match="damaged"):
        snapshot.read_snapshot(path, journal=True)
    found, records = _recovered(path)
    assert records == whole
    assert "came back from the history" in found.headline
    assert "a-risk" not in records


def _strengths(records: Mapping[str, Record]) -> set[str]:
    return {record.id for record in records.values() if record.kind == "strength"}


def test_what_came_back_is_still_a_copy_of_the_same_workbook(example: Path, tmp_path: Path) -> None:
    path = tmp_path / "hit.sawb"
    path.write_bytes(_beginning_lost(random.Random(1), example.read_bytes()))
    found, _ = _recovered(path)
    assert snapshot.read_snapshot(found.path).id == snapshot.read_snapshot(example).id
    theirs = read_source(example)
    kept = {entry.id for entry in snapshot.read_snapshot(found.path, journal=True).journal}
    assert {entry.id for entry in theirs.workbook.journal} <= kept


def test_an_older_format_is_recovered_into_this_one(tmp_path: Path) -> None:
    fixture = Path(__file__).parents[1] / "storage" / "fixtures" / "format-1.sawb.xz"
    path = tmp_path / "old.sawb"
    path.write_bytes(lzma.decompress(fixture.read_bytes()))
    there = {record.id: record for record in snapshot.read_snapshot(path).all_records()}
    _, records = _recovered(path)
    assert records == there


def test_a_workbook_that_was_being_saved_when_it_stopped_is_recovered_as_it_was_before(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    opened = session(path)
    before = {record.id: record for record in snapshot.read_snapshot(path).all_records()}
    turns = opened.take_step_in_turns(
        "x", [journal.update_field(opened.current.judgements["equity"], "summary", "y " * 400_000)]
    )
    next(turns)
    copy = tmp_path / "copy.sawb"
    copy.write_bytes(path.read_bytes())
    interrupted = path.with_name(path.name + "-journal")
    copy.with_name(copy.name + "-journal").write_bytes(interrupted.read_bytes())
    turns.close()
    _, records = _recovered(copy)
    assert records == before


def test_what_holds_nothing_of_a_workbook_is_refused_with_a_reason(tmp_path: Path) -> None:
    for name, data in {
        "zero.sawb": bytes(5 * PAGE),
        "empty.sawb": b"",
        "noise.sawb": random.Random(1).randbytes(9000),
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(FileError, match="Nothing of a workbook"):
            recover_damaged.recover_workbook(path, author="Tester")
        assert [each.name for each in tmp_path.iterdir()] == [name]
        path.unlink()
    with pytest.raises(FileError, match="cannot be read"):
        recover_damaged.recover_workbook(tmp_path / "none.sawb", author="Tester")


def test_signed_versions_and_notes_come_along(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    year = snapshot.read_snapshot(path).current.id
    body, days = b"\x00\x01body" * 2000, ("2025-02-16", "2025-02-17")
    row = (
        "v1",
        year,
        1,
        "2025-02-17T14:02:00+00:00",
        "D",
        "C",
        hashlib.sha256(body).hexdigest(),
        None,
        body,
        *days,
        None,
        None,
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO about VALUES ('purpose', '{\"a\": 1}')")
    found, _ = _recovered(path)
    with closing(sqlite3.connect(found.path)) as connection:
        assert connection.execute("SELECT * FROM version").fetchall() == [row]
        notes = connection.execute("SELECT * FROM about WHERE key <> 'program'").fetchall()
        assert notes == [("purpose", '{"a": 1}')]
