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
from statistics import median
from time import perf_counter

import pytest

from selfassess.exchange.return_pack import ArchivePack, FolderPack, Pack
from selfassess.services.exporting import return_pack
from selfassess.services.workbook import opening
from tests.making import Clock, empty_assessment, with_record, workbook

TARGET = 1.3
ROUNDS = 7
LARGE, COUNT = 16 << 20, 12
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


def packed(shape: type[Pack], files: dict[Path, str], out: Path) -> None:
    with shape(out) as pack:
        for path, sha256 in files.items():
            pack.add_copy(path.name, path, sha256)
        assert pack.list_changed_copies() == ()
        pack.finish_pack()


def compared(name: str, ours: Callable[[Path], object], files: dict[Path, str], folder: Path) -> float:
    """The ratio of both, median of rounds; each begins with its last output gone and the disk at rest."""
    times: dict[str, list[float]] = {"ours": [], "plain": []}
    for number in range(ROUNDS * 2):
        kind = ("ours", "plain")[(number + number // 2) % 2]  # neither always follows the other
        out = folder / (f"{kind}.zip" if name.startswith("Archive") and kind == "ours" else kind)
        if out.is_dir():
            shutil.rmtree(out)
        out.unlink(missing_ok=True)
        os.sync()
        start = perf_counter()
        ours(out) if kind == "ours" else plain_copy(files, out)
        times[kind].append(perf_counter() - start)
    mine, theirs = median(times["ours"]), median(times["plain"])
    print(
        f"\n{name}: {mine / theirs:.2f} x (target {TARGET} x; {mine:.2f} s against {theirs:.2f} s, median of {ROUNDS})"
    )
    return mine / theirs


@pytest.mark.parametrize(("what", "size", "count"), [("large files", LARGE, COUNT), ("small files", SMALL, MANY)])
@pytest.mark.parametrize("shape", [FolderPack, ArchivePack])
def test_copying_and_checking_against_a_plain_copy(
    tmp_path: Path, shape: type[Pack], what: str, size: int, count: int
) -> None:
    files = made(tmp_path / "files", size, count)
    name = f"{shape.__name__}, {count} {what}, each copy read back"
    assert compared(name, lambda out: packed(shape, files, out), files, tmp_path) < TARGET


def test_a_whole_return(tmp_path: Path) -> None:
    files = made(tmp_path / "files", LARGE, COUNT * 2)
    year = empty_assessment()
    for number, (path, sha256) in enumerate(files.items()):
        year, _ = with_record(
            year, "evidence", title=f"Document {number}", location=f"files/{path.name}", location_kind="file",
            sha256=sha256, size_bytes=path.stat().st_size, checked_on="2100-01-01", return_items=("IR 5",),
        )  # fmt: skip
    book = tmp_path / "book.sawb"
    opening.write_new_workbook(book, workbook(year), author="Tester", clock=Clock())
    start = perf_counter()
    done = return_pack.write_return_pack(return_pack.prepare_return_pack(book), tmp_path / "out")
    took = perf_counter() - start
    print(f"\na return of {COUNT * 2} files of 16 MB, with self-assessment and index: {took:.1f} s")
    assert len(done.plan.documents) == COUNT * 2
