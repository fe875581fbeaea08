"""Gathering files for the library, against hashlib alone on the same files."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from random import Random

from selfassess.services.evidence import add_evidence
from tests.benchmarks.ratio import ratio
from tests.making import new_file, session

TARGET = 1.2
FILES = {"reports of 300 kB": (200, 300_000), "films of 40 MB": (3, 40_000_000)}


def _made(folder: Path, count: int, size: int) -> list[Path]:
    folder.mkdir()
    random = Random(size)
    paths = [folder / f"{number}.bin" for number in range(count)]
    for path in paths:
        path.write_bytes(random.randbytes(size))
    return paths


def _bare(paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        with path.open("rb") as file:
            found.append(hashlib.file_digest(file, "sha256").hexdigest())
    return found


def test_gathering_takes_hardly_longer_than_hashlib(tmp_path: Path) -> None:
    opened = session(new_file(tmp_path))
    for number, (name, (count, size)) in enumerate(FILES.items()):
        folder = tmp_path / str(number)
        paths = _made(folder, count, size)

        def ours(folder: Path = folder) -> list[str]:
            return [each.sha256 for each in add_evidence.gather_documents([folder], opened.path, opened.current).found]

        assert sorted(ours()) == sorted(_bare(paths))
        ratio(f"gathering {count} {name}", ours, partial(_bare, paths), TARGET, rounds=7)
