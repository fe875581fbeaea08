"""What the process apart adds to taking a file in: the time of a process that starts, and no more."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from selfassess.exchange import foreign
from selfassess.exchange.spreadsheets import cells
from tests.benchmarks.ratio import ratio
from tests.exchange.foreign_making import SHAPES, written

if sys.platform != "win32":
    import resource

MOST_ADDED = 0.3
"""Seconds."""
MOST_TIMES = 4
ROUNDS = 9


def _taken(work: Callable[[], object]) -> float:
    """Seconds of processors, here and in the process apart: what else the machine does counts for nothing."""
    begun = _spent()
    work()
    return _spent() - begun


def _spent() -> float:
    if sys.platform == "win32":
        return perf_counter()
    there = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + there.ru_utime + there.ru_stime


def test_the_process_apart_adds_little_to_an_import(tmp_path: Path) -> None:
    path = written(tmp_path / "plan.xlsx", dict(SHAPES.values()))
    foreign.open_book(path)
    cells.read_cells(path)
    there = [_taken(lambda: foreign.open_book(path)) for _ in range(ROUNDS)]
    here = [_taken(lambda: cells.read_cells(path)) for _ in range(ROUNDS)]
    added = median(there) - median(here)
    print(f"\na process apart adds {added:.3f} s (target {MOST_ADDED} s, median of {ROUNDS})")
    assert added <= MOST_ADDED


def test_a_process_apart_against_a_bare_one(tmp_path: Path) -> None:
    path = written(tmp_path / "plan.xlsx", dict(SHAPES.values()))
    bare = [sys.executable, "-c", "import msgspec, python_calamine"]
    found = ratio(
        "a process apart", lambda: foreign.open_book(path), lambda: subprocess.run(bare, check=True), 4, ROUNDS
    )
    assert found <= 4
