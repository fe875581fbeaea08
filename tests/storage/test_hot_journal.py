"""What a save that was cut off left behind is put back into its own version of a workbook and into no other."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from selfassess.domain.model import journal
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError
from selfassess.services.safety import recover_damaged
from selfassess.services.workbook import opening, snapshot
from selfassess.storage import hot_journal
from selfassess.storage.store import read_format
from tests.making import Clock, new_file, session


def _write(path: Path, times: int, text: str) -> None:
    with closing(opening.open_workbook(path, author="Another", clock=Clock())) as there:
        statements = list(there.current.judgements.values())
        for number in range(times):
            there.run_command(SetField(statements[number % 9].id, "rationale", f"{text} {number} " * 200))


def _cut_off(folder: Path, saves: int, spilled: bool) -> tuple[Path, Path]:
    """A workbook after so many saves with the journal of a further one beside it, and a copy from before the saves."""
    path, base = new_file(folder), folder / "base.sawb"
    shutil.copy(path, base)
    _write(path, saves, "Mine")
    opened = session(path)
    if spilled:
        opened.store._db.conn.execute("PRAGMA cache_size = 5")
    statements = opened.current.judgements.values()
    changes = [
        journal.update_field(each, key, f"{key} " * 3000) for each in statements for key in ("summary", "impact")
    ]
    turns = opened.take_step_in_turns("much", changes * 3)
    next(turns)
    cut = folder / "cut.sawb"
    shutil.copy(path, cut)
    shutil.copy(f"{path}-journal", f"{cut}-journal")
    turns.close()
    opened.close()
    return cut, base


@pytest.mark.parametrize("theirs", [0, 1, 2, 3, 4, 9])
def test_it_is_not_put_into_a_version_that_was_brought_meanwhile(theirs: int, tmp_path: Path) -> None:
    cut, other = _cut_off(tmp_path, 3, spilled=True)
    _write(other, theirs, "Theirs")
    shutil.copy(other, cut)
    before, left = cut.read_bytes(), hot_journal.find_hot_journal(cut).read_bytes()
    for attempt in (
        read_format,
        snapshot.read_snapshot,
        lambda path: opening.open_workbook(path, author="T"),
        lambda path: opening.open_workbook(path, author="T", or_read_only=True),
    ):
        with pytest.raises(FileError, match="of another version than the one that is there now") as fault:
            attempt(cut)
        assert "cut.sawb-journal" in str(fault.value)
        assert "\n" not in str(fault.value)
    assert (cut.read_bytes(), hot_journal.find_hot_journal(cut).read_bytes()) == (before, left)
    found = recover_damaged.recover_workbook(cut, author="T")
    assert snapshot.read_snapshot(found.path).current.judgements == snapshot.read_snapshot(other).current.judgements
    alone = tmp_path / "elsewhere.sawb"
    shutil.copy(cut, alone)
    assert snapshot.read_snapshot(alone) == snapshot.read_snapshot(other)


@pytest.mark.parametrize("saves", [0, 3])
def test_it_is_put_back_into_its_own_version(saves: int, tmp_path: Path) -> None:
    cut, _ = _cut_off(tmp_path, saves, spilled=True)
    there = snapshot.read_snapshot(tmp_path / "council.sawb")
    assert snapshot.read_snapshot(cut) == there
    assert not hot_journal.find_hot_journal(cut).exists()


@pytest.mark.parametrize("content", [b"", bytes(4096), b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600), b"x" * 5000])
def test_what_holds_no_page_changes_nothing(content: bytes, tmp_path: Path) -> None:
    path = new_file(tmp_path)
    before = snapshot.read_snapshot(path)
    hot_journal.find_hot_journal(path).write_bytes(content)
    assert snapshot.read_snapshot(path) == before
