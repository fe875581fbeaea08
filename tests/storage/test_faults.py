"""Real faults of the world around the file: each is one sentence, nothing saved is lost, and work goes on after."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from selfassess.domain.model import journal
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.errors import FileError, LockedError
from selfassess.domain.model.workbook import Workbook
from selfassess.services.workbook import backups, opening, snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.years import signing
from tests.making import Clock, new_file, redo_step, session
from tests.storage.killing import writer
from tests.storage.writer import SIGNATURES

resource = pytest.importorskip("resource", reason="the faults are made with limits that POSIX has")

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that also somebody else can look into."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def _write(opened: Session, text: str) -> None:
    opened.run_command(SetField(opened.current.judgements["equity"].id, "summary", text))


def _kept(path: Path) -> object:
    return snapshot.read_snapshot(path).current.judgements["equity"]["summary"]


@contextmanager
def _no_more_room(path: Path, least: int | None = None) -> Iterator[None]:
    """No file of this process grows beyond the size that the workbook has, or beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (least or path.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def _disk_filled(path: Path) -> Iterator[None]:
    """The small disk that the workbook is on is filled to the last byte."""
    filler = path.with_name("filler")
    with filler.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            pass
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def _mounted(folder: Path) -> Iterator[bool]:
    """A disk of two megabytes in place of a folder; False where nothing can be mounted here."""
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def _as_somebody_else(path: Path) -> Iterator[None]:
    """The folder and the file belong to somebody who lets others only read."""
    modes = {each: each.stat().st_mode for each in (path, path.parent)}
    path.chmod(0o444)
    path.parent.chmod(0o555)
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if privileged:
            os.seteuid(0)
        for each, mode in modes.items():
            each.chmod(mode)


@contextmanager
def _folder_gone(path: Path) -> Iterator[None]:
    """The folder is no longer where it was."""
    away = path.parent.rename(path.parent.with_name(f"{path.parent.name}-away"))
    try:
        yield
    finally:
        away.rename(path.parent)


Fault = Callable[[Path], AbstractContextManager[None]]
LONG = "A long text. " * 60_000


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (_no_more_room, "there may be no room left|no room left"),
        (_as_somebody_else, "read-only"),
        (_folder_gone, "moved, replaced or taken away"),
    ],
)
def test_a_fault_is_one_sentence_nothing_is_lost_and_work_goes_on_when_it_is_over(
    fault: Fault, says: str, folder: Path
) -> None:
    _through(fault, says, folder)


def test_a_full_disk_is_one_sentence_too(folder: Path) -> None:
    with _mounted(folder) as small:
        # Where nothing can be mounted the limit of this process stands in for the disk.
        _through(_disk_filled if small else _no_more_room, "no room left", folder)


def _through(fault: Fault, says: str, folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir(mode=0o755)
    path = new_file(inner)
    with closing(opening.open_workbook(path, author="Tester", clock=Clock())) as opened:
        _write(opened, "Saved before")
        before = tuple(opened.read_history())
        with fault(path):
            for _ in range(2):
                with pytest.raises(FileError, match=says) as caught:
                    _write(opened, LONG)
                assert "\n" not in str(caught.value)
            learning = opened.current.judgements["learning"]
            many = tuple(journal.update_field(learning, key, LONG) for key in ("summary", "impact"))
            with pytest.raises(FileError, match=says):
                opened.take_step("import", many)
        assert opened.current.judgements["equity"]["summary"] == "Saved before"
        assert tuple(opened.read_history()) == before
        _write(opened, "Saved after")
        opened.undo_step()
        redo_step(opened)
        assert opened.store.find_faults() == ()
    assert _kept(path) == "Saved after"


def test_where_there_is_no_room_nothing_is_signed_and_it_is_when_there_is_room(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir(mode=0o755)
    with _mounted(inner) as small:
        full = _disk_filled if small else _no_more_room
        path = new_file(inner)
        with closing(opening.open_workbook(path, author="Tester", clock=Clock())) as opened:
            before = tuple(opened.read_history())
            with _no_more_room(path, 2000), pytest.raises(FileError, match="so nothing was signed") as caught:
                _prepared(opened)
            assert "\n" not in str(caught.value)
            made = _prepared(opened)
            with full(path), pytest.raises(FileError, match="no room left") as caught:
                signing.sign_version(opened, made)
            assert "\n" not in str(caught.value)
            assert (opened.versions, opened.reason_closed(), tuple(opened.read_history())) == ((), "", before)
            assert signing.list_signed_versions(path) == ()
            signing.sign_version(opened, made)
            assert opened.reason_closed()
            assert opened.store.find_faults() == ()
        assert [each.fault for each in signing.list_signed_versions(path)] == [""]


def _prepared(opened: Session) -> signing.Prepared:
    return signing.prepare_version(opened.path, opened.current_id, SIGNATURES, author="Tester", clock=Clock())


def test_a_copy_that_a_synchroniser_put_in_its_place_is_noticed_and_nothing_is_written_into_the_void(
    tmp_path: Path,
) -> None:
    path = new_file(tmp_path)
    other = tmp_path / "other.sawb"
    shutil.copy(path, other)
    with closing(opening.open_workbook(other, author="Another", clock=Clock())) as there:
        _write(there, "Theirs")
    opened = session(path)
    _write(opened, "Mine")
    os.replace(other, path)
    with pytest.raises(FileError, match="moved, replaced or taken away while it was open, so this was not saved"):
        _write(opened, "Mine again")
    opened.close()
    assert _kept(path) == "Theirs"


def test_a_clock_that_jumps_back_changes_nothing_but_the_times(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    clock = Clock("2030-01-01T00:00:00+00:00", step=timedelta(days=-400))
    with closing(opening.open_workbook(path, author="Tester", clock=clock)) as opened:
        for number in range(5):
            _write(opened, f"Text {number}")
            opened.run_command(AddRecord("risk", f"r{number}", {"quality_statement": "equity", "title": f"R{number}"}))
        opened.undo_step()
        redo_step(opened)
        opened.undo_step()
        backups.take_backup(path, "import", clock())
    there = snapshot.read_snapshot(path, journal=True)
    times = [entry.at for entry in there.journal]
    assert times != sorted(times)
    assert journal.replay_journal(there.journal) == {record.id: record for record in there.all_records()}
    assert [record["title"] for record in there.current.records_of("risk")] == ["R0", "R1", "R2", "R3"]
    assert _kept(path) == "Text 4"
    with closing(opening.open_workbook(path, author="Tester", clock=Clock("1999-12-31T00:00:00+00:00"))) as opened:
        _write(opened, "Before it all")
    assert _kept(path) == "Before it all"


def test_a_second_process_is_told_who_writes_and_writes_after_it_has_gone(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    with writer("edit", path, 1) as (process, told):
        while not told:
            assert process.poll() is None
        with pytest.raises(LockedError, match="Killed on"):
            opening.open_workbook(path, author="Tester")
        reader = opening.open_workbook(path, author="Tester", or_read_only=True)
        assert len(reader.read_history()) >= int(told[0].split()[0])
        reader.close()
        process.kill()
        process.wait()
    opened = session(path)
    _write(opened, "Mine now")
    assert _kept(path) == "Mine now"


def test_another_program_that_holds_the_file_is_said_and_the_edit_goes_through_afterwards(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    opened = session(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileError, match="used by another program at this moment"):
            _write(opened, "Blocked")
        other.execute("ROLLBACK")
    _write(opened, "Goes through")
    assert _kept(path) == "Goes through"


def test_what_another_program_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    opened = session(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA application_id")
        other.execute("CREATE INDEX [another] ON [risk] ([title])")  # it changes nothing that is held here
        other.execute("DROP INDEX [another]")
    _write(opened, "First")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        names = "id, step, at, author, kind, record, operation, field, old, new"
        other.execute(
            f"INSERT INTO journal ({names}) SELECT 'x' || id, {names[4:]} FROM journal ORDER BY seq DESC LIMIT 1"
        )
    for _ in range(2):
        with pytest.raises(FileError, match="changed by another program since it was opened, so this was not saved"):
            _write(opened, "Second")
    assert _kept(path) == "First"


def _cut_off(folder: Path) -> tuple[Path, Workbook]:
    """A workbook as it is on the disk in the middle of a long save, and what was in it before."""
    path = new_file(folder)
    opened = session(path)
    before = snapshot.read_snapshot(path)
    opened.store._db.conn.execute("PRAGMA cache_size = 5")
    statements = opened.current.judgements.values()
    changes = [
        journal.update_field(each, key, f"{key} " * 3000) for each in statements for key in ("summary", "impact")
    ]
    turns = opened.take_step_in_turns("much", changes * 5)
    next(turns)
    cut = folder / "cut.sawb"
    shutil.copy(path, cut)
    shutil.copy(f"{path}-journal", f"{cut}-journal")
    turns.close()
    return cut, before


def test_a_save_that_was_cut_off_is_taken_back_by_whoever_looks_next(tmp_path: Path) -> None:
    cut, before = _cut_off(tmp_path)
    half = cut.read_bytes()
    assert snapshot.read_snapshot(cut) == before
    assert cut.read_bytes() != half
    assert not cut.with_name("cut.sawb-journal").exists()


def test_where_it_cannot_be_taken_back_that_is_said_and_nothing_is_shown_half(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir(mode=0o755)
    cut, before = _cut_off(inner)
    cut.with_name("cut.sawb-journal").chmod(0o644)
    half = cut.read_bytes()
    with _as_somebody_else(cut):
        for attempt in (
            snapshot.read_snapshot,
            lambda path: opening.open_workbook(path, author="T", or_read_only=True),
        ):
            with pytest.raises(FileError, match="was cut off in the middle, and that cannot be put right here"):
                attempt(cut)
    assert cut.read_bytes() == half
    assert snapshot.read_snapshot(cut) == before


def test_looking_at_an_open_workbook_takes_no_lock_of_its_writer_away(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    opened = session(path)
    turns = opened.take_step_in_turns(
        "x", [journal.update_field(opened.current.judgements["equity"], "summary", "Half done")]
    )
    next(turns)
    snapshot.read_snapshot(path)
    ask = f"import sqlite3; sqlite3.connect({str(path)!r}, timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"
    told = subprocess.run(["python3", "-c", ask], capture_output=True, check=False).stderr.decode()
    assert "database is locked" in told
    turns.close()
