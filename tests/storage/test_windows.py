"""What Windows does otherwise, with its smallest calls stood in for: shares, processes of others, scanners, streams."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import msgspec
import pytest

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError, LockedError
from selfassess.exchange.documents import fingerprint
from selfassess.files import attributes
from selfassess.services.exporting import evidence_files
from selfassess.services.safety import lock_status, sibling_copies
from selfassess.services.workbook import opening
from selfassess.storage import connections, file_identity, lock, processes
from selfassess.storage.lock import Lock
from tests.files.test_lasting import held
from tests.making import new_file, session
from tests.services.handing_over_making import Desk
from tests.systems import ON_WINDOWS

SINCE = "2026-03-02T14:02+00:00"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PurePosixPath("/home/a b/c#1%.sawb"), "file:///home/a%20b/c%231%25.sawb?mode=rw"),
        (PureWindowsPath("C:\\Council\\year ?.sawb"), "file:///C:/Council/year%20%3F.sawb?mode=rw"),
        (PureWindowsPath("\\\\host\\share\\a.sawb"), "file:////host/share/a.sawb?mode=rw"),
        (PureWindowsPath("\\\\?\\UNC\\host\\share\\a.sawb"), "file:////host/share/a.sawb?mode=rw"),
        (PureWindowsPath("\\\\?\\C:\\a.sawb"), "file:///C:/a.sawb?mode=rw"),
        (PureWindowsPath("Z:\\Ŵyn.sawb"), "file:///Z:/%C5%B4yn.sawb?mode=rw"),
    ],
)
def test_the_address_of_a_workbook_never_names_another_authority(path: PurePosixPath, address: str) -> None:
    assert connections.sqlite_address(path, "rw") == address


def test_sqlite_takes_such_an_address_and_refuses_one_with_an_authority(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="invalid uri authority"):
        sqlite3.connect(PureWindowsPath("//host/share/a.sawb").as_uri(), uri=True)
    name = f"a #1 100% Ŵ{'' if ON_WINDOWS else '?'}.sawb"
    opened = session(new_file(tmp_path, name))
    opened.run_command(SetField(opened.current.judgements["equity"].id, "score", 3))
    doubled = connections.sqlite_address(PurePosixPath(f"/{tmp_path / name}"), "ro")
    with closing(sqlite3.connect(doubled, uri=True)) as there:
        assert there.execute("SELECT count(*) FROM council").fetchone() == (1,)


class Kernel:
    """What Windows says of a process: a handle or an error, and how it ended."""

    def __init__(self, handle: int, code: int = 0) -> None:
        self.handle, self.code, self.closed = handle, code, 0

    def OpenProcess(self, *_: object) -> int:  # noqa: N802
        return self.handle

    def GetExitCodeProcess(self, handle: int, code: object) -> int:  # noqa: N802
        code._obj.value = self.code  # type: ignore[attr-defined]
        return 1

    def CloseHandle(self, handle: int) -> None:  # noqa: N802
        self.closed += 1


@pytest.mark.parametrize(
    ("kernel", "error", "there"),
    [
        (Kernel(0), 5, True),  # access denied: it is another person's, and it is there
        (Kernel(0), 87, False),
        (Kernel(7, 259), 0, True),
        (Kernel(7, 0), 0, False),  # it has ended, and somebody still holds on to it
    ],
)
def test_a_process_of_another_person_is_not_taken_for_gone(kernel: Kernel, error: int, there: bool) -> None:
    assert processes.is_alive_on_windows(4711, kernel, lambda: error) is there
    assert kernel.closed == bool(kernel.handle)


def test_a_lock_that_a_scanner_reads_is_neither_a_crash_nor_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_file(tmp_path)
    taken = Lock.take_lock(path, "Anna", SINCE)
    then = 1_000_000_000
    os.utime(taken.file, (then, then))

    def refuses(*_: object, **__: object) -> bytes:
        raise held(32)

    monkeypatch.setattr("selfassess.files.lasting.PAUSES", ())
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", refuses)
        with pytest.raises(LockedError, match="being opened by somebody else at this moment"):
            Lock.take_lock(path, "Ben", SINCE, take_over=True)
        assert not lock_status.is_free_to_write(path)
        taken.require_still_ours()
    left = msgspec.structs.replace(taken.holder, began="another-start 1")
    taken.file.write_bytes(msgspec.json.encode(left))
    with monkeypatch.context() as patched:
        patched.setattr(os, "rename", refuses)
        with pytest.raises(LockedError, match="Another program keeps") as fault:
            Lock.take_lock(path, "Ben", SINCE)
    assert "\n" not in str(fault.value)
    Lock.take_lock(path, "Ben", SINCE).release_lock()


def test_a_lock_that_could_not_be_taken_away_does_not_lock_the_program_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_file(tmp_path)
    monkeypatch.setattr("selfassess.files.lasting.PAUSES", ())
    opened = opening.open_workbook(path, author="Anna")
    real = Path.unlink

    def refuses(file: Path, missing_ok: bool = False) -> None:
        if file.name.endswith(".lock"):
            raise held(5)
        real(file, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuses)
        opened.close()
    assert lock.lock_path(path).exists()
    assert lock_status.is_free_to_write(path)
    again = opening.open_workbook(path, author="Anna")
    with pytest.raises(LockedError):
        opening.open_workbook(path, author="Anna")
    again.close()
    assert not lock.lock_path(path).exists()


def test_what_lies_beside_a_workbook_is_hidden_and_keeps_its_other_marks() -> None:
    told: list[tuple[str, int]] = []
    kernel = SimpleNamespace(GetFileAttributesW=lambda name: 0x20, SetFileAttributesW=lambda *each: told.append(each))
    attributes.hide_file(Path("a.lock"), kernel)
    assert told == [("a.lock", 0x22)]
    kernel.GetFileAttributesW = lambda name: -1  # it is not there
    attributes.hide_file(Path("a.lock"), kernel)
    assert len(told) == 1


@pytest.mark.parametrize("mark", [0x1000, 0x40000, 0x400000, 0x400020])
def test_a_file_that_is_only_online_is_named_and_never_fetched(
    mark: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path)
    file = desk.file("a.pdf", b"a", "Policy", "IR 3")
    real = os.stat

    def marked(path: object, *more: object, **named: object) -> object:
        there = real(path, *more, **named)  # type: ignore[arg-type]
        if str(path) != str(file):
            return there
        names = ("st_mode", "st_size", "st_mtime", "st_mtime_ns", "st_dev", "st_ino")
        return SimpleNamespace(**{each: getattr(there, each) for each in names}, st_file_attributes=mark)

    opened: list[str] = []

    opens: Callable[..., object] = Path.open

    def watched(path: Path, *more: object, **named: object) -> object:
        opened.append(str(path))
        return opens(path, *more, **named)

    monkeypatch.setattr(os, "stat", marked)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", watched)
        with pytest.raises(FileError, match="only online and was not fetched"):
            fingerprint.compute_fingerprint(file)
        found = evidence_files.inspect_evidence_files(desk.year, desk.book)
    (seen,) = found.seen.values()
    assert "only online" in seen.problem
    assert str(file) not in opened
    assert stat.S_ISREG(real(file).st_mode)


def test_to_look_for_copies_or_damage_no_workbook_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from selfassess.services.workbook import recent_files

    path = new_file(tmp_path)
    other = tmp_path / "council (1).sawb"
    other.write_bytes(b"not even a workbook")
    assert recent_files.inspect_recent_files([str(other)])[0].damaged
    monkeypatch.setattr(attributes, "is_only_online", lambda there: there.st_size == other.stat().st_size)
    opens: Callable[..., object] = Path.open

    def watched(path: Path, *more: object, **named: object) -> object:
        assert path != other
        return opens(path, *more, **named)

    monkeypatch.setattr(Path, "open", watched)
    monkeypatch.setattr(file_identity, "read_council_id", lambda path: str(path != other))
    assert sibling_copies.find_sibling_copies(path) == ()
    (found,) = recent_files.inspect_recent_files([str(other)])
    assert found.changed is not None
    assert not found.damaged


def test_an_ordinary_file_is_not_only_online(tmp_path: Path) -> None:
    assert not attributes.is_only_online(os.stat(tmp_path))
