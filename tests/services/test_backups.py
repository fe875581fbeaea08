from __future__ import annotations

import lzma
import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from selfassess.domain.merging.three_way import Outcome
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.services.safety import restore_backup
from selfassess.services.workbook import backups, opening, snapshot
from selfassess.services.workbook.backups import Backup
from selfassess.services.workbook.session import Session
from selfassess.services.years import carry_forward
from tests.making import Clock, new_file, redo_step, session

NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new_file(tmp_path)


def _set(opened: Session, key: str, value: Value, statement: str = "equity") -> None:
    opened.run_command(SetField(opened.current.judgements[statement].id, key, value))


def test_a_backup_is_listed_with_when_why_and_how_large(path: Path) -> None:
    taken = backups.take_backup(path, "import", NOW)
    (found,) = backups.list_backups(path)
    assert (found.path, found.at, found.reason, found.workbook) == (taken, NOW, "import", "council")
    assert found.size_bytes == taken.stat().st_size > 0
    assert found.describe_reason == "before a file was imported"
    assert found.describe_time.startswith("2 March 2026, ")
    assert snapshot.read_snapshot(taken) == snapshot.read_snapshot(path)


def test_backups_can_be_read_by_their_owner_only(path: Path) -> None:
    old = os.umask(0)
    try:
        taken = backups.take_backup(path, "import", NOW)
    finally:
        os.umask(old)
    assert stat.S_IMODE(taken.stat().st_mode) == 0o600
    assert stat.S_IMODE(taken.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(taken.parent.parent.stat().st_mode) == 0o700


def _of(*days_ago: float) -> list[Backup]:
    return [Backup(Path(f"{ago}"), NOW - timedelta(days=ago), "", 1, "x") for ago in days_ago]


def _kept(*days_ago: float) -> list[float]:
    every = _of(*days_ago)
    gone = set(backups.find_superfluous(every))
    return [ago for ago, each in zip(days_ago, every, strict=True) if each not in gone]


def test_the_last_ten_are_kept_then_one_a_day_then_one_a_month() -> None:
    hours = [number / 48 for number in range(20)]  # every half hour: all of one day
    assert _kept(*hours) == hours[:10]
    days = [float(number) for number in range(29)]
    assert _kept(*days) == days
    twice = [number / 2 for number in range(60)]
    kept = _kept(*twice)
    assert kept[:10] == twice[:10]
    assert len({(NOW - timedelta(days=ago)).date() for ago in kept}) == len(kept) - 5
    long_ago = [float(number) for number in range(400)]
    kept = _kept(*long_ago)
    assert kept[:31] == long_ago[:31]
    months = [f"{NOW - timedelta(days=ago):%Y-%m}" for ago in kept[31:]]
    assert len(months) == len(set(months)) == 13
    assert _kept() == []


def test_taking_one_drops_what_is_more_than_is_kept_but_never_the_newest(path: Path) -> None:
    for minute in range(14):
        backups.take_backup(path, "import", NOW + timedelta(minutes=minute))
    assert len(backups.list_backups(path)) == backups.RECENT
    # A clock that jumped back: the newest of all is the one that was just taken, whatever it says.
    taken = backups.take_backup(path, "merge", NOW - timedelta(days=3))
    assert taken.exists()
    assert len({each.path for each in backups.list_backups(path)}) == len(backups.list_backups(path))


def _worked_for(path: Path, days: range, start: datetime) -> None:
    for day in days:
        opened = session(path)
        _set(opened, "summary", f"day {day}")
        opened.close()
        backups.take_daily_backup(path, start + timedelta(days=day))


@pytest.mark.parametrize("away", [timedelta(days=460), timedelta(days=40), timedelta(days=-9000)])
def test_a_clock_that_is_far_off_thins_no_backups_and_stands_in_no_later_ones_way(path: Path, away: timedelta) -> None:
    _worked_for(path, range(36), NOW)
    before = {each.path for each in backups.list_backups(path)}
    opened = session(path)
    _set(opened, "summary", "the clock is off")
    opened.close()
    odd = backups.take_daily_backup(path, NOW + timedelta(days=36) + away)
    assert odd is not None
    assert {each.path for each in backups.list_backups(path)} == before | {odd}
    _worked_for(path, range(36, 46), NOW)
    there = backups.list_backups(path)
    assert odd in {each.path for each in there}
    days = {each.at.date() for each in there if each.path != odd}
    assert {(NOW + timedelta(days=day)).date() for day in range(18, 46)} <= days
    again = len(there)
    assert backups.take_daily_backup(path, NOW + timedelta(days=45, minutes=5)) is None, "still one a day"
    assert len(backups.list_backups(path)) == again


def test_openings_that_follow_each_other_under_a_wrong_clock_drop_no_more_than_as_many_right_ones(path: Path) -> None:
    _worked_for(path, range(36), NOW)
    before = {each.path for each in backups.list_backups(path)}
    _worked_for(path, range(36, 40), NOW + timedelta(days=700))
    assert len(before - {each.path for each in backups.list_backups(path)}) <= 4


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_a_backup_that_is_cut_off_counts_as_none_and_leaves_nothing(
    call: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backups.take_backup(path, "import", NOW)

    def refuses(*_: object) -> None:
        if call == "link":
            raise KeyboardInterrupt
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, refuses)
        with pytest.raises(KeyboardInterrupt if call == "link" else FileError):
            backups.take_backup(path, "merge", NOW + timedelta(hours=1))
    assert [each.path for each in backups.list_backups(path)] == [first]
    assert list(first.parent.iterdir()) == [first]


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from selfassess.services.workbook import backups
real, left = os.fsync, int(sys.argv[2])
def fsync(number):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(number)
os.fsync = fsync
backups.take_backup(Path(sys.argv[1]), "import", datetime(2026, 3, 3, tzinfo=UTC))
"""


def test_a_backup_that_is_killed_counts_as_none_and_is_swept_away(path: Path) -> None:
    first = backups.take_backup(path, "import", NOW)
    killed = subprocess.run([sys.executable, "-c", KILLED, path, "0"], cwd=Path(__file__).parents[2], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list(first.parent.iterdir())) == 2, "it was killed before it had its name"
    assert [each.path for each in backups.list_backups(path)] == [first]
    backups.take_backup(path, "merge", NOW + timedelta(days=1))
    assert len(list(first.parent.iterdir())) == len(backups.list_backups(path)) == 2


def test_all_backups_together_stay_within_their_room(tmp_path: Path) -> None:
    first, second = new_file(tmp_path, "a.sawb"), new_file(tmp_path, "b.sawb")
    size = first.stat().st_size
    for minute in range(6):
        backups.take_backup(first, "import", NOW + timedelta(minutes=minute))
    newest = backups.take_backup(second, "import", NOW + timedelta(hours=1), room=4 * size + 100)
    assert [each.at.minute for each in backups.list_backups(first)] == [7, 6, 5]
    only = backups.take_backup(second, "carry", NOW + timedelta(hours=2), room=0)
    assert [each.path for each in backups.list_backups(second)] == [only]
    assert not newest.exists()
    assert len(backups.list_backups(first)) == 1


def test_two_backups_of_one_second_are_two(path: Path) -> None:
    assert backups.take_backup(path, "import", NOW) != backups.take_backup(path, "import", NOW)
    assert len(backups.list_backups(path)) == 2


def test_the_day_has_one_backup_and_none_where_nothing_was_written(path: Path) -> None:
    first = backups.take_daily_backup(path, NOW)
    assert first is not None
    assert backups.take_daily_backup(path, NOW + timedelta(minutes=5)) is None
    assert backups.take_daily_backup(path, NOW + timedelta(days=1)) is None  # nothing was written since
    opened = session(path)
    _set(opened, "score", 3)
    assert backups.take_daily_backup(path, NOW + timedelta(minutes=7)) is None
    again = backups.take_daily_backup(path, NOW + timedelta(days=2))
    assert again is not None
    assert backups.list_backups(path)[0].describe_reason == "once a day, when it was opened"


def test_backups_are_found_after_a_workbook_was_moved_and_renamed(path: Path, tmp_path: Path) -> None:
    taken = backups.take_backup(path, "import", NOW)
    other = new_file(tmp_path, "other.sawb")
    theirs = backups.take_backup(other, "import", NOW)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    moved = path.rename(folder / "renamed.sawb")
    assert [each.path for each in backups.list_backups(moved)] == [taken]
    after = backups.take_backup(moved, "carry", NOW + timedelta(days=1))
    assert [each.path for each in backups.list_backups(moved)] == [after, taken]
    assert [each.path for each in backups.list_backups(other)] == [theirs]


def test_the_backups_of_a_damaged_workbook_are_found_by_its_place_and_before_it_moved(path: Path) -> None:
    first = backups.take_backup(path, "import", NOW)
    moved = path.rename(path.with_name("moved.sawb"))
    second = backups.take_backup(moved, "import", NOW + timedelta(days=1))
    moved.write_bytes(b"nothing of it is left" * 100)
    assert [each.path for each in backups.list_backups(moved)] == [second, first]


def test_a_backup_that_cannot_be_made_is_a_sentence(path: Path, own_home: Path) -> None:
    (own_home / "data").mkdir(exist_ok=True)
    (own_home / "data" / "backups").write_text("in the way")
    with pytest.raises(FileError, match="No backup of council"):
        backups.take_backup(path, "import", NOW)
    assert backups.take_daily_backup(path, NOW) is None
    assert backups.list_backups(path) == ()


def _worked_on(path: Path) -> tuple[Session, Backup]:
    """A session with a backup, and after it something added, changed, removed."""
    opened = session(path, Clock())
    opened.run_command(AddRecord("risk", "goes", {"quality_statement": "equity", "title": "It goes"}))
    opened.run_command(AddRecord("risk", "stays", {"quality_statement": "equity", "title": "It stays"}))
    _set(opened, "summary", "As it was")
    backups.take_backup(path, "import", NOW)
    opened.run_command(RemoveRecord("goes"))
    opened.run_command(
        AddRecord("action", "new", {"quality_statement": "equity", "title": "Do it", "addresses": ["stays"]})
    )
    _set(opened, "summary", "As it is")
    return opened, backups.list_backups(path)[0]


def test_what_differs_from_a_backup_is_told_by_kind_and_name(path: Path) -> None:
    _, backup = _worked_on(path)
    found = restore_backup.compare_with_backup(backup, snapshot.read_snapshot(path))
    assert {(item.outcome, item.kind, item.name, item.fields) for item in found.items} == {
        (Outcome.NEW, "action", "Do it", ()),
        (Outcome.REMOVED, "risk", "It goes", ()),
        (Outcome.CHANGED, "judgement", "Equity in experiences and outcomes", ("Where we are",)),
    }
    assert found.describe_since == "Since then: 1 action added; 1 judgement changed; 1 risk removed."
    assert found.describe_going_back == "Going back: 1 action taken away; 1 judgement set back; 1 risk brought back."
    nothing = restore_backup.compare_with_backup(backup, snapshot.read_snapshot(backup.path))
    assert (nothing.describe_since, nothing.items) == ("Nothing was changed since.", ())


def test_going_back_is_one_step_with_a_backup_before_and_can_itself_be_undone(path: Path) -> None:
    opened, backup = _worked_on(path)
    before = tuple(snapshot.read_snapshot(path).all_records())
    count = len(opened.read_history())
    step = restore_backup.restore_backup(opened, backup)
    assert step is not None
    assert tuple(snapshot.read_snapshot(path).all_records()) == tuple(snapshot.read_snapshot(backup.path).all_records())
    assert opened.current.judgements["equity"]["summary"] == "As it was"
    assert opened.undo_label == f"go back to {backup.describe_time}"
    newest = next(each for each in backups.list_backups(path) if each.reason == "restore")
    assert tuple(snapshot.read_snapshot(newest.path).all_records()) == before
    opened.undo_step()
    assert tuple(snapshot.read_snapshot(path).all_records()) == before
    redo_step(opened)
    assert opened.current.judgements["equity"]["summary"] == "As it was"
    assert len(opened.read_history()) > count
    assert opened.store.find_faults() == ()


def test_going_back_to_before_a_year_was_begun_takes_the_year_away_and_undo_brings_it_back(path: Path) -> None:
    opened = session(path)
    backups.take_backup(path, "carry", NOW)
    backup = backups.list_backups(path)[0]
    carry_forward.carry_forward_year(
        opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", "2026-03-02")
    )
    years = [record.text_of("label") for record in opened.assessments]
    assert years == ["2024-25", "2025-26"]
    restore_backup.restore_backup(opened, backup)
    assert [record.text_of("label") for record in opened.assessments] == ["2024-25"]
    assert opened.current.label == "2024-25"
    opened.undo_step()
    assert [record.text_of("label") for record in opened.assessments] == years
    assert len(opened.current.judgements) == 9


def test_nothing_is_written_where_nothing_differs_or_the_backup_is_of_another_workbook(
    path: Path, tmp_path: Path
) -> None:
    opened = session(path)
    backups.take_backup(path, "import", NOW)
    count = len(opened.read_history())
    assert restore_backup.restore_backup(opened, backups.list_backups(path)[0]) is None
    other = new_file(tmp_path, "other.sawb")
    backups.take_backup(other, "import", NOW)
    with pytest.raises(WrongUseError, match="another workbook"):
        restore_backup.restore_backup(opened, backups.list_backups(other)[0])
    gone = backups.list_backups(path)[0]
    gone.path.unlink()
    with pytest.raises(FileError, match="no longer there"):
        restore_backup.restore_backup(opened, gone)
    assert len(opened.read_history()) == count


def test_a_backup_of_an_older_format_is_gone_back_to(tmp_path: Path) -> None:
    fixture = Path(__file__).parents[1] / "storage" / "fixtures" / "format-1.sawb.xz"
    path = tmp_path / "old.sawb"
    path.write_bytes(lzma.decompress(fixture.read_bytes()))
    then = tuple(snapshot.read_snapshot(path).all_records())
    opened = session(path)
    _set(opened, "score", 1)
    backup = next(each for each in backups.list_backups(path) if each.reason == "update")
    restore_backup.restore_backup(opened, backup)
    assert tuple(snapshot.read_snapshot(path).all_records()) == then


def test_a_backup_is_put_beside_a_workbook_that_cannot_be_opened(path: Path) -> None:
    whole = snapshot.read_snapshot(path)
    backups.take_backup(path, "import", NOW)
    path.write_bytes(path.read_bytes()[:5000])
    broken = path.read_bytes()
    with pytest.raises(FileError):
        opening.open_workbook(path, author="Tester")
    target = restore_backup.restore_beside_workbook(backups.list_backups(path)[0], path)
    assert target.parent == path.parent
    assert target.name.startswith("council (as of 2026-03-02 ")
    assert snapshot.read_snapshot(target) == whole
    assert path.read_bytes() == broken
    assert restore_backup.restore_beside_workbook(backups.list_backups(path)[0], path) != target
