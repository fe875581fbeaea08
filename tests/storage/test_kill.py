"""The process is killed at random moments; whatever it had shown as saved is there afterwards, and the file opens."""

from __future__ import annotations

import lzma
import os
import random
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import FORMAT
from selfassess.services.workbook import opening, snapshot
from selfassess.services.years import signing
from tests.making import Clock, new_file
from tests.storage.killing import Tally, kill_once, writer

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers that are killed are forked")

FIXTURES = Path(__file__).parent / "fixtures"
MOST = 200
"""So often a writer is killed until enough was written; on a machine that is busy it comes to little in its time."""


def _show(tally: Tally, capsys: pytest.CaptureFixture[str], what: str) -> None:
    with capsys.disabled():
        print(f"\n{what}: {tally}")


def test_no_edit_that_was_shown_as_saved_is_lost_when_the_process_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally, chance = Tally(), random.Random(6)
    path = new_file(tmp_path)
    while tally.kills < 12 or ((tally.edits <= 50 or not tally.rolled_back) and tally.kills < MOST):
        kill_once("edit", path, chance, 0.6, tally)
    _show(tally, capsys, "edits, imports, undo and redo")
    assert (tally.lost, tally.problems) == (0, [])
    assert tally.edits > 50
    assert tally.rolled_back


@pytest.mark.parametrize("format_", range(1, FORMAT))
def test_a_workbook_killed_while_it_is_brought_up_to_date_is_whole(
    format_: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tally, chance = Tally(), random.Random(format_)
    body = lzma.decompress((FIXTURES / f"format-{format_}.sawb.xz").read_bytes())
    for number in range(5):
        path = tmp_path / f"{number}.sawb"
        path.write_bytes(body)
        kill_once("migrate", path, chance, 0.15, tally)
        with closing(opening.open_workbook(path, author="Tester", clock=Clock())) as there:
            assert len(there.current.records_of("evidence")) == 49
    _show(tally, capsys, f"migrations from format {format_}")
    assert (tally.lost, tally.problems) == (0, [])


def test_a_version_is_signed_whole_or_not_at_all_when_the_process_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, path = random.Random(9), new_file(tmp_path)
    told: set[str] = set()
    begun = 0
    for _ in range(8):
        with writer("sign", path, 1) as (process, lines):
            _until(lambda: "signing" in lines or process.poll() is not None)
            time.sleep(chance.random() * 0.04)
            process.kill()
            process.wait()
        begun += lines.count("signing")
        told |= set(lines) - {"signing"}
        with closing(opening.open_workbook(path, author="Tester", clock=Clock())) as there:
            assert there.store.find_faults() == ()
            signed = {each.id for each in there.versions}
            assert told <= signed
            assert {each.fault for each in signing.list_signed_versions(path)} <= {""}
            if there.reason_closed():
                signing.start_next_version(there, there.current_id)
            history = snapshot.read_snapshot(path, journal=True)
            assert journal.replay_journal(history.journal) == {record.id: record for record in history.all_records()}
    with capsys.disabled():
        print(f"\nsigning: {begun} begun, {len(signed)} signed and whole, {len(told)} of them told, lost: 0")
    assert 0 < len(signed) <= begun


def _until(there: Callable[[], bool]) -> None:
    while not there():
        time.sleep(0.002)


def test_a_new_workbook_appears_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tally, chance = Tally(), random.Random(3)
    for number in range(5):
        kill_once("create", tmp_path / f"{number}.sawb", chance, 0.4, tally)
        left = [each for each in tmp_path.iterdir() if ".new" in each.name]
        assert all(each.stat().st_mode & 0o077 == 0 for each in left)
        for each in left:
            os.utime(each, (each.stat().st_mtime - 7200,) * 2)
        (tmp_path / f"{number}.sawb").unlink(missing_ok=True)
        new_file(tmp_path, f"{number}.sawb")
        assert not [each for each in tmp_path.iterdir() if ".new" in each.name]
    _show(tally, capsys, "new workbooks")
    assert (tally.lost, tally.problems) == (0, [])
