"""Writing a return, against a plain copy of the same files: shutil.copyfile and one fsync for each.

The self-assessment and the index are made anew for every return; they are no copies, so their time is told beside the
ratio and not in it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from selfassess.exchange.return_pack import ArchivePack, FolderPack, Pack
from selfassess.services import handing_over, opening
from tests.benchmarks.ratio import ratio
from tests.making import Clock, empty_assessment, with_record, workbook

TARGET = 1.3
LARGE, COUNT = 16 << 20, 16
SMALL, MANY = 60_000, 400


def made(folder: Path, size: int, count: int) -> dict[Path, str]:
    """Files with their fingerprints."""
    folder.mkdir()
    found = {}
    for number in range(count):
        content = os.urandom(size)
        (folder / f"{number}.pdf").write_bytes(content)
        found[folder / f"{number}.pdf"] = hashlib.sha256(content).hexdigest()
    return found


def plain_copy(files: dict[Path, str], target: Path) -> None:
    target.mkdir()
    for path in files:
        copy = shutil.copyfile(path, target / path.name)
        with open(copy, "r+b") as file:
            os.fsync(file.fileno())


def packed(shape: type[Pack], files: dict[Path, str], out: Path, known: bool) -> None:
    with shape(out) as pack:
        for path, sha256 in files.items():
            pack.add(path.name, path, sha256 if known else "")
        assert pack.changed() == ()
        pack.finish()


@pytest.fixture
def cleared(tmp_path: Path) -> Callable[[str], Path]:
    """A place to write to, empty again each time."""

    def place(name: str) -> Path:
        path = tmp_path / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        return path

    return place


@pytest.mark.parametrize(("what", "size", "count"), [("large files", LARGE, COUNT), ("small files", SMALL, MANY)])
@pytest.mark.parametrize("shape", [FolderPack, ArchivePack])
@pytest.mark.parametrize("known", [True, False], ids=["with fingerprints", "without"])
def test_copying_and_checking_against_a_plain_copy(
    tmp_path: Path, cleared: Callable[[str], Path], shape: type[Pack], known: bool, what: str, size: int, count: int
) -> None:
    files = made(tmp_path / "files", size, count)
    name = "out.zip" if shape is ArchivePack else "out"
    found = ratio(
        f"{shape.__name__}, {count} {what} {'with' if known else 'without'} fingerprints, read back",
        lambda: packed(shape, files, cleared(name), known),
        lambda: plain_copy(files, cleared("plain")),
        TARGET,
        rounds=7,
    )
    assert found < TARGET


def test_a_whole_return_of_a_gigabyte(tmp_path: Path, cleared: Callable[[str], Path]) -> None:
    files = made(tmp_path / "files", 64 << 20, 16)
    year = empty_assessment()
    for number, (path, sha256) in enumerate(files.items()):
        year, _ = with_record(
            year, "evidence", title=f"Document {number}", location=f"files/{path.name}", location_kind="file",
            sha256=sha256, size_bytes=path.stat().st_size, checked_on="2100-01-01", return_items=("IR 5",),
        )  # fmt: skip
    book = tmp_path / "book.sawb"
    opening.write_new(book, workbook(year), author="Tester", clock=Clock())
    times: list[float] = []
    for _ in range(3):
        for work in (
            lambda: plain_copy(files, cleared("plain")),
            lambda: handing_over.write(handing_over.prepare(book), cleared("out")),
        ):
            start = perf_counter()
            work()
            times.append(perf_counter() - start)
    plain, ours = sorted(times[::2])[1], sorted(times[1::2])[1]
    print(f"\na return of 1 GB, planned, written and indexed: {ours:.1f} s; a plain copy: {plain:.1f} s")
    assert ours < plain * TARGET + 8  # what the self-assessment and the index take
