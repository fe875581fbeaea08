"""Fingerprints of files, and the files in what was dropped."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange.documents import folders
from selfassess.exchange.documents.fingerprint import compute_fingerprint
from tests import systems


def names(*paths: Path) -> list[str]:
    return [path.name for path in folders.list_files_within(paths, [])]


def test_the_fingerprint_is_sha_256_with_size_and_day(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"Waits" * 1_000_000)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    told: list[int] = []
    found = compute_fingerprint(path, progress=told.append)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (found.size, told[-1]) == (5_000_000, 5_000_000)
    assert told == sorted(told)
    assert found.modified == date.fromtimestamp(1_700_000_000).isoformat()


def test_a_large_sparse_file_is_read_and_reading_it_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.seek(50_000_000 - 1)
        file.write(b"x")
    assert compute_fingerprint(path).size == 50_000_000
    told: list[int] = []
    with pytest.raises(CancelledError):
        compute_fingerprint(path, progress=told.append, cancelled=lambda: len(told) >= 3)
    assert len(told) == 3


def test_a_file_that_changes_while_it_is_read_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(b"x" * 3_000_000)

    def grow(read: int) -> None:
        with path.open("ab") as file:
            file.write(b"more")

    with pytest.raises(FileError, match=r"growing\.txt was being changed"):
        compute_fingerprint(path, progress=grow)


@systems.pipes
def test_what_is_no_file_that_can_be_read_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, said in (("gone.pdf", "not there"), ("pipe", "device"), (".", "folder"), ("a" * 300, "too long")):
        with pytest.raises(FileError, match=said):
            compute_fingerprint(tmp_path / name)
    with pytest.raises(FileError):
        compute_fingerprint(tmp_path / "a\0b")


def test_folders_are_walked_through_without_what_programs_keep(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.pdf", ".hidden", "~$a.docx", "Thumbs.db", ".DS_Store", "year.sawb", ".year.sawb.lock"):
        (tmp_path / name).write_text("x")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.pdf").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    assert names(tmp_path) == ["a.pdf", "b.pdf", "c.pdf"]


def test_a_link_that_leads_back_is_walked_through_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.pdf").write_text("x")
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    assert names(tmp_path) == ["x.pdf"]


def test_what_was_dropped_by_itself_and_cannot_be_taken_is_said(tmp_path: Path) -> None:
    (tmp_path / "year.sawb").write_text("x")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    problems: list[str] = []
    assert (
        list(folders.list_files_within([tmp_path / "year.sawb", tmp_path / "gone", tmp_path / "round"], problems)) == []
    )
    assert [text.split()[0] for text in problems] == ["year.sawb", "gone", "round"]


def test_more_files_than_anybody_has_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x")
    problems: list[str] = []
    assert len(list(folders.list_files_within([tmp_path], problems))) == 3
    assert problems == ["Only the first 3 files were taken. Add the other folders one by one."]


def test_walking_can_be_stopped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(CancelledError):
        list(folders.list_files_within([tmp_path], [], cancelled=lambda: True))
