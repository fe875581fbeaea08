"""A workbook that another program writes over while it is open, where it lies: noticed before the next save."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from selfassess.domain.model import journal
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import ReplacedError
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook.session import Session
from tests.making import Clock, new_file, session


def _write(opened: Session, key: str, statement: str, text: str) -> None:
    opened.run_command(SetField(opened.current.judgements[statement].id, key, text))


def _over(data: bytes, path: Path) -> None:
    """Write bytes over a file where it lies, as ``cp`` and some synchronisers do."""
    with path.open("r+b") as file:
        file.write(data)
        file.truncate(len(data))
        os.fsync(file.fileno())


def _side_by_side(folder: Path, mine: int, theirs: int, words: int) -> tuple[Session, Path, bytes]:
    """Two people write so often in copies of one workbook: my open one, its file, and the other's bytes."""
    path, other = new_file(folder), folder / "other.sawb"
    shutil.copy(path, other)
    opened = session(path)
    statements = list(opened.current.judgements)
    with closing(opening.open_workbook(other, author="Another", clock=Clock())) as there:
        for number in range(theirs):
            _write(there, "rationale", statements[-1 - number], f"Theirs {number} " + "t " * words)
    for number in range(mine):
        _write(opened, "impact", statements[number], f"Mine {number} " + "m " * words)
    return opened, path, other.read_bytes()


@pytest.mark.parametrize(
    ("mine", "theirs", "words"), [(1, 1, 4), (6, 6, 40), (6, 6, 4000), (2, 5, 400), (5, 2, 400), (3, 0, 4)]
)
def test_a_copy_written_over_it_is_never_mixed_with_what_was_held(
    mine: int, theirs: int, words: int, tmp_path: Path
) -> None:
    opened, path, data = _side_by_side(tmp_path, mine, theirs, words)
    _over(data, path)
    for _ in range(2):
        with pytest.raises(ReplacedError, match="was changed by another program since it was opened"):
            _write(opened, "summary", "equity", "My next save")
    with pytest.raises(ReplacedError):
        opened.undo_step()
    opened.close()
    assert path.read_bytes() == data
    there = snapshot.read_snapshot(path, journal=True)
    assert journal.replay_journal(there.journal) == {record.id: record for record in there.all_records()}
    again = session(path)
    _write(again, "summary", "equity", "Goes on")
    assert again.store.find_faults() == ()


def _another_workbook(data: bytes, folder: Path) -> bytes:
    return new_file(folder, "another.sawb").read_bytes()


def _half_of_it(data: bytes, folder: Path) -> bytes:
    pages = len(data) // 4096 // 2
    return data[: pages * 4096] + (folder / "council.sawb").read_bytes()[pages * 4096 :]


DAMAGE: dict[str, Callable[[bytes, Path], bytes]] = {
    "another workbook": _another_workbook,
    "the beginning of it, the rest to come": _half_of_it,
    "a part of it": lambda data, folder: data[:20_000],
    "nothing": lambda data, folder: b"",
    "another sort of file": lambda data, folder: b"%PDF-1.7 " * 10_000,
    "zeros": lambda data, folder: bytes(len(data)),
}


@pytest.mark.parametrize("make", DAMAGE.values(), ids=DAMAGE)
def test_whatever_is_written_over_it_is_left_as_it_is(make: Callable[[bytes, Path], bytes], tmp_path: Path) -> None:
    opened, path, data = _side_by_side(tmp_path, 6, 6, 4000)
    data = make(data, tmp_path)
    _over(data, path)
    with pytest.raises(ReplacedError):
        _write(opened, "summary", "equity", "My next save")
    opened.close()
    assert path.read_bytes() == data


def test_a_file_that_was_only_touched_is_saved_to(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    opened = session(path)
    for moment in (0, 2_000_000_000):
        os.utime(path, (moment, moment))
        _write(opened, "summary", "equity", f"Saved {moment}")
    _over(path.read_bytes(), path)
    _write(opened, "summary", "equity", "The same bytes")
    assert opened.current.judgements["equity"]["summary"] == "The same bytes"
    assert opened.store.find_faults() == ()
