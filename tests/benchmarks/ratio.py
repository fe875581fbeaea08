"""Two pieces of work against each other in one run: what a benchmark here prints is their ratio."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter


def ratio(name: str, ours: Callable[[], object], bare: Callable[[], object], target: float, rounds: int = 15) -> float:
    """Run both by turns, print the ratio of the medians beside its target, and give it back."""
    times: tuple[list[float], list[float]] = ([], [])
    ours()
    bare()
    for _ in range(rounds):
        for work, taken in zip((ours, bare), times, strict=True):
            start = perf_counter()
            work()
            taken.append(perf_counter() - start)
    mine, theirs = (median(taken) * 1000 for taken in times)
    found = mine / theirs
    print(f"\n{name}: {found:.2f} x (target {target} x; {mine:.1f} ms against {theirs:.1f} ms, median of {rounds})")
    return found
