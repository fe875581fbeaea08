"""Two pieces of work against each other in one run: what a benchmark here prints is their ratio."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time


def ratio(name: str, ours: Callable[[], object], bare: Callable[[], object], target: float, rounds: int = 15) -> float:
    """Run both by turns, print the ratio of the medians beside its target, and give it back.

    The ratio in processor time stands behind it: on a busy computer it says more, of work that waits for a disk less.
    """
    times: tuple[list[float], list[float]] = ([], [])
    worked: tuple[list[float], list[float]] = ([], [])
    ours()
    bare()
    for _ in range(rounds):
        for work, taken, spent in zip((ours, bare), times, worked, strict=True):
            start, before = perf_counter(), _processor_time()
            work()
            taken.append(perf_counter() - start)
            spent.append(_processor_time() - before)
    mine, theirs = (median(taken) * 1000 for taken in times)
    my_work, their_work = (median(spent) * 1000 for spent in worked)
    found = mine / theirs
    print(
        f"\n{name}: {found:.2f} x (target {target} x; {mine:.1f} ms against {theirs:.1f} ms, median of {rounds}); "
        f"in processor time {my_work / max(their_work, 0.001):.2f} x ({my_work:.1f} ms against {their_work:.1f} ms)"
    )
    return found


def process(kept: Path, *arguments: str) -> Callable[[], object]:
    """A run of Python from start to end; what it compiles is ``kept``, as it is where a program is installed."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept), "PYTHONDONTWRITEBYTECODE": ""}
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)


def _processor_time() -> float:
    """Seconds that this process has worked, and the processes that it started and saw end."""
    if sys.platform == "win32":
        return process_time() + sum(os.times()[2:4])
    from resource import RUSAGE_CHILDREN, getrusage

    children = getrusage(RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime
