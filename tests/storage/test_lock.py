from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError, LockedError
from selfassess.services.safety import lock_status
from selfassess.services.workbook import opening
from selfassess.storage import lock, processes
from selfassess.storage.lock import QUIET, Holder, Lock
from tests.making import new_file, session
from tests.systems import ON_WINDOWS

SINCE = "2026-03-02T14:02+00:00"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new_file(tmp_path)


def left_by(path: Path, holder: Holder, quiet: float = 0.0, name: str = "") -> Path:
    """A lock file of somebody's, last touched so many seconds ago."""
    file = path.with_name(name) if name else lock.lock_path(path)
    file.write_bytes(msgspec.json.encode(holder))
    then = time.time() - quiet
    os.utime(file, (then, then))
    return file


def away(person: str = "Anna") -> Holder:
    return Holder(person, "another-laptop", 4711, SINCE, "another-id", "then")


def test_a_lock_says_who_where_which_process_and_since_when(path: Path) -> None:
    taken = Lock.take_lock(path, "Anna", SINCE)
    holder = lock.read_current_holder(path)
    assert holder == taken.holder
    assert holder is not None
    assert (holder.person, holder.machine, holder.process) == ("Anna", processes.machine_name(), os.getpid())
    assert holder.began == processes.process_began(os.getpid()) != ""
    assert holder.describe_holder == f"Anna on {processes.machine_name()} since 2 March 2026, 14:02"
    assert ON_WINDOWS or lock.lock_path(path).stat().st_mode & 0o777 == 0o600
    taken.release_lock()
    assert lock.read_standing(path) is None
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_live_lock_of_another_computer_is_believed_and_a_quiet_one_only_given_up_by_choice(path: Path) -> None:
    left_by(path, away(), quiet=QUIET - 60)
    with pytest.raises(LockedError, match="Anna on another-laptop since 2 March 2026, 14:02"):
        Lock.take_lock(path, "Ben", SINCE, take_over=True)
    held = lock_status.find_lock_holder(path)
    assert held is not None
    assert (held.person, held.machine, held.since, held.may_take_over) == ("Anna", "another-laptop", SINCE, False)
    assert not lock_status.is_free_to_write(path)
    left_by(path, away(), quiet=25 * 60)
    with pytest.raises(LockedError, match="though nothing was heard from there for 25 minutes"):
        Lock.take_lock(path, "Ben", SINCE)
    held = lock_status.find_lock_holder(path)
    assert held is not None
    assert held.may_take_over
    opened = opening.open_workbook(path, author="Ben", take_over=True)
    assert lock.read_current_holder(path) != away()
    opened.close()
    assert lock_status.is_free_to_write(path)


def test_a_sign_of_life_keeps_a_lock_and_is_told_by_the_clock_of_the_folder(path: Path) -> None:
    taken = Lock.take_lock(path, "Anna", SINCE)
    then = time.time() - 3600
    os.utime(taken.file, (then, then))
    found = lock.read_standing(path)
    assert found is not None
    assert found.quiet == pytest.approx(3600, abs=30)
    assert taken.beat_once()
    found = lock.read_standing(path)
    assert found is not None
    assert found.quiet < 30
    os.utime(taken.file, (then, then))
    taken.keep_beating(every=0.02)
    for _ in range(200):
        if taken.file.stat().st_mtime > then + 60:
            break
        time.sleep(0.02)
    assert taken.file.stat().st_mtime > then + 60
    taken.release_lock()
    assert not taken.beat_once()


def test_who_was_taken_over_from_notices_and_writes_no_more(path: Path) -> None:
    opened = session(path)
    file = lock.lock_path(path)
    mine = file.read_bytes()
    file.write_bytes(msgspec.json.encode(away("Ben")))
    with pytest.raises(LockedError, match="taken over meanwhile by Ben on another-laptop"):
        opened.run_command(SetField(opened.current.judgements["equity"].id, "score", 2))
    assert opened.current.score_of("equity") is None
    opened.close()
    assert file.read_bytes() != mine  # it is not ours to remove


def test_a_lock_that_somebody_deleted_is_put_back(path: Path) -> None:
    taken = Lock.take_lock(path, "Anna", SINCE)
    taken.file.unlink()
    assert taken.beat_once()
    assert lock.read_current_holder(path) == taken.holder


def test_a_process_that_has_gone_and_one_that_got_its_number_hold_nothing(path: Path) -> None:
    own = Lock.take_lock(path, "Anna", SINCE).holder
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    gone = msgspec.structs.replace(own, process=int(ended.stdout))
    reused = msgspec.structs.replace(own, began="another-start 1")
    elsewhere = msgspec.structs.replace(own, computer="a namesake", process=int(ended.stdout))
    assert [each.has_surely_ended for each in (own, gone, reused, elsewhere)] == [False, True, True, False]
    for holder in (gone, reused):
        left_by(path, holder)
        assert lock_status.is_free_to_write(path)
        opening.open_workbook(path, author="Ben").close()
    left_by(path, elsewhere)
    with pytest.raises(LockedError):
        Lock.take_lock(path, "Ben", SINCE)


def test_a_lock_that_says_nothing_is_waited_for_and_then_sweptaway(path: Path) -> None:
    file = lock.lock_path(path)
    file.write_bytes(b"")
    with pytest.raises(LockedError, match="being opened by somebody else at this moment"):
        Lock.take_lock(path, "Ben", SINCE)
    then = time.time() - 60
    os.utime(file, (then, then))
    assert lock_status.is_free_to_write(path)
    Lock.take_lock(path, "Ben", SINCE).release_lock()


@pytest.mark.parametrize(
    "name",
    [".council.sawb-LAPTOP.lock", ".council.sawb (1).lock", ".council.sawb (Anna's conflicted copy 2026-03-02).lock"],
)
def test_a_lock_that_a_synchronised_folder_brought_late_is_seen(name: str, path: Path) -> None:
    opened = session(path)
    assert opened.describe_rivals() == ()
    late = left_by(path, away(), name=name)
    assert opened.describe_rivals() == ("Anna on another-laptop since 2 March 2026, 14:02",)
    opened.close()
    with pytest.raises(LockedError, match="Anna on another-laptop"):
        opening.open_workbook(path, author="Ben")
    assert not lock_status.is_free_to_write(path)
    left_by(path, away(), quiet=QUIET + 60, name=name)
    assert lock_status.is_free_to_write(path)
    opening.open_workbook(path, author="Ben").close()
    left_by(path, away(), quiet=3 * 86_400, name=name)
    opening.open_workbook(path, author="Ben").close()
    assert not late.exists()


def test_the_lock_of_a_workbook_with_a_longer_name_is_not_mistaken_for_ours(path: Path) -> None:
    other = new_file(path.parent, "council.sawb-x.sawb")
    with_it = opening.open_workbook(other, author="Anna")
    opening.open_workbook(path, author="Ben").close()
    with_it.close()


def test_of_many_who_open_at_once_one_gets_it(path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from selfassess.storage.lock import Lock; "
        "from selfassess.domain.model.errors import LockedError\n"
        "try:\n    Lock.take_lock(Path(sys.argv[1]), 'Me', '2026-03-02')\n    print('mine', flush=True)\n"
        "    sys.stdin.read()\n"
        "except LockedError:\n    print('theirs', flush=True)"
    )
    gone = Holder("Gone", processes.machine_name(), 2**22 + 7, SINCE)
    left_by(path, gone)
    root = Path(__file__).parents[2]
    many = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path)],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(5)
    ]
    told = [each.stdout.readline().strip() for each in many if each.stdout]
    for each in many:
        with suppress(BrokenPipeError):
            each.communicate()
    assert sorted(told) == ["mine", *["theirs"] * 4]


def test_a_folder_without_links_still_has_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    taken = Lock.take_lock(path, "Anna", SINCE)
    assert lock.read_current_holder(path) == taken.holder
    with pytest.raises(LockedError):
        Lock.take_lock(path, "Ben", SINCE)
    taken.release_lock()


def test_what_killed_processes_left_is_swept_away_after_a_day(path: Path) -> None:
    left, fresh = (path.with_name(f".{path.name}.lock.{name}") for name in ("ab12cd34", "ef56ab78"))
    for each, age in ((left, 2 * 86_400), (fresh, 60)):
        each.write_bytes(b"\n")
        os.utime(each, (time.time() - age, time.time() - age))
    Lock.take_lock(path, "Anna", SINCE).release_lock()
    assert not left.exists()
    assert fresh.exists()


def test_nobody_has_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert not lock_status.is_free_to_write(tmp_path / "none.sawb")
    assert lock_status.find_lock_holder(tmp_path / "nowhere" / "none.sawb") is None
    with pytest.raises(FileError, match="nothing can be saved in its folder"):
        Lock.take_lock(tmp_path / "nowhere" / "none.sawb", "Anna", SINCE)


def test_how_long_it_was_quiet_is_said_in_the_unit_that_fits() -> None:
    standing = lock.Standing(away(), 0)
    said = [
        replace(standing, quiet=seconds).describe_standing.rpartition(" for ")[2]
        for seconds in (700, 3 * 3600, 5 * 86_400)
    ]
    assert said == ["11 minutes", "3 hours", "5 days"]
