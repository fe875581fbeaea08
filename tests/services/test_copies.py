from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from selfassess.domain.model.commands import SetField
from selfassess.services.safety import folder_safety, sibling_copies
from selfassess.services.safety.folder_safety import Sort
from selfassess.services.workbook import opening
from tests.making import Clock, new_file

NAMES = (
    "council-LAPTOP.sawb",
    "council-LAPTOP-7.sawb",
    "council (1).sawb",
    "council(2).sawb",
    "council - Copy.sawb",
    "council - Copy (3).sawb",
    "council copy.sawb",
    "council copy 2.sawb",
    "Copy of council.sawb",
    "council (Anna's conflicted copy 2026-03-02).sawb",
    "council (Conflict copy from LAPTOP).sawb",
    "council.sync-conflict-20260302-140200-ABCDEFG.sawb",
    "council (LAPTOP in conflict).sawb",
)


@pytest.mark.parametrize("name", NAMES)
def test_names_that_synchronisers_and_mail_programs_make_are_known(name: str) -> None:
    assert sibling_copies.is_named_like_copy(name, "council.sawb")
    assert sibling_copies.is_named_like_copy("council.sawb", name)


@pytest.mark.parametrize("name", ["council.sawb", "councillors.sawb", "council 2025-26.sawb", "other (1).sawb"])
def test_other_names_are_not(name: str) -> None:
    assert not sibling_copies.is_named_like_copy(name, "council.sawb")


def _write(path: Path, author: str, *texts: str) -> None:
    with closing(opening.open_workbook(path, author=author, clock=Clock())) as opened:
        for number, text in enumerate(texts):
            statement = ("equity", "governance", "learning")[number % 3]
            opened.run_command(SetField(opened.current.judgements[statement].id, "summary", text))


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_beside_a_workbook_is_found_with_what_it_has_that_is_not_here(name: str, tmp_path: Path) -> None:
    path = new_file(tmp_path)
    other = tmp_path / name
    shutil.copy(path, other)
    (same,) = sibling_copies.find_sibling_copies(path)
    assert (same.path, same.entries, same.authors, same.like_a_copy) == (other, 0, (), True)
    assert same.describe_copy == f"{name} is a copy of this workbook and has nothing that is not here."
    _write(other, "Anna", "One", "Two")
    _write(other, "Ben", "Three")
    _write(path, "Me", "Mine")
    (found,) = sibling_copies.find_sibling_copies(path)
    assert (found.entries, found.authors) == (3, (("Anna", 2), ("Ben", 1)))
    assert found.describe_copy.startswith(f"{name} is a copy of this workbook, last saved on ")
    assert found.describe_copy.endswith(", with 3 changes by Anna and Ben that are not here.")


def test_a_workbook_of_another_council_and_what_is_no_workbook_are_nobodys_copies(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    new_file(tmp_path, "council (1).sawb")
    (tmp_path / "council (2).sawb").write_bytes(b"Not a workbook")
    (tmp_path / "council (3).sawb").mkdir()
    (tmp_path / "council - Copy.sawb").symlink_to(path)
    assert sibling_copies.find_sibling_copies(path) == ()
    assert sibling_copies.find_sibling_copies(tmp_path / "nowhere" / "none.sawb") == ()


def test_a_file_that_was_made_to_keep_one_busy_holds_nobody_up(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    trap = tmp_path / "council (1).sawb"
    shutil.copy(path, trap)
    endless = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT max(id) AS id FROM n"
    with closing(sqlite3.connect(trap)) as connection, connection:
        connection.execute("ALTER TABLE council RENAME TO other")
        connection.execute(f"CREATE VIEW council AS {endless}")
    assert sibling_copies.find_sibling_copies(path) == ()  # it would never come back


def test_looking_for_copies_changes_no_byte(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    shutil.copy(path, tmp_path / "quite another name.sawb")
    before = {each: (each.read_bytes(), each.stat().st_mtime_ns) for each in tmp_path.iterdir()}
    (found,) = sibling_copies.find_sibling_copies(path)
    assert not found.like_a_copy
    assert {each: (each.read_bytes(), each.stat().st_mtime_ns) for each in tmp_path.iterdir()} == before


def test_many_copies_are_told_those_with_most_to_merge_first(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    for number in range(30):
        shutil.copy(path, tmp_path / f"council ({number}).sawb")
    _write(tmp_path / "council (7).sawb", "Anna", "One", "Two")
    _write(tmp_path / "council (9).sawb", "Anna", "One")
    found = sibling_copies.find_sibling_copies(path)
    assert [each.path.name for each in found[:2]] == ["council (7).sawb", "council (9).sawb"]
    assert len(found) == 30


@pytest.mark.parametrize(
    ("folder", "sort", "says"),
    [
        ("OneDrive - Derby City Council/Drafts", Sort.SYNCHRONISED, "is in a OneDrive folder"),
        ("Dropbox (Council)", Sort.SYNCHRONISED, "is in a Dropbox folder"),
        ("Google Drive/My Drive", Sort.SYNCHRONISED, "is in a Google Drive folder"),
        ("INetCache/Content.Outlook/AB12CD34", Sort.PASSING, "opened from your mail program"),
        ("Temp1_drafts.zip", Sort.PASSING, "opened from a zip file"),
        ("7zO8A1F2C3", Sort.PASSING, "opened from a zip file"),
    ],
)
def test_a_place_to_watch_is_said_by_its_name(folder: str, sort: Sort, says: str, elsewhere: Path) -> None:
    path = elsewhere / folder / "council.sawb"
    path.parent.mkdir(parents=True)
    found = folder_safety.inspect_folder(path)
    assert found.sort is sort
    assert says in found.sentence
    assert found.is_fit_for_work is (sort is Sort.SYNCHRONISED)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that does not count as temporary."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path / "mine"


def test_an_ordinary_folder_needs_no_word(elsewhere: Path) -> None:
    elsewhere.mkdir()
    assert folder_safety.inspect_folder(elsewhere / "council.sawb").sentence == ""
    assert folder_safety.inspect_folder(elsewhere / "council.sawb").is_fit_for_work


def test_a_synchronised_folder_of_any_name_is_known_by_its_mark(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere.mkdir()
    monkeypatch.setenv("OneDriveCommercial", str(elsewhere))
    (elsewhere / "deep").mkdir()
    assert "OneDrive" in folder_safety.inspect_folder(elsewhere / "deep" / "council.sawb").sentence
    monkeypatch.delenv("OneDriveCommercial")
    (elsewhere / ".stfolder").mkdir()
    assert "Syncthing" in folder_safety.inspect_folder(elsewhere / "deep" / "council.sawb").sentence


def test_a_temporary_folder_is_no_place_to_work(elsewhere: Path, tmp_path: Path) -> None:
    found = folder_safety.inspect_folder(tmp_path / "temporary" / "council.sawb")
    assert not found.is_fit_for_work
    assert found.sentence.startswith("This workbook stands in a temporary folder")


@pytest.mark.parametrize(
    ("mount", "sort"),
    [
        ("//server/share {place} cifs rw 0 0", Sort.NETWORK),
        ("server:/home {place} nfs4 rw 0 0", Sort.NETWORK),
        ("/dev/sdb1 {place} vfat rw 0 0", Sort.OPEN_TO_ALL),
        ("/dev/sda1 {place} ext4 rw 0 0", Sort.ORDINARY),
    ],
)
def test_drives_are_told_by_what_the_system_says_of_them(
    mount: str, sort: Sort, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = elsewhere / "a drive"
    place.mkdir(parents=True)
    told = "/dev/root / ext4 rw 0 0\n" + mount.format(place=str(place).replace(" ", "\\040"))
    real = Path.read_text
    said = lambda self, **more: told if str(self) == "/proc/self/mounts" else real(self, **more)  # noqa: E731
    monkeypatch.setattr(Path, "read_text", said)
    assert folder_safety.inspect_folder(place / "council.sawb").sort is sort


def test_a_workbook_of_the_same_council_that_began_on_its_own_is_no_copy(tmp_path: Path) -> None:
    for name in ("one.sawb", "two.sawb"):
        opening.write_demo_workbook(tmp_path / name, author="Ada")
    assert sibling_copies.find_sibling_copies(tmp_path / "one.sawb") == ()
