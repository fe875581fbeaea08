"""The long run of the kill test: thousands of edits, imports, migrations and new files, killed hundreds of times."""

from __future__ import annotations

import lzma
import random
from pathlib import Path

from tests.making import Clock, new_file
from tests.storage.killing import Tally, kill_once
from tests.storage.test_kill import FIXTURES

KILLS = 200
LONGEST = 2.0
"""A process is killed after so many seconds at most; a new workbook is begun after so many kills:"""
OF_ONE_WORKBOOK = 20


def test_hundreds_of_kills(tmp_path: Path) -> None:
    chance = random.Random(2026)
    edits, migrations, made = Tally(), Tally(), Tally()
    old = [lzma.decompress(each.read_bytes()) for each in sorted(FIXTURES.glob("format-*.xz"))]
    for number in range(KILLS):
        path = tmp_path / f"{number // OF_ONE_WORKBOOK}.sawb"
        if not path.exists():
            new_file(tmp_path, path.name, clock=Clock())
        kill_once("edit", path, chance, LONGEST, edits)
        if number % 4 == 0:
            earlier = tmp_path / f"old-{number}.sawb"
            earlier.write_bytes(chance.choice(old))
            kill_once("migrate", earlier, chance, 0.2, migrations)
            kill_once("create", tmp_path / f"new-{number}.sawb", chance, 0.4, made)
    print(f"\nedits, imports, undo and redo: {edits}\nmigrations: {migrations}\nnew workbooks: {made}")
    every = (edits, migrations, made)
    assert [tally.lost for tally in every] == [0, 0, 0]
    assert [problem for tally in every for problem in tally.problems] == []
